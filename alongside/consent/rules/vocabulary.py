"""The words a decision is asked in: purposes, actions, assurance, parts, kinds. Plain Python.

Categories are the wall's own (`alongside.safekeeping.terms.Category`): `CATEGORIES` is the one table between their
spelling in a request and their bit.
"""

from __future__ import annotations

import enum
from collections.abc import Hashable

from alongside.safekeeping.terms import EVERYTHING, Category, mask

Who = Hashable
"""An id of anybody or anything: text in a file, a uuid in the programme. Only ever compared."""

C = Category
CATEGORIES: dict[str, Category] = {category.name.lower(): category for category in Category}
SPELLING: dict[int, str] = {category.value: name for name, category in CATEGORIES.items()}


class Purpose(enum.StrEnum):
    """What the information is wanted for."""

    CARE = "care"
    CARE_COORDINATION = "care_coordination"
    EMERGENCY = "emergency"
    REPORT = "report"
    COURT_REPORT = "court_report"
    CIVIL = "civil"
    CRIMINAL = "criminal"
    ADMINISTRATIVE = "administrative"
    LEGISLATIVE = "legislative"
    FAMILY_COURT = "family_court"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    RESEARCH = "research"
    EVALUATION = "evaluation"
    PORTAL = "portal"


class Action(enum.StrEnum):
    """What is to be done with it."""

    READ = "read"
    WRITE = "write"
    DISCLOSE = "disclose"
    EXPORT = "export"
    REPORT = "report"
    AGGREGATE = "aggregate"


class Assurance(enum.IntEnum):
    """How sure we are who asks: no session, a live session, and one just confirmed with the second factor."""

    NONE = 0
    SESSION = 1
    STEP_UP = 2


PURPOSES = frozenset(purpose.value for purpose in Purpose)
ACTIONS = frozenset(action.value for action in Action)
ASSURANCE = {level.name.lower(): level for level in Assurance}

# Treatment, payment, operations: what one consent "for all of it" may be for (42 CFR 2.31(a)(4)(iii)).
TPO = frozenset({"care", "care_coordination", "payment", "operations"})

SUD = mask(C.SUD, C.SUD_COUNSELLING_NOTES)
EMERGENCY_CATEGORIES = mask(C.CONTACT, C.SUD, C.MENTAL_HEALTH_TRAUMA, C.REPRODUCTIVE_STI, C.CHILD_HEALTH_DEV)

# What an own page shows unless the world says otherwise: not what would put her in danger on a watched device, and not
# what has to be gone through with somebody. The same as `accounts.terms.PARTS` lets her read (a test keeps them equal).
PORTAL_SAFE = mask(
    C.CONTACT, C.SERVICE_USE, C.SUD, C.CHILD_HEALTH_DEV, C.DYAD_OBSERVATION, C.PEER_SUPPORT, C.CHILD_WELFARE_LEGAL
)

_CHILD = mask(C.CONTACT, C.CHILD_HEALTH_DEV, C.DYAD_OBSERVATION, C.SERVICE_USE)
_TEAM = EVERYTHING & ~mask(C.RESEARCH)
_OUTREACH = mask(C.CONTACT, C.SERVICE_USE, C.SUD, C.MONEY_HOUSING, C.IPV_SAFETY, C.REPRODUCTIVE_STI, C.CHILD_HEALTH_DEV)
_PEER = mask(C.CONTACT, C.SERVICE_USE, C.PEER_SUPPORT)
_CARER = mask(
    C.CONTACT, C.SERVICE_USE, C.CHILD_HEALTH_DEV
)  # care needs: whom to call, appointments, allergies, feeding

# What each part reads when the request names no `role_mask`. Parts of our own programme are those of
# `accounts.terms.PARTS` (a test keeps them equal). Outside parts do not narrow: her word alone opens, from nothing.
ROLE_READS: dict[str, int] = {
    "pregnant": PORTAL_SAFE, "mother": PORTAL_SAFE, "mother_apart": PORTAL_SAFE, "child": 0, "expected_child": 0,
    "partner": 0, "kin_carer": _CARER, "foster_carer": _CARER,
    "intake": _TEAM, "outreach": _OUTREACH, "counsellor": _TEAM, "therapist": _TEAM & ~mask(C.SUD_COUNSELLING_NOTES),
    "child_care": _CHILD, "child_development": _CHILD, "nurse": _CHILD | mask(C.REPRODUCTIVE_STI), "clinic": _CHILD,
    "prenatal_partner": EVERYTHING, "child_welfare": EVERYTHING, "partner_staff": EVERYTHING,
    "peer": _PEER, "childminder": mask(C.CONTACT, C.CHILD_HEALTH_DEV),
    "supervisor": _TEAM, "peer_supervisor": _PEER, "manager": _TEAM & ~mask(C.SUD_COUNSELLING_NOTES, C.IPV_SAFETY),
    "coder": 0, "evaluator": 0, "comparison": mask(C.CONTACT, C.SERVICE_USE, C.RESEARCH), "facilitator": 0,
    "elder": mask(C.CONTACT, C.CULTURAL), "council": 0, "steward": 0, "privacy": 0, "administrator": 0, "funder": 0,
    "advocate": EVERYTHING, "peer_run": EVERYTHING, "trainer": 0,
}  # fmt: skip

AGENCY_KINDS = frozenset({
    "programme", "comparison", "child_welfare", "hospital", "public_health", "mental_health", "justice", "police",
    "court", "shelter", "payer", "school", "housing", "work", "legal", "family_court", "child_care",
    "child_mental_health", "family_run", "peer_run", "other",
})  # fmt: skip
MEDICAL = frozenset({"hospital", "public_health", "mental_health"})  # whom an emergency hands things to
# "Everybody who helps me" never means these: they are shared with by name or not at all.
NEVER_IN_A_CLASS = frozenset({"child_welfare", "justice", "police", "court"})

# Only a refusal names these two classes; a permission names whom it is for.
EVERYBODY, OUTSIDE = "everybody", "outside"

CUSTODY, ACCESS_ONLY, CARE = "custody", "access_only", "care"
HOLDINGS = frozenset({CUSTODY, ACCESS_ONLY, CARE})

PERMIT, DENY = "permit", "deny"
STATUSES = frozenset({"draft", "active", "revoked", "expired", "superseded"})
DUTY, ORDER, PART2_ORDER = "duty_to_report", "court_order", "part2_order"
ORDERS = frozenset({ORDER, PART2_ORDER})
LEGAL_KINDS = ORDERS | {
    DUTY,
    "subpoena",
    "warrant",
}  # the last two are kept and open nothing by themselves (42 CFR 2.61)

# What a child may be recorded as deciding about, where it is not one category.
TOPICS = {
    "all": EVERYTHING,
    "counselling": mask(C.MENTAL_HEALTH_TRAUMA, C.SUD, C.SUD_COUNSELLING_NOTES),
    "sexual_health": mask(C.REPRODUCTIVE_STI),
}
EXCLUSION_KINDS = {
    "relative": "excluded", "ex_partner": "excluded", "other": "excluded", "self": "self",
    "unsafe_person": "unsafe_person", "agency_barred": "agency_barred",
}  # fmt: skip

# What comes with an answer; in this order.
OBLIGATIONS = (
    "log", "minimum_content", "notice", "scope_copy", "show_subject", "tell_subject_safely", "plan_telling_her",
    "alert_supervisor", "alert_privacy", "review_72h", "step_up",
)  # fmt: skip
