"""Her plan for being reached."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from alongside.families.models import DecisionRight, KnownContact, Relationship, SafeContact, SafeWay, Woman
from alongside.families.terms import Safety


def safe_contacts_of(woman: Woman) -> QuerySet[SafeContact]:
    """Every plan she has had, newest first, with its ways."""
    return (
        SafeContact.objects.filter(family_id=woman.family_id, woman_id=woman.pk)
        .prefetch_related("ways")
        .order_by("-version")
    )


def safe_contact_of(woman: Woman) -> SafeContact | None:
    """The plan that counts (the newest), with its ways in ``plan.ways.all()``; ``None`` when she has none.

    One statement, because it stands on the family's page: a row for each way, or one without. Earlier plans (she has
    had few) come with it: to ask the table twice, once for which is newest, would ask its policies twice.
    """
    plans = SafeContact.objects.filter(family_id=woman.family_id, woman_id=woman.pk)
    way = {f"way_{name}": F(f"ways__{name}") for name in _WAY}
    every = list(plans.annotate(**way).order_by("-version", "ways__id"))
    if not every:
        return None
    plan = every[0]
    rows = [row for row in every if row.pk == plan.pk]
    ways = plan.ways.all()
    ways._result_cache = [  # what prefetch_related would have fetched by a second statement
        SafeWay(plan=plan, family_id=plan.family_id, woman_id=plan.woman_id, **_way(row))
        for row in rows
        if row.way_id is not None  # type: ignore[attr-defined]
    ]
    plan._prefetched_objects_cache = {"ways": ways}  # type: ignore[attr-defined]
    return plan


_WAY = ("id", "channel", "value", "content_level", "from_hour", "to_hour", "days", "voicemail")


def _way(row: SafeContact) -> dict[str, Any]:
    return {name: getattr(row, f"way_{name}") for name in _WAY}


def unsafe_names(family_id: uuid.UUID, person_id: uuid.UUID, day: date) -> list[str]:
    """Names of those she calls unsafe on ``day``, for ``rules.safe_to_send``."""
    names: list[str] = []
    for name, others in Relationship.objects.filter(
        family_id=family_id, person_id=person_id, safety=Safety.UNSAFE, superseded_at=None, during__contains=day
    ).values_list("other__name", "other__other_names"):
        names += [n for n in (name, *others) if n]
    return names


def decides_something(family_id: uuid.UUID, child_id: uuid.UUID) -> bool:
    """This child holds a right to decide something for herself or himself today."""
    held = DecisionRight.objects.filter(family_id=family_id, child_id=child_id, holder_id=child_id, superseded_at=None)
    return held.filter(during__contains=timezone.localdate()).exists()


def known_contacts(family_id: uuid.UUID, person_id: uuid.UUID) -> QuerySet[KnownContact]:
    """Numbers and addresses of somebody else in her life, the newest first."""
    rows = KnownContact.objects.filter(family_id=family_id, person_id=person_id, taken_back_at=None)
    return rows.order_by("-recorded_at")
