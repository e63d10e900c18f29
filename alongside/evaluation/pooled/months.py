"""Days into whole months from somebody's own first day, and days into quarters: days themselves do not leave a site."""

from __future__ import annotations

import calendar
from datetime import date


def after(first: date, months: int) -> date:
    """The same day so many months later; the month's last one where it is shorter.

    >>> after(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(first: date, day: date) -> int:
    """How many whole months lie between ``first`` and ``day`` (which is not before it).

    >>> whole_months(date(2026, 1, 31), date(2026, 2, 27)), whole_months(date(2026, 1, 31), date(2026, 2, 28))
    (0, 1)
    """
    months = (day.year - first.year) * 12 + day.month - first.month
    return months if after(first, months) <= day else months - 1


def span(first: date, begins: date, ends: date | None, known: date) -> tuple[int, int] | None:
    """(first, last) whole month, from her own first day, between ``begins`` and ``ends``; None: there is none.

    On the day on which it ends she is no longer there; without an end she still is on the day ``known``.
    """  # fmt: skip
    from_month = whole_months(first, begins)
    if after(first, from_month) < begins:
        from_month += 1
    last = whole_months(first, known if ends is None else ends)
    if ends is not None and after(first, last) == ends:
        last -= 1
    return (from_month, last) if from_month <= last else None


def quarter(day: date) -> date:
    """The first day of the quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
