"""Her plan for being reached."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import QuerySet

from alongside.families.models import Relationship, SafeContact, Woman
from alongside.families.terms import Safety


def safe_contacts_of(woman: Woman) -> QuerySet[SafeContact]:
    """Every plan she has had, newest first, with its ways."""
    return (
        SafeContact.objects.filter(family_id=woman.family_id, woman_id=woman.pk)
        .prefetch_related("ways")
        .order_by("-version")
    )


def safe_contact_of(woman: Woman) -> SafeContact | None:
    """The plan that counts (the newest), with its ways in ``plan.ways.all()``; ``None`` when she has none."""
    return safe_contacts_of(woman).first()


def unsafe_names(family_id: uuid.UUID, person_id: uuid.UUID, day: date) -> list[str]:
    """Names of those she calls unsafe on ``day``, for ``rules.safe_to_send``."""
    names: list[str] = []
    for name, others in Relationship.objects.filter(
        family_id=family_id, person_id=person_id, safety=Safety.UNSAFE, superseded_at=None, during__contains=day
    ).values_list("other__name", "other__other_names"):
        names += [n for n in (name, *others) if n]
    return names
