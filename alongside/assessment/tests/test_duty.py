"""Who is on duty, who comes after, and what is done here when somebody must know of an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from alongside.assessment import actions, queries, rules
from alongside.assessment.models import Protocol
from alongside.assessment.terms import No
from alongside.assessment.tests.refusing import refused
from alongside.assessment.tests.watching.alerts import HOUR, NOW, on_duty, on_the_list, raised, stamp
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "loader"])


@pytest.mark.parametrize(
    ("begins", "ends", "because"),
    [
        (HOUR, HOUR, No.DUTY_BACKWARDS),
        (HOUR, timedelta(0), No.DUTY_BACKWARDS),
        (-2 * HOUR, -HOUR, No.DUTY_OVER),
        (HOUR, timedelta(days=93), No.DUTY_TOO_LONG),
    ],
)
def test_duties_that_cannot_be(begins: timedelta, ends: timedelta, because: No) -> None:
    decision = rules.check_duty(NOW + begins, NOW + ends, NOW)
    assert (bool(decision), decision.because) == (False, because)
    assert rules.check_duty(NOW - HOUR, NOW + HOUR, NOW)


def test_nobody_is_on_duty_twice_at_once_but_two_may_be() -> None:
    on_duty("PIT", "W2")
    with refused(No.DUTY_TWICE):
        on_duty("PIT")
    with acting_as("W1"):
        assert [row.colleague.name[:4] for row in queries.duties(CAST["LEAD"], NOW)] == ["Pila", "Will"]
        assert queries.somebody_is_there(CAST["LEAD"], NOW) == (True, False)


@pytest.mark.parametrize("who", ["W1", "ADM", "EVAL", "PEER"])
def test_only_whoever_arranges_teams_says_who_is_on_duty(who: str) -> None:
    with acting_as(who):
        common = {"agency": CAST["LEAD"], **stamp(who)}
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.go_on_duty(colleague=CAST["PIT"], begins=NOW, ends=NOW + HOUR, **common)
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.set_escalation(colleagues=[CAST["PIT"]], **common)


def test_the_list_is_replaced_whole_and_never_empty() -> None:
    on_the_list("PIT", "W2", "PIT")
    on_the_list("W2", "DIR")
    with acting_as("W1"):
        assert [row.colleague_id for row in queries.escalation_list(CAST["LEAD"])] == [CAST["W2"], CAST["DIR"]]
    with refused(No.LIST_EMPTY):
        on_the_list()


def test_the_protocol_of_an_instrument_comes_before_the_one_for_all() -> None:
    def said(instrument: str, steps: str, **more: Any) -> Protocol:
        return actions.set_protocol(
            **{
                "agency": CAST["LEAD"], "instrument": instrument, "told_before": "Who sees it", "told_before_fr": "Qui",
                "steps": steps, "minutes": 15, **stamp("SUP"), **more,
            }
        )  # fmt: skip

    with acting_as("SUP"):
        for steps in ("old", "for all"):
            said("", steps)
        said("PHQ-9", "first call, then go")
        assert queries.protocol_for(CAST["LEAD"], "PHQ-9").steps == "first call, then go"
        assert queries.protocol_for(CAST["LEAD"], "PBQ").steps == "for all"
        assert [row.steps for row in queries.protocols(CAST["LEAD"])] == ["for all", "first call, then go"]
        for more, because in (
            ({"told_before": " "}, No.TOLD_BEFORE_NEEDED), ({"steps": ""}, No.STEPS_NEEDED),
            ({"minutes": 4}, No.MINUTES_ODD), ({"minutes": 241}, No.MINUTES_ODD),
            ({"hours_to_follow_up": 0}, No.HOURS_ODD), ({"hours_to_close": 337}, No.HOURS_ODD),
        ):  # fmt: skip
            with refused(because):
                said("", **{"steps": "x", **more})
    with acting_as("W1"), pytest.raises(ProgrammingError), transaction.atomic():
        actions.set_protocol(
            agency=CAST["LEAD"], instrument="", told_before="x", told_before_fr="", steps="x", minutes=15, **stamp("W1")
        )


def test_how_long_the_first_one_has_is_the_protocols() -> None:
    with acting_as("SUP"):
        actions.set_protocol(
            agency=CAST["LEAD"], instrument="PHQ-9", told_before="x", told_before_fr="", steps="x", minutes=40,
            **stamp("SUP"),
        )  # fmt: skip
    on_duty("PIT")
    alert, other = raised(), raised("CORE-10", "6")
    assert alert.answer_by - alert.recorded_at == timedelta(minutes=40)
    assert other.answer_by - other.recorded_at == timedelta(minutes=15)


@pytest.mark.parametrize(("follow_up", "close"), [(None, None), (1, 336)])
def test_how_long_whoever_has_it_may_say_nothing_is_the_protocols_or_the_usual_time(
    follow_up: int | None, close: int | None
) -> None:
    if follow_up and close:
        with acting_as("SUP"):
            actions.set_protocol(
                agency=CAST["LEAD"], instrument="", told_before="x", told_before_fr="", steps="x", minutes=15,
                hours_to_follow_up=follow_up, hours_to_close=close, **stamp("SUP"),
            )  # fmt: skip
    on_duty("PIT")
    alert = raised()
    with acting_as("PIT"):
        before = timezone.now()
        taken = actions.take_alert(alert=alert, **stamp("PIT"))
        assert timedelta(0) <= taken.answer_by - before - timedelta(hours=follow_up or 4) < timedelta(minutes=1)
        before = timezone.now()
        said = actions.follow_up(alert=alert, words="Tried at two.", **stamp("PIT"))
        assert timedelta(0) <= said.answer_by - before - timedelta(hours=close or 48) < timedelta(minutes=1)
        earlier = said.answer_by
        assert actions.follow_up(alert=alert, words="Met her at four.", **stamp("PIT")).answer_by > earlier
    assert (rules.USUAL_HOURS_TO_FOLLOW_UP, rules.USUAL_HOURS_TO_CLOSE) == (4, 48)
