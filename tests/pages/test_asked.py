"""Somebody asked and was given nothing (B04): written down, told to the team and the desk, and to nobody else."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.consent import actions
from alongside.consent.models import RefusedAsk
from alongside.consent.rules.asking import WARNS_FOR
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.test_leaving import on, see, send
from tests.pages.writing import day, newest

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, BEE, ANA = CAST["ALDER"], CAST["BEE"], CAST["ANA"]
ASKED, ADD = reverse("asked", args=[ALDER]), reverse("asked_add", args=[ALDER])


def given(**more: Any) -> dict[str, Any]:
    today = day("on", timezone.localdate().isoformat())
    return (
        {"subject": str(BEE), "asked_by": "lawyer", "named": "Mr Long", "how": "phone", "said": "WANTED her notes"}
        | today
        | more
    )


def test_b04_it_is_written_down_and_the_team_is_warned() -> None:
    assert reverse("asked", args=[ALDER]) in see("W1", reverse("family", args=[ALDER]))
    form = see("W1", ADD)
    assert "say neither yes nor no" in form and "Bee Alder" in form and "Cal Ash" not in form
    assert on("W1", ADD, **given()) == ASKED
    page = see("W1", ASKED)
    assert "WANTED her notes" in page and "Mr Long" in page and "A lawyer" in page and "Wanda" in page
    row = newest("consent.RefusedAsk")
    assert (row.subject, row.asked_by, row.how, row.recorded_by) == (BEE, "lawyer", "phone", CAST["W1"])
    home = see("W1", "/")
    assert "Somebody asked and was given nothing" in home and "a lawyer" in home and ASKED in home
    assert "WANTED" not in home
    desk = see("PRIV", "/privacy/")
    assert "Asked, and given nothing" in desk and "A lawyer" in desk
    for words in ("WANTED", "Mr Long", "Bee"):
        assert words not in desk
    assert "Somebody asked and was given nothing" in see("PRIV", "/")


def test_after_two_weeks_homes_are_quiet_again_and_the_page_keeps_it() -> None:
    with acting_as("W1"):
        actions.refuse_ask(
            family=ALDER, subject=BEE, on=timezone.localdate() - timedelta(20), asked_by="visits", how="here",
            said="WANTED her notes", by=CAST["W1"], at=timezone.now() - WARNS_FOR - timedelta(minutes=1),
        )  # fmt: skip
    assert "given nothing" not in see("W1", "/") and "given nothing" not in see("PRIV", "/")
    assert "WANTED her notes" in see("W1", ASKED) and "Asked, and given nothing" in see("PRIV", "/privacy/")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"said": " "}, "This field is required."),
        ({"asked_by": ""}, ""),
        ({"how": "by pigeon"}, ""),
        ({"subject": str(CAST["CAL"])}, ""),
        ({"subject": str(CAST["EVE"])}, ""),
        (day("on", (timezone.localdate() + timedelta(2)).isoformat()), ""),
    ],
)
def test_what_is_missing_or_wrong_is_asked_again(change: dict[str, Any], said: str) -> None:
    answer = send("W1", ADD, **given(**change))
    assert answer.status_code in (200, 422)
    assert "WANTED her notes" in unescape(answer.content.decode()) or "said" in change
    with acting_as("W1"):
        assert not RefusedAsk.objects.exists()


@pytest.mark.parametrize("who", ["W2", "W3", "PRIV", "ADM", "CW1", "p_ana", "p_cal"])
def test_it_is_nobody_elses(who: str) -> None:
    on("W1", ADD, **given())
    browser = client_as(who)
    assert browser.get(ASKED).status_code == browser.get(ADD).status_code == 404
    assert browser.post(ADD, {"submission": str(uuid.uuid4()), **given()}).status_code == 404
    assert "WANTED" not in browser.get("/", follow=True).content.decode()


def test_a_colleague_with_the_children_alone_writes_about_the_child() -> None:
    form = see("CHC", ADD)
    assert "Bee Alder" in form and "Ana Alder" not in form
    assert on("CHC", ADD, **given(said="AT the door")) == ASKED
    assert "AT the door" in see("CHC", ASKED) and "AT the door" in see("W1", ASKED)


def test_as_of_a_day_only_what_had_been_written() -> None:
    on("W1", ADD, **given())
    then = see("W1", f"{ASKED}?on={(timezone.localdate() - timedelta(2)).isoformat()}")
    assert "WANTED" not in then and "Nothing had been written by that day." in then


def test_the_number_of_statements_of_a_home_is_fixed() -> None:
    for who in ("W1", "PRIV", "SUP"):
        with statements() as before:
            client_as(who).get("/")
        on("W1", ADD, **given())
        on("W1", ADD, **given(subject=str(ANA)))
        with statements() as after:
            client_as(who).get("/")
        assert len(after) == len(before), who
