"""Everything that does not come in: lies of every kind, other people, other doors."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from alongside.project.agency_doors import AgencyDoor
from tests.agency_provider import Provider
from tests.cast import CAST
from tests.pages.agency_sign_in.conftest import CORA, SECRET_OF_TWO
from tests.pages.agency_sign_in.doors import came_in, choose, come, here, is_refused, off, registered
from tests.pages.signing_in import PASSWORD

LIES: dict[str, dict[str, Any]] = {
    "another nonce": {"claims": {"nonce": "of somebody else"}},
    "no nonce": {"claims": {"nonce": None}},
    "another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "for another programme": {"claims": {"aud": "another programme"}},
    "for several, and not for us": {"claims": {"aud": ["alongside", "another"], "azp": "another"}},
    "for several, and nobody in particular": {"claims": {"aud": ["alongside", "another"]}},
    "too old": {"exp_off": -900},
    "without an end": {"claims": {"exp": None}},
    "from ten minutes ahead": {"iat_off": 600},
    "not signed": {"alg": "none"},
    "signed with what everybody knows": {"alg": "HS256"},
    "signed by somebody else": {"another_key": True},
    "nobody": {"claims": {"sub": None}},
    "an empty number": {"claims": {"sub": ""}},
    "an address that was not checked": {"claims": {"email_verified": False}},
    "an address that says so in words": {"claims": {"email_verified": "false"}},
    "no address": {"claims": {"email": None}, "userinfo": {"email": None}},
    "told about somebody else": {"claims": {"email": None}, "userinfo": {"sub": "cleo"}},
    "an address nobody registered": {"claims": {"email": "stranger@society.example.org"}},
    "publishing for another issuer": {"discovery": {"issuer": "https://elsewhere.example"}},
    "publishing nothing": {"discovery": {"jwks_uri": None}},
}


@here
@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_does_not_fit_opens_nothing(provider: Provider, lie: str, caplog: Any) -> None:
    registered()
    browser = Client()
    address = off(browser)
    provider.lies(**LIES[lie])
    with caplog.at_level(logging.WARNING):
        page = browser.get(choose(address, "cora"), follow=True)
    assert is_refused(page, browser)
    assert not SocialAccount.objects.exists()
    said = caplog.text
    assert "through the door society" in said
    assert CORA not in said and SECRET_OF_TWO not in said and "stranger" not in said


@here
def test_without_any_of_these_lies_she_would_have_come_in(provider: Provider) -> None:
    """The test above could pass with every sign-in refused; this one could not."""
    registered()
    browser = Client()
    address = off(browser)
    browser.get(choose(address, "cora"), follow=True)
    assert came_in(browser)


@here
def test_the_agency_is_not_there(settings: Any) -> None:
    settings.AGENCY_DOORS = {
        "away": AgencyDoor("away", str(CAST["CAS"]), "Away", "http://localhost:9", "alongside", SECRET_OF_TWO)
    }
    page = Client().post("/account/agency/away/")
    assert page.status_code == 503 and "could not be reached" in page.text


@here
def test_somebody_of_another_agency_and_somebody_of_ours_are_nobody_here(provider: Provider) -> None:
    registered("DRX", "drx@hospital.example.org")
    registered("W1", "wanda@programme.example.org")
    provider.person("drx", email="drx@hospital.example.org", email_verified=True, amr=["mfa"])
    provider.person("wanda", email="wanda@programme.example.org", email_verified=True, amr=["mfa"])
    for sub in ("drx", "wanda"):
        browser = Client()
        assert is_refused(come(browser, sub), browser)
    assert not SocialAccount.objects.exists()
    browser = Client()
    come(browser, "drx", "hospital")
    assert came_in(browser) == f"{CAST['DRX']} True"


@here
def test_somebody_with_a_password_here_is_not_taken_over_by_an_agency(provider: Provider) -> None:
    registered(password=PASSWORD)
    browser = Client()
    assert is_refused(come(browser), browser)


@here
def test_the_way_back_belongs_to_one_browser_and_one_time(provider: Provider) -> None:
    registered()
    first, second = Client(), Client()
    back = choose(off(first), "cora")
    assert is_refused(second.get(back, follow=True), second)  # somebody else's way back
    first.get(back, follow=True)
    assert came_in(first)
    third = Client()
    off(third)
    assert is_refused(third.get(back, follow=True), third)  # and not twice
    # A code of one attempt does not fit the state of another.
    fourth, fifth = Client(), Client()
    code = parse_qs(urlsplit(choose(off(fourth), "cora")).query)["code"][0]
    state = parse_qs(urlsplit(off(fifth)).query)["state"][0]
    assert is_refused(fifth.get(f"/account/agency/society/back/?code={code}&state={state}", follow=True), fifth)


@here
def test_saying_no_at_the_agency(provider: Provider) -> None:
    registered()
    browser = Client()
    assert is_refused(come(browser, ""), browser)


@here
def test_a_way_back_to_another_door(provider: Provider) -> None:
    registered()
    browser = Client()
    back = choose(off(browser), "cora").replace("/society/", "/hospital/")
    assert is_refused(browser.get(back, follow=True), browser)


@here
def test_unknown_doors_and_doors_that_are_only_asked_for() -> None:
    for page in (
        Client().post("/account/agency/nowhere/"),
        Client().get("/account/agency/nowhere/back/?code=1&state=2"),
    ):
        assert page.status_code == 404
    assert Client().get("/account/agency/society/").status_code == 405  # a link alone sends nobody off
    shown = Client().get("/account/agency/")
    assert "The society" in shown.text and "The hospital" in shown.text
    assert "/account/agency/" in Client().get("/account/login/").text


@here
def test_without_such_agencies_nothing_speaks_of_them(settings: Any) -> None:
    settings.AGENCY_DOORS = {}
    assert "/account/agency/" not in Client().get("/account/login/").text
    assert "No agency signs in this way" in Client().get("/account/agency/").text
