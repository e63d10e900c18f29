"""Where they live and who is around them."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db.models import Q, QuerySet

from alongside.families.models import Household, HouseholdStay, Relationship


def known(known_at: datetime | None) -> Q:
    """Rows we believed at that instant; without one, those we believe now."""
    if known_at is None:
        return Q(superseded_at=None)
    return Q(recorded_at__lte=known_at) & (Q(superseded_at=None) | Q(superseded_at__gt=known_at))


def households_of(family_id: uuid.UUID) -> QuerySet[Household]:
    """Places of this file, newest first."""
    return Household.objects.filter(family_id=family_id).order_by("-recorded_at", "-id")


def stays_on(family_id: uuid.UUID, day: date, known_at: datetime | None = None) -> QuerySet[HouseholdStay]:
    """Who lives where on ``day``, with household and person."""
    return (
        HouseholdStay.objects.filter(known(known_at), family_id=family_id, during__contains=day)
        .select_related("household", "person")
        .order_by("household_id", "person_id")
    )


def stays_of(family_id: uuid.UUID) -> QuerySet[HouseholdStay]:
    """Every version of every stay, those put right too, with household and person; the newest days first."""
    stays = HouseholdStay.objects.filter(family_id=family_id).select_related("household", "person")
    return stays.order_by("-during", "-recorded_at", "-id")


def relationships_of(family_id: uuid.UUID) -> QuerySet[Relationship]:
    """Every version of who was in whose life, those put right too, with both persons; the newest days first."""
    rows = Relationship.objects.filter(family_id=family_id).select_related("person", "other")
    return rows.order_by("-during", "-recorded_at", "-id")


def people_around(family_id: uuid.UUID, day: date, known_at: datetime | None = None) -> QuerySet[Relationship]:
    """Who is in whose life on ``day``, with both persons and how safe she says they are."""
    return (
        Relationship.objects.filter(known(known_at), family_id=family_id, during__contains=day)
        .select_related("person", "other")
        .order_by("person_id", "kind", "id")
    )
