"""Promises: what somebody said will happen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Case, QuerySet, When

from alongside.care.models import Promise
from alongside.care.terms import PromiseState


def next_promises(family_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Promise]:
    """The first open promise of each family, in one statement; families without one are left out."""
    promises = (
        Promise.objects.filter(family_id__in=list(family_ids), state=PromiseState.OPEN)
        .order_by("family_id", "on", "at_time", "id")
        .distinct("family_id")
    )
    return {promise.family_id: promise for promise in promises}


def open_promises(family_id: uuid.UUID) -> QuerySet[Promise]:
    """What is still to come for a family, the first day first."""
    return Promise.objects.filter(family_id=family_id, state=PromiseState.OPEN).order_by("on", "at_time", "id")


def promises_of(worker: uuid.UUID, today: date) -> QuerySet[Promise]:
    """What a worker said she will do: from today on, the first day first; then what was planned, the last day first."""
    coming = Case(When(on__gte=today, then="on"))
    rows = Promise.objects.filter(worker=worker, state=PromiseState.OPEN)
    return rows.order_by(coming.asc(nulls_last=True), "-on", "at_time", "id")
