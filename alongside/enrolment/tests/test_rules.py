"""What may follow what: one story, flip tables, edge days, properties."""

from __future__ import annotations

import inspect
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.enrolment import rules
from alongside.enrolment.terms import ENDED_STATES, Because, No, State
from alongside.recordkeeping.rules import Refused

STATES = [s.value for s in State]
DAY = date(2026, 3, 2)


def test_the_story_of_years_with_us() -> None:
    """Reaching out, getting to know, with us, quiet, welcome back, moved, back again: each step follows."""
    path = [
        ("", State.REACHING_OUT, Because.FIRST_CONTACT),
        (State.REACHING_OUT, State.GETTING_TO_KNOW, Because.WE_MET),
        (State.GETTING_TO_KNOW, State.ACTIVE, Because.SHE_WANTED),
        (State.ACTIVE, State.QUIET, Because.NO_CONTACT),
        (State.QUIET, State.ACTIVE, Because.WELCOME_BACK),
        (State.ACTIVE, State.MOVED, Because.MOVED_AWAY),
        (State.MOVED, State.ACTIVE, Because.WELCOME_BACK),
    ]
    for old, new, because in path:
        assert rules.allowed_transition(old, new, because), (old, new)


@pytest.mark.parametrize(
    ("old", "new", "because", "expected"),
    [
        ("quiet", "active", "welcome_back", ""),
        ("quiet", "active", "we_met", "welcome_her_back"),  # another reason
        ("quiet", "quiet", "welcome_back", "same_state"),  # another goal
        ("died", "active", "welcome_back", "stays_died"),  # another beginning
        ("died", "active", "mistake", ""),  # the one way back from a wrong record
        ("ended_by_choice", "active", "welcome_back", ""),
        ("ended_by_choice", "active", "she_wanted", "welcome_her_back"),
        ("ended_by_choice", "quiet", "no_contact", "not_from_here"),  # nobody who ended is "quiet"
        ("reaching_out", "quiet", "no_contact", "not_from_here"),
        ("active", "getting_to_know", "we_met", "not_from_here"),
        ("", "quiet", "no_contact", "not_from_here"),
        ("", "died", "death", "not_from_here"),
    ],
)
def test_one_change_flips_the_answer(old: str, new: str, because: str, expected: str) -> None:
    decision = rules.allowed_transition(old, new, because)
    assert (decision.allowed, decision.because) == (expected == "", expected)
    assert expected == "" or expected in No.values


@pytest.mark.parametrize("state", [s for s in STATES if s != State.DIED])
def test_the_door_is_always_open(state: str) -> None:
    assert rules.may_come_back(state)
    if state != State.ACTIVE:
        assert rules.allowed_transition(state, State.ACTIVE, Because.WELCOME_BACK)


def test_the_table_names_every_state_and_knows_no_other() -> None:
    assert set(rules.TRANSITIONS) == {"", *STATES}
    assert set().union(*rules.TRANSITIONS.values()) <= set(STATES)
    assert {s.value for s in ENDED_STATES} == rules.ENDINGS


@given(old=st.sampled_from(["", *STATES]), new=st.sampled_from(STATES), because=st.sampled_from(Because.values))
def test_every_refusal_has_a_reason_people_can_read(old: str, new: str, because: str) -> None:
    decision = rules.allowed_transition(old, new, because)
    assert decision.allowed == (decision.because == "")
    assert decision.allowed or str(No(decision.because).label)


@given(old=st.sampled_from([s for s in STATES if s != State.ACTIVE]), because=st.sampled_from(Because.values))
def test_from_away_only_a_welcome_or_a_corrected_mistake_leads_back(old: str, because: str) -> None:
    decision = rules.allowed_transition(old, State.ACTIVE, because)
    if old in rules.AWAY and because not in (Because.WELCOME_BACK, Because.MISTAKE):
        assert not decision


def test_no_rule_takes_use_results_readiness_or_attendance() -> None:
    """D-I3, T-11: there is no parameter through which they could come in."""
    for name, rule in inspect.getmembers(rules, inspect.isfunction):
        for parameter in inspect.signature(rule).parameters:
            words = set(parameter.split("_"))
            assert not words & {"return", "returns", "use", "substance", "test", "ready", "attendance", "missed"}, name


CHANGES = st.lists(
    st.builds(
        rules.Change,
        state=st.sampled_from(STATES),
        from_on=st.dates(date(2020, 1, 1), date(2026, 1, 1)),
        order=st.integers(0, 5),
    ),
    max_size=8,
)


@given(changes=CHANGES, on=st.dates(date(2019, 1, 1), date(2027, 1, 1)))
def test_a_state_is_one_that_began_by_that_day_and_none_began_later(changes: list[rules.Change], on: date) -> None:
    state = rules.state_from(changes, on)
    begun = [c for c in changes if c.from_on <= on]
    if not begun:
        assert state == ""
    else:
        newest = max(c.from_on for c in begun)
        assert state in {c.state for c in begun if c.from_on == newest}


@given(changes=CHANGES, on=st.dates(date(2020, 1, 1), date(2026, 1, 1)), later=st.sampled_from(STATES))
def test_what_comes_later_does_not_change_what_was(changes: list[rules.Change], on: date, later: str) -> None:
    more = [*changes, rules.Change(later, on + timedelta(days=1), 9)]
    assert rules.state_from(more, on) == rules.state_from(changes, on)


def test_edge_days() -> None:
    assert rules.day_is_here(DAY, DAY)
    assert not rules.day_is_here(DAY + timedelta(days=1), DAY)
    assert rules.days_in_order(DAY, DAY) and rules.days_in_order(DAY, None)
    assert not rules.days_in_order(DAY, DAY - timedelta(days=1))
    assert rules.quiet_from(DAY, 60, DAY + timedelta(days=59)) is None
    assert rules.quiet_from(DAY, 60, DAY + timedelta(days=60)) == DAY + timedelta(days=60)


def test_a_very_long_text_is_refused_with_its_field_and_the_limit() -> None:
    rules.require_texts(her_words="x" * rules.LONGEST_TEXT)
    with pytest.raises(Refused) as caught:
        rules.require_texts(goals="short", her_words="x" * 10_000_000)
    assert (caught.value.because, caught.value.field) == ("too_long", "her_words")
    assert caught.value.detail == {"limit": 200_000, "length": 10_000_000}


@pytest.mark.parametrize(
    ("role", "works_with", "child", "because"),
    [
        ("counsellor", "family", None, ""),
        ("child_care", "family", None, "children_only"),
        ("child_care", "children", None, ""),
        ("therapist", "one_child", None, "which_child"),
        ("therapist", "one_child", "bee", ""),
    ],
)
def test_whom_a_part_may_work_with(role: str, works_with: str, child: object, because: str) -> None:
    assert rules.may_work_with(role, works_with, child).because == because


def test_changes_of_worker_counts_somebody_new_not_the_first_nor_the_same() -> None:
    assert rules.changes_of_worker([]) == rules.changes_of_worker([(DAY, "a")]) == 0
    later = [DAY + timedelta(days=n) for n in range(4)]
    assert rules.changes_of_worker([(later[2], "b"), (later[0], "a"), (later[1], "a"), (later[3], "a")]) == 2
