"""A device in her hands: no page of the staff on it, nothing that tells anybody, and back again."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.assessment import rules
from alongside.assessment.models import Sitting
from tests.cast import CAST, acting_as, ident, token_of
from tests.client import client_as
from tests.pages.questions.sittings import ANA, BEE, F, begin, handed, offered
from tests.pages.writing import url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_handing_over_replaces_the_workers_token_and_ends_her_session() -> None:
    browser, [occasion] = handed("PHQ-9")
    cookie = browser.cookies[settings.TOKEN_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]
    assert client_as("W1").get(url("family", F)).status_code == 302  # her own token means nothing any more
    page = browser.get("/notes/")
    assert page.status_code == 200 and "1 group of questions, about 3 minutes" in page.text
    assert f"/notes/{occasion}/" in page.text


def test_a_sign_in_that_was_left_open_is_forgotten_with_it() -> None:
    """Looking after a second factor leaves a session of the sign-in pages; its cookie must not stay on the device."""
    _browser, page = begin(offered("PHQ-9"))
    gone = page.cookies[settings.SESSION_COOKIE_NAME]
    assert gone.value == "" and gone["path"] == "/account/" and gone["max-age"] == 0
    assert page["Clear-Site-Data"] == '"cache", "storage"'


def addresses(patterns: Any, before: str = "") -> list[tuple[str, str, Any]]:
    """(address filled with ids of Ana's file, name, view) of every page."""
    found = []
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            found += addresses(each.url_patterns, route)
        elif isinstance(each, URLPattern) and each.name:
            filled = re.sub(r"<uuid:family>", str(F), route)
            filled = re.sub(r"<uuid:(woman|person)>", str(ANA), filled)
            filled = re.sub(r"<uuid:child>", str(BEE), filled)
            filled = re.sub(r"<uuid:\w+>", str(uuid.uuid4()), filled)
            found.append(("/" + re.sub(r"<\w+:\w+>", "living", filled), each.name, each.callback))
    return found


def test_from_the_device_no_page_of_the_staff_can_be_opened() -> None:
    browser, _open = handed("PHQ-9")
    resolver = get_resolver()
    staff = [
        (where, name)
        for where, name, view in addresses(resolver.url_patterns)
        if getattr(view, "may", None) is not None and not name.startswith("hers_")
    ]
    assert len(staff) > 60
    names = re.compile(r"\b(Alder|Bee|Wanda)\b")  # whole words: three letters happen in a form's safety mark
    for where, _name in staff:
        for page in (browser.get(where), browser.post(where, {"submission": str(uuid.uuid4())})):
            assert page.status_code in (404, 405), where  # a page that is only read takes nothing from anybody
            assert "There is nothing here to see" in page.text or not page.content
            assert not names.search(page.text)
            assert page["Cache-Control"] == "no-store, max-age=0"


def test_the_staff_finds_nothing_behind_the_devices_address() -> None:
    handed("PHQ-9")
    for who in ("SUP", "W2", "ADM"):
        assert client_as(who).get("/notes/").status_code == 404
    assert Client().get("/notes/").status_code == 302


def test_hiding_shows_nothing_and_comes_back_to_the_same_question() -> None:
    browser, [occasion] = handed("PHQ-9")
    page = browser.get(f"/notes/hidden/?at=/notes/{occasion}/1/")
    assert f'href="/notes/{occasion}/1/"' in page.text and "Little interest" not in page.text
    assert 'href="/notes/"' in browser.get("/notes/hidden/?at=https://elsewhere.example/").text


def test_titles_and_icons_tell_nobody_what_this_is() -> None:
    browser, [occasion] = handed("PHQ-9")
    for where in ("/notes/", f"/notes/{occasion}/", f"/notes/{occasion}/1/", "/notes/hidden/", "/notes/look/"):
        page = browser.get(where)
        title = re.search(r"<title>(.*?)</title>", page.text, re.S)
        assert title and title[1].strip() == "Notes"
        assert rules.telling(title[1]) == []
        assert '<link rel="icon" href="data:,">' in page.text and "<nav" not in page.text


def test_giving_it_back_ends_the_token_and_leads_to_signing_in_and_back_to_the_family() -> None:
    browser, [occasion] = handed("PHQ-9")
    token = browser.cookies[settings.TOKEN_COOKIE].value
    page = browser.post("/notes/give-back/")
    assert page["Location"] == f"/walk-in/?to=%2Ffamilies%2F{F}%2Fquestions%2F"
    assert page.cookies[settings.TOKEN_COOKIE].value == ""
    browser.cookies[settings.TOKEN_COOKIE] = token
    assert "This page has closed" in browser.get(f"/notes/{occasion}/1/").text
    page = browser.post(page["Location"], {"as": str(CAST["SUP"])})
    assert page["Location"] == url("questions", F)


@pytest.mark.parametrize("to", ["https://elsewhere.example/families/", "//elsewhere.example/families/", "/trail/", ""])
def test_signing_in_leads_nowhere_else(to: str) -> None:
    page = Client().post(f"/walk-in/?to={to}", {"as": str(CAST["SUP"])})
    assert page["Location"] == "/"


def test_from_windows_that_were_open_before_nothing_of_the_staff_is_shown_any_more() -> None:
    browser, _open = handed("PHQ-9")
    hers = browser.cookies[settings.TOKEN_COOKIE].value
    before = client_as("W1")  # what a window still holds in its memory: the token from before
    for window in (browser, before):
        for where in (url("family", F), url("questions", F), "/families/", "/"):
            for headers in ({}, {"hx-request": "true"}):
                page = window.get(where, headers=headers)
                assert page.status_code in (204, 302, 404) and "Alder" not in page.text, where
                assert page["Cache-Control"] == "no-store, max-age=0"
    assert hers != token_of("W1")


def test_every_page_in_her_hands_calls_the_others_away_and_no_page_of_the_staff_does() -> None:
    browser, [occasion] = handed("PHQ-9")
    with acting_as("SUP"):
        sitting = Sitting.objects.exclude(pk=ident("sitting ANA")).get().pk
    for where in ("/notes/", f"/notes/{occasion}/1/", "/notes/hidden/", "/notes/look/"):
        assert f'<body data-sitting="{sitting}" data-away="/notes/hidden/">' in browser.get(where).text, where
    for where in (url("questions", F), url("asked_begin", F, sitting)):
        assert "data-sitting" not in client_as("SUP").get(where).text
