"""What a plan comes to (T-04), what comes first in it (P-22), and for whom it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.library.catalogue import shipped
from alongside.library.rules import Lasts, Part, Programme, Span, Version, comes_first, dose, fits, speaks_first
from alongside.library.terms import About, Comes, Stage, Who
from alongside.recordkeeping.rules import Words

W = Words("x", "x")


def part(**more: Any) -> Part:
    return Part(who=("woman",), **more)


def plan(*parts: Part, **more: Any) -> Version:
    held = {"relationship": "not_said", "behaviour": "not_said", "facilitators": (), **more}
    return Version(code="a", title=W, source="s", parts=parts, **held)


def of(code: str, version: str) -> Version:
    return shipped().programme(code).version(version)


# --- T-04


def test_families_facing_the_future_comes_to_53_hours() -> None:
    fff = of("fff", "53-hours")
    amount = dose(fff)
    assert amount.hours == (53, 53)
    assert (amount.sessions, amount.lasts) == (Span(33, 33), Lasts(Span(16, 16), "weeks"))
    assert [each.minutes for each in fff.sessions] == [Span(300, 300)] + [Span(90, 90)] * 32
    assert fff.children_join == 12


def test_the_53_hours_are_computed() -> None:
    """One meeting less is an hour and a half less: nobody wrote 53 anywhere."""
    fff = of("fff", "53-hours")
    shorter = replace(fff, parts=tuple(replace(p, sessions=Span(31, 31)) if p.per_week else p for p in fff.parts))
    assert dose(shorter).hours == (51.5, 51.5)


def test_parents_under_pressure_has_both_plans() -> None:
    ten, twenty = dose(of("pup", "10-visits")), dose(of("pup", "20-weeks"))
    assert (ten.sessions, ten.lasts) == (Span(10, 10), Lasts(Span(3, 3), "months"))
    assert ten.lasts is not None and ten.lasts.weeks == Span(13, 13)
    assert (twenty.sessions, twenty.lasts) == (Span(20, 20), Lasts(Span(20, 20), "weeks"))


@pytest.mark.parametrize(
    ("code", "version", "sessions", "weeks"),
    [
        ("mio", "12-weeks", 12, 12),
        ("fir", "7-weeks", 7, 7),
        ("connections", "6-weeks", 6, 6),
        ("family-wrap", "8-weeks", 8, 8),
        ("seeking-safety", "12-sessions", 12, 6),
    ],
)
def test_how_much_the_others_come_to(code: str, version: str, sessions: int, weeks: int) -> None:
    amount = dose(of(code, version))
    assert amount.sessions == Span(sessions, sessions)
    assert amount.lasts is not None and amount.lasts.weeks == Span(weeks, weeks)
    assert len(of(code, version).sessions) == sessions


# --- the rule itself


def test_what_is_not_said_stays_unknown() -> None:
    amount = dose(plan(part(sessions=Span(5, 5)), part(minutes=Span(90, 90))))
    assert (amount.sessions, amount.minutes, amount.hours, amount.lasts) == (None, None, None, None)


def test_so_many_a_week_for_so_long() -> None:
    amount = dose(plan(part(per_week=2, lasts=Lasts(Span(20, 32), "weeks"), minutes=Span(60, 90))))
    assert (amount.sessions, amount.hours) == (Span(40, 64), (40, 96))
    assert dose(plan(part(per_week=1, lasts=Lasts(Span(1, 1), "years")))).sessions == Span(52, 52)
    assert dose(plan(part(per_week=0.5, sessions=Span(3, 3)))).lasts == Lasts(Span(6, 6), "weeks")


def test_parts_come_one_after_the_other() -> None:
    amount = dose(plan(part(sessions=Span(4, 4), per_week=2), part(sessions=Span(3, 3), per_week=1)))
    assert amount.lasts == Lasts(Span(5, 5), "weeks")


def test_what_goes_along_is_not_counted() -> None:
    alone = plan(part(sessions=Span(4, 4), minutes=Span(60, 60)))
    with_visits = replace(alone, parts=(*alone.parts, part(beside=True, lasts=Lasts(Span(9, 9), "months"))))
    assert dose(alone) == dose(with_visits)
    assert len(with_visits.sessions) == 4


def test_sessions_are_numbered_through() -> None:
    made = plan(part(sessions=Span(1, 1), about="goals"), part(sessions=Span(2, 3)))
    assert [(each.n, each.about) for each in made.sessions] == [(1, "goals"), (2, "open"), (3, "open"), (4, "open")]
    assert made.most_sessions == 4 and plan(part()).most_sessions == 60


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 20), st.integers(1, 600)), min_size=1, max_size=5))
def test_no_plan_lasts_shorter_with_more_in_it(rows: list[tuple[int, int, int]]) -> None:
    parts = [part(sessions=Span(low, low + more), minutes=Span(long, long), per_week=1) for low, more, long in rows]
    amount, less = dose(plan(*parts)), dose(plan(*parts[:-1]))
    assert amount.minutes is not None and amount.minutes.low <= amount.minutes.high
    assert amount.minutes.low == sum(low * long for low, _more, long in rows)
    if len(parts) > 1:
        assert less.minutes is not None and less.minutes.low < amount.minutes.low


# --- relationship before behaviour


@pytest.mark.parametrize(
    ("abouts", "said", "first"),
    [
        (("relationship", "behaviour"), ("whole", "no"), Comes.RELATIONSHIP_FIRST),
        (("behaviour", "relationship"), ("whole", "no"), Comes.BEHAVIOUR_FIRST),
        (("open", "behaviour"), ("part", "within"), Comes.BEHAVIOUR_FIRST),
        (("open",), ("whole", "within"), Comes.RELATIONSHIP_FIRST),
        (("open",), ("whole", "no"), Comes.ONLY_RELATIONSHIP),
        (("open",), ("part", "no"), Comes.ONLY_RELATIONSHIP),
        (("open",), ("no", "no"), Comes.NOT_ABOUT),
        (("open",), ("no", "yes"), Comes.BEHAVIOUR_FIRST),
        (("open",), ("part", "yes"), Comes.NOT_SAID),
        (("open",), ("not_said", "yes"), Comes.NOT_SAID),
        (("open",), ("whole", "not_said"), Comes.NOT_SAID),
    ],
)
def test_what_comes_first(abouts: tuple[str, ...], said: tuple[str, str], first: Comes) -> None:
    parts = [part(sessions=Span(1, 1), about=about) for about in abouts]
    made = plan(*parts, relationship=said[0], behaviour=said[1])
    assert comes_first(made) == first
    assert speaks_first(made) == (first in (Comes.BEHAVIOUR_FIRST, Comes.NOT_SAID))


def test_it_is_said_of_skills_training_and_not_of_therapy_for_the_two() -> None:
    assert comes_first(of("fff", "53-hours")) == Comes.BEHAVIOUR_FIRST
    assert comes_first(of("mio", "12-weeks")) == Comes.ONLY_RELATIONSHIP
    assert comes_first(of("cpp", "20-to-32-weeks")) == Comes.RELATIONSHIP_FIRST
    assert About.BEHAVIOUR.value == "behaviour"


# --- for whom


def someone(**more: Any) -> Programme:
    held = {"who": ("woman",), "focus": "relationship", "sources": (), "manual": W, "versions": (), **more}
    return Programme(code="a", name="A", short="A", about=W, **held)


@pytest.mark.parametrize(
    ("months", "stage", "is_for"),
    [
        ((11, 60), Stage.BABY, True),
        ((12, 60), Stage.BABY, False),
        ((0, 11), Stage.TODDLER, False),
        ((0, 12), Stage.TODDLER, True),
        ((0, 35), Stage.PRESCHOOL, False),
        ((60, 70), Stage.PRESCHOOL, True),
        ((0, 71), Stage.SCHOOL, False),
        ((36, 179), Stage.SCHOOL, True),
        (None, Stage.SCHOOL, True),
    ],
)
def test_by_the_age_of_the_child(months: tuple[int, int] | None, stage: Stage, is_for: bool) -> None:
    assert fits(someone(child_months=months), stage=stage) is is_for


def test_by_who_takes_part_and_before_birth() -> None:
    assert fits(someone()) and fits(someone(), who=Who.WOMAN) and not fits(someone(), who=Who.GROUP)
    assert fits(someone(pregnancy=True), stage=Stage.EXPECTED) and not fits(someone(), stage=Stage.EXPECTED)
    assert not fits(someone(child_months=(0, 11)), who=Who.GROUP, stage=Stage.BABY)
