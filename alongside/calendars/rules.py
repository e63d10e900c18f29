"""What lies too close together, how much is asked of her, and what a feed may say. Plain Python.

Nothing here counts what somebody missed, and nothing is decided by what it finds: it is a word in time, for people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from alongside.calendars.terms import AskedBy
from alongside.care.terms import ForWhom
from alongside.recordkeeping.rules import Decision
from alongside.safekeeping.terms import Category

SHORT_TEXT = 500  # characters of what it is and where
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=1)
MOST_TRAVEL = 24 * 60  # minutes
FARTHEST = timedelta(days=3 * 366)
HEADING = 60  # characters that an entry of a feed shows

# How to reach her, research and a counsellor's own notes have their own places.
UNFIT = frozenset({Category.CONTACT, Category.RESEARCH, Category.SUD_COUNSELLING_NOTES})
FITTING = tuple(category for category in Category if category not in UNFIT)
_KIND = {
    AskedBy.CHILD_WELFARE: Category.CHILD_WELFARE_LEGAL,
    AskedBy.COURT: Category.CHILD_WELFARE_LEGAL,
    AskedBy.PROBATION: Category.CHILD_WELFARE_LEGAL,
    AskedBy.TREATMENT: Category.SUD,
    AskedBy.INCOME: Category.MONEY_HOUSING,
    AskedBy.HOUSING: Category.MONEY_HOUSING,
}


@dataclass(frozen=True)
class Entry:
    """Something with a time. ``who``: the people it needs; ``place``: "" where nobody has to go anywhere.

    ``travel``: minutes there, and as many back; ``None`` while nobody has said. ``asked_by``: a code, "" for our own.
    ``off``: called off. ``whole_day``: only the day is known, so that it clashes with nothing.
    """

    id: UUID
    begins: datetime
    ends: datetime
    what: str = ""
    place: str = ""
    travel: int | None = None
    asked_by: str = ""
    who: frozenset[UUID] = frozenset()
    off: bool = False
    whole_day: bool = False


@dataclass(frozen=True)
class Close:
    """Two entries that lie too close: at the same time, or ``short`` minutes less between them than the way takes."""

    first: Entry
    then: Entry
    short: int
    same_time: bool


@dataclass(frozen=True)
class Load:
    """How much is asked in a stretch of time: ``minutes`` of appointments, ``on_the_way`` there and back, by whom."""

    number: int
    minutes: int
    on_the_way: int
    askers: tuple[tuple[str, int], ...]


def too_close(entries: Iterable[Entry]) -> list[Close]:
    """Pairs of entries of the same people that meet, or between which the way is longer than the time, in order.

    The way between two places is taken to be the longer of the two ways from where she lives: nobody knows better.
    What is called off, and what has only a day, lies close to nothing. Nothing is asked of what is at one place.

    >>> from datetime import UTC; from uuid import uuid4
    >>> at = lambda hour, **more: Entry(uuid4(), datetime(2026, 3, 2, hour, tzinfo=UTC),
    ...                                 datetime(2026, 3, 2, hour + 1, tzinfo=UTC), **more)
    >>> two = [at(9, place="court", travel=40), at(10, place="clinic")]
    >>> [(found.short, found.same_time) for found in too_close(two)]
    [(40, False)]
    """
    here = sorted((e for e in entries if not e.off and not e.whole_day), key=lambda e: (e.begins, e.ends, str(e.id)))
    found = []
    for position, first in enumerate(here):
        for then in here[position + 1 :]:
            if then.begins - first.ends >= timedelta(minutes=MOST_TRAVEL):
                break
            if first.who and then.who and not first.who & then.who:
                continue
            if then.begins < first.ends:
                found.append(Close(first, then, int((first.ends - then.begins).total_seconds() // 60), True))
                continue
            way = _way(first, then)
            between = int((then.begins - first.ends).total_seconds() // 60)
            if way > between:
                found.append(Close(first, then, way - between, False))
    return found


def _way(first: Entry, then: Entry) -> int:
    """Minutes from one to the other; 0 at the same place, or where nobody goes anywhere."""
    if not first.place or not then.place or first.place.casefold() == then.place.casefold():
        return 0
    return max(first.travel or 0, then.travel or 0)


def load(entries: Iterable[Entry]) -> Load:
    """What is asked of her in these entries, those of our own too. Who asks for most comes first."""
    here = [entry for entry in entries if not entry.off]
    askers: dict[str, int] = {}
    for entry in here:
        askers[entry.asked_by] = askers.get(entry.asked_by, 0) + 1
    lasts = sum(int((e.ends - e.begins).total_seconds() // 60) for e in here if not e.whole_day)
    ways = sum(2 * (entry.travel or 0) for entry in here)
    return Load(len(here), lasts, ways, tuple(sorted(askers.items(), key=lambda one: (-one[1], one[0]))))


def usual_category(asked_by: str, for_whom: str) -> Category:
    """The kind of record an appointment is when nobody says otherwise: by who wants it and whom it is about.

    >>> usual_category("court", "woman").name, usual_category("health", "child").name
    ('CHILD_WELFARE_LEGAL', 'CHILD_HEALTH_DEV')
    """
    if for_whom == ForWhom.CHILD and asked_by in (AskedBy.HEALTH, AskedBy.SCHOOL, AskedBy.TREATMENT):
        return Category.CHILD_HEALTH_DEV
    return _KIND.get(AskedBy(asked_by), Category.SERVICE_USE)


def check_time(begins: datetime, ends: datetime, now: datetime) -> Decision:
    """An appointment has a time that a calendar can show."""
    if not SHORTEST <= ends - begins <= LONGEST:
        return Decision(False, "appointment_minutes")
    return Decision(True) if abs(begins - now) <= FARTHEST else Decision(False, "appointment_too_far")


def check_travel(minutes: int | None) -> Decision:
    """The way there takes up to a day, or nobody has said."""
    fits = minutes is None or 0 <= minutes <= MOST_TRAVEL
    return Decision(True) if fits else Decision(False, "appointment_travel")


def check_heading(says: str, heading: str, tells: Sequence[str]) -> Decision:
    """What an entry shows on a screen that others see. ``tells``: words found in it that could tell too much."""
    if says == "words" and not heading.strip():
        return Decision(False, "feed_words")
    if len(heading) > HEADING:
        return Decision(False, "appointment_too_long")
    return Decision(False, "feed_words_tell") if says == "words" and tells else Decision(True)


def key_hash(key: str) -> bytes:
    """What is kept of the key in the address of a feed. A key of 256 random bits needs no slow hash."""
    return hashlib.sha256(b"calendar feed\x00" + key.encode("utf-8", "surrogateescape")).digest()
