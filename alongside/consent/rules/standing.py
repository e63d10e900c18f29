"""What somebody may have about somebody, at one moment, as a mask of categories: for tables.

It is the decision itself, asked once for each category, so that it cannot say anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alongside.consent.rules.decide import decide
from alongside.consent.rules.request import Request
from alongside.consent.rules.vocabulary import CATEGORIES, Who
from alongside.consent.rules.world import World


def standing(world: World, asker: Request, subject: Who) -> int:
    """The categories that `asker` would be permitted about `subject`, as a mask.

    `asker` is the question as she would ask it; its record says what else holds (agency, Part 2), and names its own
    category in vain.
    """
    mask = 0
    for category in CATEGORIES.values():
        record = replace(asker.record, subject=subject, category=category)
        if decide(replace(asker, record=record), world).allowed:
            mask |= 1 << category
    return mask


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of a family: who, about whom, the categories that are permitted (a mask)."""

    asker: Request
    subject: Who
    mask: int


def matrix(world: World, askers: Sequence[Request], subjects: Sequence[Who]) -> list[Row]:
    """The whole table: everybody who might ask, about everybody, in every category."""
    return [Row(asker, subject, standing(world, asker, subject)) for asker in askers for subject in subjects]


def everybody(world: World) -> set[Who]:
    """Everybody the world says something about: by agreements, rights over a child, or who works with them."""
    found: set[Who] = {said.subject for said in world.directives} | {row.child for row in world.guardianships}
    return found.union(*(row.subjects for row in world.assignments))
