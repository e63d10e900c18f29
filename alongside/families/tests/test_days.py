"""Ages, corrected ages and what the dates of a birth can be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.families import rules
from alongside.families.rules import Age
from alongside.families.terms import Because, ChildState, PregnancyOutcome, SecondLook

some_day = st.dates(date(2000, 1, 1), date(2030, 12, 31))
gestation = st.one_of(st.none(), st.integers(140, 315))


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        (date(2024, 2, 29), date(2024, 2, 29), Age(0, 0, 0)),
        (date(2024, 2, 29), date(2025, 2, 28), Age(0, 11, 30)),
        (date(2024, 2, 29), date(2025, 3, 1), Age(1, 0, 1)),
        (date(2024, 1, 31), date(2024, 2, 29), Age(0, 0, 29)),
        (date(2024, 1, 31), date(2024, 3, 1), Age(0, 1, 1)),
        (date(2023, 12, 31), date(2026, 3, 2), Age(2, 2, 2)),
    ],
)
def test_age_by_the_calendar(born: date, on: date, expected: Age) -> None:
    assert rules.age(born, on) == expected


@given(some_day, st.integers(0, 9000))
def test_age_leads_back_to_the_day(born: date, n: int) -> None:
    on = born + timedelta(days=n)
    age = rules.age(born, on)
    assert rules.add_months(born, age.in_months) + timedelta(days=age.days) == on
    assert 0 <= age.months < 12 and 0 <= age.days <= 30


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="not born"):
        rules.age(date(2026, 1, 2), date(2026, 1, 1))


def test_corrected_age_of_a_child_born_at_34_weeks() -> None:
    born = date(2025, 1, 1)
    weeks_34 = 34 * 7  # due six weeks later, on 12 February 2025
    assert rules.corrected_age(born, weeks_34, date(2025, 2, 11)) == Age(0, 0, 0)
    assert rules.corrected_age(born, weeks_34, date(2025, 2, 12)) == Age(0, 0, 0)
    assert rules.corrected_age(born, weeks_34, date(2025, 2, 13)) == Age(0, 0, 1)
    assert rules.corrected_age(born, weeks_34, date(2026, 2, 12)) == Age(1, 0, 0)
    assert rules.corrected_age(born, weeks_34, date(2026, 12, 31)).in_months == 22
    assert rules.corrected_age(born, weeks_34, date(2027, 1, 1)) == Age(2, 0, 0)  # two years old: no more correction


@pytest.mark.parametrize("weeks, corrected", [(36 * 7 + 6, True), (37 * 7, False), (40 * 7, False), (None, False)])
def test_flip_the_weeks(weeks: int | None, corrected: bool) -> None:
    born, on = date(2025, 1, 1), date(2025, 9, 1)
    assert (rules.corrected_age(born, weeks, on) != rules.age(born, on)) is corrected


@given(some_day, gestation, st.integers(0, 1500))
def test_corrected_age_is_never_more_and_never_shrinks_from_one_day_to_the_next(
    born: date, g: int | None, n: int
) -> None:
    on = born + timedelta(days=n)
    corrected = rules.corrected_age(born, g, on)
    assert Age(0, 0, 0) <= corrected <= rules.age(born, on)
    assert corrected <= rules.corrected_age(born, g, on + timedelta(days=1))


DUE = date(2026, 6, 1)
TODAY = date(2026, 7, 30)


@pytest.mark.parametrize(
    ("born", "because", "warning"),
    [
        (DUE - timedelta(days=42), "", None),
        (DUE - timedelta(days=126), "", None),  # 22 weeks
        (DUE - timedelta(days=127), "", SecondLook.VERY_EARLY),
        (DUE - timedelta(days=287), "", SecondLook.VERY_EARLY),  # the first day on which it can have begun
        (DUE - timedelta(days=288), "", SecondLook.BEFORE_CONCEPTION),
        (DUE + timedelta(days=21), "", None),
        (DUE + timedelta(days=22), "", SecondLook.VERY_LATE),
        (TODAY, "", SecondLook.VERY_LATE),
        (TODAY + timedelta(days=1), Because.NOT_YET, None),
        (date(26, 6, 1), Because.UNLIKELY_YEAR, None),
    ],
)
def test_days_of_birth_against_a_due_date(born: date, because: str, warning: str | None) -> None:
    answer = rules.check_birth(born_on=born, due_on=DUE, on=TODAY)
    assert (bool(answer), answer.because) == (not because, because)
    assert answer.warnings == ((warning,) if warning else ())


@pytest.mark.parametrize("days, fine", [(139, False), (140, True), (315, True), (316, False)])
def test_weeks_at_birth(days: int, fine: bool) -> None:
    assert bool(rules.check_birth(born_on=DUE, gestation_days=days, on=TODAY)) is fine
    assert (rules.possible_gestation(days) == days) is fine


def test_due_dates_far_away_and_long_past() -> None:
    on = date(2026, 1, 1)
    assert rules.check_due(due_on=on + timedelta(days=300), on=on).warnings == ()
    assert rules.check_due(due_on=on + timedelta(days=301), on=on).warnings == (SecondLook.DUE_FAR_AWAY,)
    assert rules.check_due(due_on=on - timedelta(days=22), on=on).warnings == (SecondLook.DUE_PASSED,)
    assert not rules.check_due(due_on=date(1026, 1, 1), on=on)


@given(some_day, st.integers(140, 315))
def test_conception_from_a_due_date_or_from_a_birth_is_the_same(due: date, days: int) -> None:
    born = due - timedelta(days=280 - days)
    assert rules.gestation_from(due_on=due, born_on=born) == days
    window = rules.conceived_between(born_on=born, gestation_days=days)
    assert window == rules.conceived_between(due_on=due)
    assert window[0] <= rules.conceived_on(due_on=due) <= window[1]


@pytest.mark.parametrize(
    ("state", "outcome", "reminded"),
    [
        (ChildState.EXPECTED, PregnancyOutcome.EXPECTING, True),
        (ChildState.EXPECTED, PregnancyOutcome.MOVED, False),
        (ChildState.EXPECTED, PregnancyOutcome.LOSS, False),
        (ChildState.EXPECTED, PregnancyOutcome.BIRTH, True),  # one twin born, the other not yet
        (ChildState.LOST, PregnancyOutcome.LOSS, False),
        (ChildState.LOST, PregnancyOutcome.BIRTH, False),
        (ChildState.BORN, PregnancyOutcome.BIRTH, True),
        (ChildState.BORN, None, True),
    ],
)
def test_nothing_is_scheduled_for_a_child_who_is_remembered(state: str, outcome: str | None, reminded: bool) -> None:
    assert rules.may_remind(state, outcome) is reminded
