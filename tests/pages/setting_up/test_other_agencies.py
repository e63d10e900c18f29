"""People at other agencies, who sign in with a password here."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from alongside.accounts.models import Colleague, User
from alongside.accounts.rules import read_halves
from tests.cast import CAST, acting_as
from tests.client import client_as
from tests.pages.accounts.keeping import YES
from tests.pages.setting_up.codes import CHOOSE, give, has_sign_in, into, told, waiting_code
from tests.pages.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("real")

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
