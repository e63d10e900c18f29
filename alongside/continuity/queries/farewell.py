"""Good-byes and hellos, as the team reads them, as the one who left may still say hers, and as the woman reads them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from alongside.continuity.models import Farewell


def farewells_of(family: uuid.UUID, *, until: datetime | None = None) -> dict[uuid.UUID, list[Farewell]]:
    """What was said around each hand-over of a family, the oldest first; one statement."""
    rows = Farewell.objects.filter(family_id=family).order_by("recorded_at", "id")
    found: dict[uuid.UUID, list[Farewell]] = defaultdict(list)
    for row in rows if until is None else rows.filter(recorded_at__lte=until):
        found[row.hand_over_id].append(row)
    return dict(found)


@dataclass(frozen=True)
class GoodBye:
    """A hand-over at which the asker went and has said no good-bye yet; nothing else of the family."""

    hand_over: uuid.UUID
    family: uuid.UUID
    on: date
    goes_on: str


def my_goodbyes() -> list[GoodBye]:
    """Those of the last sixty days, the oldest first; one statement."""
    return [GoodBye(*row) for row in _asked("select * from safekeeping.my_goodbyes()")]


@dataclass(frozen=True)
class MyFarewell:
    """On her own page: who went, who came, and what the two say to her."""

    hand_over: uuid.UUID
    on: date
    goes: str
    comes: str
    goodbye: str | None
    hello: str | None
    no_goodbye: bool


def my_farewells() -> list[MyFarewell]:
    """Of the woman who is signed in, the newest first; nothing for anybody else. One statement."""
    return [MyFarewell(*row) for row in _asked("select * from safekeeping.my_farewells()")]


@dataclass(frozen=True)
class Steady:
    """How steady we were in twelve months: numbers about us. ``None``: too few to be told.

    ``meetings`` with ``families``, ``with_key`` of them with a key worker; ``colleagues`` met by each family on the
    average; ``hand_overs``: families handed over, ``with_both``: those of them at each of whose hand-overs there was a
    good-bye and a hello; ``covered_days`` of ``away_days``, counted for each
    family of a key worker who was away.
    """

    since: date
    until: date  # the day after the last
    families: int | None
    meetings: int | None
    with_key: int | None
    colleagues: Any
    hand_overs: int | None
    with_both: int | None
    away_days: int | None
    covered_days: int | None


def steady() -> list[Steady]:
    """Three times twelve months up to the first of this month, the newest first; for whoever reports. One statement."""
    return [Steady(*row) for row in _asked("select * from safekeeping.staying_figures()")]


def _asked(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
