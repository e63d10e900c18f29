"""Days away, and what of them nobody covers. Plain days in, plain days out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from alongside.recordkeeping.rules import Decision

LONGEST = 366  # days; whoever is away for longer hands over
Days = tuple[date, date]  # from the first day up to, and without, the second


def check_leave(first: date, last: date, today: date) -> Decision:
    """Days away can be written down before, during, and on the last of them."""
    if last < first:
        return Decision(False, "leave_backwards")
    if (last - first).days >= LONGEST:
        return Decision(False, "leave_too_long")
    return Decision(True) if last >= today else Decision(False, "leave_over")


def uncovered(needed: Days, covered: Iterable[Days]) -> list[Days]:
    """What of ``needed`` no one of ``covered`` holds, in order.

    >>> uncovered((date(2026, 3, 1), date(2026, 3, 10)), [(date(2026, 3, 3), date(2026, 3, 5))])
    [(datetime.date(2026, 3, 1), datetime.date(2026, 3, 3)), (datetime.date(2026, 3, 5), datetime.date(2026, 3, 10))]
    """
    gaps, begins = [], needed[0]
    for first, after in sorted(covered):
        if first > begins:
            gaps.append((begins, min(first, needed[1])))
        begins = max(begins, after)
        if begins >= needed[1]:
            break
    if begins < needed[1]:
        gaps.append((begins, needed[1]))
    return [(first, after) for first, after in gaps if first < after]


def within(days: Days, other: Days) -> Days | None:
    """The days that both hold; None for none."""
    first, after = max(days[0], other[0]), min(days[1], other[1])
    return (first, after) if first < after else None


def without(days: Days, others: Iterable[Days]) -> list[Days]:
    """``days`` less the others: a colleague who is away herself covers nobody."""
    return uncovered(days, [each for each in (within(days, other) for other in others) if each])


def last_day(days: Days) -> date:
    """The last day of them."""
    return days[1] - timedelta(days=1)
