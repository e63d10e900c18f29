"""A session is moved: who comes, seats and what was known follow; what cannot be is said kindly."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.recordkeeping.models import Trail
from alongside.services import actions, queries
from alongside.services.models import Booking, Place, Session
from alongside.services.tests.test_actions import ALDER, ANA, BEE, BO, by, now, plan, refused, room, today
from tests.cast import CAST, acting_as, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def move(session: Session, on: date, begins: time = time(10), who: str = "W1", **more: Any) -> Session:
    given = {"minutes": 60, "place": session.place, "minding": session.minding, "why": "weather", **by(who), **more}
    return actions.move_session(session=session, on=on, begins=begins, **given)


def seats(session: Session) -> dict[Any, int | None]:
    return dict(Booking.objects.filter(session=session, stands=True).values_list("person_id", "seat"))


def test_who_comes_goes_along_with_a_seat_and_the_earlier_time_stays_to_be_read() -> None:
    door, soon = room("Little room", seats=2), today() + timedelta(days=2)
    with acting_as("W1"):
        blue = Place.objects.get(pk=ident("room"))
        session = plan(children="next_door", minding=door, on=soon, begins=time(10), place=blue)
        other = plan(children="next_door", minding=door, on=soon, begins=time(14))
        actions.book(sessions=[session], family=ALDER, people=[ANA, BEE], transport="taxi", **by())
        actions.book(sessions=[other], family=ALDER, people=[BO], **by())
        assert seats(session) == {ANA: None, BEE: 1} and seats(other) == {BO: 1}
        first, then = session.during, now()
        moved = move(session, soon, time(14, 30), words="The road is closed.")
        assert seats(moved) == {ANA: None, BEE: 2}  # hers is taken at that time
        assert {row.during for row in Booking.objects.filter(session=session)} == {moved.during}
        assert (moved.earlier, moved.moved_words) == ([first], "The road is closed.")
        no = refused("seat_taken", actions.book, sessions=[moved], family=ALDER, people=[BO], **by())
        assert no.detail["day"] == soon
        assert moved.earlier_rooms == [blue.name]
        moved = move(
            moved, soon + timedelta(days=1), place=None
        )  # and on, to another day, where her own seat is free again
        assert seats(moved) == {ANA: None, BEE: 2} and moved.earlier[0] == first
        actions.book(sessions=[moved], family=ALDER, people=[BO], **by())
        refused("seat_taken", move, session=moved, on=soon, begins=time(14))
        assert Session.objects.get(pk=moved.pk).during == moved.during  # nothing of it was written

        def shown(at: datetime | None, since: datetime | None = None) -> set[tuple[datetime, int]]:
            rows = queries.coming_of(ALDER.pk, known_at=at, since=since, until=since and since + timedelta(days=1))
            return {(row.during.lower, len(row.earlier)) for row in rows if row.booking.session_id == session.pk}

        assert moved.earlier_rooms == [blue.name, blue.name]
        as_it_was = queries.coming_of(ALDER.pk, known_at=then)
        assert {row.room for row in as_it_was if row.booking.session_id == session.pk} == {blue.name}
        assert {row.room for row in queries.coming_of(ALDER.pk) if row.booking.session_id == session.pk} == {""}
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        assert shown(then) == {(first.lower, 0)} and shown(None) == shown(now()) == {(moved.during.lower, 2)}
        assert shown(then, midnight + timedelta(days=2)) and not shown(then, midnight + timedelta(days=3))
        assert shown(None, midnight + timedelta(days=3)) and not shown(None, midnight + timedelta(days=2))
    with acting_as("PRIV"):
        line = Trail.objects.filter(verb="session moved").latest("at")
        assert line.principal == CAST["W1"] and line.family is None and "Ana" not in str(line.detail)


def test_another_room_at_the_same_hour_is_known_as_it_was() -> None:
    green, soon = room("Green room"), today() + timedelta(days=2)
    with acting_as("W1"):
        blue = Place.objects.get(pk=ident("room"))
        session = plan(on=soon, begins=time(10), place=blue)
        actions.book(sessions=[session], family=ALDER, people=[ANA], **by())
        known = [now()]
        for begins, place in ((time(10), green), (time(14), green), (time(10), None)):
            session = move(session, soon, begins, place=place)
            known.append(now())
        rows = [
            next(row for row in queries.coming_of(ALDER.pk, known_at=at) if row.booking.session_id == session.pk)
            for at in (*known, None)
        ]
        assert [row.room for row in rows] == [blue.name, green.name, green.name, "", ""]
        assert [timezone.localtime(row.during.lower).hour for row in rows] == [10, 10, 14, 10, 10]
        assert [row.moved_since for row in rows] == [True, True, True, False, False]


def test_what_cannot_be_is_said_kindly_and_only_who_has_a_say_moves_it() -> None:
    blue = Place.objects.using("loader").get(pk=ident("room"))
    soon = today() + timedelta(days=2)
    with acting_as("W1"):
        session, held = plan(on=soon, begins=time(10)), plan(place=blue, on=soon, begins=time(14))
        at_one = {"begins": time(14, 30), "place": blue}
        refused("place_taken", move, session=session, on=soon, **at_one)
        refused("room_for_minding", move, session=session, on=soon, place=Place(id=ident("next door"), seats=2))
        refused("too_long_a_time", move, session=session, on=soon, minutes=2)
        refused("unknown_choice", move, session=session, on=soon, why="another_time")
        refused("unknown_choice", move, session=session, on=soon, place=Place(id=CAST["ANA"]))
        refused("gone_by", move, session=session, on=today() - timedelta(days=1))
        refused("begun_already", move, session=plan(on=today() - timedelta(days=1)), on=soon)
        assert move(session, soon).earlier == []  # where it is already
        stale = Session.objects.get(pk=session.pk)
        assert move(session, soon, **at_one | {"begins": time(15)}).place_id == blue.pk
        refused("changed_meanwhile", move, session=stale, on=soon + timedelta(days=3))
        assert move(held, soon, time(9)).during.lower < session.during.lower
        actions.call_off(session=held, why="weather", **by())
        refused("is_off", move, session=held, on=soon)
    with acting_as("W2"):  # neither there nor its planner
        with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
            move(Session.objects.get(pk=session.pk), soon + timedelta(days=1), who="W2")
        with connection.cursor() as cursor:
            cursor.execute("select has_column_privilege('services_session', 'during', 'update')")
            assert cursor.fetchone() == (False,)
