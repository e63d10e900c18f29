"""A code that sets up a sign-in: asking for it, reading it from the page, giving it in."""

from __future__ import annotations

import re

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.urls import reverse

from alongside.accounts import queries
from alongside.accounts.models import ColleagueCode, User
from tests.cast import CAST, acting_as
from tests.client import client_as
from tests.pages.signing_in import PASSWORD, SECRET, account_of, code

NEW = "four grey geese over the bay"
FACTOR, BOTH = {"lost": "factor"}, {"lost": "both"}
SHOWN = re.compile(r'<p class="key[^"]*"><code>([^<]+)</code>')
IN = "/account/set-up/"


def told(page) -> str:  # type: ignore[no-untyped-def]
    """The code, or the half of it, that stands on a page."""
    assert page.status_code == 200, page.status_code
    found = SHOWN.search(page.text)
    assert found, page.text[:3000]
    return found[1]


def has_sign_in(who: str) -> User:
    """Somebody of the cast with a password and an app."""
    user = account_of(who)
    TOTP.activate(user, SECRET)
    return user


def ask(who: str, whom: str, lost: dict[str, str]):  # type: ignore[no-untyped-def]
    return client_as(who).post(reverse("code_new", args=[CAST[whom]]), lost)


def waiting_code(whom: str) -> ColleagueCode:
    with acting_as("DIR"):
        return queries.codes().get(colleague_id=CAST[whom])


def give(address: str, typed: str, password: dict[str, str]) -> tuple[Client, object]:
    """A new browser gives address and code, then what is asked about a password."""
    browser = Client()
    page = browser.post(IN, {"email": address, "code": typed})
    if page.status_code == 302:
        page = browser.post(page["Location"], password)
    return browser, page


def into(browser: Client) -> Client:
    """She sets up an app, as she is asked to, and goes on."""
    page = browser.get("/account/2fa/totp/activate/")
    assert page.status_code == 200 and settings.TOKEN_COOKIE not in browser.cookies
    browser.post("/account/2fa/totp/activate/", {"code": code(browser.session["mfa.totp.secret"])})
    browser.get("/account/enter/")
    return browser


CHOOSE = {"password": NEW, "again": NEW}
KNOWS = {"password": PASSWORD}
