"""Named questions about a child's developmental assessments and growth."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from alongside.assessment.models import DevelopmentalAssessment, DevelopmentDomain, DevelopmentRelease, Growth


def assessments_of(family_id: uuid.UUID, child: uuid.UUID) -> QuerySet[DevelopmentalAssessment]:
    """Every assessment of one child, the newest first."""
    return DevelopmentalAssessment.objects.filter(family_id=family_id, subject=child).order_by("-on", "-id")


def assessment(family_id: uuid.UUID, id: uuid.UUID) -> DevelopmentalAssessment:
    """One assessment with its domains, decisions and releases, in four statements.

    Raises DevelopmentalAssessment.DoesNotExist for one that is hidden, of another family, or not there.
    """
    return (
        DevelopmentalAssessment.objects.filter(family_id=family_id)
        .prefetch_related(
            Prefetch("domains", DevelopmentDomain.objects.select_related("occasion").order_by("recorded_at", "id")),
            "without_her",
            Prefetch("releases", DevelopmentRelease.objects.select_related("disclosure").order_by("recorded_at", "id")),
        )
        .get(id=id)
    )


def domains_of(assessment: DevelopmentalAssessment) -> dict[str, dict[str, Any]]:
    """What stands for each domain, by its code: tool, occasion (an id), strengths, needs."""
    rows = DevelopmentDomain.objects.filter(assessment=assessment).order_by("recorded_at", "id")
    return {
        row.domain: {"tool": row.tool, "occasion": row.occasion_id, "strengths": row.strengths, "needs": row.needs}
        for row in rows
    }


def growth_of(family_id: uuid.UUID, child: uuid.UUID, known_at: datetime | None = None) -> QuerySet[Growth]:
    """What was measured of one child, as it stands now or stood at ``known_at``, the first day first."""
    stands = Q(superseded_at=None)
    if known_at is not None:
        stands = Q(recorded_at__lte=known_at) & (stands | Q(superseded_at__gt=known_at))
    return Growth.objects.filter(stands, family_id=family_id, subject=child).order_by("on", "measured")


def release(family_id: uuid.UUID, id: uuid.UUID) -> DevelopmentRelease:
    """A copy that went. Raises DevelopmentRelease.DoesNotExist for one that is hidden, elsewhere or not there."""
    return DevelopmentRelease.objects.select_related("disclosure").get(family_id=family_id, pk=id)


def measurement(family_id: uuid.UUID, child: uuid.UUID, id: uuid.UUID) -> Growth:
    """One measurement as it stands (a corrected one cannot be corrected again). Raises Growth.DoesNotExist."""
    return growth_of(family_id, child).get(pk=id)
