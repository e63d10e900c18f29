"""Leaving her page: nothing opens afterwards, on no device."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from alongside.accounts.terms import CodePurpose
from tests.client import client_as
from tests.pages.her_page.steps import ALDER, inside, lives, make, numbers, own_page, set_up
from tests.pages.her_page.telling import TELLING

pytestmark = pytest.mark.usefixtures("committing", "no_tries_before")


def test_a_stolen_cookie_after_leaving_opens_nothing(called: str) -> None:
    for address, fields in (("/leave/", {"all": "1"}), ("/my/out/", {})):
        browser = inside(called)
        stolen = browser.cookies[settings.TOKEN_COOKIE].value
        page = browser.post(address, fields, headers={"accept": "text/html"})
        assert page["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        thief = Client()
        thief.cookies[settings.TOKEN_COOKIE] = stolen
        for where in ("/my/", "/my/safe/", "/"):
            assert thief.get(where).status_code == 302, where
        assert not TELLING.search(page.text)


def test_leaving_half_way_through_setting_up_ends_it_too() -> None:
    browser = Client()
    set_up(browser, f"half way {next(numbers)}")
    stolen = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page = browser.get("/account/my/keys/")
    assert 'action="/account/leave/"' in page.text
    assert browser.post("/account/leave/", headers={"accept": "text/html"}).status_code == 200
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/account/my/keys/")["Location"] == "/my/in/"


def test_my_device_may_not_be_safe(called: str) -> None:
    browser, other = inside(called), inside(called)
    page = browser.post("/my/safe/off/")
    assert settings.LEAVE_TO in page.text and not TELLING.search(page.text)
    assert page["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not lives(browser) and not lives(other)
    cache.clear()
    with pytest.raises(Exception, match="not_open"):
        make(CodePurpose.SIGN_IN)
    worker = client_as("W1")
    told = "Her page is off: she says that a device may not be safe."
    assert told in worker.get("/").text
    assert "She says that a device of hers may not be safe" in worker.get(f"/families/{ALDER}/").text
    assert "Please find a safe moment to talk with her, alone" in worker.get(own_page()).text
    for who in ("W2", "CHC", "p_cal", "p_ana"):
        assert told not in client_as(who).get("/", follow=True).text


def test_it_asks_to_be_sent_and_to_be_sent_by_her(called: str) -> None:
    browser = inside(called)
    assert browser.get("/my/safe/off/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    for address in ("/my/safe/off/", "/my/safe/traces/", "/my/out/", "/my/in/", "/account/my/start/"):
        assert strict.post(address).status_code == 403, address
    assert lives(browser)
