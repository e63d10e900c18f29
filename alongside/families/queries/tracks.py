"""The tracks of a child's life as of a day, as known at an instant."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast

from alongside.families import rules
from alongside.families.models import AgencyInvolvement, Child, DecisionRight, LegalStatus, LivingArrangement
from alongside.families.queries.surroundings import known

MODELS: dict[str, type[models.Model]] = {
    "living": LivingArrangement,
    "legal": LegalStatus,
    "involvement": AgencyInvolvement,
    "right": DecisionRight,
}
# For each track: the columns that hold its code, the person, the agency and the words it names (None: it has none).
_COLUMNS: dict[str, tuple[str, str | None, str | None, str]] = {
    "living": ("kind", "carer_id", None, "day_to_day"),
    "legal": ("kind", None, None, "basis"),
    "involvement": ("kind", None, "agency_id", "worker"),
    "right": ("topic", "holder_id", "holder_agency_id", "basis"),
}


@dataclass(frozen=True)
class TrackRow:
    """One stretch of one track. ``until_on`` is the day after its last; ``None``: it still holds."""

    track: str
    id: uuid.UUID
    child: uuid.UUID
    code: str
    from_on: date
    until_on: date | None
    person: uuid.UUID | None
    agency: uuid.UUID | None
    words: str
    note: str
    source: str
    recorded_at: datetime
    recorded_by: uuid.UUID
    superseded_at: datetime | None

    @property
    def during(self) -> rules.Span:
        """The days as a pair."""
        return self.from_on, self.until_on


def _rows(track: str, where: Q) -> Any:
    code, person, agency, words = _COLUMNS[track]
    nobody = Cast(Value(None), models.UUIDField())
    found = MODELS[track]._default_manager.filter(where).order_by()
    return found.annotate(
        r_track=Cast(Value(track), models.TextField()), r_code=F(code), r_words=F(words),
        r_person=F(person) if person else nobody, r_agency=F(agency) if agency else nobody,
    ).values_list(
        "r_track", "id", "child_id", "r_code", "during", "r_person", "r_agency", "r_words", "note", "source",
        "recorded_at", "recorded_by", "superseded_at",
    )  # fmt: skip


def _union(where: Q) -> list[TrackRow]:
    """All four tracks in one statement, in order of child, track and first day."""
    first, *others = (_rows(track, where) for track in MODELS)
    rows = []
    for track, id_, child, code, during, *rest in first.union(*others, all=True):
        rows.append(TrackRow(track, id_, child, code, during.lower, during.upper, *rest))
    order = list(MODELS)
    return sorted(rows, key=lambda r: (str(r.child), order.index(r.track), r.from_on, r.recorded_at))


def tracks_on(family_id: uuid.UUID, day: date, known_at: datetime | None = None) -> list[TrackRow]:
    """How it stands with each child of this file on ``day``, as we know it now (or knew it at ``known_at``)."""
    return _union(Q(family_id=family_id, during__contains=day) & known(known_at))


def tracks_between(
    family_id: uuid.UUID, first: date, until: date | None, known_at: datetime | None = None
) -> list[TrackRow]:
    """Every stretch that touches the days from ``first`` to the day before ``until`` (open when None)."""
    return _union(Q(family_id=family_id, during__overlap=(first, until)) & known(known_at))


def versions_of(family_id: uuid.UUID, child_id: uuid.UUID) -> list[TrackRow]:
    """Everything ever recorded about one child's tracks, corrected rows included, in one statement."""
    return _union(Q(family_id=family_id, child_id=child_id))


def clashes(kind: str, child: Child, during: Any, *, topic: str = "") -> Any:
    """Current rows of this child and track that share a day with ``during``, in order; ``topic`` for rights."""
    model: Any = MODELS[kind]
    found = model.objects.filter(
        family_id=child.family_id, child_id=child.pk, superseded_at=None, during__overlap=rules.span(during)
    )
    return (found.filter(topic=topic) if kind == "right" else found).order_by("during")


def clash(kind: str, child: Child, during: Any, *, topic: str = "") -> Any | None:
    """The first current row that shares a day with ``during``, or ``None``."""
    return clashes(kind, child, during, topic=topic).first()


def days_so_far(
    family_id: uuid.UUID,
    child_id: uuid.UUID,
    track: str,
    kinds: Iterable[str],
    on: date,
    known_at: datetime | None = None,
) -> int:
    """Days up to and with ``on`` on which one of ``kinds`` held for this child (each day once)."""
    model: Any = MODELS[track]
    rows = model.objects.filter(known(known_at), family_id=family_id, child_id=child_id).values_list("kind", "during")
    return rules.cumulative_days(rows, kinds, on)
