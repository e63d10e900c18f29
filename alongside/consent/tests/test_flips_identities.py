"""One detail changes and the answer changes: the same somebody by another id, and whoever receives it."""

from __future__ import annotations

import pytest

from alongside.consent.rules.fields import NotUnderstood
from alongside.consent.tests.fixture_world import answer, asks, codes, decision, deny, fixture, permit
from alongside.consent.tests.flips import Change, Rows, check

# --- the same somebody by another id -----------------------------------------------------------------------------------
TO_CAL = asks("W1", "ANA", "service_use", purpose="care", action="disclose", recipient="CAL")
AGREED = permit("P", "ANA", "CAL", "all", purposes=["care"])
BY_ACCOUNT = permit("P", "ANA", "p_cal", "all", purposes=["care"])
OUT = {"exclusions": [{"person": "CAL", "subject": "ANA"}]}
ID_ROWS: Rows = {
    "as it stands": ({}, {"directives": [AGREED]}, "permit:consent"),
    "nobody agreed": ({}, {"directives": []}, "deny:no_consent"),
    "kept out": ({}, {"directives": [AGREED], **OUT}, "deny:excluded"),
    "kept out, named as a person": ({"recipient": "person:CAL"}, {"directives": [AGREED], **OUT}, "deny:excluded"),
    "kept out, named by account": ({"recipient": "p_cal"}, {"directives": [BY_ACCOUNT], **OUT}, "deny:excluded"),
    "kept out, named by account as a person": (
        {"recipient": "person:p_cal"}, {"directives": [BY_ACCOUNT], **OUT}, "deny:excluded",
    ),
    "kept out by account, named by who it is": (
        {}, {"directives": [AGREED], "exclusions": [{"actor": "p_cal"}]}, "deny:excluded",
    ),
    "kept out by one account, named by another": (
        {"recipient": "work_cal"},
        {"directives": [AGREED | {"recipient": "work_cal"}], "accounts": {"p_cal": "CAL", "work_cal": "CAL"},
         "exclusions": [{"actor": "p_cal"}]},
        "deny:excluded",
    ),
    "kept out by one account, asking by another": (
        {"actor": "work_cal", "recipient": None},
        {"accounts": {"p_cal": "CAL", "work_cal": "CAL"}, "exclusions": [{"actor": "p_cal"}]}, "deny:excluded",
    ),
    "somebody else is kept out": (
        {}, {"directives": [AGREED], "exclusions": [{"person": "DOT"}]}, "permit:consent",
    ),
    "somebody else's account is kept out": (
        {}, {"directives": [AGREED], "exclusions": [{"actor": "p_dot"}]}, "permit:consent",
    ),
    "she said no to the person": ({}, {"directives": [AGREED, deny("D", "ANA", "person:CAL")]}, "deny:denied"),
    "she said no to the account": ({}, {"directives": [AGREED, deny("D", "ANA", "person:p_cal")]}, "deny:denied"),
    "she said no to the person, named by account": (
        {"recipient": "person:p_cal"}, {"directives": [BY_ACCOUNT, deny("D", "ANA", "person:CAL")]}, "deny:denied",
    ),
    "she said no to an agency of that name": (
        {}, {"directives": [AGREED, deny("D", "ANA", "agency:CAL")]}, "deny:denied",
    ),
    "agreed by account, named by who it is": ({"recipient": "person:CAL"}, {"directives": [BY_ACCOUNT]}, "permit:consent"),
    "agreed with somebody there": ({}, {"directives": [AGREED | {"recipient": "SHEL/CAL"}]}, "deny:recipient"),
    "a known agency of that name is no person": (
        {}, {"directives": [AGREED, deny("D", "ANA", "person:CAL")], "agencies": {"CAL": "shelter", "LEAD": "programme"}},
        "permit:consent",
    ),
    "ids that are numbers": (
        {"recipient": {"person": 7}},
        {"directives": [AGREED | {"recipient": {"person": 7}}], "accounts": {"7": "CAL"}, **OUT}, "deny:excluded",
    ),
    "who she is left empty is who her account says": (
        {"actor": "p_cal", "person": None, "recipient": None}, OUT, "deny:excluded",
    ),
    "his identity is in dispute": (
        {"recipient": "person:p_cal"},
        {"directives": [BY_ACCOUNT], "merges": [{"persons": ["CAL", "EVE"]}]}, "deny:merge_disputed",
    ),
    "somebody else's is": (
        {}, {"directives": [AGREED], "merges": [{"persons": ["EVE", "GIA"]}]}, "permit:consent",
    ),
    "that of whoever asks is": (
        {"person": "GIA"}, {"directives": [AGREED], "merges": [{"persons": ["EVE", "GIA"]}]}, "deny:merge_disputed",
    ),
    "whoever asks is kept out": ({}, {"directives": [AGREED], "exclusions": [{"actor": "W1"}]}, "deny:excluded"),
    "a worker who names herself is not at work": ({"recipient": "person:W1"}, {"directives": []}, "deny:no_consent"),
    # What is said of a colleague herself goes to nobody at work, also not to her.
    "her own file, handed to her at work": ({"recipient": "LEAD/ANA"}, {}, "deny:self"),
    "her own file, handed to her account at work": ({"recipient": "HOSP/p_ana"}, {}, "deny:self"),
    "her own file, handed to her": (
        {"recipient": "ANA"}, {"directives": [AGREED | {"recipient": "ANA"}]}, "permit:consent",
    ),
    "somebody else's, handed to her at work": ({"recipient": "LEAD/GIA"}, {}, "permit:own_programme"),
    "it speaks of a colleague, who asks": ({"recipient": None, "person": "GIA", "about": ["GIA"]}, {}, "deny:self"),
    "it speaks of whoever asks, for somebody else": (
        {"person": "GIA", "about": ["GIA"]}, {"directives": [AGREED, AGREED | {"subject": "GIA"}]}, "deny:self",
    ),
    "her own file, at an agency that is called as she is": (
        {"actor": "ANA", "agency": "ANA", "recipient": None}, {"directives": []}, "deny:self",
    ),
    "it speaks of a colleague, who receives it": (
        {"recipient": "LEAD/GIA", "about": ["GIA/contact"], "segmented": True}, {}, "deny:self",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", ID_ROWS.values(), ids=ID_ROWS)
def test_the_same_somebody_by_another_id(changed: Change) -> None:
    check(TO_CAL, changed)


def test_an_account_is_one_person() -> None:
    with pytest.raises(NotUnderstood, match="one person"):
        answer(TO_CAL, fixture() | {"accounts": {"p_cal": ["CAL", "GIA"]}})
    assert decision(asks("p_ana", "ANA", "contact"), fixture() | {"accounts": {"p_ana": None}}) == "deny:no_authority"


# --- a right of access alone, of whoever receives it and in what is said of the child ------------------------------------
FOR_BEE = permit("P", "BEE", "person:CAL", "all", signer="ANA", purposes=["care"])
OF_BEE = asks("W1", "BEE", "service_use", purpose="care", action="disclose", recipient="person:CAL")
ACCESS = {"child": "BEE", "holder": "CAL", "kind": "access_only"}
CUSTODY = {"child": "BEE", "holder": "ANA", "kind": "custody"}
ACCESS_ROWS: Rows = {
    "as it stands": ({}, {}, "deny:no_authority"),
    "without any right": ({}, {"guardianships": [CUSTODY]}, "permit:consent"),
    "with custody as well": ({}, {"guardianships": [CUSTODY, ACCESS, ACCESS | {"kind": "custody"}]}, "permit:consent"),
    "to another child": ({}, {"guardianships": [CUSTODY, ACCESS | {"child": "FIN"}]}, "permit:consent"),
    "until yesterday": ({}, {"guardianships": [CUSTODY, ACCESS | {"end": "2026-03-01"}]}, "permit:consent"),
    "named by account": (
        {"recipient": "person:p_cal"}, {"directives": [FOR_BEE | {"recipient": "person:p_cal"}]}, "deny:no_authority",
    ),
    "of the agency that receives it": (
        {"recipient": "SHEL"},
        {"directives": [FOR_BEE | {"recipient": "SHEL"}], "guardianships": [CUSTODY, ACCESS | {"holder": "SHEL"}]},
        "deny:no_authority",
    ),
    "of another agency": (
        {"recipient": "SHEL"},
        {"directives": [FOR_BEE | {"recipient": "SHEL"}], "guardianships": [CUSTODY, ACCESS | {"holder": "PHU"}]},
        "permit:consent",
    ),
    "his, at an agency that decides": (
        {"recipient": "CAS/CAL"},
        {"directives": [FOR_BEE | {"signer": "CAS"}], "guardianships": [CUSTODY | {"holder": "CAS"}, ACCESS]},
        "deny:no_authority",
    ),
    "it says something of the child": (
        {"subject": "ANA", "about": ["BEE"]}, {"directives": [FOR_BEE, FOR_BEE | {"subject": "ANA"}]}, "deny:third_party",
    ),
    "it says something of another": (
        {"subject": "ANA", "about": ["GIA"]},
        {"directives": [FOR_BEE | {"subject": who, "signer": who} for who in ("ANA", "GIA")]}, "permit:consent",
    ),
    "he asks, and it says something of the child": (
        {"actor": "CAL", "agency": "SHEL", "recipient": None, "action": "read", "subject": "ANA", "about": ["BEE"]},
        {"directives": [FOR_BEE, FOR_BEE | {"subject": "ANA"}], "assignments": [{"actor": "CAL", "subject": "ANA"}]},
        "deny:third_party",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", ACCESS_ROWS.values(), ids=ACCESS_ROWS)
def test_a_right_of_access_alone(changed: Change) -> None:
    in_request, in_world, expected = changed
    usual = {"directives": [FOR_BEE], "guardianships": [CUSTODY, ACCESS]}
    check(OF_BEE, (in_request, {**usual, **in_world}, expected))


def test_a_supervisor_hears_of_it_whoever_of_the_two_may_only_see_the_child() -> None:
    world = fixture() | {"directives": [FOR_BEE], "guardianships": [CUSTODY, ACCESS]}
    assert answer(OF_BEE, world).obligations == ("log", "alert_supervisor")
    itself = OF_BEE | {"actor": "CAL", "agency": "SHEL", "recipient": "LEAD"}
    assert answer(itself, world).obligations == ("log", "alert_supervisor")


def test_what_is_said_of_the_child_is_left_out_for_who_may_only_see_it() -> None:
    world = fixture() | {"directives": [FOR_BEE, FOR_BEE | {"subject": "ANA"}], "guardianships": [CUSTODY, ACCESS]}
    found = answer(OF_BEE | {"subject": "ANA", "about": ["BEE"], "segmented": True}, world)
    assert (found.decision, found.without) == ("permit:consent", ("BEE",))
    assert codes(found) == ["consent", "own_programme", "third_party", "no_authority"]


# --- from an own page, and in an emergency, to somebody else -------------------------------------------------------------
HERS = asks("p_ana", "BEE", "service_use", action="disclose", recipient="CAS")
MAY = permit("M", "BEE", "CAS", "all", signer="ANA", purposes=["portal"])
HANDED_ROWS: Rows = {
    "to herself": ({"recipient": None}, {}, "permit:portal_child"),
    "to herself, named": ({"recipient": "person:ANA"}, {}, "permit:portal_child"),
    "to herself, by account": ({"recipient": "p_ana"}, {}, "permit:portal_child"),
    "to herself, at an agency": ({"recipient": "CAS/ANA"}, {}, "deny:purpose"),
    "to somebody nobody agreed with": ({}, {"directives": []}, "deny:no_consent"),
    "to somebody she refused": ({}, {"directives": [deny("D", "BEE", "CAS", signer="ANA")]}, "deny:denied"),
    "to somebody she agreed with": ({}, {"directives": [MAY]}, "permit:portal_child"),
    "to somebody she agreed with and refused": (
        {}, {"directives": [MAY, deny("D", "BEE", "CAS", signer="ANA")]}, "deny:denied",
    ),
    "to our own people": ({"recipient": "LEAD"}, {}, "permit:portal_child"),
    "to our own people, one of whom she refused": (
        {"recipient": "LEAD/W1"}, {"directives": [deny("D", "BEE", "person:W1", signer="ANA")]}, "deny:denied",
    ),
    "to somebody with a right of access": ({"recipient": "person:CAL"}, {}, "deny:no_authority"),
    "to somebody kept out": ({}, {"directives": [MAY], "exclusions": [{"agency": "CAS"}]}, "deny:agency_barred"),
    "it says something of her too": ({"about": ["ANA"]}, {"directives": [MAY]}, "deny:third_party"),
    "and she agreed to that": ({"about": ["ANA"]}, {"directives": [MAY, MAY | {"subject": "ANA"}]}, "permit:portal_child"),
    "not on own pages": ({"category": "ipv_safety"}, {"directives": [MAY]}, "deny:portal_category"),
}  # fmt: skip


@pytest.mark.parametrize("changed", HANDED_ROWS.values(), ids=HANDED_ROWS)
def test_from_an_own_page_to_somebody_else(changed: Change) -> None:
    check(HERS, changed)


def test_what_leaves_an_own_page_for_somebody_else_is_shown_to_her() -> None:
    found = answer(HERS | {"about": ["ANA", "DOT"], "segmented": True}, fixture() | {"directives": [MAY]})
    assert (found.decision, found.without) == ("permit:portal_child", ("DOT", "ANA"))
    assert codes(found) == ["portal_child", "third_party", "third_party", "no_consent", "no_consent"]
    assert found.obligations == ("log", "scope_copy", "show_subject")
    assert answer(HERS | {"recipient": "LEAD"}).obligations == ("log",)


def test_what_is_not_on_her_page_does_not_leave_it() -> None:
    found = answer(HERS | {"category": "ipv_safety"}, fixture() | {"directives": [MAY]})
    assert (codes(found), found.obligations) == (["portal_category"], ("log",))


EMERGENCY = asks(
    "DRX", "ANA", "sud", role="clinic", purpose="emergency", assurance="step_up", action="disclose",
    reason="unconscious after an overdose", recipient="HOSP",
)  # fmt: skip
EMERGENCY_ROWS: Rows = {
    "to a hospital": ({}, {}, "permit:emergency"),
    "to somebody there": ({"recipient": "HOSP/DOC"}, {}, "permit:emergency"),
    "to public health": ({"recipient": "PHU"}, {}, "permit:emergency"),
    "to mental health care": ({"recipient": "MIND"}, {"agencies": {"MIND": "mental_health"}}, "permit:emergency"),
    "to a custodian of another kind": (
        {"recipient": "CLIN"}, {"agencies": {"CLIN": {"kind": "other", "custodian": True}}}, "permit:emergency",
    ),
    "to nobody else": ({"recipient": None}, {}, "permit:emergency"),
    "to a probation office": ({"recipient": "PROB"}, {}, "deny:emergency_recipient"),
    "to child welfare": ({"recipient": "CAS"}, {}, "deny:emergency_recipient"),
    "to a shelter": ({"recipient": "SHEL"}, {}, "deny:emergency_recipient"),
    "to an agency nobody knows": ({"recipient": "agency:WHO"}, {}, "deny:emergency_recipient"),
    "to somebody of whom nobody says where she works": ({"recipient": "person:DOC"}, {}, "deny:emergency_recipient"),
    "to a class": ({"recipient": "class:hospital"}, {}, "deny:emergency_recipient"),
    "to somebody she refused": ({"recipient": "HOSP/DRX"}, {}, "permit:emergency"),
    "to somebody kept out": ({}, {"exclusions": [{"agency": "HOSP", "subject": "ANA"}]}, "deny:agency_barred"),
}  # fmt: skip


@pytest.mark.parametrize("changed", EMERGENCY_ROWS.values(), ids=EMERGENCY_ROWS)
def test_an_emergency_hands_things_to_medical_people(changed: Change) -> None:
    check(EMERGENCY, changed)


def test_who_would_have_received_it_is_named() -> None:
    for recipient, named in (("PROB", "PROB"), ("person:DOC", "DOC"), ("class:hospital", None)):
        reason = answer(EMERGENCY | {"recipient": recipient}).reasons[0]
        assert (reason.code, reason.person) == ("emergency_recipient", named)
