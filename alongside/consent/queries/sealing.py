"""What is closed to everybody: for the desk of whoever keeps privacy, and for asking the rules."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import F, Q

from alongside.consent.models import Seal
from alongside.families.models import Dyad


def seals(size: int = 200) -> Sequence[Seal]:
    """What is closed now, what somebody asks to open first, then the newest; of files whose privacy she keeps."""
    first = F("asked_at").desc(nulls_last=True)
    return list(Seal.objects.filter(opened_at=None).order_by(first, "-recorded_at", "-id")[:size])


def seal(id: uuid.UUID) -> Seal:
    """One that is closed now. Raises Seal.DoesNotExist."""
    return Seal.objects.get(pk=id, opened_at=None)


def opening_asked_for() -> int:
    """How many wait for a second person."""
    return Seal.objects.filter(opened_at=None, asked_at__isnull=False).count()


def closed_in(family: uuid.UUID) -> dict[uuid.UUID, str]:
    """{id of somebody, of two together or of a record: why it is closed}, for whoever may know that (the loader)."""
    found: dict[uuid.UUID, str] = {}
    for row in Seal.objects.filter(family_id=family, opened_at=None):
        pairs = Dyad.objects.filter(Q(woman_id=row.target) | Q(child_id=row.target), family_id=family)
        # Of two reasons the one that the law names first: an adoption is a bar of its own.
        for what in (row.target, *row.with_it, *pairs.values_list("id", flat=True)):
            if found.get(what) != "adoption":
                found[what] = row.why
    return found
