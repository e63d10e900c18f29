"""Whose families a page of meetings looks at, a part of the list at a time. No name stands in an address."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from alongside.enrolment import queries as enrolment
from alongside.families import queries as families
from alongside.families.models import Person
from alongside.families.terms import PersonKind


@dataclass(frozen=True)
class Window:
    """Families by name: (family, how its woman is called); ``further``: where the list goes on."""

    families: list[tuple[uuid.UUID, str]]
    further: uuid.UUID | None = None


def window(
    principal: uuid.UUID, day: date, *, of: uuid.UUID | None, after: uuid.UUID | None = None, size: int
) -> Window:  # fmt: skip
    """The next ``size`` families: those ``of`` works with, or all that ``principal`` is let into; at most 3 statements.

    ``after``: the last family of the part before; one that the asker may not see begins nothing.
    """
    key = None
    if after is not None:
        women = Person.objects.filter(family_id=after, kind=PersonKind.WOMAN).order_by("id")
        key = women.values_list("sort_key", "id").first()
        if key is None:
            return Window([])
    if of is None:
        rows = [
            (each.family.id, each.woman.name) for each in families.families_list(principal, after=key, size=size + 1)
        ]
    else:
        last = (key[0], after) if key and after else None
        rows = [(each.family, each.name) for each in enrolment.my_families(of, day, after=last, size=size + 1)]
    return Window(rows[:size], rows[size - 1][0] if len(rows) > size else None)
