"""When a measure fits: so many months after an anchor, within a window. Plain Python; nobody is ever late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.recordkeeping.rules import Decision, add_months, comes_of_age

TERM_DAYS = 280  # 40 weeks
EARLY_BY_DAYS = 21  # three weeks: from here on a child's age is corrected (as in rules of instruments)
CORRECT_UNTIL_MONTHS = 24
AHEAD_DAYS = 60  # how far ahead windows are laid out
LONGEST_MONTHS = 18 * 12
LONGEST_WINDOW_DAYS = 366


@dataclass(frozen=True)
class Cycle:
    """One wave: ``months`` after its anchor, again every ``repeats`` months (0: once), with its window of days."""

    months: int
    opens_before: int
    closes_after: int
    repeats: int = 0
    by_age: bool = False


@dataclass(frozen=True)
class Window:
    """The days in which one measure fits. ``turn`` is 0, then 1, 2, … of a wave that comes again."""

    turn: int
    opens_on: date
    due_on: date
    closes_on: date


def anchor_by_age(born_on: date, gestation_days: int | None, months: int) -> date:
    """From which day an age of ``months`` is counted: the day the child was due, when born three weeks early or more.

    Correction ends at two years by the calendar, so that an age of 24 months or more is counted from the birth.
    """
    if gestation_days is None or gestation_days > TERM_DAYS - EARLY_BY_DAYS or months >= CORRECT_UNTIL_MONTHS:
        return born_on
    return born_on + timedelta(days=TERM_DAYS - gestation_days)


def windows(cycle: Cycle, anchor: date, on: date, *, gestation_days: int | None = None) -> Iterator[Window]:
    """Windows of a wave that are open on ``on`` or open soon, counted from ``anchor`` (a birth, when ``by_age``).

    Months end with the calendar: from 31 January (or 29 February) one month leads to the last day of a shorter month.
    An age is aimed at on the first day on which it is complete, so that the form of that age is the one that fits.
    """
    turn = 0
    while True:
        months = cycle.months + turn * cycle.repeats
        if months > LONGEST_MONTHS:
            return
        if cycle.by_age:
            day = comes_of_age(anchor_by_age(anchor, gestation_days, months), months)
        else:
            day = add_months(anchor, months)
        opens, closes = day - timedelta(days=cycle.opens_before), day + timedelta(days=cycle.closes_after)
        if opens > on + timedelta(days=AHEAD_DAYS):
            return
        if closes >= on:
            yield Window(turn, opens, day, closes)
        if not cycle.repeats:
            return
        turn += 1


def check_wave(*, name: str, months: int, opens_before: int, closes_after: int, repeats: int) -> tuple[Decision, str]:
    """May a wave be like this, and if not, which field is it about?"""
    if not name.strip():
        return Decision(False, "wave_name_needed"), "name"
    if not 0 <= months <= LONGEST_MONTHS:
        return Decision(False, "wave_months_odd"), "months"
    if not 0 <= opens_before <= LONGEST_WINDOW_DAYS:
        return Decision(False, "wave_window_odd"), "opens_days_before"
    if not 0 <= closes_after <= LONGEST_WINDOW_DAYS:
        return Decision(False, "wave_window_odd"), "closes_days_after"
    if repeats and (repeats < 1 or repeats > LONGEST_MONTHS):
        return Decision(False, "wave_months_odd"), "repeats_months"
    if repeats and opens_before + closes_after >= repeats * 28:
        return Decision(False, "wave_windows_overlap"), "closes_days_after"
    return Decision(True), ""
