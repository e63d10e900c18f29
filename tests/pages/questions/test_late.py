"""Answers from a device whose token is dead: kept, told, shown to the team as late."""

from __future__ import annotations

import re
import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from alongside.assessment import actions
from alongside.assessment.models import Answer, Occasion, Sitting
from alongside.safekeeping import actions as safekeeping
from tests.cast import CAST, T0, acting_as, ident
from tests.client import client_as
from tests.pages.questions.sittings import F, alert_of, alerts, answer, begin, handed, kept, late, offered, offered_by
from tests.pages.writing import send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def over(how: str, browser: Client, occasion: str) -> None:
    """The device's token dies: another device takes over, a colleague ends it there, or she is kept out of the file."""
    if how == "another device":
        begin([occasion], client_as("PIT"))
    with acting_as("SUP"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).order_by("recorded_at").first()
        if how == "ended elsewhere":
            actions.give_back(sitting=sitting, by=CAST["SUP"], at=timezone.now())
        if how == "worker kept out":
            safekeeping.keep_out(id=uuid.uuid4(), principal=CAST["W1"], family=F)


WAYS_TO_END = ["another device", "ended elsewhere", "worker kept out"]


@pytest.mark.parametrize("how", WAYS_TO_END)
def test_a_hard_answer_from_a_device_that_is_nobody_any_more_is_kept_and_somebody_is_told(how: str) -> None:
    browser, [occasion] = handed("PHQ-9")
    over(how, browser, occasion)
    page = answer(browser, f"/notes/{occasion}/9/", "2")
    assert page.status_code == 202 and "Somebody of the team is told of it now" in page.text
    assert "More than half the days" in page.text
    assert "Ana" not in page.text and F.hex not in page.text.replace("-", "")
    assert re.search(r"<title>\s*Notes\s*</title>", page.text)
    assert kept(occasion) == {}
    assert late(occasion) == [("9", 2)] and alerts(occasion) == ["9"]


@pytest.mark.parametrize("how", WAYS_TO_END)
def test_a_device_that_is_nobody_any_more_reads_nothing_and_is_not_sent_to_the_staffs_sign_in(how: str) -> None:
    browser, [occasion] = handed("PHQ-9")
    answer(browser, f"/notes/{occasion}/1/", "1")
    over(how, browser, occasion)
    for where in ("/notes/", "/notes/look/", "/notes/thanks/", f"/notes/{occasion}/", f"/notes/{occasion}/1/"):
        page = browser.get(where)
        assert page.status_code == 410 and "Everything you answered before is kept." in page.text
        assert "could not be kept" not in page.text
        assert "Several days" not in page.text and "Little interest" not in page.text
    for where in ("/notes/stop/", "/notes/finish/", f"/notes/{occasion}/9/sure/"):
        page = browser.post(where)
        assert page.status_code == 410 and "could not be kept, and nobody was told of it" in page.text


def test_sent_twice_it_is_one_row_and_one_alert() -> None:
    browser, [occasion] = handed("PHQ-9")
    over("ended elsewhere", browser, occasion)
    for _twice in range(2):
        assert "is told of it now" in answer(browser, f"/notes/{occasion}/9/", "2").text
    assert late(occasion) == [("9", 2)] and alerts(occasion) == ["9"]


def test_the_script_is_told_what_became_of_it() -> None:
    browser, [occasion] = handed("PHQ-9")
    over("ended elsewhere", browser, occasion)
    quietly = {"headers": {"x-requested-with": "autosave"}}
    page = browser.post(f"/notes/{occasion}/9/", {"answer": "2", "key": str(uuid.uuid4())}, **quietly)
    assert (page.status_code, page.text) == (
        202, "Kept, though the questions had closed. Somebody of the team is told of it."
    )  # fmt: skip
    page = browser.post(f"/notes/{occasion}/1/", {"answer": "2", "key": str(uuid.uuid4())}, **quietly)
    assert (page.status_code, page.text) == (202, "Kept beside your other answers. The questions had closed.")
    page = browser.post(f"/notes/{uuid.uuid4()}/1/", {"answer": "2", "key": str(uuid.uuid4())}, **quietly)
    assert (page.status_code, page.text) == (409, "Not kept: these questions have closed.")


@pytest.mark.parametrize("where", ["another sitting's", "nobody's", "not an answer", "no such question"])
def test_what_it_cannot_keep_it_says_so(where: str) -> None:
    browser, [occasion] = handed("PHQ-9")
    [other] = offered_by("SUP", "GAD-7")
    over("ended elsewhere", browser, occasion)
    to = {
        "another sitting's": (f"/notes/{other}/1/", "1"), "nobody's": (f"/notes/{uuid.uuid4()}/1/", "1"),
        "not an answer": (f"/notes/{occasion}/9/", "7"), "no such question": (f"/notes/{occasion}/99/", "1"),
    }[where]  # fmt: skip
    page = answer(browser, *to)
    assert page.status_code == 410 and "could not be kept, and nobody was told of it" in page.text
    assert late(occasion) == [] and late(other) == [] and alerts(occasion) == []


def test_a_browser_that_never_held_a_device_is_asked_to_sign_in_and_loses_nothing_unsaid() -> None:
    _browser, [occasion] = handed("PHQ-9")
    assert Client().get(f"/notes/{occasion}/9/").status_code == 302
    page = answer(Client(), f"/notes/{occasion}/9/", "2")
    assert page.status_code == 410 and "nobody was told of it" in page.text
    browser = Client()
    browser.cookies[settings.TOKEN_COOKIE] = "made up"
    assert answer(browser, f"/notes/{occasion}/9/", "2").status_code == 410
    assert late(occasion) == []


def test_what_came_late_is_shown_to_the_team_as_such_and_can_be_put_right() -> None:
    browser, [occasion] = handed("PHQ-9")
    answer(browser, f"/notes/{occasion}/1/", "1")
    browser.post("/notes/stop/")
    answer(browser, f"/notes/{occasion}/9/", "2")
    page = client_as("SUP").get(url("answers", F, occasion))
    assert "Some answers came when these questions had closed." in page.text
    assert "came after the questions had closed" in page.text and "More than half the days (2)" in page.text
    page = client_as("SUP").get(url("alert", alert_of(occasion)))
    assert "It came when the questions had closed" in page.text and "not confirmed" not in page.text
    send("SUP", url("answer_correct", F, occasion, "9"), {"answer": "2"})
    assert kept(occasion) == {"1": 1, "9": 2}
    assert late(occasion) == [("9", 2)]


def test_what_came_late_to_questions_that_were_put_away_is_listed() -> None:
    browser, [occasion] = handed("PHQ-9")
    with acting_as("SUP"):
        actions.said_no(occasion=Occasion.objects.get(pk=occasion), by=CAST["SUP"], at=T0)
    assert url("answers", F, occasion) not in client_as("SUP").get(url("questions", F)).text
    answer(browser, f"/notes/{occasion}/9/", "1")
    assert url("answers", F, occasion) in client_as("SUP").get(url("questions", F)).text


def test_whoever_asks_in_her_own_session_loses_no_answer_either() -> None:
    found = offered("PHQ-9")
    browser, _page = begin(found, mode="phone")
    with acting_as("W1"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get().pk
    begin(found, client_as("PIT"))  # a colleague hands her a device meanwhile
    page = answer(browser, url("asked_item", F, sitting, found[0], "9"), "1")
    assert page.status_code == 202 and "is told of it now" in page.text
    assert late(found[0]) == [("9", 1)] and alerts(found[0]) == ["9"]
    with acting_as("SUP"):
        assert Answer.objects.get(occasion_id=found[0], late=True).recorded_by == CAST["W1"]
