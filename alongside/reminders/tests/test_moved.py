"""What takes place at another time, or not at all, after a message went: she is told, as she wants it, and once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from alongside.agencies.models import Agency
from alongside.care.actions import let_go_promise
from alongside.families.models import Family
from alongside.reminders import actions
from alongside.reminders.tests.ana import MONDAY, NUMBER, plan, stamp
from alongside.reminders.tests.test_outbox import hand_over, messages, notices, standing
from alongside.services import actions as services
from alongside.services.models import Booking, Series, Session
from tests.cast import CAST, acting_as

pytestmark = pytest.mark.django_db(databases=["default"])
THURSDAY, FRIDAY = MONDAY.replace(day=5, hour=11), MONDAY.replace(day=6, hour=11)


def friday(ana: Any) -> tuple[Series, Session]:
    """Ana means to come to three Fridays at two; the promise of the fixture is let go."""
    with acting_as("W1"):
        there = [(CAST["W1"], "counsellor"), (CAST["PIT"], "therapist")]
        series = services.plan_series(
            agency=Agency(id=CAST["LEAD"]), service="mothers_group", first_on=date(2026, 3, 6),
            until_on=date(2026, 3, 20), begins=time(14), minutes=60, there=there, **stamp(),
        )  # fmt: skip
        held = list(Session.objects.filter(series=series).order_by("during"))
        services.book(sessions=held, family=Family(id=CAST["ALDER"]), people=[CAST["ANA"]], **stamp())
        let_go_promise(promise=ana, on=date(2026, 3, 2), **stamp())
        return series, held[0]


def move(session: Session, on: date, begins: time, at: datetime) -> Session:
    with acting_as("W1"):
        return services.move_session(
            session=Session.objects.get(pk=session.pk), on=on, begins=begins, minutes=60, place=None, minding=None,
            why="weather", by=CAST["W1"], at=at,
        )  # fmt: skip


def test_a_moved_session_is_told_with_its_new_time_and_back_again_and_once(ana: Any) -> None:
    _series, session = friday(ana)
    actions.plan_messages(now=THURSDAY)
    assert hand_over(THURSDAY).words == ["Friday 14:00. 1 = OK, 2 = another time. Sam"]
    move(session, date(2026, 3, 9), time(15), THURSDAY)
    assert actions.plan_messages(now=THURSDAY) == 1 and actions.plan_messages(now=THURSDAY) == 0
    assert hand_over(THURSDAY).words == ["New time: Monday 15:00. 1 = OK, 2 = another time. Sam"]
    assert hand_over(FRIDAY).letters == []  # nothing on the day of before
    # Moved again before she was told, then back: what she reads last is so.
    later = FRIDAY + timedelta(minutes=5)
    move(session, date(2026, 3, 10), time(16), later)
    actions.plan_messages(now=later)
    move(session, date(2026, 3, 6), time(14), later)
    actions.plan_messages(now=later)
    assert hand_over(later).words == ["New time: Friday 14:00. 1 = OK, 2 = another time. Sam"]
    assert actions.plan_messages(now=later) == 0
    # And an answer to it is an answer like every other.
    actions.message_came(by="text", value=NUMBER, words="2", reference="m1", at=later)
    actions.listen(now=later)
    assert ("other_time", "") in notices() and hand_over(later).words == ["OK, another time. You will hear. Sam"]


def test_moved_far_away_it_is_not_called_by_a_day_of_the_week_and_only_safely(ana: Any) -> None:
    _series, session = friday(ana)
    actions.plan_messages(now=THURSDAY)
    hand_over(THURSDAY)
    move(session, date(2026, 3, 13), time(9), THURSDAY)
    actions.plan_messages(now=THURSDAY)
    with acting_as("W1"):
        plan(who_shares_the_phone="Cal")
    assert hand_over(THURSDAY).letters == []
    assert ("called_off", "not_sent", "unsafe_person") in standing() and "moved" not in dict.fromkeys(
        k for k, *_ in standing()
    )
    assert ("ask_her", "unsafe_person") in notices()


def test_whoever_took_her_name_off_is_told_nothing_of_where_it_is_now(ana: Any) -> None:
    _series, session = friday(ana)
    actions.plan_messages(now=THURSDAY)
    hand_over(THURSDAY)
    with acting_as("W1"):
        [booking] = Booking.objects.filter(session=session, stands=True)
        services.take_back(booking=booking, by=CAST["W1"], at=THURSDAY)
    for on in (date(2026, 3, 9), date(2026, 6, 9)):
        move(session, on, time(15), THURSDAY)
        assert actions.plan_messages(now=THURSDAY) == 0 and hand_over(THURSDAY).letters == []


def test_a_series_that_is_called_off_is_told_to_those_who_had_a_message(ana: Any) -> None:
    series, session = friday(ana)
    actions.plan_messages(now=THURSDAY)
    hand_over(THURSDAY)
    with acting_as("W1"):
        services.call_off_series(series=series, why="holiday", by=CAST["W1"], at=THURSDAY)
    assert actions.plan_messages(now=THURSDAY) == 1
    assert hand_over(THURSDAY).words == ["Not Friday 14:00 after all. Sorry. Sam"]
    assert hand_over(FRIDAY).letters == [] and {row.target for row in messages(state="sent")} == {session.pk}
