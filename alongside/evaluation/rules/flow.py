"""The way through a study (CONSORT): the newest number of each step and arm, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alongside.evaluation.terms import BEFORE_ARMS, FlowStep
from alongside.recordkeeping.rules import Decision


@dataclass(frozen=True)
class Counted:
    """How many were at one step, of the whole study (``arm`` "") or of one arm; ``why`` in a few words."""

    step: str
    arm: str
    count: int
    why: str = ""


def check_count(step: str, arm: str, arms: Sequence[str]) -> Decision:
    """What comes before the arms is said of the whole study, everything else of one of its arms."""
    fits = arm == "" if step in BEFORE_ARMS else arm in arms
    return Decision(True) if fits else Decision(False, "step_of_arm")


def newest(counts: Iterable[Counted]) -> dict[tuple[str, str], Counted]:
    """{(step, arm): what was said last}; ``counts`` come the oldest first."""
    return {(each.step, each.arm): each for each in counts}


def open_ends(known: dict[tuple[str, str], Counted], arms: Sequence[str]) -> int:
    """How many of those who were looked at are nowhere further on; 0 where that is not said or all are somewhere.

    127 looked at, the study was not for 12, 15 eligible and not randomised, 48 and 52 in the arms: 0.
    """
    asked = known.get((FlowStep.ASKED, ""))
    in_arms = [known.get((FlowStep.IN_ARM, arm)) for arm in arms]
    if asked is None or None in in_arms:
        return 0
    away = sum(known[step, ""].count for step in BEFORE_ARMS[1:] if (step, "") in known)
    return asked.count - away - sum(each.count for each in in_arms if each is not None)
