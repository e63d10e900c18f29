"""One detail changes and the answer changes: culture goes outside with her yes and her community's, and with no less."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.consent.rules.vocabulary import CATEGORIES
from alongside.consent.tests.fixture_world import answer, asks, codes, deny, fixture, permit

YES = {
    "id": "N1",
    "subject": "ANA",
    "recipient": "SHEL",
    "given_by": "the council",
    "start": "2026-01-01",
    "end": "2026-12-31",
}
ASKED = asks("W1", "ANA", "cultural", action="disclose", recipient="SHEL", purpose="care_coordination")


def world(*permissions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """She said yes to the shelter, to everything."""
    hers = [permit("P1", "ANA", "SHEL", "all"), permit("P2", "BEE", "SHEL", "all", signer="ANA")]
    return fixture() | {"directives": hers, "collective_permissions": list(permissions)} | more


def test_her_yes_and_the_communitys() -> None:
    found = answer(ASKED, world(YES))
    assert found.decision == "permit:consent" and found.basis == "P1"
    assert {"scope_copy", "show_subject"} <= set(found.obligations)


ROWS: dict[str, tuple[dict[str, Any] | None, str]] = {
    "none": (None, "deny:collective"),
    "to another agency": ({"recipient": "HOSP"}, "deny:collective"),
    "about somebody else": ({"subject": "BEE"}, "deny:collective"),
    "about nobody": ({"subject": []}, "deny:collective"),
    "about the family": ({"subject": [], "family": "ALDER"}, "permit:consent"),
    "about the two together": ({"subject": "ANA+BEE"}, "permit:consent"),
    "to nobody": ({"recipient": []}, "deny:collective"),
    "to a class": ({"recipient": "class:shelter"}, "permit:consent"),
    "without a last day": ({"end": None}, "deny:collective"),
    "over since yesterday": ({"end": "2026-03-01"}, "deny:collective"),
    "until today": ({"end": "2026-03-02"}, "permit:consent"),
    "from tomorrow": ({"start": "2026-03-03"}, "deny:collective"),
    "from today": ({"start": "2026-03-02"}, "permit:consent"),
    "from always": ({"start": None}, "permit:consent"),
    "given by nobody named": ({"given_by": None}, "permit:consent"),
}


@pytest.mark.parametrize(("change", "decision"), ROWS.values(), ids=ROWS)
def test_one_detail_of_the_communitys_yes(change: dict[str, Any] | None, decision: str) -> None:
    given = [] if change is None else [{k: v for k, v in (YES | change).items() if v is not None}]
    assert answer(ASKED, world(*given)).decision == decision


def test_it_does_not_stand_in_for_hers() -> None:
    assert answer(ASKED, world(YES, directives=[])).decision == "deny:no_consent"
    no = deny("D1", "ANA", "SHEL")
    found = answer(ASKED, world(YES, directives=[*world()["directives"], no]))
    assert found.decision == "deny:denied"
    assert codes(answer(ASKED, world(directives=[*world()["directives"], no]))) == ["denied", "collective"]


@pytest.mark.parametrize("category", CATEGORIES)
def test_it_is_asked_for_culture_alone(category: str) -> None:
    asked = ASKED | {"category": category}
    closed = answer(asked, world())
    assert ("collective" in codes(closed)) == (category == "cultural")
    assert not answer(asked, world(YES)).allowed or category not in ("cultural",) or not closed.allowed


def test_of_whom_else_it_speaks_is_asked_too() -> None:
    asked = ASKED | {"category": "service_use", "about": ["BEE/cultural"]}
    assert answer(asked, world()).decision == "deny:third_party"
    assert "collective" in codes(answer(asked, world()))
    assert answer(asked, world(YES | {"subject": "BEE"})).decision == "permit:consent"
    left_out = answer(asked | {"segmented": True}, world())
    assert left_out.allowed and left_out.without == ("BEE",)


def test_nobody_of_our_own_and_nobody_on_her_own_page_needs_it() -> None:
    assert answer(asks("W1", "ANA", "cultural", purpose="care"), world()).decision == "permit:own_programme"
    hers = world(portal_safe="all")
    assert answer(asks("p_ana", "ANA", "cultural"), hers).decision == "permit:portal_self"
    assert answer(asks("p_ana", "BEE", "cultural"), hers).decision == "permit:portal_child"
    # What she hands on to somebody outside from her page needs it.
    handed = asks("p_ana", "ANA", "cultural", recipient="SHEL", purpose="portal", action="disclose")
    mine = [permit("P1", "ANA", "SHEL", "all", purposes=["portal"])]
    assert answer(handed, hers | {"directives": mine}).decision == "deny:collective"
    assert answer(handed, hers | {"directives": mine, "collective_permissions": [YES]}).decision == "permit:portal_self"


# To whom it is handed by name, and what then comes while there is no yes of the community.
BY_NAME: dict[str, tuple[str, dict[str, str], str]] = {
    "she herself": ("ANA", {"person": "ANA"}, "permit:consent"),
    "whoever decides for the child": ("BEE", {"person": "ANA"}, "permit:consent"),
    "whoever decides for it, at her work": ("BEE", {"person": "ANA", "agency": "SHEL"}, "deny:collective"),
    "a relative": ("BEE", {"person": "DOT"}, "deny:collective"),
    "a relative, about her": ("ANA", {"person": "DOT"}, "deny:collective"),
}


@pytest.mark.parametrize(("subject", "recipient", "decision"), BY_NAME.values(), ids=BY_NAME)
def test_into_whose_own_hands_it_goes(subject: str, recipient: dict[str, str], decision: str) -> None:
    asked = ASKED | {"subject": subject, "recipient": recipient}
    hers = [permit(f"P-{who}", who, recipient, "all", signer="ANA") for who in ("ANA", "BEE")]
    assert answer(asked, world(directives=hers)).decision == decision
    given = YES | {"subject": subject, "recipient": recipient}
    assert answer(asked, world(given, directives=hers)).decision == "permit:consent"


def test_an_order_and_a_report_are_the_laws() -> None:
    order = {
        "id": "O", "kind": "court_order", "subject": "ANA", "categories": ["cultural"], "recipient": "SHEL",
        "end": "2026-03-31",
    }  # fmt: skip
    assert answer(ASKED, world(legal_bases=[order])).decision == "permit:court_order"
