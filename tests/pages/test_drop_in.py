"""Somebody comes who was not on the list: added in the one act in which it is said how all were there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.families.actions import record_track
from alongside.families.models import Child
from alongside.services.models import Booking, Presence
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.test_sessions import ALDER, ANA, BEE, came, errors, group, text, today
from tests.pages.writing import day, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_who_was_not_on_the_list_is_there_all_the_same() -> None:
    session, rows = group("PIT", "W1", "W2")
    with acting_as("W1"):
        Booking.objects.filter(session=session).update(stands=False, ended_at=timezone.now())
    form, page = url("who_came", session.pk), url("session", session.pk)
    assert form in text(page)  # also when nobody is on the list
    listed = dict(client_as("W1").get(form).context["form"].fields["also"].choices)
    assert {str(ANA), str(BEE)} <= set(listed) and str(CAST["CAL"]) not in listed
    theirs = client_as("W2").get(form).context["form"].fields  # not on Ana's team
    assert "also" not in theirs or str(ANA) not in dict(theirs["also"].choices)
    assert list(errors(send("W2", form, {"also": [str(ANA)]}))) == ["also"] or "also" not in theirs
    with statements() as asked:
        assert send("W1", form, {"also": [str(ANA), str(BEE)]}).url == page
    assert len(asked) <= 15, len(asked)
    with acting_as("W1"):
        noted = Presence.objects.filter(session=session, superseded_at=None)
        assert {row.person_id: row.how for row in noted} == {ANA: "came", BEE: "came"}
        assert Booking.objects.filter(session=session, stands=True).count() == 2 and len(rows) == 2
    assert "Ana Alder" in text(page, "W2") and "Mothers’ group" in text(url("family_sessions", ALDER))
    again = client_as("W1").get(form).context["form"]
    assert "also" not in again.fields or str(ANA) not in dict(again.fields["also"].choices)
    assert client_as("SUP").get(form).status_code == 404  # she is not there


def test_a_child_in_hospital_is_asked_about_and_nothing_typed_is_lost() -> None:
    with acting_as("W1"):
        record_track(
            kind="living", child=Child.objects.get(pk=BEE), during=(today() - timedelta(days=1), None), makes_room=True,
            values={"kind": "hospital"}, by=CAST["W1"], at=timezone.now(),
        )  # fmt: skip
    session, rows = group("PIT", "W1")
    with acting_as("W1"):
        Booking.objects.filter(pk=rows[1].pk).update(stands=False, ended_at=timezone.now())
    form = url("who_came", session.pk)
    told = {**came(session, "W1", ana="came"), "also": [str(BEE)]}
    asked = send("W1", form, told)
    assert asked.status_code == 200 and "Bee Alder was in hospital on that day" in asked.text
    assert f'value="{BEE}" checked' in " ".join(asked.text.split()) or asked.context["form"]["also"].value() == [
        str(BEE)
    ]
    with acting_as("W1"):
        assert not Presence.objects.filter(session=session).exists()
    assert send("W1", form, {**told, "sure": "yes"}).status_code == 302
    with acting_as("W1"):
        assert {row.person_id for row in Presence.objects.filter(session=session)} == {ANA, BEE}


def test_a_session_of_a_programme_is_taken_from_where_it_was_said_who_was_there() -> None:
    """And is asked about no second time: the day, how long, who took part, who of us was there."""
    session, _rows = group("PIT", "W1")
    hold = url("session_hold", ALDER, ident("delivery 0"))
    assert str(session.pk) not in client_as("W1").get(hold).text  # nobody has said yet how it was
    send("W1", url("who_came", session.pk), came(session, "W1", ana="came", bee="did_not_meet"))
    page = client_as("W1").get(hold)
    assert f"?from={session.pk}" in page.text and "Take it from a session" in page.text
    form = client_as("W1").get(f"{hold}?from={session.pk}").context["form"]
    assert (form["on"].value(), form["minutes"].value(), form["mode"].value()) == (today(), 60, "in_person")
    assert form["there"].value() == ["woman"] and set(form["led_by"].value()) == {str(CAST["PIT"]), str(CAST["W1"])}
    for odd in ("nonsense", str(CAST["ANA"])):
        assert client_as("W1").get(f"{hold}?from={odd}").context["form"]["minutes"].value() is None
    # Its key goes along: it stands once with this programme, and is offered no more.
    given = {
        "number": "4", "session": str(session.pk), "there": ["woman"], "setting": "here", "mode": "in_person",
        "led_by": [str(CAST["W1"])], "did": "TYPED words", **day("on", today().isoformat()),
    }  # fmt: skip
    before = day("on", (today() - timedelta(days=1)).isoformat())
    other_day = send("W1", hold, {**given, **before})
    assert other_day.status_code == 200 and "TYPED words" in other_day.text and "on" in errors(other_day)
    assert "Taken from" in other_day.text
    assert send("W1", hold, given).status_code == 302
    again = send("W1", hold, {**given, "sure": "yes"})
    assert again.status_code == 200 and "written down with this programme already" in again.text
    assert f"?from={session.pk}" not in client_as("W1").get(hold).text
    assert url("session", session.pk) in client_as("W1").get(url("delivery", ALDER, ident("delivery 0"))).text
