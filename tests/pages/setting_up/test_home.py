"""What waits stands on Home."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.client import client_as
from tests.pages.accounts.keeping import propose
from tests.pages.setting_up.codes import FACTOR, ask, has_sign_in, waiting_code

pytestmark = pytest.mark.usefixtures("real")

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
