"""Signing in, walking in, leaving: with the real gate role and the real second factor."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client

from alongside.accounts.actions import add_colleague, keep_capacity, keep_principal, make_user
from alongside.accounts.models import User
from alongside.agencies.models import Agency
from alongside.project.sign_in import AccountAdapter
from tests.cast import CAST, T0, TODAY, acting_as, token_of
from tests.client import client_as
from tests.databases import ROOT
from tests.pages.signing_in import PASSWORD, SECRET, account_of, code, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"], transaction=False)


def test_the_walk_in_page_shows_the_cast_of_a_practice_programme() -> None:
    page = Client().get("/walk-in/")
    assert page.status_code == 200
    assert "Wanda, counsellor" in page.text
    assert page["Cache-Control"] == "no-store, max-age=0"
    assert "script-src 'self'" in page["Content-Security-Policy"]


def test_walking_in_gives_a_token_that_only_the_browser_and_a_hash_know() -> None:
    browser = Client()
    page = browser.post("/walk-in/", {"as": str(CAST["W1"])})
    assert page.status_code == 302
    cookie = page.cookies[settings.TOKEN_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]
    with connections["gate"].cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("select token_hash from safekeeping_session")


def test_nobody_outside_the_cast_can_be_walked_in_as() -> None:
    page = Client().post("/walk-in/", {"as": "00000000-0000-0000-0000-000000000001"})
    assert settings.TOKEN_COOKIE not in page.cookies


def test_signing_up_is_closed() -> None:
    page = Client().post("/account/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.using("gate").filter(email="x@example.org").exists()
    assert page.status_code == 404


def test_a_wrong_password_and_an_unknown_address_are_answered_alike() -> None:
    make_user(email="known@example.org", password=PASSWORD)
    pages = [
        Client().post("/account/login/", {"login": who, "password": "not this one at all"})
        for who in ("known@example.org", "nobody@example.org")
    ]
    texts = [re.sub(r'value="[^"]*"', "", page.text) for page in pages]
    assert texts[0] == texts[1]
    assert pages[0].status_code == pages[1].status_code == 200


def test_a_real_second_factor_from_first_sign_in_to_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a practice programme staff set one up before anything else, and are asked for it the next time."""
    from alongside.pages.public import views

    monkeypatch.setattr(views, "mode", lambda using="default": "real")  # this template's programme is a practice one
    user = make_user(email="staff@example.org", password=PASSWORD)
    with connections["gate"].cursor() as cursor:
        cursor.execute("select 1")
    browser = Client()
    page = browser.post("/account/login/", {"login": "staff@example.org", "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0].startswith("/account/2fa/totp/activate")
    secret = browser.session["mfa.totp.secret"]
    page = browser.post("/account/2fa/totp/activate/", {"code": code(secret)}, follow=True)
    assert page.status_code == 200
    again = Client()
    page = again.post("/account/login/", {"login": "staff@example.org", "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0].startswith("/account/2fa/authenticate")
    page = again.get("/account/enter/")
    assert page.status_code == 302 and "login" in page["Location"]  # no factor given yet: nobody is signed in
    assert str(user.pk) not in page["Location"]


def second_step(code: str) -> tuple[Client, HttpResponse]:
    """A new browser gives the right password and then ``code``."""
    browser = Client()
    page = browser.post("/account/login/", {"login": "pit@example.org", "password": PASSWORD})
    assert page["Location"] == "/account/2fa/authenticate/"
    return browser, browser.post("/account/2fa/authenticate/", {"code": code}, follow=True)


def test_the_second_sign_in_with_a_code(real: None) -> None:
    """The password and a code of the app open; a wrong one is answered kindly, and none opens twice."""
    TOTP.activate(account_of("PIT"), SECRET)
    browser, page = second_step("000001" if code(SECRET) != "000001" else "000002")
    assert "This did not fit" in page.text and settings.TOKEN_COOKIE not in browser.cookies
    used = code(SECRET)
    browser, page = second_step(used)
    assert ("/", 302) in page.redirect_chain
    assert signed_in(browser.cookies[settings.TOKEN_COOKIE].value, "gate")
    browser, page = second_step(used)
    assert "This did not fit" in page.text and settings.TOKEN_COOKIE not in browser.cookies
    assert Client().get("/account/2fa/authenticate/")["Location"] == "/account/login/"  # no password, no second step


def test_a_recovery_code_opens_once(real: None) -> None:
    user = account_of("PIT")
    TOTP.activate(user, SECRET)
    first, second, *_ = RecoveryCodes.activate(user).get_unused_codes()
    for given, comes_in in ((first, True), (first, False), (second, True)):
        browser, page = second_step(given)
        assert (("/", 302) in page.redirect_chain) is comes_in
        assert (settings.TOKEN_COOKIE in browser.cookies) is comes_in


def test_setting_up_an_app_gives_recovery_codes_too(real: None) -> None:
    user, browser = account_of("PIT"), Client()
    browser.post("/account/login/", {"login": "pit@example.org", "password": PASSWORD})
    page = browser.get("/account/2fa/totp/activate/")
    secret = browser.session["mfa.totp.secret"]
    assert secret in page.text
    page = browser.post("/account/2fa/totp/activate/", {"code": code(secret)}, follow=True)
    for each in RecoveryCodes.activate(user).get_unused_codes():
        assert each in page.text
    page = browser.get("/account/enter/")  # she has just set it up: not asked for it again
    assert page.status_code == 302 and page["Location"] == "/"


def test_a_changed_password_ends_every_session_on_every_device() -> None:
    user = account_of("PIT")
    assert signed_in(token_of("PIT"), "gate")
    AccountAdapter().set_password(user, PASSWORD + " again")
    assert not signed_in(token_of("PIT"), "gate")
    assert signed_in(token_of("W1"), "gate")


def test_signing_in_ends_what_this_browser_was_in_before() -> None:
    account_of("PIT")
    browser = client_as("W2")
    assert signed_in(token_of("W2"))
    page = browser.post("/account/login/", {"login": "pit@example.org", "password": PASSWORD}, follow=True)
    assert ("/", 302) in page.redirect_chain
    assert browser.cookies[settings.TOKEN_COOKIE].value != token_of("W2")
    assert not signed_in(token_of("W2"))


def test_nothing_shows_or_keeps_the_address_she_signed_in_with() -> None:
    make_user(email="nadia@example.org", password=PASSWORD)  # nobody here yet: she stays on the page where one enters
    browser = Client()
    page = browser.post("/account/login/", {"login": "nadia@example.org", "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == "/account/enter/"
    assert page.status_code == 200 and "nadia@" not in page.text
    assert not any("nadia" in cookie.value for cookie in browser.cookies.values())


@pytest.mark.parametrize("name", ["signup", "email", "confirm-email", "password/reset"])
def test_what_the_programme_does_itself_has_no_page_of_the_library(name: str) -> None:
    assert Client().get(f"/account/{name}/").status_code == 404
    assert Client().post(f"/account/{name}/", {"email": "x@example.org"}).status_code == 404


def in_a_process(code: str, **environment: str) -> str:
    """What a process of its own writes, on both channels: tests have logs and counts of their own."""
    started = "import django; django.setup(); "
    done = subprocess.run(
        [sys.executable, "-c", started + code], env={**os.environ, **environment}, cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout + done.stderr


def test_a_failing_page_leaves_no_words_in_the_log() -> None:
    """A logger without a handler would fall through to Python's last resort, and write the traceback."""
    fail = "import logging; logging.getLogger('{}').error('SECRET words of hers')"
    assert "SECRET" in in_a_process(fail.format("alongside.page"))
    assert "SECRET" not in in_a_process(fail.format("django.request"))


def test_web_processes_count_attempts_to_sign_in_together(tmp_path: Path) -> None:
    web = {"ALONGSIDE_PROCESS": "web", "ALONGSIDE_ATTEMPTS": str(tmp_path)}
    ask = "from django.core.cache import cache; print(cache.get('tried', 'never'))"
    assert in_a_process(ask, **web) == "never\n"
    in_a_process("from django.core.cache import cache; cache.set('tried', 5)", **web)
    assert in_a_process(ask, **web) == "5\n"
    assert all(kept.stat().st_mode & 0o077 == 0 for kept in tmp_path.iterdir())


def test_behind_a_proxy_each_browser_is_counted_by_itself() -> None:
    """Else ten wrong passwords in a minute, by anybody, would keep everybody out; what a browser claims counts nothing."""
    ask = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert in_a_process(ask, ALONGSIDE_LOOPBACK="0") == "1\n"
    assert in_a_process(ask, ALONGSIDE_LOOPBACK="1") == "0\n"


def test_leaving_ends_the_session_in_the_database_and_forgets_the_browser() -> None:
    browser, token = client_as("W1"), token_of("W1")
    assert signed_in(token)
    page = browser.post("/leave/", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Alongside" not in page.text and "programme" not in page.text
    assert settings.LEAVE_TO in page.text
    assert page["Clear-Site-Data"] == '"cache", "storage"'
    assert not signed_in(token)
    assert page.cookies[settings.TOKEN_COOKIE].value == ""


def test_leaving_needs_the_forms_own_mark() -> None:
    """A page elsewhere cannot sign her out, nor anything else: CSRF is on."""
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/leave/").status_code == 403
    assert browser.post("/sign-out/").status_code == 403
    assert browser.post("/walk-in/", {"as": str(CAST["W1"])}).status_code == 403


def test_the_language_is_remembered_and_leads_nowhere_else() -> None:
    browser = Client()
    page = browser.post("/language/", {"language": "fr-ca", "next": "https://elsewhere.example/"})
    assert page["Location"] == "/"
    assert 'lang="fr-ca"' in browser.get("/walk-in/").text


def test_accounts_are_made_by_whoever_keeps_them_and_act_at_once() -> None:
    with acting_as("ADM"):
        who = add_colleague(
            agency=Agency.objects.get(id=CAST["LEAD"]),
            name="New",
            roles=["counsellor"],
            from_on=TODAY,
            by=CAST["ADM"],
            at=T0,
        )
        assert who.name == "New"
    with acting_as("W1"), pytest.raises(Exception, match="not allowed"), transaction.atomic():
        keep_principal(id=CAST["W2"], account=None, agency=CAST["LEAD"], kind="staff", name="x", active=False)
    with acting_as("ADM"), pytest.raises(Exception, match="not allowed"), transaction.atomic():
        keep_capacity(id=CAST["X"], principal=CAST["ADM"], role="supervisor", from_on=TODAY, until_on=None)


def test_tokens_of_the_cast_work() -> None:
    assert signed_in(token_of("W1"))
    assert not signed_in("something else")


@pytest.mark.parametrize(
    "back", ["id", "trail", "https://evil.example/", "//evil.example/", "a¿'\"(", "javascript:alert(1)"]
)
def test_a_chosen_language_leads_to_no_page_but_ours(back: str) -> None:
    page = Client().post("/language/", {"language": "fr-ca", "next": back})
    assert page.status_code == 302 and page["Location"] == "/"
    assert Client().post("/language/", {"language": "fr-ca", "next": "/walk-in/"})["Location"] == "/walk-in/"
