"""Child care on the pages: a room, the door, a child's day, who may fetch, what helps, and what she reads herself."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.care import actions as care
from alongside.care.models import SafetyPlan
from alongside.childcare import actions as childcare
from alongside.childcare.models import AtTheDoor, LogEntry, Ratio
from alongside.families.actions import record_track
from alongside.families.models import Child
from alongside.services import actions
from alongside.services.models import Booking, Place, Session
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, BEE, BO, CAL, DOT, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
PARTS = {"CHC": "child_care", "PEER": "peer"}
DAYS, FETCHING = url("childs_days", ALDER, BEE), url("childs_fetching", ALDER, BEE)


def today() -> date:
    return timezone.localdate()


def text(address: str, who: str = "CHC") -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200, (address, page.status_code)
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def session(*there: str, **more: Any) -> Session:
    """Child care of today, with CHC there unless others are named."""
    with acting_as("CHC"):
        given = {
            "agency": Agency(id=CAST["LEAD"]), "service": "child_care", "on": today(), "begins": time(0, 1), "minutes": 700,
            "there": [(CAST[who], PARTS.get(who, "counsellor")) for who in there or ("CHC",)],
            "children": "next_door", "minding": Place(id=ident("next door"), seats=2), "without_why": "Alone today.",
            "by": CAST["CHC"], "at": timezone.now(), **more,
        }  # fmt: skip
        return actions.plan_session(**given)


def booked(row: Session, child: Any = BEE) -> Booking:
    with acting_as("CHC"):
        [booking] = childcare.give_days(
            child=Child.objects.get(pk=child), sessions=[row], by=CAST["CHC"], at=timezone.now()
        )
        return booking


def test_a_day_names_no_child_and_a_room_shows_what_a_carer_must_know_to_those_who_are_there() -> None:
    row = session("CHC", "W2")
    booked(row)
    assert "Play room" in text(url("child_care")) and "Bee" not in text(url("child_care"))
    room = url("child_care_room", row.pk)
    for who in ("CHC", "W2"):
        shown = text(room, who)
        for said in (
            "Bee Alder",
            "Allergies : NEED no nuts for Bee",
            "Came in",
            "0 children are here. There are enough of us.",
        ):
            assert said in shown.replace("Allergies:", "Allergies :"), (who, said)
        assert "Ana" not in shown and "SECRET" not in shown
    assert "This child’s day" in text(room) and "This child’s day" not in text(room, "W2")
    for who in ("W1", "SUP", "PEER"):
        assert "Bee" not in text(room, who)
    beside = session("CHC", "PEER")  # she leads the group; her part reads no child's record
    assert "Who is here is known to those who look after the children." in text(
        url("child_care_room", beside.pk), "PEER"
    )
    for who in ("p_cal", "p_ana", "p_foster", "CW1", "ADM", "SITE2"):
        assert client_as(who).get(room).status_code == 404
    for who in ("p_cal", "p_ana", "p_foster", "CW1", "ADM"):
        assert client_as(who).get(url("child_care")).status_code == 404
    assert "Play room" not in text(url("child_care"), "SITE2")  # another programme has days of its own
    assert client_as("CHC").get(url("child_care_room", ident("session"))).status_code == 200
    assert client_as("CHC").get(url("child_care") + "?on=not-a-day").status_code == 200


def test_a_room_asks_the_same_however_many_children() -> None:
    row = session()
    booked(row)
    with statements() as few:
        text(url("child_care_room", row.pk))
    booked(row, BO)
    with statements() as many:
        text(url("child_care_room", row.pk))
    assert len(few) == len(many) <= 17


def test_she_brings_her_child_somebody_not_allowed_is_refused_and_somebody_allowed_fetches() -> None:
    row = session()
    booking = booked(row)
    came, left = url("child_came", row.pk, booking.pk), url("child_left", row.pk, booking.pk)
    room = url("child_care_room", row.pk)
    shown = text(came)
    assert "Ana Alder" in shown and "Dot Alder" in shown and "Cal" not in shown
    at = {"at_time": "00:02", "was": ""}
    assert "choose somebody of the list" in errors(send("CHC", came, {"who": "", "name": "", **at}))["who"][0]
    assert send("CHC", came, {"who": str(ANA), **at}).url == room
    assert "00:02, with Ana Alder" in text(room) and "1 child is here." in text(room)
    twice = send("CHC", came, {"who": str(DOT), **at})
    assert "a moment ago" in errors(twice)["who"][0] and "00:02, with Ana Alder" in twice.text
    # What the colleague noted is on the screen now, and this form sent once more puts it right.
    again = {"who": str(DOT), **at, "was": twice.context["form"]["was"].value()}
    assert send("CHC", came, again).url == room and "00:02, with Dot Alder" in text(room)
    # It was not so at all: taken back, and noted anew.
    not_so = url("child_came_not", row.pk, booking.pk)
    assert not_so in client_as("CHC").get(room).text and client_as("W1").get(not_so).status_code == 404
    assert "00:02, with Dot Alder" in text(not_so)
    late = send("CHC", not_so, {"was": again["was"]})
    assert "a moment ago" in str(errors(late))
    assert send("CHC", not_so, {"was": late.context["form"]["was"].value()}).url == room
    assert "0 children are here." in text(room) and not_so not in client_as("CHC").get(room).text
    assert send("CHC", came, {"who": str(ANA), **at}).url == room and "00:02, with Ana Alder" in text(room)

    door = text(left)
    assert "Cal Ash: may not fetch today" in door and "Nobody is on duty now" in door
    at["at_time"] = "00:03"
    for who in ({"who": str(CAL)}, {"who": "", "name": "Uncle Ed"}):
        no = send("CHC", left, {**who, **at})
        assert no.status_code == 200 and "Please do not let the child go yet" in errors(no)["who"][0]
        assert who.get("name", "") in no.text and 'value="00:03"' in no.text  # nothing typed is lost
    with acting_as("CHC"):
        assert AtTheDoor.objects.filter(session=row, superseded_at=None).count() == 1
    assert send("CHC", left, {"who": str(DOT), **at}).url == room
    assert "00:03, with Dot Alder" in text(room) and "0 children are here" in text(room)
    page = client_as("CHC").get(room).text
    assert url("child_left_not", row.pk, booking.pk) in page and not_so not in page
    assert "00:03" in text(DAYS) and "Dot Alder" in text(DAYS)
    for who in ("W1", "SUP", "PEER", "p_ana", "p_foster"):
        assert client_as(who).get(left).status_code == 404, who


def test_a_supervisor_says_yes_for_a_day_and_never_against_a_bar() -> None:
    row = session()
    booking = booked(row)
    at = {"at_time": "00:02", "was": ""}
    send("CHC", url("child_came", row.pk, booking.pk), {"who": str(ANA), **at})
    say, left = url("fetch_today", ALDER, BEE), url("child_left", row.pk, booking.pk)
    assert "Say yes for today" in text(FETCHING, "SUP") and "Say yes for today" not in text(FETCHING)
    assert send("CHC", say, {"name": "Uncle Ed", "why": "I know him."}).status_code == 404
    assert "Nobody can say yes" in errors(send("SUP", say, {"who": str(CAL), "why": "x"}))["who"][0]
    assert list(errors(send("SUP", say, {"name": "Uncle Ed", "why": ""}))) == ["why"]
    assert send("SUP", say, {"name": "Uncle Ed", "why": "She called us."}).status_code == 302
    assert "A supervisor said yes for today." in text(FETCHING) and "She called us." in text(FETCHING)
    assert send("CHC", left, {"who": "name:Uncle Ed", **at}).status_code == 302


def test_one_child_too_many_and_a_child_in_hospital_are_asked_about_once_and_nothing_is_refused() -> None:
    with acting_as("SUP"):
        for each in Ratio.objects.all():
            childcare.end_ratio(ratio=each, by=CAST["SUP"], at=timezone.now())
        childcare.say_ratio(
            agency=Agency(id=CAST["LEAD"]), place=None, from_months=0, until_months=None, children_per_carer=1,
            most_children=None, source="a paper", checked_on=today(), verified=True, by=CAST["SUP"], at=timezone.now(),
        )  # fmt: skip
    row = session()
    one, two = booked(row), booked(row, BO)
    at = {"at_time": "00:02", "was": ""}
    assert send("CHC", url("child_came", row.pk, one.pk), {"who": str(ANA), **at}).status_code == 302
    with acting_as("W1"):
        record_track(
            kind="living", child=Child.objects.get(pk=BO), values={"kind": "hospital"}, during=(today(), None),
            makes_room=True, by=CAST["W1"], at=timezone.now(),
        )  # fmt: skip
    came = url("child_came", row.pk, two.pk)
    asked = send("CHC", came, {"who": str(ANA), **at})
    words = " ".join(re.sub(r"<[^>]+>", " ", asked.text).split())
    assert asked.status_code == 200 and "One more carer is needed." in words and "was in hospital on that day" in words
    assert send("CHC", came, {"who": str(ANA), "sure": "yes", **at}).status_code == 302
    assert "Please call a colleague" in text(url("child_care_room", row.pk))


def test_a_day_is_told_put_right_and_asked_about_where_words_speak_of_her() -> None:
    tell = url("day_tell", ALDER, BEE)
    of = {"kind": "mood", "words": "Her mother was late.", **day("on", today().isoformat())}
    asked = send("CHC", tell, of)
    assert asked.status_code == 200 and "Are these words about the child alone?" in asked.text
    assert "Her mother was late." in asked.text
    hurt = send("CHC", tell, {**of, "kind": "hurt", "words": "A bump on the knee."})
    assert "what was done" in errors(hurt)["done"][0]
    told = {"done": "A cold cloth.", "told": "Her mother, at the door"}
    saved = send("CHC", tell, {**of, "kind": "hurt", "words": "A bump on the knee.", "sure": "yes", **told})
    assert saved.url == DAYS
    row = newest("childcare.LogEntry", "CHC")
    assert "A bump on the knee." in text(DAYS) and "A bump" not in text(f"{DAYS}?on=2026-02-01")
    right = send("CHC", url("day_right", ALDER, BEE, row.pk), {"kind": "mood", "words": "A quiet day."})
    assert right.status_code == 302 and "A quiet day." in text(DAYS)
    # A colleague was first: what stands now is shown, what was typed is still here, and saved then it follows.
    again = {"kind": "mood", "words": "A quiet <day>, and a nap.", "version": str(row.pk)}
    late = send("CHC", url("day_right", ALDER, BEE, row.pk), again)
    assert late.status_code == 200 and "A quiet day." in late.text and "A quiet &lt;day&gt;, and a nap." in late.text
    with acting_as("CHC"):
        assert LogEntry.objects.filter(on=today()).count() == 2
    told = {**again, "version": late.context["form"]["version"].value()}
    assert send("CHC", url("day_right", ALDER, BEE, row.pk), told).status_code == 302
    with acting_as("CHC"):
        found = LogEntry.objects.filter(on=today()).order_by("recorded_at")
        assert [each.superseded_at is None for each in found] == [False, False, True]
    assert "A quiet &lt;day&gt;, and a nap." in text(DAYS)
    past = f"{DAYS}?on=2026-01-31"
    assert "SECRET tower of seven" in text(past)
    # An earlier day is put right too, and leads back to it; as it was known before, it stands as it stood.
    right = url("day_right", ALDER, BEE, ident("log"))
    assert right in client_as("CHC").get(past).text
    known = past + "&known=2026-03-02"
    assert right not in client_as("CHC").get(known).text
    assert send("CHC", right, {"kind": "lovely", "words": "A tower of eight."}).url == past
    shown = text(past)
    assert shown.index("A tower of eight.") < shown.index("Put right") < shown.index("SECRET tower of seven")
    assert "Put right" not in text(known) and "tower of eight" not in text(known) and "tower of seven" in text(known)


def test_a_childs_days_ask_the_same_however_much_is_told() -> None:
    with statements() as few:
        text(DAYS)
    with acting_as("CHC"):
        for n in range(20):
            childcare.tell(
                child=Child.objects.get(pk=BEE), on=today() - timedelta(days=n), kind="ate", words=f"Soup {n}.",
                by=CAST["CHC"], at=timezone.now(),
            )  # fmt: skip
    with statements() as many:
        text(DAYS)
    assert len(few) == len(many) <= 22


def test_what_helps_follows_itself_and_two_at_once_lose_nothing() -> None:
    say = url("help_say", ALDER, BEE)
    first = text(DAYS)
    assert "SECRET doors frighten" in first and "SECRET a quiet corner" in first
    of = {"noticed": "Loud rooms.", "change": "We go in first.", "version": "1", **day("on", today().isoformat())}
    assert send("CHC", say, of).url == DAYS
    late = send("W1", say, {**of, "noticed": "Another view."})
    assert "A colleague changed this" in str(errors(late)) and "Another view." in late.text
    assert "As your colleague left it" in late.text and "Loud rooms." in late.text
    again = {**of, "noticed": "Loud rooms, and another view.", "version": late.context["form"]["version"].value()}
    assert send("W1", say, again).url == DAYS and "Loud rooms, and another view." in text(DAYS)
    assert "Loud rooms." in text(DAYS) and "SECRET doors frighten" in text(DAYS)  # what stood before


def test_who_may_fetch_is_said_by_whoever_decides_and_papers_are_read_by_few() -> None:
    assert "Dot Alder May fetch today On the list for today." in text(FETCHING)
    assert "SECRET order" not in text(FETCHING) and "SECRET order" in text(FETCHING, "W1")
    add = url("fetcher_add", ALDER, BEE)
    of = {"name": "Aunt May", "said_by": f"person:{ANA}", **day("from_on", today().isoformat())}
    assert list(errors(send("W1", add, {**of, "name": ""}))) == ["who"]
    assert send("W1", add, of).url == FETCHING
    row = newest("childcare.Fetcher")
    assert "Aunt May" in text(FETCHING)
    assert send("CHC", url("fetcher_end", ALDER, BEE, row.pk), {}).url == FETCHING
    assert "Aunt May" not in text(FETCHING)
    assert client_as("CHC").get(url("fetch_bar", ALDER, BEE)).status_code == 404
    assert send("W1", url("fetch_bar_end", ALDER, BEE, ident("bar")), {}).url == FETCHING
    assert "Cal Ash" not in text(FETCHING)
    # Her mother does not live with Bo today; the sentence says nothing of why.
    assert "Ana Alder Please ask the person on duty first" in text(url("childs_fetching", ALDER, BO))


def test_a_place_on_regular_days_or_on_none() -> None:
    give = url("places_give", ALDER, BEE)
    with acting_as("CHC"):
        series = actions.plan_series(
            agency=Agency(id=CAST["LEAD"]), service="child_care", first_on=today() + timedelta(7),
            until_on=today() + timedelta(21), begins=time(9), minutes=180, there=[(CAST["CHC"], "child_care")],
            children="next_door", minding=Place.objects.get(pk=ident("next door")), by=CAST["CHC"], at=timezone.now(),
        )  # fmt: skip
    assert "Please choose a day." in str(errors(send("CHC", give, {})))
    assert send("CHC", give, {"weekly": [str(series.pk)]}).status_code == 302
    with acting_as("CHC"):
        held = Booking.objects.filter(session__series=series, person_id=BEE)
        assert {row.seat for row in held} == {1} and held.count() == 3
    # Whom she named for when she needs somebody, in the words of her plan: for whoever reads that plan, and nobody else.
    with acting_as("W1"):
        plan = SafetyPlan.objects.get(kind="child_care", family_id=ALDER)
        care.say_plan_anew(
            plan=plan, base_version=1, said={"child_who": "my aunt, then Mrs. Lee"}, on=today(), by=CAST["W1"],
            at=timezone.now(),
        )  # fmt: skip
    assert "my aunt, then Mrs. Lee" in text(give, "W1") and "my aunt" not in text(give, "CHC")
    # And a place elsewhere is asked for from the same page.
    waits = re.search(r'href="([^"]+for=daycare_entry)"', client_as("W1").get(url("childs_days", ALDER, BEE)).text)
    form = client_as("W1").get(waits[1].replace("&amp;", "&")).context["form"] if waits else {}
    assert (form["who"].value(), form["service"].value()) == (str(BEE), "daycare_entry")


def test_numbers_of_carers_say_where_they_come_from() -> None:
    page, add = url("carers"), url("carers_add")
    assert "Nobody has compared it with the source yet" in text(page) and "a paper of the tests" in text(page)
    of = {
        "place": "", "from_months": "0", "until_months": "18", "children_per_carer": "3", "source": "our licence",
        "verified": "on", **day("checked_on", today().isoformat()),
    }  # fmt: skip
    assert client_as("CHC").get(add).status_code == 404
    assert list(errors(send("SUP", add, {**of, "source": ""}))) == ["source"]
    assert send("SUP", add, of).url == page
    assert "there already" not in text(page) and "Every room, from 0 up to 18 months" in text(page)
    assert "already" in errors(send("SUP", add, of))["from_months"][0]
    row = newest("childcare.Ratio", "SUP")
    assert send("SUP", url("carers_end", row.pk), {}).url == page and "Every room" not in text(page)


def test_she_reads_her_childs_day_the_same_day_and_nothing_that_we_say_among_ourselves() -> None:
    with acting_as("CHC"):
        childcare.tell(
            child=Child.objects.get(pk=BEE), on=today(), kind="lovely", words="Sang to the plants.", by=CAST["CHC"],
            at=timezone.now(),
        )  # fmt: skip
    mine = text(url("my_childs_days"), "p_ana")
    for said in ("Bee Alder", "Sang to the plants.", "Dot Alder", "SECRET doors frighten", "SECRET a quiet corner"):
        assert said in mine, said
    for hidden in ("SECRET order", "SECRET why today", "Uncle Ed", "Cal", "Bo ", "SECRET photo"):
        assert hidden not in mine, hidden
    assert "Bee" not in text(url("my_childs_days"), "p_fin")
    for who in ("W1", "p_foster", "p_cal", "CW1"):
        assert client_as(who).get(url("my_childs_days")).status_code == 404
