"""What is done about an alert, in which order, and by whom."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.assessment import actions
from alongside.assessment.models import Alert, AlertStep
from alongside.assessment.terms import No
from alongside.assessment.tests.refusing import refused
from alongside.assessment.tests.watching.alerts import (
    NOW,
    begun,
    device,
    give,
    on_duty,
    raised,
    stamp,
    the_alert,
    verbs,
)
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "loader"])


def test_two_take_it_at_once_and_the_second_is_told_kindly() -> None:
    alert = raised()  # nobody there: SUP and DIR are both told
    with acting_as("SUP"):
        assert actions.take_alert(alert=alert, **stamp("SUP")).state == "taken"
    with acting_as("DIR"):
        for verb in (
            lambda: actions.take_alert(alert=alert, **stamp("DIR")),
            lambda: actions.follow_up(alert=alert, words="x", **stamp("DIR")),
            lambda: actions.close_alert(alert=alert, words="x", **stamp("DIR")),
        ):
            with refused(No.ALERT_WITH_ANOTHER):
                verb()
    with acting_as("SUP"):
        assert actions.take_alert(alert=alert, **stamp("SUP")).state == "taken"  # pressing twice changes nothing
    assert verbs(alert) == ["raised", "escalated", "escalated", "taken"]


def test_her_own_worker_may_take_it_though_another_was_told() -> None:
    on_duty("W2")
    alert = raised()
    with acting_as("W1"):
        assert actions.take_alert(alert=alert, **stamp("W1")).with_colleague == CAST["W1"]


@pytest.mark.parametrize("words", ["", "   ", "\n\t"])
def test_nothing_is_followed_up_or_closed_without_words(words: str) -> None:
    on_duty("PIT")
    alert = raised()
    with acting_as("PIT"):
        for verb in (actions.follow_up, actions.close_alert):
            with refused(No.SAY_WHAT_WAS_DONE):
                verb(alert=alert, words=words, **stamp("PIT"))
        for done in ("followed_up", "closed"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "select safekeeping.say_what_was_done(%s, %s, %s)", [alert.pk, done, words.strip("\n\t")]
                )


def test_taken_followed_up_and_closed_in_this_order_or_closed_straight_away() -> None:
    on_duty("PIT")
    alert = raised()
    with acting_as("PIT"):
        actions.take_alert(alert=alert, **stamp("PIT"))
        assert actions.follow_up(alert=alert, words="Tried at two.", **stamp("PIT")).state == "followed_up"
        actions.follow_up(alert=alert, words="Met her at four.", **stamp("PIT"))
        actions.close_alert(alert=alert, words="She wants to see her doctor; went along.", **stamp("PIT"))
        with refused(No.ALERT_CLOSED):
            actions.close_alert(alert=alert, words="again", **stamp("PIT"))
    assert verbs(alert) == ["raised", "told", "taken", "followed_up", "followed_up", "closed"]


def test_pages_write_no_row_of_an_alert_themselves() -> None:
    on_duty("PIT")
    alert = raised()
    for who in ("PIT", "W1", "SUP"):
        with acting_as(who):
            for change in (
                lambda: Alert.objects.filter(pk=alert.pk).update(state="closed", closed_at=NOW),
                lambda: Alert.objects.filter(pk=alert.pk).update(with_colleague=CAST["CW1"]),
                lambda: AlertStep.objects.create(
                    alert=alert, family_id=alert.family_id, subject=alert.subject, category=alert.category,
                    verb="told", to=CAST["CW1"], recorded_by=CAST["W1"], recorded_at=NOW,
                ),
                lambda: AlertStep.objects.all().delete(),
            ):  # fmt: skip
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    change()


def test_another_such_answer_tells_whoever_has_it_as_the_first_did() -> None:
    on_duty("PIT")
    started = begun()
    with device(started):
        give(started, "9", 1)
    with acting_as("PIT"):
        actions.take_alert(alert=Alert.objects.get(), **stamp("PIT"))
        actions.follow_up(alert=Alert.objects.get(), words="We talked.", **stamp("PIT"))
    with device(started):
        give(started, "9", 3)
    alert = the_alert()
    assert (alert.state, alert.with_colleague) == ("raised", CAST["PIT"])
    assert verbs(alert)[-2:] == ["raised", "told"]
    assert alert.answer_by > timezone.now()
