"""Which answers somebody is told of, and when it is one alert and when two."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from alongside.assessment import actions, queries
from alongside.assessment.models import Alert
from alongside.assessment.tests.watching.alerts import WATCHED, begun, device, give, on_duty, stamp, the_alert, verbs
from tests.cast import CAST, acting_as
from tests.client import statements

pytestmark = pytest.mark.django_db(databases=["default", "loader"])


@pytest.mark.parametrize(("code", "subject", "item", "yes", "no"), WATCHED)
def test_fires_on_the_saved_answer_of_an_incomplete_form(
    code: str, subject: uuid.UUID, item: str, yes: int, no: int
) -> None:
    on_duty("PIT")
    started = begun(code, subject)
    with device(started):
        give(started, "1", 1)
        give(started, item, no)
    assert the_alert() is None
    with device(started):
        give(started, item, yes)
    alert = the_alert()
    assert (alert.subject, alert.item, alert.state, alert.confirmed) == (subject, item, "raised", None)
    assert alert.with_colleague == CAST["PIT"]
    assert verbs(alert) == ["raised", "told"]


def test_the_same_answer_twice_and_another_such_answer_are_one_alert() -> None:
    on_duty("PIT")
    started, key = begun(), uuid.uuid4()
    with device(started):
        give(started, "9", 1, key=key)
        give(started, "9", 1, key=key)
        give(started, "9", 1)
        last = give(started, "9", 3)
    with acting_as("SUP"):
        assert Alert.objects.count() == 1
    alert = the_alert()
    assert verbs(alert) == ["raised", "told", "raised"]
    assert alert.answer_id == last.pk
    with acting_as("PIT"):
        assert queries.alert_answer(alert.pk).value == 3


def test_she_confirms_or_takes_it_back_and_a_person_closes_it_all_the_same() -> None:
    on_duty("PIT")
    started = begun()
    with device(started):
        answer = give(started, "9", 2)
        actions.confirm_answer(answer=answer, **{**stamp("W1"), "by": started.sitting.pk})
    alert = the_alert()
    assert (alert.confirmed, alert.state) == (True, "raised")
    for taken_back in (0, "prefer_not", None):
        with device(started):
            give(started, "9", taken_back)
        alert = the_alert()
        assert (alert.confirmed, alert.state, alert.closed_at) == (False, "raised", None)
    assert verbs(alert) == ["raised", "told", "confirmed", "taken_back"]
    with acting_as("PIT"):  # what she is told is the answer that called her
        assert queries.alert_answer(alert.pk).value == 2


def test_a_later_such_answer_after_closing_is_a_new_alert() -> None:
    on_duty("PIT")
    started = begun()
    with device(started):
        give(started, "9", 1)
    alert = the_alert()
    with acting_as("PIT"):
        actions.close_alert(alert=alert, words="We talked.", **stamp("PIT"))
    with device(started):
        give(started, "9", 1)  # the very same answer again
    with acting_as("SUP"):
        assert Alert.objects.count() == 1
    with device(started):
        give(started, "9", 2)
    with acting_as("SUP"):
        assert Alert.objects.filter(closed_at=None).count() == 1
        assert Alert.objects.count() == 2


def test_an_answer_a_worker_writes_down_in_conversation_counts_as_well() -> None:
    on_duty("PIT")
    started = begun()
    with acting_as("W1"):
        answer = give(started, "9", 1, by=CAST["W1"])
    assert the_alert().with_colleague == CAST["PIT"]
    with acting_as("PIT"):  # a colleague goes on with the conversation
        actions.confirm_answer(answer=answer, **stamp("PIT"))
    assert the_alert().confirmed is True


def test_an_answer_put_right_later_counts_as_well() -> None:
    on_duty("PIT")
    started = begun()
    with device(started):
        give(started, "9", 0)
        actions.stop(sitting=started.sitting, by=started.sitting.pk, at=timezone.now())
    with acting_as("W1"):
        actions.correct_answer(occasion=started.now[0], item="9", value=1, key=uuid.uuid4(), **stamp("W1"))
    assert the_alert().with_colleague == CAST["PIT"]


def test_watching_costs_an_ordinary_answer_nothing_and_a_watched_one_little() -> None:
    on_duty("PIT")
    started = begun()
    with device(started):
        with statements() as usual:
            give(started, "1", 1)
        with statements() as watched:
            give(started, "9", 0)
        with statements() as calls:
            give(started, "9", 1)
    assert len(watched) <= len(usual)  # the first one also begins the measure
    assert len(calls) <= 8, calls
