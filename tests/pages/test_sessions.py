"""Sessions on the pages: planned, met, called off; who came said with one thumb; two at once; what cannot be."""

from __future__ import annotations

import re
import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.families.actions import record_track
from alongside.families.models import Child, Family, Person
from alongside.pages.worker.presented import sessions as present
from alongside.recordkeeping.models import Trail
from alongside.services import actions, queries
from alongside.services.models import Booking, Given, Place, Presence, Series, Service, Session
from alongside.services.queries import Comes
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, BEE, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
W1, PIT = f"{CAST['W1']} counsellor", f"{CAST['PIT']} therapist"
ROOM, NEXT_DOOR = str(ident("room")), str(ident("next door"))


def today() -> date:
    return timezone.localdate()


def fields(**more: Any) -> dict[str, Any]:
    given = {
        "service": "mothers_group", "called": "", "begins": "10:00", "minutes": "90", "every": "", "mode": "in_person",
        "place": "", "children": "here", "minding": "", "there": [W1, PIT], "without_why": "",
        **day("on", (today() + timedelta(days=1)).isoformat()), **more,
    }  # fmt: skip
    return given


def group(*there: str, on: date | None = None, **more: Any) -> tuple[Session, list[Booking]]:
    """A group of today (PIT and W2 there unless others are named) to which Ana and Bee mean to come."""
    named = {"PIT": "therapist", "W1": "counsellor", "W2": "counsellor"}
    with acting_as("W1"):
        stamp: dict[str, Any] = {"by": CAST["W1"], "at": timezone.now()}
        session = actions.plan_session(
            agency=Agency(id=CAST["LEAD"]), service="mothers_group", on=on or today(), begins=time(0, 5), minutes=60,
            there=[(CAST[who], named[who]) for who in there or ("PIT", "W2")], children="here", **more, **stamp,
        )  # fmt: skip
        return session, actions.book(sessions=[session], family=Family(id=ALDER), people=[ANA, BEE], **stamp)


def text(address: str, who: str = "W1") -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200, (address, page.status_code)
    return " ".join(page.text.split())


def test_as_it_was_known_a_session_stands_with_its_room_of_then_and_no_seat_of_now() -> None:
    hour = DateTimeTZRange(timezone.now(), timezone.now() + timedelta(hours=1))
    held = Session(during=hour, earlier=[hour], earlier_rooms=["Blue room"], place=Place(name="Green room"))
    row = Booking(session=held, person=Person(name="Ana"), seat=2)
    then, today_ = Comes(row, hour, [], room="Blue room"), Comes(row, hour, [hour], room="Green room")
    shown = [present.comes(each, {}, now=timezone.now(), writes=False) for each in (then, today_)]
    assert [(each.place, each.seat) for each in shown] == [("Blue room", None), ("Green room", 2)]
    assert shown[0].earlier == "" and shown[1].earlier.endswith("Blue room")


def test_a_session_and_a_series_are_planned_and_refused_kindly() -> None:
    add = url("session_add")
    for wrong, name, words in (
        ({"there": [W1]}, "there", "Somebody is missing whom this needs"),
        ({"there": []}, "there", "who of us is there"),
        ({"there": [W1, f"{CAST['W2']} therapist"]}, "there", None),  # not on the list at all
        ({"children": "next_door"}, "minding", "in which room"),
        ({"every": "1"}, "until_on", "last day"),
        ({"every": "1", **day("until_on", "2020-01-01")}, "until_on", "before the first"),
        ({"every": "1", **day("until_on", f"{today().year + 5}-01-01")}, "until_on", "more than 60"),
        ({"minutes": "2"}, "minutes", None),
        ({"begins": "25:99"}, "begins", None),
    ):
        found = errors(send("W1", add, fields(**wrong)))
        assert list(found) == [name], (wrong, found)
        assert words is None or words in found[name][0]
    first = send("W1", add, fields(place=ROOM, called="Wednesday group"))
    session = newest("services.Session")
    assert first.url == url("session", session.pk) and session.called == "Wednesday group"
    taken = send(
        "W1", add, fields(place=ROOM, every="1", **day("until_on", (today() + timedelta(days=15)).isoformat()))
    )
    assert re.search(r"This room is taken .*\(\w+, \d", errors(taken)["place"][0])
    series = send("W1", add, fields(every="2", **day("until_on", (today() + timedelta(days=30)).isoformat())))
    row = newest("services.Series")
    assert series.url == url("series", row.pk) and "Mothers’ group" in text(series.url)
    again = {"submission": str(uuid.uuid4()), **fields(called="Once")}
    assert {client_as("W1").post(add, again).url for _ in range(2)} == {url("session", newest("services.Session").pk)}
    with acting_as("W1"):
        assert Session.objects.filter(called="Once").count() == 1
    shown = text(f"{url('sessions')}?on={today()}")
    for said in ("Wednesday group", "10:00–11:30", "Blue room", "Wanda, counsellor · Addiction counsellor"):
        assert said in shown, said
    assert "Ana" not in shown and "Wednesday group" not in text(f"{url('sessions')}?on={today()}&show=day")
    assert "Wednesday group" not in text(f"{url('sessions')}?on={today()}&whose=mine", "W2")
    assert text(f"{url('sessions')}?on=not-a-day") and text(f"{url('sessions')}?on=9999-12-31")


def test_calling_off_has_a_reason_and_one_of_us_is_there_more_or_less() -> None:
    session, _rows = group()
    page, off = url("session", session.pk), url("session_off", session.pk)
    with acting_as("W1"):
        [pit, w2] = sorted(queries.session(session.pk).there, key=lambda each: each.part, reverse=True)
    end = url("session_not_there", session.pk, pit.pk)
    assert "missing" in errors(send("W1", end, {}))["without_why"][0]
    assert send("W1", end, {"without_why": "She is ill."}).url == page
    assert "Without" in text(page) and "She is ill." in text(page)
    assert send("W1", url("session_not_there", session.pk, pit.pk), {}).status_code == 404  # somebody was quicker
    assert send("W1", url("session_there", session.pk), {"who": W1}).url == page
    for who in ("PEER", "PIT"):  # neither there nor its planner
        assert send(who, url("session_there", session.pk), {"who": PIT}).status_code == 404
    ahead, _more = group(on=today() + timedelta(days=4))
    off_ahead = url("session_off", ahead.pk)
    assert off_ahead in text(url("session", ahead.pk)) and off_ahead not in text(url("session", ahead.pk), "PEER")
    assert off_ahead in text(url("session", ahead.pk), "SUP")
    assert send("PEER", url("session_off", ahead.pk), {"why": "weather"}).context["form"].errors
    assert list(errors(send("W1", url("session_off", ahead.pk), {}))) == ["why"]
    assert send("W1", url("session_off", ahead.pk), {"why": "weather", "words": "Snow."}).status_code == 302
    shown = text(url("session", ahead.pk), "W2")
    assert "Called off" in shown and "The weather: Snow." in shown and "Ana" not in shown
    assert "called off already" in str(errors(send("W1", url("session_off", ahead.pk), {"why": "weather"})))
    with acting_as("W1"):
        assert Booking.objects.filter(session=ahead, stands=True).count() == 0
        assert w2.pk and off
    send("W1", url("session_add"), fields(every="1", **day("until_on", (today() + timedelta(days=20)).isoformat())))
    series = newest("services.Series")
    assert send("W1", url("series_off", series.pk), {"why": "holiday"}).url == url("series", series.pk)
    with acting_as("W1"):
        assert (
            Series.objects.get(pk=series.pk).off_at and not Session.objects.filter(series=series, off_at=None).exists()
        )


def filled(form: Any) -> dict[str, Any]:
    """What a browser would send of it as it stands, under a submission of its own."""
    return {name: form[name].value() for name in form.fields if name != "submission" and form[name].value()}


def came(session: Session, who: str, **said: str) -> dict[str, Any]:
    """The form as the page shows it to ``who``, with what she says of Ana and Bee."""
    page = client_as(who).get(url("who_came", session.pk))
    form = page.context["form"]
    sent = filled(form)
    for each in form.coming:
        if each.name.split()[0].lower() in said:
            sent[f"how_{each.booking.hex}"] = said[each.name.split()[0].lower()]
    return sent


def test_those_who_are_there_say_with_one_thumb_how_it_was_and_read_nothing_else() -> None:
    session, rows = group()
    page, form = url("session", session.pk), url("who_came", session.pk)
    shown = text(page, "W2")
    assert "Ana Alder" in shown and "Bee Alder" in shown and "How it was" in shown
    for who in ("W1", "SUP", "CHC"):  # of the team, but not there: they read it on the family's own page
        assert "Ana Alder" not in text(page, who)
        assert client_as(who).get(form).status_code == 404
    assert client_as("p_ana").get(page).status_code == client_as("EVAL").get(page).status_code == 404
    ana = rows[0].pk.hex
    asked = text(form, "W2")
    assert asked.count('type="radio"') == 10 and asked.count("<fieldset") == 5
    assert asked.count("checked") == 2  # nothing is said of anybody before somebody says it
    everybody = client_as("W2").get(f"{form}?all=came").context["form"]
    assert {everybody[f"how_{row.pk.hex}"].value() for row in rows} == {"came"}
    told = came(session, "W2", ana="came", bee="did_not_meet") | {f"items_{ana}": ["food", "fare"]}
    with statements() as asked_of_the_database:
        assert send("W2", form, told).url == page
    assert len(asked_of_the_database) <= 15
    assert "Came" in text(page, "W2") or "came" in text(page, "W2")
    family = text(url("family_sessions", ALDER))
    assert "We did not meet" in family and "food" in family.lower() and "Mothers’ group" in family
    assert not re.search(r"\b[0-9]+ (times|missed)|no.show|missed [0-9]", family)
    assert "Nothing is written down yet" in text(url("family_sessions", CAST["BIRCH"]), "W2")
    with acting_as("W1"):
        assert Given.objects.get(session=session).items == ["fare", "food"]


def test_two_at_once_are_both_shown_and_nothing_written_is_lost() -> None:
    session, rows = group()
    form = url("who_came", session.pk)
    hers, his = came(session, "W2", ana="came", bee="came"), came(session, "PIT", ana="by_phone", bee="came")
    assert send("W2", form, hers).status_code == 302
    again = send("PIT", form, his)
    assert again.status_code == 200 and again.context["theirs"] == [("Ana Alder", "came")]
    shown = again.context["form"]
    assert shown[f"how_{rows[0].pk.hex}"].value() == "by_phone" and "said something else" in again.text
    kept = filled(shown)
    assert send("PIT", form, kept).status_code == 302
    with acting_as("W1"):
        held = Presence.objects.filter(session=session, person_id=ANA).order_by("recorded_at")
        assert [row.how for row in held] == ["came", "by_phone"] and held[0].superseded_at
        assert Presence.objects.filter(session=session, person_id=BEE).count() == 1
    # And what was given meanwhile is shown beside what she gave.
    hers, his = came(session, "W2") | {f"items_{rows[0].pk.hex}": ["food"]}, came(session, "PIT")
    assert send("W2", form, hers).status_code == 302
    again = send("PIT", form, his | {f"items_{rows[0].pk.hex}": ["fare"]})
    assert again.status_code == 200 and "food" in str(again.context["theirs"]).lower()
    assert again.context["form"][f"items_{rows[0].pk.hex}"].value() == ["fare"]
    kept = filled(again.context["form"])
    assert send("PIT", form, kept).status_code == 302
    # Whoever came onto the list since the page was opened keeps what a colleague said; an unknown word is said no to.
    only_bee = {name: said for name, said in kept.items() if rows[0].pk.hex not in name}
    assert send("PIT", form, only_bee).status_code == 302
    assert send("PIT", form, {**kept, f"how_{rows[0].pk.hex}": "late"}).status_code == 200
    assert send("PIT", form, {**kept, f"was_{rows[0].pk.hex}": "nonsense", f"how_{rows[0].pk.hex}": "online"}).context
    with acting_as("W1"):
        assert Presence.objects.get(session=session, person_id=ANA, superseded_at=None).how == "by_phone"


def test_a_child_in_hospital_is_asked_about_once_more_and_only_of_who_may_know() -> None:
    with acting_as("W1"):
        record_track(
            kind="living", child=Child.objects.get(pk=BEE), during=(today() - timedelta(days=1), None), makes_room=True,
            values={"kind": "hospital"}, by=CAST["W1"], at=timezone.now(),
        )  # fmt: skip
    session, _rows = group("PIT", "W1", "W2")
    form = url("who_came", session.pk)
    asked = send("W1", form, told := came(session, "W1", ana="came", bee="came"))
    assert asked.status_code == 200 and "Bee Alder was in hospital on that day" in asked.text
    with acting_as("W1"):
        assert not Presence.objects.filter(session=session).exists()
    assert "hospital" not in client_as("W2").get(form).text
    assert send("W1", form, {**told, "sure": "yes"}).status_code == 302
    assert "was in hospital that day" in text(url("family_sessions", ALDER))
    other, _more = group("PIT", "W2", on=today() - timedelta(days=1))
    assert send("W2", url("who_came", other.pk), came(other, "W2", bee="came")).status_code == 302


def test_somebody_means_to_come_with_a_seat_next_door_and_not_after_all() -> None:
    with acting_as("W1"):
        stamp: dict[str, Any] = {"by": CAST["W1"], "at": timezone.now()}
        door = Place.objects.get(pk=NEXT_DOOR)
        series = actions.plan_series(
            agency=Agency(id=CAST["LEAD"]), service="addiction_counselling", first_on=today() + timedelta(days=1),
            until_on=today() + timedelta(days=15), begins=time(10), minutes=60, there=[(CAST["W1"], "counsellor")],
            children="next_door", minding=door, **stamp,
        )  # fmt: skip
        held = queries.series_sessions(series.pk)
    add, page = url("booking_add", ALDER), url("family_sessions", ALDER)
    told = {"session": str(held[0].pk), "people": [str(ANA), str(BEE)], "transport": "taxi"}
    assert list(errors(send("W1", add, {**told, "people": []}))) == ["people"]
    assert list(errors(send("W1", add, {**told, "session": str(uuid.uuid4())}))) == ["session"]
    assert send("W1", add, {**told, "all_of_them": "on"}).url == page
    with acting_as("W1"):
        rows = Booking.objects.filter(session__series=series, stands=True)
        assert rows.count() == 6 and set(rows.filter(person_id=BEE).values_list("seat", flat=True)) == {1}
    shown = text(page)
    assert (
        "Addiction counselling" in shown
        and "seat 1 next door" in shown
        and "A taxi we pay" in shown.replace("a taxi", "A taxi")
    )
    bee = newest("services.Booking", person_id=BEE, session=held[0])
    assert send("W1", url("booking_back", ALDER, bee.pk), {}).url == page
    assert send("W1", url("booking_back", ALDER, bee.pk), {}).status_code == 404
    for who in ("W2", "W3", "p_cal", "CW1", "ADM", "SITE2", "p_ana"):
        for address in (add, page, url("booking_back", ALDER, bee.pk)):
            assert client_as(who).get(address).status_code == 404, (who, address)
    with statements() as few:
        text(page)
    group()
    with statements() as many:
        text(page)
    assert len(many) <= len(few) + 3 and len(many) <= 20
    past = timezone.localdate() - timedelta(days=400)
    assert "Addiction counselling" not in text(f"{page}?on={past}&known={past}")


def test_what_is_offered_and_rooms_are_kept_by_whoever_arranges_teams() -> None:
    offers = url("offers")
    shown = text(offers)
    assert "Parent-infant therapy" in shown and "With: Addiction counsellor, Parent-infant therapist" in shown
    assert "Blue room" in shown and url("service_add") not in shown
    for name, args in (("service_add", ()), ("service_change", ("play_group",)), ("place_add", ())):
        assert client_as("W1").get(url(name, *args)).status_code == 404
    assert client_as("SUP").get(url("service_change", "no-such")).status_code == 404
    form = client_as("SUP").get(url("service_change", "play_group")).context["form"]
    told = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    assert told["name"] == "Play group" and set(told["needs"]) == {"counsellor", "therapist"}
    told.pop("offered")
    told.pop("submission")
    assert send("SUP", url("service_change", "play_group"), {**told, "name": "Playing"}).url == offers
    assert "Somebody else changed this" in str(errors(send("DIR", url("service_change", "play_group"), told)))
    shown = text(offers)
    assert "Not offered here" in shown and shown.index("Not offered here") < shown.index("Playing")
    assert send("SUP", url("service_add"), {"name": ""}).status_code == 200
    with acting_as("SUP"):
        assert Service.objects.count() == 1
    room = {"name": "Attic", "quiet": "on", "in_use": "on"}
    assert send("SUP", url("place_add"), room).url == offers
    assert "already" in errors(send("SUP", url("place_add"), room))["name"][0]
    assert list(errors(send("SUP", url("place_add"), {**room, "name": "X", "adults_only": "on", "seats": "3"}))) == [
        "seats"
    ]
    attic = newest("services.Place", "SUP")
    change = url("place_change", attic.pk)
    assert send("SUP", change, {"name": "Attic", "adults_only": "on", "version": "1"}).url == offers
    assert "Somebody else" in str(errors(send("SUP", change, {"name": "Loft", "version": "1"})))
    assert "Attic" not in text(offers) and "not used now" in text(offers, "SUP")


def test_by_phone_and_online_there_is_a_way_in_on_pages_and_nowhere_else() -> None:
    add = url("session_add")
    odd = (
        "http://meet.example.org/a",
        "meet.example.org",
        "javascript:alert(1)",
        "https://bank.ca@b.org/",
        "12",
        "ask",
    )
    for wrong in odd:
        page = send("W1", add, fields(mode="online", way_in=wrong))
        assert list(errors(page)) == ["way_in"] and wrong in page.text.replace("&#x27;", "'"), wrong
    link, number = "https://meet.example.org/j/77?pwd=a&x=b", "+1 416 555 0123, 88#"
    send("W1", add, fields(way_in=link))
    assert newest("services.Session").way_in == ""  # in a room there is none
    weekly = {"every": "1", **day("until_on", (today() + timedelta(days=16)).isoformat())}
    series = send("W1", add, fields(mode="online", way_in=link, **weekly)).url
    row = newest("services.Series")
    with acting_as("W1"):
        rows = list(Session.objects.filter(series=row).order_by("during"))
        stamp: dict[str, Any] = {"by": CAST["W1"], "at": timezone.now()}
        actions.book(sessions=rows[:2], family=Family(id=ALDER), people=[ANA], **stamp)
    page, form = url("session", rows[0].pk), url("session_way_in", rows[0].pk)
    opened = 'href="https://meet.example.org/j/77?pwd=a&amp;x=b" rel="noreferrer noopener"'
    assert opened in text(page) and opened in text(page, "W2") and form not in text(page, "PEER")
    hers = text(url("my_times"), "p_ana")
    assert hers.count(opened) == 2 and "Come in online" in hers and "Its name can stay on this device." in hers
    assert link not in text(series) and "meet.example" not in text(
        f"{url('sessions')}?on={rows[0].during.lower:%Y-%m-%d}"
    )

    # Another way in, for all that are still to come; then none for one of them.
    asked = client_as("W1").get(form).context["form"]
    assert (asked.initial["way_in"], asked.initial["was"]) == (link, link)
    anew = {"way_in": number, "was": link, "whole_series": "on"}
    assert list(errors(send("PEER", form, anew))) == ["way_in"]  # has no say about it
    assert send("W1", form, anew).url == page
    assert "somebody else changed" in str(errors(send("PIT", form, {**anew, "way_in": "https://c.org"}))).lower()
    hers = text(url("my_times"), "p_ana")
    assert hers.count('href="tel:+14165550123,88%23"') == 2 and f"Call {number}" in hers and link not in hers
    assert send("W1", form, {"way_in": "", "was": number}).url == page
    assert text(url("my_times"), "p_ana").count("tel:") == 1 and "Nothing is written yet." in text(page)
    assert client_as("W1").get(url("session_way_in", group()[0].pk)).status_code == 404
    assert client_as("p_ana").get(form).status_code == 404

    # Whatever tells a calendar, a message or a notice does so in the database: nothing there knows of a way in.
    with connections["loader"].cursor() as cursor:
        cursor.execute("select count(*) filter (where prosrc like '%way_in%'), count(*) from pg_proc p"
                       " where pronamespace = 'safekeeping'::regnamespace")  # fmt: skip
        told, functions = cursor.fetchone()
        assert told == 0 and functions > 300
    with acting_as("W1"):
        assert not [row for row in Trail.objects.filter(verb="way in said") if "555" in str(row.detail)]
