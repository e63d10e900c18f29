"""Who has not been met for a while. It asks when we met, never who stayed away: a meeting takes two, and we are one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from alongside.continuity.terms import Whom


@dataclass(frozen=True)
class Rhythm:
    """After how many days the programme would like to have met: the mother, each child, the two together.

    A wish of ours, not of any source; each programme sets its own.
    """

    woman: int = 21
    child: int = 28
    dyad: int = 28

    def days(self, whom: str) -> int:
        """The days for one of them."""
        return {Whom.WOMAN: self.woman, Whom.CHILD: self.child, Whom.DYAD: self.dyad}[Whom(whom)]

    def since(self, whom: str, today: date) -> date:
        """Whoever was met on this day or later was met in time for our own wish."""
        return today - timedelta(days=self.days(whom) - 1)


def not_met_since(met_on: date | None, known_since: date, *, days: int, today: date) -> date | None:
    """Since when we have not met, when that is ``days`` or longer; ``None``: there is nothing to say.

    ``known_since``: when we came to know each other; nobody is missed before that.

    >>> not_met_since(date(2026, 3, 1), date(2025, 1, 1), days=21, today=date(2026, 3, 22))
    datetime.date(2026, 3, 1)
    >>> not_met_since(None, date(2026, 3, 10), days=21, today=date(2026, 3, 22)) is None
    True
    """
    since = max(met_on, known_since) if met_on else known_since
    return since if (today - since).days >= days else None
