"""What the tests of the pages that are read share: which pages there are, and who must get nothing."""

from __future__ import annotations

import re
import uuid

from django.urls import reverse

from tests.cast import CAST, dyad, ident

FAMILY = {"family": CAST["ALDER"]}


PAGES = {
    "family": FAMILY,
    "timeline": FAMILY,
    "contacts": FAMILY,
    "her": FAMILY,
    "her_team": FAMILY,
    "used": {**FAMILY, "event": ident("return 1")},
    "child": {**FAMILY, "child": CAST["BEE"]},
    "childs_days": {**FAMILY, "child": CAST["BEE"]},
    "childs_fetching": {**FAMILY, "child": CAST["BEE"]},
    "together": {**FAMILY, "dyad": dyad("ANA", "BEE")},
    "shared_plan": FAMILY,
    "plan_paper": FAMILY,
    "safety_plans": FAMILY,
    "safety_plan": {**FAMILY, "plan": ident("plan violence")},
    "family_sessions": FAMILY,
    "family_calendar": FAMILY,
    "deliveries": FAMILY,
    "delivery": {**FAMILY, "delivery": ident("delivery 0")},
    "getting_to_know": FAMILY,
    "family_waits": FAMILY,
    "goals": FAMILY,
    "goal": {**FAMILY, "goal": ident("goal 0")},
    "messages": FAMILY,
    "family_peers": FAMILY,
    "family_afterwards": FAMILY,
    "family_culture": FAMILY,
    "mentions": FAMILY,
    "contact": {**FAMILY, "contact": ident("contact 0")},
}


# Off the team, kept out, the ex-partner, a foster carer, a grandmother, other agencies, parts without families.
WRONG = [
    "W2",
    "W3",
    "p_cal",
    "p_foster",
    "p_dot",
    "CW1",
    "CW2",
    "NUR",
    "EVAL",
    "ADM",
    "PRIV",
    "COUNCIL",
    "SITE2",
    "p_fin",
]


NAMES = ("Ana", "Bee", "Bo ", "Alder", "Cal ", "Dot", "SECRET")


def address(name: str, **other: uuid.UUID) -> str:
    return reverse(name, kwargs=PAGES[name] | other)


def without_tokens(text: str) -> str:
    """A page without the marks that differ each time it is asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", text)


def without_her_own_name(text: str) -> str:
    """A page without the line that says who is signed in (and without tokens: chance may spell a name in one)."""
    return re.sub(r"Signed in as [^<]*", "", without_tokens(text))
