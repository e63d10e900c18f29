"""How a wait stands; who has not been met for how long."""

from __future__ import annotations

from datetime import date, timedelta

from alongside.continuity.rules import ELSEWHERE_ONLY, OVER, TURNS, Rhythm, check_step, not_met_since, stands
from alongside.continuity.terms import Standing, StepKind, Whom

ASKED = date(2026, 1, 5)


def day(n: int) -> date:
    return ASKED + timedelta(days=n)


def test_the_newest_turn_is_how_it_stands_and_days_stop_when_it_is_over() -> None:
    story = [
        (2, "meanwhile", Standing.WAITS), (4, "called", Standing.WAITS), (9, "no_answer", Standing.NO_ANSWER),
        (12, "asked", Standing.NO_ANSWER), (15, "answered", Standing.WAITS), (20, "offered", Standing.OFFERED),
        (22, "not_this", Standing.WAITS), (30, "offered", Standing.OFFERED), (40, "began", Standing.BEGAN),
        (60, "goes_on", Standing.WAITS), (70, "no_longer", Standing.NO_LONGER),
    ]  # fmt: skip
    steps = [(day(n), kind) for n, kind, _ in story]
    for n, _kind, standing in story:
        # As of each day of the story: what came later has not come yet.
        assert stands(ASKED, steps, day(n)).standing == standing
    assert stands(ASKED, steps, day(50)).days == 40 and not stands(ASKED, steps, day(50)).waits
    assert stands(ASKED, steps, day(65)).days == 65 and stands(ASKED, steps, day(65)).waits
    assert stands(ASKED, [], day(3)).days == 3 and stands(ASKED, [], ASKED - timedelta(days=2)).days == 0
    assert {kind for _n, kind, _s in story} | {"went"} == set(StepKind.values)
    assert set(TURNS) <= set(StepKind.values) and set(Standing.values) >= OVER


def test_an_end_can_go_on_after_all_and_nothing_else_follows_it() -> None:
    over, open_ = stands(ASKED, [(day(1), "no_longer")], day(2)), stands(ASKED, [], day(2))
    for kind in StepKind.values:
        assert check_step(over, kind, elsewhere=True).allowed == (kind == "goes_on")
        no = check_step(open_, kind, elsewhere=False)
        assert no.because == (
            "still_waits" if kind == "goes_on" else "asked_elsewhere" if kind in ELSEWHERE_ONLY else ""
        )
        assert check_step(open_, kind, elsewhere=True).allowed == (kind != "goes_on")


def test_nobody_is_missed_before_the_days_are_over_or_before_we_knew_each_other() -> None:
    rhythm, today = Rhythm(woman=21, child=28, dyad=35), date(2026, 3, 30)
    for whom, days in ((Whom.WOMAN, 21), (Whom.CHILD, 28), (Whom.DYAD, 35)):
        known = date(2020, 1, 1)
        edge = today - timedelta(days=days)
        assert rhythm.since(whom, today) == edge + timedelta(days=1)
        assert not_met_since(edge, known, days=days, today=today) == edge
        assert not_met_since(edge + timedelta(days=1), known, days=days, today=today) is None
        # Somebody who came to us last week has not been missed, whether or not we met since.
        for met in (None, known):
            assert not_met_since(met, today - timedelta(days=7), days=days, today=today) is None
        assert not_met_since(None, edge, days=days, today=today) == edge
