"""Pregnancies, with the due date that counts today."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from alongside.families.models import Child, DueDate, Exposure, Pregnancy, Woman
from alongside.families.terms import ChildState, PregnancyOutcome


def _with_due_date(found: QuerySet[Pregnancy], known_at: datetime | None = None) -> QuerySet[Pregnancy]:
    """Adds ``due_on`` and ``due_method``: the newest revision (known at that instant), or None."""
    newest = DueDate.objects.filter(pregnancy_id=OuterRef("id")).order_by("-recorded_at", "-id")
    if known_at is not None:
        newest = newest.filter(recorded_at__lte=known_at)
    return found.annotate(
        due_on=Subquery(newest.values("due_on")[:1]), due_method=Subquery(newest.values("method")[:1])
    )


def pregnancies_of(family_id: uuid.UUID, known_at: datetime | None = None) -> QuerySet[Pregnancy]:
    """Pregnancies of this file, newest first, each with ``due_on`` and ``due_method`` (None when not known)."""
    found = Pregnancy.objects.filter(family_id=family_id)
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
    return _with_due_date(found, known_at).order_by("-recorded_at", "-id")


def current_pregnancy(woman: Woman) -> Pregnancy | None:
    """The pregnancy that goes on, with ``due_on`` and ``due_method``; ``None`` when she is not expecting."""
    return pregnancies_of(woman.family_id).filter(woman_id=woman.pk, outcome=PregnancyOutcome.EXPECTING).first()


def due_dates_of(pregnancy: Pregnancy) -> QuerySet[DueDate]:
    """Every due date there has been, newest first."""
    return DueDate.objects.filter(family_id=pregnancy.family_id, pregnancy_id=pregnancy.id).order_by(
        "-recorded_at", "-id"
    )


def exposures_of(pregnancy: Pregnancy) -> QuerySet[Exposure]:
    """What this pregnancy met, as she told it (D-24). No query about a child leads here."""
    return Exposure.objects.filter(
        family_id=pregnancy.family_id, pregnancy_id=pregnancy.id, taken_back_at=None
    ).order_by("recorded_at", "id")


def reminded_children(family_ids: list[uuid.UUID]) -> QuerySet[Child]:
    """Children of these files for whom anything may be scheduled: living, or expected in a pregnancy that goes on."""
    return (
        Child.objects.filter(family_id__in=family_ids)
        .exclude(state=ChildState.LOST)
        .exclude(state=ChildState.EXPECTED, pregnancy__outcome__in=_NOT_GOING_ON)
        .select_related("person", "pregnancy")
        .order_by("family_id", "person__born_on", "birth_order")
    )


_NOT_GOING_ON = (PregnancyOutcome.LOSS, PregnancyOutcome.STILLBIRTH, PregnancyOutcome.ENDED, PregnancyOutcome.MOVED)
