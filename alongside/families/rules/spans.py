"""Stretches of days: ``(first day, day after the last)``; ``None`` at the end means that it still holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from alongside.families.rules.answers import Checked, allow, check_year, refuse
from alongside.families.terms import Because, SecondLook

Span = tuple[date, date | None]


def span(days: Any) -> Span:
    """``days`` as a pair: a pair itself, or a range with ``lower`` and ``upper`` as the database gives them.

    Raises ValueError when the first day is missing.
    """
    lower, upper = (days.lower, days.upper) if hasattr(days, "lower") else (days[0], days[1])
    if lower is None:
        raise ValueError("a stretch of days needs a first day")
    return lower, upper


def check_span(days: Any) -> Checked:
    """Refuses a stretch without a first day, with a mistyped year, or whose end is not after its start."""
    try:
        lower, upper = span(days)
    except ValueError:
        return refuse(Because.NO_FIRST_DAY, "from")
    for day, field in ((lower, "from"), (upper, "until")):
        year = check_year(day, field)
        if not year:
            return year
    if upper is not None and upper <= lower:
        return refuse(Because.ENDS_BEFORE_STARTS, "until")
    return allow()


def check_track(kind: str, days: Any, *, born_on: date | None, on: date) -> Checked:
    """As ``check_span``; a child's home before the birth, or days still to come, deserve a second look."""
    checked = check_span(days)
    if not checked:
        return checked
    first, _until = span(days)
    looks = []
    if kind == "living" and born_on is not None and first < born_on:
        looks.append(SecondLook.BEFORE_BIRTH)
    if first > on:
        looks.append(SecondLook.STILL_TO_COME)
    return allow(*looks)


def holds_on(days: Any, day: date) -> bool:
    """The stretch holds on ``day``: its first day counts, the day after its last does not."""
    lower, upper = span(days)
    return lower <= day and (upper is None or day < upper)


def overlaps(a: Any, b: Any) -> bool:
    """The two stretches share at least one day."""
    (a_from, a_until), (b_from, b_until) = span(a), span(b)
    return (b_until is None or a_from < b_until) and (a_until is None or b_from < a_until)


def without(a: Any, b: Any) -> list[Span]:
    """What is left of ``a`` when the days of ``b`` are taken out: no, one or two pieces, in order."""
    if not overlaps(a, b):
        return [span(a)]
    (a_from, a_until), (b_from, b_until) = span(a), span(b)
    left: list[Span] = []
    if a_from < b_from:
        left.append((a_from, b_from))
    if b_until is not None and (a_until is None or b_until < a_until):
        left.append((b_until, a_until))
    return left


def cumulative_days(stretches: Iterable[tuple[str, Any]], kinds: Iterable[str], on: date) -> int:
    """Days on which one of ``kinds`` held, from the beginning up to and with ``on``.

    ``stretches`` are pairs (kind, days), in any order. A day counts once, however many stretches cover it; days after
    ``on`` do not count.
    """
    wanted = {str(k) for k in kinds}
    end = on + timedelta(days=1)
    clipped = sorted(
        (lower, min(upper or end, end)) for lower, upper in (span(d) for k, d in stretches if str(k) in wanted)
    )
    total, covered_until = 0, date.min
    for lower, upper in clipped:
        begin = max(lower, covered_until)
        if upper > begin:
            total += (upper - begin).days
            covered_until = upper
    return total
