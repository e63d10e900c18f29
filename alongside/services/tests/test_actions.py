"""Planning, calling off, booking and noting who came; what two do at once, and what cannot be, said kindly."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.families.actions import add_child, open_family, record_track
from alongside.families.models import Child, Family, Woman
from alongside.families.rules import NewPerson
from alongside.recordkeeping.models import Trail
from alongside.recordkeeping.rules import Refused
from alongside.services import actions, queries
from alongside.services.actions import Noted
from alongside.services.models import Booking, Given, Place, Presence, Session
from tests.cast import CAST, acting_as, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA, BEE, BO = Family(id=CAST["ALDER"]), CAST["ANA"], CAST["BEE"], CAST["BO"]
LEAD = Agency(id=CAST["LEAD"])
BOTH = [(CAST["W1"], "counsellor"), (CAST["PIT"], "therapist")]
ROOM, NEXT_DOOR = ident("room"), ident("next door")


def now() -> datetime:
    return timezone.now()


def by(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": now()}


def today() -> date:
    return timezone.localdate()


def plan(who: str = "W1", **more: Any) -> Session:
    given = {
        "agency": LEAD, "service": "mothers_group", "on": today(), "begins": time(0, 5), "minutes": 60, "there": BOTH,
        "children": "here", **by(who), **more,
    }  # fmt: skip
    return actions.plan_session(**given)


def refused(because: str, verb: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as no, transaction.atomic():
        verb(**more)
    assert no.value.because == because
    return no.value


def room(name: str, **more: Any) -> Place:
    with acting_as("SUP"):
        given = {"adults_only": False, "quiet": False, "seats": 0, "in_use": True, **more}
        return actions.open_place(agency=LEAD, name=name, **given, **by("SUP"))


def test_a_group_has_both_or_a_reason_and_the_database_looks_too() -> None:
    """T-15; and nobody plays a part that she does not have."""
    with acting_as("W1"):
        refused("both_needed", plan, there=BOTH[:1])
        refused("nobody_there", plan, there=[], without_why="nobody can")
        refused("not_her_part", plan, there=[BOTH[0], (CAST["W2"], "therapist")])
        refused("no_such_service", plan, service="no-such")
        reasoned = plan(there=BOTH[:1], without_why="She is at a birth.", on=today() + timedelta(days=3))
        assert reasoned.needs == ["counsellor", "therapist"]
        whole = plan()
        assert plan(id=whole.pk).pk == whole.pk  # sent twice, kept once
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            for planted in (
                f"update services_sessionworker set ended_at = now() where session_id = '{whole.pk}' and part ~ 't'",
                f"update services_session set without_why = '' where id = '{reasoned.pk}'",
            ):
                with pytest.raises(IntegrityError, match="somebody is missing"), transaction.atomic():
                    cursor.execute(planted)
        [pit] = [row for row in queries.session(whole.pk).there if row.part == "therapist"]
        refused("both_needed", actions.end_worker, worker=pit, **by())
        actions.end_worker(worker=pit, without_why="She is ill.", **by())
        [w1] = queries.session(whole.pk).there
        refused("nobody_there", actions.end_worker, worker=w1, **by())


def test_a_room_is_given_once_and_is_free_again_when_it_is_called_off() -> None:
    blue = Place.objects.using("loader").get(pk=ROOM)
    door = Place.objects.using("loader").get(pk=NEXT_DOOR)
    quiet = room("Quiet room", adults_only=True, quiet=True)
    with acting_as("SUP"):
        refused("name_taken", actions.open_place, agency=LEAD, name="Blue room", **by("SUP"))
        more = {"name": "X", "adults_only": True, "seats": 3}
        refused("seats_without_children", actions.keep_place, place=quiet, base_version=1, by=CAST["SUP"], **more)
        actions.keep_place(place=quiet, base_version=1, by=CAST["SUP"], name="Quiet corner")
        refused("changed_meanwhile", actions.keep_place, place=quiet, base_version=1, by=CAST["SUP"], name="Y")
    with acting_as("W1"):
        soon = {"on": today() + timedelta(days=1), "begins": time(10)}
        first = plan(place=blue, **soon)
        no = refused("place_taken", plan, place=blue, on=soon["on"], begins=time(10, 59))
        assert no.detail["day"] == soon["on"]
        with pytest.raises(IntegrityError, match="services_session_place"), transaction.atomic():
            Session.objects.create(
                agency=LEAD, service="x", during=first.during, place=blue, recorded_by=CAST["W1"], recorded_at=now()
            )
        plan(place=blue, on=soon["on"], begins=time(11))  # the next one begins when the first ends
        refused("no_children_here", plan, place=quiet, **soon)
        refused("room_for_minding", plan, place=door, **soon)
        refused("no_seats", plan, children="next_door", minding=blue, **soon)
        refused("too_long_a_time", plan, minutes=0)
        off = actions.call_off(session=first, why="room", words="The heating is broken.", **by())
        assert off.off_why == "room" and plan(place=blue, **soon).place_id == ROOM
        refused("is_off", actions.call_off, session=off, why="room", **by())
        past = plan(on=today() - timedelta(days=3))
        refused("has_been", actions.call_off, session=past, why="weather", **by())


def test_a_series_keeps_its_time_on_the_clock_and_is_called_off_from_today_on() -> None:
    blue = Place.objects.using("loader").get(pk=ROOM)
    first = date(today().year + 1, 2, 22) - timedelta(days=date(today().year + 1, 2, 22).weekday())
    given = {
        "agency": LEAD, "service": "play_group", "first_on": first, "until_on": first + timedelta(weeks=4),
        "begins": time(10), "minutes": 90, "there": BOTH, "children": "here", "place": blue,
    }  # fmt: skip
    with acting_as("W1"):
        with CaptureQueriesContext(connection) as asked:
            series = actions.plan_series(**given, **by())
        assert len(asked) <= 14
        held = queries.series_sessions(series.pk)
        assert len(held) == 5 and all(len(each.there) == 2 for each in held)
        assert {timezone.localtime(each.during.lower).time() for each in held} == {time(10)}
        no = refused("place_taken", actions.plan_series, **{**given, "first_on": first + timedelta(weeks=2)}, **by())
        assert no.detail["day"] == first + timedelta(weeks=2)
        at_ten = plan(on=first, begins=time(10, 30))
        clash = queries.at_the_same_time([at_ten], [CAST["W1"]])
        assert [row.session_id for row in clash] == [held[0].pk]  # said kindly, and in nobody's way
        called = actions.call_off_series(series=series, why="holiday", **by())
        assert set(called) == {each.pk for each in held}
        refused("is_off", actions.call_off_series, series=series, why="holiday", **by())
        assert all(each.off_why == "holiday" for each in queries.series_sessions(series.pk))


def test_two_children_for_one_seat_and_seats_are_free_again() -> None:
    door = room("Little room", seats=1)
    with acting_as("W1"):
        session = plan(children="next_door", minding=door, on=today() + timedelta(days=2), begins=time(10))
        refused("nobody_chosen", actions.book, sessions=[session], family=ALDER, people=[], **by())
        refused("another_family", actions.book, sessions=[session], family=ALDER, people=[CAST["EVE"]], **by())
        rows = actions.book(sessions=[session], family=ALDER, people=[ANA, BEE], transport="taxi", **by())
        assert {row.person_id: row.seat for row in rows} == {ANA: None, BEE: 1}
        assert actions.book(sessions=[session], family=ALDER, people=[ANA], **by()) == []
        refused("seat_taken", actions.book, sessions=[session], family=ALDER, people=[BO], **by())
        with pytest.raises(IntegrityError, match="services_booking_seat"), transaction.atomic():
            Booking.objects.create(
                family=ALDER, person_id=BO, session=session, during=session.during, minding=door, seat=1,
                recorded_by=CAST["W1"], recorded_at=now(),
            )  # fmt: skip
        actions.take_back(booking=queries.booking(ALDER.pk, rows[1].pk), **by())
        [bo] = actions.book(sessions=[session], family=ALDER, people=[BO], **by())
        assert bo.seat == 1
        without = plan(children="none", on=today() + timedelta(days=2), begins=time(14))
        refused("no_children_then", actions.book, sessions=[without], family=ALDER, people=[BEE], **by())
        actions.call_off(session=session, why="weather", **by())
        assert not Booking.objects.filter(session=session, stands=True).exists()
        refused("is_off", actions.book, sessions=[queries.session(session.pk)], family=ALDER, people=[ANA], **by())
        refused(
            "is_off", actions.book, sessions=[session], family=ALDER, people=[ANA], **by()
        )  # it was called off since


def test_one_act_notes_all_is_put_right_by_a_further_row_and_nobody_is_written_over() -> None:
    with acting_as("W1"):
        session = plan()
        rows = actions.book(sessions=[session], family=ALDER, people=[ANA, BEE], **by())
        said = [Noted(rows[0].pk, "came", ("voucher", "food")), Noted(rows[1].pk, "did_not_meet")]
        refused("not_begun", actions.note_who_came, session=plan(on=today() + timedelta(days=9)), rows=said, at=now())
        refused("unknown_choice", actions.note_who_came, session=session, rows=[Noted(rows[0].pk, "late")], at=now())
        assert actions.note_who_came(session=session, rows=said, at=now()) == []
        shown = {each.booking: each for each in queries.who_comes(session.pk)}
        assert [shown[row.pk].how for row in rows] == ["came", "did_not_meet"]
        assert shown[rows[0].pk].items == ("food", "voucher")
        # Sent twice: the same stands, once.
        assert actions.note_who_came(session=session, rows=said, at=now()) == []
        assert Presence.objects.filter(session=session).count() == 2
    with acting_as("PIT"):  # her screen still shows nothing of Ana, and something else of Bee
        seen = shown[rows[1].pk].presence
        other = [Noted(rows[0].pk, "by_phone"), Noted(rows[1].pk, "online", was=seen)]
        assert actions.note_who_came(session=session, rows=other, at=now()) == [rows[0].pk]
    with acting_as("W1"):
        stands = {row.person_id: row for row in Presence.objects.filter(session=session, superseded_at=None)}
        assert (stands[ANA].how, stands[BEE].how) == ("came", "online")
        assert stands[BEE].corrects_id == seen and Presence.objects.get(pk=seen).superseded_at is not None
        assert Session.objects.get(pk=session.pk).held_at is not None


def test_of_two_who_write_what_was_given_the_second_is_told() -> None:
    with acting_as("W1"):
        session = plan()
        rows = actions.book(sessions=[session], family=ALDER, people=[ANA], **by())
        assert actions.note_who_came(session=session, rows=[Noted(rows[0].pk, "came")], at=now()) == []
        [seen] = queries.who_comes(session.pk)
        food = [Noted(seen.booking, "came", ("food",), seen.presence, seen.given)]
        assert actions.note_who_came(session=session, rows=food, at=now()) == []
    with acting_as("PIT"):  # on her screen nothing is given yet; the note beside it is the same
        for how in ("came", "by_phone"):
            fare = [Noted(seen.booking, how, ("fare",), seen.presence, seen.given)]
            assert actions.note_who_came(session=session, rows=fare, at=now()) == [seen.booking]
        assert actions.note_who_came(session=session, rows=food, at=now()) == []  # the same stands
        [seen] = queries.who_comes(session.pk)
        assert (seen.how, seen.items) == ("came", ("food",))
        both = [Noted(seen.booking, "came", ("fare", "food"), seen.presence, seen.given)]
        assert actions.note_who_came(session=session, rows=both, at=now()) == []
    with acting_as("W1"):
        held = Given.objects.filter(session=session).order_by("recorded_at")
        assert [row.items for row in held] == [["food"], ["fare", "food"]] and held[0].superseded_at is not None


def test_what_was_known_on_an_earlier_day_is_shown_as_it_was_then() -> None:
    on = today()
    with acting_as("W1"):
        session, other = plan(), plan(on=on + timedelta(days=1))
        actions.book(sessions=[session, other], family=ALDER, people=[BEE], **by())
        [bee] = [each for each in queries.coming_of(ALDER.pk) if each.booking.session_id == session.pk]
        assert actions.note_who_came(session=session, rows=[Noted(bee.booking.pk, "came")], at=now()) == []
        then = now()
        actions.call_off(session=other, why="somebody_away", **by())
        record_track(
            kind="living", child=Child.objects.get(pk=BEE), during=(on - timedelta(days=2), on + timedelta(days=9)),
            makes_room=True, values={"kind": "hospital"}, **by(),
        )  # fmt: skip

        def shown(at: datetime | None) -> dict[str, tuple[bool, bool]]:
            rows = [row for row in queries.coming_of(ALDER.pk, known_at=at) if row.booking.person_id == BEE]
            found = {row.booking.session_id: (row.off, row.in_hospital) for row in rows}
            return {name: found[each.pk] for name, each in (("was", session), ("off", other)) if each.pk in found}

        assert shown(then) == {"was": (False, False), "off": (False, False)}
        assert shown(None) == shown(now()) == {"was": (False, True), "off": (True, False)}


def test_a_child_who_is_in_hospital_is_asked_about_and_only_of_those_who_may_know() -> None:
    on = today()
    with acting_as("W1"):
        bee = Child.objects.get(pk=BEE)
        record_track(
            kind="living", child=bee, during=(on - timedelta(days=2), on + timedelta(days=9)), makes_room=True,
            values={"kind": "hospital"}, **by(),
        )  # fmt: skip
        session = plan(there=[*BOTH, (CAST["W2"], "counsellor")])
        [row] = actions.book(sessions=[session], family=ALDER, people=[BEE], **by())
        no = refused("in_hospital", actions.note_who_came, session=session, rows=[Noted(row.pk, "came")], at=now())
        assert no.detail["bookings"] == {row.pk}
        away = [Noted(row.pk, "did_not_meet")]
        assert actions.note_who_came(session=session, rows=away, at=now()) == []
    with acting_as("W2"):  # not on the team: nothing tells her where Bee is
        [bee] = queries.who_comes(session.pk)
        came = [Noted(row.pk, "came", was=bee.presence)]
        assert actions.note_who_came(session=session, rows=came, at=now()) == []
    with acting_as("W1"):  # the team sees the question beside it
        [seen] = [each for each in queries.coming_of(ALDER.pk) if each.booking.pk == row.pk]
        assert seen.in_hospital and seen.presence is not None and seen.presence.how == "came"
        [bee] = queries.who_comes(session.pk)
        again = [Noted(row.pk, "came", ("food",), was=bee.presence)]
        assert actions.note_who_came(session=session, rows=again, sure=[row.pk], at=now()) == []


def test_twenty_families_in_at_most_fifteen_statements() -> None:
    """Issue, "Speed". PIT is there and works with none of them."""
    made: list[Booking] = []
    with acting_as("W1"):
        session = plan()
        for n in range(20):
            family = open_family(agency=LEAD, woman=NewPerson(name=f"Ana {n}"), opened_on=today(), **by())
            woman = Woman.objects.get(family=family)
            child = add_child(family=family, woman=woman, child=NewPerson(name=f"Bee {n}"), born_on=today(), **by())
            both = [woman.pk, child.pk]
            made += actions.book(sessions=[session], family=family, people=both, **by())
    with acting_as("PIT"):
        with CaptureQueriesContext(connection) as asked:
            seen = queries.who_comes(session.pk)
            said = [Noted(each.booking, "came", ("food",), each.presence) for each in seen]
            assert actions.note_who_came(session=queries.session(session.pk), rows=said, at=now()) == []
        assert len(seen) == 40 and len(asked) <= 15
        assert len({each.together for each in seen}) == 20
        assert not Booking.objects.filter(session=session).exists()  # nothing of theirs is open to her
    with acting_as("W1"):
        noted = Presence.objects.filter(session=session)
        assert noted.count() == 40 and {row.recorded_by for row in noted} == {CAST["PIT"]}
    with acting_as("PRIV"):
        lines = Trail.objects.filter(principal=CAST["PIT"], subject__in={row.person_id for row in made})
        verbs = [line.verb for line in lines]
        assert {verb: verbs.count(verb) for verb in verbs} == {"looked at who comes": 40, "who came noted": 40}


def test_what_is_offered_here_is_said_by_whoever_arranges_teams_and_the_newest_counts() -> None:
    with acting_as("SUP"):
        play = queries.service("play_group")
        assert play is not None and play.own is None
        said: dict[str, Any] = {
            "about": "", "modality": "group", "settings": ["here"], "sectors": ["parenting"], "target": "group",
            "relationship": True, "needs": ["counsellor"], "offered": False,
        }  # fmt: skip
        said |= {"base": None, **by("SUP")}
        row = actions.say_service(code="play_group", name="Playing", **said)
        refused("changed_meanwhile", actions.say_service, code="play_group", name="Play", **said)
        refused("name_needed", actions.say_service, code="", name=" ", **said)
        refused("no_such_service", actions.say_service, code="own-x", name="X", **said)
        own = actions.say_service(code="", name="Beading circle", **{**said, "offered": True})
        held = {each.code: each for each in queries.every_service()}
        assert held["play_group"].own == row and held[own.code].name == "Beading circle" and own.code.startswith("own-")
    with acting_as("W1"):
        refused("no_such_service", plan, service="play_group")  # not offered any more
        assert plan(service=own.code, there=BOTH[:1]).needs == ["counsellor"]
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            actions.say_service(code="", name="X", **{**said, **by()})
