"""Who can be walked in as in a practice programme: read from the database, never from a list in code.

Of those who do not work for an agency (a woman herself, a carer) the database holds no line on who they are; the
programme that was told does.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import connections
from django.utils.translation import gettext_lazy

from alongside.accounts.terms import PARTS
from alongside.safekeeping.terms import Ability, abilities
from alongside.stewardship.demonstration.people import CAST, Member

ABOUT = {member.name: member.about for member in CAST if member.kind in ("carer", "herself")}
WITH_FAMILIES = abilities(Ability.WORK_WITH_FAMILIES)
# In the order of the page. Whoever is not of the cast works here too.
GROUPS = {
    "families": gettext_lazy("Those who work with families"),
    "programme": gettext_lazy("Those who look after the programme"),
    "partner": gettext_lazy("Those who work somewhere else"),
    "carer": gettext_lazy("Carers, and a former partner"),
    "herself": gettext_lazy("Women, each on her own page"),
    "": gettext_lazy("More colleagues"),
}


def group_of(member: Member) -> str:
    """Under which heading of the page."""
    if member.kind != "staff":
        return member.kind
    return "families" if PARTS[member.part].abilities & WITH_FAMILIES else "programme"


GROUP = {member.name: group_of(member) for member in CAST}


@dataclass(frozen=True)
class Walkable:
    """One of the cast: principal, name, and one line on who she is here."""

    principal: uuid.UUID
    name: str
    about: str


def in_groups(found: list[Walkable]) -> list[tuple[object, list[Walkable]]]:
    """Heading and who stands under it; nothing for a heading under which nobody stands."""
    held = [(label, [each for each in found if GROUP.get(each.name, "") == key]) for key, label in GROUPS.items()]
    return [(label, some) for label, some in held if some]


def walkable() -> list[Walkable]:
    """The cast of the practice programme, asked by the gate; empty in a real programme."""
    with connections["gate"].cursor() as cursor:
        cursor.execute("select id, name, about from safekeeping.cast_of_practice()")
        return [Walkable(id, name, about or ABOUT.get(name, "")) for id, name, about in cursor.fetchall()]
