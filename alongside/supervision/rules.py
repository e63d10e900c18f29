"""When two may meet, and what may be said of a meeting. Plain Python."""

from __future__ import annotations

from datetime import datetime, timedelta

from alongside.recordkeeping.rules import Decision
from alongside.supervision.terms import No, Standing

MOST_AHEAD = timedelta(days=366)
MINUTES = (10, 240)  # how short and how long a meeting can be
MOST_CHARACTERS = 8_000


def check_time(begins: datetime, ends: datetime, now: datetime, taken: list[tuple[datetime, datetime]]) -> Decision:
    """May the two meet then, or have met? ``taken``: the times of their other meetings that stand."""
    if begins - now > MOST_AHEAD:
        return Decision(False, No.TOO_FAR)
    if any(begins < other_ends and other_begins < ends for other_begins, other_ends in taken):
        return Decision(False, No.SAME_TIME)
    return Decision(True)


def check_said(standing: str, begins: datetime, now: datetime) -> Decision:
    """May this be said of a meeting that begins then? Nobody has met before it began."""
    if standing == Standing.HELD and begins > now:
        return Decision(False, No.NOT_YET)
    return Decision(True)
