"""Paused, gone on with elsewhere, stopped, finished, put right."""

from __future__ import annotations

import uuid

import pytest

from alongside.assessment import actions, queries
from alongside.assessment.models import Occasion, Score, Sitting
from alongside.assessment.terms import Mode, No, SittingEnd
from alongside.assessment.tests.refusing import refused
from alongside.assessment.tests.sittings.sitting import MET, STAMP, alder, ana, answer_all, begun, save
from alongside.safekeeping.actions import acting, hashed, new_token
from tests.cast import CAST, T0, TODAY, acting_as

pytestmark = [pytest.mark.django_db(databases=["default", "loader"]), pytest.mark.usefixtures("w1")]


def test_a_pause_keeps_every_answer_and_it_goes_on_in_another_sitting() -> None:
    first = begun("PHQ-9", "GAD-7")
    save(first, "1", 2)
    actions.pause(sitting=first.sitting, **STAMP)
    assert not Score.objects.filter(occasion=first.now[0]).exists()
    again = actions.start_sitting(
        family=alder(), woman=ana(), occasions=[row.pk for row in first.now], mode=Mode.PHONE, met_on=MET, **STAMP
    )
    assert [part.answers for part in queries.parts(again.sitting.pk)] == [{"1": 2}, {}]
    assert queries.parts(first.sitting.pk) == []
    with refused(No.NOT_IN_THIS_SITTING):
        save(first, "2", 1)


def test_going_on_elsewhere_ends_the_earlier_device() -> None:
    first, token = begun(), new_token()
    actions.hand_over(sitting=first.sitting, token_hash=hashed(token), **STAMP)
    with acting(token):
        assert Occasion.objects.count() == 1
    with acting_as("W1"):
        actions.start_sitting(
            family=alder(), woman=ana(), occasions=[first.now[0].pk], mode=Mode.TABLET, met_on=MET, **STAMP
        )
        assert Sitting.objects.get(pk=first.sitting.pk).end == SittingEnd.PAUSED
    with acting(token):
        assert Occasion.objects.count() == 0 and Sitting.objects.count() == 0


def test_finished_measures_are_done_and_scored_with_their_version_and_engine() -> None:
    started = begun("PHQ-9", "GAD-7")
    answer_all(started)
    save(started, "1", 2, nth=1)
    actions.finish(sitting=started.sitting, **STAMP)
    phq, gad = (Occasion.objects.get(pk=row.pk) for row in started.now)
    assert (phq.state, phq.total, phq.on, phq.done_at) == ("done", 9, TODAY, T0)
    assert (gad.state, gad.total) == ("partly", None)
    score = Score.objects.get(occasion=phq, scale="total")
    assert (score.value, score.band, score.engine, score.definition_id) == (9, "mild", "1", phq.definition_id)
    missing = Score.objects.get(occasion=gad, scale="total")
    assert (missing.value, missing.missing) == (None, 6) and missing.reason
    ended = Sitting.objects.get(pk=started.sitting.pk)
    assert (ended.end, ended.ended_at) == ("finished", T0)
    with refused(No.SITTING_OVER):
        actions.pause(sitting=started.sitting, **STAMP)


def test_stopping_keeps_what_was_answered_and_leaves_the_rest_for_later() -> None:
    started = begun("PHQ-9", "GAD-7")
    save(started, "1", 2)
    actions.stop(sitting=started.sitting, **STAMP)
    assert [Occasion.objects.get(pk=row.pk).state for row in started.now] == ["partly", "later"]


def test_preferring_not_to_say_completes_a_form_and_its_score_says_what_is_missing() -> None:
    started = begun()
    answer_all(started)
    save(started, "3", "prefer_not")
    actions.finish(sitting=started.sitting, **STAMP)
    occasion = Occasion.objects.get(pk=started.now[0].pk)
    score = Score.objects.get(occasion=occasion, scale="total")
    assert (occasion.state, score.missing, score.prorated) == ("done", 1, True)


def test_the_same_measure_is_not_begun_twice_on_one_day() -> None:
    started = begun()
    answer_all(started)
    actions.finish(sitting=started.sitting, **STAMP)
    with refused(No.DONE_TODAY):
        begun()


def test_a_measure_recorded_for_today_in_the_meantime_leaves_hers_as_part_of_it() -> None:
    started = begun()
    answer_all(started)
    actions.record_occasion(
        family=alder(), subject=CAST["ANA"], category=4, instrument="PHQ-9", on=TODAY, total=5, **STAMP
    )
    actions.finish(sitting=started.sitting, **STAMP)
    assert Occasion.objects.get(pk=started.now[0].pk).state == "partly"
    assert queries.answers_of([started.now[0].pk]).count() == 10


def test_she_later_corrects_an_answer_and_it_is_scored_again() -> None:
    started = begun()
    answer_all(started)
    occasion = started.now[0]
    with refused(No.NOT_OPEN_YET):
        actions.correct_answer(occasion=occasion, item="1", value=3, key=uuid.uuid4(), **STAMP)
    actions.finish(sitting=started.sitting, **STAMP)
    key = uuid.uuid4()
    for _twice in range(2):
        actions.correct_answer(occasion=occasion, item="1", value=3, key=key, **STAMP)
    versions = [(row.value, row.she_corrected) for row in queries.versions_of(occasion.pk) if row.item == "1"]
    assert sorted(versions) == [(1, False), (3, True)]
    scores = Score.objects.filter(occasion=occasion, scale="total").order_by("-superseded_at")
    assert {(row.value, row.superseded_at is None) for row in scores} == {(9, False), (11, True)}
    assert Occasion.objects.get(pk=occasion.pk).total == 11
