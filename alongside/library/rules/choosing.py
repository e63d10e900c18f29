"""Which programmes are for somebody: who would take part, and how old the child is."""

from __future__ import annotations

from alongside.library.rules.plan import Programme
from alongside.library.terms import Stage

# Completed months, from and to.
MONTHS = {Stage.BABY: (0, 11), Stage.TODDLER: (12, 35), Stage.PRESCHOOL: (36, 71), Stage.SCHOOL: (72, 215)}


def fits(programme: Programme, who: str = "", stage: str = "") -> bool:
    """Is it for these people? Nothing asked fits all; where no source says an age, no age speaks against it."""
    if who and who not in programme.who:
        return False
    if not stage:
        return True
    if stage == Stage.EXPECTED:
        return programme.pregnancy
    if programme.child_months is None:
        return True
    low, high = MONTHS[Stage(stage)]
    return programme.child_months[0] <= high and low <= programme.child_months[1]
