"""Promises: what somebody said will happen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

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


def promises_of(worker: uuid.UUID, size: int = 50) -> QuerySet[Promise]:
    """What a worker said she will do, the first day first."""
    return Promise.objects.filter(worker=worker, state=PromiseState.OPEN).order_by("on", "at_time", "id")[:size]
