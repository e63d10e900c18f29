"""How long somebody has waited: a figure about us, from the first contact to the first talk and to the welcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# So many words within an hour, and the page for everybody asks people to call instead (the wall: migration 0002).
FULL = 60


@dataclass(frozen=True)
class Wait:
    """Days, counted on ``today`` where the end has not come. ``met`` and ``welcomed`` are days, or None."""

    first: date
    met: date | None
    welcomed: date | None
    today: date

    @property
    def to_meet(self) -> int:
        """Days from the first contact to the first talk, or to today."""
        return max(0, ((self.met or self.welcomed or self.today) - self.first).days)

    @property
    def to_welcome(self) -> int:
        """Days from the first contact to the welcome, or to today."""
        return max(0, ((self.welcomed or self.today) - self.first).days)

    @property
    def waits(self) -> bool:
        """Nobody has welcomed her yet."""
        return self.welcomed is None


def wait(first: date, *, met: date | None, welcomed: date | None, today: date) -> Wait:
    """The wait as it was known on ``today``; what came later has not come yet.

    >>> wait(date(2026, 3, 1), met=date(2026, 3, 4), welcomed=None, today=date(2026, 3, 9)).to_welcome
    8
    """
    return Wait(
        first,
        met if met and met <= today else None,
        welcomed if welcomed and welcomed <= today else None,
        today,
    )


def answer_now(came: date, days: int, today: date) -> bool:
    """Of the days within which we say that somebody answers, the last one has begun.

    >>> [answer_now(date(2026, 3, 1), 3, date(2026, 3, day)) for day in (1, 2, 3, 9)]
    [False, False, True, True]
    """
    return today >= came + timedelta(days=days - 1)
