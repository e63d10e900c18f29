"""Named questions about texts before the council."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from alongside.wording.models import CouncilPay, CouncilText, Review
from alongside.wording.terms import ReviewStatus
from alongside.wording.vocabulary.interface import shown_lines

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


def shown_though_sent_back() -> list[tuple[CouncilText, list[str]]]:
    """Versions that the council sent back and the lines of them that stand on our screens still, word for word.

    A line that the council agreed with later, in any text, is not told. One query.
    """
    last = Review.objects.filter(text=OuterRef("pk")).order_by("-on", "-recorded_at")
    reviewed = (
        CouncilText.objects.annotate(
            status=Subquery(last.values("outcome")[:1]),
            reviewed_on=Subquery(last.values("on")[:1]),
            reviewed_at=Subquery(last.values("recorded_at")[:1]),
        )
        .filter(status__isnull=False)
        .order_by("reviewed_on", "reviewed_at")
    )
    at: dict[tuple[str, str], Any] = {}
    for text in reviewed:
        for line in shown_lines(text.body, text.language):
            if text.status == ReviewStatus.SENT_BACK:
                at[text.language, line] = text
            else:
                at.pop((text.language, line), None)
    lines: dict[uuid.UUID, tuple[Any, list[str]]] = {}
    for (_, line), text in at.items():
        lines.setdefault(text.pk, (text, []))[1].append(line)
    return list(lines.values())


def reviews_of(text: CouncilText) -> QuerySet[Review]:
    """What the council said about a version, newest first."""
    return Review.objects.filter(text=text).order_by("-on", "-recorded_at")


def pay() -> QuerySet[CouncilPay]:
    """Time of members, newest first (a member sees her own)."""
    return CouncilPay.objects.order_by("-on")
