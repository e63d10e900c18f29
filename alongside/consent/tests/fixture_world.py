"""The fixture world of ``tests/data/access_cases.json`` as a request's JSON, to be changed in single points."""

from __future__ import annotations

import copy
from typing import Any

from alongside.consent.profiles import shipped
from alongside.consent.rules import Answer, World, decide
from alongside.consent.rules.reading import Worlds, read

T0 = "2026-03-02T10:00:00Z"
WORLDS = Worlds(shipped())


def permit(id: str, subject: str, recipient: Any, categories: Any, **more: Any) -> dict[str, Any]:
    """A permission for working together, signed, whole, for the year."""
    return {
        "id": id, "effect": "permit", "subject": subject, "recipient": recipient, "categories": categories,
        "purposes": ["care_coordination"], "signed_at": "2026-01-10T15:00:00Z", "start": "2026-01-10",
        "end": "2027-01-10", "complete": True, **more,
    }  # fmt: skip


def deny(id: str, subject: str, recipient: Any, **more: Any) -> dict[str, Any]:
    """A refusal, signed, without end."""
    return {
        "id": id, "effect": "deny", "subject": subject, "recipient": recipient,
        "signed_at": "2026-01-10T15:00:00Z", **more,
    }  # fmt: skip


def fixture() -> dict[str, Any]:
    """The world at T0. Nobody is kept out and nothing is wrong in it."""
    care = ["care", "care_coordination"]
    return copy.deepcopy({
        "profile": "ON",
        "own_programme": "LEAD",
        "agencies": {
            "LEAD": "programme", "PHU": "public_health",
            "HOSP": {"kind": "hospital", "custodian": True, "classes": ["treating_providers"]},
            "CAS": "child_welfare", "SHEL": "shelter", "PROB": "justice",
        },
        "families": {"ALDER": ["ANA", "BEE"], "BIRCH": ["EVE", "FIN"], "CEDAR": ["GIA"]},
        "dyads": {"ANA+BEE": ["ANA", "BEE"]},
        "people": {"BEE": {"born": "2024-02-10"}, "FIN": {"born": "2011-11-20"}},
        "accounts": {"p_ana": "ANA", "p_dot": "DOT", "p_fin": "FIN", "p_eve": "EVE", "p_cal": "CAL"},
        "guardianships": [
            {"child": "BEE", "holder": "ANA", "kind": "custody", "start": "2024-02-10"},
            {"child": "BEE", "holder": "CAL", "kind": "access_only", "start": "2025-01-01"},
            {"child": "FIN", "holder": "EVE", "kind": "custody", "start": "2011-11-20"},
        ],
        "capable_minors": [],
        "assignments": [
            {"actor": "W1", "family": "ALDER"}, {"actor": "W1", "subject": "ANA+BEE"},
            {"actor": "W2", "family": "BIRCH"}, {"actor": "W2", "family": "CEDAR"},
            {"actor": "W3", "family": "ALDER"}, {"actor": "SUP", "family": "ALDER"},
            {"actor": "PEER", "subject": "ANA"}, {"actor": "CHC", "subject": "BEE"},
            {"actor": "NUR", "subject": "BEE"}, {"actor": "CW1", "family": "ALDER"}, {"actor": "DRX", "subject": "ANA"},
        ],
        "directives": [
            permit("C1", "ANA", "CAS", ["service_use", "dyad_observation"]),
            permit("C2", "BEE", "CAS", ["service_use", "child_health_dev", "dyad_observation"], signer="ANA"),
            permit("C3", "ANA", "HOSP", ["service_use", "sud", "mental_health_trauma"], purposes=care),
            deny("C4", "ANA", "HOSP/DRX"),
            permit("C5", "BEE", "PHU", ["child_health_dev"], signer="ANA", purposes=care, end="2026-06-30"),
        ],
        "legal_bases": [], "exclusions": [], "merges": [],
    })  # fmt: skip


WHO: dict[str, dict[str, Any]] = {
    "W1": {"agency": "LEAD", "role": "counsellor"}, "W2": {"agency": "LEAD", "role": "counsellor"},
    "W3": {"agency": "LEAD", "role": "counsellor"}, "SUP": {"agency": "LEAD", "role": "supervisor"},
    "DIR": {"agency": "LEAD", "role": "manager"}, "PEER": {"agency": "LEAD", "role": "peer", "person": "GIA"},
    "CHC": {"agency": "LEAD", "role": "child_care"}, "NUR": {"agency": "PHU", "role": "partner_staff"},
    "CW1": {"agency": "CAS", "role": "child_welfare"}, "CW2": {"agency": "CAS", "role": "child_welfare"},
    "DRX": {"agency": "HOSP", "role": "prenatal_partner"}, "DOC": {"agency": "HOSP", "role": "prenatal_partner"},
    "PO": {"agency": "PROB", "role": "partner_staff"}, "EVAL": {"agency": "LEAD", "role": "evaluator"},
    "ADM": {"agency": "LEAD", "role": "administrator"}, "PRIV": {"agency": "LEAD", "role": "privacy"},
    "LAW": {"agency": "FIRM", "role": "advocate"},
    "p_ana": {"role": "mother"}, "p_eve": {"role": "mother"}, "p_fin": {"role": "child"}, "p_cal": {"role": "partner"},
    "p_dot": {"role": "kin_carer"}, "p_foster": {"role": "foster_carer"},
}  # fmt: skip


def asks(actor: str, subject: str, category: str, **more: Any) -> dict[str, Any]:
    """A request at T0: a partner and our own to work together, an account for its own page."""
    who = WHO[actor]
    return {
        "actor": actor, **who, "subject": subject, "category": category, "source_agency": "LEAD", "part2": False,
        "assurance": "session", "action": "read", "time": T0,
        "purpose": "care_coordination" if "agency" in who else "portal", **more,
    }  # fmt: skip


def answer(request: dict[str, Any], world: dict[str, Any] | None = None) -> Answer:
    """The decision on a request in a world (else the fixture)."""
    asked = read({**request, "world": fixture() if world is None else world}, Worlds(shipped()))
    return decide(asked.request, asked.world)


def made(world: dict[str, Any]) -> World:
    """The world of these data."""
    return Worlds(shipped()).read(world).world


def decision(request: dict[str, Any], world: dict[str, Any] | None = None) -> str:
    """The decision in one word."""
    return answer(request, world).decision


def codes(found: Answer) -> list[str]:
    """The codes of its reasons."""
    return [reason.code for reason in found.reasons]
