"""Signing in to her page, and changing how she does: what does not fit is answered alike."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import hashers
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from alongside.accounts import actions, queries
from alongside.accounts.terms import CodePurpose
from alongside.pages.mother.mine.entering import NOT_TOGETHER, WAIT
from alongside.safekeeping.actions import acting
from tests.cast import CAST, T0, acting_as
from tests.pages.her_page.steps import ANA, WORDS, inside, lives, make, sign_in
from tests.pages.signing_in import SECRET
from tests.pages.signing_in import code as of_the_app

pytestmark = pytest.mark.usefixtures("committing", "no_tries_before")


# --- signing in


def test_each_way_beside_her_words(called: str) -> None:
    user = queries.her_sign_in(called)
    assert user is not None
    with transaction.atomic(using="gate"):
        TOTP.activate(user, SECRET)
        first, second, *_ = RecoveryCodes.activate(user).get_unused_codes()
    for code in (make(CodePurpose.SIGN_IN), of_the_app(SECRET), first, f"{second[:4]} {second[4:]}"):
        browser = Client()
        assert sign_in(browser, called.upper(), code=code)["Location"] == "/my/"
        assert lives(browser)
        assert "Location" not in sign_in(Client(), called, code=code)  # each opens once


def the_same(one: Any, two: Any) -> bool:
    """Two answers but for what a browser gets anew each time, and what she typed herself."""
    texts = [re.sub(r'value="[^"]*"', "", page.text) for page in (one, two)]
    return texts[0] == texts[1] and one.status_code == two.status_code and one.cookies.keys() == two.cookies.keys()


def test_whatever_does_not_fit_is_answered_alike(called: str) -> None:
    code = make(CodePurpose.SIGN_IN)
    wrong_words = sign_in(Client(), called, "something else", code)
    assert str(NOT_TOGETHER) in wrong_words.text and wrong_words.status_code == 200
    for page in (
        sign_in(Client(), "nobody at all", WORDS, code),
        sign_in(Client(), called, WORDS, "00000000"),
        sign_in(Client(), "wanda@example.org", WORDS, code),
    ):
        assert the_same(page, wrong_words)
        assert settings.TOKEN_COOKIE not in page.cookies
    assert "something else" not in wrong_words.text and code not in wrong_words.text
    with acting_as("W1"):
        held = queries.her_page(ANA)
    assert held is not None
    with acting_as("W1"):
        actions.close_her_page(page=held, by=CAST["W1"], at=T0)
    cache.clear()
    assert the_same(sign_in(Client(), called, WORDS, code), wrong_words)  # off looks like wrong


def test_a_right_code_is_not_used_up_by_wrong_words(called: str) -> None:
    code = make(CodePurpose.SIGN_IN)
    assert "Location" not in sign_in(Client(), called, "something else", code)
    assert sign_in(Client(), called, WORDS, code)["Location"] == "/my/"


def counting(verb: str, made: list[str]) -> Any:
    """The real thing, counted."""
    real = getattr(hashers.Argon2PasswordHasher, verb)

    def counted(*args: Any, **kwargs: Any) -> Any:
        made.append(verb)
        return real(*args, **kwargs)

    return counted


def test_a_name_nobody_has_takes_as_long(called: str) -> None:
    """Both hash the words once. (Counted, not timed: this machine is shared.)"""
    counted = []
    for name in (called, "nobody at all"):
        made: list[str] = []
        with pytest.MonkeyPatch.context() as patch:
            for verb in ("encode", "verify"):
                patch.setattr(hashers.Argon2PasswordHasher, verb, counting(verb, made))
            actions.who_comes_in(called=name, words="not these", code="1")
        counted.append(len(made))
    assert counted == [1, 1]


def test_too_many_tries_wait_for_a_known_and_an_unknown_name_alike(called: str) -> None:
    for name in (called, "nobody at all"):
        pages = [sign_in(Client(), name, "not these", "1") for _ in range(6)]
        assert [page.status_code for page in pages] == [200] * 5 + [429]
        assert str(WAIT) in pages[-1].text
    code = make(CodePurpose.SIGN_IN)
    assert sign_in(Client(), called, WORDS, code).status_code == 429  # also with the right ones
    cache.clear()
    assert sign_in(Client(), called, WORDS, code)["Location"] == "/my/"


def test_signing_in_gives_a_token_of_its_own_and_ends_the_one_before(called: str) -> None:
    """Session fixation: whatever the browser brought along is nobody's, and a stranger's token stays a stranger's."""
    browser = Client()
    browser.cookies[settings.TOKEN_COOKIE] = "planted by somebody"
    page = sign_in(browser, called, code=make(CodePurpose.SIGN_IN))
    first = page.cookies[settings.TOKEN_COOKIE].value
    assert first != "planted by somebody" and len(first) >= 43
    page = sign_in(browser, called, code=make(CodePurpose.SIGN_IN))
    second = page.cookies[settings.TOKEN_COOKIE].value
    assert second != first
    thief = Client()
    thief.cookies[settings.TOKEN_COOKIE] = first
    assert thief.get("/my/")["Location"] == "/my/in/"


# --- changing how she signs in


def test_she_says_her_words_again_before_she_changes_anything(called: str) -> None:
    browser = inside(called)
    assert browser.get("/account/my/keys/")["Location"] == "/my/in/"
    assert browser.post("/my/safe/signing-in/", {"words": "no"}).status_code == 200
    assert browser.post("/my/safe/signing-in/", {"words": WORDS})["Location"] == "/account/my/keys/"
    page = browser.get("/account/my/keys/paper/")
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", page.text)
    assert len(codes) == 10
    fresh = re.findall(r"<code>(\d{4} \d{4})</code>", browser.post("/account/my/keys/paper/").text)
    assert len(set(codes) & set(fresh)) == 0
    page = browser.get("/account/my/keys/app/")
    secret = "".join(re.findall(r'class="key"><code>([A-Z2-7 ]+)</code>', page.text)[0].split())
    assert "otpauth://totp/My%20notes?" in page.text
    assert browser.post("/account/my/keys/app/", {"code": "000000"}).status_code == 200
    assert browser.post("/account/my/keys/app/", {"code": of_the_app(secret)})["Location"] == "/account/my/keys/"
    assert sign_in(Client(), called, code=fresh[0])["Location"] == "/my/"
    browser.post("/account/my/keys/", {"away": "recovery_codes"})
    assert "Location" not in sign_in(Client(), called, code=fresh[1])
    # Other words: whoever is in with the old ones is out, she is in anew.
    elsewhere = inside(called)
    page = browser.post("/account/my/keys/words/", {"words": "green kettle hill", "again": "green kettle hill"})
    assert page["Location"] == "/my/" and lives(browser) and not lives(elsewhere)
    cache.clear()
    assert "Location" not in sign_in(Client(), called, code=make(CodePurpose.SIGN_IN))


def test_when_her_session_ends_what_she_was_changing_ends_with_it(called: str) -> None:
    browser = inside(called)
    browser.post("/my/safe/signing-in/", {"words": WORDS})
    assert browser.get("/account/my/keys/").status_code == 200
    with acting(browser.cookies[settings.TOKEN_COOKIE].value), connection.cursor() as cursor:
        cursor.execute("select safekeeping.end_session()")
    assert browser.get("/account/my/keys/")["Location"] == "/my/in/"
