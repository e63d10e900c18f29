"""How much was given: sessions, minutes, weeks; for the woman, the child, and the two together (G-3).

It stands beside what is planned (``library.rules.dose``). No share of it is ever worked out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from alongside.programmes.terms import There
from alongside.services.terms import How


class Given(Protocol):
    """A session that took place: on which day, how long (None: nobody said), with whom."""

    @property
    def on(self) -> date: ...
    @property
    def minutes(self) -> int | None: ...
    @property
    def there(self) -> Collection[str]: ...


@dataclass(frozen=True)
class Delivered:
    """``sessions`` and the ``minutes`` of those where somebody said how long; ``unsaid``: of how many nobody did."""

    sessions: int
    minutes: int
    unsaid: int
    first: date | None
    last: date | None

    @property
    def hours(self) -> float:
        """``minutes`` in hours."""
        return self.minutes / 60

    @property
    def weeks(self) -> int:
        """Weeks from the first session to the last, a part of one counted whole; none before the first."""
        return (self.last - self.first).days // 7 + 1 if self.first and self.last else 0


def delivered(rows: Iterable[Given], who: Collection[str] = ()) -> Delivered:
    """What these sessions come to; ``who``: those of them in which all of these took part.

    >>> delivered([]).sessions, delivered([]).weeks
    (0, 0)
    """
    held = [row for row in rows if set(who) <= set(row.there)]
    days = [row.on for row in held]
    return Delivered(
        len(held),
        sum(row.minutes or 0 for row in held),
        sum(row.minutes is None for row in held),
        min(days, default=None),
        max(days, default=None),
    )


TOGETHER = (There.WOMAN.value, There.CHILD.value)


def met(how: str) -> bool:
    """Two who were in touch in a session, in whatever way. Read for how much was given, and for nothing else (T-11).

    >>> met("by_phone"), met("did_not_meet")
    (True, False)
    """
    return how != How.DID_NOT_MEET
