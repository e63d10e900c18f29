"""Flips that were missing: each was found by a mistake that no other test noticed (benchmarks/consent_mutations.py)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from alongside.consent.rules import (
    Agency,
    Directive,
    LegalBasis,
    Merge,
    Recipient,
    Record,
    Request,
    World,
    decide,
    vocabulary,
)
from alongside.consent.rules.reading import read
from alongside.consent.rules.standing import everybody
from alongside.consent.tests.fixture_world import T0, WORLDS, answer, asks, codes, decision, deny, fixture, made, permit
from alongside.safekeeping.terms import EVERYTHING

HER_CHILD = asks("p_ana", "BEE", "child_health_dev")


def custody(*stretches: dict[str, Any]) -> dict[str, Any]:
    rows = [{"child": "BEE", "holder": "ANA", "kind": "custody", **stretch} for stretch in stretches]
    return fixture() | {"guardianships": rows}


BEFORE, NOW = {"start": "2024-02-10", "end": "2025-06-01"}, {"start": "2026-01-01"}
GAPS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "recorded while she had it": ({"recorded_at": "2024-08-01"}, custody(BEFORE, NOW), "permit:portal_child"),
    "recorded between": ({"recorded_at": "2025-08-01"}, custody(BEFORE, NOW), "deny:gap"),
    "recorded at the moment it ended": ({"recorded_at": "2025-06-01T04:00:00Z"}, custody(BEFORE, NOW), "deny:gap"),
    "recorded before she ever had it": ({"recorded_at": "2024-01-01"}, custody(BEFORE, NOW), "permit:portal_child"),
    "not known when": ({}, custody(BEFORE, NOW), "deny:gap"),
    "could visit meanwhile": (
        {"recorded_at": "2025-08-01"},
        custody(BEFORE, {"start": "2025-06-01", "end": "2026-01-01", "kind": "access_only"}, NOW), "deny:gap",
    ),
    "had it since nobody knows when": (
        {"recorded_at": "2025-08-01"}, custody({"end": "2025-06-01"}, NOW), "deny:gap",
    ),
    "has it since nobody knows when": ({"recorded_at": "2025-08-01"}, custody(BEFORE, {}), "permit:portal_child"),
    "ends and begins this moment, not known when": (
        {"time": "2026-03-02T05:00:00Z"}, custody({"start": "2024-02-10", "end": "2026-03-02"}, {"start": "2026-03-02"}),
        "permit:portal_child",
    ),
    "ends and begins a day later, not known when": (
        {"time": "2026-03-03T05:00:00Z"}, custody({"start": "2024-02-10", "end": "2026-03-02"}, {"start": "2026-03-03"}),
        "deny:gap",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "world", "expected"), GAPS.values(), ids=GAPS)
def test_a_gap(asked: dict[str, Any], world: dict[str, Any], expected: str) -> None:
    assert decision(HER_CHILD | asked, world) == expected


def test_a_child_that_is_grown_is_somebody_else() -> None:
    world = fixture()
    world["people"]["BO"] = {"born": "2000-01-01"}
    world["guardianships"].append({"child": "BO", "holder": "ANA", "kind": "custody", "start": "2000-01-01"})
    asked = asks("p_ana", "ANA", "service_use", about=["BO"])
    assert decision(asked, world) == "deny:third_party"
    world["people"]["BO"] = {"born": "2020-01-01"}
    assert decision(asked, world) == "permit:portal_self"


def test_who_hears_of_a_no_on_her_own_page() -> None:
    nobody = answer(asks("p_dot", "BEE", "child_health_dev"))
    assert (codes(nobody), set(nobody.obligations)) == (["no_authority"], {"log", "alert_supervisor"})
    kind = answer(asks("p_ana", "ANA", "sud_counselling_notes"))
    assert (codes(kind), kind.obligations) == (["portal_category"], ("log",))
    grown = fixture()
    grown["people"]["BEE"] = {"born": "2009-01-01"}
    told = answer(HER_CHILD, grown)
    assert (codes(told), set(told.obligations)) == (["own_decision"], {"log", "tell_subject_safely"})


def test_what_it_rests_on_is_said() -> None:
    assert answer(HER_CHILD).basis == "portal_child"
    own = answer(asks("W1", "ANA", "sud", purpose="care"), fixture() | {"directives": []})
    assert (own.basis, own.reasons[0].basis) == ("own_programme", "own_programme")
    world = fixture() | {"directives": [], "assignments": [{"actor": "DOC", "subject": "ANA"}]}
    assert answer(asks("DOC", "ANA", "contact", purpose="care"), world).basis == "implied_consent"


def test_somebody_else_is_named_once() -> None:
    found = answer(asks("p_ana", "ANA", "service_use", about=["CAL/sud_counselling_notes"]))
    assert codes(found) == ["third_party"]


def test_everybody_is_asked_about_also_after_the_woman_herself() -> None:
    asked = asks("CW1", "ANA", "service_use")
    assert decision(asked | {"about": ["ANA"]}) == "permit:consent"
    assert decision(asked | {"about": ["ANA", "DOT"]}) == "deny:third_party"


def test_a_second_factor_is_asked_for_where_it_is_missing() -> None:
    emergency = asks("W1", "ANA", "sud", purpose="emergency", reason="brought in unconscious, nobody knows")
    assert "step_up" in answer(emergency).obligations
    assert answer(emergency | {"assurance": "step_up", "reason": "x"}).obligations == ("log",)


def test_a_refusal_by_account_reaches_somebody_with_a_file_of_her_own() -> None:
    world = fixture() | {"directives": [deny("D", "ANA", "person:PEER")]}
    assert decision(asks("PEER", "ANA", "peer_support", purpose="care"), world) == "deny:denied"


@pytest.mark.parametrize("klass", ["everybody", "outside"])
def test_no_permission_is_for_everybody(klass: str) -> None:
    world = fixture() | {"directives": [permit("P", "ANA", f"class:{klass}", "all", purposes=["care_coordination"])]}
    world["agencies"]["SHEL"] = {"kind": "shelter", "classes": [klass]}
    world["assignments"].append({"actor": "PO", "subject": "ANA"})
    asked = asks("PO", "ANA", "service_use") | {"agency": "SHEL"}
    assert decision(asked, world).startswith("deny")


def test_signed_this_moment() -> None:
    world = fixture()
    world["directives"][0] |= {"signed_at": T0}
    assert decision(asks("CW1", "ANA", "service_use"), world) == "permit:consent"


def test_what_has_ended_is_not_called_nearly_right() -> None:
    over = permit("P", "ANA", "CAS", ["service_use"], purposes=["care"], end="2026-02-01")
    found = answer(asks("CW1", "ANA", "service_use"), fixture() | {"directives": [over]})
    assert codes(found) == ["no_consent"]


def test_a_child_that_decides_one_thing_signs_for_that_alone() -> None:
    """And nobody else says no for it there."""
    world = fixture()
    world["assignments"].append({"actor": "NUR", "subject": "FIN"})
    world["capable_minors"] = [
        {"person": "FIN", "categories": ["mental_health_trauma"], "by": "W2", "start": "2026-01-01"}
    ]
    kinds = ["contact", "mental_health_trauma", "peer_support"]
    world["directives"] = [
        permit("P", "FIN", "PHU", kinds, signer="FIN", purposes=["care"]),
        deny("D", "FIN", "PHU", signer="EVE", categories=["reproductive_sti", "mental_health_trauma", "ipv_safety"]),
    ]
    found = {kind: decision(asks("NUR", "FIN", kind, purpose="care"), world) for kind in kinds[:2]}
    assert found == {"contact": "deny:no_authority", "mental_health_trauma": "permit:consent"}


def test_a_form_for_all_four_purposes_of_care_holds_what_such_a_form_must() -> None:
    base = ["patient_name", "discloser", "information", "recipient", "purpose", "right_to_revoke", "signature", "date"]
    four = ["care", "care_coordination", "payment", "operations"]
    said = permit("P", "ANA", "CAS", ["service_use"], purposes=four, signed_at="2026-01-10T15:00:00Z")
    said |= {"complete": None, "elements": base}
    world = fixture() | {"profile": "US", "directives": [said]}
    assert decision(asks("CW1", "ANA", "service_use"), world) == "deny:incomplete"
    said["elements"] = [*base, "redisclosure_warning", "refusal_consequences"]
    assert decision(asks("CW1", "ANA", "service_use"), world) == "permit:consent"
    said |= {"end": None, "no_end": True}
    assert decision(asks("CW1", "ANA", "service_use"), world) == "permit:consent"


def test_what_is_said_again_of_the_woman_herself_is_told_once() -> None:
    asked = asks("CW1", "ANA", "service_use", role_mask=["contact"])
    assert codes(answer(asked)) == codes(answer(asked | {"about": ["ANA"]})) == ["role"]


def test_a_recipient_that_names_nobody_is_nobody() -> None:
    """Also when the question names no class. Files cannot say such a recipient; rows of a table could."""
    asked = read({**asks("W1", "ANA", "contact", purpose="care", recipient="SHEL"), "world": fixture()}, WORLDS)
    said = next(said for said in asked.world.directives if said.id == "C1")
    empty = replace(said, recipients=(Recipient(),), categories=EVERYTHING, purposes=frozenset({"care"}))
    found = decide(asked.request, replace(asked.world, directives=(empty,)))
    assert codes(found) == ["recipient"]


def test_what_a_question_does_not_say() -> None:
    record = Record("ANA", 1)
    assert record == Record(
        subject="ANA", category=1, about=(), source_agency=None, part2=None, sealed=False, hold=False, segmented=False,
        journal=False, adoption_sealed=False, secret_location=False, made_by=(), recorded_at=None, together=None,
    )  # fmt: skip
    assert Request("W1", record, "care", "read", None) == Request(
        actor="W1", record=record, purpose="care", action="read", at=None, person=None, agency=None, classes=frozenset(),
        role_mask=0, clinician=False, assurance=0, session_live=True, account_active=True, recipient=None, reason="",
        glass_broken_at=None,
    )  # fmt: skip


def test_what_a_row_of_a_world_does_not_say() -> None:
    assert Directive("D", "deny", "ANA", "ANA", (), 1) == Directive(
        id="D", effect="deny", subject="ANA", signer="ANA", recipients=(), categories=1, purposes=frozenset(), signed_at=None,
        opens=None, closes=None, status="active", ended_at=None, ended_by=None, replaced_at=None, complete=None,
        elements=frozenset(), open_ended=False, discloser=None,
    )  # fmt: skip
    assert LegalBasis("L", "duty_to_report", frozenset()) == LegalBasis(
        id="L", kind="duty_to_report", subjects=frozenset(), categories=0, recipients=(), actor=None, purposes=frozenset(),
        opens=None, closes=None, used_at=None,
    )  # fmt: skip
    assert Agency("A") == Agency(id="A", kind="other", custodian=None, classes=frozenset())
    assert Merge(frozenset()) == Merge(persons=frozenset(), disputed=False)


def test_a_world_is_printed_as_it_was_given() -> None:
    assert "shelf" not in repr(World(None))


def test_everybody_of_a_world() -> None:
    of_one = {"assignments": [{"actor": "W1", "subject": "ANA"}]}
    held = {"guardianships": [{"child": "BEE", "holder": "DOT", "kind": "custody"}]}
    assert everybody(made(of_one)) == {"ANA"}
    assert everybody(made(held)) == {"BEE"}
    assert everybody(made(held | of_one | {"directives": [deny("D", "CAL", "*")]})) == {"ANA", "BEE", "CAL"}


def test_whoever_is_kept_out_is_nobody_with_an_own_page() -> None:
    """Where she works, a colleague who is kept out has no agency on her row; an account of an own page has none either."""
    out = {"exclusions": [{"actor": "W2", "subject": "ANA"}, {"actor": "W2"}]}
    assert decision(asks("p_ana", "ANA", "service_use"), fixture() | out) == "permit:portal_self"


def test_in_a_dispute_nobody_is_asked_about_as_somebody_else() -> None:
    dispute = {"merges": [{"persons": ["ANA", "GIA"], "state": "disputed"}]}
    assert codes(answer(asks("CW1", "ANA", "service_use"), fixture() | dispute)) == ["merge_disputed"]


def test_an_account_that_is_a_person_of_another_account() -> None:
    world = fixture() | {"accounts": {"work": "W1", "W1": "CAL"}, "exclusions": [{"actor": "work"}]}
    assert decision(asks("W1", "ANA", "service_use", purpose="care", person="W1"), world) == "deny:excluded"


def test_a_law_may_name_an_end_and_not_insist_on_it() -> None:
    said = permit("P", "ANA", "CAS", ["service_use"], end=None) | {"complete": None}
    said["elements"] = ["discloser", "right_to_revoke", "redisclosure_warning", "refusal_consequences"]
    asked = read(
        {**asks("CW1", "ANA", "service_use"), "world": fixture() | {"profile": "US", "directives": [said]}}, WORLDS
    )
    law = asked.world.profile
    assert law is not None
    assert decide(asked.request, asked.world).decision == "deny:incomplete"
    milder = replace(asked.world, profile=replace(law, expiry_needed=False))
    assert decide(asked.request, milder).decision == "permit:consent"


TPO = ("care", "care_coordination", "payment", "operations")


@pytest.mark.parametrize("purpose", sorted(vocabulary.PURPOSES - {"emergency", "portal"}))
def test_a_form_for_one_of_four_purposes_holds_more(purpose: str) -> None:
    said = permit("P", "ANA", "CAS", ["service_use"], purposes=[purpose])
    said |= {"complete": None, "elements": ["discloser", "right_to_revoke"]}
    world = fixture() | {"profile": "US", "directives": [said]}
    expected = "deny:incomplete" if purpose in TPO else "permit:consent"
    assert decision(asks("CW1", "ANA", "service_use", purpose=purpose), world) == expected
