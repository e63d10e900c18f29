"""Who and what can be chosen in these forms: only what the person who writes may see."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from alongside.access import scope
from alongside.accounts import queries as accounts
from alongside.accounts.terms import PARTS, RoleName
from alongside.agencies import queries as agencies
from alongside.families import queries as families
from alongside.pages.design.kinds import KINDS
from alongside.pages.worker.writing.fields import CHOOSE, NOT_SAID, today
from alongside.safekeeping.terms import Ability, Category

Choice = tuple[str, Any]

# What a note is about when nobody says otherwise.
USUAL = {"woman": Category.SERVICE_USE, "child": Category.CHILD_HEALTH_DEV, "dyad": Category.DYAD_OBSERVATION}


def kinds(request: HttpRequest) -> list[Choice]:
    """What a note may be about, as far as she may write it; first: whatever is usual."""
    me = request.me  # type: ignore[attr-defined]
    usual = ("", _("What is usual for this person"))
    return [usual, *((str(int(kind)), label) for kind, label in KINDS.items() if me.may_write(kind))]


def called(person: Any) -> str:
    """The name somebody goes by here, or kind words for nobody's name."""
    return person.name or _("No name given")


def people(family: uuid.UUID, *, but: uuid.UUID | None = None) -> list[Choice]:
    """Everybody of the family whom she may see, by name."""
    return [(str(p.id), called(p)) for p in families.people_of(family) if p.id != but]


def colleagues(*, but: Iterable[uuid.UUID] = ()) -> list[Choice]:
    """Everybody who works here today."""
    gone = set(but)
    return [(str(c.id), c.name) for c in accounts.colleagues(today()) if c.id not in gone]


def partners() -> list[Choice]:
    """Agencies we work with."""
    return [(str(a.id), a.name) for a in agencies.partners()]


def parts() -> list[Choice]:
    """Parts in which a colleague works with families."""
    return [(role.value, role.label) for role in RoleName if PARTS[role].abilities >> Ability.WORK_WITH_FAMILIES & 1]


def staff_with_parts() -> list[Choice]:
    """Everybody who works here today in a part with families, once for each: "colleague part"."""
    named = dict(parts())
    return [
        (f"{each.id} {part}", f"{each.name} · {named[part]}")
        for each in scope.colleagues_with_parts(today())
        for part in each.parts  # type: ignore[attr-defined]
        if part in named
    ]


def or_nothing(found: Iterable[Choice]) -> list[Choice]:
    """The same with "not said" first."""
    return [NOT_SAID, *found]


def to_choose(found: Iterable[Choice]) -> list[Choice]:
    """The same with "please choose" first, for what is needed."""
    return [CHOOSE, *found]


def offered(found: Iterable[Any], chosen: str) -> Any:
    """The one of ``found`` with this id, or ``None``: a hand-made id of another file is nobody."""
    return next((thing for thing in found if str(thing.pk) == str(chosen)), None) if chosen else None


def by_id(found: Iterable[Any]) -> Mapping[str, Any]:
    """Things by the text of their id."""
    return {str(thing.pk): thing for thing in found}
