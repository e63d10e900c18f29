"""Named questions about texts before the council."""

from __future__ import annotations

import uuid

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from alongside.wording.models import CouncilPay, CouncilText, Review
from alongside.wording.terms import ReviewStatus

_NOT_YET = Value(ReviewStatus.PUT_TO_COUNCIL.value, output_field=TextField())


def texts() -> QuerySet[CouncilText]:
    """Every text in its newest version, with ``status`` (the newest review's outcome, or put to the council)."""
    newest = CouncilText.objects.filter(key=OuterRef("key"), language=OuterRef("language")).order_by("-version")
    last = Review.objects.filter(text=OuterRef("pk")).order_by("-on", "-recorded_at")
    return (
        CouncilText.objects.filter(pk=Subquery(newest.values("pk")[:1]))
        .annotate(status=Coalesce(Subquery(last.values("outcome")[:1]), _NOT_YET))
        .order_by("key", "language")
    )


def text(id: uuid.UUID) -> CouncilText:
    """One version of a text, with its status. Raises CouncilText.DoesNotExist."""
    last = Review.objects.filter(text=OuterRef("pk")).order_by("-on", "-recorded_at")
    return CouncilText.objects.annotate(status=Coalesce(Subquery(last.values("outcome")[:1]), _NOT_YET)).get(pk=id)


def in_use(key: str, language: str) -> CouncilText | None:
    """The newest version of a text that the council has not sent back; ``None`` when there is none."""
    last = Review.objects.filter(text=OuterRef("pk")).order_by("-on", "-recorded_at")
    found = CouncilText.objects.filter(key=key, language=language).annotate(
        status=Coalesce(Subquery(last.values("outcome")[:1]), _NOT_YET)
    )
    return found.exclude(status=ReviewStatus.SENT_BACK).order_by("-version").first()


def reviews_of(text: CouncilText) -> QuerySet[Review]:
    """What the council said about a version, newest first."""
    return Review.objects.filter(text=text).order_by("-on", "-recorded_at")


def pay() -> QuerySet[CouncilPay]:
    """Time of members, newest first (a member sees her own)."""
    return CouncilPay.objects.order_by("-on")
