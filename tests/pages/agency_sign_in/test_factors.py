"""As whom she comes in, and with how many factors."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connections
from django.test import Client

from tests.agency_provider import Provider
from tests.cast import CAST
from tests.pages.agency_sign_in.conftest import CORA
from tests.pages.agency_sign_in.doors import came_in, come, here, registered
from tests.pages.signing_in import SECRET


@here
def test_whoever_works_at_two_places_comes_in_at_the_one_whose_door_it_is(provider: Provider) -> None:
    """One account, two parts: through the society's door she is nobody but the society's worker."""
    user = registered()
    with connections["gate"].cursor() as cursor:
        cursor.execute("select count(*) from safekeeping.principals_of(%s)", [user.pk])
        assert cursor.fetchone() == (1,)
    from alongside.pages.public.agency import through

    assert [row[0] for row in through("society", user.pk)] == [CAST["CW1"]]
    assert through("hospital", user.pk) == []


@here
@pytest.mark.parametrize(
    ("said", "enough"),
    [
        ({"amr": ["mfa"]}, True),
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": ["pin", "hwk"]}, True),
        ({"amr": None, "acr": "two"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["otp"]}, False),
        ({"amr": "mfa"}, False),
        ({"amr": None}, False),
        ({"amr": [], "acr": "one"}, False),
        ({"amr": ["pwd", "sms"]}, False),  # a message to a phone is not counted
    ],
)
def test_two_factors_there_or_a_second_one_here(provider: Provider, real: None, said: dict, enough: bool) -> None:
    registered()
    provider.lies(claims=said)
    browser = Client()
    page = come(browser)
    if enough:
        assert came_in(browser) == f"{CAST['CW1']} True"
    else:
        assert page.redirect_chain[-1][0].startswith("/account/2fa/totp/activate")
        assert not came_in(browser)


@here
def test_a_second_factor_here_is_asked_for_when_the_agency_asks_for_one_only(provider: Provider, real: None) -> None:
    TOTP.activate(registered(), SECRET)
    provider.lies(claims={"amr": ["pwd"]})
    browser = Client()
    page = come(browser)
    assert page.redirect_chain[-1][0].startswith("/account/2fa/authenticate")
    assert browser.get("/account/enter/")["Location"].startswith(("/account/login", "/account/2fa/authenticate"))
    assert not came_in(browser)


@here
def test_her_agency_alone_opens_for_her(provider: Provider) -> None:
    """No password can be set beside it, and none opens: when her agency closes her account there, she is out here."""
    user = registered()
    assert Client().get("/account/password/set/").status_code == 404
    page = Client().post("/account/login/", {"login": CORA, "password": "!"}, follow=True)
    assert page.status_code == 200 and not page.redirect_chain
    # Whatever else signs in without a password (a passkey she added on the way) ends at the same door.
    from django.test import RequestFactory

    from alongside.project.sign_in import AccountAdapter

    request = RequestFactory().get("/")
    request.session = {}
    answer = AccountAdapter(request).pre_login(
        request, user, email_verification="none", signal_kwargs=None, email=None, signup=False, redirect_url=None
    )
    assert answer is not None and answer.status_code == 403
