"""What whoever is told sees, and until when."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from alongside.assessment import actions, queries
from alongside.assessment.models import Alert, AlertStep, Answer
from alongside.assessment.tests.watching.alerts import MET, NOW, begun, device, give, on_duty, raised, stamp, the_alert
from alongside.families.models import Family, Person, SafeContact
from alongside.instruments import queries as instruments
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "loader"])


def test_whoever_is_told_may_reach_her_and_read_this_answer_and_nothing_else() -> None:
    """W2 is a counsellor on other teams, so nothing of this file is hers before."""
    with acting_as("W1"):
        assert SafeContact.objects.filter(woman_id=CAST["ANA"]).exists()
    on_duty("W2")
    with acting_as("W2"):
        assert not Person.objects.filter(family_id=CAST["ALDER"]).exists()
    started = begun()
    with device(started):
        give(started, "1", 3)
        give(started, "9", 1)
    alert = the_alert("W2")
    with acting_as("W2"):
        assert list(Person.objects.filter(family_id=CAST["ALDER"]).values_list("id", flat=True)) == [CAST["ANA"]]
        assert SafeContact.objects.filter(woman_id=CAST["ANA"]).exists()
        assert not Answer.objects.filter(family_id=CAST["ALDER"]).exists()
        answer = queries.alert_answer(alert.pk)
        assert (answer.instrument, answer.item, answer.value) == ("PHQ-9", "9", 1)
        terms = instruments.definition(answer.definition)
        assert terms.item("9").text and dict(terms.item("9").options)[1]
        with pytest.raises(ProgrammingError), transaction.atomic():  # to read, not to change
            SafeContact.objects.create(
                woman_id=CAST["ANA"], family_id=CAST["ALDER"], checked_on=MET, recorded_by=CAST["W2"], recorded_at=NOW
            )


def test_what_an_alert_opened_ends_when_another_takes_it_and_when_it_is_closed() -> None:
    on_duty("W2")
    alert = raised()
    with acting_as("W2"):
        actions.pass_on(alert=alert, to=CAST["PEER"], **stamp("W2"))
        assert Person.objects.filter(pk=CAST["ANA"]).exists()  # until somebody has it
    with acting_as("PEER"):
        actions.take_alert(alert=alert, **stamp("PEER"))
        assert queries.alert_answer(alert.pk).item == "9"
    with acting_as("W2"):
        assert not Person.objects.filter(pk=CAST["ANA"]).exists()
        assert queries.alert_answer(alert.pk) is None
        assert Alert.objects.get().with_colleague == CAST["PEER"]  # so that she knows somebody has it
    with acting_as("PEER"):
        actions.follow_up(alert=alert, words="SECRET call", **stamp("PEER"))
    with acting_as("W2"):
        assert not AlertStep.objects.exclude(words="").exists()
    with acting_as("PEER"):
        done = actions.close_alert(alert=alert, words="SECRET visit", **stamp("PEER"))
        assert (done.state, done.closed_at is not None) == ("closed", True)
        assert [row.words for row in queries.alert_steps([alert.pk]) if row.words] == ["SECRET call", "SECRET visit"]
        assert queries.alert_answer(alert.pk) is None
    with acting_as("W2"):
        assert not Alert.objects.exists()
    with acting_as("W1"):  # who may read it anyway, still may
        assert queries.alert_answer(alert.pk).value == 1


def test_closing_ends_what_it_opened_for_somebody_without_another_way() -> None:
    on_duty("W2")
    alert = raised()
    with acting_as("W2"):
        actions.take_alert(alert=alert, **stamp("W2"))
        assert Person.objects.filter(pk=CAST["ANA"]).exists()
        actions.close_alert(alert=alert, words="She is with her sister.", **stamp("W2"))
        assert not Person.objects.filter(pk=CAST["ANA"]).exists()
        assert not SafeContact.objects.filter(woman_id=CAST["ANA"]).exists()


def test_being_kept_out_acts_at_once_also_on_whoever_has_it() -> None:
    from alongside.enrolment.actions import keep_out

    on_duty("W2")
    alert = raised()
    with acting_as("W2"):
        actions.take_alert(alert=alert, **stamp("W2"))
    with acting_as("SUP"):
        from alongside.accounts.models import Colleague

        keep_out(
            family=Family.objects.get(pk=CAST["ALDER"]), colleague=Colleague.objects.get(pk=CAST["W2"]), why="kin",
            **stamp("SUP"),
        )  # fmt: skip
    with acting_as("W2"):
        assert not Alert.objects.exists() and not Person.objects.filter(pk=CAST["ANA"]).exists()
        assert queries.alert_answer(alert.pk) is None
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.close_alert(alert=alert, words="x", **stamp("W2"))
