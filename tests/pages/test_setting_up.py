"""A sign-in that is set up with a code: the first time, after a lost phone, after coming back. Never past the second factor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from psycopg import errors

from alongside.accounts import queries
from alongside.accounts.actions import open_session
from alongside.accounts.models import Colleague, ColleagueCode, ProposedRole, Role, User
from alongside.accounts.rules import LETTERS, read_halves
from alongside.project import roles
from alongside.safekeeping.actions import hashed, new_token
from tests.cast import CAST, acting_as, ident, token_of
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.signing_in import PASSWORD, SECRET, account_of, code, signed_in
from tests.pages.test_accounts import FROM, NOOR, YES, propose, say

pytestmark = pytest.mark.usefixtures("real")
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

# --- the first time ---------------------------------------------------------------------------------------------------


def test_a_new_colleague_chooses_her_password_and_sets_up_a_second_factor(own: str) -> None:
    page = client_as("DIR").post(reverse("colleague_add"), NOOR)
    typed = told(page)
    assert read_halves(typed) and "noor@example.org" in page.text
    browser, page = give("Noor@Example.org", typed.lower().replace("-", " "), CHOOSE)
    assert page["Location"] == "/account/2fa/totp/activate/"
    assert browser.get("/account/enter/")["Location"] == "/account/2fa/totp/activate/"  # nothing opens before
    assert signed_in(into(browser).cookies[settings.TOKEN_COOKIE].value)
    user = User.objects.using("gate").get(email="noor@example.org")
    assert not user.awaits_code and user.check_password(NEW)
    # Once: the code opens nothing any more, and the next sign-in asks for the second factor.
    assert give("noor@example.org", typed, CHOOSE)[1].status_code == 200
    page = Client().post("/account/login/", {"login": "noor@example.org", "password": NEW})
    assert page["Location"] == "/account/2fa/authenticate/"
    with acting_as("PRIV"), connections["default"].cursor() as cursor:
        cursor.execute("select distinct verb from recordkeeping_trail where verb like '%code%' or verb like 'sign-in%'")
        assert {verb for (verb,) in cursor.fetchall()} == {"colleague code given", "sign-in set up"}


def test_it_is_done_also_while_no_part_has_begun(own: str) -> None:
    """A wide part waits for a second person; her sign-in does not wait for it, and is not asked for a code again."""
    typed = told(client_as("ADM").post(reverse("colleague_add"), {**NOOR, "role": "supervisor"}))
    browser, _page = give("noor@example.org", typed, CHOOSE)
    into(browser)
    assert settings.TOKEN_COOKIE not in browser.cookies
    assert not User.objects.using("gate").get(email="noor@example.org").awaits_code
    page = Client().post("/account/login/", {"login": "noor@example.org", "password": NEW})
    assert page["Location"] == "/account/2fa/authenticate/"


def test_a_weak_password_and_two_that_differ_are_said_kindly(own: str) -> None:
    typed = told(client_as("DIR").post(reverse("colleague_add"), NOOR))
    for given, said in (
        ({"password": "short", "again": "short"}, "Please make it longer"),
        ({"password": NEW, "again": NEW + "x"}, "The two are not the same"),
    ):
        _browser, page = give("noor@example.org", typed, given)
        assert page.status_code == 200 and said in page.text and given["password"] not in page.text
    assert not User.objects.using("gate").get(email="noor@example.org").has_usable_password()


# --- a lost second factor ---------------------------------------------------------------------------------------------


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


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["W1", "SUP", "PRIV", "PEER", "SITE2", "CW1", "p_cal", "p_ana", None])
def test_nobody_else_asks_for_a_code(own: str, who: str | None) -> None:
    has_sign_in("W2")
    for method in ("get", "post"):
        page = getattr(client_as(who), method)(reverse("code_new", args=[CAST["W2"]]), FACTOR)
        assert page.status_code == (404 if who else 302)
    assert signed_in(token_of("W2"))


@pytest.mark.parametrize(
    ("who", "whom"), [("ADM", "ADM"), ("DIR", "DIR"), ("ADM", "CW1"), ("DIR", "SITE2"), ("ADM", "ANA")]
)
def test_nobody_helps_herself_or_another_agency(own: str, who: str, whom: str) -> None:
    assert ask(who, whom, FACTOR).status_code == 404


@pytest.fixture
def page(cluster: Cluster, database: str) -> Iterator[psycopg.Connection]:
    with cluster.as_role(roles.APP, database) as connection:
        yield connection
        connection.rollback()


NEW_CODE = "select safekeeping.new_code(gen_random_uuid(), %s, {new}, 'a', 'b')"


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("ADM", "ADM"),
        ("ADM", "SITE2"),
        ("ADM", "ANA"),
        ("W1", "W2"),
        ("SUP", "W2"),
        ("CW1", "W2"),
        ("W1", "CW1"),
        ("CW1", "CW2"),
        ("SITE2", "CW1"),
    ],
)  # fmt: skip
def test_the_database_refuses_too(page: psycopg.Connection, who: str, whom: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        say(page, who, NEW_CODE.format(new="true"), [CAST[whom]])


def test_pages_read_no_hash_and_settle_nothing_by_themselves(page: psycopg.Connection) -> None:
    say(page, "ADM", NEW_CODE.format(new="false"), [CAST["W2"]])
    [(count,)] = page.execute("select count(*) from (select id, by_two from accounts_colleaguecode) s").fetchall()
    assert count == 1
    for query in (
        "select first from accounts_colleaguecode",
        "update accounts_colleaguecode set opens_until = now() + interval '1 year'",
        "insert into accounts_colleaguecode (id) values (gen_random_uuid())",
        "delete from mfa_authenticator",
        "update accounts_user set awaits_code = false",
        "select safekeeping.act_on_code(gen_random_uuid())",
    ):
        with pytest.raises(errors.InsufficientPrivilege), page.transaction():
            page.execute(query)


def test_others_see_no_code_at_all(page: psycopg.Connection) -> None:
    say(page, "ADM", NEW_CODE.format(new="false"), [CAST["W2"]])
    for who, count in (("DIR", 1), ("W2", 0), ("SUP", 0), ("PRIV", 0), ("SITE2", 0), ("CW1", 0), ("p_ana", 0)):
        page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
        assert page.execute("select count(id) from accounts_colleaguecode").fetchone() == (count,), who


def test_one_account_is_not_two_people(own: str, cluster: Cluster) -> None:
    """Somebody who keeps accounts twice, by two parts of one account, is one person."""
    has_sign_in("SUP")
    ask("ADM", "SUP", FACTOR)
    held = waiting_code("SUP")
    with cluster.admin(own) as admin:
        admin.execute("update safekeeping_principal set account = %s where id = %s", [ident("user ADM"), CAST["DIR"]])
    assert client_as("DIR").post(reverse("code_agree", args=[held.id]), YES).status_code == 404


# --- she is back ------------------------------------------------------------------------------------------------------

DAY = {"on_day": "2", "on_month": "3", "on_year": "2026"}


def test_whoever_worked_here_before_is_brought_back_and_not_added_twice(own: str, cluster: Cluster) -> None:
    user = has_sign_in("W2")
    with cluster.admin(own) as admin:
        held = "select count(*) from safekeeping_cell where principal = %s and valid @> clock_timestamp()"
        assert admin.execute(held, [CAST["W2"]]).fetchone()[0] > 0
    assert client_as("ADM").post(reverse("colleague_left", args=[CAST["W2"]]), DAY).status_code == 302
    assert "Willa, counsellor" in client_as("ADM").get("/team/").text.split("Worked here before")[1]

    page = client_as("ADM").post(reverse("colleague_add"), {**NOOR, "email": user.email.upper()})
    back = reverse("colleague_back", args=[CAST["W2"]])
    assert page.status_code == 200 and "worked here before signs in with this address" in page.text
    assert f'href="{back}"' in page.text and "Bring back Willa, counsellor" in page.text

    typed = told(client_as("ADM").post(back, {"role": "peer", **FROM}))
    with acting_as("ADM"):
        who = Colleague.objects.get(id=CAST["W2"])
        assert who.left_on is None
        assert [part.name for part in queries.roles_on(who.id, timezone.localdate())] == ["peer"]
    with cluster.admin(own) as admin:
        assert admin.execute(held, [CAST["W2"]]).fetchone() == (0,)  # let into no file by it
    assert Client().post("/account/login/", {"login": user.email, "password": PASSWORD}).status_code == 200  # no more
    browser, _page = give(user.email, typed, CHOOSE)
    assert signed_in(into(browser).cookies[settings.TOKEN_COOKIE].value)
    assert client_as("ADM").get(back).status_code == 404  # she is here


def test_an_address_of_somebody_who_works_here_is_only_taken(own: str) -> None:
    user = has_sign_in("W2")
    page = client_as("ADM").post(reverse("colleague_add"), {**NOOR, "email": user.email})
    assert "this one is taken" in page.text and "Bring back" not in page.text


def test_an_address_of_another_agency_tells_nothing_of_whose_it_is(own: str, cluster: Cluster) -> None:
    user = has_sign_in("SITE2")
    with cluster.admin(own) as admin:
        admin.execute("update safekeeping_principal set active = false where id = %s", [CAST["SITE2"]])
    page = client_as("ADM").post(reverse("colleague_add"), {**NOOR, "email": user.email})
    assert "this one is taken" in page.text and "Bring back" not in page.text


def test_a_wide_part_of_somebody_who_is_back_waits_for_a_second_person(own: str) -> None:
    has_sign_in("SUP")
    client_as("ADM").post(reverse("colleague_left", args=[CAST["SUP"]]), DAY)
    page = client_as("ADM").post(reverse("colleague_back", args=[CAST["SUP"]]), {"role": "supervisor", **FROM})
    assert told(page) and "begins when a second person" in page.text
    with acting_as("ADM"):
        assert not Role.objects.filter(colleague_id=CAST["SUP"], during__contains=timezone.localdate()).exists()
        assert ProposedRole.objects.get(colleague_id=CAST["SUP"], settled_at=None).name == "supervisor"


@pytest.mark.parametrize("who", ["W1", "SUP", "PRIV", "SITE2", "CW1", None])
def test_nobody_else_brings_somebody_back(own: str, who: str | None) -> None:
    client_as("ADM").post(reverse("colleague_left", args=[CAST["W2"]]), DAY)
    for method in ("get", "post"):
        page = getattr(client_as(who), method)(reverse("colleague_back", args=[CAST["W2"]]), {"role": "peer", **FROM})
        assert page.status_code == (404 if who else 302)


# --- what waits stands on Home ----------------------------------------------------------------------------------------

here = pytest.mark.django_db(databases=["default", "gate", "loader"])


@here
def test_home_shows_what_waits_to_those_who_can_agree() -> None:
    waits = propose("ADM", "W2", "manager")
    address = reverse("role_agree", args=[waits.id])
    assert "Waiting for your yes" in client_as("DIR").get("/").text and address in client_as("DIR").get("/").text
    for who in ("ADM", "W2", "W1", "SUP", "PRIV", "EVAL"):
        text = client_as(who).get("/").text
        assert "Waiting for your yes" not in text and address not in text, who


@here
def test_home_of_somebody_who_works_with_no_family_shows_it_too() -> None:
    waits = propose("DIR", "W2", "manager")
    text = client_as("ADM").get("/").text
    assert "Waiting for your yes" in text and reverse("role_agree", args=[waits.id]) in text
    assert "Willa, counsellor: Programme manager" in text


@here
def test_a_part_for_oneself_waits_for_somebody_else() -> None:
    propose("ADM", "DIR", "privacy")
    assert "Waiting for your yes" not in client_as("DIR").get("/").text


def test_home_shows_a_code_that_waits(own: str) -> None:
    has_sign_in("SUP")
    ask("ADM", "SUP", FACTOR)
    text = client_as("DIR").get("/").text
    assert "a code to sign in again" in text and reverse("code_agree", args=[waiting_code("SUP").id]) in text
    assert "a code to sign in again" not in client_as("ADM").get("/").text


# --- people at other agencies -----------------------------------------------------------------------------------------

MINA = {
    "name": "Mina", "agency": str(CAST["CAS"]), "role": "child_welfare", "email": "mina@society.example.org", "how": "here",
    "from_on_day": "1", "from_on_month": "3", "from_on_year": "2026",
}  # fmt: skip


def test_somebody_outside_chooses_her_password_and_whoever_registered_her_knows_none(own: str) -> None:
    assert "password" not in client_as("ADM").get(reverse("outside_add")).context["form"].fields
    page = client_as("ADM").post(reverse("outside_add"), {**MINA, "password": "known to the keeper 27"})
    typed = told(page)
    user = User.objects.using("gate").get(email=MINA["email"])
    assert read_halves(typed) and user.awaits_code and not user.has_usable_password()
    browser, page = give(MINA["email"], typed, CHOOSE)
    assert page["Location"] == "/account/2fa/totp/activate/"
    assert signed_in(into(browser).cookies[settings.TOKEN_COOKIE].value)
    # Her code was lost, or her phone: another one, and what she had opens nothing.
    with acting_as("ADM"):
        mina = Colleague.objects.get(name="Mina")
    for who in ("W1", "CW1", "PRIV", "p_ana"):
        assert client_as(who).post(reverse("outside_code", args=[mina.pk]), {"lost": "both"}).status_code == 404
    typed = told(client_as("ADM").post(reverse("outside_code", args=[mina.pk]), {"lost": "both"}))
    assert not signed_in(browser.cookies[settings.TOKEN_COOKIE].value)
    browser, _page = give(MINA["email"], typed, CHOOSE)
    assert signed_in(into(browser).cookies[settings.TOKEN_COOKIE].value)


def test_a_new_password_for_somebody_who_is_shown_something_takes_two(own: str) -> None:
    has_sign_in("CW1")
    page = client_as("ADM").post(reverse("outside_code", args=[CAST["CW1"]]), {"lost": "both"})
    assert page.status_code == 200
    held = waiting_code("CW1")
    assert held.by_two and held.opens_until is None
    assert client_as("ADM").post(reverse("code_agree", args=[held.pk]), YES).status_code == 404
    assert client_as("DIR").post(reverse("code_agree", args=[held.pk]), YES).status_code == 200
    assert waiting_code("CW1").opens_until is not None
