"""A practice programme told by chance: lifelike, and nobody in it is real. Plain Python; the database is elsewhere.

The same seed gives the same programme, and the first families stay the same when more come after them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.stewardship.demonstration import (
    afterwards,
    beside,
    culture,
    goals,
    lanes,
    mentioned,
    peers,
    plans,
    seen,
    week,
    words_en,
)
from alongside.stewardship.demonstration.life import ordinary
from alongside.stewardship.demonstration.named import NAMED, STORIES
from alongside.stewardship.demonstration.people import Crowd
from alongside.stewardship.demonstration.telling import Telling

__all__ = ["NAMED", "FamilyStory", "programme"]


@dataclass(frozen=True)
class FamilyStory:
    """One family: its number, its id, and its rows by kind (``records``), each kind in the order it was told."""

    index: int
    id: str
    rows: dict[type, list[Any]]

    def of(self, kind: type) -> list[Any]:
        """All rows of one kind."""
        return self.rows[kind]


def programme(families: int, seed: int, *, today: date | None = None, first: int = 0) -> Iterator[FamilyStory]:
    """Families ``first`` to ``families - 1``, one at a time (memory does not grow); ``today`` is the day of telling."""
    if families < 0:
        raise ValueError("the number of families is not negative")
    now = today or date.today()  # noqa: DTZ011 (the machine's own day; the loader gives the programme's)
    crowd = Crowd(seed)
    for index in range(first, families):
        yield tell(index, seed, now, crowd)


def tell(index: int, seed: int, today: date, crowd: Crowd) -> FamilyStory:
    """Family number ``index`` alone."""
    telling = Telling(index, seed, today, crowd)
    if index < len(STORIES):
        telling.french, telling.words = False, words_en
        STORIES[index](telling)
    else:
        ordinary(telling)
    seen.watched(telling)
    goals.wished(telling)
    plans.planned(telling)
    peers.beside(telling)
    afterwards.afterwards(telling)
    culture.offered(telling)
    mentioned.mentioned(telling)
    lanes.laid_out(telling)
    beside.beside(telling)
    week.this_week(telling)
    return FamilyStory(index, telling.id, telling.rows)
