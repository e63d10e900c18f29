"""Which norms this site goes by."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from alongside.instruments.models import SiteNorm


def own_norms(code: str) -> QuerySet[SiteNorm]:
    """All norms that this site recorded for an instrument, the newest first."""
    return SiteNorm.objects.filter(code=code).order_by("scale", "-valid_from", "-recorded_at", "-id")


def own_norm(code: str, scale: str, on: date) -> SiteNorm | None:
    """The norm of this site that counts on a day; ``None`` when there is none."""
    return own_norms(code).filter(scale=scale, valid_from__lte=on).first()
