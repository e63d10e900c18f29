"""Pages about the programme itself: colleagues and parts, agencies and agreements, words before the council."""

from __future__ import annotations

import pytest
from django.urls import reverse

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency, Agreement
from tests.cast import CAST, acting_as
from tests.client import client_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

TODAY = {"from_on_day": "1", "from_on_month": "3", "from_on_year": "2026"}


def test_a_part_given_acts_at_once_and_one_that_ends_too() -> None:
    before = client_as("W2").get("/team/continuity/").status_code
    client_as("DIR").post(reverse("role_give", args=[CAST["W2"]]), {"role": "evaluator", **TODAY})
    assert (before, client_as("W2").get("/team/continuity/").status_code) == (404, 200)
    with acting_as("DIR"):
        held = Colleague.objects.get(id=CAST["W2"]).roles.get(name="evaluator")
    end = {"on_day": "2", "on_month": "3", "on_year": "2026"}
    client_as("DIR").post(reverse("role_end", args=[CAST["W2"], held.id]), end)
    assert client_as("W2").get("/team/continuity/").status_code == 404


def test_nobody_gives_herself_a_part() -> None:
    page = client_as("DIR").post(reverse("role_give", args=[CAST["DIR"]]), {"role": "privacy", **TODAY})
    assert page.status_code == 404
    assert client_as("DIR").get("/trail/").status_code == 404


@pytest.mark.parametrize("who", ["W1", "SUP", "PEER", "CHC", "EVAL", "p_cal", "p_foster", "CW1"])
@pytest.mark.parametrize("name", ["colleague_add", "agency_add", "agreement_add", "pay_add", "text_put"])
def test_others_find_nothing_there(who: str, name: str) -> None:
    if (who, name) == ("SUP", "text_put"):
        assert client_as(who).get(reverse(name)).status_code == 200
        return
    assert client_as(who).get(reverse(name)).status_code == 404


def test_an_agency_and_an_agreement() -> None:
    client = client_as("DIR")
    client.post(reverse("agency_add"), {"name": "Corner Clinic", "kind": "hospital"})
    with acting_as("DIR"):
        clinic = Agency.objects.get(name="Corner Clinic")
    form = {"partner": str(clinic.id), "brings": "a nurse on Tuesdays", **TODAY}
    assert client.post(reverse("agreement_add"), form).status_code == 302
    again = client.post(reverse("agreement_add"), form)
    assert again.status_code == 200 and "already an agreement" in again.text
    with acting_as("DIR"):
        assert Agreement.objects.filter(partner=clinic).count() == 1
    assert "a nurse on Tuesdays" in client_as("W1").get("/team/").text


def test_a_text_goes_to_the_council_and_back() -> None:
    form = {
        "title": "Welcome letter",
        "key": "welcome",
        "language": "en",
        "audience": "woman",
        "body": "Come as you are.",
    }
    page = client_as("SUP").post(reverse("text_put"), form)
    assert page.status_code == 302
    where = page["Location"]
    assert "put to the council" in client_as("W1").get("/words/").text
    review = where + "review/"
    day = {"on_day": "2", "on_month": "3", "on_year": "2026", "form": "drop_in"}
    silent = client_as("COUNCIL").post(review, {"outcome": "sent_back", "said": "", **day})
    assert silent.status_code == 200 and "what the council said" in silent.text
    assert client_as("W1").post(review, {"outcome": "agreed", **day}).status_code == 404
    assert client_as("COUNCIL").post(review, {"outcome": "sent_back", "said": "Too stiff.", **day}).status_code == 302
    assert "sent back by the council" in client_as("SUP").get("/words/").text
    assert "Too stiff." in client_as("SUP").get(where).text


def test_words_of_our_own_screens_that_were_sent_back_are_pointed_out() -> None:
    sentence = "The parts never mix: what belongs to one is not seen from the other."
    form = {"title": "Choosing a part", "key": "part", "language": "en", "audience": "woman", "body": sentence}
    where = client_as("SUP").post(reverse("text_put"), form)["Location"]
    told = "In use, must be changed"
    assert told not in client_as("SUP").get("/words/").text
    day = {"on_day": "2", "on_month": "3", "on_year": "2026", "form": "drop_in"}
    back = {"outcome": "sent_back", "said": "Parts of what?", **day}
    assert client_as("COUNCIL").post(where + "review/", back).status_code == 302
    for who in ("SUP", "W1", "COUNCIL"):
        assert told in client_as(who).get("/words/").text
        assert told in client_as(who).get(where).text


def test_members_see_their_own_pay() -> None:
    form = {
        "member": str(CAST["COUNCIL"]),
        "hours": "1.5",
        "amount": "45",
        "on_day": "2",
        "on_month": "3",
        "on_year": "2026",
    }
    assert client_as("DIR").post(reverse("pay_add"), form).status_code == 302
    assert "45" in client_as("COUNCIL").get("/words/").text
    assert "45.00" not in client_as("W1").get("/words/").text
    nothing = client_as("DIR").post(reverse("pay_add"), {**form, "amount": "0"})
    assert nothing.status_code == 200 and "more than nothing" in nothing.text
