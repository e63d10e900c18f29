"""What can be said about a goal: each lane has a kind and a side, any standing can follow any, no number is needed."""

from __future__ import annotations

import inspect
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from alongside.goals import rules
from alongside.goals.terms import Counts, ForWhom, Helps, Lane, Leads, No, Standing
from alongside.safekeeping.terms import Category as C

DAY = date(2026, 3, 2)
ANA, BEE, CAL = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()


def test_six_lanes_of_both_fields_and_one_of_her_own_each_with_who_is_beside_her() -> None:
    """S-119."""
    assert len(Lane) == 7 and set(rules.LEADS) == set(Lane)
    assert {rules.LEADS[lane] for lane in Lane} == set(Leads)


@pytest.mark.parametrize("lane", Lane)
@pytest.mark.parametrize("for_whom", ForWhom)
def test_every_goal_has_a_kind_without_anybody_choosing_one(lane: Lane, for_whom: ForWhom) -> None:
    kind = rules.usual_category(lane, for_whom)
    assert rules.check_category(kind) and rules.ON_HER_PAGE >> kind & 1  # so that she reads it at once
    if for_whom == ForWhom.CHILD:
        assert kind != C.SUD  # nothing of how she uses stands with the child


def test_kinds_with_a_place_of_their_own() -> None:
    refused = {kind for kind in C if not rules.check_category(kind)}
    assert refused == {C.CONTACT, C.RESEARCH, C.SUD_COUNSELLING_NOTES}


def test_any_change_counts_and_being_close_as_much_as_using_less() -> None:
    """S-051."""
    assert {Counts.ANY, Counts.LESS, Counts.SAFER, Counts.LATER, Counts.NOT_ALONE, Counts.KEPT_SAFE} <= set(Counts)
    assert {Counts.CLOSER, Counts.CALMER, Counts.TOGETHER_MORE, Counts.AS_IT_IS} <= set(Counts)


@pytest.mark.parametrize("now", Standing)
@pytest.mark.parametrize("then", Standing)
def test_each_standing_can_follow_each_at_her_word(now: Standing, then: Standing) -> None:
    into = CAL if then == Standing.CHANGED else None
    decision = rules.check_standing(now, then, into=into, goal=ANA)
    assert bool(decision) == (now != then or then == Standing.CHANGED)
    assert decision or decision.because == No.STANDS_SO


def test_becoming_another_goal_names_another_goal() -> None:
    assert rules.check_standing("open", "changed", into=None, goal=ANA).because == No.WHICH_GOAL
    assert rules.check_standing("open", "changed", into=ANA, goal=ANA).because == No.ANOTHER_GOAL


def test_no_standing_is_a_failure_and_nothing_is_asked_of_how_she_lives() -> None:
    """R-080, T-11: no rule has a parameter for it."""
    words = " ".join(f"{s.value} {s.label}" for s in Standing)
    assert not any(cold in words for cold in ("fail", "lapse", "expired", "not achieved", "overdue"))
    ours = [f for _, f in inspect.getmembers(rules, inspect.isfunction) if f.__module__ == rules.__name__]
    taken = {name for rule in ours for name in inspect.signature(rule).parameters}
    assert taken <= {
        "lane", "for_whom", "category", "on", "today", "value", "words", "now", "then", "into", "goal", "helps",
        "colleague", "helper", "field", "texts", "about", "subject", "told_by", "rows", "cls",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "words", "because"),
    [(0, "", ""), (10, "", ""), (None, "on a good day", ""), (None, "  ", "number_or_words"), (11, "", "not_of_ten"),
     (-1, "x", "not_of_ten")],
)  # fmt: skip
def test_a_number_from_0_to_10_or_words(value: int | None, words: str, because: str) -> None:
    assert rules.check_rating(value, words).because == because


def test_days_and_helpers() -> None:
    assert rules.check_day(DAY, DAY) and not rules.check_day(date(2026, 3, 3), DAY)
    assert rules.check_helper(Helps.HERSELF, colleague=None, helper="")
    assert not rules.check_helper(Helps.COLLEAGUE, colleague=None, helper="Sam")
    assert not rules.check_helper(Helps.SOMEBODY, colleague=ANA, helper=" ")
    assert rules.check_helper(Helps.SOMEBODY, colleague=None, helper="my aunt")


def test_whose_words_they_are_is_named_with_a_goal_about_somebody_else() -> None:
    assert rules.others_named(None, subject=ANA, told_by=ANA) is None
    assert rules.others_named([], subject=ANA, told_by=ANA) == []
    assert rules.others_named([CAL, CAL, ANA], subject=ANA, told_by=ANA) == [CAL]
    assert rules.others_named([], subject=BEE, told_by=ANA) == [ANA]


def test_long_texts_are_named() -> None:
    assert rules.too_long({"why": "x" * 20_000, "at_ten": "x" * 2_000}) == ""
    assert rules.too_long({"why": "x" * 20_001}) == "why" and rules.too_long({"at_zero": "x" * 2_001}) == "at_zero"


@dataclass
class Row:
    """A row that says how it stands."""

    state: str
    on: date
    recorded_at: datetime
    id: uuid.UUID


def row(state: str, day: int, hour: int = 10) -> Row:
    return Row(state, date(2026, 3, day), datetime(2026, 3, 9, hour, tzinfo=UTC), uuid.uuid4())


def test_how_it_stands_is_the_newest_by_day_and_then_by_record() -> None:
    assert rules.stands([]) == rules.Stands(Standing.OPEN, None)
    assert rules.stands([row("reached", 5), row("resting", 2)]).state == Standing.REACHED
    # Written down later about an earlier day, it does not change how it stands now; of one day, the later word stands.
    assert rules.stands([row("resting", 2, 20), row("reached", 5, 9)]).state == Standing.REACHED
    assert rules.stands([row("reached", 5, 9), row("open", 5, 11)]) == rules.Stands(Standing.OPEN, date(2026, 3, 5))
