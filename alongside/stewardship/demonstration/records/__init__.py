"""The rows a story is told in. Each type names the columns of one table (``actions/writing.py`` says which).

Ids and instants are texts as PostgreSQL reads them; ranges of days are texts such as ``[2024-01-01,2024-02-01)``; a
list is a text such as ``{}``. So a row goes to the database as it stands, which is what makes 50,000 families quick.
"""

from __future__ import annotations

from alongside.stewardship.demonstration.records.afterwards import ClosingView, Goodbye, StayInTouch
from alongside.stewardship.demonstration.records.family import (
    Child,
    DueDate,
    Dyad,
    EarlierChild,
    Exposure,
    Family,
    Household,
    Identity,
    Involvement,
    Legal,
    Living,
    NameKey,
    Person,
    Pregnancy,
    Relationship,
    Right,
    SafeContact,
    SafeWay,
    Stay,
    Woman,
)
from alongside.stewardship.demonstration.records.goals import Goal, GoalRating, GoalStanding, GoalStep, GoalTalk
from alongside.stewardship.demonstration.records.lanes import LaneSignature, LaneVersion
from alongside.stewardship.demonstration.records.peers import (
    PeerAllowance,
    PeerAnswer,
    PeerContact,
    PeerMatch,
    PeerWish,
)
from alongside.stewardship.demonstration.records.plans import SafetyCopy, SafetyPlan, SafetyTurn, SafetyVersion
from alongside.stewardship.demonstration.records.programme import (
    Contact,
    Ending,
    Enrolment,
    HandOver,
    KeptOut,
    KeyWorker,
    Mentioned,
    MentionedTurn,
    Occasion,
    Promise,
    ReachWish,
    ReturnToUse,
    StateChange,
    TeamMember,
    UsePattern,
    WelcomeBack,
)
from alongside.stewardship.demonstration.records.seen import (
    Development,
    Growth,
    Play,
    Rating,
    Reflection,
    Side,
)

PEERS: tuple[type, ...] = (PeerWish, PeerAnswer, PeerMatch, PeerAllowance, PeerContact)
AFTERWARDS: tuple[type, ...] = (ClosingView, Goodbye, StayInTouch)
# In the order in which they can be written: what a row points at comes before it.
KINDS: tuple[type, ...] = (
    Family, Person, NameKey, Woman, Pregnancy, DueDate, Exposure, Child, Dyad, Identity, EarlierChild, Living, Legal,
    Involvement, Right, Relationship, Household, Stay, SafeContact, SafeWay, Enrolment, StateChange, TeamMember,
    KeyWorker, HandOver, ReturnToUse, UsePattern, WelcomeBack, KeptOut, Ending, Occasion, Contact, Promise,
    Mentioned, MentionedTurn, ReachWish,
    Growth, Development, Side, Rating, Play, Reflection,
    Goal, GoalStep, GoalRating, GoalStanding, GoalTalk, SafetyPlan, SafetyVersion, SafetyTurn, SafetyCopy,
    LaneVersion, LaneSignature,
    *PEERS,
    *AFTERWARDS,
)  # fmt: skip

__all__ = [
    "AFTERWARDS",
    "KINDS",
    "PEERS",
    "Child",
    "ClosingView",
    "Contact",
    "Development",
    "DueDate",
    "Dyad",
    "EarlierChild",
    "Ending",
    "Enrolment",
    "Exposure",
    "Family",
    "Goal",
    "GoalRating",
    "GoalStanding",
    "GoalStep",
    "GoalTalk",
    "Goodbye",
    "Growth",
    "HandOver",
    "Household",
    "Identity",
    "Involvement",
    "KeptOut",
    "KeyWorker",
    "LaneSignature",
    "LaneVersion",
    "Legal",
    "Living",
    "Mentioned",
    "MentionedTurn",
    "NameKey",
    "Occasion",
    "PeerAllowance",
    "PeerAnswer",
    "PeerContact",
    "PeerMatch",
    "PeerWish",
    "Person",
    "Play",
    "Pregnancy",
    "Promise",
    "Rating",
    "ReachWish",
    "Reflection",
    "Relationship",
    "ReturnToUse",
    "Right",
    "SafeContact",
    "SafeWay",
    "SafetyCopy",
    "SafetyPlan",
    "SafetyTurn",
    "SafetyVersion",
    "Side",
    "StateChange",
    "Stay",
    "StayInTouch",
    "TeamMember",
    "UsePattern",
    "WelcomeBack",
    "Woman",
]
