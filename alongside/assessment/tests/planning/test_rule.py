"""The rule: months, windows, turns and ages, in plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from alongside.assessment import rules
from alongside.assessment.rules import Cycle, Window, windows


def one(cycle: Cycle, anchor: date, on: date, **more: Any) -> Window:
    [found] = windows(cycle, anchor, on, **more)
    return found


@pytest.mark.parametrize(
    ("anchor", "months", "due"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),  # no 29 February: the last day
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 15), 12, date(2026, 3, 15)),
    ],
)
def test_months_go_by_the_calendar_also_over_leap_years(anchor: date, months: int, due: date) -> None:
    assert one(Cycle(months, 7, 30), anchor, due).due_on == due


def test_a_window_is_open_from_its_first_to_its_last_day_and_laid_out_sixty_days_ahead() -> None:
    cycle, anchor = Cycle(6, 14, 60), date(2025, 9, 1)
    due = date(2026, 3, 1)
    assert one(cycle, anchor, due) == Window(0, date(2026, 2, 15), due, date(2026, 4, 30))
    assert list(windows(cycle, anchor, date(2026, 4, 30)))
    assert not list(windows(cycle, anchor, date(2026, 5, 1)))
    assert list(windows(cycle, anchor, date(2026, 2, 15) - timedelta(days=60)))
    assert not list(windows(cycle, anchor, date(2026, 2, 15) - timedelta(days=61)))


def test_every_year_comes_again_with_a_turn_of_its_own() -> None:
    yearly = Cycle(12, 30, 90, 12)
    assert [w.turn for w in windows(yearly, date(2020, 5, 1), date(2026, 5, 10))] == [5]
    assert one(yearly, date(2020, 2, 29), date(2027, 3, 1)).due_on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("gestation", "months", "due"),
    [
        (None, 9, date(2025, 10, 1)),  # not known: nothing is made up
        (280, 9, date(2025, 10, 1)),
        (260, 9, date(2025, 10, 1)),  # less than three weeks early
        (259, 9, date(2025, 10, 22)),  # three weeks early
        (238, 9, date(2025, 11, 12)),  # 34 weeks
        (238, 23, date(2027, 1, 12)),
        (238, 24, date(2027, 1, 1)),  # from two years on by the calendar
    ],
)
def test_ages_of_children_born_early_are_corrected_until_two_years(
    gestation: int | None, months: int, due: date
) -> None:
    cycle = Cycle(months, 0, 30, by_age=True)
    assert one(cycle, date(2025, 1, 1), due, gestation_days=gestation).due_on == due


@pytest.mark.parametrize(
    ("change", "because", "field"),
    [
        ({"name": " "}, "wave_name_needed", "name"),
        ({"months": -1}, "wave_months_odd", "months"),
        ({"months": 217}, "wave_months_odd", "months"),
        ({"opens_before": 400}, "wave_window_odd", "opens_days_before"),
        ({"closes_after": -1}, "wave_window_odd", "closes_days_after"),
        ({"repeats": 3, "opens_before": 40, "closes_after": 60}, "wave_windows_overlap", "closes_days_after"),
    ],
)
def test_an_impossible_wave_is_refused_with_its_field(change: dict, because: str, field: str) -> None:
    good = {"name": "intake", "months": 0, "opens_before": 0, "closes_after": 60, "repeats": 0}
    assert rules.check_wave(**good) == (rules.check_wave(**good)[0], "")
    decision, where = rules.check_wave(**{**good, **change})
    assert (decision.because, where) == (because, field)
