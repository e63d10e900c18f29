"""What two people wrote at once: what is set aside is read like what it stands beside."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.safekeeping.protection import EVERY_SHAPE


def named_beside(about: str, *, lists: Sequence[str] = (), hers: bool = False) -> str:
    """SQL: a policy for what was written beside something and set aside. It is read like what it stands beside.

    Whom it names stands in its words as they were sent (``written``): its list ``about``, and ``lists`` of records it points
    to. Where one of them is sealed, or kept from the asker, it is not there. ``hers``: she reads it as herself whatever was
    kept from whom, but not what is sealed (safekeeping.still_hers).
    """
    t = "recordkeeping_setaside"

    def ids(name: str) -> str:
        found = f"case jsonb_typeof({t}.written->'{name}') when 'array' then {t}.written->'{name}' else '[]' end"
        return f"array(select e::uuid from jsonb_array_elements_text({found}) e)"

    named = " || ".join([f"array[{t}.id, {t}.target]", *map(ids, lists)])
    still = (
        f" or {t}.subject = (select safekeeping.my_person())"
        f" and safekeeping.still_hers({t}.family, {named} || {ids('about')} || {t}.subject)"
    )
    return (
        f"create policy named_in_{about.rpartition('.')[2]} on {t} as restrictive for select to {EVERY_SHAPE} using ("
        f"{t}.about <> '{about}' or not ({t}.family in (select unnest(safekeeping.my_guarded())))"
        f" or safekeeping.open_to_me({t}.family, {t}.subject, {ids('about')}, {t}.category, {t}.recorded_at, {named})"
        f"{still if hers else ''});\n"
    )
