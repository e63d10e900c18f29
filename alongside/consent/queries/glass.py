"""Emergencies: whether one may be opened now, whom it is about, and those that wait to be looked at."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import F, QuerySet

from alongside.consent.models import BreakGlass
from alongside.recordkeeping.rules import fold

REVIEWED_WITHIN = timedelta(hours=72)
PROVED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Somebody:
    """Whom a clinician means, in an emergency."""

    person: uuid.UUID
    name: str
    born_on: date | None


def may_break_glass() -> bool:
    """A clinician of ours who has shown her second factor within the last ten minutes."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.may_break_glass()")
        return bool(cursor.fetchone()[0])


def find_in_emergency(name: str, born_on: date | None) -> list[Somebody]:
    """Women and children of our agency with exactly this name (and birthday, where it is known); at most five."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select person, name, born_on from safekeeping.find_in_emergency(%s, %s::date)", [fold(name), born_on]
        )
        return [Somebody(*row) for row in cursor.fetchall()]


def open_now(colleague: uuid.UUID, at: datetime) -> QuerySet[BreakGlass]:
    """What is open to her in an emergency at this moment."""
    return BreakGlass.objects.filter(colleague_id=colleague, closed_at=None, until__gt=at)


def opened(id: uuid.UUID, colleague: uuid.UUID, at: datetime) -> BreakGlass:
    """What she opened, while it is open. Raises BreakGlass.DoesNotExist when it is over, or was never hers."""
    return open_now(colleague, at).get(pk=id)


def to_review(id: uuid.UUID) -> BreakGlass:
    """One emergency, to be looked at afterwards. Raises BreakGlass.DoesNotExist for one that is not hers to see."""
    return BreakGlass.objects.select_related("colleague").get(pk=id)


def waiting_for_review() -> QuerySet[BreakGlass]:
    """Emergencies that nobody has looked at yet, the oldest first; each should be within ``REVIEWED_WITHIN``."""
    return BreakGlass.objects.filter(reviewed_at=None).order_by("recorded_at", "id").select_related("colleague")


def to_tell_of(id: uuid.UUID) -> BreakGlass:
    """One that was looked at, and of which she was not told. Raises BreakGlass.DoesNotExist for any other."""
    return not_told().get(pk=id)


def not_told() -> QuerySet[BreakGlass]:
    """Emergencies that were looked at and kept from her for her safety: by the day until which that holds."""
    rows = BreakGlass.objects.filter(told_her_at=None).exclude(reviewed_at=None)
    return rows.order_by(F("not_told_until").asc(nulls_first=True), "id").select_related("colleague")


def reviewed_and_told(size: int) -> list[BreakGlass]:
    """Emergencies that somebody looked at and of which she knows, the newest first."""
    rows = BreakGlass.objects.exclude(reviewed_at=None).exclude(told_her_at=None).select_related("colleague")
    return list(rows.order_by("-reviewed_at", "-id")[:size])
