"""When a session is: a day and a time on the programme's clock, also on days on which that is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from alongside.recordkeeping.rules import Decision

T = TypeVar("T")

MOST_SESSIONS = 60  # of a series that is written at once
SHORTEST, LONGEST = 5, 12 * 60  # minutes of one session


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """This time on this day's clock. What the clock leaves out in spring comes later by as much; of an hour that it
    shows twice in autumn the first is meant.

    >>> from zoneinfo import ZoneInfo
    >>> instant(date(2026, 3, 8), time(2, 30), ZoneInfo("America/Toronto")).time()
    datetime.time(3, 30)
    """
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=zone)
    return local.astimezone(UTC).astimezone(zone)


def stretch(day: date, at: time, minutes: int, zone: tzinfo) -> tuple[datetime, datetime]:
    """From when until when, as minutes pass and not as a clock that is changed meanwhile shows them."""
    begins = instant(day, at, zone)
    return begins, (begins.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)


def as_known(
    now: T, earlier: Sequence[T], moved_at: Sequence[datetime], known_at: datetime | None
) -> tuple[T, list[T]]:
    """When something was to be, as it was known at ``known_at`` (``None``: now), and the times it had had by then.

    ``earlier``: the times that it had, in order; ``moved_at``: when each was given up.

    >>> noon = [datetime(2026, 3, day, 12) for day in (1, 2, 3)]
    >>> as_known("Fri", ["Mon", "Wed"], noon[:2], noon[0]), as_known("Fri", ["Mon", "Wed"], noon[:2], None)
    (('Wed', ['Mon']), ('Fri', ['Mon', 'Wed']))
    """
    given_up = len(moved_at) if known_at is None else sum(at <= known_at for at in moved_at)
    return [*earlier, now][given_up], list(earlier[:given_up])


def rooms_of(earlier: Sequence[T], rooms: Sequence[str]) -> list[str]:
    """The room of each earlier time, in order; "" where none is known: it was not kept for the first of them.

    >>> rooms_of(["Mon", "Wed"], ["Blue"]), rooms_of(["Mon"], ["Blue"]), rooms_of([], [])
    (['', 'Blue'], ['Blue'], [])
    """
    return [""] * (len(earlier) - len(rooms)) + list(rooms)


def check_minutes(minutes: int) -> Decision:
    """A session lasts between five minutes and twelve hours."""
    return Decision(True) if SHORTEST <= minutes <= LONGEST else Decision(False, "too_long_a_time")


def days_of(first: date, until: date | None, *, weeks: int = 1) -> list[date]:
    """The days of a series: every ``weeks`` weeks from the first to the last; the first alone when no last is given.

    Raises ValueError with the code of why not.

    >>> [day.day for day in days_of(date(2026, 3, 2), date(2026, 3, 31), weeks=2)]
    [2, 16, 30]
    """
    if until is None:
        return [first]
    if until < first:
        raise ValueError("ends_before_it_begins")
    count = (until - first).days // (7 * weeks) + 1
    if count > MOST_SESSIONS:
        raise ValueError("too_many_sessions")
    return [first + timedelta(weeks=weeks * n) for n in range(count)]
