"""What she does, a step at a time, as a browser does it; and where her worker does it."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

from django.test import Client

from alongside.accounts import actions
from alongside.accounts.terms import CodePurpose
from tests.cast import CAST, T0, acting_as

ANA, ALDER = CAST["ANA"], CAST["ALDER"]
WORDS = "blue kettle on the hill"
numbers = itertools.count(1)
PAGES = ["/my/", "/my/safe/", "/my/safe/signing-in/"]


def make(purpose: str = CodePurpose.SET_UP) -> str:
    with acting_as("W1"):
        return actions.make_her_code(family=ALDER, person=ANA, purpose=purpose, by=CAST["W1"], at=T0).text


def set_up(browser: Client, called: str, words: str = WORDS) -> Any:
    assert browser.post("/account/my/start/", {"code": make()})["Location"] == "/account/my/start/words/"
    return browser.post("/account/my/start/words/", {"called": called, "words": words, "again": words})


def sign_in(browser: Client, called: str, words: str = WORDS, code: str = "", **more: Any) -> Any:
    return browser.post("/my/in/", {"called": called, "words": words, "code": code}, **more)


def inside(called: str) -> Client:
    browser = Client()
    page = sign_in(browser, called, code=make(CodePurpose.SIGN_IN))
    assert page["Location"] == "/my/", page.text
    return browser


def lives(browser: Client) -> bool:
    return browser.get("/my/").status_code == 200


def own_page(more: str = "", family: uuid.UUID = ALDER, person: uuid.UUID = ANA) -> str:
    return f"/families/{family}/people/{person}/own-page/{more}"
