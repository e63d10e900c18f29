"""What can stand in the shared plan. Plain Python; no rule here asks how somebody lives, uses or comes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from alongside.care.terms import Does
from alongside.goals.rules import LEADS, usual_category
from alongside.goals.terms import ForWhom, Lane, Leads
from alongside.recordkeeping.rules import Decision
from alongside.safekeeping.terms import Category

# The lanes of both fields (S-119). What is hers alone is a goal: a plan is what several do together.
LANES = tuple(lane for lane in Lane if lane != Lane.OWN)
# Each lane is one kind of record, as goals of that lane usually are; the wall and her agreements go by it.
OF_LANE: Mapping[Lane, Category] = {lane: usual_category(lane, ForWhom.DYAD) for lane in LANES}
LEADING = (Leads.ADDICTION, Leads.CHILD_WELFARE, Leads.BOTH)
USUALLY_LEADS: Mapping[Lane, Leads] = {lane: LEADS[lane] for lane in LANES}
MOST_STEPS = 12  # of one lane: a plan with more is no plan to go by (P-04)


@dataclass(frozen=True)
class LaneStep:
    """Something that is done: by whom (``colleague``, or ``name`` as she calls them), about when."""

    what: str
    who: str = Does.HERSELF
    name: str = ""
    colleague: UUID | None = None
    when: date | None = None

    def kept(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        return {
            "what": self.what, "who": str(self.who), "name": self.name,
            "colleague": str(self.colleague) if self.colleague else None,
            "when": self.when.isoformat() if self.when else None,
        }  # fmt: skip

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> LaneStep:
        """The same again."""
        return cls(
            what=kept["what"], who=kept["who"], name=kept["name"],
            colleague=UUID(kept["colleague"]) if kept["colleague"] else None,
            when=date.fromisoformat(kept["when"]) if kept["when"] else None,
        )  # fmt: skip


def lane_of(code: str) -> Lane | None:
    """The lane of the plan that is meant; ``None`` for anything else."""
    return Lane(code) if code in LANES else None


def check_steps(steps: Sequence[LaneStep]) -> Decision:
    """Not too many, each with words, and with who does it: which colleague, or who else by name.

    >>> check_steps([LaneStep("look for a crib", "agency")]).because
    'who_does_it'
    """
    if len(steps) > MOST_STEPS:
        return Decision(False, "too_many_steps")
    for step in steps:
        if not step.what.strip():
            return Decision(False, "words_needed")
        said = {
            Does.HERSELF: True,
            Does.COLLEAGUE: step.colleague is not None,
            Does.SOMEBODY: bool(step.name.strip()),
            Does.AGENCY: bool(step.name.strip()),
        }
        if step.who not in said or not said[Does(step.who)]:
            return Decision(False, "who_does_it")
    return Decision(True)


def holds_something(her_words: str, steps: Sequence[LaneStep], goals: Collection[UUID]) -> bool:
    """There is something in it: her words, something to do, or a goal of hers that it points to."""
    return bool(her_words.strip() or steps or goals)
