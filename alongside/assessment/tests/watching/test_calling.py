"""What a device, and others, may call."""

from __future__ import annotations

import uuid

import pytest
from django.db import ProgrammingError, transaction

from alongside.assessment import queries
from alongside.assessment.models import Alert, AlertStep, DutyShift
from alongside.assessment.tests.watching.alerts import _sql, begun, device, give, on_duty, raised, the_alert, verbs
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "loader"])


def test_a_device_raises_alerts_about_its_own_watched_answers_and_nothing_else() -> None:
    on_duty("PIT")
    first, other = begun("PHQ-9"), begun("CORE-10")
    with device(other):
        theirs = give(other, "1", 2)
        watched = give(other, "6", 0)
    with acting_as("W1"):
        hers = give(first, "9", 0, by=CAST["W1"])
    with device(first):
        mine = give(first, "1", 1)
        for answer in (theirs, watched, hers, mine):
            for call in (f"raise_alert('{answer.pk}')", f"raise_alert('{uuid.uuid4()}')"):
                with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
                    _sql(call)
        for answer in (theirs, watched):
            with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
                _sql(f"alert_heard('{answer.pk}', true)")
    assert the_alert() is None


def test_a_device_sees_and_does_nothing_about_the_alert_it_raised() -> None:
    on_duty("PIT")
    alert = raised()
    with device(begun("CORE-10")):
        assert not Alert.objects.exists() and not AlertStep.objects.exists() and not DutyShift.objects.exists()
        for call in (
            f"take_alert('{alert.pk}')",
            f"say_what_was_done('{alert.pk}', 'closed', 'x')",
            f"pass_alert('{alert.pk}', '{CAST['PIT']}')",
        ):
            with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
                _sql(call)
        for call in ("escalate_alerts()", "watch_letters()", f"letter_went(array['{alert.pk}'::uuid], true)"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                _sql(call)
        assert queries.alert_answer(alert.pk) is None


@pytest.mark.parametrize("who", [None, "p_cal", "p_foster", "CW1", "SITE2", "W2", "p_ana"])
def test_others_can_call_nothing(who: str | None) -> None:
    on_duty("PIT")
    alert = raised()
    with acting_as(who):
        for call in (
            f"raise_alert('{alert.answer_id}')",
            f"alert_heard('{alert.answer_id}', true)",
            f"take_alert('{alert.pk}')",
            f"say_what_was_done('{alert.pk}', 'closed', 'x')",
            f"pass_alert('{alert.pk}', '{CAST['PIT']}')",
        ):
            with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
                _sql(call)
        assert queries.alert_answer(alert.pk) is None
        assert not Alert.objects.exists()
    assert verbs(alert) == ["raised", "told"]
