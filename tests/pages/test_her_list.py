"""She says on her own page who may fetch a child for whom she decides; no limit of a court or an agency moves by it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from alongside.childcare import queries
from alongside.childcare.models import Fetcher
from alongside.families.models import DecisionRight, LegalStatus, Person
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.test_childcare import ALDER, ANA, BEE, BO, FETCHING, text, today
from tests.pages.writing import count, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ADD = url("my_fetcher_new", BEE)


def answers() -> dict[str, str]:
    with acting_as("CHC"):
        return {each.name: each.answer.answer.value for each in queries.fetching_of(BEE, today())}


def test_she_puts_somebody_on_the_list_and_takes_her_own_word_back() -> None:
    page = url("my_childs_days")
    assert ADD in client_as("p_ana").get(page).text and errors(send("p_ana", ADD, {"name": " "}))["name"]
    told = {"name": "Tante Jo", "known_by": "She has a card."}
    assert send("p_ana", ADD, told).url == page
    row = newest("childcare.Fetcher", "p_ana")
    assert (row.said_by_id, row.recorded_by, row.person_id) == (ANA, ANA, None)
    assert answers()["Tante Jo"] == "yes" and "Tante Jo" in text(FETCHING)  # and those at the door read it at once
    with statements() as few:
        assert "Tante Jo" in text(page, "p_ana")
    for n in range(3):
        send("p_ana", ADD, {"name": f"Oncle {n}"})
    with statements() as many:
        text(page, "p_ana")
    assert len(many) == len(few)
    assert send("p_ana", url("my_fetcher_end", row.pk), {}).url == page
    assert send("p_ana", url("my_fetcher_end", row.pk), {}).status_code == 404 and "Tante Jo" not in answers()
    assert (
        send("p_ana", url("my_fetcher_end", ident("fetcher")), {}).url == page
    )  # what she told us is hers to end, too
    assert "Dot Alder" not in answers()


def test_what_a_court_or_an_agency_said_goes_before_and_who_does_not_decide_says_nothing() -> None:
    send("p_ana", ADD, {"name": "cal  ASH"})
    assert answers()["Cal Ash"] == "no" and answers().get("cal ASH", "no") == "no"
    for who, child in (("p_ana", BO), ("p_fin", BEE), ("p_cal", BEE), ("W1", BEE), ("CW1", BEE), ("p_foster", BO)):
        assert client_as(who).get(url("my_fetcher_new", child)).status_code == 404, (who, child)
    row: dict[str, Any] = {
        "family_id": ALDER, "child_id": BEE, "name": "X", "during": (today(), None), "recorded_at": timezone.now(),
    }  # fmt: skip
    for who, more in (
        ("p_ana", {"said_by_id": CAST["CAL"]}), ("p_ana", {"said_by_agency_id": CAST["CAS"]}),
        ("p_ana", {"said_by_id": ANA, "child_id": BO}), ("p_fin", {"said_by_id": CAST["FIN"]}),
        ("p_ana", {"said_by_id": ANA, "person_id": CAST["CAL"]}),
    ):  # fmt: skip
        with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Fetcher.objects.create(**{**row, "recorded_by": CAST["FIN"] if who == "p_fin" else ANA, **more})
    with acting_as("CHC"):  # somebody else's word: she reads it and leaves it
        theirs = Fetcher.objects.create(**row, said_by_agency_id=CAST["CAS"], recorded_by=CAST["CHC"])
    assert send("p_ana", url("my_fetcher_end", theirs.pk), {}).status_code == 404
    send("p_ana", ADD, {"name": "Tante Jo"})
    with acting_as("W1"):  # an order: her list waits for somebody to look, and she writes nothing on it meanwhile
        LegalStatus.objects.create(
            kind="interim_care", family_id=ALDER, child_id=BEE, during=(today(), None), recorded_by=CAST["W1"]
        )
    assert answers()["Tante Jo"] == "ask"
    assert count("childcare.Fetcher", "CHC", name="Tante Jo", taken_back_at=None) == 1


def test_where_somebody_else_decides_about_services_she_takes_back_and_adds_nobody() -> None:
    send("p_ana", ADD, {"name": "Tante Jo"})
    row = newest("childcare.Fetcher", "p_ana")
    with acting_as("W1"):
        said = {"family_id": ALDER, "child_id": BEE, "during": (today(), None), "recorded_by": CAST["W1"]}
        DecisionRight.objects.create(topic="services", holder_agency_id=CAST["CAS"], **said)
        assert client_as("p_ana").get(ADD).status_code == 404  # the door would ask the agency, and not her
        assert ADD not in client_as("p_ana").get(url("my_childs_days")).text
        send("p_ana", url("my_fetcher_end", row.pk), {})  # her own word she takes back all the same
        assert count("childcare.Fetcher", "CHC", name="Tante Jo", taken_back_at=None) == 0


def test_no_list_is_asked_for_of_a_child_who_died() -> None:
    assert client_as("p_ana").get(ADD).status_code == 200
    with acting_as("W1"):
        assert Person.objects.filter(pk=BEE).update(died_on=today()) == 1
    assert client_as("p_ana").get(ADD).status_code == 404
    assert ADD not in client_as("p_ana").get(url("my_childs_days")).text
