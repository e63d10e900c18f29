"""One detail changes and the answer changes: how long a refusal holds, what an order carries, a circle without a list,
time between two rights, and what a form for care must hold.
"""

from __future__ import annotations

from typing import Any

import pytest

from alongside.consent.tests.fixture_world import answer, asks, codes, decision, deny, fixture, permit
from alongside.consent.tests.flips import C1, PARTNER, Change, Rows, check

# --- a refusal holds until its own last day, or until it is lifted by somebody who may -------------------------------------
NO = {"id": "D", "effect": "deny", "subject": "ANA", "recipient": "CAS"}


def said(**changed: Any) -> dict[str, Any]:
    return {"directives": [C1, NO | changed]}


REFUSAL_ROWS: Rows = {
    "nothing said of signing": ({}, said(), "deny:denied"),
    "called active": ({}, said(status="active"), "deny:denied"),
    "with a beginning": ({}, said(start="2026-01-01"), "deny:denied"),
    "with a beginning that is to come": ({}, said(start="2026-03-03"), "permit:consent"),
    "with a last day": ({}, said(end="2026-03-02"), "deny:denied"),
    "with a last day that is over": ({}, said(end="2026-03-01"), "permit:consent"),
    "said not to be signed": ({}, said(signed=False), "permit:consent"),
    "a draft": ({}, said(status="draft"), "permit:consent"),
    "a draft with a beginning": ({}, said(status="draft", start="2026-01-01"), "permit:consent"),
    "a draft, lifted by somebody without the right": (
        {}, said(status="draft", signed_at="2026-01-10T15:00:00Z", revoked_by="CAS"), "permit:consent",
    ),
    "signed later": ({}, said(signed_at="2026-03-02T10:00:01Z"), "permit:consent"),
    "called ended, its last day is to come": ({}, said(status="expired", end="2026-12-31"), "deny:denied"),
    "called ended, without a last day": ({}, said(status="expired"), "deny:denied"),
    "called ended, and its last day is over": ({}, said(status="expired", end="2026-03-01"), "permit:consent"),
    "called replaced": ({}, said(status="superseded"), "deny:denied"),
    "replaced, with a time": ({}, said(superseded_at="2026-02-01T10:00:00Z"), "deny:denied"),
    "lifted, nobody says by whom": ({}, said(status="revoked"), "permit:consent"),
    "lifted by her, nobody says when": ({}, said(status="revoked", revoked_by="ANA"), "permit:consent"),
    "lifted by somebody without the right, nobody says when": ({}, said(status="revoked", revoked_by="CAS"), "deny:denied"),
    "lifted by somebody without the right": (
        {}, said(revoked_at="2026-02-01T10:00:00Z", revoked_by="CAS"), "deny:denied",
    ),
    "only said who would lift it": ({}, said(revoked_by="ANA"), "deny:denied"),
    "lifted later": ({}, said(revoked_at="2026-03-02T10:00:01Z", revoked_by="ANA"), "deny:denied"),
    "for one purpose, which a refusal has not": ({}, said(purpose="research"), "deny:denied"),
    "by one discloser, which a refusal has not": ({}, said(discloser="HOSP"), "deny:denied"),
    "not whole": ({}, said(complete=False), "deny:denied"),
    "of a grown woman whose birthday is known": (
        {}, {**said(), "people": {"ANA": {"born": "1996-02-10"}}}, "deny:denied",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", REFUSAL_ROWS.values(), ids=REFUSAL_ROWS)
def test_how_long_a_refusal_holds(changed: Change) -> None:
    check(PARTNER, changed)


C2 = permit("C2", "BEE", "CAS", ["child_health_dev"], signer="DOT")
FOR_CHILD = asks("CW1", "BEE", "child_health_dev")
HERS = {"child": "BEE", "holder": "ANA", "kind": "custody", "start": "2024-02-10", "end": "2026-01-15"}
NOW_DOT = {"child": "BEE", "holder": "DOT", "kind": "custody", "start": "2025-12-01"}
ABLE = {"person": "BEE", "topic": "all", "start": "2026-01-20"}


def for_bee(*held: dict[str, Any], **changed: Any) -> dict[str, Any]:
    no = deny("D", "BEE", "CAS", signer="ANA", signed_at="2026-01-10T15:00:00Z") | changed
    return {"guardianships": [*held, NOW_DOT], "directives": [C2, no]}


CHILD_ROWS: Rows = {
    "she decides still": ({}, for_bee(HERS | {"end": None}), "deny:denied"),
    "she decides no longer": ({}, for_bee(HERS), "deny:denied"),
    "she decided no longer when refusing": ({}, for_bee(HERS | {"end": "2026-01-10"}), "permit:consent"),
    "she did not decide yet when refusing": ({}, for_bee(HERS | {"start": "2026-01-11"}), "permit:consent"),
    "she could only see the child": ({}, for_bee(HERS | {"kind": "access_only"}), "permit:consent"),
    "she never decided": ({}, for_bee(), "permit:consent"),
    "lifted by who decides now": (
        {}, for_bee(HERS, revoked_at="2026-02-01T10:00:00Z", revoked_by="DOT"), "permit:consent",
    ),
    "lifted by who decides now, nobody says when": ({}, for_bee(HERS, status="revoked", revoked_by="DOT"), "permit:consent"),
    "lifted by herself, nobody says when": ({}, for_bee(HERS, status="revoked", revoked_by="ANA"), "deny:denied"),
    "lifted by herself, too late": (
        {}, for_bee(HERS, revoked_at="2026-02-01T10:00:00Z", revoked_by="ANA"), "deny:denied",
    ),
    "lifted by herself in time": (
        {}, for_bee(HERS, revoked_at="2026-01-12T10:00:00Z", revoked_by="ANA"), "permit:consent",
    ),
    "nobody says when she refused": ({}, for_bee(HERS, signed_at=None), "deny:denied"),
    "nobody says when, and she decides still": ({}, for_bee(HERS | {"end": None}, signed_at=None), "deny:denied"),
    "nobody says when, and she never decided": ({}, for_bee(signed_at=None), "permit:consent"),
    "nobody says when, and she will decide": ({}, for_bee(HERS | {"start": "2026-03-03", "end": None}, signed_at=None), "permit:consent"),
    "nobody says when, nor since when she decides": ({}, for_bee(HERS | {"start": None}, signed_at=None), "deny:denied"),
    "nobody says when, by a child that was able to": (
        {}, {**for_bee(signed_at=None, signer="BEE"), "capable_minors": [ABLE | {"end": "2026-02-01"}]}, "deny:denied",
    ),
    "nobody says when, by a child that will be able to": (
        {}, {**for_bee(signed_at=None, signer="BEE"), "capable_minors": [ABLE | {"start": "2026-03-03"}]}, "permit:consent",
    ),
    "by the child": ({}, for_bee(HERS, signer="BEE"), "permit:consent"),
    "by a child that was able to, once": (
        {}, {**for_bee(HERS, signer="BEE", signed_at="2026-01-21T10:00:00Z"), "capable_minors": [ABLE | {"end": "2026-02-01"}]},
        "deny:denied",
    ),
    "the child came of age since": (
        {},
        {**for_bee(HERS), "people": {"BEE": {"born": "2010-02-01"}},
         "directives": [C2 | {"signer": "BEE", "signed_at": "2026-02-02T10:00:00Z", "start": None}, for_bee()["directives"][1]]},
        "deny:denied",
    ),
    "the child came of age since, and lifted it": (
        {},
        {**for_bee(HERS), "people": {"BEE": {"born": "2010-02-01"}},
         "directives": [C2 | {"signer": "BEE", "signed_at": "2026-02-02T10:00:00Z", "start": None},
                        for_bee()["directives"][1] | {"revoked_at": "2026-02-02T10:00:00Z", "revoked_by": "BEE"}]},
        "permit:consent",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", CHILD_ROWS.values(), ids=CHILD_ROWS)
def test_a_refusal_for_a_child_stays_until_whoever_decides_lifts_it(changed: Change) -> None:
    check(FOR_CHILD, changed)


# --- what an order carries -------------------------------------------------------------------------------------------------
ORDER = {
    "id": "O", "kind": "court_order", "subject": "BEE", "categories": ["child_health_dev"], "recipient": "CAS", "end": "2026-04-01",
}  # fmt: skip
OF_HER = ORDER | {"id": "O2", "subject": "ANA", "categories": "all"}
ORDERED = asks("PRIV", "BEE", "child_health_dev", purpose="care", action="disclose", recipient="CAS")
ORDER_ROWS: Rows = {
    "about nobody else": ({}, {}, "permit:court_order"),
    "about her, whom it does not name": ({"about": ["ANA"]}, {}, "deny:not_assigned"),
    "about her, of another kind": ({"about": ["ANA/ipv_safety"]}, {}, "deny:not_assigned"),
    "about her, named in the order": (
        {"about": ["ANA"]}, {"legal_bases": [ORDER | {"subjects": ["ANA"]}]}, "permit:court_order",
    ),
    "about her, named, of another kind": (
        {"about": ["ANA/ipv_safety"]}, {"legal_bases": [ORDER | {"subjects": ["ANA"]}]}, "deny:not_assigned",
    ),
    "about her, in an order of its own": ({"about": ["ANA/ipv_safety"]}, {"legal_bases": [ORDER, OF_HER]}, "permit:court_order"),
    "about her, in an order for somebody else": (
        {"about": ["ANA/ipv_safety"]}, {"legal_bases": [ORDER, OF_HER | {"recipient": "PROB"}]}, "deny:not_assigned",
    ),
    "about her, who agreed": (
        {"about": ["ANA/ipv_safety"]}, {"directives": [permit("P", "ANA", "CAS", ["ipv_safety"], purposes=["care"])]},
        "permit:court_order",
    ),
    "about her, who agreed to other things": (
        {"about": ["ANA/ipv_safety"]}, {"directives": [permit("P", "ANA", "CAS", ["contact"], purposes=["care"])]},
        "deny:not_assigned",
    ),
    "her notes of counselling, an ordinary order": (
        {"about": ["ANA/sud_counselling_notes"]}, {"legal_bases": [ORDER, OF_HER]}, "deny:not_assigned",
    ),
    "her notes of counselling, an order made for them": (
        {"about": ["ANA/sud_counselling_notes"]}, {"legal_bases": [ORDER, OF_HER | {"kind": "part2_order"}]}, "permit:court_order",
    ),
    "where she lives": (
        {"secret_location": True, "about": ["ANA/contact"]},
        {"legal_bases": [ORDER | {"categories": "all"}, OF_HER | {"categories": ["contact"]}]}, "deny:not_assigned",
    ),
    "where she lives, ordered": (
        {"secret_location": True, "about": ["ANA/contact"]},
        {"legal_bases": [ORDER | {"categories": "all"}, OF_HER | {"categories": ["contact", "ipv_safety"]}]}, "permit:court_order",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", ORDER_ROWS.values(), ids=ORDER_ROWS)
def test_an_order_carries_what_it_names(changed: Change) -> None:
    in_request, in_world, expected = changed
    check(ORDERED, (in_request, {"legal_bases": [ORDER], "directives": [], **in_world}, expected))


def test_what_an_order_does_not_name_is_left_out_where_it_can_be() -> None:
    world = fixture() | {"legal_bases": [ORDER], "directives": []}
    found = answer(ORDERED | {"about": ["ANA/ipv_safety", "ANA/sud", "BEE"], "segmented": True}, world)
    assert (found.decision, found.without, found.basis) == ("permit:court_order", ("ANA",), "O")
    assert codes(found) == ["court_order", "third_party"]
    assert {"minimum_content", "tell_subject_safely"} <= set(found.obligations)


# --- a circle of care that nobody listed -----------------------------------------------------------------------------------
IMPLIED = asks("DOC", "ANA", "reproductive_sti", purpose="care", about=["EVE"])
ASSIGNED = [{"actor": "DOC", "subject": "ANA"}]
CIRCLE_ROWS: Rows = {
    "she works with one": ({}, {}, "deny:third_party"),
    "she works with both": ({}, {"assignments": [{"actor": "DOC", "subjects": ["ANA", "EVE"]}]}, "permit:implied_consent"),
    "she works with both, with one in other things": (
        {}, {"assignments": [*ASSIGNED, {"actor": "DOC", "subject": "EVE", "categories": ["contact"]}]}, "deny:third_party",
    ),
    "she worked with both": (
        {}, {"assignments": [*ASSIGNED, {"actor": "DOC", "subject": "EVE", "end": "2026-03-01"}]}, "deny:third_party",
    ),
    "both are listed": ({}, {"circle": {"ANA": ["HOSP"], "EVE": ["HOSP"]}}, "permit:implied_consent"),
    "she agreed": (
        {}, {"directives": [permit("P", "EVE", "HOSP", "all", purposes=["care"])]}, "permit:implied_consent",
    ),
    "the two together, whom she works with as two": (
        {"subject": "ANA+BEE", "about": []}, {"assignments": [{"actor": "DOC", "subject": "ANA+BEE"}]}, "permit:implied_consent",
    ),
    "the two together, of whom she works with one": (
        {"subject": "ANA+BEE", "about": []}, {"assignments": [{"actor": "DOC", "subject": "ANA"}]}, "deny:third_party",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", CIRCLE_ROWS.values(), ids=CIRCLE_ROWS)
def test_a_circle_of_care_that_nobody_listed(changed: Change) -> None:
    in_request, in_world, expected = changed
    check(IMPLIED, (in_request, {"assignments": ASSIGNED, "directives": [], **in_world}, expected))


# --- time between two rights ------------------------------------------------------------------------------------------------
CUSTODY = {"child": "BEE", "holder": "ANA", "kind": "custody"}
FIRST, THEN = CUSTODY | {"end": "2026-01-01"}, CUSTODY | {"start": "2026-02-01"}
MEANWHILE, BEFORE = "2026-01-15", "2025-12-15"
PAIR = asks("p_ana", "ANA+BEE", "service_use")
GAP_ROWS: Rows = {
    "the two together, from between": ({"recorded_at": MEANWHILE}, {}, "deny:third_party"),
    "the two together, from before": ({"recorded_at": BEFORE}, {}, "permit:portal_self"),
    "the two together, not known when": ({}, {}, "deny:third_party"),
    "the two together, opened by a decision": (
        {"recorded_at": MEANWHILE}, {"guardianships": [FIRST, THEN | {"gap_open_from": "2026-01-01"}]}, "permit:portal_self",
    ),
    "hers, and it speaks of the child": ({"subject": "ANA", "about": ["BEE"], "recorded_at": MEANWHILE}, {}, "deny:third_party"),
    "hers, and it speaks of nobody": ({"subject": "ANA", "recorded_at": MEANWHILE}, {}, "permit:portal_self"),
    "the child's, from between": ({"subject": "BEE", "recorded_at": MEANWHILE}, {}, "deny:gap"),
    "one right follows the other, not known when": (
        {"subject": "BEE"}, {"guardianships": [FIRST, THEN | {"start": "2026-01-01"}]}, "permit:portal_child",
    ),
    "one right follows the other, written in disorder": (
        {"subject": "BEE"}, {"guardianships": [THEN | {"start": "2026-01-01"}, FIRST]}, "permit:portal_child",
    ),
    "one right overlaps the other, not known when": (
        {"subject": "BEE"}, {"guardianships": [FIRST, THEN | {"start": "2025-12-01"}]}, "permit:portal_child",
    ),
    "one right within the other, and a later one": (
        {"subject": "BEE"},
        {"guardianships": [FIRST, CUSTODY | {"start": "2025-01-01", "end": "2025-02-01"}, THEN | {"start": "2026-01-01"}]},
        "permit:portal_child",
    ),
    "two times between, the later one opened": (
        {"subject": "BEE", "recorded_at": "2026-01-04"},
        {"guardianships": [FIRST, CUSTODY | {"start": "2026-01-10", "end": "2026-01-20"}, THEN | {"gap_open_from": "2026-01-05"}]},
        "deny:gap",
    ),
    "two times between, the later one opened, from then": (
        {"subject": "BEE", "recorded_at": "2026-01-25"},
        {"guardianships": [FIRST, CUSTODY | {"start": "2026-01-10", "end": "2026-01-20"}, THEN | {"gap_open_from": "2026-01-05"}]},
        "permit:portal_child",
    ),
    "between, opened, not known when": (
        {"subject": "BEE"}, {"guardianships": [FIRST, THEN | {"gap_open_from": "2025-12-01"}]}, "deny:gap",
    ),
    "two times between, both opened": (
        {"subject": "BEE", "recorded_at": "2026-01-05"},
        {"guardianships": [FIRST, CUSTODY | {"start": "2026-01-10", "end": "2026-01-20"}, THEN | {"gap_open_from": "2025-12-01"}]},
        "permit:portal_child",
    ),
    "two rights from one day, one of them without end": (
        {"subject": "BEE"}, {"guardianships": [THEN, THEN | {"end": "2026-02-15"}]}, "permit:portal_child",
    ),
    "from the moment she decides again": ({"subject": "BEE", "recorded_at": "2026-02-01"}, {}, "permit:portal_child"),
    "from the moment from which a decision opens it": (
        {"subject": "BEE", "recorded_at": MEANWHILE}, {"guardianships": [FIRST, THEN | {"gap_open_from": MEANWHILE}]},
        "permit:portal_child",
    ),
    "opened by a decision in one of two rights": (
        {"subject": "BEE", "recorded_at": MEANWHILE},
        {"guardianships": [FIRST, THEN, THEN | {"gap_open_from": "2026-01-01"}]}, "permit:portal_child",
    ),
    "opened by a decision that is over": (
        {"subject": "BEE", "recorded_at": "2026-01-05"},
        {"guardianships": [FIRST, CUSTODY | {"start": "2026-01-10", "end": "2026-01-20", "gap_open_from": "2025-12-01"}, THEN]},
        "deny:gap",
    ),
    "a right that is to come": (
        {"subject": "BEE"}, {"guardianships": [CUSTODY | {"end": "2026-04-01"}, CUSTODY | {"start": "2026-05-01"}]}, "permit:portal_child",
    ),
    "another's rights between": (
        {"subject": "BEE", "recorded_at": MEANWHILE}, {"guardianships": [FIRST, THEN, CUSTODY | {"holder": "CAS"}]}, "deny:gap",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", GAP_ROWS.values(), ids=GAP_ROWS)
def test_time_between_two_rights(changed: Change) -> None:
    in_request, in_world, expected = changed
    check(PAIR, (in_request, {"guardianships": [FIRST, THEN], **in_world}, expected))


def test_what_is_said_of_the_child_meanwhile_is_left_out() -> None:
    found = answer(PAIR | {"recorded_at": MEANWHILE, "segmented": True}, fixture() | {"guardianships": [FIRST, THEN]})
    assert (found.decision, found.without) == ("permit:portal_self", ("BEE",))


def test_a_carer_of_one_child_who_decides_for_another() -> None:
    """What is said of the other from a time in which somebody else decided is not hers to see beside it either."""
    care = {"child": "BO", "holder": "ANA", "kind": "care"}
    shown = [
        permit("P", who, "person:ANA", ["contact"], signer=signer, purposes=["portal"])
        for who, signer in (("BO", "CAS"), ("BEE", "ANA"))
    ]
    held = [care, CUSTODY | {"child": "BO", "holder": "CAS"}]
    world = fixture() | {"directives": shown}
    asked = asks("p_ana", "BO", "contact", about=["BEE"], role="kin_carer")
    assert decision(asked, world | {"guardianships": [*held, CUSTODY]}) == "permit:consent"
    shown[1]["signed_at"] = "2026-02-10T15:00:00Z"
    between = world | {"guardianships": [*held, FIRST, THEN]}
    assert decision(asked | {"recorded_at": BEFORE}, between) == "permit:consent"
    found = answer(asked | {"recorded_at": MEANWHILE}, between)
    assert (found.decision, codes(found)) == ("deny:third_party", ["third_party", "gap"])
    # Of a child she decides for no more, what whoever decides now agreed to is all that counts.
    shown[1]["signer"] = "CAS"
    no_more = world | {"guardianships": [*held, FIRST, THEN | {"end": "2026-02-15"}, CUSTODY | {"holder": "CAS"}]}
    assert decision(asked | {"recorded_at": MEANWHILE}, no_more) == "permit:consent"


def test_time_between_two_rights_is_asked_about_on_own_pages_alone() -> None:
    """A colleague reads at work what her work needs, also where it speaks of a child of hers."""
    held = [CUSTODY | {"holder": "DOT", "end": "2026-01-01"}, CUSTODY | {"holder": "DOT", "start": "2026-02-01"}]
    asked = asks("W1", "ANA", "service_use", purpose="care", person="DOT", about=["BEE"], recorded_at=MEANWHILE)
    assert decision(asked, fixture() | {"guardianships": held}) == "permit:own_programme"


def test_a_passage_the_child_decides_about_is_left_out_on_her_mothers_page() -> None:
    world = fixture() | {"capable_minors": [{"person": "BEE", "topic": "counselling", "start": "2026-01-01"}]}
    asked = asks("p_ana", "ANA", "service_use", segmented=True)
    assert answer(asked | {"about": ["BEE/sud"]}, world).without == ("BEE",)
    assert answer(asked | {"about": ["BEE/contact"]}, world).without == ()


# --- what a form for care must hold ---------------------------------------------------------------------------------------
PLAIN = ["discloser", "right_to_revoke"]
WHOLE = [*PLAIN, "redisclosure_warning", "refusal_consequences"]
FORM_ROWS: Rows = {
    "for care": ({}, {"elements": PLAIN}, "deny:incomplete"),
    "for care, whole": ({}, {"elements": WHOLE}, "permit:consent"),
    "for care and research": ({}, {"purposes": ["care_coordination", "research"], "elements": PLAIN}, "deny:incomplete"),
    "for care and research, whole": ({}, {"purposes": ["care_coordination", "research"], "elements": WHOLE}, "permit:consent"),
    "for research": ({"purpose": "research"}, {"purposes": ["research"], "elements": PLAIN}, "permit:consent"),
    "for care, without end": ({}, {"elements": WHOLE, "end": None, "no_end": True}, "permit:consent"),
    "for care and research, without end": (
        {}, {"purposes": ["care_coordination", "research"], "elements": WHOLE, "end": None, "no_end": True}, "deny:incomplete",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", FORM_ROWS.values(), ids=FORM_ROWS)
def test_what_a_form_for_care_must_hold_in_the_united_states(changed: Change) -> None:
    in_request, form, expected = changed
    check(PARTNER, (in_request, {"profile": "US", "directives": [C1 | {"complete": None} | form]}, expected))


# --- settled as they are ---------------------------------------------------------------------------------------------------
def test_what_she_made_stays_hers_also_when_the_child_decides() -> None:
    world = fixture() | {"capable_minors": [{"person": "BEE", "topic": "all", "start": "2026-01-01"}]}
    asked = asks("p_ana", "BEE", "service_use")
    assert decision(asked, world) == "deny:capable_minor"
    assert decision(asked | {"made_by": "ANA"}, world) == "permit:made_by_her"


def test_her_own_page_is_not_closed_by_her_own_refusal() -> None:
    assert (
        decision(asks("p_ana", "ANA", "service_use"), fixture() | {"directives": [deny("D", "ANA", "*")]})
        == "permit:portal_self"
    )


def test_a_report_that_names_nobody_goes_to_whom_the_duty_names() -> None:
    duty = {"id": "R", "kind": "duty_to_report", "subject": "BEE", "recipient": "CAS"}
    asked = asks("W1", "BEE", "child_health_dev", purpose="report", action="report")
    world = fixture() | {"legal_bases": [duty]}
    assert decision(asked, world) == "permit:duty_to_report"
    assert decision(asked | {"recipient": "PROB"}, world) == "deny:no_duty"
