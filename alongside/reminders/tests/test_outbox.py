"""From a promise to what goes: planned once, decided when it is handed over, handed over once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from alongside.care.actions import change_promise, keep_promise, let_go_promise
from alongside.families.actions import know_contact, record_loss, record_pregnancy
from alongside.families.models import Person, Relationship, Woman
from alongside.recordkeeping.rules import Refused
from alongside.reminders import actions
from alongside.reminders.actions import verbs
from alongside.reminders.actions.letters import DidNotArrive, NotKnown, TryAgain
from alongside.reminders.models import Message, Notice, Reminded, Wish
from alongside.reminders.tests.ana import (
    DAY_BEFORE,
    MEETING,
    MONDAY,
    NUMBER,
    THAT_DAY,
    Sink,
    consent,
    meeting,
    plan,
    stamp,
    wish,
)
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default"])


def hand_over(now: datetime, out: Any = None, **more: Any) -> Sink:
    out = out or Sink()
    actions.hand_over(clock=lambda: now, outs=[out], **more)
    return out


def messages(**only: Any) -> list[Message]:
    with acting_as("W1"):
        return list(Message.objects.filter(family_id=CAST["ALDER"], **only).order_by("not_before", "planned_at"))


def standing() -> list[tuple[str, str, str]]:
    return [(row.kind, row.state, row.because) for row in messages()]


def notices() -> list[tuple[str, str]]:
    with acting_as("W1"):
        return list(
            Notice.objects.filter(family_id=CAST["ALDER"]).order_by("told_at", "id").values_list("kind", "because")
        )


def test_the_day_before_and_on_the_day_in_her_hours_and_once(ana: Any) -> None:
    assert actions.plan_messages(now=MONDAY) == 2
    assert actions.plan_messages(now=MONDAY) == 0
    assert hand_over(MONDAY).letters == []
    first = hand_over(DAY_BEFORE)
    assert first.words == ["Wednesday 14:00. 1 = OK, 2 = another time. Sam"]
    letter = first.letters[0]
    assert (letter.value, letter.sender, letter.title) == (NUMBER, "Sam", "Hello")
    assert NUMBER[1:] not in letter.key
    assert hand_over(DAY_BEFORE).letters == []
    assert hand_over(THAT_DAY).words == ["Today, 14:00. 1 = OK, 2 = another time. Sam"]
    assert [(row.state, row.words != "", row.level) for row in messages()] == [("sent", True, 1)] * 2
    assert actions.plan_messages(now=THAT_DAY) == 0 and notices() == []


Change = Callable[[Any], Any]
# What happens between planning and handing over; what the message of the day before becomes; whether her team is asked.
MEANWHILE: dict[str, tuple[Change, str, bool]] = {
    "she took her yes back": (
        lambda p: consent_ends(withdrawn_at=MONDAY, withdrawn_by=CAST["W1"]), "not_agreed", False),
    "the time she agreed to is over": (
        lambda p: (consent_ends(withdrawn_at=MONDAY, withdrawn_by=CAST["W1"]), consent(during=(date(2026, 1, 1), date(2026, 3, 3)))),
        "not_agreed", False),
    "she said no": (lambda p: wish(wanted=False), "stopped", False),
    "not on the day before": (lambda p: wish(kinds=["today"]), "not_wanted", False),
    "another number": (lambda p: (plan(way={"value": "4165550199"}), wish(value="+14165550199")), "other_number", False),
    "another number in the plan alone": (lambda p: plan(way={"value": "4165550199"}), "number_changed", True),
    "the plan is old": (lambda p: plan(checked_on=date(2026, 1, 20)), "stale", True),
    "she will come to us": (lambda p: plan(ways=[{"channel": "none"}]), "she_comes", False),
    "no texts in her plan": (lambda p: plan(way={"channel": "call"}), "not_this_way", False),
    "her plan says that somebody shares it": (lambda p: plan(who_shares_the_phone="my sister"), "shared_phone", True),
    "not clear who shares it": (lambda p: plan(who_shares_the_phone="maybe him, not sure"), "not_clear", True),
    "who is not safe shares it": (lambda p: plan(who_shares_the_phone="Cal sometimes"), "unsafe_person", True),
    "it is somebody else's": (
        lambda p: know_contact(person=Person.objects.get(pk=CAST["DOT"]), value="416-555-0123", **stamp()),
        "somebody_elses", True),
    "no number": (lambda p: plan(way={"value": "my blue phone"}), "number_changed", True),
    "who we are would tell": (lambda p: plan(we_are_called="Sam from the clinic"), "wording", True),
    "her child's name": (lambda p: plan(we_are_called="a friend of Bee Alder"), "wording", True),
    "the programme's name": (lambda p: plan(we_are_called="Lead Programme"), "wording", True),
    "it is called off": (lambda p: let_go_promise(promise=p, on=date(2026, 3, 2), **stamp()), "called_off", False),
    "it is done": (lambda p: keep_promise(promise=p, on=date(2026, 3, 2), **stamp()), "done", False),
    "it is moved": (
        lambda p: change_promise(promise=p, on=date(2026, 3, 9), at_time=time(10), **stamp()), "called_off", False),
    "she need not be reminded": (
        lambda p: actions.no_reminder(reminded=Reminded.objects.get(target=p.pk), **stamp()), "done", False),
    "a loss": (lambda p: loss(), "after_a_loss", True),
}  # fmt: skip


def consent_ends(**values: Any) -> None:
    from alongside.consent.models import Consent

    Consent.objects.filter(family_id=CAST["ALDER"], form__kind="messages").update(**values)


def loss() -> None:
    expecting = record_pregnancy(
        woman=Woman.objects.get(person_id=CAST["ANA"]), expected_children=1, due_on=date(2026, 8, 1),
        method="other", **stamp(),
    )  # fmt: skip
    record_loss(pregnancy=expecting, outcome="loss", on=date(2026, 2, 20), **stamp())


@pytest.mark.parametrize("case", MEANWHILE)
def test_what_is_so_when_it_is_handed_over_counts(ana: Any, case: str) -> None:
    change, because, asked = MEANWHILE[case]
    actions.plan_messages(now=MONDAY)
    with acting_as("W1"):
        change(ana)
    assert hand_over(DAY_BEFORE).letters == []
    assert standing()[0] == ("before", "not_sent", because)
    assert notices() == ([("ask_her", because)] if asked else [])


def test_only_she_calls_somebody_unsafe_and_then_nothing_goes(ana: Any) -> None:
    with acting_as("W1"):
        assert Relationship.objects.filter(other_id=CAST["CAL"], safety="unsafe").exists()


def test_it_waits_for_her_hours_and_is_late_in_the_end(ana: Any) -> None:
    actions.plan_messages(now=MONDAY)
    early = MEETING.replace(day=3, hour=9, minute=50)
    with acting_as("W1"):
        plan(way={"from_hour": time(10, 30)})
    assert hand_over(early.replace(hour=10, minute=5)).letters == []
    assert standing()[0] == ("before", "waits", "not_this_hour")
    assert len(hand_over(early.replace(hour=10, minute=31)).letters) == 1
    with acting_as("W1"):
        plan(way={"days": "12"})
    hand_over(THAT_DAY)
    assert standing()[1] == ("today", "waits", "not_this_day")
    hand_over(MEETING - timedelta(minutes=10))
    hand_over(MEETING + timedelta(minutes=10))
    assert standing()[1] == ("today", "not_sent", "too_late") and ("ask_her", "too_late") in notices()


def test_what_was_said_and_does_not_hold_is_put_right_only_where_it_went(ana: Any) -> None:
    actions.plan_messages(now=MONDAY)
    hand_over(DAY_BEFORE)
    with acting_as("W1"):
        let_go_promise(promise=ana, on=date(2026, 3, 3), **stamp())
    assert actions.plan_messages(now=DAY_BEFORE) == 1 and actions.plan_messages(now=DAY_BEFORE) == 0
    assert hand_over(DAY_BEFORE).words == ["Not Wednesday 14:00 after all. Sorry. Sam"]
    assert hand_over(THAT_DAY).letters == []
    assert [s[:2] for s in standing()] == [("before", "sent"), ("called_off", "sent"), ("today", "not_sent")]


def test_and_not_where_it_would_not_be_safe_any_more(ana: Any) -> None:
    actions.plan_messages(now=MONDAY)
    hand_over(DAY_BEFORE)
    with acting_as("W1"):
        let_go_promise(promise=ana, on=date(2026, 3, 3), **stamp())
        plan(who_shares_the_phone="Cal")
    actions.plan_messages(now=DAY_BEFORE)
    assert hand_over(DAY_BEFORE).letters == []
    assert ("called_off", "not_sent", "unsafe_person") in standing()


def test_a_session_to_which_she_means_to_come_and_that_is_called_off_or_left(ana: Any) -> None:
    from alongside.agencies.models import Agency
    from alongside.families.models import Family
    from alongside.services import actions as services

    thursday, there = MONDAY.replace(day=5, hour=11), [(CAST["W1"], "counsellor"), (CAST["PIT"], "therapist")]
    with acting_as("W1"):
        lead, alder = Agency(id=CAST["LEAD"]), Family(id=CAST["ALDER"])
        eleven, two = (
            services.plan_session(
                agency=lead, service="mothers_group", on=date(2026, 3, 6), begins=time(hour), minutes=60, there=there,
                mode="online", way_in="https://meet.example.org/j/77", **stamp(),  # it goes along in no message
            )
            for hour in (11, 14)
        )  # fmt: skip
        bookings = services.book(sessions=[eleven, two], family=alder, people=[CAST["ANA"]], **stamp())
        let_go_promise(promise=ana, on=date(2026, 3, 2), **stamp())
    assert actions.plan_messages(now=thursday) == 4  # no one asked for each of them: she wants reminders, and comes
    first = hand_over(thursday)
    assert sorted(first.words) == [f"Friday {hour}:00. 1 = OK, 2 = another time. Sam" for hour in (11, 14)]
    at = stamp() | {"at": thursday}
    with acting_as("W1"):
        services.call_off(session=eleven, why="somebody_away", **at)
        services.take_back(booking=next(row for row in bookings if row.session_id == two.pk), **at)
    assert actions.plan_messages(now=thursday) == 1
    assert hand_over(thursday).words == ["Not Friday 11:00 after all. Sorry. Sam"]
    assert hand_over(thursday.replace(day=6)).letters == []  # neither goes on the day


def test_what_cannot_be_handed_over_is_tried_again_later_each_time_and_not_for_ever(ana: Any) -> None:
    actions.plan_messages(now=MONDAY)
    out = Sink(answers=[TryAgain("503")] * 5)
    now = DAY_BEFORE
    for wait in (1, 2, 4, 8):
        hand_over(now, out)
        (first, _second) = messages()
        assert (first.state, first.because) == ("waits", "trying")
        assert first.not_before == now + timedelta(minutes=wait)
        hand_over(now, out)  # not yet: nothing is asked
        now = first.not_before
    hand_over(now, out)
    assert standing()[0] == ("before", "not_sent", "tried_enough") and out.letters == [] and out.answers == []


def test_a_wait_is_as_long_in_the_hour_that_comes_twice(ana: Any) -> None:
    night = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # half past one for the second time
    asked = {"checked_on": date(2026, 10, 20), "at": night - timedelta(days=9)}
    with acting_as("W1"):
        plan(**asked, way={"from_hour": time(0), "to_hour": time(6), "days": "1234567"})
        meeting(MEETING.replace(month=11, day=1))
    actions.plan_messages(now=night - timedelta(days=1))
    hand_over(night, Sink(answers=[TryAgain("503")] * 5))
    (waits,) = messages(kind="before", state="waits", starts_at__gt=night)
    assert (waits.because, waits.tried, waits.not_before) == ("trying", 1, night + timedelta(minutes=1))
    with acting_as("W1"):
        plan(**asked, way={"days": "1234567"})
    hand_over(night + timedelta(minutes=2), longest=2)
    (waits,) = messages(kind="before", state="waits", starts_at__gt=night)
    assert (waits.because, waits.not_before) == ("not_this_hour", night + timedelta(minutes=17))


def test_a_number_that_does_not_take_it_gets_nothing_more_and_her_team_is_told(ana: Any) -> None:
    with acting_as("W1"):
        wish(way="call", others="only_she")
    actions.plan_messages(now=MONDAY)
    hand_over(DAY_BEFORE, Sink(answers=[DidNotArrive()]))
    assert ("before", "did_not_arrive", "bounced") in standing()
    assert [s for s in standing() if s[1] == "waits"] == []
    assert notices()[0] == ("did_not_arrive", "")
    with acting_as("W1"):
        newest = Wish.objects.order_by("by", "-version").distinct("by")
        assert [(w.by, w.wanted, w.how) for w in newest] == [
            ("call", False, "did_not_arrive"), ("text", False, "did_not_arrive")]  # fmt: skip
    with acting_as("W1"):
        wish()  # she says that it works again
    assert actions.plan_messages(now=DAY_BEFORE) == 0  # what did not arrive is not sent a second time


def test_a_gateway_tells_later_that_it_did_not_arrive(ana: Any) -> None:
    actions.plan_messages(now=MONDAY)
    hand_over(DAY_BEFORE)
    (sent,) = messages(state="sent")
    assert actions.message_reported(reference=sent.reference, arrived=True, at=DAY_BEFORE)
    assert not actions.message_reported(reference=sent.reference, arrived=False, at=DAY_BEFORE)  # one answer counts
    assert not actions.message_reported(reference="", arrived=False, at=DAY_BEFORE)
    hand_over(THAT_DAY)
    (sent,) = messages(state="sent")
    assert actions.message_reported(reference=sent.reference, arrived=False, at=THAT_DAY)
    assert notices() == [("did_not_arrive", "")]


def test_a_run_that_died_is_followed_by_another_and_nothing_goes_twice(ana: Any) -> None:
    actions.plan_messages(now=MONDAY)
    keyless = Sink(once=False)
    with verbs.serving() as token:
        run = uuid.uuid4()
        ((id, again),) = verbs.take(token, run, DAY_BEFORE, 10, timedelta(seconds=90))
        assert not again and verbs.take(token, uuid.uuid4(), DAY_BEFORE, 10, timedelta(seconds=90)) == []
        assert [row[0] for row in verbs.facts(token, run, DAY_BEFORE, [id])] == [id]
        # Somebody else goes on; the first run has lost it, whatever it says.
        ((same, again),) = verbs.take(token, uuid.uuid4(), DAY_BEFORE, 10, timedelta(0))
        assert same == id and again
        assert verbs.facts(token, run, DAY_BEFORE, [id]) == []
        assert verbs.went(token, run, DAY_BEFORE, [{"id": id, "state": "sent", "because": "", "tried": 1}]) == 0
    hand_over(DAY_BEFORE, keyless, lease=timedelta(0))
    assert keyless.letters == [] and standing()[0] == ("before", "not_known", "")


def test_what_was_given_away_without_an_answer_is_not_given_away_again(ana: Any) -> None:
    """A carrier that falls silent may have sent it: two of the same could give her away."""
    actions.plan_messages(now=MONDAY)
    out = Sink(once=False, answers=[NotKnown("no answer")])
    hand_over(DAY_BEFORE, out)
    assert standing()[0] == ("before", "not_known", "")
    hand_over(DAY_BEFORE + timedelta(minutes=10), out)
    assert out.letters == [] and standing()[0] == ("before", "not_known", "")


def test_without_a_way_out_nothing_is_even_taken(ana: Any) -> None:
    actions.plan_messages(now=MONDAY)
    assert actions.hand_over(clock=lambda: DAY_BEFORE, outs=[]).total() == 0
    assert standing()[0] == ("before", "waits", "")


def test_nothing_about_her_stands_in_a_log(ana: Any, caplog: Any) -> None:
    actions.plan_messages(now=MONDAY)
    with caplog.at_level("DEBUG"):
        hand_over(DAY_BEFORE, Sink(answers=[TryAgain("503")]))
    assert caplog.text and not [w for w in (NUMBER, "5550123", "Sam", "Ana", "Wednesday") if w in caplog.text]


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"value": "my blue phone"}, "value_odd"), ({"others": ""}, "who_else"), ({"her_words": "baby group"}, "wording"),
        ({"way": "call", "others": "trusted"}, "not_by_voice"), ({"her_words": "x" * 41}, "message_too_long"),
        ({"kinds": ["hard"]}, "unknown_choice"), ({"base_version": 0}, "changed_since"),
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_kept_is_refused_and_a_no_never(ana: Any, more: Any, because: str) -> None:
    with acting_as("W1"):
        with pytest.raises(Refused) as refused:
            wish(**more)
        assert refused.value.because == because
        assert not wish(wanted=False, **{k: v for k, v in more.items() if k != "base_version"}).wanted


def test_she_says_no_and_every_way_ends(ana: Any) -> None:
    with acting_as("W1"):
        wish(way="email", value="ana@example.org")
        assert actions.stop_messages(family=CAST["ALDER"], woman=CAST["ANA"], **stamp()) == 2
        assert actions.wishes_standing(CAST["ALDER"], CAST["ANA"]) == []
        assert actions.stop_messages(family=CAST["ALDER"], woman=CAST["ANA"], **stamp()) == 0


def test_of_what_she_is_to_be_reminded(ana: Any) -> None:
    from alongside.care.actions import promise
    from alongside.families.models import Family

    with acting_as("W1"):
        woman = Woman.objects.get(person_id=CAST["ANA"])
        with pytest.raises(Refused) as refused:
            actions.remind_of_promise(promise=ana, woman=woman, **stamp())
        assert refused.value.because == "asked_already"
        made = {"family": Family.objects.get(pk=CAST["ALDER"]), "subject": CAST["ANA"], "category": 1, "what": "x"}
        for values, because in (
            ({"on": date(2026, 3, 9)}, "no_time_given"), ({"on": date(2026, 3, 1), "at_time": time(9)}, "is_over"),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                actions.remind_of_promise(promise=promise(**made, **values, **stamp()), woman=woman, **stamp())
            assert refused.value.because == because
        keep_promise(promise=ana, on=date(2026, 3, 2), **stamp())
        with pytest.raises(Refused) as refused:
            actions.remind_of_promise(promise=ana, woman=woman, **stamp())
        assert refused.value.because == "settled"
