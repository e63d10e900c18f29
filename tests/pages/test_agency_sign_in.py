"""Agencies' own sign-in, against a real OpenID provider: who comes in, and everything that does not."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from alongside.accounts.models import User
from alongside.agencies.models import Agency
from alongside.project.agency_doors import AgencyDoor
from tests import agency_provider
from tests.agency_provider import Provider
from tests.cast import CAST, T0, ident
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.test_accounts import own  # noqa: F401
from tests.pages.test_doors import PASSWORD, SECRET

here = pytest.mark.django_db(databases=["default", "gate", "loader"])

BACK = "http://testserver/account/agency/society/back/"
HOSPITALS = "http://testserver/account/agency/hospital/back/"
SECRET_OF_TWO = "a secret of two"
CORA = "cora@society.example.org"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with agency_provider.running(BACK, HOSPITALS, secret=SECRET_OF_TWO) as found:
        yield found


@pytest.fixture(autouse=True)
def doors(provider: Provider, settings: Any) -> None:
    """Two agencies with this sign-in; its people and how it lies begin anew with each test."""
    common = {"issuer": provider.issuer, "client_id": "alongside", "client_secret": SECRET_OF_TWO}
    settings.AGENCY_DOORS = {
        "society": AgencyDoor("society", str(CAST["CAS"]), "The society", second_factor=("two",), **common),
        "hospital": AgencyDoor("hospital", str(CAST["HOSP"]), "The hospital", **common),
    }
    provider.lies()
    provider.person("cora", email=CORA, email_verified=True, amr=["mfa"])
    cache.clear()


def registered(who: str = "CW1", email: str = CORA, password: str | None = None) -> User:
    """Somebody of the cast who signs in at her agency (or, with a password, here)."""
    return User.objects.db_manager("gate").create_user(email, password, id=ident(f"user {who}"))


def off(browser: Client, door: str = "society") -> str:
    """Press the button of an agency; the address of its own sign-in."""
    page = browser.post(f"/account/agency/{door}/")
    assert page.status_code == 200
    return html.unescape(re.search(r'content="0;url=([^"]+)"', page.text)[1])


def choose(address: str, sub: str) -> str:
    """Be somebody at the agency; the address at which one comes back, without the host."""
    there = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert there.status_code == 302, there.text
    back = urlsplit(there.headers["Location"])
    return f"{back.path}?{back.query}"


def come(browser: Client, sub: str = "cora", door: str = "society") -> HttpResponse:
    """There and back."""
    return browser.get(choose(off(browser, door), sub), follow=True)


def came_in(browser: Client) -> str:
    """As whom, by the database's own word; "" for nobody."""
    token = browser.cookies[settings.TOKEN_COOKIE].value if settings.TOKEN_COOKIE in browser.cookies else ""
    with transaction.atomic(using="gate"), connections["gate"].cursor() as cursor:
        cursor.execute("select set_config('alongside.token', %s, true)", [token])
        cursor.execute("select principal, second_factor from safekeeping.whoami()")
        row = cursor.fetchone()
    return f"{row[0]} {row[1]}" if row else ""


def is_refused(page: HttpResponse, browser: Client) -> bool:
    return (
        page.status_code == 403
        and "opened nothing here" in page.text
        and settings.TOKEN_COOKIE not in browser.cookies
        and "_auth_user_id" not in browser.session
    )


# --- coming in --------------------------------------------------------------------------------------------------------


@here
def test_somebody_registered_comes_in_and_nothing_about_her_is_kept_but_a_number(provider: Provider) -> None:
    user, browser = registered(), Client()
    page = come(browser)
    assert ("/", 302) in page.redirect_chain
    assert came_in(browser) == f"{CAST['CW1']} True"
    kept = SocialAccount.objects.get(user=user)
    assert (kept.provider, kept.uid, kept.extra_data) == ("society", "cora", {})
    assert not SocialToken.objects.using("loader").exists() and not SocialApp.objects.using("loader").exists()
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


# --- not coming in ----------------------------------------------------------------------------------------------------

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


# --- as whom, and with how many factors -------------------------------------------------------------------------------


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


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages behave as in a real programme; the one of this template is a practice one."""
    from alongside.pages.public import views

    monkeypatch.setattr(views, "mode", lambda using="default": "real")


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


# --- closing ----------------------------------------------------------------------------------------------------------


def written_for_good(cluster: Cluster, name: str, email: str = CORA, password: str = "!") -> None:
    with cluster.admin(name) as admin:
        admin.execute(
            "insert into accounts_user (id, email, password, is_active, must_have_second_factor)"
            " values (%s, %s, %s, true, true)",
            [ident("user CW1"), email, password],
        )


def test_an_agency_s_door_is_shut_and_opened_again(own: str, cluster: Cluster, provider: Provider) -> None:  # noqa: F811
    written_for_good(cluster, own)
    browser, back = Client(), Client()
    come(browser)
    assert came_in(browser)
    on_the_way = choose(off(back), "cora")
    shut = f"/team/outside/agencies/{CAST['CAS']}/shut/"
    assert client_as("W1").post(shut, {"submission": ""}).status_code == 404
    assert came_in(browser)
    assert client_as("ADM").post(shut, {"submission": ""}).status_code == 302
    assert not came_in(browser)  # at the next statement
    assert "The society" not in Client().get("/account/agency/").text
    assert Client().post("/account/agency/society/").status_code == 404
    assert back.get(on_the_way).status_code == 404
    page = client_as("CW1").get("/")
    assert page.status_code == 302  # the cast's own session is over too
    assert client_as("ADM").post(f"/team/outside/agencies/{CAST['CAS']}/open/", {"submission": ""}).status_code == 302
    again = Client()
    come(again)
    assert came_in(again)
    assert not came_in(browser)


def test_a_shut_door_is_shut_for_passwords_too(own: str, cluster: Cluster) -> None:  # noqa: F811
    from django.contrib.auth.hashers import make_password

    written_for_good(cluster, own, password=make_password(PASSWORD))
    browser = Client()
    browser.post("/account/login/", {"login": CORA, "password": PASSWORD}, follow=True)
    assert came_in(browser)
    client_as("ADM").post(f"/team/outside/agencies/{CAST['CAS']}/shut/", {"submission": ""})
    browser = Client()
    browser.post("/account/login/", {"login": CORA, "password": PASSWORD}, follow=True)
    assert not came_in(browser)


def test_somebody_who_left_or_moved_comes_in_no_longer(own: str, cluster: Cluster, provider: Provider) -> None:  # noqa: F811
    written_for_good(cluster, own)
    browser = Client()
    come(browser)
    assert came_in(browser)
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    moved = {
        "agency": str(CAST["SHEL"]),
        "role": "partner_staff",
        "email": "cora@shelter.example.org",
        "how": "theirs",
        **day,
    }
    assert client_as("ADM").post(f"/team/outside/{CAST['CW1']}/moved/", moved).status_code == 302
    assert not came_in(browser)
    browser = Client()
    assert is_refused(come(browser), browser)
    with cluster.admin(own) as admin:
        found = admin.execute(
            "select p.agency, p.kind, p.active from safekeeping_principal p where p.name like 'Cora%' order by p.active"
        ).fetchall()
        cells = admin.execute(
            "select count(*) from safekeeping_cell c join safekeeping_principal p on p.id = c.principal"
            " where p.name like 'Cora%' and c.valid @> clock_timestamp()"
        ).fetchone()
    assert found == [(CAST["CAS"], "partner", False), (CAST["SHEL"], "partner", True)]
    assert cells == (0,)


# --- keeping accounts of other agencies -------------------------------------------------------------------------------


def test_registering_somebody_at_her_agency(own: str, cluster: Cluster, provider: Provider) -> None:  # noqa: F811
    today = timezone.localdate()
    told = {
        "name": "Noor", "agency": str(CAST["CAS"]), "role": "child_welfare", "email": "noor@society.example.org", "how": "theirs",
        "from_on_day": today.day, "from_on_month": today.month, "from_on_year": today.year,
    }  # fmt: skip
    assert client_as("W1").get("/team/outside/").status_code == 404
    assert client_as("W1").post("/team/outside/add/", told).status_code == 404
    assert client_as("ADM").post("/team/outside/add/", told).status_code == 302
    shown = client_as("ADM").get("/team/outside/").text
    assert "Noor" in shown and "Child-welfare society" in shown
    provider.person("noor", email="noor@society.example.org", email_verified=True, amr=["mfa"])
    browser = Client()
    come(browser, "noor")
    assert came_in(browser)
    # A new sign-in of the agency: the number it gave her is forgotten, and her address decides once more.
    provider.person("noor-2", email="noor@society.example.org", email_verified=True, amr=["mfa"])
    browser = Client()
    assert is_refused(come(browser, "noor-2"), browser)
    with cluster.admin(own) as admin:
        (noor,) = admin.execute("select id from accounts_colleague where name = 'Noor'").fetchone()
    assert client_as("W1").post(f"/team/outside/{noor}/anew/", {"submission": ""}).status_code == 404
    assert client_as("ADM").post(f"/team/outside/{noor}/anew/", {"submission": ""}).status_code == 302
    browser = Client()
    come(browser, "noor-2")
    assert came_in(browser)


def test_whoever_signs_in_at_her_agency_is_given_no_code(own: str, cluster: Cluster, provider: Provider) -> None:  # noqa: F811
    """A code would shut her agency's sign-in until she had set a password here, and leave that beside it."""
    from django.db import ProgrammingError

    from alongside.accounts.actions import new_code
    from alongside.accounts.models import Colleague
    from tests.cast import acting_as

    written_for_good(cluster, own)
    browser, where = Client(), f"/team/outside/{CAST['CW1']}"
    come(browser)
    assert came_in(browser)
    shown = client_as("ADM").get("/team/outside/").text
    assert f"{where}/anew/" in shown and f"{where}/code/" not in shown
    for lost in ("both", "factor"):
        assert client_as("ADM").post(f"{where}/code/", {"submission": "", "lost": lost}).status_code == 404
        with acting_as("ADM"), pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
            new_code(
                colleague=Colleague.objects.get(id=CAST["CW1"]), new_password=lost == "both", by=CAST["ADM"], at=T0
            )
    held = "select awaits_code, password from accounts_user where email = %s"
    with cluster.admin(own) as admin:
        assert admin.execute(held, [CORA]).fetchone() == (False, "!")
    assert came_in(browser)
    again = Client()
    come(again)
    assert came_in(again)


def test_a_code_is_for_whoever_signs_in_here_and_letting_in_anew_is_not(own: str, cluster: Cluster) -> None:  # noqa: F811
    from django.contrib.auth.hashers import make_password

    written_for_good(cluster, own, password=make_password(PASSWORD))
    where = f"/team/outside/{CAST['CW1']}"
    shown = client_as("ADM").get("/team/outside/").text
    assert f"{where}/code/" in shown and f"{where}/anew/" not in shown
    assert client_as("ADM").post(f"{where}/anew/", {"submission": ""}).status_code == 404
    for _twice in range(2):  # also while the first one waits to be given
        page = client_as("ADM").post(f"{where}/code/", {"submission": "", "lost": "factor"})
        assert page.status_code == 200 and "<code>" in page.text
    with cluster.admin(own) as admin:
        assert admin.execute("select awaits_code from accounts_user where email = %s", [CORA]).fetchone() == (True,)


def test_a_second_factor_here_is_begun_anew_with_her_agency_s_number(
    own: str,  # noqa: F811
    cluster: Cluster,
    provider: Provider,
    real: None,
) -> None:
    """Her agency asks for one factor, and the phone with the other one is gone."""
    written_for_good(cluster, own)
    inside = Client()
    come(inside)
    assert came_in(inside)
    TOTP.activate(User.objects.using("gate").get(email=CORA), SECRET)
    provider.lies(claims={"amr": ["pwd"]})
    assert come(Client()).redirect_chain[-1][0].startswith("/account/2fa/authenticate")
    assert client_as("ADM").post(f"/team/outside/{CAST['CW1']}/anew/", {"submission": ""}).status_code == 302
    assert not came_in(inside)
    browser = Client()
    assert come(browser).redirect_chain[-1][0].startswith("/account/2fa/totp/activate")
    assert not came_in(browser)


@here
def test_who_is_where_in_lists() -> None:
    """People at other agencies are in no list of ours; nobody of theirs sees anybody of ours."""
    from alongside.accounts.models import Colleague
    from alongside.accounts.queries import colleagues, outside
    from tests.cast import TODAY, acting_as

    with acting_as("W1"):
        assert {c.id for c in outside(TODAY)} == {CAST[k] for k in ("CW1", "CW2", "NUR", "DRX", "PO")}
        assert CAST["CW1"] not in {c.id for c in colleagues(TODAY)} and CAST["W2"] in {c.id for c in colleagues(TODAY)}
    with acting_as("CW1"):
        assert {c.id for c in Colleague.objects.all()} == {CAST["CW1"], CAST["CW2"]}
    with acting_as("SITE2"):
        assert {c.id for c in Colleague.objects.all()} == {CAST["SITE2"]}
    for who in ("p_cal", None):
        with acting_as(who):
            assert not Colleague.objects.exists()


@here
@pytest.mark.parametrize(("who", "kind", "agency"), [("ADM", "staff", "CAS"), ("ADM", "partner", "OTHER_SITE"), ("CW1", "partner", "CAS"), ("SITE2", "partner", "CAS")])  # fmt: skip
def test_whose_accounts_nobody_keeps(who: str, kind: str, agency: str) -> None:
    """Staff of another agency, partners of another place of ours; and nobody outside keeps any."""
    from django.db import ProgrammingError

    from alongside.accounts.actions import keep_principal
    from tests.cast import acting_as

    with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
        keep_principal(id=ident("new one"), account=None, agency=CAST[agency], kind=kind, name="Somebody")


@here
def test_somebody_outside_is_given_no_ability() -> None:
    from django.db import ProgrammingError, connection

    from tests.cast import acting_as

    with acting_as("ADM"):
        for abilities, fits in ((1 << 10, True), (1 << 0, False), (1 << 1, False), (1 << 6, False)):
            call = "select safekeeping.keep_capacity(%s, %s, %s::bigint, 0, 0, '[2026-01-01,)')"
            values = [ident(f"capacity {abilities}"), CAST["CW2"], abilities]
            if fits:
                with connection.cursor() as cursor:
                    cursor.execute(call, values)
            else:
                with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(call, values)


@here
def test_a_part_of_ours_is_not_registered_outside() -> None:
    from alongside.accounts.actions import register_outside
    from alongside.recordkeeping.rules import Refused
    from tests.cast import acting_as

    common = {"name": "X", "from_on": date(2026, 3, 1), "email": "x@example.org", "by": CAST["ADM"], "at": T0}
    with acting_as("ADM"):
        society, ours = Agency.objects.get(id=CAST["CAS"]), Agency.objects.get(id=CAST["LEAD"])
        for agency, role in ((society, "counsellor"), (ours, "child_welfare")):
            with pytest.raises(Refused, match="not_outside"):
                register_outside(agency=agency, role=role, **common)
