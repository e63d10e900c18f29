"""What can be said about a goal. Plain Python: values and a day in, answer out.

No rule here asks how somebody lives, uses or comes: a goal is what she says it is, and stands as she says it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from alongside.goals.terms import ForWhom, Helps, Lane, Leads, Standing
from alongside.recordkeeping.rules import Decision
from alongside.safekeeping.terms import Category, mask

LONGEST_TEXT = 20_000  # characters of her words, a talk, a reason
SHORT_TEXT = 2_000  # characters of a step, a name, what 0 and 10 mean
SHORT_FIELDS = frozenset({"at_zero", "at_ten"})
LOWEST, HIGHEST = 0, 10

# How to reach her and research have their own places, and so have a counsellor's own notes.
UNFIT = frozenset({Category.CONTACT, Category.RESEARCH, Category.SUD_COUNSELLING_NOTES})
FITTING = tuple(category for category in Category if category not in UNFIT)

# Kinds that her own page shows: what somebody may see over her shoulder without harm. Hard things she lived through,
# being safe from somebody, and the health of her body are read with her, as notes of these kinds are.
ON_HER_PAGE = mask(
    Category.SERVICE_USE, Category.SUD, Category.CHILD_HEALTH_DEV, Category.DYAD_OBSERVATION, Category.PEER_SUPPORT,
    Category.CHILD_WELFARE_LEGAL, Category.MONEY_HOUSING, Category.CULTURAL,
)  # fmt: skip

# S-119 names the lanes and that each has somebody who leads (one field, the other, or both). Which of them leads in
# which lane is our own reading, and unverified.
LEADS: Mapping[Lane, Leads] = {
    Lane.RECOVERY: Leads.ADDICTION,
    Lane.SAFER: Leads.ADDICTION,
    Lane.CLOSE: Leads.BOTH,
    Lane.EVERYDAY: Leads.BOTH,
    Lane.CHILDREN_SAFE: Leads.CHILD_WELFARE,
    Lane.TOGETHER: Leads.BOTH,
    Lane.OWN: Leads.HER,
}
_OF_LANE = {
    Lane.RECOVERY: Category.SUD,
    Lane.SAFER: Category.SUD,
    Lane.EVERYDAY: Category.MONEY_HOUSING,
    Lane.CHILDREN_SAFE: Category.CHILD_WELFARE_LEGAL,
    Lane.TOGETHER: Category.CHILD_WELFARE_LEGAL,
}
_OF_WHOM = {ForWhom.CHILD: Category.CHILD_HEALTH_DEV, ForWhom.DYAD: Category.DYAD_OBSERVATION}


def usual_category(lane: str, for_whom: str) -> Category:
    """The kind of record a goal is when nobody says otherwise: by its lane, else by whom it is about.

    A child's goal in a lane of its mother's (recovery, safer) is about the child all the same.

    >>> usual_category("better", "woman").name, usual_category("close", "dyad").name
    ('SUD', 'DYAD_OBSERVATION')
    """
    if for_whom == ForWhom.CHILD and lane in (Lane.RECOVERY, Lane.SAFER):
        return Category.CHILD_HEALTH_DEV
    found = _OF_LANE.get(Lane(lane)) or _OF_WHOM.get(ForWhom(for_whom))
    return Category.SERVICE_USE if found is None else found


def check_category(category: int) -> Decision:
    """A goal may be of every kind that has no place of its own."""
    return Decision(True) if category in FITTING else Decision(False, "kind_unfit")


def check_day(on: date, today: date) -> Decision:
    """What was said was said on its day or earlier."""
    return Decision(True) if on <= today else Decision(False, "in_future")


def check_rating(value: int | None, words: str) -> Decision:
    """A number from 0 to 10, or words, or both: somebody who does not like numbers needs none (P-16)."""
    if value is None:
        return Decision(True) if words.strip() else Decision(False, "number_or_words")
    return Decision(True) if LOWEST <= value <= HIGHEST else Decision(False, "not_of_ten")


def check_standing(now: str, then: str, *, into: UUID | None, goal: UUID) -> Decision:
    """Every standing can follow every other; ``into`` names the goal it became, and only then."""
    if then == Standing.CHANGED:
        if into is None:
            return Decision(False, "which_goal")
        return Decision(True) if into != goal else Decision(False, "another_goal")
    return Decision(True) if then != now else Decision(False, "stands_so")


def check_helper(helps: str, *, colleague: UUID | None, helper: str) -> Decision:
    """Who helps is said: which colleague, or who else."""
    said = {Helps.HERSELF: True, Helps.COLLEAGUE: colleague is not None, Helps.SOMEBODY: bool(helper.strip())}
    return Decision(True) if said[Helps(helps)] else Decision(False, "who_helps")


def limit_of(field: str) -> int:
    """How many characters a field can keep in one piece."""
    return SHORT_TEXT if field in SHORT_FIELDS else LONGEST_TEXT


def too_long(texts: Mapping[str, str]) -> str:
    """The first field whose text is longer than can be kept in one piece; "" when all fit."""
    return next((field for field, text in texts.items() if len(text) > limit_of(field)), "")


def others_named(about: Collection[UUID] | None, *, subject: UUID, told_by: UUID) -> list[UUID] | None:
    """Of whom a goal says something besides whom it is about; ``None`` while nobody has said.

    Whose words they are is among them for a goal about somebody else: a child's goal in its mother's words is hers too.
    """
    if about is None:
        return None
    return [person for person in dict.fromkeys([*about, told_by]) if person != subject]


class StandingRow(Protocol):
    """A row that says how it stands from a day on."""

    id: UUID
    state: str
    on: date
    recorded_at: datetime


@dataclass(frozen=True)
class Stands:
    """How it stands, and since when (``None``: since it was said)."""

    state: Standing
    since: date | None = None


def stands(rows: Iterable[StandingRow]) -> Stands:
    """How it stands by these rows: the newest by day, then by record; going on when there are none."""
    newest = max(rows, key=lambda row: (row.on, row.recorded_at, row.id), default=None)
    return Stands(Standing(newest.state), newest.on) if newest else Stands(Standing.OPEN)
