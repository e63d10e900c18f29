"""A lost second factor: sessions end, nobody else comes in, and wide parts need two people."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.accounts import queries
from alongside.accounts.actions import open_session
from alongside.accounts.models import User
from alongside.accounts.rules import LETTERS
from alongside.safekeeping.actions import hashed, new_token
from tests.cast import CAST, acting_as, token_of
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.accounts.keeping import YES
from tests.pages.setting_up.codes import BOTH, FACTOR, IN, KNOWS, ask, give, has_sign_in, into, told, waiting_code
from tests.pages.signing_in import PASSWORD, SECRET, code, signed_in

pytestmark = pytest.mark.usefixtures("real")


def test_a_lost_phone_ends_sessions_and_factors_and_her_own_password_is_still_needed(own: str) -> None:
    user = has_sign_in("W2")
    before = token_of("W2")
    assert signed_in(before)
    typed = told(ask("ADM", "W2", FACTOR))
    assert not signed_in(before)
    assert not Authenticator.objects.using("gate").filter(user_id=user.pk).exists()

    # The password alone opens nothing and sets up nothing.
    thief = Client()
    page = thief.post("/account/login/", {"login": user.email, "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == IN and settings.TOKEN_COOKIE not in thief.cookies
    thief.post("/account/login/", {"login": user.email, "password": PASSWORD})
    for address in ("/account/2fa/totp/activate/", "/account/2fa/", "/account/2fa/webauthn/add/"):
        assert thief.get(address)["Location"] == IN
    with pytest.raises(Exception, match="no such principal"):
        open_session(token_hash=hashed(new_token()), principal=CAST["W2"], second_factor=True)

    # The code alone opens nothing either.
    browser, page = give(user.email, typed, {"password": "not this one at all"})
    assert page.status_code == 200 and "not your password" in page.text
    assert browser.get("/account/2fa/totp/activate/").status_code == 302

    browser, page = give(user.email, typed, KNOWS)
    assert signed_in(into(browser).cookies[settings.TOKEN_COOKIE].value)
    assert User.objects.using("gate").get(pk=user.pk).check_password(PASSWORD)
    again = Client()
    again.post("/account/login/", {"login": user.email, "password": PASSWORD})
    again.post("/account/2fa/authenticate/", {"code": code(SECRET)})  # the lost app
    again.get("/account/enter/")
    assert settings.TOKEN_COOKIE not in again.cookies


def test_somebody_halfway_through_signing_in_is_stopped_too(own: str) -> None:
    """Whoever has the lost phone and the password was just giving the code from it."""
    user = has_sign_in("W2")
    halfway, inside = Client(), Client()
    for browser in (halfway, inside):
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    inside.post("/account/2fa/authenticate/", {"code": code(SECRET)})
    ask("ADM", "W2", FACTOR)
    halfway.post("/account/2fa/authenticate/", {"code": code(SECRET)}, follow=True)
    for browser in (halfway, inside):
        browser.get("/account/enter/")
        assert settings.TOKEN_COOKIE not in browser.cookies


def test_a_wide_part_needs_two_people_and_each_knows_one_half(own: str) -> None:
    user = has_sign_in("SUP")
    before = token_of("SUP")
    page = ask("ADM", "SUP", FACTOR)
    first = told(page)
    assert len(first) == 6 and "first half" in page.text
    assert not signed_in(before)  # she is out at once; her factors stay until the second one agrees
    assert Authenticator.objects.using("gate").filter(user_id=user.pk).exists()
    assert give(user.email, first + "ABCDEF", KNOWS)[1].status_code == 200
    held = waiting_code("SUP")
    agree = reverse("code_agree", args=[held.id])
    for who in ("ADM", "SUP", "W1", "PRIV", "SITE2", "CW1", "p_cal"):
        for method in ("get", "post"):
            assert getattr(client_as(who), method)(agree, YES).status_code in (302, 404), who
    asked = client_as("DIR").get(agree)
    assert all(words in asked.text for words in ("Suki, supervisor", user.email, "Adam, administrator"))
    page = client_as("DIR").post(agree, YES)
    second = told(page)
    assert len(second) == 6 and first not in page.text
    assert not Authenticator.objects.using("gate").filter(user_id=user.pk).exists()
    browser, _page = give(user.email, f"{first} {second}", KNOWS)
    assert signed_in(into(browser).cookies[settings.TOKEN_COOKIE].value)
    assert client_as("DIR").post(agree, YES).status_code == 404  # once


@pytest.mark.parametrize(
    ("whom", "lost", "two"),
    [("W2", FACTOR, False), ("W2", BOTH, True), ("SUP", FACTOR, True), ("DIR", BOTH, True), ("EVAL", BOTH, False)],
)
def test_when_a_second_person_is_needed(own: str, whom: str, lost: dict[str, str], two: bool) -> None:
    """A wide part; or a new password for an account that opens files. Else her own password stands in the way."""
    has_sign_in(whom)
    assert len(told(ask("ADM", whom, lost))) == (6 if two else 13)


def test_two_codes_in_a_row_are_no_way_around_the_second_person(own: str) -> None:
    """After a code for the factor alone, one with a new password still needs two; after that one, every further one."""
    user = has_sign_in("W2")
    assert len(told(ask("ADM", "W2", FACTOR))) == 13
    assert len(told(ask("ADM", "W2", BOTH))) == 13, "whoever waits for a code is asked nothing: she keeps her password"
    assert User.objects.using("gate").get(pk=user.pk).check_password(PASSWORD)
    with acting_as("ADM"), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(
            "select safekeeping.new_code(gen_random_uuid(), %s, true, 'x', 'y')", [CAST["W2"]]
        )  # as a page that forgot to ask would
        assert cursor.fetchone()[0] is False
    with acting_as("DIR"):
        assert [held.by_two for held in queries.codes().filter(opens_until=None)] == [True]


def test_after_a_new_password_that_was_never_chosen_two_are_needed_again(own: str) -> None:
    has_sign_in("W2")
    ask("ADM", "W2", BOTH)
    client_as("DIR").post(reverse("code_agree", args=[waiting_code("W2").id]), YES)
    assert len(told(ask("ADM", "W2", FACTOR))) == 6


def test_a_code_replaces_the_one_before(own: str) -> None:
    user = has_sign_in("W2")
    first, second = (told(ask("ADM", "W2", FACTOR)) for _ in range(2))
    assert first != second
    assert give(user.email, first, KNOWS)[1].status_code == 200
    assert give(user.email, second, KNOWS)[1].status_code == 302


def test_a_code_is_over_after_five_wrong_ones_a_day_or_when_it_is_taken_back(own: str, cluster: Cluster) -> None:
    user = has_sign_in("W2")
    typed = told(ask("ADM", "W2", FACTOR))
    for n in range(5):
        assert give(user.email, LETTERS[n] * 12, KNOWS)[1].status_code == 200
    assert give(user.email, typed, KNOWS)[1].status_code == 200
    cache.clear()
    typed = told(ask("ADM", "W2", FACTOR))
    with cluster.admin(own) as admin:
        admin.execute("update accounts_colleaguecode set opens_until = %s", [timezone.now() - timedelta(minutes=1)])
    assert give(user.email, typed, KNOWS)[1].status_code == 200
    typed = told(ask("ADM", "W2", FACTOR))
    end = reverse("code_end", args=[waiting_code("W2").id])
    assert client_as("SUP").post(end, YES).status_code == 404
    assert client_as("DIR").post(end, YES).status_code == 302
    assert give(user.email, typed, KNOWS)[1].status_code == 200


def test_an_unknown_address_and_a_wrong_code_are_answered_alike(own: str) -> None:
    user = has_sign_in("W2")
    ask("ADM", "W2", FACTOR)
    pages = [give(address, "ABCDEFGHJKMN", KNOWS)[1] for address in (user.email, "zz@example.org")]
    texts = [re.sub(r'value="[^"]*"', "", page.text) for page in pages]
    assert texts[0] == texts[1] and "do not fit together" in texts[0]


def test_the_code_is_shown_once(own: str) -> None:
    """Sent again (a second click, the page loaded anew), the form makes no second code and shows none."""
    has_sign_in("W2")
    browser = client_as("ADM")
    sent = {**FACTOR, "submission": "0191b3a2-0000-7000-8000-000000000001"}
    page = browser.post(reverse("code_new", args=[CAST["W2"]]), sent)
    typed = told(page)
    assert page["Cache-Control"] == "no-store, max-age=0"
    again = browser.post(reverse("code_new", args=[CAST["W2"]]), sent, follow=True)
    assert again.redirect_chain == [("/team/", 302)] and typed not in again.text
    with acting_as("DIR"):
        assert queries.codes().count() == 1
