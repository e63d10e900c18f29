"""Who can be walked in as in a practice programme: read from the database, never from a list in code.

Of those who do not work for an agency (a woman herself, a carer) the database holds no line on who they are; the
programme that was told does.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import connections

from alongside.stewardship.demonstration.people import CAST

ABOUT = {member.name: member.about for member in CAST if member.kind in ("carer", "herself")}


@dataclass(frozen=True)
class Walkable:
    """One of the cast: principal, name, and one line on who she is here."""

    principal: uuid.UUID
    name: str
    about: str


def walkable() -> list[Walkable]:
    """The cast of the practice programme, asked by the gate; empty in a real programme."""
    with connections["gate"].cursor() as cursor:
        cursor.execute("select id, name, about from safekeeping.cast_of_practice()")
        return [Walkable(id, name, about or ABOUT.get(name, "")) for id, name, about in cursor.fetchall()]
