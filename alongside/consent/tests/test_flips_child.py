"""One detail changes and the answer changes: own pages, and who may sign for a child."""

from __future__ import annotations

import pytest

from alongside.consent.tests.fixture_world import answer, asks, codes, deny, fixture, permit
from alongside.consent.tests.flips import Change, Rows, check

# --- 4 own pages --------------------------------------------------------------------------------------------------------
CHILD = asks("p_ana", "BEE", "child_health_dev")
PORTAL_ROWS: Rows = {
    "her child": ({}, {}, "permit:portal_child"),
    "herself": ({"subject": "ANA"}, {}, "permit:portal_self"),
    "herself, by her own id": ({"subject": "ANA", "actor": "ANA", "person": None}, {}, "permit:portal_self"),
    "somebody else's child": ({"subject": "FIN"}, {}, "deny:no_authority"),
    "another woman": ({"subject": "EVE"}, {}, "deny:no_authority"),
    "her child, of age": ({}, {"people": {"BEE": {"born": "2008-01-01"}}}, "deny:own_decision"),
    "her mother, grown up": ({"subject": "DOT"}, {"people": {"DOT": {"born": "1968-07-07"}}}, "deny:no_authority"),
    "not on own pages": ({"category": "ipv_safety"}, {}, "deny:portal_category"),
    "here it is": ({"category": "ipv_safety"}, {"portal_safe": ["ipv_safety"]}, "permit:portal_child"),
    "herself, not on own pages": ({"subject": "ANA", "category": "sud_counselling_notes"}, {}, "deny:portal_category"),
    "no custody": ({}, {"guardianships": []}, "deny:no_authority"),
    "a right of access": ({}, {"guardianships": [{"child": "BEE", "holder": "ANA", "kind": "access_only"}]}, "deny:no_authority"),
    "both rights": (
        {}, {"guardianships": [{"child": "BEE", "holder": "ANA", "kind": kind} for kind in ("access_only", "custody")]}, "permit:portal_child",
    ),
    "custody and care": (
        {}, {"guardianships": [{"child": "BEE", "holder": "ANA", "kind": kind} for kind in ("care", "custody")]}, "permit:portal_child",
    ),
    "care alone, nothing agreed": ({}, {"guardianships": [{"child": "BEE", "holder": "ANA", "kind": "care"}]}, "deny:no_consent"),
    "the child decides about this": (
        {}, {"capable_minors": [{"person": "BEE", "topic": "child_health_dev", "start": "2026-01-01"}]}, "deny:capable_minor",
    ),
    "the child decides about something else": (
        {}, {"capable_minors": [{"person": "BEE", "topic": "counselling", "start": "2026-01-01"}]}, "permit:portal_child",
    ),
    "the child decided, once": (
        {}, {"capable_minors": [{"person": "BEE", "topic": "all", "start": "2025-01-01", "end": "2026-01-01"}]}, "permit:portal_child",
    ),
    "about herself as well": ({"about": ["ANA"]}, {}, "permit:portal_child"),
    "about herself, not on own pages": ({"about": ["ANA/ipv_safety"]}, {}, "deny:portal_category"),
    "about somebody else": ({"about": ["DOT"]}, {}, "deny:third_party"),
    "about another child of hers": (
        {"about": ["BO"]},
        {"guardianships": [{"child": child, "holder": "ANA", "kind": "custody"} for child in ("BEE", "BO")]}, "permit:portal_child",
    ),
    "about a child that was hers": ({"about": ["BO"]}, {"guardianships": [*fixture()["guardianships"], {"child": "BO", "holder": "ANA", "kind": "custody", "end": "2026-03-02"}]}, "deny:third_party"),
    "about a child who decides": (
        {"about": ["BO"]},
        {"guardianships": [{"child": child, "holder": "ANA", "kind": "custody"} for child in ("BEE", "BO")],
         "capable_minors": [{"person": "BO", "topic": "all"}]}, "deny:third_party",
    ),
    "she made it": ({"made_by": ["ANA"]}, {"guardianships": []}, "permit:made_by_her"),
    "somebody else made it": ({"made_by": "DOT"}, {"guardianships": []}, "deny:no_authority"),
    "she made it, not on own pages": ({"made_by": "ANA", "category": "ipv_safety"}, {"guardianships": []}, "deny:portal_category"),
    "she has a right of access and made it": (
        {"made_by": "ANA"}, {"guardianships": [{"child": "BEE", "holder": "ANA", "kind": "access_only"}]}, "deny:no_authority",
    ),
    "nobody she is": ({"person": None, "actor": "stranger"}, {}, "deny:no_authority"),
}  # fmt: skip


@pytest.mark.parametrize("changed", PORTAL_ROWS.values(), ids=PORTAL_ROWS)
def test_own_pages(changed: Change) -> None:
    check(CHILD, changed)


def test_other_peoples_passages_are_left_out_on_own_pages() -> None:
    found = answer(CHILD | {"about": ["DOT", "ANA/ipv_safety", "ANA"], "segmented": True})
    assert (found.decision, found.without, found.obligations) == ("permit:portal_child", ("DOT", "ANA"), ("log",))
    assert codes(found) == ["portal_child", "third_party"]


# --- who may sign for a child ------------------------------------------------------------------------------------------
C2 = permit("C2", "BEE", "CAS", ["child_health_dev"], signer="ANA")
FOR_CHILD = asks("CW1", "BEE", "child_health_dev")
held = {"child": "BEE", "holder": "ANA", "kind": "custody"}
SIGN_ROWS: Rows = {
    "as it stands": ({}, {}, "permit:consent"),
    "by the child": ({}, {"directives": [C2 | {"signer": "BEE"}]}, "deny:no_authority"),
    "by the child, nothing said of age or custody": ({}, {"directives": [C2 | {"signer": "BEE"}], "guardianships": [], "people": {}}, "permit:consent"),
    "by the child, only a birthday known": ({}, {"directives": [C2 | {"signer": "BEE"}], "guardianships": []}, "deny:no_authority"),
    "by the child, only custody known": ({}, {"directives": [C2 | {"signer": "BEE"}], "people": {}}, "deny:no_authority"),
    "by a capable child": (
        {}, {"directives": [C2 | {"signer": "BEE"}], "capable_minors": [{"person": "BEE", "topic": "all", "start": "2026-01-10"}]}, "permit:consent",
    ),
    "by a child capable since after": (
        {}, {"directives": [C2 | {"signer": "BEE"}], "capable_minors": [{"person": "BEE", "topic": "all", "start": "2026-01-11"}]}, "deny:no_authority",
    ),
    "by a child capable of something else": (
        {}, {"directives": [C2 | {"signer": "BEE"}], "capable_minors": [{"person": "BEE", "topic": "counselling"}]}, "deny:no_authority",
    ),
    "by a child capable until yesterday": (
        {}, {"directives": [C2 | {"signer": "BEE"}], "capable_minors": [{"person": "BEE", "topic": "all", "end": "2026-03-02"}]}, "deny:no_authority",
    ),
    "by a child capable of one of two": (
        {"secret_location": True},
        {"directives": [C2 | {"signer": "BEE", "categories": "all"}], "capable_minors": [{"person": "BEE", "topic": "child_health_dev"}]},
        "deny:no_authority",
    ),
    "by a child capable of both": (
        {"secret_location": True},
        {"directives": [C2 | {"signer": "BEE", "categories": "all"}],
         "capable_minors": [{"person": "BEE", "topics": ["child_health_dev", "ipv_safety"]}]},
        "permit:consent",
    ),
    "by her, the child capable": ({}, {"capable_minors": [{"person": "BEE", "topic": "all"}]}, "deny:capable_minor"),
    "by her, the child capable of something else": ({}, {"capable_minors": [{"person": "BEE", "topic": "counselling"}]}, "permit:consent"),
    "by her, the child capable from tomorrow": (
        {}, {"capable_minors": [{"person": "BEE", "topic": "all", "start": "2026-03-02T10:00:01Z"}]}, "permit:consent",
    ),
    "by her, the child capable from now": (
        {}, {"capable_minors": [{"person": "BEE", "topic": "all", "start": "2026-03-02T10:00:00Z"}]}, "deny:capable_minor",
    ),
    "by her, the child capable until before": (
        {}, {"capable_minors": [{"person": "BEE", "topic": "all", "end": "2026-01-10T15:00:00Z"}]}, "permit:consent",
    ),
    "by her, the child capable for a while since": (
        {}, {"capable_minors": [{"person": "BEE", "topic": "all", "start": "2026-01-20", "end": "2026-01-21"}]}, "deny:capable_minor",
    ),
    "custody begins with signing": ({}, {"guardianships": [held | {"start": "2026-01-10T15:00:00Z"}]}, "permit:consent"),
    "custody begins after signing": ({}, {"guardianships": [held | {"start": "2026-01-10T15:00:01Z"}]}, "deny:no_authority"),
    "custody ends": ({}, {"guardianships": [held | {"end": "2026-03-02T10:00:00Z"}]}, "deny:no_authority"),
    "custody ends in a moment": ({}, {"guardianships": [held | {"end": "2026-03-02T10:00:01Z"}]}, "permit:consent"),
    "custody in two pieces": ({}, {"guardianships": [held | {"start": "2026-02-01"}, held | {"end": "2026-02-01"}]}, "permit:consent"),
    "custody in two pieces that overlap": (
        {}, {"guardianships": [held | {"end": "2026-02-10"}, held | {"end": "2026-01-20"}, held | {"start": "2026-02-05"}]}, "permit:consent",
    ),
    "custody twice from one day": ({}, {"guardianships": [held, held | {"end": "2026-02-01"}]}, "permit:consent"),
    "custody with a gap": ({}, {"guardianships": [held | {"start": "2026-02-02"}, held | {"end": "2026-02-01"}]}, "deny:no_authority"),
    "custody of somebody else": ({}, {"guardianships": [held | {"holder": "DOT"}]}, "deny:no_authority"),
    "custody of another child": ({}, {"guardianships": [held | {"child": "FIN"}]}, "deny:no_authority"),
    "access": ({}, {"guardianships": [held | {"kind": "access_only"}]}, "deny:no_authority"),
    "care": ({}, {"guardianships": [held | {"kind": "care"}]}, "deny:no_authority"),
    "by an agency that holds custody": (
        {}, {"directives": [C2 | {"signer": "CAS"}], "guardianships": [held | {"holder": "CAS"}]}, "permit:consent",
    ),
    "the child came of age": ({}, {"people": {"BEE": {"born": "2010-03-01"}}}, "deny:own_decision"),
    "by nobody, the child came of age": (
        {}, {"people": {"BEE": {"born": "2010-03-01"}}, "directives": [C2 | {"signer": None}]}, "deny:no_authority",
    ),
    "the child comes of age tomorrow": ({}, {"people": {"BEE": {"born": "2010-03-03"}}}, "permit:consent"),
    "for a grown woman": ({}, {"people": {"BEE": {"born": "1999-03-03"}}}, "deny:no_authority"),
    "by a young woman of age": ({}, {"people": {"BEE": {"born": "2009-03-03"}}, "directives": [C2 | {"signer": "BEE"}]}, "permit:consent"),
    "by a young woman, signed before": ({}, {"people": {"BEE": {"born": "2010-03-01"}}, "directives": [C2 | {"signer": "BEE"}]}, "deny:no_authority"),
    "by a young woman, signed before, capable until she was of age": (
        {},
        {"people": {"BEE": {"born": "2010-03-01"}}, "directives": [C2 | {"signer": "BEE"}],
         "capable_minors": [{"person": "BEE", "topic": "all", "end": "2026-03-01"}]},
        "permit:consent",
    ),
    "by a young woman, signed before, capable until the day before": (
        {},
        {"people": {"BEE": {"born": "2010-03-01"}}, "directives": [C2 | {"signer": "BEE"}],
         "capable_minors": [{"person": "BEE", "topic": "all", "end": "2026-02-28"}]},
        "deny:no_authority",
    ),
    "a refusal by whoever had custody": ({}, {"directives": [C2, deny("D", "BEE", "CAS", signer="DOT")]}, "permit:consent"),
    "a refusal by whoever has custody": ({}, {"directives": [C2, deny("D", "BEE", "CAS", signer="ANA")]}, "deny:denied"),
    "a refusal of one of two, the child capable of the other": (
        {"secret_location": True},
        {"directives": [C2 | {"categories": "all"}, deny("D", "BEE", "CAS", signer="ANA")],
         "capable_minors": [{"person": "BEE", "topic": "child_health_dev"}]},
        "deny:denied",
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", SIGN_ROWS.values(), ids=SIGN_ROWS)
def test_who_may_sign_for_a_child(changed: Change) -> None:
    in_request, in_world, expected = changed
    check(FOR_CHILD, (in_request, {"directives": [C2], **in_world}, expected))
