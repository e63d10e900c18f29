"""How sessions kept to the marks of their plan. It is about the work, never about a worker: nobody is ranked by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from alongside.library.rules import Version
from alongside.library.terms import Feature, Mark, Who
from alongside.programmes.terms import Kept, SeenBy

# What is asked where the source of a plan names nothing of its own to look at, by the code that is kept. A plan that
# works on what is between two, wholly or in part, is also asked for the features of such work (S-082).
MARKS = (str(Mark.KEPT.value),)
BETWEEN_TWO = ("whole", "part")
# Below this many answers a share is told as "3 of 7" and never as percent.
FEWEST_FOR_A_SHARE = 20


class Marked(Protocol):
    """What was said to the marks of one session, and by whom."""

    asked: list[str]
    answers: list[str]
    seen_by: str


@dataclass(frozen=True)
class Share:
    """Of one mark, as one kind of observer saw it: how often it was kept.

    ``of``: sessions in which something was said to it, other than "not this time".
    """

    mark: str
    seen_by: SeenBy
    yes: int
    partly: int
    of: int

    @property
    def percent(self) -> int | None:
        """How many in a hundred were kept; ``None`` for small numbers, of which it would say too much."""
        return round(100 * self.yes / self.of) if self.of >= FEWEST_FOR_A_SHARE else None


def asked_of(version: Version) -> list[str]:
    """The marks of a plan in English, as they are kept with what was said to them; codes of our own where it has none.

    They are no part of what is planned: a plan whose hash stands may be asked about in other words from some day on.
    """
    if version.marks:
        return [mark.en for mark in version.marks]
    return [*MARKS, *(each.value for each in features_of(version))]


def features_of(version: Version) -> list[Feature]:
    """The four features where the plan works on what is between two; being together where the two meet at all."""
    if version.relationship not in BETWEEN_TWO:
        return []
    both = {Who.TOGETHER.value, Who.FAMILY.value}
    meet = any(both & set(part.who) or part.children_join for part in version.parts)
    return [each for each in Feature if meet or each != Feature.TOGETHER]


def shares(rows: Iterable[Marked]) -> list[Share]:
    """Each mark, as those who led the sessions saw it and as others did: never mixed. In the order in which they were
    asked first."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for mark, said in zip(row.asked, row.answers, strict=True):
            if said and said != Kept.NOT_THIS_TIME:
                found.setdefault((mark, row.seen_by), []).append(said)
    return [
        Share(mark, SeenBy(seen_by), said.count(Kept.YES), said.count(Kept.PARTLY), len(said))
        for (mark, seen_by), said in found.items()
    ]
