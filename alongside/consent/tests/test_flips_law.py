"""One detail changes and the answer changes: bars, courts, the duty to report, emergencies."""

from __future__ import annotations

import pytest

from alongside.consent.rules import vocabulary
from alongside.consent.rules.vocabulary import CATEGORIES
from alongside.consent.tests.fixture_world import answer, asks, codes, deny, fixture, permit
from alongside.consent.tests.flips import Change, Rows, check

# --- 1 bars -------------------------------------------------------------------------------------------------------------
BAR_ROWS: Rows = {
    "as it stands": ({}, {"exclusions": []}, "permit:own_programme"),
    "kept out": ({}, {"exclusions": [{"actor": "W1", "subject": "ANA"}]}, "deny:excluded"),
    "kept out as family": ({}, {"exclusions": [{"actor": "W1", "subject": "ANA", "kind": "relative"}]}, "deny:excluded"),
    "kept out from everybody": ({}, {"exclusions": [{"actor": "W1"}]}, "deny:excluded"),
    "kept out from the whole family": ({}, {"exclusions": [{"actor": "W1", "family": "ALDER"}]}, "deny:excluded"),
    "kept out from somebody else": ({}, {"exclusions": [{"actor": "W1", "subject": "EVE"}]}, "permit:own_programme"),
    "somebody else kept out": ({}, {"exclusions": [{"actor": "W2", "subject": "ANA"}]}, "permit:own_programme"),
    "kept out by who she is": ({"person": "SIS"}, {"exclusions": [{"person": "SIS", "subject": "ANA"}]}, "deny:excluded"),
    "named as not safe": (
        {"person": "SIS"}, {"exclusions": [{"person": "SIS", "subject": "ANA", "kind": "unsafe_person"}]}, "deny:unsafe_person",
    ),
    "her agency barred": ({}, {"exclusions": [{"agency": "LEAD", "subject": "ANA"}]}, "deny:agency_barred"),
    "her agency barred from everybody": ({}, {"exclusions": [{"agency": "LEAD"}]}, "deny:agency_barred"),
    "another agency barred": ({}, {"exclusions": [{"agency": "CAS", "subject": "ANA"}]}, "permit:own_programme"),
    "somebody else at her agency": ({}, {"exclusions": [{"agency": "LEAD", "actor": "W2", "subject": "ANA"}]}, "permit:own_programme"),
    "kept out in this": ({}, {"exclusions": [{"actor": "W1", "subject": "ANA", "categories": ["sud"]}]}, "deny:excluded"),
    "kept out in something else": (
        {}, {"exclusions": [{"actor": "W1", "subject": "ANA", "categories": ["contact"]}]}, "permit:own_programme",
    ),
    "kept out until yesterday": (
        {}, {"exclusions": [{"actor": "W1", "subject": "ANA", "end": "2026-03-01"}]}, "permit:own_programme",
    ),
    "kept out until today": ({}, {"exclusions": [{"actor": "W1", "subject": "ANA", "end": "2026-03-02"}]}, "deny:excluded"),
    "kept out from tomorrow": (
        {}, {"exclusions": [{"actor": "W1", "subject": "ANA", "start": "2026-03-03"}]}, "permit:own_programme",
    ),
    "a journal": ({"journal": True}, {}, "deny:journal"),
    "sealed with an adoption": ({"adoption_sealed": True}, {}, "deny:adoption_seal"),
    "her own file": ({"person": "ANA"}, {}, "deny:self"),
    "her own file, the id itself": ({"actor": "ANA"}, {"assignments": [{"actor": "ANA", "subject": "ANA"}]}, "deny:self"),
    "her own file, as if on her page": ({"person": "ANA", "purpose": "portal"}, {}, "deny:self"),
    "her own file, at a partner": ({"person": "ANA", "agency": "CAS"}, {}, "deny:self"),
}  # fmt: skip
OWN_SUD = asks("W1", "ANA", "sud", purpose="care")


@pytest.mark.parametrize("changed", BAR_ROWS.values(), ids=BAR_ROWS)
def test_bars(changed: Change) -> None:
    check(OWN_SUD, changed)


def test_every_reason_of_a_no_is_told() -> None:
    world = fixture() | {"exclusions": [{"id": "E", "actor": "CW2", "subject": "ANA"}], "directives": []}
    found = answer(asks("CW2", "ANA", "sud", sealed=True, journal=True, account_active=False, role="funder"), world)
    assert codes(found) == ["account_closed", "sealed", "excluded", "journal", "not_assigned", "role", "no_consent"]
    assert found.reasons[2].basis == "E" and found.reasons[2].person == "CW2"


# --- 1 the federal bar, 2 orders ----------------------------------------------------------------------------------------
ORDER = {
    "id": "O", "kind": "part2_order", "subject": "ANA", "categories": ["sud"], "recipient": "FIRM", "end": "2026-03-31",
}  # fmt: skip
ALONE = permit("P", "ANA", "FIRM", ["sud"], purposes=["family_court"])
COURT = asks("LAW", "ANA", "sud", purpose="family_court", action="disclose", part2=True)
ASSIGNED = {"assignments": [{"actor": "LAW", "family": "ALDER"}], "directives": [], "legal_bases": []}
COURT_ROWS: Rows = {
    "nothing": ({}, {}, "deny:part2_bar"),
    "an order made for it": ({}, {"legal_bases": [ORDER]}, "permit:court_order"),
    "an order, marked so": ({}, {"legal_bases": [ORDER | {"kind": "court_order", "part2_qualifying": True}]}, "permit:court_order"),
    "an ordinary order before": (
        {}, {"legal_bases": [ORDER | {"id": "O0", "kind": "court_order"}, ORDER]}, "permit:court_order",
    ),
    "an order for somebody else before": ({}, {"legal_bases": [ORDER | {"recipient": "CAS"}, ORDER]}, "permit:court_order"),
    "an ordinary order": ({}, {"legal_bases": [ORDER | {"kind": "court_order"}]}, "deny:part2_bar"),
    "a subpoena": ({}, {"legal_bases": [ORDER | {"kind": "subpoena"}]}, "deny:part2_bar"),
    "a duty to report": ({}, {"legal_bases": [ORDER | {"kind": "duty_to_report"}]}, "deny:part2_bar"),
    "an order that names no categories": ({}, {"legal_bases": [ORDER | {"categories": None}]}, "deny:part2_bar"),
    "an order about something else": ({}, {"legal_bases": [ORDER | {"categories": ["contact"]}]}, "deny:part2_bar"),
    "an order about more": ({}, {"legal_bases": [ORDER | {"categories": ["contact", "sud"]}]}, "permit:court_order"),
    "an order that names nobody": ({}, {"legal_bases": [ORDER | {"subject": None}]}, "deny:part2_bar"),
    "an order about somebody else": ({}, {"legal_bases": [ORDER | {"subject": "EVE"}]}, "deny:part2_bar"),
    "an order without recipient": ({}, {"legal_bases": [ORDER | {"recipient": None}]}, "deny:part2_bar"),
    "an order for somebody else": ({}, {"legal_bases": [ORDER | {"recipient": "CAS"}]}, "deny:part2_bar"),
    "an order without last day": ({}, {"legal_bases": [ORDER | {"end": None}]}, "deny:part2_bar"),
    "an order that is over": ({}, {"legal_bases": [ORDER | {"end": "2026-03-01"}]}, "deny:part2_bar"),
    "an order not begun": ({}, {"legal_bases": [ORDER | {"start": "2026-03-03"}]}, "deny:part2_bar"),
    "an order for this case": ({}, {"legal_bases": [ORDER | {"purpose": "family_court"}]}, "permit:court_order"),
    "an order for another case": ({}, {"legal_bases": [ORDER | {"purpose": "civil"}]}, "deny:part2_bar"),
    "an order opens nothing to be read": ({"action": "read"}, {"legal_bases": [ORDER]}, "deny:no_consent"),
    "an order, and kept out": (
        {}, {"legal_bases": [ORDER], "exclusions": [{"agency": "FIRM", "subject": "ANA"}]}, "deny:agency_barred",
    ),
    "an order, and sealed": ({"sealed": True}, {"legal_bases": [ORDER]}, "deny:sealed"),
    "an order, and she said no": ({}, {"legal_bases": [ORDER], "directives": [deny("D", "ANA", "*")]}, "permit:court_order"),
    "an order, and nobody assigned": ({}, {"legal_bases": [ORDER], "assignments": []}, "permit:court_order"),
    "an order to somebody who receives it": (
        {"actor": "PRIV", "agency": "LEAD", "role": "privacy", "recipient": "FIRM"}, {"legal_bases": [ORDER]}, "permit:court_order",
    ),
    "her agreement for this alone": ({}, {"directives": [ALONE]}, "permit:consent"),
    "her agreement for this and more": ({}, {"directives": [ALONE | {"purposes": ["family_court", "care"]}]}, "deny:part2_bar"),
    "her agreement for another case": ({}, {"directives": [ALONE | {"purposes": ["civil"]}]}, "deny:part2_bar"),
    "her agreement, withdrawn": ({}, {"directives": [ALONE | {"status": "revoked"}]}, "deny:part2_bar"),
    "her agreement, not whole": ({}, {"directives": [ALONE | {"complete": False}]}, "deny:part2_bar"),
    "her agreement with somebody else": ({}, {"directives": [ALONE | {"recipient": "CAS"}]}, "deny:part2_bar"),
    "her agreement, for other kinds": ({}, {"directives": [ALONE | {"categories": ["contact"]}]}, "deny:part2_bar"),
    "her agreement, and a refusal": ({}, {"directives": [ALONE, deny("D", "ANA", "FIRM")]}, "deny:denied"),
    "not about substance use": ({"category": "contact", "part2": False}, {"directives": [ALONE | {"categories": ["contact"], "purposes": ["family_court", "care"]}]}, "permit:consent"),
    "about substance use, whatever it says": ({"part2": False}, {"directives": [ALONE | {"purposes": ["family_court", "care"]}]}, "deny:part2_bar"),
    "protected, not about it": ({"category": "contact"}, {"directives": [ALONE | {"categories": ["contact"], "purposes": ["family_court", "care"]}]}, "deny:part2_bar"),
    "not said, so protected": ({"category": "contact", "part2": None}, {"directives": [ALONE | {"categories": ["contact"], "purposes": ["family_court", "care"]}]}, "deny:part2_bar"),
    "a report to a court is used in one": ({"purpose": "court_report"}, {"directives": [ALONE | {"purposes": ["court_report", "care"]}]}, "deny:part2_bar"),
    "a report to a court, agreed to alone": ({"purpose": "court_report"}, {"directives": [ALONE | {"purposes": ["court_report"]}]}, "permit:consent"),
    "not a proceeding": ({"purpose": "care"}, {"directives": [ALONE | {"purposes": ["family_court", "care"]}]}, "permit:consent"),
    "an ordinary order, called something else": (
        {"purpose": "care"}, {"legal_bases": [ORDER | {"kind": "court_order"}]}, "deny:no_consent",
    ),
    "an ordinary order for ordinary records": (
        {"category": "contact", "part2": False}, {"legal_bases": [ORDER | {"kind": "court_order", "categories": ["contact"]}]}, "permit:court_order",
    ),
    "an ordinary order, not said whether protected": (
        {"category": "contact", "part2": None, "purpose": "care"},
        {"legal_bases": [ORDER | {"kind": "court_order", "categories": ["contact"]}]}, "deny:no_consent",
    ),
    "an ordinary order, substance use, whatever it says, called something else": (
        {"purpose": "care", "part2": False}, {"legal_bases": [ORDER | {"kind": "court_order"}]}, "deny:no_consent",
    ),
    "an ordinary order, protected though not about it, called something else": (
        {"category": "contact", "purpose": "care"},
        {"legal_bases": [ORDER | {"kind": "court_order", "categories": ["contact"]}]}, "deny:no_consent",
    ),
    "a duty that looks like an order": (
        {"category": "contact", "part2": False, "purpose": "care"},
        {"legal_bases": [ORDER | {"kind": "duty_to_report", "categories": ["contact"]}]}, "deny:no_consent",
    ),
    "it says something of somebody else": ({"about": ["DOT"]}, {"legal_bases": [ORDER]}, "deny:part2_bar"),
    "the order names both": ({"about": ["DOT"]}, {"legal_bases": [ORDER, ORDER | {"subject": "DOT"}]}, "permit:court_order"),
    "an order for the one, her word for the other": (
        {"about": ["DOT"]}, {"legal_bases": [ORDER], "directives": [ALONE | {"subject": "DOT"}]}, "permit:court_order",
    ),
    "ordinary, and substance use of somebody else": (
        {"category": "contact", "part2": False, "about": ["DOT/sud"]},
        {"directives": [ALONE | {"categories": ["contact"]}]}, "deny:part2_bar",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", COURT_ROWS.values(), ids=COURT_ROWS)
def test_a_court(changed: Change) -> None:
    in_request, in_world, expected = changed
    check(COURT, (in_request, {**ASSIGNED, **in_world}, expected))


def test_every_proceeding_is_barred() -> None:
    proceedings = {"civil", "criminal", "administrative", "legislative", "family_court", "court_report"}
    for profile in ("ON", "US"):
        for purpose in vocabulary.PURPOSES - {"emergency", "portal"}:
            both = permit(
                "P", "ANA", "FIRM", ["sud"], purposes=[purpose, "payment" if purpose != "payment" else "care"]
            )
            found = answer(
                COURT | {"purpose": purpose}, fixture() | ASSIGNED | {"profile": profile, "directives": [both]}
            )
            assert found.decision == ("deny:part2_bar" if purpose in proceedings else "permit:consent"), purpose


# --- 2 duty -------------------------------------------------------------------------------------------------------------
DUTY = {"id": "R", "kind": "duty_to_report", "subject": "BEE"}
REPORT = asks("W1", "BEE", "child_health_dev", action="report", purpose="report")
DUTY_ROWS: Rows = {
    "as it stands": ({}, {"legal_bases": [DUTY]}, "permit:duty_to_report"),
    "no concern on record": ({}, {"legal_bases": []}, "deny:no_duty"),
    "with an agreement, and no concern": ({}, {"directives": [permit("C", "BEE", "LEAD", "all", signer="ANA", purposes=["report"])]}, "deny:no_duty"),
    "about somebody else": ({"subject": "ANA"}, {"legal_bases": [DUTY]}, "deny:no_duty"),
    "about the two together": ({"subject": "ANA+BEE"}, {"legal_bases": [DUTY]}, "permit:duty_to_report"),
    "about the two together, a concern about her": (
        {"subject": "ANA+BEE"}, {"legal_bases": [DUTY | {"subject": "ANA"}]}, "permit:duty_to_report",
    ),
    "it says something of whom the concern is about": (
        {"subject": "ANA", "about": ["BEE"]}, {"legal_bases": [DUTY]}, "deny:no_duty",
    ),
    "to a known recipient, nobody named": ({}, {"legal_bases": [DUTY | {"recipient": "CAS"}]}, "permit:duty_to_report"),
    "her own": ({}, {"legal_bases": [DUTY | {"actor": "W1"}]}, "permit:duty_to_report"),
    "somebody else's": ({}, {"legal_bases": [DUTY | {"actor": "SUP"}]}, "deny:no_duty"),
    "done": ({}, {"legal_bases": [DUTY | {"used": True}]}, "deny:duty_used"),
    "done now": ({}, {"legal_bases": [DUTY | {"used_at": "2026-03-02T10:00:00Z"}]}, "deny:duty_used"),
    "done later": ({}, {"legal_bases": [DUTY | {"used_at": "2026-03-02T10:00:01Z"}]}, "permit:duty_to_report"),
    "one done, one new": ({}, {"legal_bases": [DUTY | {"used": True}, DUTY | {"id": "R2"}]}, "permit:duty_to_report"),
    "one of another kind before": ({}, {"legal_bases": [DUTY | {"kind": "subpoena"}, DUTY]}, "permit:duty_to_report"),
    "one that is over before": ({}, {"legal_bases": [DUTY | {"end": "2026-03-01"}, DUTY]}, "permit:duty_to_report"),
    "somebody else's before": ({}, {"legal_bases": [DUTY | {"actor": "SUP"}, DUTY]}, "permit:duty_to_report"),
    "one that rests on something else before": (
        {}, {"legal_bases": [DUTY | {"categories": ["contact"]}, DUTY]}, "permit:duty_to_report",
    ),
    "one to somebody else before": (
        {"recipient": "CAS"}, {"legal_bases": [DUTY | {"recipient": "PROB"}, DUTY]}, "permit:duty_to_report",
    ),
    "an order instead": ({}, {"legal_bases": [DUTY | {"kind": "court_order", "categories": "all", "recipient": "LEAD", "end": "2026-12-31"}]}, "deny:no_duty"),
    "not begun": ({}, {"legal_bases": [DUTY | {"start": "2026-03-03"}]}, "deny:no_duty"),
    "over": ({}, {"legal_bases": [DUTY | {"end": "2026-03-01"}]}, "deny:no_duty"),
    "rests on this": ({}, {"legal_bases": [DUTY | {"categories": ["child_health_dev"]}]}, "permit:duty_to_report"),
    "rests on something else": ({}, {"legal_bases": [DUTY | {"categories": ["contact"]}]}, "deny:no_duty"),
    "to whom it is owed": ({"recipient": "CAS"}, {"legal_bases": [DUTY | {"recipient": "CAS"}]}, "permit:duty_to_report"),
    "to somebody else": ({"recipient": "PROB"}, {"legal_bases": [DUTY | {"recipient": "CAS"}]}, "deny:no_duty"),
    "to somebody, nobody named": ({"recipient": "CAS"}, {"legal_bases": [DUTY]}, "permit:duty_to_report"),
    "nobody assigned": ({}, {"legal_bases": [DUTY], "assignments": []}, "permit:duty_to_report"),
    "a part that reads nothing": ({"role": "trainer"}, {"legal_bases": [DUTY]}, "permit:duty_to_report"),
    "she said no to everybody": ({}, {"legal_bases": [DUTY], "directives": [deny("D", "BEE", "*", signer="ANA")]}, "permit:duty_to_report"),
    "for whatever purpose": ({"purpose": "care"}, {"legal_bases": [DUTY]}, "permit:duty_to_report"),
    "kept out": ({}, {"legal_bases": [DUTY], "exclusions": [{"actor": "W1", "subject": "BEE"}]}, "deny:excluded"),
    "reading with it": ({"action": "read", "actor": "W2"}, {"legal_bases": [DUTY]}, "deny:not_assigned"),
}  # fmt: skip


def test_what_was_done_is_named_and_a_no_rests_on_nothing() -> None:
    found = answer(REPORT, fixture() | {"legal_bases": [DUTY | {"used": True}]})
    assert (found.allowed, found.basis, found.reasons[0].basis) == (False, None, "R")


def test_while_records_are_put_together_everything_is_asked_for_that_either_asks_for() -> None:
    """An order about the one, her agreement about the other: what either leaves out is left out, what either asks is asked."""
    order = ORDER | {"subject": "ANA", "categories": ["contact"]}
    agreed = permit("P", "ANA2", "FIRM", ["contact"], purposes=["care"])
    around = fixture() | {
        "legal_bases": [order], "directives": [agreed], "merges": [{"persons": ["ANA", "ANA2"], "state": "in_progress"}],
        "assignments": [{"actor": "LAW", "subject": "ANA"}, {"actor": "LAW", "subject": "ANA2"}],
    }  # fmt: skip
    asked = asks("LAW", "ANA", "contact", purpose="care", action="disclose", about=["DOT"], segmented=True)
    for subject in ("ANA", "ANA2"):
        found = answer(asked | {"subject": subject}, around)
        assert found.allowed and found.without == ("DOT",), codes(found)
        assert {"minimum_content", "tell_subject_safely", "scope_copy"} <= set(found.obligations)
        assert {"court_order", "consent"} <= set(codes(found))


@pytest.mark.parametrize("changed", DUTY_ROWS.values(), ids=DUTY_ROWS)
def test_a_duty_to_report(changed: Change) -> None:
    check(REPORT, changed)


# --- 3 emergency --------------------------------------------------------------------------------------------------------
GLASS = asks(
    "DRX", "ANA", "sud", purpose="emergency", assurance="step_up", reason="She is not breathing", clinician=True
)
GLASS_ROWS: Rows = {
    "as it stands": ({}, {}, "permit:emergency"),
    "not a clinician": ({"clinician": False}, {}, "deny:emergency_clinician"),
    "not one by her part": ({"role": "child_welfare", "clinician": None}, {}, "deny:emergency_clinician"),
    "a counsellor": ({"role": "counsellor", "clinician": None}, {}, "permit:emergency"),
    "a supervisor": ({"role": "supervisor", "clinician": None}, {}, "deny:emergency_clinician"),
    "a clinician elsewhere": ({"role": "prenatal_partner", "clinician": None}, {}, "deny:emergency_clinician"),
    "said to be one": ({"role": "child_welfare", "clinician": True}, {}, "permit:emergency"),
    "a short reason": ({"reason": "She is not breathin"}, {}, "deny:emergency_reason"),
    "a short reason and white space": ({"reason": "  She is not breathin  "}, {}, "deny:emergency_reason"),
    "no reason": ({"reason": None}, {}, "deny:emergency_reason"),
    "without the second factor": ({"assurance": "session"}, {}, "deny:step_up_needed"),
    "opened now": ({"glass_broken_at": "2026-03-02T10:00:00Z"}, {}, "permit:emergency"),
    "opened 59 minutes ago": ({"glass_broken_at": "2026-03-02T09:00:00.000001Z"}, {}, "permit:emergency"),
    "opened 60 minutes ago": ({"glass_broken_at": "2026-03-02T09:00:00Z"}, {}, "deny:emergency_over"),
    "opened in a moment": ({"glass_broken_at": "2026-03-02T10:00:01Z"}, {}, "deny:emergency_over"),
    "nobody assigned": ({}, {"assignments": []}, "permit:emergency"),
    "a part that reads nothing": ({"role_mask": []}, {}, "permit:emergency"),
    "kept out": ({}, {"exclusions": [{"actor": "DRX", "subject": "ANA"}]}, "deny:excluded"),
    "sealed": ({"sealed": True}, {}, "deny:sealed"),
    "with an agreement for it, and no reason": (
        {"reason": ""}, {"directives": [permit("C", "ANA", "HOSP", "all", purposes=["emergency"])]}, "deny:emergency_reason",
    ),
    "where she is": ({"category": "contact", "secret_location": True}, {}, "deny:emergency_category"),
    "a passage of another kind": ({"about": ["EVE/ipv_safety"]}, {}, "deny:emergency_category"),
    "a passage of such a kind": ({"about": ["EVE/contact"]}, {}, "permit:emergency"),
    "a right of access alone": ({"subject": "BEE", "person": "CAL"}, {}, "permit:emergency"),
}  # fmt: skip


@pytest.mark.parametrize("changed", GLASS_ROWS.values(), ids=GLASS_ROWS)
def test_breaking_the_glass(changed: Change) -> None:
    check(GLASS, changed)


def test_what_an_emergency_opens() -> None:
    opened = {category for category in CATEGORIES if answer(GLASS | {"category": category}).allowed}
    assert opened == {"contact", "sud", "mental_health_trauma", "reproductive_sti", "child_health_dev"}
    found = answer(GLASS | {"about": ["EVE/ipv_safety", "DOT"], "segmented": True})
    assert (found.allowed, found.without, found.basis) == (True, ("EVE",), "emergency")
    assert found.until is not None and found.until.isoformat() == "2026-03-02T11:00:00+00:00"
    assert answer(GLASS | {"assurance": "session", "clinician": False}).obligations == ("log", "step_up")
    missing = answer(GLASS | {"assurance": "session", "clinician": False, "reason": "", "category": "cultural"})
    assert codes(missing) == ["emergency_clinician", "emergency_reason", "step_up_needed", "emergency_category"]
