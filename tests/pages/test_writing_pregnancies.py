"""Expecting and born: twins, due dates, a loss, what a pregnancy met."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from tests.cast import ident
from tests.client import client_as
from tests.pages.writing import ALDER, ANA, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


@pytest.fixture
def twins() -> Any:
    """Ana expects twins in the summer of 2026."""
    sent = {"expected_children": "2", **day("due_on", "2025-12-01"), "method": "ultrasound", "sure": "yes"}
    assert send("W1", url("pregnancy_add", ALDER, ANA), sent).status_code == 302
    return newest("families.Pregnancy", woman_id=ANA, outcome="expecting")


def test_a_pregnancy_makes_a_place_for_each_expected_child(twins: Any) -> None:
    assert count("families.Child", pregnancy_id=twins.id, state="expected") == 2
    assert count("families.Dyad", woman_id=ANA, began="conception") == 2


def test_a_due_date_far_away_is_asked_about_once_and_then_saved() -> None:
    sent = {"expected_children": "1", **day("due_on", "2029-12-01"), "method": "other"}
    page = send("W1", url("pregnancy_add", ALDER, ANA), sent)
    assert page.status_code == 200 and "more than 300 days away" in page.text and 'name="sure"' in page.text
    assert send("W1", url("pregnancy_add", ALDER, ANA), {**sent, "sure": "yes"}).status_code == 302


@pytest.mark.parametrize("many", ["0", "9", "-1", "two", "1e9", "99999999999999999999"])
def test_impossible_numbers_of_children_are_asked_about(many: str) -> None:
    page = send("W1", url("pregnancy_add", ALDER, ANA), {"expected_children": many, "method": "other"})
    assert page.status_code == 200 and list(errors(page)) == ["expected_children"]


def test_twins_born_early_stay_who_they_were_and_the_weeks_are_shown(twins: Any) -> None:
    expected = set(ids_of(twins))
    address = url("birth", ALDER, twins.id)
    sent = {
        **day("born_on", "2025-10-20"),
        "name_0": "Ada",
        "weight_0": "1900",
        "care_0": "skin to skin",
        "feeding_0": "breast",
        "name_1": "Bea",
        **day("day_1", "2025-10-21"),
        "home_1": "on",
    }
    page = send("W1", address, sent)
    assert page.status_code == 302, errors(page)
    assert set(ids_of(twins)) == expected
    born = {child.person_id: child for child in (newest_child(id) for id in expected)}
    assert {child.state for child in born.values()} == {"born"}
    assert sorted(child.gestation_days for child in born.values()) == [238, 239]
    assert {newest("families.Person", id=id).born_on for id in expected} == {date(2025, 10, 20), date(2025, 10, 21)}
    assert count("families.Dyad", child_id__in=expected) == 2


def ids_of(pregnancy: Any) -> list[uuid.UUID]:
    from alongside.families.queries import children_of
    from tests.cast import acting_as

    with acting_as("W1"):
        return [c.pk for c in children_of(ALDER) if c.pregnancy_id == pregnancy.id]


def newest_child(id: uuid.UUID) -> Any:
    from alongside.families.queries import children_of
    from tests.cast import acting_as

    with acting_as("W1"):
        return children_of(ALDER).get(pk=id)


def test_a_birth_before_conception_is_asked_about_and_can_be_right(twins: Any) -> None:
    page = send("W1", url("birth", ALDER, twins.id), day("born_on", "2025-01-10"))
    assert "before the pregnancy could have begun" in page.text and "weeks" in page.text
    assert count("families.Child", pregnancy_id=twins.id, state="expected") == 2
    assert send("W1", url("birth", ALDER, twins.id), {**day("born_on", "2025-01-10"), "sure": "yes"}).status_code == 302


@pytest.mark.parametrize("on", ["2999-01-01", "1024-01-01", "2025-02-30"])
def test_impossible_days_of_birth_are_refused(twins: Any, on: str) -> None:
    page = send("W1", url("birth", ALDER, twins.id), {**day("born_on", on), "sure": "yes"})
    assert page.status_code == 200 and "born_on" in errors(page)


def test_one_twin_can_be_written_down_and_the_other_later(twins: Any) -> None:
    sent = {**day("born_on", "2025-10-20"), "name_0": "Ada", "later_1": "on"}
    assert send("W1", url("birth", ALDER, twins.id), sent).status_code == 302
    assert count("families.Child", pregnancy_id=twins.id, state="expected") == 1


def test_a_loss_asks_little_and_keeps_her_with_us(twins: Any) -> None:
    address = url("loss", ALDER, twins.id)
    assert "she stays with us" in client_as("W1").get(address).text
    assert send("W1", address, {"outcome": "loss", **day("on", "2025-07-01")}).status_code == 302
    assert count("families.Child", pregnancy_id=twins.id, state="lost") == 2
    assert newest("enrolment.StateChange", person_id=ANA).state == "active"
    page = send("W1", address, {"outcome": "loss", **day("on", "2025-07-01")})
    assert page.status_code == 200 and "already recorded" in page.text


def test_what_a_pregnancy_met_says_who_can_see_it_and_asks_for_no_test() -> None:
    page = client_as("W1").get(url("exposure_add", ALDER, ident("pregnancy ANA")))
    assert "She can see this" in page.text
    words = page.text.lower()
    assert not any(word in words for word in ("toxicolog", "urine", "hair test", "screen", "positive"))
    assert client_as("CHC").get(url("exposure_add", ALDER, ident("pregnancy ANA"))).status_code == 404
