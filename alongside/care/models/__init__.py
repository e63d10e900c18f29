"""What care keeps: being in touch, safety plans, the shared plan."""

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
from alongside.care.models.shared_plan import LaneSignature, LaneVersion

__all__ = [
    "BegunNote",
    "CareNeed",
    "Contact",
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
]
