"""Stories of the same kind that are not in the file of access cases."""

from __future__ import annotations

from typing import Any

from alongside.consent.tests.fixture_world import T0, answer, asks, codes, decision, deny, fixture, made, permit


def test_a_later_permission_does_not_undo_a_refusal() -> None:
    world = fixture()
    world["directives"].append(permit("C9", "ANA", "HOSP/DRX", "all", signed_at="2026-03-01T10:00:00Z"))
    assert decision(asks("DRX", "ANA", "sud"), world) == "deny:denied"
    world["directives"][3]["revoked_at"] = "2026-03-02T09:00:00Z"  # lifting it is an act of its own
    assert decision(asks("DRX", "ANA", "sud"), world) == "permit:consent"
    world["directives"][3]["revoked_by"] = "CAL"  # by somebody who may not, it is no lifting
    assert decision(asks("DRX", "ANA", "sud"), world) == "deny:denied"


def test_withdrawn_while_the_page_is_open() -> None:
    world = fixture()
    world["directives"][0]["revoked_at"] = T0
    assert decision(asks("CW1", "ANA", "service_use", time="2026-03-02T09:59:59.999Z"), world) == "permit:consent"
    assert decision(asks("CW1", "ANA", "service_use"), world) == "deny:revoked"
    assert decision(asks("CW1", "BEE", "service_use"), world) == "permit:consent"


def custody_moves() -> dict[str, Any]:
    world = fixture()
    world["guardianships"] = [
        {"child": "BEE", "holder": "ANA", "kind": "custody", "start": "2024-02-10", "end": "2026-02-15T20:00:00Z"},
        {"child": "BEE", "holder": "CAS", "kind": "custody", "start": "2026-02-15T20:00:00Z", "end": "2026-05-01"},
        {"child": "BEE", "holder": "ANA", "kind": "custody", "start": "2026-05-01"},
    ]
    return world


def test_custody_moves_and_comes_back() -> None:
    world = custody_moves()
    nurse, hers = asks("NUR", "BEE", "child_health_dev", purpose="care"), asks("p_ana", "BEE", "child_health_dev")
    before, within, after = "2026-02-15T19:59:59Z", "2026-02-15T20:00:00Z", "2026-06-01T12:00:00Z"
    assert decision(nurse | {"time": before}, world) == "permit:consent"
    assert decision(nurse | {"time": within}, world) == "deny:no_authority"
    assert decision(hers | {"time": before}, world) == "permit:portal_child"
    assert decision(hers | {"time": within}, world) == "deny:no_authority"
    # What she made or signed stays hers, and so does her own record.
    assert decision(hers | {"time": within, "made_by": "ANA"}, world) == "permit:made_by_her"
    assert decision(asks("p_ana", "ANA", "service_use", time=within), world) == "permit:portal_self"
    # Where her child is placed is told to nobody who does not decide for the child, not even in her own record.
    assert decision(asks("p_ana", "ANA", "contact", time=within, secret_location=True), world) == "deny:portal_category"
    # Back again: an old signature does not come back with the right to sign, and the time between opens by a decision.
    assert decision(nurse | {"time": after}, world) == "deny:no_authority"
    for recorded, expected in (
        ("2025-12-01", "permit:portal_child"), ("2026-03-01", "deny:gap"), ("2026-05-02", "permit:portal_child"),
    ):  # fmt: skip
        assert decision(hers | {"time": after, "recorded_at": recorded}, world) == expected
    assert decision(hers | {"time": after}, world) == "deny:gap"  # not known when: it may be from between
    world["guardianships"][2]["gap_open_from"] = "2026-02-20"
    assert decision(hers | {"time": after, "recorded_at": "2026-03-01"}, world) == "permit:portal_child"
    assert decision(hers | {"time": after, "recorded_at": "2026-02-16"}, world) == "deny:gap"


def test_the_ex_partner_becomes_a_client_elsewhere() -> None:
    world = fixture()
    world["families"]["ASH"] = ["CAL"]
    world["assignments"].append({"actor": "W2", "family": "ASH"})
    world["exclusions"] = [{"id": "E9", "person": "CAL", "family": "ALDER", "kind": "unsafe_person"}]
    assert decision(asks("p_cal", "CAL", "service_use"), world) == "permit:portal_self"
    assert decision(asks("p_cal", "CAL", "service_use", about=["ANA"], segmented=True), world) == "deny:unsafe_person"
    assert decision(asks("p_cal", "BEE", "service_use"), world) == "deny:unsafe_person"
    assert decision(asks("W2", "CAL", "service_use"), world) == "permit:own_programme"
    assert decision(asks("W2", "CAL", "service_use", about=["ANA/ipv_safety"]), world) == "permit:own_programme"
    assert decision(asks("W2", "ANA", "service_use"), world) == "deny:not_assigned"


def test_a_relative_on_the_team() -> None:
    world = fixture()
    assert decision(asks("W3", "ANA", "contact"), world) == "permit:own_programme"
    world["exclusions"] = [{"id": "E2", "actor": "W3", "family": "ALDER", "kind": "relative"}]
    for request in (
        asks("W3", "ANA", "contact"),
        asks("W3", "BEE", "contact"),
        asks(
            "W3",
            "ANA",
            "contact",
            purpose="emergency",
            clinician=True,
            assurance="step_up",
            reason="not breathing, turning blue",
        ),
        asks("W3", "BEE", "contact", action="report", purpose="report"),
        asks("W3", "EVE", "contact", about=["ANA"]),
    ):
        assert decision(request, world) == "deny:excluded"


def test_two_records_become_one_and_two_again() -> None:
    world = fixture()
    world["assignments"] += [{"actor": "CW1", "subject": "ANA2"}]
    asked = asks("CW1", "ANA", "service_use")
    before = answer(asked, world)
    world["merges"] = [{"persons": ["ANA", "ANA2"], "state": "in_progress"}]
    assert decision(asked, world) == "deny:no_consent"
    assert decision(asked | {"subject": "ANA2"}, world) == "deny:no_consent"
    assert decision(asks("CW1", "BEE", "child_health_dev", about=["ANA"]), world) == "deny:third_party"
    world["directives"].append(permit("C1b", "ANA2", "CAS", ["service_use"]))
    both = answer(asked, world)
    assert (both.decision, both.basis) == ("permit:consent", "C1")
    assert {reason.basis for reason in both.reasons} == {"C1", "C1b"}
    world["directives"].append(deny("C0", "ANA2", "CAS", categories=["service_use"]))
    assert decision(asked, world) == "deny:denied"
    world["merges"][0]["state"] = "disputed"
    assert decision(asked, world) == "deny:merge_disputed"
    for state in ("done", "undone"):
        world["merges"][0]["state"] = state
        assert answer(asked, world) == before


def test_an_agency_merged_into_another_opens_nothing_there() -> None:
    world = fixture()
    world["agencies"]["CAS2"] = "child_welfare"
    assert decision(asks("CW1", "ANA", "service_use", agency="CAS2"), world) == "deny:recipient"


def test_a_worker_who_changes_agency_loses_access_that_day() -> None:
    world = fixture()
    world["directives"] = [permit("N1", "ANA", "CAS/CW1", ["service_use"])]
    world["assignments"] = [{"actor": "CW1", "family": "ALDER", "agency": "CAS"}]
    assert decision(asks("CW1", "ANA", "service_use"), world) == "permit:consent"
    moved = answer(asks("CW1", "ANA", "service_use", agency="SHEL"), world)
    assert moved.decision == "deny:not_assigned" and "recipient" in codes(moved)


def test_a_dyad_asks_both() -> None:
    asked = asks("CW1", "ANA+BEE", "dyad_observation")
    assert decision(asked) == "permit:consent"
    for gone in (0, 1):
        world = fixture()
        del world["directives"][gone]
        assert decision(asked, world).startswith("deny")
    assert decision(asks("W1", "ANA+BEE", "dyad_observation")) == "permit:own_programme"
    assert decision(asks("p_ana", "ANA+BEE", "dyad_observation")) == "permit:portal_self"
    world = fixture()
    world["assignments"] = [{"actor": "CHC", "subject": "ANA+BEE"}]
    assert decision(asks("CHC", "ANA+BEE", "dyad_observation"), world) == "permit:own_programme"
    assert decision(asks("CHC", "ANA", "dyad_observation"), world) == "deny:not_assigned"


def test_the_world_of_the_fixture_is_read_once() -> None:
    assert made(fixture()) == made(fixture())
