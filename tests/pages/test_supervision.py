"""Supervision on its pages: the two see it, nobody else does, and bad input loses nothing."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.recordkeeping.models import Trail
from alongside.supervision import actions, queries
from alongside.supervision.models import Meeting, Reflection, Supervision
from alongside.supervision.terms import Kind, Rhythm, Standing
from tests.cast import CAST, acting_as
from tests.client import client_as, statements

PAGE = "/supervision/"
SUP, W1 = CAST["SUP"], CAST["W1"]
pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def text(who: str, address: str = PAGE) -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200, (address, page.status_code)
    return " ".join(page.text.split())


def send(who: str, address: str, **given: Any) -> Any:
    return client_as(who).post(address, {"submission": str(uuid.uuid4()), **given})


def begun() -> Supervision:
    with acting_as("W1"):
        return actions.begin(
            supervisor=SUP, colleague=W1, kind=Kind.REFLECTIVE, rhythm=Rhythm.WEEKLY, by=W1, at=timezone.now()
        )


def when(day: Any, **more: Any) -> dict[str, Any]:
    return {"on_day": day.day, "on_month": day.month, "on_year": day.year, "at": "10:00", "minutes": "60", **more}


def test_a_supervision_from_beginning_to_end() -> None:
    assert "You meet with nobody yet" in text("W1")
    sent = send("W1", f"{PAGE}begin/", other=str(SUP), i="colleague", kind="reflective", rhythm="weekly")
    assert sent.status_code == 302 and sent["Location"] == PAGE
    assert "You are supervised." in text("W1") and "You supervise." in text("SUP")
    with acting_as("W1"):
        [row] = queries.mine(timezone.now())
    here, tomorrow = f"{PAGE}{row.supervision.pk}/", timezone.localdate() + timedelta(days=1)
    assert send("SUP", f"{here}plan/", **when(tomorrow)).status_code == 302
    with acting_as("W1"):
        meeting = Meeting.objects.get()
    one = f"{PAGE}meetings/{meeting.pk}/"
    assert "Call it off" in text("W1")
    assert send("W1", f"{one}move/", **when(tomorrow, at="11:30")).status_code == 302
    wrote = send("W1", f"{here}write/", words="SECRET heavy", for_whom="mine", themes=["strain"],
                 **{k: v for k, v in when(timezone.localdate()).items() if k.startswith("on")})  # fmt: skip
    assert wrote.status_code == 302
    assert "SECRET heavy" in text("W1") and "Only you read this." in text("W1") and "SECRET" not in text("SUP")
    assert send("SUP", f"{here}end/").status_code == 302
    assert "Ended" in text("W1") and "SECRET heavy" in text("W1")
    with acting_as("PRIV"):
        assert not Trail.objects.filter(verb__icontains="supervis").exists()


@pytest.mark.parametrize("who", ["W2", "DIR", "PRIV", "ADM", "EVAL", "PEER"])
def test_nobody_else_finds_any_of_it(who: str) -> None:
    found = begun()
    with acting_as("W1"):
        row = actions.plan(
            supervision=found, begins=timezone.now() + timedelta(days=1), minutes=60, by=W1, at=timezone.now()
        )
    for path in ("{}/plan/", "{}/write/", "{}/end/", "meetings/{}/", "meetings/{}/move/"):
        hidden, absent = (PAGE + path.format(id) for id in (row.pk if "meet" in path else found.pk, uuid.uuid4()))
        nothing = len(client_as(who).get(absent).content)
        for page in (client_as(who).get(hidden), send(who, hidden, words="x", for_whom="both")):
            assert (page.status_code, len(page.content)) == (404, nothing), path
    assert "You meet with nobody yet" in text(who)
    for stranger in ("ANA", "CW1", "p_foster"):
        assert client_as(stranger).get(PAGE).status_code in (302, 404)


def test_bad_input_is_answered_kindly_and_loses_nothing() -> None:
    found = begun()
    here, tomorrow = f"{PAGE}{found.pk}/", timezone.localdate() + timedelta(days=1)
    again = send("W1", f"{PAGE}begin/", other=str(SUP), i="colleague", kind="reflective", rhythm="weekly")
    assert again.status_code == 200 and "You two already meet for this." in again.text
    for given, told in (
        (when(tomorrow, at=""), "At what time?"),
        (when(tomorrow, at="25:99"), "At what time?"),
        (when(tomorrow, minutes="5"), "Please write a number from 10 to 240."),
        (when(tomorrow, minutes="an hour"), "whole number"),
        (when(tomorrow + timedelta(days=500)), "more than a year away"),
        (
            {**when(tomorrow), "on_day": "8", "on_month": "3", "on_year": "2026", "at": "02:30"},
            "this time does not exist",
        ),
    ):
        page = send("W1", f"{here}plan/", **given)
        assert page.status_code == 200 and told in page.text and 'class="error' in page.text, (given, told)
        assert f'value="{given["minutes"]}"' in page.text
    empty = send("W1", f"{here}write/", words=" ", for_whom="both", **when(timezone.localdate()))
    assert empty.status_code == 200
    late = send("W1", f"{here}write/", words="keep <this>", for_whom="both", **when(tomorrow))
    assert late.status_code == 200 and "keep &lt;this&gt;" in late.text
    with acting_as("W1"):
        assert not Reflection.objects.exists() and not Meeting.objects.exists()


def test_of_two_who_say_at_once_what_came_of_it_the_second_is_told() -> None:
    found = begun()
    with acting_as("W1"):
        row = actions.plan(
            supervision=found, begins=timezone.now() - timedelta(hours=3), minutes=60, by=W1, at=timezone.now()
        )
    one = f"{PAGE}meetings/{row.pk}/"
    assert send("SUP", one, standing="called_off", version="held").status_code == 302
    second = send("W1", one, standing="planned", version="held")
    assert second.status_code == 200 and "changed a moment ago" in second.text
    with acting_as("W1"):
        row.refresh_from_db()
    assert row.standing == Standing.CALLED_OFF


def test_three_statements_whatever_their_number() -> None:
    found = begun()
    client = client_as("W1")
    client.get(PAGE)
    with statements() as few:
        client.get(PAGE)
    with acting_as("W1"):
        for n in range(1, 30):
            now = timezone.now()
            actions.plan(supervision=found, begins=now + timedelta(days=n), minutes=60, by=W1, at=now)
            actions.reflect(supervision=found, words=f"w{n}", for_whom="both", on=timezone.localdate(), by=W1, at=now)
    with statements() as many:
        client.get(PAGE)
    assert len(few) == len(many) <= 5
