"""The two, seen by three: side by side, time by time, differences to talk about, one view said to be one (T-17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.assessment.rules import pictures as rules
from alongside.assessment.rules.pictures import CLINICIAN, HERS, PLAY, Difference, Reading
from tests.cast import TODAY

D = date(2025, 6, 1)

PBQ = Reading(HERS, "PBQ", "Total", D, 10, 0, 125, "lower")
LEVEL = Reading(CLINICIAN, "Rating", "Level", D, 4, 1, 5, "higher")
CARE = Reading(PLAY, "CARE-Index", "Adult: sensitive", D, 9, 0, 14, "higher")


@pytest.mark.parametrize(
    ("reading", "half"),
    [
        (LEVEL, "close"),
        (replace(LEVEL, value=3), ""),  # the very middle says nothing
        (replace(LEVEL, value=2), "less"),
        (PBQ, "close"),  # fewer difficulties
        (replace(PBQ, value=100), "less"),
        (replace(PBQ, better=""), ""),
        (replace(PBQ, value=None), ""),
        (replace(PBQ, low=None, high=None), ""),
    ],
)
def test_in_which_half_of_its_own_measure(reading: Reading, half: str) -> None:
    assert reading.half == half


FLIPS = {
    "all alike": ([PBQ, LEVEL, CARE], []),
    "play lies elsewhere": (
        [PBQ, LEVEL, replace(CARE, value=3)],
        [Difference("now", HERS, PLAY), Difference("now", CLINICIAN, PLAY)],
    ),
    "she finds it harder than it looks": ([replace(PBQ, value=90), LEVEL], [Difference("now", CLINICIAN, HERS)]),
    "a clinician in the middle": ([PBQ, replace(LEVEL, value=3), CARE], []),
    # One coder's scales that point both ways are no difference to anybody: nothing is averaged.
    "play points both ways": (
        [PBQ, CARE, replace(CARE, scale="Child: difficult", value=12, better="lower")],
        [],
    ),
    "one alone": ([replace(CARE, value=1)], []),
}


@pytest.mark.parametrize("name", FLIPS)
def test_what_differs_now(name: str) -> None:
    now, differs = FLIPS[name]
    assert rules.differences(now) == differs


def test_what_moved_apart_since_the_time_before() -> None:
    before = [replace(PBQ, value=20), replace(CARE, value=11)]
    assert rules.differences([PBQ, CARE], before) == [Difference("since", HERS, PLAY)]
    assert rules.differences([PBQ, replace(CARE, value=12)], before) == []
    assert rules.differences([PBQ, replace(CARE, value=11)], before) == []  # unchanged is no movement
    # Another measure, or another coder, is not the same line.
    assert rules.differences([PBQ, replace(CARE, measure="EAS")], before) == []
    assert rules.differences([PBQ, replace(CARE, coding=2)], before) == []


def test_one_view_alone_is_said_to_be_one() -> None:
    assert rules.one_alone([LEVEL]) and rules.one_alone([CARE, replace(CARE, coding=2)])
    assert not rules.one_alone([LEVEL, PBQ]) and not rules.one_alone([])
    # What was brought over is nobody's view: it makes no second one.
    assert rules.one_alone([LEVEL, replace(PBQ, source="imported")])


def rows(*told: tuple[int, int, str]) -> list[tuple[int, date, str]]:
    return [(n, D + timedelta(days=days), wave) for n, days, wave in told]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([(1, 0, ""), (2, 92, "")], [(1, 2)]),
        ([(1, 0, ""), (2, 93, "")], [(2,), (1,)]),
        ([(1, 0, "6 months"), (2, 45, ""), (3, 46, "")], [(3,), (1, 2)]),
        ([(1, 0, "yearly"), (2, 183, "Yearly ")], [(1, 2)]),
        ([(1, 0, "yearly"), (2, 184, "yearly")], [(2,), (1,)]),
        ([(1, 0, "intake"), (2, 10, "12 months")], [(2,), (1,)]),
        ([(1, 0, "intake"), (2, 30, ""), (3, 50, "6 months")], [(2, 3), (1,)]),  # the nearer of two
        ([], []),
    ],
)
def test_what_belongs_to_one_time(told: list[tuple[int, int, str]], found: list[tuple[int, ...]]) -> None:
    assert [time.members for time in rules.times(rows(*told))] == found


@given(st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(["", "intake", "6 months", "yearly"])), max_size=40))
def test_everything_belongs_to_exactly_one_time(told: list[tuple[int, str]]) -> None:
    every = [(n, D + timedelta(days=days), wave) for n, (days, wave) in enumerate(told)]
    found = rules.times(every)
    assert sorted(member for time in found for member in time.members) == list(range(len(told)))
    assert found == rules.times(reversed(every))
    assert [t.last for t in found] == sorted((t.last for t in found), reverse=True)


def test_how_far_two_coders_agree() -> None:
    found = rules.agreement({"a": 3, "b": 4, "c": 2.5, "d": None, "e": 1}, {"a": 3, "b": 5, "c": 3, "d": 2})
    assert found == rules.Agreement(3, 1, 2, 0.5, 1)
    assert rules.agreement({}, {"a": 1}) == rules.Agreement(0, 0, 0, 0.5, None)


RATE = {
    "as it was": ({}, "", ""),
    "no words for the levels": ({"anchors": []}, "anchors_needed", "level"),
    "one level without words": ({"anchors": [1, 2, 3, 4]}, "anchors_needed", "level"),
    "tomorrow": ({"on": TODAY + timedelta(days=1)}, "in_future", "on"),
    "no level": ({"level": None}, "no_such_level", "level"),
    "level 6": ({"level": 6}, "no_such_level", "level"),
    "resting on nothing": ({"evidence": []}, "evidence_needed", "evidence"),
    "nothing seen": ({"seen": " "}, "seen_needed", "seen"),
}


@pytest.mark.parametrize("name", RATE)
def test_a_rating_rests_on_something(name: str) -> None:
    change, because, field = RATE[name]
    asked = {"on": TODAY, "today": TODAY, "level": 3, "evidence": ["sessions"], "seen": "Warm.", "anchors": range(1, 6)}
    decision, about = rules.check_rating(**{**asked, **change})
    assert (decision.because, about) == (because, field)


def test_a_second_coder_is_somebody_else() -> None:
    def said(**more: object) -> str:
        asked = {
            "filmed_on": TODAY,
            "today": TODAY,
            "coder": "A",
            "coder_name": "",
            "first_coder": "A",
            "second": False,
        }
        return rules.check_coding(**{**asked, **more})[0].because

    assert said() == "" == said(second=True, coder="B", asked="B")
    assert said(second=True, coder="B") == "ask_first" == said(second=True, coder="B", asked="C")
    assert said(second=True, coder=None, coder_name="Kim") == ""  # somebody from elsewhere, who sees nothing here
    assert said(second=True) == "same_coder"
    assert said(coder=None) == "coder_needed"
    assert said(coder=None, coder_name="Kim") == ""
    assert said(coder=None, coder_name=" kim", first_coder=None, first_name="Kim", second=True) == "same_coder"
    assert said(filmed_on=TODAY + timedelta(days=1)) == "in_future"
