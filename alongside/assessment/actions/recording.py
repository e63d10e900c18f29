"""Verbs of occasions: one at a time, or a batch with the same rules."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.assessment.models import Occasion
from alongside.assessment.queries import Key, known_keys
from alongside.assessment.rules import occasions as rules
from alongside.assessment.terms import OccasionState, ScoreSource
from alongside.families.models import Dyad, Family, Person
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class Row:
    """One occasion of a batch. ``family`` and ``subject`` are ids; ``total`` may be a number or its text.

    ``definition`` is the version of the measure that was used, where it is known here.
    """

    family: uuid.UUID
    subject: uuid.UUID
    category: int
    instrument: str
    on: date
    total: object = None
    source: str = ScoreSource.IMPORTED
    state: str = OccasionState.DONE
    wave: str = ""
    note: str = ""
    definition: uuid.UUID | None = None


@transaction.atomic
def record_occasion(
    *, family: Family, subject: uuid.UUID, category: int, instrument: str, on: date, total: object = None,
    source: str = ScoreSource.HER_REPORT, state: str = OccasionState.DONE, wave: str = "", note: str = "",
    by: uuid.UUID, at: datetime,
) -> Occasion:  # fmt: skip
    """An occasion about a woman, a child or a dyad of this family (``subject``).

    Raises ``Refused`` with a code of ``terms.No`` and the field; ProgrammingError (42501) where she may not write.
    """
    row = Row(family.pk, subject, category, instrument, on, total, source, state, wave, note)
    if not _here({family.pk}, {subject}) >= {(family.pk, subject)}:
        raise Refused("not_of_this_family", field="subject")
    occasion = _occasion(row, by, at)
    if occasion.state == OccasionState.DONE and _key(occasion) in known_keys({subject}):
        raise Refused("already_recorded", field="instrument")  # also under another category, where she may see it
    try:
        with transaction.atomic():
            occasion.save(force_insert=True)
    except IntegrityError as known:
        raise Refused("already_recorded", field="instrument") from known
    write_trail([entry("occasion recorded", family=family.pk, subject=subject, occasion=occasion.id)], by=by)
    return occasion


@transaction.atomic
def record_many(*, rows: Sequence[Row], by: uuid.UUID, at: datetime) -> int:
    """Record a batch with the same rules: all or nothing, a fixed number of statements, one line in the trail.

    What is already recorded (subject, instrument, day, source) is left as it is; returns how many are new. Raises
    ``Refused`` with ``row`` (its place in ``rows``, from 0) in the detail.
    """
    here = _here({row.family for row in rows}, {row.subject for row in rows})
    known = known_keys({row.subject for row in rows})
    new: list[Occasion] = []
    for place, row in enumerate(rows):
        try:
            if (row.family, row.subject) not in here:
                raise Refused("not_of_this_family", field="subject")
            occasion = _occasion(row, by, at)
        except Refused as no:
            raise Refused(no.because, field=no.field, row=place) from no
        key = _key(occasion)
        if occasion.state == OccasionState.DONE:
            if key in known:
                continue
            known.add(key)
        new.append(occasion)
    Occasion.objects.bulk_create(new, batch_size=1000)
    if new:
        write_trail([entry("occasions recorded", count=len(new))], by=by)
    return len(new)


def not_available(
    *, family: Family, subject: uuid.UUID, category: int, instrument: str, waves: Sequence[tuple[str, date]],
    source: str = ScoreSource.HER_REPORT, by: uuid.UUID, at: datetime,
) -> int:  # fmt: skip
    """Waves that fell into a gap: not available, never refused (D-43). ``waves`` are (name, planned day).

    Returns how many were recorded. A wave of that name that is already recorded in any way stays as it is.
    """
    recorded = set(
        Occasion.objects.filter(family=family, subject=subject, instrument=instrument).values_list("wave", flat=True)
    )
    rows = [
        Row(family.pk, subject, category, instrument, on, None, source, OccasionState.NOT_AVAILABLE, wave)
        for wave, on in waves
        if wave not in recorded
    ]
    return record_many(rows=rows, by=by, at=at)


def _key(occasion: Occasion) -> Key:
    return (occasion.subject, occasion.instrument, occasion.on, occasion.source)


def _occasion(row: Row, by: uuid.UUID, at: datetime) -> Occasion:
    total = rules.read_total(row.total)
    decision, field = rules.check_occasion(
        instrument=row.instrument, on=row.on, today=timezone.localdate(at), state=row.state, total=total,
        category=row.category, categories=len(Category),
    )  # fmt: skip
    if not decision:
        raise Refused(decision.because, field=field)
    return Occasion(
        family_id=row.family, subject=row.subject, category=int(row.category), instrument=row.instrument.strip(),
        wave=row.wave, on=row.on, state=OccasionState(row.state).value, total=total,
        source=ScoreSource(row.source).value, note=row.note, definition_id=row.definition, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip


def _here(families: set[uuid.UUID], subjects: set[uuid.UUID]) -> set[tuple[Any, Any]]:
    """(family, subject) of every person and dyad among ``subjects``, in two statements."""
    people = Person.objects.filter(family_id__in=families, pk__in=subjects).values_list("family_id", "pk")
    dyads = Dyad.objects.filter(family_id__in=families, pk__in=subjects).values_list("family_id", "pk")
    return {*people, *dyads}
