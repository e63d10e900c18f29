"""What the measures of a plan said before and after, as far as the asker may read them (assessment says how)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from alongside.assessment import queries as assessment
from alongside.assessment.rules.reading import Line
from alongside.families.models import Dyad
from alongside.library.rules import Measure
from alongside.programmes import rules
from alongside.programmes.queries.given import DeliverySeen


@dataclass(frozen=True)
class Outcome:
    """One measure of the plan: what stands at each of its times, for one scale (``line``: none, nothing was asked).

    ``line`` holds the last time before the beginning and every time after it, in their order.
    """

    measure: Measure
    seen: tuple[rules.Seen, ...]
    line: Line | None = None


def outcomes(seen: DeliverySeen, *, today: date, known_at: datetime | None = None) -> list[Outcome]:
    """Each measure that the plan names with what was asked, in the order of the plan; five statements at most.

    A measure with several scales stands once for each. ``today``: the last day looked at.
    """
    if not seen.version.measures:
        return []
    row = seen.delivery
    about = _about(row.family_id, row.subject)
    lines = assessment.results(row.family_id, today=today, until=today, known_at=known_at)
    stands = seen.stands
    ended = stands.since if stands.over else None
    found: list[Outcome] = []
    for measure in seen.version.measures:
        asked = rules.times(measure.when, row.begins_on, ended)
        held = [line for line in lines if line.instrument == measure.instrument and line.subject in about]
        if not held:
            found.append(Outcome(measure, tuple(rules.at_times(asked, (), row.begins_on, today))))
        found += [_of(measure, asked, line, row.begins_on, today) for line in held]
    return found


def _of(measure: Measure, asked: Sequence[rules.Time], line: Line, begins: date, today: date) -> Outcome:
    before = [point for point in line.points if point.on <= begins and point.value is not None][-1:]
    kept = replace(line, points=(*before, *(point for point in line.points if point.on > begins)))
    return Outcome(measure, tuple(rules.at_times(asked, kept.points, begins, today)), kept)


def _about(family: uuid.UUID, subject: uuid.UUID) -> Collection[uuid.UUID]:
    """Of whom an answer may be: whoever it is given to, the two together, and each of them."""
    dyads = Dyad.objects.filter(family_id=family)
    near = [row for row in dyads if subject in (row.pk, row.woman_id, row.child_id)]
    return {subject, *(id for row in near for id in (row.pk, row.woman_id, row.child_id))}
