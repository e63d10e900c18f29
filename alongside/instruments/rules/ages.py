"""A child's age for forms and norms: completed calendar months, corrected when born early.

Source: the SWYC manual (correction when born at least three weeks early, under 24 months); ASQ-3 does the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.recordkeeping.rules import completed_months

CORRECT_UNTIL_MONTHS = 24
CORRECT_FROM_WEEKS = 3

# The windows of SWYC forms, in months, first and last: contiguous from 1 to 65.
SWYC_WINDOWS: Mapping[str, tuple[int, int]] = {
    "2": (1, 3), "4": (4, 5), "6": (6, 8), "9": (9, 11), "12": (12, 14), "15": (15, 17), "18": (18, 22), "24": (23, 28),
    "30": (29, 34), "36": (35, 46), "48": (47, 58), "60": (59, 65),
}  # fmt: skip


@dataclass(frozen=True)
class Age:
    """``chronological``: completed months since the birth. ``months``: for norms and forms, perhaps ``corrected``."""

    chronological: int
    months: int
    corrected: bool


def months_for_norms(born_on: date, on: date, weeks_early: int = 0) -> Age:
    """The age that norms and forms look at.

    Counted from the day the child was due when born three weeks early or more and under 24 months by the calendar;
    never less than nothing. Raises ValueError before the birth or for fewer than no weeks.
    """
    if weeks_early < 0:
        raise ValueError("weeks early cannot be less than nothing")
    by_calendar = completed_months(born_on, on)
    if weeks_early < CORRECT_FROM_WEEKS or by_calendar >= CORRECT_UNTIL_MONTHS:
        return Age(by_calendar, by_calendar, False)
    due_on = born_on + timedelta(weeks=weeks_early)
    return Age(by_calendar, completed_months(due_on, on) if on >= due_on else 0, True)


def form_for(windows: Mapping[str, Sequence[int]], months: int) -> str | None:
    """The form whose window (first and last month) holds this age; None when there is none for it."""
    return next((form for form, (first, last) in windows.items() if first <= months <= last), None)
