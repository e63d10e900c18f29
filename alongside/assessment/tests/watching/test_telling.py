"""Who is told, and who never is."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from alongside.assessment import actions, queries
from alongside.assessment.models import Alert, AlertStep, DutyShift
from alongside.assessment.terms import No
from alongside.assessment.tests.refusing import refused
from alongside.assessment.tests.watching.alerts import HOUR, NOW, on_duty, on_the_list, raised, stamp, told
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "loader"])


def test_somebody_on_duty_comes_before_the_list_and_the_list_before_everybody() -> None:
    on_the_list("W2", "DIR")
    assert told(raised()) == [CAST["W2"]]
    on_duty("PIT")
    assert told(raised("CORE-10", "6")) == [CAST["PIT"]]


def test_with_nobody_there_everybody_who_arranges_teams_is_told_and_nobody_else() -> None:
    alert = raised()
    assert alert.with_colleague is None
    assert set(told(alert)) == {CAST["SUP"], CAST["DIR"]}
    for who, sees in {
        "SUP": 1,
        "DIR": 1,
        "W1": 1,
        "W2": 0,
        "PEER": 0,
        "CHC": 0,
        "ADM": 0,
        "PRIV": 0,
        "EVAL": 0,
    }.items():
        with acting_as(who):
            assert queries.waiting(CAST[who]).nobodys == sees, who


def test_a_duty_that_is_over_ended_or_to_come_counts_for_nothing() -> None:
    with acting_as("SUP"):
        common = {"agency": CAST["LEAD"], "colleague": CAST["PIT"], **stamp("SUP")}
        actions.go_on_duty(begins=NOW + HOUR, ends=NOW + 2 * HOUR, **common)
        ended = actions.go_on_duty(begins=NOW - HOUR, ends=NOW + HOUR, **common)
        actions.end_duty(shift=ended, **stamp("SUP"))
    on_the_list("W2")
    assert told(raised()) == [CAST["W2"]]


@pytest.mark.parametrize("who", ["W3", "ADM", "EVAL", "PRIV", "COUNCIL"])
def test_whoever_is_kept_out_or_does_not_reach_people_is_never_told(who: str) -> None:
    on_duty(who, "PIT")
    on_the_list(who, "W2")
    alert = raised()
    assert told(alert) == [CAST["PIT"]]
    with acting_as(who):
        assert not Alert.objects.exists() and not AlertStep.objects.exists()
        assert queries.alert_answer(alert.pk) is None
        assert queries.waiting(CAST[who]) == queries.Waiting(0, 0, 0, True)
        for verb in (
            lambda: actions.take_alert(alert=alert, **stamp(who)),
            lambda: actions.close_alert(alert=alert, words="x", **stamp(who)),
            lambda: actions.pass_on(alert=alert, to=CAST[who], **stamp(who)),
        ):
            with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
                verb()
    with acting_as("PIT"), refused(No.NOT_TO_HER):
        actions.pass_on(alert=alert, to=CAST[who], **stamp("PIT"))


@pytest.mark.parametrize("who", ["NUR", "CW1", "SITE2", "PO", "DRX"])
def test_nobody_of_another_agency_is_on_duty_on_the_list_or_told(who: str) -> None:
    for arrange in (on_duty, on_the_list):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            arrange(who)
    on_duty("PIT")
    alert = raised()
    with acting_as("PIT"), refused(No.NOT_TO_HER):
        actions.pass_on(alert=alert, to=CAST[who], **stamp("PIT"))
    with acting_as(who):
        assert not Alert.objects.exists() and not DutyShift.objects.exists()
