"""E: a duty to report, a court's order, her own copy."""

from __future__ import annotations

from typing import Any

from alongside.consent.rules.vocabulary import CATEGORIES
from alongside.consent.tests.cases.told import case
from alongside.consent.tests.fixture_world import T0, answer, asks, decision, fixture


def reported() -> dict[str, Any]:
    world = fixture()
    world["directives"] = []
    world["legal_bases"] = [{"id": "R1", "kind": "duty_to_report", "subject": "BEE", "actor": "W1", "recipient": "CAS"}]
    return world


@case("E01")
def a_duty_to_report() -> None:
    world = reported()
    send = asks(
        "W1",
        "BEE",
        "child_health_dev",
        purpose="report",
        action="report",
        recipient="CAS",
        about=["ANA/sud"],
        part2=True,
    )
    found = answer(send, world)
    assert (found.decision, found.basis) == ("permit:duty_to_report", "R1")
    assert found.obligations == ("log", "minimum_content", "plan_telling_her")
    assert decision(send | {"actor": "W2"}, world) == "deny:no_duty"  # direct, not delegated
    assert decision(send | {"subject": "FIN"}, world) == "deny:no_duty"
    assert decision(send | {"recipient": "SHEL"}, world) == "deny:no_duty"
    assert decision(send | {"action": "disclose"}, world) == "deny:no_consent"
    world["legal_bases"][0]["used_at"] = T0
    assert decision(send, world) == "deny:duty_used"


@case("E02")
def what_was_reported_stays_protected() -> None:
    world = reported()
    world["legal_bases"][0]["used"] = True
    for category in CATEGORIES:
        for action in ("read", "disclose", "export", "report"):
            asked = asks("CW1", "BEE", category, action=action, purpose="report", assurance="step_up", part2=True)
            assert decision(asked, world).startswith("deny"), (category, action)
            assert decision(asked | {"subject": "ANA"}, world).startswith("deny"), (category, action)


@case("E05")
def an_order_is_for_what_it_lists() -> None:
    world = fixture()
    world["legal_bases"] = [
        {
            "id": "O1", "kind": "part2_order", "subject": "ANA", "categories": ["sud"], "recipient": "person:LAW",
            "purpose": "civil", "start": "2026-02-01", "end": "2026-03-31",
        }
    ]  # fmt: skip
    asked = asks("LAW", "ANA", "sud", purpose="civil", action="disclose", part2=True)
    found = answer(asked, world)
    assert (found.decision, found.basis) == ("permit:court_order", "O1")
    assert {"minimum_content", "show_subject", "scope_copy"} <= set(found.obligations)
    for other in (
        {"category": "mental_health_trauma"}, {"subject": "BEE"}, {"purpose": "criminal"},
        {"actor": "PO", "agency": "PROB"},
        {"time": "2026-04-01T04:00:00Z"}, {"time": "2026-01-31T12:00:00Z"}, {"action": "read"},
    ):  # fmt: skip
        assert decision(asked | other, world).startswith("deny"), other
    world["legal_bases"][0]["kind"] = "court_order"
    assert decision(asked, world) == "deny:part2_bar"


@case("E09")
def her_own_copy() -> None:
    asked = asks("p_ana", "ANA", "service_use", action="export", assurance="step_up", about=["CAL", "DOT", "GIA"])
    assert decision(asked) == "deny:third_party"
    found = answer(asked | {"segmented": True})
    assert (found.decision, found.without) == ("permit:portal_self", ("CAL", "DOT", "GIA"))
    assert decision(asked | {"about": [], "assurance": "session"}) == "deny:step_up_needed"
