"""Where a plan stands, how much was given, how it kept to its plan, when something is asked (T-04, P-22)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.library.catalogue import shipped
from alongside.library.rules import Version, dose
from alongside.programmes import rules
from alongside.programmes.rules.fidelity import FEWEST_FOR_A_SHARE
from alongside.programmes.terms import Asked, Kept, Place, SeenBy, State, Turn
from alongside.safekeeping.terms import Category as C

DAY = date(2026, 1, 5)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def plan(code: str, version: str) -> Version:
    return shipped().programme(code).version(version)


@dataclass(frozen=True)
class Held:
    number: int | None
    on: date = DAY
    minutes: int | None = 60
    there: tuple[str, ...] = ("woman",)
    about: tuple[str, ...] = ("open",)


@dataclass(frozen=True)
class T:
    what: str
    numbers: list[int] = field(default_factory=list)
    on: date = DAY
    why: str = "because"
    recorded_at: datetime = NOON
    id: UUID = field(default_factory=uuid4)


PUP, MIO, FFF = plan("pup", "10-visits"), plan("mio", "12-weeks"), plan("fff", "53-hours")


# --- where it stands


def test_each_session_is_done_still_to_come_or_left_out() -> None:
    held = [Held(1), Held(2), Held(2, DAY + timedelta(7)), Held(None)]
    steps = rules.steps(PUP, held, [T(Turn.LEFT_OUT, [9, 10]), T(Turn.PUT_BACK, [10], DAY + timedelta(1))])
    assert [step.n for step in steps] == list(range(1, 11))
    assert [step.place for step in steps] == [Place.DONE] * 2 + [Place.TO_COME] * 6 + [Place.LEFT_OUT, Place.TO_COME]
    assert [step.again for step in steps[:3]] == [False, True, False]
    assert steps[1].days == (DAY, DAY + timedelta(7))


def test_what_was_added_has_the_next_number_and_another_order_changes_places_alone() -> None:
    turns = [T(Turn.ADDED, [11], why="with her sister"), T(Turn.OTHER_ORDER, [8, 3], DAY + timedelta(1))]
    steps = rules.steps(PUP, [], turns)
    assert [step.n for step in steps] == [1, 2, 8, 4, 5, 6, 7, 3, 9, 10, 11]
    assert (steps[-1].session, steps[-1].added) == (None, "with her sister")
    assert rules.next_number(PUP, []) == 11 and rules.next_number(PUP, [11, 12]) == 13


def test_a_session_that_was_left_out_and_held_all_the_same_is_done() -> None:
    [nine] = [step for step in rules.steps(PUP, [Held(9)], [T(Turn.LEFT_OUT, [9])]) if step.n == 9]
    assert nine.place == Place.DONE


def test_an_open_plan_has_what_was_held() -> None:
    nesst = plan("nesst", "weekly")
    assert rules.steps(nesst, [], []) == [] and nesst.sessions == ()
    assert [step.n for step in rules.steps(nesst, [Held(2), Held(1)], [])] == [1, 2]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ((), State.GOING),
        ((Turn.PAUSED,), State.PAUSED),
        ((Turn.PAUSED, Turn.TAKEN_UP), State.GOING),
        ((Turn.ENDED,), State.ENDED),
        ((Turn.COMPLETED, Turn.TAKEN_UP, Turn.COMPLETED), State.COMPLETED),
        ((Turn.LEFT_OUT, Turn.ADDED), State.GOING),
    ],
)
def test_how_it_stands(said: tuple[str, ...], state: State) -> None:
    turns = [T(what, on=DAY + timedelta(n)) for n, what in enumerate(said)]
    found = rules.stands(reversed(turns))
    assert found.state == state and found.over == (state in (State.ENDED, State.COMPLETED))


def test_no_word_for_how_it_stands_blames() -> None:
    words = [str(each.label) for kind in (Turn, State, Place, Kept, Asked) for each in kind]
    assert not any(bad in word for word in words for bad in ("fail", "miss", "drop", "refus", "overdue", "complian"))


@given(st.lists(st.tuples(st.sampled_from([Turn.LEFT_OUT, Turn.PUT_BACK]), st.integers(1, 10)), max_size=12),
       st.lists(st.integers(1, 10), max_size=12))  # fmt: skip
def test_every_session_of_the_plan_stands_once_whatever_was_done(turned: list, held: list[int]) -> None:
    turns = [T(what, [n], DAY + timedelta(k)) for k, (what, n) in enumerate(turned)]
    steps = rules.steps(PUP, [Held(n) for n in held], turns)
    assert [step.n for step in steps] == list(range(1, 11))
    assert {step.n for step in steps if step.place == Place.DONE} == set(held)


# --- how much (T-04)


def all_of(version: Version) -> list[Held]:
    """Every session of a plan, once, as long as it says."""
    return [Held(each.n, minutes=each.minutes.low if each.minutes else None) for each in version.sessions]


def test_families_facing_the_future_comes_to_53_hours_when_all_of_it_was_held() -> None:
    given_ = rules.delivered(all_of(FFF))
    assert (given_.hours, given_.sessions, given_.unsaid) == (53, 33, 0) and dose(FFF).hours == (53, 53)
    assert rules.delivered(all_of(FFF)[:-1]).hours == 51.5


@pytest.mark.parametrize(("version", "sessions"), [(PUP, 10), (plan("pup", "20-weeks"), 20), (MIO, 12)])
def test_all_variants_can_be_held_whole(version: Version, sessions: int) -> None:
    given_, steps = rules.delivered(all_of(version)), rules.steps(version, all_of(version), [])
    assert given_.sessions == sessions == len(steps) and {step.place for step in steps} == {Place.DONE}


def test_dose_for_her_for_the_child_and_for_the_two_together() -> None:
    rows = [
        Held(1, DAY, 60, ("woman",)), Held(2, DAY + timedelta(7), None, ("woman", "child")),
        Held(3, DAY + timedelta(21), 45, ("child",)),
    ]  # fmt: skip
    whole = rules.delivered(rows)
    assert (whole.sessions, whole.minutes, whole.unsaid, whole.weeks) == (3, 105, 1, 4)
    assert [rules.delivered(rows, who).sessions for who in (["woman"], ["child"], rules.TOGETHER)] == [2, 2, 1]
    assert rules.delivered(rows, ["woman"]).minutes == 60
    assert rules.delivered([]).weeks == 0


# --- order (P-22)


@pytest.mark.parametrize(
    ("about", "before", "early"),
    [
        (["behaviour"], [], True),
        (["behaviour"], [["feelings"], ["open"]], True),
        (["behaviour"], [["feelings", "relationship"]], False),
        (["behaviour", "relationship"], [], False),
        (["relationship"], [], False),
        ([], [], False),
    ],
)
def test_relationship_before_behaviour(about: list[str], before: list[list[str]], early: bool) -> None:
    assert rules.comes_too_early(about, before) is early


# --- fidelity


@dataclass
class Marked:
    asked: list[str]
    answers: list[str]
    seen_by: str = "self"


def test_shares_have_their_denominators_and_never_mix_who_looked() -> None:
    rows = [Marked(["a", "b"], ["yes", "not_this_time"]), Marked(["a", "b"], ["partly", ""]),
            Marked(["a"], ["no"], "observer")]  # fmt: skip
    assert [(s.mark, s.seen_by, s.yes, s.partly, s.of) for s in rules.shares(rows)] == [
        ("a", SeenBy.SELF, 1, 1, 2), ("a", SeenBy.OBSERVER, 0, 0, 1),
    ]  # fmt: skip


def test_small_numbers_are_no_percent() -> None:
    few = rules.shares([Marked(["a"], ["yes"])] * (FEWEST_FOR_A_SHARE - 1))
    many = rules.shares([Marked(["a"], ["yes"])] * 15 + [Marked(["a"], ["no"])] * 5)
    assert [few[0].percent, many[0].percent] == [None, 75]


def test_marks_are_those_of_the_plan_or_ours_and_the_four_features_where_it_works_on_what_is_between_two() -> None:
    assert len(rules.asked_of(plan("connections", "6-weeks"))) == 3
    alone, two = ["kept", "reflecting", "sensitive", "between_us"], "together"
    assert rules.asked_of(PUP) == [*alone, two] and rules.asked_of(MIO) == alone  # MIO is with her alone
    # Every plan of the catalogue: only one that says nothing of the relationship is asked for no feature of such work.
    for programme in shipped().programmes:
        for version in programme.versions:
            asked = rules.asked_of(version)
            assert (asked == ["kept"]) is (not version.marks and version.relationship in ("no", "not_said"))
            assert len(set(asked)) == len(asked)
    assert rules.check_marks(["a", "b"], ["yes", ""]) and not rules.check_marks(["a", "b"], ["", ""])
    assert not rules.check_marks(["a"], ["yes", "no"]) and not rules.check_marks(["a"], ["maybe"])


# --- what is asked, and when


@dataclass(frozen=True)
class P:
    on: date
    value: float | None = 10.0


def test_times_of_a_plan_are_known_from_its_beginning_and_from_its_end() -> None:
    [cib] = [measure for measure in MIO.measures if measure.instrument == "CIB"]
    going = rules.times(cib.when, date(2026, 1, 31), None)
    assert [str(each.due) for each in going] == ["2026-01-31", "None", "None", "None"]
    over = rules.times(cib.when, date(2026, 1, 31), date(2026, 5, 1))
    assert [str(each.due) for each in over] == ["2026-01-31", "2026-05-01", "2026-08-01", "2027-05-01"]


def test_what_was_asked_stands_at_its_time_and_what_was_not_is_not_asked() -> None:
    asked = rules.times(["before", "after", "end+3", "end+12"], DAY, DAY + timedelta(90))
    points = [
        P(DAY - timedelta(40)),
        P(DAY - timedelta(3), 8),
        P(DAY + timedelta(95), None),
        P(DAY + timedelta(185), 6),
    ]
    found = rules.at_times(asked, points, DAY, DAY + timedelta(300))
    assert [(each.asked, each.point.value if each.point else None) for each in found] == [
        (Asked.FOUND, 8), (Asked.NO_SCORE, None), (Asked.FOUND, 6), (Asked.NOT_YET, None),
    ]  # fmt: skip
    later = rules.at_times(asked, [], DAY, DAY + timedelta(900))
    assert {each.asked for each in later} == {Asked.NOT_ASKED}


def test_one_answer_stands_at_one_time_alone() -> None:
    asked = rules.times(["before", "start+6", "end+3"], DAY, DAY + timedelta(60))
    for points in permutations([P(DAY + timedelta(150)), P(DAY + timedelta(180))]):
        found = rules.at_times(asked, points, DAY, DAY + timedelta(900))
        assert sum(each.asked == Asked.FOUND for each in found) == 2
        assert len({each.point for each in found if each.point}) == 2
    alone = rules.at_times(asked, [P(DAY + timedelta(170))], DAY, DAY + timedelta(900))
    assert [each.asked for each in alone] == [Asked.NOT_ASKED, Asked.FOUND, Asked.NOT_ASKED]


# --- what can be written down


@pytest.mark.parametrize(
    ("what", "numbers", "why", "because"),
    [
        (Turn.LEFT_OUT, [3], "she is tired of it", ""),
        (Turn.LEFT_OUT, [], "why", "which_sessions"),
        (Turn.LEFT_OUT, [99], "why", "no_such_session"),
        (Turn.LEFT_OUT, [3], " ", "why_otherwise"),
        (Turn.LEFT_OUT, [1], "why", "done_already"),
        (Turn.LEFT_OUT, [2], "why", "stands_so"),
        (Turn.PUT_BACK, [2], "", ""),
        (Turn.PUT_BACK, [3], "", "stands_so"),
        (Turn.ADDED, [11], "", "why_otherwise"),
        (Turn.OTHER_ORDER, [4, 3], "she asked", ""),
        (Turn.TAKEN_UP, [], "", "stands_so"),
        (Turn.PAUSED, [], "", ""),
        (Turn.ENDED, [], "", ""),
        (Turn.COMPLETED, [], "", ""),
    ],
)
def test_what_can_be_done_with_a_plan(what: Turn, numbers: list[int], why: str, because: str) -> None:
    decision = rules.check_turn(what, numbers, why, now=State.GOING, version=PUP, done={1}, out={2}, added=set())
    assert (decision.because, bool(decision)) == (because, not because)


def test_the_same_twice_is_nothing_new() -> None:
    for what, now in ((Turn.PAUSED, State.PAUSED), (Turn.ENDED, State.ENDED), (Turn.COMPLETED, State.COMPLETED)):
        assert not rules.check_turn(what, [], "", now=now, version=PUP, done=(), out=(), added=())


def test_days_minutes_and_numbers() -> None:
    assert rules.check_day(DAY, DAY, DAY) and rules.check_day(DAY + timedelta(1), DAY).because == "in_future"
    assert rules.check_day(DAY - timedelta(1), DAY, DAY).because == "before_it_began"
    assert rules.check_begins(DAY + timedelta(60), DAY) and not rules.check_begins(DAY + timedelta(400), DAY)
    assert [bool(rules.check_minutes(each)) for each in (None, 0, 1, 1440, 1441)] == [True, False, True, True, False]
    assert [bool(rules.check_number(n, PUP, {11})) for n in (None, 0, 10, 11, 12)] == [True, False, True, True, False]


def test_of_which_kind_a_delivery_is_and_what_stands_on_no_page_of_hers() -> None:
    assert rules.usual_category("pup", "dyad") == C.DYAD_OBSERVATION
    assert rules.usual_category("pup", "child") == C.CHILD_HEALTH_DEV and rules.usual_category("mio", "woman") == C.SUD
    codes = {each.code for each in shipped().programmes}
    for told in ("connections", "seeking-safety", "circle-of-hope"):
        assert told in codes and not rules.ON_HER_PAGE >> rules.usual_category(told, "woman") & 1
    assert not rules.check_category(C.SUD_COUNSELLING_NOTES) and rules.check_category(C.SUD)
