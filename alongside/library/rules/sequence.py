"""Relationship before behaviour (P-22): strategies for a child's behaviour, taught first, can hurt.

It is said where a programme is chosen and planned. It holds nobody up.
"""

from __future__ import annotations

from alongside.library.rules.plan import Version
from alongside.library.terms import About, Comes


def comes_first(version: Version) -> Comes:
    """What comes first in this plan. What its sessions are about counts before what is said of the whole."""
    kinds = [session.about for session in version.sessions]
    if About.BEHAVIOUR in kinds:
        before = kinds[: kinds.index(About.BEHAVIOUR)]
        return Comes.RELATIONSHIP_FIRST if About.RELATIONSHIP in before else Comes.BEHAVIOUR_FIRST
    if version.behaviour == "within":
        return Comes.RELATIONSHIP_FIRST
    if version.behaviour == "no":
        return Comes.NOT_ABOUT if version.relationship == "no" else Comes.ONLY_RELATIONSHIP
    if version.behaviour == "yes" and version.relationship == "no":
        return Comes.BEHAVIOUR_FIRST
    return Comes.NOT_SAID


def speaks_first(version: Version) -> bool:
    """Should somebody be reminded, when this plan begins, that the relationship comes first?"""
    return comes_first(version) in (Comes.BEHAVIOUR_FIRST, Comes.NOT_SAID)
