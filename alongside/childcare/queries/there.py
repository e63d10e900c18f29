"""Where children are looked after on a day, which children are there, and what this place says of carers."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from alongside.childcare.models import Ratio
from alongside.childcare.rules import Band
from alongside.services.models import Session
from alongside.services.queries import sessions_between


@dataclass(frozen=True)
class Noted:
    """Who brought or who fetched a child, and when; ``id`` of the row that says so."""

    id: uuid.UUID
    at: datetime
    name: str


@dataclass(frozen=True)
class There:
    """A child who is looked after in a session, as those who are there know it.

    ``family`` and ``child`` are None for somebody who does not read the child's record. ``needs``: (kind, words) of
    what a carer has to know. ``months``: age on that day; None when nobody knows it.
    """

    booking: uuid.UUID
    family: uuid.UUID | None
    child: uuid.UUID | None
    name: str
    months: int | None
    seat: int
    came: Noted | None
    left: Noted | None
    needs: tuple[tuple[str, str], ...]

    @property
    def here(self) -> bool:
        """Came, and did not leave yet."""
        return self.came is not None and self.left is None


def sessions_of_day(begins: datetime, ends: datetime) -> list[Session]:
    """Sessions that begin in this time and during which children are looked after in a room; two statements."""
    return [row for row in sessions_between(begins, ends) if row.minding_id and not row.off_at]


def children_there(session: uuid.UUID) -> list[There]:
    """Children with a seat in this session, for those of us who are there; nobody for anybody else.

    One statement, which leaves a line in each child's trail.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.children_there(%s::uuid)", [session])
        return [_there(row) for row in cursor.fetchall()]


def _there(row: tuple[Any, ...]) -> There:
    booking, family, child, name, months, seat, came, came_at, came_with, left, left_at, left_with, needs = row
    told = json.loads(needs) if isinstance(needs, str) else needs
    return There(
        booking, family, child, name, months, seat,
        Noted(came, came_at, came_with) if came else None,
        Noted(left, left_at, left_with) if left else None,
        tuple((each["kind"], each["words"]) for each in told),
    )  # fmt: skip


def ratios_all(agency: uuid.UUID) -> list[Ratio]:
    """Every number that stands here, those for all rooms first, the youngest first; one statement."""
    rows = Ratio.objects.filter(agency_id=agency, ended_at=None).select_related("place")
    return sorted(rows, key=lambda row: (row.place.name if row.place else "", row.from_months))


def ratios(rows: list[Ratio], place: uuid.UUID | None) -> list[Band]:
    """Of ``rows`` the numbers that count in a room: its own where it has any, else those for every room."""
    own = [row for row in rows if row.place_id == place and place is not None]
    chosen = own or [row for row in rows if row.place_id is None]
    return [Band(row.from_months, row.until_months, row.children_per_carer, row.most_children) for row in chosen]
