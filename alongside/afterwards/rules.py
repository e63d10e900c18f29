"""What can be said at an ending and after. Plain Python: values in, answer out.

Nothing here closes anything, and nothing elsewhere is decided by a closing view (T-10, D-I3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from alongside.afterwards.terms import Level, Matter, Stage, Whose
from alongside.recordkeeping.rules import Decision
from alongside.safekeeping.terms import Category

LONGEST_TEXT = 20_000  # characters of one text

NOBODY_SAID = (Level.NOT_ASKED, Level.RATHER_NOT, Level.NOT_KNOWN)
_THEN_AND_NOW = (Level.EASIER, Level.SAME, Level.HARDER, Level.UP_AND_DOWN)
# Which words belong to which question. The questions are those of D-44; the words are ours, and unverified.
LEVELS: Mapping[Matter, tuple[Level, ...]] = {
    Matter.HOW: (Level.PLANNED, Level.UNPLANNED, *NOBODY_SAID),
    Matter.GOALS: (Level.MOST, Level.SOME, Level.ANOTHER, Level.NOT_YET, *NOBODY_SAID),
    Matter.CUSTODY: (
        Level.WITH_HER, Level.SHARED, Level.FAMILY, Level.FOSTER, Level.ADOPTED, Level.ELSEWHERE, *NOBODY_SAID,
    ),
    Matter.SUBSTANCE_USE: (*_THEN_AND_NOW, *NOBODY_SAID),
    Matter.RELATIONSHIP: (*_THEN_AND_NOW, *NOBODY_SAID),
    Matter.CHILD_DEVELOPMENT: (Level.WELL, Level.WELL_HELPED, Level.MORE_HELP, Level.EARLY, *NOBODY_SAID),
}  # fmt: skip
# What kind of record each is. All of it is about the woman and read in her record alone, also where it names a child.
CATEGORY: Mapping[Matter, Category] = {
    Matter.HOW: Category.SERVICE_USE,
    Matter.GOALS: Category.SERVICE_USE,
    Matter.CUSTODY: Category.CHILD_WELFARE_LEGAL,
    Matter.SUBSTANCE_USE: Category.SUD,
    Matter.RELATIONSHIP: Category.DYAD_OBSERVATION,
    Matter.CHILD_DEVELOPMENT: Category.CHILD_HEALTH_DEV,
}
OF_A_CHILD = frozenset({Matter.CUSTODY, Matter.CHILD_DEVELOPMENT})


@dataclass(frozen=True)
class Said:
    """One answer: about what, of which child (for two of them), which of the words, and further words."""

    matter: Matter
    level: str = ""
    words: str = ""
    child: UUID | None = None


def check_said(said: Said) -> Decision:
    """An answer fits its question.

    >>> check_said(Said(Matter.GOALS, "well")).because, check_said(Said(Matter.CUSTODY, "family")).because
    ('other_words', 'which_child_of_hers')
    """
    if said.level and said.level not in LEVELS[said.matter]:
        return Decision(False, "other_words")
    if (said.child is not None) != (said.matter in OF_A_CHILD):
        return Decision(False, "which_child_of_hers")
    return check_text(said.words)


def check_text(text: str) -> Decision:
    """It can be kept in one piece."""
    return Decision(True) if len(text) <= LONGEST_TEXT else Decision(False, "too_long")


def check_day(on: date, today: date) -> Decision:
    """What was said was said on its day or earlier."""
    return Decision(True) if on <= today else Decision(False, "in_future")


def check_touch(wanted: bool, ways: Collection[str], for_what: Collection[str]) -> Decision:
    """With a yes, she says how and for what; a no needs nothing.

    >>> bool(check_touch(False, [], [])), check_touch(True, ["call"], []).because
    (True, 'touch_way_needed')
    """
    return Decision(True) if not wanted or (ways and for_what) else Decision(False, "touch_way_needed")


def may_begin(newest: str) -> Decision:
    """Only with her yes, and as long as it is the last thing she said."""
    return Decision(True) if newest == Stage.YES else Decision(False, "her_yes_first_of_all")


class Row(Protocol):
    """A closing view, as it is kept."""

    matter: str
    child_id: UUID | None
    whose: str
    level: str
    words: str
    recorded_at: datetime
    id: UUID


Key = tuple[Matter, UUID | None, Whose]
R = TypeVar("R", bound=Row)


def newest(rows: Iterable[R]) -> dict[Key, R]:
    """The newest row of each question, of each child, of hers and of ours; earlier ones stay readable beside it."""
    found: dict[Key, R] = {}
    for row in sorted(rows, key=lambda each: (each.recorded_at, each.id)):
        found[Matter(row.matter), row.child_id, Whose(row.whose)] = row
    return found


def changed(answers: Iterable[Said], stands: Mapping[tuple[Matter, UUID | None], tuple[str, str]]) -> list[Said]:
    """Those that say something else than what stands; an answer left empty where nothing stands says nothing."""
    return [each for each in answers if (each.level, each.words) != stands.get((each.matter, each.child), ("", ""))]
