"""A plan that moves: what was let go or settled stays, what fits again is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alongside.assessment import actions, queries
from alongside.assessment.models import Occasion, WaveAnchor
from alongside.assessment.terms import Anchor, ForSubject, No
from alongside.assessment.tests.planning.waves import DAY, IN_DB, STAMP, laid, let_go, open_rows, plan_on, wave
from alongside.enrolment import actions as enrolled
from alongside.enrolment.models import Enrolment
from alongside.families.models import Family, Person
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as


@IN_DB
def test_what_was_let_go_stays_let_go_with_its_reason_and_stands_in_the_list() -> None:
    wave()
    plan_on(DAY)
    [row] = open_rows("t-half")
    gone = let_go(row)
    assert (gone.settled_as, gone.words) == ("let_go", "She is moving house this month.")
    for on in (DAY, DAY + timedelta(days=20)):
        plan_on(on)
        assert open_rows("t-half") == []
        with acting_as("W1"):
            for rows in (queries.due_list(on=on), queries.due_of(CAST["ALDER"], on)):
                [told] = [each for each in rows if each.id == row.pk]
                assert told.let_go == "She is moving house this month."
                assert sum(not each.let_go for each in rows if each.wave_code == "t-half") == 2
    plan_on(date(2026, 5, 1))
    with acting_as("W1"):  # its days have passed: nothing was asked, so nothing was not available
        assert row.pk not in [each.id for each in queries.due_list(on=date(2026, 5, 1))]
        assert not Occasion.objects.filter(subject=CAST["ANA"], wave="half a year").exists()


@IN_DB
def test_nothing_is_let_go_without_words_or_twice() -> None:
    wave()
    plan_on(DAY)
    [row] = open_rows("t-half")
    for words in ("", " \n"):
        with pytest.raises(Refused, match=f"^{No.WHY_LET_GO}$"):
            let_go(row, words)
    let_go(row)
    with pytest.raises(Refused, match=f"^{No.SETTLED_MEANWHILE}$"):
        let_go(row, "again")
    with acting_as("W1"):
        row.refresh_from_db()
        assert row.words == "She is moving house this month."


@IN_DB
@pytest.mark.parametrize("settled", ["let go", "closed"])
def test_when_the_plan_moves_to_another_day_it_is_laid_again_beside_what_was_settled(settled: str) -> None:
    wave("t-after", anchor=Anchor.PROGRAMME_END, months=3)

    def ended(on: date) -> None:
        with acting_as("W1"):
            WaveAnchor.objects.create(
                family_id=CAST["ALDER"], woman_id=CAST["ANA"], anchor=Anchor.PROGRAMME_END, on=on,
                recorded_by=CAST["W1"], recorded_at=timezone.now(),
            )  # fmt: skip

    ended(date(2025, 12, 1))
    plan_on(DAY)
    [row] = open_rows("t-after")
    if settled == "let go":
        let_go(row)
    else:
        plan_on(date(2026, 5, 1))
    plan_on(DAY)
    assert open_rows("t-after") == []
    ended(date(2025, 12, 15))
    plan_on(DAY)
    [again] = open_rows("t-after")
    assert (again.turn, again.due_on) == (row.turn, date(2026, 3, 15))
    ended(date(2025, 12, 1))  # and back: what was settled on that day stands
    plan_on(DAY)
    assert open_rows("t-after") == []
    with acting_as("W1"):
        assert {each.settled_as for each in laid("t-after") if each.instrument == "PHQ-9"} == {
            "let_go" if settled == "let go" else "closed", "no_longer",
        }  # fmt: skip


@IN_DB
def test_when_she_comes_back_what_no_longer_fitted_fits_again() -> None:
    wave()
    plan_on(DAY)
    [row] = open_rows("t-half")
    with acting_as("W1"):
        enrolment = Enrolment.objects.get(person_id=CAST["ANA"])
        enrolled.end(enrolment=enrolment, state="moved", on=DAY - timedelta(days=3), **STAMP)
    plan_on(DAY)
    assert open_rows("t-half") == []
    with acting_as("W1"):
        row.refresh_from_db()
        assert row.settled_as == "no_longer"
        family, ana = Family.objects.get(pk=CAST["ALDER"]), Person.objects.get(pk=CAST["ANA"])
        enrolled.welcome_back(family=family, person=ana, on=DAY, **STAMP)
    for _night in range(2):
        plan_on(DAY + timedelta(days=1))
        [again] = open_rows("t-half")
        assert again.pk != row.pk and again.due_on == row.due_on


@IN_DB
def test_what_was_done_in_its_days_is_not_asked_again_when_the_day_moves_a_little() -> None:
    wave("t-age", anchor=Anchor.CHILD_AGE, months=23, measures=[("SWYC-24", ForSubject.CHILD)], closes_after=90)
    with acting_as("W1"):
        Person.objects.filter(pk=CAST["BEE"]).update(born_on=date(2024, 4, 1))
    plan_on(DAY)
    with acting_as("W1"):
        actions.record_occasion(
            family=Family.objects.get(pk=CAST["ALDER"]), subject=CAST["BEE"], category=7, instrument="SWYC-24",
            on=DAY, total=9, **STAMP,
        )  # fmt: skip
    for born, laid_again in ((date(2024, 4, 3), False), (date(2024, 6, 1), True)):
        with acting_as("W1"):
            Person.objects.filter(pk=CAST["BEE"]).update(born_on=born)
        plan_on(DAY)
        assert bool(open_rows("t-age", "SWYC-24")) is laid_again
