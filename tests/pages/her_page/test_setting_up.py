"""Setting up her page: with a code, and with words nobody close to her would guess."""

from __future__ import annotations

import uuid

import pytest
from django.conf import settings
from django.test import Client

from alongside.accounts import queries
from alongside.accounts.rules import check_name, check_words, plain_code
from alongside.accounts.terms import CodePurpose, PageState
from tests.cast import CAST, T0, acting_as
from tests.client import client_as
from tests.pages.her_page.steps import ALDER, ANA, WORDS, inside, lives, make, own_page, set_up, sign_in

pytestmark = pytest.mark.usefixtures("committing", "no_tries_before")


def test_from_the_code_to_her_first_page() -> None:
    browser = Client()
    assert set_up(browser, "first way")["Location"] == "/account/my/keys/"
    assert browser.get("/account/my/keys/").status_code == 200
    page = browser.post("/account/my/keys/", {})
    assert page["Location"] == "/my/"
    assert lives(browser)
    # What she was in the middle of is over.
    assert browser.get("/account/my/keys/")["Location"] == "/my/in/"
    assert browser.get("/account/my/start/words/")["Location"] == "/account/my/start/"


def test_without_the_code_no_page_of_setting_up_opens() -> None:
    for address in ("start/words/", "keys/", "keys/app/", "keys/paper/", "keys/device/", "keys/words/"):
        for page in (Client().get(f"/account/my/{address}"), Client().post(f"/account/my/{address}", {"x": "y"})):
            assert page.status_code == 302 and page["Location"] in ("/my/in/", "/account/my/start/"), address


@pytest.mark.parametrize(
    "guess", ["", "ANA", "Ana Alder", "1995-05-04", "04/05/1995", "+14165550123", "AAAA-BBBB-CCCC"]
)
def test_nothing_that_can_be_known_of_her_begins_it(guess: str) -> None:
    """An ex-partner with her name, her birthday and her number."""
    page = Client().post("/account/my/start/", {"code": guess})
    assert page.status_code == 200 and "Location" not in page
    page = sign_in(Client(), "Ana Alder", "04051995", guess)
    assert page.status_code == 200 and settings.TOKEN_COOKIE not in page.cookies


def test_a_held_page_says_nothing_of_why_and_opens_nothing(called: str) -> None:
    browser = Client()
    page = set_up(browser, "+1 416 555 0123")  # her own safe number: not held
    assert page.status_code == 302
    with acting_as("W1"):
        from alongside.families.actions import know_contact
        from alongside.families.models import Person

        know_contact(person=Person.objects.get(pk=CAST["CAL"]), value="cal@example.org", by=CAST["W1"], at=T0)
    browser = Client()
    page = set_up(browser, "Cal@example.org")
    assert page.status_code == 200 and "Your worker looks at one thing with you first" in page.text
    assert "Cal" not in page.text
    assert browser.get("/account/my/keys/")["Location"] == "/my/in/"
    with acting_as("W1"):
        held = queries.her_page(ANA)
    assert held is not None and held.state == PageState.HELD
    worker = client_as("W1")
    assert "please talk with her" in worker.get(f"/families/{ALDER}/").text
    assert "Please talk with her first, alone" in worker.get(own_page()).text
    page = worker.post(own_page("check/"), {"submission": str(uuid.uuid4()), "hers": "yes"})
    assert page.status_code == 302
    assert sign_in(Client(), "cal@example.org", code=make(CodePurpose.SIGN_IN))["Location"] == "/my/"


def test_her_words_are_never_sent_back(called: str) -> None:
    browser = Client()
    browser.post("/account/my/start/", {"code": make()})
    page = browser.post(
        "/account/my/start/words/", {"called": "river", "words": "one kettle here", "again": "two kettles"}
    )
    assert "not the same" in page.text and "river" in page.text and "kettle" not in page.text
    page = inside(called).post("/my/safe/signing-in/", {"words": "one kettle here"})
    assert "kettle" not in page.text


WEAK = [
    ("river", "short", "words_short"), ("river", "12345678", "words_easy"), ("river", "aaaaaaaa", "words_easy"),
    ("river", "04051995", "words_easy"), ("river", "1995-05-04", "words_easy"), ("river", "05/04/1995", "words_easy"),
    ("river", "4 5 1995", "words_short"), ("river song", "river song", "words_are_name"), ("river", "x" * 201, "words_long"),
    ("river", "my river here", "words_are_name"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "words", "because"), WEAK)
def test_words_that_somebody_close_would_guess(name: str, words: str, because: str) -> None:
    assert check_words(words, called=name).because == because


@pytest.mark.parametrize("words", [WORDS, "7 calm horses", "34971286", "été au bord du lac", "99999187"])
def test_words_that_are_fine(words: str) -> None:
    assert check_words(words, called="river")


def test_names_for_signing_in() -> None:
    assert check_name("sky") and check_name("Zoé") and not check_name("ab") and not check_name("x" * 201)


def test_a_code_is_read_as_it_was_meant() -> None:
    assert plain_code(" abcd-efgh–jk23 ") == "ABCDEFGHJK23"
    assert plain_code("12O4 567o") == "12045670"
