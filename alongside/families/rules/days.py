"""Ages by the calendar, and the corrected age of a child born early (D-23)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

TERM_DAYS = 280  # 40 weeks: the due date
EARLY_BEFORE_DAYS = 259  # 37 completed weeks: born before it is born early
CORRECT_UNTIL_MONTHS = 24


@dataclass(frozen=True, order=True)
class Age:
    """Completed years, months and days."""

    years: int
    months: int
    days: int

    @property
    def in_months(self) -> int:
        """Completed months altogether."""
        return 12 * self.years + self.months


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or that month's last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age(born_on: date, on: date) -> Age:
    """Age on ``on`` by the calendar. Raises ValueError before the birth."""
    if on < born_on:
        raise ValueError("not born yet on this day")
    months = (on.year - born_on.year) * 12 + on.month - born_on.month
    if add_months(born_on, months) > on:
        months -= 1
    return Age(months // 12, months % 12, (on - add_months(born_on, months)).days)


def corrected_age(born_on: date, gestation_days: int | None, on: date, until_months: int = CORRECT_UNTIL_MONTHS) -> Age:
    """Age counted from the day the child was due, when born before 37 weeks; by the calendar for all others.

    Parameters
    ----------
    gestation_days: completed days of pregnancy at birth; ``None`` when not known (no correction is made up).
    until_months: correction is made until the child is so many months old by the calendar (practice: 24).

    Before the due date the corrected age is nothing, not less. Raises ValueError before the birth.
    """
    by_calendar = age(born_on, on)
    if gestation_days is None or gestation_days >= EARLY_BEFORE_DAYS or on >= add_months(born_on, until_months):
        return by_calendar
    due_on = born_on + timedelta(days=TERM_DAYS - gestation_days)
    return age(due_on, on) if on >= due_on else Age(0, 0, 0)
