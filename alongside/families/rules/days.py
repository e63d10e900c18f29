"""Ages by the calendar, and the corrected age of a child born early (D-23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from alongside.recordkeeping.rules import add_months, completed_months

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


def age(born_on: date, on: date) -> Age:
    """Age on ``on`` by the calendar: completed months, and the days since. Raises ValueError before the birth."""
    months = completed_months(born_on, on)
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
    if gestation_days is None or gestation_days >= EARLY_BEFORE_DAYS or by_calendar.in_months >= until_months:
        return by_calendar
    due_on = born_on + timedelta(days=TERM_DAYS - gestation_days)
    return age(due_on, on) if on >= due_on else Age(0, 0, 0)
