"""Hard questions, and how she is afterwards."""

from __future__ import annotations

import uuid

import pytest

from alongside.assessment import actions
from alongside.assessment.models import Sitting
from alongside.families.models import Woman
from tests.cast import CAST, acting_as, ident
from tests.client import client_as
from tests.pages.questions.sittings import ANA, STAMP, F, answer, begin, handed, offered
from tests.pages.writing import errors, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


@pytest.mark.parametrize("way", ["pause", "stop"])
def test_after_questions_on_how_she_feels_she_is_asked_how_she_is_and_need_not_say(way: str) -> None:
    browser, [occasion] = handed("PHQ-9")
    answer(browser, f"/notes/{occasion}/1/", "2")
    page = browser.get(browser.post(f"/notes/{way}/")["Location"])
    assert "How are you now?" in page.text and "Would you like to talk with somebody?" in page.text
    assert "checked" not in page.text and "PHQ" not in page.text  # content-free, and nothing chosen for her
    assert 'href="/notes/thanks/"' in page.text
    for said in ({}, {"after": ""}, {"after": "<b>"}):  # left out, and made by hand: nothing is kept
        assert browser.post("/notes/after/", said)["Location"] == "/notes/thanks/"
    with acting_as("SUP"):
        assert Sitting.objects.exclude(pk=ident("sitting ANA")).get().after == ""
    assert "somebody is here" not in browser.get("/notes/thanks/").text
    assert "After the questions" not in client_as("SUP").get(url("questions", F)).text


def test_what_she_says_of_it_is_kept_and_reaches_her_team() -> None:
    browser, _open = handed("PHQ-9")
    browser.post("/notes/stop/")
    browser.post("/notes/after/", {"after": "somebody"})
    assert "Please give the device back now; somebody is here." in browser.get("/notes/thanks/").text
    page = client_as("SUP").get(url("questions", F))
    assert "After the questions" in page.text and "I would like somebody with me" in page.text


@pytest.mark.parametrize(("code", "where"), [("AUDIT-C", "thanks"), ("READINESS-RULER", "thanks"), ("GAD-7", "after")])
def test_only_after_questions_of_that_kind(code: str, where: str) -> None:
    browser, _open = handed(code)
    assert browser.post("/notes/stop/")["Location"] == f"/notes/{where}/"


def test_before_the_end_nobody_asks_how_she_is_afterwards() -> None:
    browser, _open = handed("PHQ-9")
    assert browser.get("/notes/after/")["Location"] == "/notes/"
    assert browser.post("/notes/after/", {"after": "somebody"})["Location"] == "/notes/"
    with acting_as("SUP"):
        assert Sitting.objects.exclude(pk=ident("sitting ANA")).get().after == ""


def test_hard_questions_only_with_her_yes_and_somebody_there() -> None:
    found = offered("ACE-10")
    browser, page = begin(found)
    assert "only after she has said yes" in str(errors(page))
    with acting_as("W1"):
        woman = Woman.objects.get(pk=ANA)
        actions.choose(family=woman.family, woman=woman, instrument="ACE-10", wants=True, **STAMP)
    assert "person_at_hand" in errors(begin(found)[1])
    assert "before" in errors(begin(found, person_at_hand=str(CAST["W1"]))[1])
    browser, page = begin(found, person_at_hand=str(CAST["W1"]), before="fine")
    page = browser.get(f"/notes/{found[0]}/total/")
    assert "Read these for yourself and count" in page.text and "Swear at you" in page.text
    assert 'type="radio" name="answer" id="answer_1"' not in page.text  # which ones is not asked
    page = browser.post(f"/notes/{found[0]}/total/", {"typed": "4", "key": str(uuid.uuid4())})
    assert page["Location"] == "/notes/look/"
    assert "How are you now?" in browser.get("/notes/look/").text
    browser.post("/notes/finish/", {"after": "somebody"})
    assert "Please give the device back now" in browser.get("/notes/thanks/").text
    with acting_as("SUP"):
        assert Sitting.objects.exclude(pk=ident("sitting ANA")).get().after == "somebody"
