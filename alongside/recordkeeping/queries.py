"""Named questions about records of records."""

from __future__ import annotations

import uuid

from django.db import connections
from django.db.models import QuerySet

from alongside.recordkeeping.models import EarlierVersion, SetAside, Submission


def broken_links(using: str = "loader") -> list[tuple[int, int]]:
    """(chain, number) of each trail row that does not follow from the one before; empty when the trail is whole."""
    with connections[using].cursor() as cursor:
        cursor.execute("select shard, seq from safekeeping.broken_links()")
        return [(int(shard), int(seq)) for shard, seq in cursor.fetchall()]


def set_aside_in(family: uuid.UUID) -> QuerySet[SetAside]:
    """What waits for a decision between two versions, oldest first."""
    return SetAside.objects.filter(family=family, settled_at=None).order_by("recorded_at")


def sent_before(submission: uuid.UUID, principal: uuid.UUID) -> Submission | None:
    """The same form sent earlier by the same person, with where it led; ``None`` for a form sent the first time."""
    return Submission.objects.filter(id=submission, principal=principal).first()


def earlier_versions(family: uuid.UUID, *targets: uuid.UUID) -> QuerySet[EarlierVersion]:
    """What stood before of these things of one family, the newest of each first: who replaced it, when, every word."""
    return EarlierVersion.objects.filter(family=family, target__in=targets).order_by("-version")
