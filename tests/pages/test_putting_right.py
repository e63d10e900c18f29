"""Where they lived and who was in her life can be put right, also what is over; every version stays readable."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from tests.cast import CAST, ident
from tests.client import client_as
from tests.pages.writing import ALDER, ANA, CAL, DOT, NOBODY, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

STAY, RELATION = ident("stay ANA"), ident("relation CAL")


def stay(row: uuid.UUID = STAY) -> str:
    return url("stay_correct", ALDER, row)


def relation(row: uuid.UUID = RELATION) -> str:
    return url("relationship_change", ALDER, ANA, row)


def over() -> Any:
    """The stay ended in January: what stands now is a past one."""
    home = newest("families.HouseholdStay", id=STAY).household_id
    sent = {"household": str(home), **day("from_on", "2025-01-01"), **day("until_on", "2026-01-31")}
    page = send("W1", stay(), sent)
    assert page.status_code == 302, errors(page)
    return newest("families.HouseholdStay")


def test_a_stay_ends_and_its_earlier_version_stays_readable() -> None:
    past = over()
    assert newest("families.HouseholdStay", id=STAY).superseded_at is not None
    assert past.during.upper == date(2026, 2, 1)
    her = client_as("W1").get(url("her", ALDER)).text
    assert stay(past.id) in her and "What was written down before and put right" in her
    assert "goes on" not in her[her.index('id="home"') : her.index("What was written down before and put right")]


def test_a_past_stay_can_be_put_right_and_not_twice() -> None:
    past = over()
    page = client_as("W1").get(stay(past.id))
    assert page.status_code == 200 and 'value="2026"' in page.text
    sent = {"household": str(past.household_id), **day("from_on", "2024-11-01"), **day("until_on", "2026-01-15")}
    assert send("W1", stay(past.id), sent).status_code == 302
    better = newest("families.HouseholdStay")
    assert (better.during.lower, better.during.upper) == (date(2024, 11, 1), date(2026, 1, 16))
    assert better.source == past.source
    assert count("families.HouseholdStay", person_id=ANA) == 3
    for row in (STAY, past.id):
        assert client_as("W1").get(stay(row)).status_code == 404  # what was put right is not put right again
    backwards = send("W1", stay(better.id), {**sent, **day("until_on", "2023-01-31")})
    assert backwards.status_code == 200 and list(errors(backwards)) == ["until_on"]


def test_it_was_another_place() -> None:
    sent = {"name": "my sister's", "secret": "on", "source": "herself", **day("from_on", "2026-01-05")}
    send("W1", url("stay_add", ALDER, ANA), sent)
    other = newest("families.HouseholdStay").household_id
    assert send("W1", stay(), {"household": str(other), **day("from_on", "2025-01-01")}).status_code == 302
    assert newest("families.HouseholdStay").household_id == other
    elsewhere = send("W1", stay(newest("families.HouseholdStay").id), {"household": str(uuid.uuid4())})
    assert elsewhere.status_code == 200 and "household" in errors(elsewhere)


def test_what_is_over_with_somebody_can_be_put_right() -> None:
    sent = {"other": str(CAL), "kind": "ex_partner", "safety": "unsafe", "she_said": "on"}
    first = {**sent, **day("from_on", "2022-01-01"), **day("until_on", "2024-01-01")}
    assert send("W1", relation(), first).status_code == 302
    past = newest("families.Relationship", person_id=ANA, other_id=CAL)
    page = client_as("W1").get(relation(past.id))
    assert page.status_code == 200 and 'value="2024"' in page.text
    assert str(DOT) not in page.text.partition("<form")[2]  # the same two; somebody else is another row
    better = {**sent, **day("from_on", "2021-06-01"), **day("until_on", "2024-01-01")}
    assert send("W1", relation(past.id), better).status_code == 302
    assert newest("families.Relationship", id=past.id).superseded_by == CAST["W1"]
    her = client_as("W1").get(url("her", ALDER)).text
    assert relation(newest("families.Relationship", person_id=ANA, other_id=CAL).id) in her
    assert client_as("W1").get(relation(past.id)).status_code == 404


def test_her_word_about_somebody_is_not_taken_away_by_putting_right() -> None:
    sent = {"other": str(CAL), "kind": "friend", "safety": "safe", **day("from_on", "2022-01-01")}
    page = send("W1", relation(), sent)
    assert page.status_code == 200 and errors(page).keys() == {"safety"}
    assert newest("families.Relationship", id=RELATION).superseded_at is None


@pytest.mark.parametrize("who", [*NOBODY, "CHC", "PEER", "DIR", "PRIV"])
def test_putting_right_is_nobody_elses(who: str) -> None:
    home = newest("families.HouseholdStay", id=STAY).household_id
    sent = {"household": str(home), "other": str(CAL), "kind": "friend", **day("from_on", "2022-01-01")}
    for address in (stay(), relation()):
        assert client_as(who).get(address).status_code == 404
        assert send(who, address, sent).status_code == 404
    assert newest("families.HouseholdStay", id=STAY).superseded_at is None
    her = client_as(who).get(url("her", ALDER))
    assert her.status_code == 404 or (stay() not in her.text and 'id="around"' not in her.text)


def test_rows_of_another_family_are_not_there() -> None:
    assert client_as("SUP").get(url("stay_correct", CAST["BIRCH"], STAY)).status_code == 404
    assert client_as("SUP").get(url("relationship_change", CAST["BIRCH"], CAST["EVE"], RELATION)).status_code == 404
