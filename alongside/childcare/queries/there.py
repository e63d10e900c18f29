"""Where children are looked after on a day, which children are there, and what this place says of carers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from alongside.accounts.terms import RoleName
from alongside.childcare.models import Ratio
from alongside.childcare.rules import Band, Room, filled_up, room_with
from alongside.services.models import Session
from alongside.services.queries import in_the_same_room, sessions_between

# Who looks after children beside a group: the others there are with the mothers.
CARERS = (RoleName.CHILD_CARE, RoleName.CHILDMINDER, RoleName.CHILD_DEVELOPMENT)


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


@dataclass(frozen=True)
class RoomNow:
    """A room: how it stands with children and carers, who those are, and which other sessions it is shared with."""

    stands: Room
    carers: tuple[str, ...]
    shared_with: tuple[Session, ...]


def carers(sessions: Iterable[Session]) -> tuple[str, ...]:
    """Names of those who look after children in these sessions; each colleague once, also of two with one name."""
    there = [each for row in sessions for each in row.there if each.part in CARERS]  # type: ignore[attr-defined]
    return tuple({each.colleague_id: each.colleague.name for each in there}.values())


def room_now(row: Session, now: datetime, *, but: uuid.UUID | None = None, more: Sequence[int | None] = ()) -> RoomNow:
    """All children who are in the room of this session, with all who look after them there right then.

    Several sessions can have one room. Outside its time it is told as it is when the session begins or ends. ``but``:
    without the child of this booking; ``more``: ages in months of those about to come in. Four statements.
    """
    moment = min(max(now, row.during.lower), row.during.upper)
    others = [
        each for each in in_the_same_room(row) if each.pk != row.pk and each.during.lower <= moment < each.during.upper
    ]
    with connection.cursor() as cursor:
        cursor.execute("select months from safekeeping.ages_there(%s::uuid, %s::uuid)", [row.pk, but])
        ages = [months for (months,) in cursor.fetchall()]
    who = carers([row, *others])
    bands = ratios(ratios_all(row.agency_id), row.minding_id)
    return RoomNow(room_with(ages, len(who), bands, more=more), who, tuple(others))


def ratios_all(agency: uuid.UUID) -> list[Ratio]:
    """Every number that stands here, those for all rooms first, the youngest first; one statement."""
    rows = Ratio.objects.filter(agency_id=agency, ended_at=None).select_related("place")
    return sorted(rows, key=lambda row: (row.place.name if row.place else "", row.from_months))


def ratios(rows: list[Ratio], place: uuid.UUID | None) -> list[Band]:
    """Of ``rows`` the numbers that count in a room: its own, and for all other ages those for every room."""
    own = [_band(row) for row in rows if row.place_id == place and place is not None]
    return filled_up(own, [_band(row) for row in rows if row.place_id is None])


def _band(row: Ratio) -> Band:
    return Band(row.from_months, row.until_months, row.children_per_carer, row.most_children)
