"""When we missed each other: somebody may reach out, as she wants it; nothing is made of it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.care import actions, queries, rules
from alongside.care.models import ReachWish
from alongside.care.queries import MissedEachOther
from alongside.care.terms import HowOften, ReachOut
from alongside.enrolment.models import StateChange
from alongside.families.actions import record_death
from alongside.families.models import Family, Person, SafeContact, SafeWay
from alongside.families.queries import people_of
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from alongside.services import actions as services
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
BY = {"by": CAST["W1"], "at": T0}
ALDER, ANA = CAST["ALDER"], CAST["ANA"]
DAY = timedelta(days=1)
MISSED = TODAY - 10 * DAY  # after the last day on which the cast met her


def contact(reached: str, on: date, **more: object) -> None:
    given = {
        "family": Family(id=ALDER), "subject": ANA, "for_whom": "woman", "category": C.SERVICE_USE, "on": on,
        "mode": "phone", "reached": reached, **BY, **more,
    }  # fmt: skip
    actions.record_contact(**given)


def wish(wants: str = "please", **more: object) -> ReachWish:
    return actions.wish_reached(family=ALDER, woman=ANA, wants=wants, **{**BY, "at": T0 + timedelta(hours=1), **more})


def missed(today: date = TODAY, usual: int = 7) -> MissedEachOther | None:
    """Both ways of asking tell the same."""
    found = queries.missed_in([(ALDER, ANA)], today, usual)
    along = queries.missed_of(queries.with_missed(people_of(ALDER), today).get(pk=ANA), today, usual)
    assert found == ([along] if along else [])
    return along


@pytest.mark.parametrize(
    ("tried", "every", "wants", "since"),
    [
        ([], None, "please", 1),
        ([], 30, "please", 30),
        ([2], None, "please", 9),
        ([2, 5], 3, "look", 8),
        ([2, 5], 1, "leave", None),
        ([-4], None, "please", 1),  # what was tried before has nothing to do with it
    ],
)
def test_from_which_day_on(tried: list[int], every: int | None, wants: str, since: int | None) -> None:
    found = rules.reach_out_from(
        MISSED, [MISSED + n * DAY for n in tried], wants=wants, every_days=every, usual=7
    )  # fmt: skip
    assert found == (None if since is None else MISSED + since * DAY)


def test_nobody_is_reminded_to_reach_out_to_a_woman_who_died() -> None:
    with acting_as("W1"):
        wish()
        contact("did_not_meet", MISSED)
        assert missed() is not None
        record_death(person=Person.objects.get(pk=ANA), on=TODAY, **BY)
        assert missed() is None


@pytest.mark.parametrize("reached", ["did_not_meet", "did_not_meet_unknown"])
def test_after_we_did_not_meet_somebody_may_reach_out(reached: str) -> None:
    with acting_as("W1"):
        wish()
        assert missed() is None
        contact(reached, MISSED)
        found = missed(MISSED + DAY)
        assert found and (found.missed_on, found.reason_known, found.tried) == (MISSED, reached == "did_not_meet", ())
        assert missed(MISSED) is None  # not on the day itself


def test_it_comes_back_gently_and_never_runs_out() -> None:
    with acting_as("W1"):
        wish()
        contact("did_not_meet_unknown", MISSED)
        contact("tried", MISSED + DAY)
        assert missed(MISSED + 7 * DAY) is None
        found = missed(MISSED + 8 * DAY)
        assert found and [(each.on, each.how) for each in found.tried] == [(MISSED + DAY, "phone")]
        assert missed(MISSED + 400 * DAY)


@pytest.mark.parametrize(
    "again",
    [{}, {"for_whom": "dyad", "subject": dyad("ANA", "BEE"), "category": C.DYAD_OBSERVATION},
     {"for_whom": "child", "subject": CAST["BEE"], "category": C.CHILD_HEALTH_DEV, "present": [ANA]}],
)  # fmt: skip
def test_when_we_met_again_there_is_nothing_to_say(again: dict[str, object]) -> None:
    with acting_as("W1"):
        contact("did_not_meet", MISSED)
        contact("met", MISSED + DAY, **again)
        assert missed() is None


def test_meeting_the_child_alone_is_not_meeting_her() -> None:
    with acting_as("W1"):
        contact("did_not_meet", MISSED)
        contact("met", MISSED + DAY, subject=CAST["BEE"], for_whom="child", category=C.CHILD_HEALTH_DEV)
        assert missed() is not None


@pytest.mark.parametrize(("how", "there"), [("did_not_meet", True), ("came", False), ("online", False)])
def test_a_session_counts_as_any_other_meeting(how: str, there: bool) -> None:
    """By the day it is: who came is said while the session is still in everybody's mind."""
    today, now = timezone.localdate(), {"by": CAST["W1"], "at": timezone.now()}
    with acting_as("W1"):
        if how != "did_not_meet":
            contact("did_not_meet", today - DAY, at=now["at"])
        both = [(CAST["W1"], "counsellor"), (CAST["PIT"], "therapist")]
        session = services.plan_session(
            agency=Agency(id=CAST["LEAD"]), service="mothers_group", on=today, begins=time(0, 5), minutes=60,
            there=both, **now,
        )  # fmt: skip
        [booked] = services.book(sessions=[session], family=Family(id=ALDER), people=[ANA], **now)
        assert services.note_who_came(session=session, rows=[services.Noted(booked.pk, how)], at=now["at"]) == []
        assert (missed(today + 10 * DAY) is not None) is there


def test_leave_it_to_me_is_heeded_until_she_says_otherwise() -> None:
    with acting_as("W1"):
        contact("did_not_meet", MISSED)
        assert missed()
        wish("leave")
        assert missed() is None and missed(TODAY + 400 * DAY) is None
        contact("did_not_meet_unknown", MISSED + 2 * DAY)
        assert missed() is None
        wish("look", where="the library", at=T0 + DAY)
        found = missed()
        assert found and (found.wants, found.where) == ("look", "the library")


def test_she_says_how_often() -> None:
    with acting_as("W1"):
        contact("did_not_meet", MISSED)
        wish(every_days=30)
        assert missed(MISSED + 29 * DAY) is None and missed(MISSED + 30 * DAY)


def test_nobody_is_sent_after_her_without_a_safe_way_or_when_she_comes_herself() -> None:
    with acting_as("W1"):
        contact("did_not_meet", MISSED)
        assert missed()
        plan = SafeContact.objects.create(
            family_id=ALDER, woman_id=ANA, version=2, checked_on=TODAY, recorded_by=CAST["W1"], recorded_at=T0
        )
        assert missed() is None  # a plan without a way
        SafeWay.objects.create(plan=plan, family_id=ALDER, woman_id=ANA, channel="none", value="")
        assert missed() is None


@pytest.mark.parametrize(
    ("state", "there"), [("quiet", True), ("active", True), ("moved", False), ("ended_by_choice", False)]
)
def test_quiet_is_when_it_matters_most_and_after_an_ending_the_door_is_hers(state: str, there: bool) -> None:
    with acting_as("W1"):
        contact("did_not_meet", MISSED)
        before = StateChange.objects.filter(family_id=ALDER, person_id=ANA).latest("from_on")
        StateChange.objects.create(
            family_id=ALDER, person_id=ANA, enrolment=before.enrolment, state=state, because="her_choice",
            from_on=MISSED + DAY, recorded_by=CAST["W1"], recorded_at=T0,
        )  # fmt: skip
        assert (missed() is not None) is there


def test_nothing_is_kept_of_it_and_one_statement_asks_for_many() -> None:
    with acting_as("W1"):
        contact("did_not_meet", MISSED)
        people = list(Person.objects.filter(kind="woman"))
        with CaptureQueriesContext(connection) as made:
            assert queries.missed_in([(p.family_id, p.pk) for p in people], TODAY, 7)
        assert len(made) == 1 and made[0]["sql"].lstrip().startswith("select")
        assert queries.missed_in([], TODAY, 7) == []


@pytest.mark.parametrize("wrong", [{"wants": "never"}, {"ways": ["pigeon"]}, {"every_days": 2}])
def test_what_is_no_choice_is_refused(wrong: dict[str, object]) -> None:
    with acting_as("W1"), pytest.raises(ValueError):
        wish(**wrong)


def test_words_that_are_too_long_and_the_same_sent_twice() -> None:
    with acting_as("W1"):
        with pytest.raises(Refused) as no:
            wish(where="x" * 2001)
        assert no.value.because == "too_long"
        one = wish(ways=["text", "none", "text"], every_days=HowOften.WEEK, id=ident("wish once"))
        assert one.ways == ["text"] and wish(ReachOut.LEAVE, id=ident("wish once")).pk == one.pk
