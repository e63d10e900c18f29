"""The first time: a password of her own, and a second factor."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from alongside.accounts.models import User
from alongside.accounts.rules import read_halves
from tests.cast import acting_as
from tests.client import client_as
from tests.pages.accounts.keeping import NOOR
from tests.pages.setting_up.codes import CHOOSE, NEW, give, into, told
from tests.pages.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("real")


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
