"""What the answers of an occasion come to. Scoring again adds rows; earlier ones stay, superseded (D-72)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction

from alongside.assessment import rules
from alongside.assessment.models import Occasion, Score
from alongside.assessment.terms import OccasionState
from alongside.families.models import Child, Dyad
from alongside.families.rules.days import TERM_DAYS
from alongside.instruments.rules import Definition as Read
from alongside.instruments.rules import ScaleScore, counted, score
from alongside.instruments.rules.ages import months_for_norms

ENGINE = "1"  # of the scoring rules: raised when the same answers would come to something else
PLACES = Decimal("0.000001")


def child_months(subject: uuid.UUID, on: date) -> int | None:
    """The age in months that norms look at, of the child who is ``subject`` (or the child of the two); ``None`` when it
    is not known. One or two statements."""
    child = Child.objects.select_related("person").filter(pk=subject).first()
    if child is None:
        pair = Dyad.objects.select_related("child__person").filter(pk=subject).first()
        child = pair.child if pair else None
    return None if child is None else months_on(child, on)


def months_on(child: Child, on: date) -> int | None:
    """The same, of a child that came along with her or his person."""
    if child.person.born_on is None or child.person.born_on > on:
        return None
    early = max(0, (TERM_DAYS - child.gestation_days) // 7) if child.gestation_days else 0
    return months_for_norms(child.person.born_on, on, early).months


@transaction.atomic
def score_again(
    occasion: Occasion, terms: Read, answers: Mapping[str, Any], *, by: uuid.UUID, at: datetime
) -> list[Score]:
    """Compute and keep the scores of an occasion from the answers that stand; ``total`` is kept for the timeline.

    A missing score says why. Only what is asked counts: an answer that a later one made a skip rule leave out is kept
    and not scored.
    """
    months = child_months(occasion.subject, occasion.on) if any(scale.by_month for scale in terms.scales) else None
    asked = counted(terms, answers, mode=rules.asked_how(terms))
    found = score(terms, asked, months=months)
    Score.objects.filter(occasion=occasion, superseded_at=None).update(superseded_at=at)
    which = occasion.definition_id
    assert which is not None  # what has no definition is never scored
    rows = [row_of(occasion, which, one, by, at) for one in found.scales.values()]
    Score.objects.bulk_create(rows)
    if occasion.state == OccasionState.DONE:
        total = main_value(terms, rows)
        Occasion.objects.filter(pk=occasion.pk).update(total=total)
        occasion.total = total
    return rows


def main_value(terms: Read, rows: list[Score]) -> Decimal | None:
    """The one number of a measure that has one: its scale "total", else its only scale; else none."""
    by_scale = {row.scale: row.value for row in rows}
    value = by_scale.get("total", next(iter(by_scale.values())) if len(by_scale) == 1 else None)
    return None if value is None else value.quantize(rules.PLACES)


def row_of(occasion: Occasion, definition: uuid.UUID, one: ScaleScore, by: uuid.UUID, at: datetime) -> Score:
    """One score as it is kept: before rounding, with the bands and cut-offs of its version."""
    return Score(
        occasion=occasion, family_id=occasion.family_id, subject=occasion.subject, category=occasion.category,
        definition_id=definition, scale=one.code, value=_exactly(one.exact),
        at_least=None if one.at_least is None else Decimal(str(one.at_least)), band=one.band or "",
        met=[key for key, met in one.met.items() if met], missing=one.n_missing, prorated=one.prorated,
        reason=one.reason, engine=ENGINE, recorded_by=by, recorded_at=at,
    )  # fmt: skip


def _exactly(value: int | Fraction | None) -> Decimal | None:
    return None if value is None else (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES)
