"""Answers of which somebody is told at once: who is told, who is not, what she may see, and how it ends."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.assessment import actions, queries
from alongside.assessment.models import Alert, AlertStep, Answer, DutyShift
from alongside.assessment.terms import Mode, No
from alongside.families.models import Family, Person, SafeContact, Woman
from alongside.instruments import queries as instruments
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.actions import acting, hashed, new_token
from tests.cast import CAST, acting_as, dyad
from tests.client import statements

pytestmark = pytest.mark.django_db(databases=["default", "loader"])
NOW = timezone.now()
MET = date(2026, 2, 1)
HOUR = timedelta(hours=1)
# instrument, subject, question, an answer that calls somebody, one that does not
WATCHED = [
    ("PHQ-9", CAST["ANA"], "9", 1, 0),
    ("CORE-10", CAST["ANA"], "6", 1, 0),
    ("PBQ", dyad("ANA", "BEE"), "18", 1, 0),
    ("PBQ", dyad("ANA", "BO"), "24", 4, 0),
]


def stamp(who: str) -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def on_duty(*who: str) -> None:
    with acting_as("SUP"):
        for each in who:
            actions.go_on_duty(
                agency=CAST["LEAD"], colleague=CAST[each], begins=NOW - HOUR, ends=NOW + HOUR, **stamp("SUP")
            )


def on_the_list(*who: str) -> None:
    with acting_as("SUP"):
        actions.set_escalation(agency=CAST["LEAD"], colleagues=[CAST[each] for each in who], **stamp("SUP"))


def begun(code: str = "PHQ-9", subject: uuid.UUID = CAST["ANA"], family: str = "ALDER", who: str = "W1") -> Any:
    with acting_as(who):
        held = Family.objects.get(pk=CAST[family])
        offered = actions.offer(family=held, subject=subject, instrument=code, met_on=MET, **stamp(who))
        return actions.start_sitting(
            family=held, woman=Woman.objects.get(family=held), occasions=[offered.pk], mode=Mode.TABLET, met_on=MET,
            **stamp(who),
        )  # fmt: skip


def give(started: Any, item: str, value: object, by: uuid.UUID | None = None, key: uuid.UUID | None = None) -> Answer:
    """Save an answer as whoever is signed in now."""
    return actions.save_answer(
        occasion=started.now[0].pk, item=item, value=value, key=key or uuid.uuid4(), sitting=started.sitting.pk,
        by=by or started.sitting.pk, at=timezone.now(),
    ).answer  # fmt: skip


@contextmanager
def device(started: Any, who: str = "W1") -> Iterator[None]:
    """A device in her hands."""
    token = new_token()
    with acting_as(who):
        actions.hand_over(sitting=started.sitting, token_hash=hashed(token), **stamp(who))
    with acting(token):
        yield


def raised(code: str = "PHQ-9", item: str = "9", value: int = 1, **more: Any) -> Alert:
    """A device in her hands says so on an incomplete form; the alert as somebody with every file sees it."""
    started = begun(code, **more)
    with device(started, more.get("who", "W1")):
        give(started, item, value)
    return the_alert()


def the_alert(who: str = "SUP") -> Alert:
    with acting_as(who):
        return Alert.objects.order_by("-recorded_at").first()


def verbs(alert: Alert, who: str = "SUP") -> list[str]:
    with acting_as(who):
        return [row.verb for row in queries.alert_steps([alert.pk])]


def told(alert: Alert) -> list[uuid.UUID]:
    with acting_as("SUP"):
        return [row.to for row in queries.alert_steps([alert.pk]) if row.to]


def refused(code: No) -> Any:
    return pytest.raises(Refused, match=f"^{code}$")


# --- which answers ----------------------------------------------------------------------------------------------------


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


# --- who is told --------------------------------------------------------------------------------------------------


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


# --- what she sees --------------------------------------------------------------------------------------------------


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


# --- what is done -----------------------------------------------------------------------------------------------------


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


# --- what may be called ----------------------------------------------------------------------------------------------


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


def _sql(call: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{call}")


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
