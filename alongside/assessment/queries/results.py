"""Results over time: every scale of every measure of a family, as far as the asker may see it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q

from alongside.assessment.models import Occasion, Score
from alongside.assessment.rules import days_apart, reading
from alongside.assessment.rules.reading import Line, Point
from alongside.assessment.terms import OccasionState
from alongside.instruments import queries as instruments
from alongside.instruments.rules import Definition as Read

# What is read: results, and the times at which there was none. What is still open is not a result.
READ = (OccasionState.DONE, OccasionState.PARTLY, OccasionState.NOT_AVAILABLE, OccasionState.SAID_NO)
Key = tuple[uuid.UUID, str, uuid.UUID | None, str, int, str]


def results(
    family: uuid.UUID, *, today: date, subject: uuid.UUID | None = None, until: date | None = None,
    known_at: datetime | None = None,
) -> list[Line]:  # fmt: skip
    """Every scale over time with the norms that apply ``today``; of one ``subject``, up to ``until``, as we knew it at
    ``known_at``, where these are given. Four statements at most.

    Only scores that count, and totals that came without answers. A version of a measure is a line of its own, so is a
    language, another kind of respondent, a second coder. A wave that was not available stands in every line of its
    measure. A line in which nothing was ever found is left out. No order by any score.
    """
    rows = Occasion.objects.filter(family_id=family, state__in=READ)
    if subject is not None:
        rows = rows.filter(subject=subject)
    if until is not None:
        rows = rows.filter(on__lte=until)
    counts = Q(superseded_at=None)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
        counts = Q(recorded_at__lte=known_at) & (counts | Q(superseded_at__gt=known_at))
    occasions = list(rows.defer("note").order_by("on", "recorded_at", "id"))
    scores: dict[uuid.UUID, list[Score]] = {}
    for score in Score.objects.filter(counts, occasion__in=rows.values("pk")):
        scores.setdefault(score.occasion_id, []).append(score)
    terms = instruments.definitions({row.definition_id for row in occasions if row.definition_id})
    norms = instruments.norms_at(terms, today) if terms else {}
    return _lines(occasions, scores, terms, norms)


def scores_of(occasion: uuid.UUID) -> dict[str, Score]:
    """The scores of one occasion that count, by scale."""
    return {row.scale: row for row in Score.objects.filter(occasion_id=occasion, superseded_at=None)}


def _lines(
    occasions: Iterable[Occasion], scores: Mapping[uuid.UUID, list[Score]], terms: Mapping[uuid.UUID, Read],
    norms: Mapping[tuple[uuid.UUID, str], tuple[reading.Norm, ...]],
) -> list[Line]:  # fmt: skip
    found: dict[Key, list[Point]] = {}
    gaps: dict[tuple[uuid.UUID, str], list[Point]] = {}
    for row in occasions:
        held = terms[row.definition_id] if row.definition_id else None
        if row.state in (OccasionState.NOT_AVAILABLE, OccasionState.SAID_NO):
            gaps.setdefault((row.subject, row.instrument), []).append(_point(row))
            continue
        for scale, point in _points(row, held, scores.get(row.pk, ())):
            key = (row.subject, row.instrument, row.definition_id, row.respondent, row.coding, scale)
            found.setdefault(key, []).append(point)
    return [
        Line(
            subject, instrument, scale, _with_gaps(points, gaps.get((subject, instrument), ())), definition,
            terms[definition] if definition else None, norms.get((definition, scale), ()) if definition else (),
            respondent, coding,
        )
        for (subject, instrument, definition, respondent, coding, scale), points in found.items()
    ]  # fmt: skip


def _points(row: Occasion, held: Read | None, scores: Iterable[Score]) -> list[tuple[str, Point]]:
    """(scale, point) of one occasion: its scores, else the total that came without answers."""
    by_scale = {score.scale: score for score in scores}
    if by_scale and held is not None:
        apart = row.answered_from if days_apart(held, row.answered_from, row.on) else None
        return [(scale, _point(row, by_scale[scale], apart)) for scale in held.every_scale if scale in by_scale]
    if row.total is None:
        return []
    return [(reading.scale_of_total(held) if held else "", _point(row))]


def _point(row: Occasion, score: Score | None = None, apart_from: date | None = None) -> Point:
    if score is None:
        total = None if row.total is None else float(row.total)
        return Point(row.on, row.pk, total, row.state, row.source, row.wave, total_only=total is not None)
    return Point(
        row.on, row.pk, None if score.value is None else float(score.value), row.state, row.source, row.wave,
        None if score.at_least is None else float(score.at_least), score.band, score.missing, score.prorated,
        score.reason, apart_from=apart_from,
    )  # fmt: skip


def _with_gaps(points: list[Point], gaps: Iterable[Point]) -> tuple[Point, ...]:
    """In the order of the days; on one day in the order in which they were written down."""
    return tuple(sorted([*points, *gaps], key=lambda point: point.on))
