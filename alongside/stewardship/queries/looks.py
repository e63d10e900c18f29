"""Looks that stand out: questions for whoever keeps privacy, worked out anew from the trail each time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import connection

from alongside.stewardship.models import LookAnswer, OwnStreet
from alongside.stewardship.rules.looks import SoFar, so_far

WEEKS = 8
ANSWERED = 1000  # of so many answers, the newest, it is worked out how often it was simply work


@dataclass(frozen=True)
class Look:
    """What one colleague did in one week (``week``: its Monday) that stands out. ``family`` where one file is meant."""

    week: date
    colleague: uuid.UUID
    name: str
    kind: str  # of ``LookKind``
    family: uuid.UUID | None
    files: int
    looks: int

    @property
    def key(self) -> tuple[date, uuid.UUID, str, uuid.UUID | None]:
        """What an answer is about."""
        return self.week, self.colleague, self.kind, self.family


@dataclass(frozen=True)
class Looks:
    """What waits for somebody to ask, what was answered (both the newest first), and how often it was work."""

    waiting: tuple[Look, ...]
    answered: tuple[LookAnswer, ...]
    so_far: SoFar


def looks(weeks: int = WEEKS) -> Looks:
    """Looks of these weeks that stand out, and answers; nothing for whoever keeps no privacy. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.looks_that_stand_out(%s)", [weeks])
        found = [Look(*row) for row in cursor.fetchall()]
    answers = LookAnswer.objects.select_related("colleague").order_by("-recorded_at", "-id")
    held = tuple(answers[:ANSWERED])
    done = {(each.week, each.colleague_id, each.kind, each.family_id) for each in held}
    return Looks(tuple(each for each in found if each.key not in done), held, so_far(each.found for each in held))


def own_street(colleague: uuid.UUID) -> str:
    """What a colleague wrote as her own street, for herself; "" when she wrote none. One statement."""
    rows = OwnStreet.objects.filter(colleague_id=colleague).order_by("-recorded_at", "-id")
    return rows.values_list("words", flat=True).first() or ""
