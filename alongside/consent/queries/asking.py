"""Who is told of what: emergencies that colleagues opened, and people who asked and were given nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet

from alongside.consent.models import BreakGlass, RefusedAsk
from alongside.consent.queries.glass import REVIEWED_WITHIN


def asks_of(family: uuid.UUID, known_at: datetime | None = None) -> QuerySet[RefusedAsk]:
    """Who asked about somebody of this family and was given nothing, the newest first; as far as the asker sees whom.
    ``known_at``: what had been written by then."""
    found = RefusedAsk.objects.filter(family_id=family)
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
    return found.order_by("-on", "-recorded_at", "-id")


def asked_lately(families: Iterable[uuid.UUID], since: datetime) -> list[RefusedAsk]:
    """The same of several families, written down since then."""
    found = RefusedAsk.objects.filter(family_id__in=list(families), recorded_at__gte=since)
    return list(found.order_by("-recorded_at", "-id"))


@dataclass(frozen=True)
class Asked:
    """What whoever keeps privacy sees of it: about whom (a number), by whom and how (codes), when. Never the words."""

    family: uuid.UUID
    subject: uuid.UUID
    asked_by: str
    how: str
    on: date
    written_at: datetime


def asked_and_refused(since: datetime) -> list[Asked]:
    """In files whose privacy the asker keeps, the newest first; nothing for anybody else. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.asked_and_refused(%s)", [since])
        return [Asked(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class OpenedThere:
    """A colleague opened something in an emergency. ``family`` is None in a file that the asker may not see."""

    colleague: uuid.UUID
    name: str
    at: datetime
    until: datetime
    reviewed: bool
    family: uuid.UUID | None


def opened_by_my_team() -> list[OpenedThere]:
    """Emergencies of the last seven days at the asker's agency, not her own; nothing for whoever arranges no team.
    One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.opened_by_my_team()")
        return [OpenedThere(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Reviews:
    """How many emergencies wait to be looked at, and how many of them have waited longer than they should.

    ``to_tell``: those that were looked at and kept from her until a day that has come, and nobody wrote that she knows.
    """

    waiting: int
    late: int
    to_tell: int


def reviews(now: datetime) -> Reviews:
    """Of every file whose privacy the asker keeps; one statement."""
    waiting = Q(reviewed_at=None)
    due = Q(reviewed_at__isnull=False) & (Q(not_told_until=None) | Q(not_told_until__lte=now))
    return Reviews(
        **BreakGlass.objects.filter(waiting | Q(told_her_at=None)).aggregate(
            waiting=Count("pk", filter=waiting),
            late=Count("pk", filter=waiting & Q(recorded_at__lte=now - REVIEWED_WITHIN)),
            to_tell=Count("pk", filter=due),
        )
    )
