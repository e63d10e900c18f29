"""For whom the programme usually is, and what somebody wrote on the page for everybody."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from alongside.intake.models import Door, Knock
from alongside.intake.terms import WhoFor


def usual_door() -> Door:
    """What is said before an agency says anything else (X-09), not saved."""
    return Door(who_for=list(WhoFor.values), recorded_by=uuid.UUID(int=0))


def door(using: str = "default") -> Door:
    """The newest word of the programme about its door; the usual one when it has said nothing. One statement.

    ``using`` "gate": for the page for everybody, where nobody is signed in.
    """
    return Door.objects.using(using).order_by("-recorded_at", "-id").first() or usual_door()


def knocks() -> QuerySet[Knock]:
    """What was written on the page for everybody and nobody has taken yet, in the order in which it came."""
    return Knock.objects.filter(taken_at=None).order_by("came_at", "id")


def knock(id: uuid.UUID) -> Knock:
    """One that waits. Raises Knock.DoesNotExist for one that is taken, hidden, or not there."""
    return knocks().get(pk=id)
