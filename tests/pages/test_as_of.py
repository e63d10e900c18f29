"""Notes and the team as of a day: what came later is not there, and what was put right later stands as it stood."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connections

from tests.cast import CAST, TODAY, acting_as
from tests.client import client_as
from tests.pages.lives import a_full_life, contact

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

NOTES, TEAM = f"/families/{CAST['ALDER']}/contacts/", f"/families/{CAST['ALDER']}/team/"


def page(address: str, who: str = "W1") -> str:
    answer = client_as(who).get(address)
    assert answer.status_code == 200
    return answer.text


def test_notes_as_of_a_day() -> None:
    with acting_as("W1"), connections["default"].cursor() as cursor:
        contact(cursor, 1, date(2024, 3, 1), note="FIRST spoken")
        contact(cursor, 2, date(2025, 3, 1), note="SECOND spoken")
    now = page(NOTES)
    assert "FIRST spoken" in now and "SECOND spoken" in now and "Write down a contact" in now
    then = page(NOTES + "?on=2024-06-01")
    assert "FIRST spoken" in then and "SECOND spoken" not in then and "Write down a contact" not in then
    assert "Nothing was written down until that day" in page(NOTES + "?on=2023-01-01")


def test_notes_as_they_were_known() -> None:
    spring, summer = datetime(2024, 3, 2, tzinfo=UTC), datetime(2024, 8, 1, tzinfo=UTC)
    with acting_as("W1"), connections["default"].cursor() as cursor:
        contact(cursor, 1, date(2024, 3, 1), note="As first WRITTEN", recorded_at=spring, superseded_at=summer)
        contact(cursor, 2, date(2024, 3, 1), note="As put RIGHT", recorded_at=summer)
    now = page(NOTES + "?on=2024-06-01")
    assert "As put RIGHT" in now and "As first WRITTEN" not in now
    known = page(NOTES + "?on=2024-06-01&known=2024-06-01")
    assert "As first WRITTEN" in known and "As put RIGHT" not in known


def test_older_notes_stay_on_that_day() -> None:
    with acting_as("W1"), connections["default"].cursor() as cursor:
        for n in range(40):
            contact(cursor, n, date(2024, 3, 1 + n % 28), note=f"Visit {n}.")
        contact(cursor, 99, date(2025, 3, 1), note="MUCH later")
    first = page(NOTES + "?on=2024-06-01")
    older = first.split("?on=2024-06-01&amp;after=")[1].split('"')[0]
    assert "MUCH later" not in page(f"{NOTES}?on=2024-06-01&after={older}") and first.count("Visit ") == 30


def test_a_state_does_not_hide_how_long_we_know_each_other() -> None:
    with acting_as("W1"), connections["default"].cursor() as cursor:
        a_full_life(cursor, TODAY)
    text = " ".join(page(f"/families/{CAST['ALDER']}/").split())
    assert "since 10 February 2025 · we know each other since" in text


def test_the_team_as_of_a_day() -> None:
    now, before = page(TEAM), page(TEAM + "?on=1999-01-01")
    assert "Change something about the team" in now and "Nobody was on her team that day" not in now
    assert "Nobody was on her team that day" in before and "Change something about the team" not in before
