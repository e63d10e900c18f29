"""The tracks of a child's life with everything ever recorded about them: what holds, what was corrected, by whom."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.access.scope import child_of
from alongside.families.models import Person
from alongside.families.queries import TrackRow
from alongside.families.terms import InvolvementKind, LegalKind, LivingKind, RightTopic
from alongside.pages.design.days import date_format
from alongside.recordkeeping.terms import Source

Correct = Callable[[TrackRow], str]

_KINDS = {"living": LivingKind, "legal": LegalKind, "involvement": InvolvementKind, "right": RightTopic}


@dataclass(frozen=True)
class StretchShown:
    """One stretch of one track. ``corrected``: it was believed once and is not any more."""

    words: str
    more: str
    note: str
    on: date
    last: date | None
    goes_on: bool
    holds: bool
    source: str
    recorded_by: str
    recorded_at: datetime
    corrected: datetime | None
    correct_url: str


@dataclass(frozen=True)
class TrackShown:
    """One track, what counts first; ``before`` holds what was corrected."""

    track: str
    heading: str
    stands: list[StretchShown]
    before: list[StretchShown]


def holds(row: TrackRow, day: date) -> bool:
    """The stretch holds on ``day``."""
    return row.from_on <= day and (row.until_on is None or day < row.until_on)


def tracks(
    rows: Iterable[TrackRow], day: date, known_at: datetime | None, recorded: Mapping[uuid.UUID, str],
    people: Mapping[uuid.UUID, str], correct: Correct,
) -> list[TrackShown]:  # fmt: skip
    """All tracks of a child, newest stretch first, as known at ``known_at`` (now when None).

    ``correct`` gives the address at which a row can be put right, "" for none.
    """
    headings = {
        "living": _("Where the child lives"),
        "legal": _("What the law says"),
        "involvement": _("Child welfare"),
        "right": _("Who decides for the child"),
    }
    known = [row for row in rows if known_at is None or row.recorded_at <= known_at]
    shown = []
    for track, heading in headings.items():
        mine = [row for row in known if row.track == track]
        mine.sort(key=lambda row: (row.from_on, row.recorded_at), reverse=True)
        stands = [_stretch(row, day, recorded, people, correct(row)) for row in mine if _believed(row, known_at)]
        before = [_stretch(row, day, recorded, people, "") for row in mine if not _believed(row, known_at)]
        shown.append(TrackShown(track, heading, stands, before))
    return shown


def _believed(row: TrackRow, known_at: datetime | None) -> bool:
    return row.superseded_at is None or (known_at is not None and row.superseded_at > known_at)


def _stretch(
    row: TrackRow, day: date, recorded: Mapping[uuid.UUID, str], people: Mapping[uuid.UUID, str], correct_url: str
) -> StretchShown:
    holder = people.get(row.person, "") if row.person else ""
    return StretchShown(
        capfirst(str(_KINDS[row.track](row.code).label)),
        ", ".join(filter(None, (holder, row.words))),
        row.note,
        row.from_on,
        row.until_on - timedelta(days=1) if row.until_on else None,
        row.until_on is None,
        holds(row, day),
        str(Source(row.source).label),
        recorded.get(row.recorded_by, _("a colleague")),
        row.recorded_at,
        row.superseded_at,
        correct_url,
    )


@dataclass(frozen=True)
class BirthShown:
    """What is known of the birth; empty texts for what is not."""

    born_on: str
    weeks: str
    weight: str
    sex: str
    feeding: str
    hospital: str


def birth(person: Person) -> BirthShown | None:
    """The birth as the child's own record holds it; None before it."""
    child = child_of(person)
    if person.born_on is None or child is None:
        return None
    weeks = ""
    if child.gestation_days:
        weeks = _("%(weeks)s weeks and %(days)s days") % {
            "weeks": child.gestation_days // 7,
            "days": child.gestation_days % 7,
        }
    weight = _("%(grams)s g") % {"grams": child.birth_weight_g} if child.birth_weight_g else ""
    hospital = _("%(n)s days in hospital") % {"n": child.hospital_days} if child.hospital_days else ""
    return BirthShown(date_format(person.born_on, "DATE_FORMAT"), weeks, weight, child.sex, child.feeding, hospital)
