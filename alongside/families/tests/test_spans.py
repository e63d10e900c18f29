"""Stretches of days: half-open, counted once, cut without loss."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import given
from hypothesis import strategies as st

from alongside.families import rules
from alongside.families.terms import Because, SecondLook

D = date(2026, 1, 1)


def d(n: int) -> date:
    return D + timedelta(days=n)


days = st.integers(0, 60)
spans = st.tuples(days, st.one_of(st.none(), st.integers(1, 30))).map(
    lambda p: (d(p[0]), d(p[0] + p[1]) if p[1] else None)
)


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ((d(0), d(5)), (d(5), d(9)), False),  # the day after the last belongs to the next
        ((d(0), d(5)), (d(4), d(9)), True),
        ((d(0), None), (d(900), d(901)), True),
        ((d(3), None), (d(0), d(3)), False),
        ((d(0), d(1)), (d(0), d(1)), True),
        (DateRange(d(0), d(5)), (d(4), None), True),
    ],
)
def test_two_stretches_share_a_day_or_do_not(a: object, b: object, shared: bool) -> None:
    assert rules.overlaps(a, b) is shared
    assert rules.overlaps(b, a) is shared


@given(spans, spans)
def test_overlap_is_sharing_a_day(a: rules.Span, b: rules.Span) -> None:
    shared = any(rules.holds_on(a, d(n)) and rules.holds_on(b, d(n)) for n in range(120))
    assert rules.overlaps(a, b) is shared


@given(spans, spans)
def test_what_is_left_is_every_other_day_and_none_twice(a: rules.Span, b: rules.Span) -> None:
    left = rules.without(a, b)
    for n in range(120):
        covered = sum(rules.holds_on(piece, d(n)) for piece in left)
        assert covered == (rules.holds_on(a, d(n)) and not rules.holds_on(b, d(n)))
    assert all(rules.check_span(piece) for piece in left)


@given(st.lists(st.tuples(st.sampled_from(["kin", "foster", "mother"]), spans), max_size=8), days)
def test_cumulative_days_count_each_day_once(stretches: list, on: int) -> None:
    wanted = {"kin", "foster"}
    by_hand = sum(any(k in wanted and rules.holds_on(s, d(n)) for k, s in stretches) for n in range(on + 1))
    assert rules.cumulative_days(stretches, wanted, d(on)) == by_hand


@given(st.lists(st.tuples(st.just("kin"), spans), max_size=8), days)
def test_cumulative_days_grow_by_at_most_one_a_day(stretches: list, on: int) -> None:
    today, tomorrow = (rules.cumulative_days(stretches, ["kin"], d(on + n)) for n in (0, 1))
    assert 0 <= tomorrow - today <= 1


def test_cumulative_days_on_the_edge_days() -> None:
    order = [("foster", (d(0), d(10)))]
    assert rules.cumulative_days(order, ["foster"], d(-1)) == 0
    assert rules.cumulative_days(order, ["foster"], d(0)) == 1
    assert rules.cumulative_days(order, ["foster"], d(9)) == 10
    assert rules.cumulative_days(order, ["foster"], d(10)) == 10
    assert rules.cumulative_days(order, ["kin"], d(9)) == 0


@pytest.mark.parametrize(
    ("during", "because", "field"),
    [
        ((d(5), d(4)), Because.ENDS_BEFORE_STARTS, "until"),
        ((d(5), d(5)), Because.ENDS_BEFORE_STARTS, "until"),
        ((None, d(5)), Because.NO_FIRST_DAY, "from"),
        ((date(24, 3, 1), None), Because.UNLIKELY_YEAR, "from"),
        ((d(0), date(9999, 12, 31)), Because.UNLIKELY_YEAR, "until"),
        ((d(5), d(6)), "", ""),
        ((d(5), None), "", ""),
    ],
)
def test_impossible_days(during: tuple, because: str, field: str) -> None:
    answer = rules.check_span(during)
    assert (bool(answer), answer.because, answer.field) == (not because, because, field)


def test_a_home_before_the_birth_gets_a_second_look_and_is_not_held_up() -> None:
    answer = rules.check_track("living", (d(0), None), born_on=d(1), on=d(9))
    assert answer and answer.warnings == (SecondLook.BEFORE_BIRTH,)
    assert rules.check_track("living", (d(1), None), born_on=d(1), on=d(9)).warnings == ()
    assert rules.check_track("involvement", (d(0), None), born_on=d(1), on=d(9)).warnings == ()
    assert rules.check_track("legal", (d(10), None), born_on=d(1), on=d(9)).warnings == (SecondLook.STILL_TO_COME,)
