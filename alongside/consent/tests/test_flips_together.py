"""One detail changes and the answer changes: two together, and records that are being put together."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.consent.tests.fixture_world import answer, asks, decision, deny, fixture, permit
from alongside.consent.tests.flips import Change, Rows, check

# --- two together --------------------------------------------------------------------------------------------------------
PAIR = asks("W1", "ANA+BEE", "dyad_observation", purpose="care")
ONLY_PAIR = {"assignments": [{"actor": "W1", "subject": "ANA+BEE"}]}
PAIR_PERMIT = permit("P", "ANA+BEE", "CAS", "all", signer="ANA")
PAIR_ORDER = {
    "id": "O",
    "kind": "court_order",
    "subject": "ANA+BEE",
    "categories": "all",
    "recipient": "CAS",
    "end": "2026-04-01",
}
PARTNER = asks("CW1", "ANA+BEE", "dyad_observation")
ORDERED = {"actor": "W1", "agency": "LEAD", "action": "disclose", "recipient": "CAS", "purpose": "family_court"}
PAIR_ROWS: Rows = {
    "as it stands": ({}, {}, "permit:own_programme"),
    "kept out from the two": ({}, {"exclusions": [{"actor": "W1", "subject": "ANA+BEE"}]}, "deny:excluded"),
    "kept out from the two, about her": (
        {"subject": "ANA"}, {"exclusions": [{"actor": "W1", "subject": "ANA+BEE"}]}, "deny:excluded",
    ),
    "kept out from the two, about the child": (
        {"subject": "BEE"}, {"exclusions": [{"agency": "LEAD", "subjects": ["ANA+BEE"]}]}, "deny:agency_barred",
    ),
    "kept out from a family that names the two": (
        {"subject": "BEE"}, {"families": {"OAK": ["ANA+BEE"]}, "exclusions": [{"actor": "W1", "family": "OAK"}], "assignments": [{"actor": "W1", "subject": "BEE"}]}, "deny:excluded",
    ),
    "kept out from the two, about somebody else": (
        {"subject": "EVE"},
        {"exclusions": [{"actor": "W1", "subject": "ANA+BEE"}], "assignments": [{"actor": "W1", "subject": "EVE"}]},
        "permit:own_programme",
    ),
    "a no for the two": ({}, {"directives": [deny("D", "ANA+BEE", "LEAD")]}, "deny:denied"),
    "a no for the two, about her": ({"subject": "ANA"}, {"directives": [deny("D", "ANA+BEE", "LEAD")]}, "deny:denied"),
    "a no for the two, about the child": ({"subject": "BEE"}, {"directives": [deny("D", "ANA+BEE", "LEAD")]}, "deny:denied"),
    "a no for the two, by somebody without the right": (
        {"subject": "BEE"}, {"directives": [deny("D", "ANA+BEE", "LEAD", signer="CAL")]}, "permit:own_programme",
    ),
    "it speaks of the two, and one said no": (
        {"subject": "EVE", "about": ["ANA+BEE"]},
        {"directives": [deny("D", "ANA", "LEAD")], "assignments": [{"actor": "W1", "subject": "EVE"}]}, "deny:third_party",
    ),
    "it speaks of the two, and nobody said no": (
        {"subject": "EVE", "about": ["ANA+BEE"]},
        {"directives": [], "assignments": [{"actor": "W1", "subject": "EVE"}]}, "permit:own_programme",
    ),
    "a concern about the two": (
        {"action": "report"}, {"legal_bases": [{"kind": "duty_to_report", "subject": "ANA+BEE"}]}, "permit:duty_to_report",
    ),
    "a concern about the two, reported of the child": (
        {"action": "report", "subject": "BEE"}, {"legal_bases": [{"kind": "duty_to_report", "subject": "ANA+BEE"}]},
        "permit:duty_to_report",
    ),
    "a concern about somebody else whom it names": (
        {"action": "report", "about": ["DOT"]}, {"legal_bases": [{"kind": "duty_to_report", "subject": "DOT"}]}, "deny:no_duty",
    ),
    "an order about the two": (ORDERED, {"legal_bases": [PAIR_ORDER]}, "permit:court_order"),
    "an order about her alone": (ORDERED, {"legal_bases": [PAIR_ORDER | {"subject": "ANA"}]}, "deny:purpose"),
    "an order about each": (
        ORDERED, {"legal_bases": [PAIR_ORDER | {"subject": "ANA"}, PAIR_ORDER | {"subject": "BEE"}]}, "permit:court_order",
    ),
    "a partner's worker, a permission for the two": (
        PARTNER, {"directives": [PAIR_PERMIT], "assignments": [{"actor": "CW1", "subject": "ANA"}]}, "permit:consent",
    ),
    "a partner's worker, a permission for the two that she had no right to give for the child": (
        PARTNER,
        {"directives": [PAIR_PERMIT], "guardianships": [], "assignments": [{"actor": "CW1", "subject": "ANA"}]},
        "deny:third_party",
    ),
    "a partner's worker, a permission for the two, about the child": (
        PARTNER | {"subject": "BEE"}, {"directives": [PAIR_PERMIT], "assignments": [{"actor": "CW1", "subject": "BEE"}]},
        "permit:consent",
    ),
    "a partner's worker, a permission for her alone": (
        PARTNER,
        {"directives": [PAIR_PERMIT | {"subject": "ANA"}], "assignments": [{"actor": "CW1", "subject": "ANA"}]},
        "deny:third_party",
    ),
    "works with the two only": ({}, ONLY_PAIR, "permit:own_programme"),
    "works with the two only, about her": ({"subject": "ANA"}, ONLY_PAIR, "deny:not_assigned"),
    "a colleague's own file beside her child's": ({"person": "BEE"}, {}, "deny:self"),
    "they are in dispute as two": ({}, {"merges": [{"persons": ["ANA+BEE", "EVE"]}]}, "deny:merge_disputed"),
}  # fmt: skip


@pytest.mark.parametrize("changed", PAIR_ROWS.values(), ids=PAIR_ROWS)
def test_two_together(changed: Change) -> None:
    check(PAIR, changed)


# --- records that are being put together ---------------------------------------------------------------------------------
def same(*people: str) -> dict[str, Any]:
    return {"merges": [{"persons": list(people), "state": "in_progress"}]}


OUT = {"exclusions": [{"person": "CAL", "subject": "ANA"}]}
OWN = asks("W1", "ANA", "service_use", purpose="care")
TO_GIA = permit("P", "ANA", ["person:GIA", "person:CAL"], "all", purposes=["care"])
SAME_ROWS: Rows = {
    "as it stands": ({}, same("CAL", "GIA"), "permit:own_programme"),
    "the asker, one of whom is kept out": ({"person": "GIA"}, {**same("CAL", "GIA"), **OUT}, "deny:excluded"),
    "the asker, neither of whom is": ({"person": "GIA"}, same("CAL", "GIA"), "permit:own_programme"),
    "the asker by account, one of whom is kept out": (
        {"actor": "p_gia"},
        {**same("CAL", "GIA"), **OUT, "accounts": {"p_gia": "GIA"}, "assignments": [{"actor": "p_gia", "subject": "ANA"}]},
        "deny:excluded",
    ),
    "the asker's id itself": (
        {"actor": "GIA"}, {**same("CAL", "GIA"), **OUT, "assignments": [{"actor": "GIA", "subject": "ANA"}]}, "deny:excluded",
    ),
    "the asker, who was refused as the other": (
        {"person": "GIA"}, {**same("CAL", "GIA"), "directives": [deny("D", "ANA", "person:CAL")]}, "deny:denied",
    ),
    "the asker, who may only see the child as the other": (
        {"person": "GIA", "subject": "BEE"}, same("CAL", "GIA"), "deny:no_authority",
    ),
    "the asker, whose own file it is as the other": ({"person": "GIA"}, same("ANA", "GIA"), "deny:self"),
    "over several merges": (
        {"person": "GIA"},
        {"merges": [{"persons": ["GIA", "EVE"], "state": "in_progress"}, {"persons": ["CAL", "EVE"], "state": "in_progress"}],
         **OUT},
        "deny:excluded",
    ),
    "done": ({"person": "GIA"}, {"merges": [{"persons": ["CAL", "GIA"], "state": "done"}], **OUT}, "permit:own_programme"),
    "a receiver, one of whom is kept out": (
        {"action": "disclose", "recipient": "person:GIA"}, {**same("CAL", "GIA"), "directives": [TO_GIA], **OUT}, "deny:excluded",
    ),
    "a receiver, one of whom was refused": (
        {"action": "disclose", "recipient": "LEAD/GIA"},
        {**same("CAL", "GIA"), "directives": [deny("D", "ANA", "person:CAL")]}, "deny:denied",
    ),
    "a receiver, agreed with as both": (
        {"action": "disclose", "recipient": "person:GIA"}, {**same("CAL", "GIA"), "directives": [TO_GIA]}, "permit:consent",
    ),
    "a receiver, agreed with as one": (
        {"action": "disclose", "recipient": "person:GIA"},
        {**same("CAL", "GIA"), "directives": [TO_GIA | {"recipient": "person:GIA"}]}, "deny:recipient",
    ),
    "a receiver at an agency": (
        {"action": "disclose", "recipient": "LEAD/GIA"}, same("CAL", "GIA"), "permit:own_programme",
    ),
    "her page, as both": ({"actor": "p_ana", "agency": None, "purpose": "portal", "role": "mother"}, same("ANA", "GIA"), "deny:no_authority"),
    "the two together": ({"subject": "ANA+BEE"}, {**same("ANA", "GIA"), **ONLY_PAIR}, "deny:not_assigned"),
    "the two together, works with the other": (
        {"subject": "ANA+BEE"},
        {**same("ANA", "GIA"), "assignments": [*ONLY_PAIR["assignments"], {"actor": "W1", "subject": "GIA"}]},
        "permit:own_programme",
    ),
    "the two together, the other said no": (
        {"subject": "ANA+BEE"},
        {**same("ANA", "GIA"), "directives": [deny("D", "GIA", "LEAD")],
         "assignments": [*ONLY_PAIR["assignments"], {"actor": "W1", "subject": "GIA"}]},
        "deny:denied",
    ),
    "the two together, a child that may be another's": (
        {"subject": "ANA+BEE"}, {**same("BEE", "FIN"), "directives": [deny("D", "FIN", "LEAD", signer="EVE")]}, "deny:third_party",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", SAME_ROWS.values(), ids=SAME_ROWS)
def test_records_that_are_being_put_together(changed: Change) -> None:
    check(OWN, changed)


def test_everything_that_either_asks_for_is_told() -> None:
    """Of both identities: what has to be done on a no, and whose passage is left out on a yes."""
    sealed = answer(OWN | {"person": "GIA", "sealed": True}, fixture() | same("ANA", "GIA"))
    assert (sealed.decision, sealed.obligations) == ("deny:sealed", ("log", "alert_privacy"))
    eve = permit("E", "EVE", "person:GIA", "all", purposes=["care"])
    world = fixture() | {
        "directives": [TO_GIA, eve, eve | {"id": "F", "recipient": "person:CAL"}, deny("D", "EVE", "person:CAL")]
    }
    asked = OWN | {"action": "disclose", "recipient": "person:GIA", "about": ["EVE"], "segmented": True}
    assert answer(asked, world).without == ()
    found = answer(asked, world | same("CAL", "GIA"))
    assert (found.decision, found.without) == ("permit:consent", ("EVE",))


def test_ids_of_several_kinds_may_be_one_person() -> None:
    assert decision(OWN, fixture() | same("ANA", "GIA", 7)) == "deny:not_assigned"
