"""What fits into these days: one list in a fixed number of statements, whatever the number of families."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from alongside.assessment.models import Due, Wave, WaveAnchor, WaveMeasure
from alongside.assessment.rules.planning import LONGEST_WINDOW_DAYS

PAGE = 40


@dataclass(frozen=True)
class DueRow:
    """One measure that fits now: about whom, in which days, whether it was begun, and why somebody let it go ("")."""

    id: uuid.UUID
    family: uuid.UUID
    subject: uuid.UUID
    instrument: str
    wave: str
    wave_code: str
    turn: int
    opens_on: date
    due_on: date
    closes_on: date
    occasion: uuid.UUID | None
    let_go: str = ""


_COLUMNS = """d.id, d.family_id, d.subject, d.instrument, w.name, w.code, d.turn, d.opens_on, d.due_on, d.closes_on,
       d.occasion_id, d.words"""
# Open, or let go by somebody who said why; as in the condition of the index.
_LISTED = "d.settled_as in ('', 'let_go')"


def due_list(
    *,
    on: date,
    families: Collection[uuid.UUID] | None = None,
    after: tuple[date, uuid.UUID] | None = None,
    size: int = PAGE,
) -> list[DueRow]:
    """Windows that have begun on ``on`` and have not closed, by the day they aim at, also those that were let go.

    ``after`` is the last row's (day, id).

    ``families``: her own, for somebody with a caseload; ``None`` for whoever is let into every file, in the order of
    the index. One statement.
    """
    # No window is longer than a year: what aims at an earlier day has closed, and the index need not be read there.
    where = [_LISTED, "d.opens_on <= %s", "d.closes_on >= %s", "d.due_on >= %s"]
    values: list[Any] = [on, on, on - timedelta(days=LONGEST_WINDOW_DAYS)]
    if families is not None:
        where.append("d.family_id = any(%s::uuid[])")
        values.append(list(families))
    if after is not None:
        where.append("(d.due_on, d.id) > (%s, %s::uuid)")
        values += after
    values.append(size)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from assessment_due d join assessment_wave w on w.id = d.wave_id"
            f" where {' and '.join(where)} order by d.due_on, d.id limit %s",
            values,
        )
        return [DueRow(*row) for row in cursor.fetchall()]


def due_of(family: uuid.UUID, on: date) -> list[DueRow]:
    """What fits now for one family, what comes next, and what was let go of it. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {_COLUMNS} from assessment_due d join assessment_wave w on w.id = d.wave_id"
            f" where d.family_id = %s and {_LISTED} and d.closes_on >= %s order by d.due_on, d.id limit 200",
            [family, on],
        )
        return [DueRow(*row) for row in cursor.fetchall()]


def due(family: uuid.UUID, id: uuid.UUID) -> Due:
    """One open window of a family. Raises Due.DoesNotExist when it is hidden, settled or not there."""
    return Due.objects.get(family_id=family, pk=id, settled_on=None)


def cycle() -> list[tuple[Wave, list[WaveMeasure]]]:
    """Every wave with its measures, in two statements."""
    waves = list(Wave.objects.order_by("-active", "anchor", "months", "code"))
    measures: dict[uuid.UUID, list[WaveMeasure]] = {wave.pk: [] for wave in waves}
    for measure in WaveMeasure.objects.filter(active=True).order_by("place"):
        measures[measure.wave_id].append(measure)
    return [(wave, measures[wave.pk]) for wave in waves]


def anchors_of(woman: uuid.UUID) -> list[WaveAnchor]:
    """Days from which waves of hers are counted, the newest of each kind first."""
    return list(WaveAnchor.objects.filter(woman_id=woman).order_by("anchor", "-recorded_at"))
