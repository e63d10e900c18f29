"""Verbs of growth: what was measured on a day, and its correction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.assessment.models import Growth
from alongside.assessment.rules import growth as rules
from alongside.families.models import Child
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

FIELDS = {"birth_needed": "on", "in_future": "on", "before_birth": "on", "position_needed": "position"}


@transaction.atomic
def record_growth(
    *, child: Child, on: date, values: Mapping[str, object], position: str = "", by: uuid.UUID, at: datetime
) -> list[Growth]:
    """What was measured on a day: ``values`` holds any of weight (kg), length and head (cm). All or nothing.

    Raises ``Refused`` with a code of ``terms.No`` and the field.
    """
    read = {measured: rules.read_value(measured, value) for measured, value in values.items()}
    found = {measured: value for measured, value in read.items() if value is not None}
    decision = rules.check_growth(
        on=on, today=timezone.localdate(at), born_on=child.person.born_on, measured=found, position=position
    )
    if not decision:
        raise Refused(decision.because, field=FIELDS.get(decision.because, "weight"))
    rows = []
    for measured, value in found.items():
        row = Growth(
            family_id=child.family_id, subject=child.pk, category=Category.CHILD_HEALTH_DEV, on=on, measured=measured,
            value=value, position=position if measured == rules.LENGTH else "", recorded_by=by, recorded_at=at,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as known:
            raise Refused("already_measured", field=measured) from known
        rows.append(row)
    write_trail([entry("growth recorded", family=child.family_id, subject=child.pk, count=len(rows))], by=by)
    return rows


@transaction.atomic
def correct_growth(
    *, row: Growth, child: Child, value: object = None, position: str = "", by: uuid.UUID, at: datetime
) -> Growth | None:
    """Put one measurement right; without a value it is taken back. What stood before stays in the record.

    Raises ``Refused``: ``changed_meanwhile`` when a colleague corrected it first.
    """
    closed = Growth.objects.filter(pk=row.pk, superseded_at=None).update(superseded_at=at)
    if not closed:
        raise Refused("changed_meanwhile")
    write_trail([entry("growth corrected", family=row.family_id, subject=row.subject, row=row.pk)], by=by)
    if value is None or value == "":
        return None
    return record_growth(child=child, on=row.on, values={row.measured: value}, position=position, by=by, at=at)[0]
