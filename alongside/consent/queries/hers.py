"""What left about her, and what she says to what is written: as far as the asker may see it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from alongside.consent.models import BreakGlass, Disclosure, DisclosureStep, Statement


def ledger(
    family: uuid.UUID, *, before: tuple[datetime, uuid.UUID] | None = None, size: int = 30
) -> list[Disclosure]:  # fmt: skip
    """Everything that left, the newest first; ``before`` is (when, id) of the last line shown. One statement."""
    rows = Disclosure.objects.filter(family_id=family).order_by("-recorded_at", "-id")
    if before is not None:
        at, id = before
        rows = rows.filter(Q(recorded_at__lt=at) | Q(recorded_at=at, id__lt=id))
    return list(rows[:size])


def disclosed(family: uuid.UUID, id: uuid.UUID) -> Disclosure:
    """One line with the words that left (``parts``) and what came after (``steps``), in three statements.

    Raises Disclosure.DoesNotExist for one that is hidden (also for her safety, for a time), of another family, or not
    there.
    """
    found = Disclosure.objects.select_related("legal_basis").prefetch_related("parts", "steps")
    return found.get(family_id=family, pk=id)


def comments(family: uuid.UUID, lines: Collection[uuid.UUID]) -> dict[uuid.UUID, list[DisclosureStep]]:
    """What came after each of these lines, in order; one statement."""
    found: dict[uuid.UUID, list[DisclosureStep]] = {}
    for step in DisclosureStep.objects.filter(family_id=family, disclosure_id__in=lines).order_by("recorded_at", "id"):
        found.setdefault(step.disclosure_id, []).append(step)
    return found


def emergencies(family: uuid.UUID) -> list[BreakGlass]:
    """Times when somebody opened what was not hers to see, the newest first; one statement."""
    return list(BreakGlass.objects.filter(family_id=family).order_by("-recorded_at", "-id"))


def statements(family: uuid.UUID, targets: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Statement]]:
    """Her own words beside each of these, in the order in which she said them; one statement."""
    found: dict[uuid.UUID, list[Statement]] = {}
    for row in Statement.objects.filter(family_id=family, target__in=targets).order_by("recorded_at", "id"):
        found.setdefault(row.target, []).append(row)
    return found
