"""One way of counting months of age, wherever it is asked: forms, norms, a child's page, growth, windows, SQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connections

from alongside.assessment import rules as assessment
from alongside.assessment.rules import Cycle, development, growth
from alongside.families import rules as families
from alongside.instruments.rules import ages
from alongside.recordkeeping.rules import comes_of_age, completed_months

# A leap year and the year before it; two years and a month of life from each of their days.
BIRTHS = [date(2023, 1, 1) + timedelta(days=n) for n in range(731)]
LIFE = 2 * 366 + 31


def test_everybody_counts_the_same_on_every_day_of_these_years() -> None:
    for born in BIRTHS:
        for n in range(LIFE):
            on = born + timedelta(days=n)
            months = completed_months(born, on)
            assert families.age(born, on).in_months == months
            assert ages.months_for_norms(born, on).chronological == months
        assert development.ages(born, None, on).months == months


def test_ages_end_to_be_corrected_everywhere_on_the_same_day() -> None:
    for born in BIRTHS:
        for n in range(725, LIFE):
            on = born + timedelta(days=n)
            under = completed_months(born, on) < 24
            assert ages.months_for_norms(born, on, 8).corrected is under
            assert growth.age_in_days(born, 224, on).corrected is under
            assert (families.corrected_age(born, 224, on) != families.age(born, on)) is under
            assert (development.ages(born, 224, on).corrected is not None) is under


def test_an_age_is_complete_on_one_day_and_not_on_the_day_before() -> None:
    for born in BIRTHS:
        for months in range(1, 26):
            day = comes_of_age(born, months)
            assert (completed_months(born, day), completed_months(born, day - timedelta(days=1))) == (
                months,
                months - 1,
            )
            [window] = assessment.windows(Cycle(months, 0, 30, by_age=True), born, day)
            assert window.due_on == day


@pytest.mark.django_db(databases=["loader"])
def test_the_database_counts_the_same_on_every_day_of_these_years() -> None:
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "select b::date, array_agg((extract(year from a.a) * 12 + extract(month from a.a))::int order by n)"
            " from generate_series(%s::date, %s::date, interval '1 day') b"
            " cross join generate_series(0, %s) n"
            " cross join lateral (select age(b + n * interval '1 day', b)) a (a) group by b",
            [BIRTHS[0], BIRTHS[-1], LIFE - 1],
        )
        counted = dict(cursor.fetchall())
        cursor.execute(
            "select b::date, array_agg(safekeeping.comes_of_age(b::date, m) order by m)"
            " from generate_series(%s::date, %s::date, interval '1 day') b cross join generate_series(0, 216) m"
            " group by b",
            [BIRTHS[0], BIRTHS[-1]],
        )
        complete = dict(cursor.fetchall())
    for born in BIRTHS:
        assert counted[born] == [completed_months(born, born + timedelta(days=n)) for n in range(LIFE)], born
        assert complete[born] == [comes_of_age(born, months) for months in range(217)], born
