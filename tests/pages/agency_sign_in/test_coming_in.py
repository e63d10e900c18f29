"""Coming in: who does, with what, and the little that is kept of it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.db import connections
from django.test import Client

from tests.agency_provider import Provider
from tests.cast import CAST
from tests.pages.agency_sign_in.conftest import BACK, CORA
from tests.pages.agency_sign_in.doors import came_in, come, here, is_refused, off, registered


@here
def test_somebody_registered_comes_in_and_nothing_about_her_is_kept_but_a_number(provider: Provider) -> None:
    user, browser = registered(), Client()
    page = come(browser)
    assert ("/", 302) in page.redirect_chain
    assert came_in(browser) == f"{CAST['CW1']} True"
    kept = SocialAccount.objects.get(user=user)
    assert (kept.provider, kept.uid, kept.extra_data) == ("society", "cora", {})
    with connections["gate"].cursor() as cursor:  # what the agency gave for it could not even be kept
        for table in (SocialToken._meta.db_table, SocialApp._meta.db_table):
            cursor.execute("select has_table_privilege(%s, 'select, insert, update')", [table])
            assert cursor.fetchone() == (False,)
    assert "_auth_user_id" not in browser.session  # the sign-in session is over


@here
def test_what_is_asked_of_the_agency(provider: Provider) -> None:
    asked = parse_qs(urlsplit(off(Client())).query)
    assert set(asked["scope"][0].split()) == {"openid", "email"}
    assert asked["code_challenge_method"] == ["S256"] and len(asked["code_challenge"][0]) == 43
    assert asked["response_type"] == ["code"] and asked["redirect_uri"] == [BACK]
    again = parse_qs(urlsplit(off(Client())).query)
    for once in ("nonce", "state", "code_challenge"):
        assert len(asked[once][0]) >= 16 and asked[once] != again[once]


@here
def test_later_the_number_decides_and_no_longer_the_address(provider: Provider) -> None:
    registered()
    come(Client())
    provider.person("cora", email="another@society.example.org", email_verified=False, amr=["mfa"])
    browser = Client()
    come(browser)
    assert came_in(browser)
    # Somebody new there was given her old address.
    provider.person("cleo", email=CORA, email_verified=True, amr=["mfa"])
    browser = Client()
    assert is_refused(come(browser, "cleo"), browser)


@here
def test_clocks_that_differ_a_little_do_no_harm(provider: Provider) -> None:
    registered()
    provider.lies(iat_off=60)
    browser = Client()
    come(browser)
    assert came_in(browser)


@here
def test_an_address_that_is_told_only_when_asked_for(provider: Provider) -> None:
    """Some providers keep the address out of the token and tell it on request."""
    registered()
    provider.lies(claims={"email": None, "email_verified": None})
    browser = Client()
    come(browser)
    assert came_in(browser)
