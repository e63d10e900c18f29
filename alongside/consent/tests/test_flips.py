"""One detail changes and the answer changes: gates, need to know, and what each person said."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.consent.rules import decide
from alongside.consent.rules.vocabulary import CATEGORIES
from alongside.consent.tests.fixture_world import answer, asks, codes, deny, fixture, permit
from alongside.consent.tests.flips import C1, OWN, PARTNER, Change, Rows, check

OTHER = {"merges": [{"persons": ["EVE", "GIA"], "state": "disputed"}]}

# --- 0 gates, 5 need to know, 6 what was said: a partner's worker ------------------------------------------------------
MERGE = {"merges": [{"persons": ["ANA", "GIA"], "state": "disputed"}]}
PARTNER_ROWS: Rows = {
    "as it stands": ({}, {}, "permit:consent"),
    "no known law": ({}, {"profile": "ATLANTIS"}, "deny:unknown_profile"),
    "no law": ({}, {"profile": None}, "deny:unknown_profile"),
    "the other law": ({}, {"profile": "US"}, "permit:consent"),
    "an unknown kind of information": ({"category": "gossip"}, {}, "deny:unknown_category"),
    "nobody signed in": ({"assurance": "none"}, {}, "deny:no_session"),
    "the session ended": ({"session_live": False}, {}, "deny:no_session"),
    "the account is closed": ({"account_active": False}, {}, "deny:account_closed"),
    "an export without the second factor": ({"action": "export"}, {}, "deny:step_up_needed"),
    "an export with it": ({"action": "export", "assurance": "step_up"}, {}, "permit:consent"),
    "reading with it": ({"assurance": "step_up"}, {}, "permit:consent"),
    "here exports do not ask": ({"action": "export"}, {"step_up_for": []}, "permit:consent"),
    "here reading asks": ({}, {"step_up_for": ["read"]}, "deny:step_up_needed"),
    "sealed": ({"sealed": True}, {}, "deny:sealed"),
    "on hold": ({"hold": True}, {}, "permit:consent"),
    "her identity is in dispute": ({}, MERGE, "deny:merge_disputed"),
    "somebody else's is": ({}, OTHER, "permit:consent"),
    "that of somebody it is about": ({"about": ["EVE"], "segmented": True}, OTHER, "deny:merge_disputed"),
    "the asker's own": ({"person": "EVE"}, OTHER, "deny:merge_disputed"),
    "the asker's own, by account": ({}, {"merges": [{"persons": ["CW1", "CW2"]}]}, "deny:merge_disputed"),
    "another colleague there": ({"actor": "CW2"}, {}, "deny:not_assigned"),
    "assigned to the child only": ({}, {"assignments": [{"actor": "CW1", "subject": "BEE"}]}, "deny:not_assigned"),
    "assigned for other things": (
        {}, {"assignments": [{"actor": "CW1", "subject": "ANA", "categories": ["sud"]}]}, "deny:not_assigned",
    ),
    "assigned for this": (
        {}, {"assignments": [{"actor": "CW1", "subject": "ANA", "categories": ["service_use"]}]}, "permit:consent",
    ),
    "assigned elsewhere": (
        {}, {"assignments": [{"actor": "CW1", "subject": "ANA", "agency": "SHEL"}]}, "deny:not_assigned",
    ),
    "a part that reads something else": ({"role_mask": ["contact"]}, {}, "deny:role"),
    "a part that reads this": ({"role_mask": ["service_use"], "role": "whatever it is called"}, {}, "permit:consent"),
    "a part that reads nothing": ({"role": "administrator"}, {}, "deny:role"),
    "no agreement": ({}, {"directives": []}, "deny:no_consent"),
    "somebody else's agreement": ({}, {"directives": [C1 | {"subject": "BEE"}]}, "deny:no_consent"),
    "with another agency": ({}, {"directives": [C1 | {"recipient": "SHEL"}]}, "deny:recipient"),
    "with one of several": ({}, {"directives": [C1 | {"recipient": ["SHEL", "CAS"]}]}, "permit:consent"),
    "with her by name": ({}, {"directives": [C1 | {"recipient": "CAS/CW1"}]}, "permit:consent"),
    "with a colleague of hers": ({}, {"directives": [C1 | {"recipient": "CAS/CW2"}]}, "deny:recipient"),
    "with her at another agency": ({}, {"directives": [C1 | {"recipient": "SHEL/CW1"}]}, "deny:recipient"),
    "with her wherever she works": ({}, {"directives": [C1 | {"recipient": "person:CW1"}]}, "permit:consent"),
    "with an agency of her name": ({}, {"directives": [C1 | {"recipient": "agency:CW1"}]}, "deny:recipient"),
    "with child welfare as a class": ({}, {"directives": [C1 | {"recipient": "class:child_welfare"}]}, "permit:consent"),
    "with helpers as a class": ({"classes": ["helpers"]}, {"directives": [C1 | {"recipient": "class:helpers"}]}, "deny:recipient"),
    "with everybody": ({}, {"directives": [C1 | {"recipient": "*"}]}, "deny:recipient"),
    "with everybody outside": ({"classes": ["outside"]}, {"directives": [C1 | {"recipient": "class:outside"}]}, "deny:recipient"),
    "with nobody": ({}, {"directives": [C1 | {"recipient": None}]}, "deny:recipient"),
    "for something else": ({}, {"directives": [C1 | {"purposes": ["care"]}]}, "deny:purpose"),
    "for this too": ({}, {"directives": [C1 | {"purposes": ["care", "care_coordination"]}]}, "permit:consent"),
    "for nothing said": ({}, {"directives": [C1 | {"purposes": []}]}, "deny:purpose"),
    "about something else": ({"category": "sud"}, {"directives": [C1]}, "deny:category"),
    "about everything": ({"category": "sud"}, {"directives": [C1 | {"categories": "all"}]}, "permit:consent"),
    "about nothing said": ({}, {"directives": [C1 | {"categories": None}]}, "deny:category"),
    "not signed": ({}, {"directives": [C1 | {"signed": False}]}, "deny:unsigned"),
    "a draft": ({}, {"directives": [C1 | {"status": "draft"}]}, "deny:unsigned"),
    "active by its own word": ({}, {"directives": [C1 | {"status": "active", "signed_at": None}]}, "permit:consent"),
    "signed by its own word": ({}, {"directives": [C1 | {"signed": True, "signed_at": None}]}, "permit:consent"),
    "nothing says that it is signed": ({}, {"directives": [C1 | {"signed_at": None}]}, "deny:unsigned"),
    "withdrawn, no time said": ({}, {"directives": [C1 | {"status": "revoked"}]}, "deny:revoked"),
    "withdrawn, later": (
        {}, {"directives": [C1 | {"status": "revoked", "revoked_at": "2026-03-02T10:00:01Z"}]}, "permit:consent",
    ),
    "withdrawn, now": ({}, {"directives": [C1 | {"revoked_at": "2026-03-02T10:00:00Z"}]}, "deny:revoked"),
    "withdrawn by whom does not matter": (
        {}, {"directives": [C1 | {"revoked_at": "2026-03-01T10:00:00Z", "revoked_by": "CAL"}]}, "deny:revoked",
    ),
    "replaced, no time said": ({}, {"directives": [C1 | {"status": "superseded"}]}, "deny:superseded"),
    "replaced, now": ({}, {"directives": [C1 | {"superseded_at": "2026-03-02T10:00:00Z"}]}, "deny:superseded"),
    "replaced, later": (
        {}, {"directives": [C1 | {"status": "superseded", "superseded_at": "2026-03-03T10:00:00Z"}]}, "permit:consent",
    ),
    "ended by its own word": ({}, {"directives": [C1 | {"status": "expired"}]}, "deny:expired"),
    "ended": ({}, {"directives": [C1 | {"end": "2026-03-01"}]}, "deny:expired"),
    "no end": ({}, {"directives": [C1 | {"end": None}]}, "permit:consent"),
    "not begun": ({}, {"directives": [C1 | {"start": "2026-03-03"}]}, "deny:not_yet"),
    "no beginning": ({}, {"directives": [C1 | {"start": None}]}, "permit:consent"),
    "the form is not whole": ({}, {"directives": [C1 | {"complete": False}]}, "deny:incomplete"),
    "nobody says it is whole": ({}, {"directives": [C1 | {"complete": None}]}, "deny:incomplete"),
    "signed by somebody else": ({}, {"directives": [C1 | {"signer": "DOT"}]}, "deny:no_authority"),
    "signed by nobody": ({}, {"directives": [C1 | {"signer": None}]}, "deny:no_authority"),
    "what another agency recorded": ({"source_agency": "HOSP"}, {"directives": [C1 | {"discloser": "LEAD"}]}, "deny:recipient"),
    "what that agency recorded": ({"source_agency": "LEAD"}, {"directives": [C1 | {"discloser": "LEAD"}]}, "permit:consent"),
    "a second agreement that fits": ({}, {"directives": [C1 | {"status": "revoked"}, C1 | {"id": "C1b"}]}, "permit:consent"),
    "she said no": ({}, {"directives": [C1, deny("D", "ANA", "CAS")]}, "deny:denied"),
    "she said no, before": ({}, {"directives": [deny("D", "ANA", "CAS"), C1]}, "deny:denied"),
    "no to her by name": ({}, {"directives": [C1, deny("D", "ANA", "CAS/CW1")]}, "deny:denied"),
    "no to her, who worked elsewhere": ({}, {"directives": [C1, deny("D", "ANA", "SHEL/CW1")]}, "deny:denied"),
    "no to another agency": ({}, {"directives": [C1, deny("D", "ANA", "SHEL")]}, "permit:consent"),
    "no to somebody there": ({}, {"directives": [C1, deny("D", "ANA", "CAS/CW2")]}, "permit:consent"),
    "no to a class": ({}, {"directives": [C1, deny("D", "ANA", "class:child_welfare")]}, "deny:denied"),
    "no to another class": ({}, {"directives": [C1, deny("D", "ANA", "class:hospital")]}, "permit:consent"),
    "no to a class she is said to be of": (
        {"classes": ["helpers"]}, {"directives": [C1, deny("D", "ANA", "class:helpers")]}, "deny:denied",
    ),
    "no to a class of an agency nobody knows": (
        {"classes": ["helpers"]}, {"agencies": {}, "directives": [C1, deny("D", "ANA", "class:helpers")]}, "deny:denied",
    ),
    "no to everybody": ({}, {"directives": [C1, deny("D", "ANA", "*")]}, "deny:denied"),
    "no to nobody in particular": ({}, {"directives": [C1, deny("D", "ANA", None)]}, "deny:denied"),
    "no to everybody outside": ({}, {"directives": [C1, deny("D", "ANA", "class:outside")]}, "deny:denied"),
    "no, about this": ({}, {"directives": [C1, deny("D", "ANA", "CAS", categories=["service_use"])]}, "deny:denied"),
    "no, about something else": ({}, {"directives": [C1, deny("D", "ANA", "CAS", categories=["sud"])]}, "permit:consent"),
    "no, not signed": ({}, {"directives": [C1, deny("D", "ANA", "CAS", status="draft")]}, "permit:consent"),
    "no, by somebody without the right": ({}, {"directives": [C1, deny("D", "ANA", "CAS", signer="CAL")]}, "permit:consent"),
    "no, over": ({}, {"directives": [C1, deny("D", "ANA", "CAS", end="2026-03-01")]}, "permit:consent"),
    "no, lifted": ({}, {"directives": [C1, deny("D", "ANA", "CAS", revoked_at="2026-03-01T10:00:00Z")]}, "permit:consent"),
    "no, lifted by her": (
        {}, {"directives": [C1, deny("D", "ANA", "CAS", revoked_at="2026-03-01T10:00:00Z", revoked_by="ANA")]}, "permit:consent",
    ),
    "no, lifted by somebody else": (
        {}, {"directives": [C1, deny("D", "ANA", "CAS", revoked_at="2026-03-01T10:00:00Z", revoked_by="W1")]}, "deny:denied",
    ),
    "no, lifted by somebody else, and marked so": (
        {},
        {"directives": [C1, deny("D", "ANA", "CAS", status="revoked", revoked_at="2026-03-01T10:00:00Z", revoked_by="W1")]},
        "deny:denied",
    ),
    "no, replaced, lifted by somebody else": (
        {},
        {"directives": [C1, deny("D", "ANA", "CAS", status="superseded", revoked_at="2026-03-01T10:00:00Z", revoked_by="W1")]},
        "deny:denied",
    ),
    "no to another agency, and to this one": (
        {}, {"directives": [C1, deny("D", "ANA", "SHEL"), deny("E", "ANA", "CAS")]}, "deny:denied",
    ),
    "no, over, and another": (
        {}, {"directives": [C1, deny("D", "ANA", "CAS", end="2026-03-01"), deny("E", "ANA", "CAS")]}, "deny:denied",
    ),
    "no, about somebody else": ({}, {"directives": [C1, deny("D", "BEE", "CAS", signer="ANA")]}, "permit:consent"),
    "where somebody lives": ({"secret_location": True}, {}, "deny:category"),
    "where somebody lives, agreed": (
        {"secret_location": True}, {"directives": [C1 | {"categories": ["service_use", "ipv_safety"]}]}, "permit:consent",
    ),
    "where somebody lives, no to that": (
        {"secret_location": True},
        {"directives": [C1 | {"categories": "all"}, deny("D", "ANA", "CAS", categories=["ipv_safety"])]},
        "deny:denied",
    ),
    "a right of access alone": (
        {"subject": "BEE", "person": "CAL"}, {}, "deny:no_authority",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", PARTNER_ROWS.values(), ids=PARTNER_ROWS)
def test_a_partners_worker(changed: Change) -> None:
    check(PARTNER, changed)


# --- 6 own programme and implied consent -------------------------------------------------------------------------------
OWN_ROWS: Rows = {
    "as it stands": ({}, {}, "permit:own_programme"),
    "for any purpose": ({"purpose": "evaluation"}, {}, "permit:own_programme"),
    "the programme is another one": ({}, {"own_programme": "HOSP"}, "deny:recipient"),
    "by who recorded it": ({}, {"own_programme": None}, "permit:own_programme"),
    "recorded elsewhere": ({"source_agency": "HOSP"}, {"own_programme": None}, "deny:recipient"),
    "recorded elsewhere, ours all the same": ({"source_agency": "HOSP"}, {}, "permit:own_programme"),
    "nobody says who recorded it": ({"source_agency": None, "agency": None}, {"own_programme": None}, "deny:recipient"),
    "she said no to her": ({}, {"directives": [deny("D", "ANA", "person:W1")]}, "deny:denied"),
    "she said no to everybody outside": ({}, {"directives": [deny("D", "ANA", "class:outside")]}, "permit:own_programme"),
    "she said no to everybody": ({}, {"directives": [deny("D", "ANA", "*")]}, "deny:denied"),
    "not in her part": ({"category": "research"}, {}, "deny:role"),
    "for somebody outside": ({"recipient": "SHEL", "action": "disclose"}, {}, "deny:recipient"),
    "for somebody she agreed to": ({"recipient": "HOSP", "action": "disclose"}, {}, "permit:consent"),
    "for somebody kept out": (
        {"recipient": "HOSP", "action": "disclose"}, {"exclusions": [{"agency": "HOSP", "subject": "ANA"}]}, "deny:agency_barred",
    ),
    "for somebody she refused": ({"recipient": "HOSP/DRX", "action": "disclose"}, {}, "deny:denied"),
    "for a class she agreed to": (
        {"recipient": "class:helpers"}, {"directives": [permit("C", "ANA", "class:helpers", "all", purposes=["care"])]},
        "permit:consent",
    ),
    "by somebody she refused, for somebody she agreed to": (
        {"recipient": "HOSP"}, {"directives": [*fixture()["directives"], deny("D", "ANA", "person:W1")]}, "deny:denied",
    ),
    "by a partner without agreement, for one with": ({"actor": "CW1", "agency": "CAS", "recipient": "HOSP"}, {}, "deny:recipient"),
}  # fmt: skip


@pytest.mark.parametrize("changed", OWN_ROWS.values(), ids=OWN_ROWS)
def test_our_own_worker(changed: Change) -> None:
    check(OWN, changed)


IMPLIED = asks("DOC", "ANA", "reproductive_sti", purpose="care")
IMPLIED_WORLD = {
    "assignments": [{"actor": "DOC", "subject": "ANA"}, {"actor": "NUR", "subject": "ANA"}],
    "directives": [],
}
IMPLIED_ROWS: Rows = {
    "as it stands": ({}, {}, "permit:implied_consent"),
    "another law": ({}, {"profile": "US"}, "deny:no_consent"),
    "not for care": ({"purpose": "care_coordination"}, {}, "deny:no_consent"),
    "not a custodian": ({"actor": "NUR", "agency": "PHU"}, {}, "deny:no_consent"),
    "not said to be one": ({}, {"agencies": {"HOSP": {"kind": "other"}}}, "deny:no_consent"),
    "one by its kind": ({}, {"agencies": {"HOSP": "hospital"}}, "permit:implied_consent"),
    "said not to be one": ({}, {"agencies": {"HOSP": {"kind": "hospital", "custodian": False}}}, "deny:no_consent"),
    "an agency nobody knows": ({}, {"agencies": {}}, "deny:no_consent"),
    "in her circle": ({}, {"circle": {"ANA": ["HOSP"]}}, "permit:implied_consent"),
    "not in her circle": ({}, {"circle": {"ANA": ["PHU"]}}, "deny:no_consent"),
    "she has no circle": ({}, {"circle": {}}, "deny:no_consent"),
    "about somebody of another circle": ({"about": ["EVE"]}, {"circle": {"ANA": ["HOSP"]}}, "deny:third_party"),
    "she said no": ({}, {"directives": [deny("D", "ANA", "HOSP")]}, "deny:denied"),
    "received by somebody who does not work with her": (
        {"actor": "W1", "agency": "LEAD", "role": "counsellor", "recipient": "HOSP"},
        {"assignments": [{"actor": "W1", "subject": "ANA"}]}, "deny:no_consent",
    ),
    "received by somebody in her circle": (
        {"actor": "W1", "agency": "LEAD", "role": "counsellor", "recipient": "HOSP"},
        {"assignments": [{"actor": "W1", "subject": "ANA"}], "circle": {"ANA": ["HOSP"]}}, "permit:implied_consent",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", IMPLIED_ROWS.values(), ids=IMPLIED_ROWS)
def test_implied_consent(changed: Change) -> None:
    in_request, in_world, expected = changed
    check(IMPLIED, (in_request, {**IMPLIED_WORLD, **in_world}, expected))


def test_what_is_never_implied() -> None:
    never = {"sud", "sud_counselling_notes", "ipv_safety", "cultural", "research", "child_welfare_legal"}
    for category in CATEGORIES:
        found = answer(IMPLIED | {"category": category}, fixture() | IMPLIED_WORLD)
        assert found.allowed == (category not in never), category


# --- 6 everybody it is about -----------------------------------------------------------------------------------------
NOTE = asks("CW1", "BEE", "child_health_dev", about=["ANA"])
HERS = permit("A", "ANA", "CAS", ["child_health_dev"])
BOTH = [*fixture()["directives"], HERS]
ABOUT_ROWS: Rows = {
    "as it stands": ({}, {"directives": BOTH}, "permit:consent"),
    "about nobody else": ({"about": []}, {}, "permit:consent"),
    "she has not agreed": ({}, {}, "deny:third_party"),
    "about one more": ({"about": ["ANA", "DOT"]}, {"directives": BOTH}, "deny:third_party"),
    "her passage is of another kind": ({"about": ["ANA/sud"]}, {"directives": BOTH}, "deny:third_party"),
    "her passage is of a kind she agreed to": (
        {"about": ["ANA/dyad_observation"], "category": "child_health_dev"}, {"directives": BOTH}, "permit:consent",
    ),
    "her passage is of a kind the part does not read": (
        {"about": ["ANA/dyad_observation"], "role_mask": ["child_health_dev"]}, {"directives": BOTH}, "deny:third_party",
    ),
    "the child's own is missing": ({}, {"directives": [HERS]}, "deny:no_consent"),
    "about the child again": ({"about": ["BEE"]}, {}, "permit:consent"),
    "about the child, of another kind": ({"about": ["BEE/sud"]}, {}, "deny:category"),
    "kept out from her": ({}, {"directives": BOTH, "exclusions": [{"actor": "CW1", "subject": "ANA"}]}, "deny:excluded"),
    "kept out from her in what it says of her": (
        {"about": ["ANA/dyad_observation"]},
        {"directives": BOTH, "exclusions": [{"actor": "CW1", "subject": "ANA", "categories": ["dyad_observation"]}]}, "deny:excluded",
    ),
    "kept out from her in something else": (
        {"about": ["ANA/dyad_observation"]},
        {"directives": BOTH, "exclusions": [{"actor": "CW1", "subject": "ANA", "categories": ["child_health_dev"]}]}, "permit:consent",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", ABOUT_ROWS.values(), ids=ABOUT_ROWS)
def test_everybody_it_is_about(changed: Change) -> None:
    check(NOTE, changed)


def test_a_passage_is_left_out_where_it_can_be() -> None:
    cut = NOTE | {"segmented": True, "about": ["ANA", "DOT", "EVE", "EVE"]}
    found = answer(cut, fixture() | {"directives": BOTH})
    assert (found.allowed, found.without) == (True, ("DOT", "EVE"))
    assert (
        codes(found) == ["consent", "consent", "third_party", "no_consent", "third_party", "no_consent"]
        or found.without
    )
    assert answer(cut, fixture() | {"directives": [HERS]}).decision == "deny:no_consent"  # the child's own is missing
    reads_less = answer(
        NOTE | {"segmented": True, "about": ["ANA/dyad_observation"], "role_mask": ["child_health_dev"]},
        fixture() | {"directives": BOTH},
    )
    assert (reads_less.allowed, reads_less.without) == (True, ("ANA",))
    assert codes(reads_less) == ["consent", "third_party", "role"]


# --- records that are put together, and what goes wrong -----------------------------------------------------------------
def put_together(*people: Any) -> dict[str, Any]:
    return {"merges": [{"persons": list(people), "state": "in_progress"}]}


def test_everybody_named_is_asked_about_as_both() -> None:
    world = fixture() | {"directives": BOTH}
    assert answer(NOTE, world).decision == "permit:consent"
    assert answer(NOTE, world | put_together("ANA", "EVE")).decision == "deny:third_party"
    both = [*BOTH, permit("E", "EVE", "CAS", ["child_health_dev"])]
    assert answer(NOTE, world | put_together("ANA", "EVE") | {"directives": both}).decision == "permit:consent"
    # A merge of others changes nothing for her, and opens nothing about her.
    assert answer(NOTE, world | put_together("GIA", "EVE")).decision == "permit:consent"
    assert answer(NOTE, fixture() | put_together("GIA", "EVE")).decision == "deny:third_party"
    assert answer(NOTE | {"about": ["ANA/sud"]}, world | put_together("GIA", "EVE")).decision == "deny:third_party"


@pytest.mark.parametrize("twin", ["AAA", "ZOE", 7])
def test_what_is_asked_about_comes_first_and_ids_may_be_of_any_kind(twin: Any) -> None:
    world = fixture() | put_together("ANA", twin)
    world["assignments"] += [{"actor": "CW1", "subject": twin}]
    world["directives"] += [permit("T", twin, "CAS", ["service_use"])]
    found = answer(PARTNER, world)
    assert (found.decision, found.basis) == ("permit:consent", "C1")
    assert [reason.basis for reason in found.reasons] == ["C1", "T"]
    assert answer(PARTNER | {"subject": twin}, world).basis == "T"
    named = answer(PARTNER | {"about": [twin], "segmented": True}, world | {"directives": [C1]})
    assert not named.allowed and named.obligations == ("log",)


def test_the_strictest_of_both_tells_every_reason_and_leaves_out_everybody() -> None:
    world = fixture() | put_together("ANA", "ZOE")
    found = answer(PARTNER | {"subject": "ZOE"}, world)
    assert codes(found) == ["not_assigned", "no_consent"]
    world["assignments"] += [{"actor": "CW1", "subject": "ZOE"}]
    world["directives"] += [permit("T", "ZOE", "CAS", ["service_use"])]
    found = answer(PARTNER | {"about": ["EVE"], "segmented": True}, world)
    assert (found.allowed, found.without, found.obligations) == (
        True,
        ("EVE",),
        ("log", "notice", "scope_copy", "show_subject"),
    )
    of_three = answer(
        PARTNER, world | {"merges": [{"persons": [who, "ZOE"], "state": "in_progress"} for who in ("ANA", "EVE")]}
    )
    assert of_three.decision == "deny:not_assigned"  # somebody who may be the same as somebody who may be the same


def test_two_together_and_somebody_else() -> None:
    asked = asks("CW1", "ANA+BEE", "dyad_observation", about=["EVE"])
    assert answer(asked).decision == "deny:third_party"
    assert answer(asked | {"segmented": True}).without == ("EVE",)
    assert answer(asked | {"about": []}).decision == "permit:consent"


def test_what_goes_wrong_is_a_no() -> None:
    found = decide(None, None)  # type: ignore[arg-type]
    assert (found.decision, found.obligations, found.basis) == ("deny:error", ("log",), None)
