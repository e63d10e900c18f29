"""What care keeps: being in touch, safety plans, the shared plan, being beside her when she has used."""

from alongside.care.models.contacts import (
    BegunNote,
    CareNeed,
    Contact,
    LocalProtocol,
    Mentioned,
    MentionedTurn,
    Promise,
    ReachWish,
    SafetyCopy,
    SafetyPlan,
    SafetyTurn,
    SafetyVersion,
)
from alongside.care.models.known import Known, KnownVersion
from alongside.care.models.shared_plan import LaneSignature, LaneVersion
from alongside.care.models.used import AskedToday, UsedAnswer

__all__ = [
    "AskedToday",
    "BegunNote",
    "CareNeed",
    "Contact",
    "Known",
    "KnownVersion",
    "LaneSignature",
    "LaneVersion",
    "LocalProtocol",
    "Mentioned",
    "MentionedTurn",
    "Promise",
    "ReachWish",
    "SafetyCopy",
    "SafetyPlan",
    "SafetyTurn",
    "SafetyVersion",
    "UsedAnswer",
]
