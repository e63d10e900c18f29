"""Laid out in the database: once for her and each child, settled or closed as time goes by."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from alongside.assessment import actions, queries
from alongside.assessment.models import Occasion
from alongside.assessment.terms import Anchor, ForSubject
from alongside.assessment.tests.planning.waves import DAY, IN_DB, STAMP, laid, plan_on, wave
from alongside.families.models import Child, Family, Person, Woman
from alongside.recordkeeping.rules import add_months
from tests.cast import CAST, acting_as, dyad


@IN_DB
def test_a_family_s_windows_are_laid_out_once_for_her_and_each_child() -> None:
    wave()
    assert plan_on(DAY) >= 3
    with acting_as("W1"):
        rows = laid("t-half")
        about = {(row.subject, row.instrument) for row in rows}
        assert about == {(CAST["ANA"], "PHQ-9"), (dyad("ANA", "BEE"), "PRFQ"), (dyad("ANA", "BO"), "PRFQ")}
        assert {(row.opens_on, row.due_on, row.closes_on) for row in rows} == {
            (date(2026, 2, 15), DAY, date(2026, 4, 30))
        }
    plan_on(DAY)
    with acting_as("W1"):
        assert len(laid("t-half")) == len(rows)


@IN_DB
def test_nothing_before_a_child_was_born() -> None:
    wave(months=0, closes_after=366)  # Bee came nine days after the day it is counted from
    plan_on(date(2024, 3, 1))
    with acting_as("W1"):
        assert {row.subject for row in laid("t-half")} == {CAST["ANA"], dyad("ANA", "BO")}


@IN_DB
def test_done_within_the_window_is_settled_and_before_it_is_not() -> None:
    wave()
    plan_on(DAY)
    with acting_as("W1"):
        common: dict[str, Any] = {
            "family": Family.objects.get(pk=CAST["ALDER"]), "subject": CAST["ANA"], "category": 4,
            "instrument": "PHQ-9", "total": 9, **STAMP,
        }  # fmt: skip
        actions.record_occasion(on=date(2026, 2, 14), **common)
    plan_on(DAY)
    with acting_as("W1"):
        [row] = [row for row in laid("t-half") if row.instrument == "PHQ-9"]
        assert row.settled_on is None
        actions.record_occasion(on=date(2026, 2, 15), **common)
    plan_on(DAY)
    with acting_as("W1"):
        row.refresh_from_db()
        assert (row.settled_on, row.settled_as, row.occasion.total) == (date(2026, 2, 15), "done", 9)


@IN_DB
def test_what_was_done_counts_also_beside_something_begun() -> None:
    wave()
    plan_on(DAY)
    with acting_as("W1"):
        common: dict[str, Any] = {
            "family": Family.objects.get(pk=CAST["ALDER"]), "subject": CAST["ANA"], "category": 4,
            "instrument": "PHQ-9", **STAMP,
        }  # fmt: skip
        for day, state, total in ((16, "partly", None), (17, "done", 9), (18, "partly", None)):
            actions.record_occasion(on=date(2026, 2, day), state=state, total=total, **common)
    plan_on(DAY)
    with acting_as("W1"):
        [row] = [row for row in laid("t-half") if row.instrument == "PHQ-9"]
        assert (row.settled_as, row.occasion.on) == ("done", date(2026, 2, 17))


@IN_DB
def test_a_window_that_closed_was_not_available_and_nobody_said_no() -> None:
    wave()
    plan_on(DAY)
    plan_on(date(2026, 5, 1))
    with acting_as("W1"):
        found = Occasion.objects.filter(family_id=CAST["ALDER"], wave="half a year")
        assert {(row.subject, row.state, row.on) for row in found} == {
            (subject, "not_available", DAY) for subject in (CAST["ANA"], dyad("ANA", "BEE"), dyad("ANA", "BO"))
        }
        assert {row.settled_as for row in laid("t-half")} == {"closed"}
    plan_on(date(2026, 5, 1))
    with acting_as("W1"):
        assert found.count() == 3


@IN_DB
def test_windows_move_when_a_birth_or_the_weeks_are_put_right() -> None:
    wave("t-age", anchor=Anchor.CHILD_AGE, months=23, measures=[("SWYC-24", ForSubject.CHILD)], closes_after=90)

    def due_on(**change: Any) -> date:
        with acting_as("W1"):
            for model, values in ((Person, "born_on"), (Child, "gestation_days")):
                if values in change:
                    model.objects.filter(pk=CAST["BEE"]).update(**{values: change[values]})
        plan_on(DAY)
        with acting_as("W1"):
            [row] = [row for row in laid("t-age") if row.settled_on is None]
            return row.due_on

    assert due_on(born_on=date(2024, 4, 1)) == date(2026, 3, 1)
    assert due_on(gestation_days=238) == date(2026, 4, 13)  # 34 weeks
    assert due_on(born_on=date(2026, 1, 1)) == date(2028, 1, 12)
    assert due_on(born_on=date(2024, 3, 30), gestation_days=280) == date(2026, 3, 1)  # 23 months are complete then


@IN_DB
def test_a_programme_that_began_and_ended_opens_its_waves() -> None:
    wave("t-after", anchor=Anchor.PROGRAMME_END, months=3)
    today = timezone.localdate()
    with acting_as("W1"):
        actions.plan(family=CAST["ALDER"])
        assert not laid("t-after")
        ended = add_months(today, -3)
        actions.note_anchor(
            family=Family.objects.get(pk=CAST["ALDER"]), woman=Woman.objects.get(pk=CAST["ANA"]),
            anchor=Anchor.PROGRAMME_END, on=ended, words="the winter group", **STAMP,
        )  # fmt: skip
        assert {row.due_on for row in laid("t-after")} == {add_months(ended, 3)}
        assert [row.words for row in queries.anchors_of(CAST["ANA"])] == ["the winter group"]
