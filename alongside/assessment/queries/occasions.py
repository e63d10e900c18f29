"""Named questions about occasions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from alongside.assessment.models import Occasion
from alongside.assessment.terms import OccasionState

Key = tuple[uuid.UUID, str, date, str]  # subject, instrument, day, source


def occasions_of(family_id: uuid.UUID) -> QuerySet[Occasion]:
    """Every occasion of a family, newest first."""
    return Occasion.objects.filter(family_id=family_id).order_by("-on", "-id")


def series(family_id: uuid.UUID, subject: uuid.UUID, instrument: str) -> QuerySet[Occasion]:
    """One measure of one subject over time, oldest first, with those that were not done."""
    return Occasion.objects.filter(family_id=family_id, subject=subject, instrument=instrument).order_by("on", "id")


def known_keys(subjects: Iterable[uuid.UUID]) -> set[Key]:
    """What is already recorded as done about these subjects, in one statement."""
    done = Occasion.objects.filter(subject__in=list(subjects), state=OccasionState.DONE)
    return set(done.values_list("subject", "instrument", "on", "source"))
