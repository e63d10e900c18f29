"""Being with us: quiet, welcome back, a return to use."""

from __future__ import annotations

import pytest

from tests.client import client_as
from tests.pages.writing import ALDER, ANA, BO, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_quiet_then_welcome_back_asks_only_what_changed() -> None:
    send(
        "W1",
        url("state_change", ALDER, ANA),
        {"state": "quiet", "because": "no_contact", **day("from_on", "2025-06-01")},
    )
    page = send("W1", url("welcome_back", ALDER, ANA), {**day("on", "2026-02-01"), "changed": ["contact", "children"]})
    next_ = client_as("W1").get(page["Location"])
    assert url("safe_contact", ALDER, ANA) in next_.text and url("track_add", ALDER, BO, "living") in next_.text
    assert url("stay_add", ALDER, ANA) not in next_.text
    assert newest("enrolment.StateChange", person_id=ANA).state == "active"
    assert client_as("W2").get(page["Location"]).status_code == 404


def test_back_from_quiet_by_another_door_is_pointed_to_the_welcome() -> None:
    send(
        "W1",
        url("state_change", ALDER, ANA),
        {"state": "quiet", "because": "no_contact", **day("from_on", "2025-06-01")},
    )
    page = send(
        "W1", url("state_change", ALDER, ANA), {"state": "active", "because": "we_met", **day("from_on", "2026-01-01")}
    )
    assert page.status_code == 200 and "Welcome back" in str(errors(page))


def test_a_return_to_use_changes_no_state_and_needs_no_detail() -> None:
    before = count("enrolment.StateChange", person_id=ANA)
    assert send("W1", url("return_add", ALDER, ANA), {"kind": "return", **day("on", "2026-02-01")}).status_code == 302
    assert count("enrolment.StateChange", person_id=ANA) == before
    page = client_as("W1").get(url("return_add", ALDER, ANA) + "?kind=kept_safe")
    assert 'value="kept_safe" id="id_kind_2" checked' in page.text.replace(' autocomplete="off"', "").replace(
        " required", ""
    )


def test_days_to_come_are_refused_for_what_happened() -> None:
    page = send("W1", url("return_add", ALDER, ANA), {"kind": "return", **day("on", "2999-02-01")})
    assert page.status_code == 200 and list(errors(page)) == ["on"]
