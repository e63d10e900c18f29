"""What somebody may have about somebody, at one moment, as a mask of categories: for tables, and for cells in the wall.

Each is the decision itself, asked once for each category, so that it cannot say anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from alongside.consent.rules.decide import decide, let_be
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


def said_by(world: World, asker: Request, person: Who) -> int:
    """Rule 6 alone: the categories this person (whom a record is about, in part or whole) lets `asker` have, as a mask.

    A record is open only in what the subject and everybody it names let be: `standing(subject) & said_by(each other)`.
    """
    mask = 0
    for category in CATEGORIES.values():
        if let_be(replace(asker, record=replace(asker.record, category=category)), world, person):
            mask |= 1 << category
    return mask


def next_change(world: World, at: datetime) -> datetime | None:
    """The next moment after `at` at which an answer may become another one by time alone; `None` when none is known.

    Until then what was worked out for `at` holds; breaking the glass has an hour of its own.
    """
    return min((moment for moment in _moments(world) if moment > at), default=None)


def _moments(world: World) -> Iterator[datetime]:
    rows: Iterable[object] = (
        *world.directives,
        *world.guardianships,
        *world.capable,
        *world.legal_bases,
        *world.exclusions,
        *world.assignments,
    )
    for row in rows:
        for name in ("opens", "closes", "signed_at", "ended_at", "replaced_at", "used_at"):
            moment = getattr(row, name, None)
            if moment is not None:
                yield moment
    yield from world.of_age.values()


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
