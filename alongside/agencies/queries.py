"""Named questions about agencies."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import QuerySet

from alongside.agencies.models import Agency, Agreement, Programme
from alongside.agencies.terms import OURS, Jurisdiction, Mode


def programme(using: str = "default") -> Programme | None:
    """The programme of this database, or ``None`` before it is set up."""
    return Programme.objects.using(using).select_related("agency").first()


def mode(using: str = "default") -> Mode | None:
    """Practice or real; ``None`` for a database that is not set up."""
    held = Programme.objects.using(using).values_list("mode", flat=True).first()
    return Mode(held) if held else None


def jurisdiction(using: str = "default") -> Jurisdiction:
    """Whose law applies here; Ontario's before the programme is set up, as for a new one."""
    held = Programme.objects.using(using).values_list("jurisdiction", flat=True).first()
    return Jurisdiction(held) if held else Jurisdiction.ONTARIO


def agency(id: uuid.UUID) -> Agency:
    """One agency. Raises Agency.DoesNotExist for one that is not there."""
    return Agency.objects.get(pk=id)


def partners() -> QuerySet[Agency]:
    """Agencies we work with, by name."""
    return Agency.objects.exclude(kind="programme").order_by("name")


def outside() -> QuerySet[Agency]:
    """Agencies whose people may be let sign in, by name: no place of our own programme."""
    return Agency.objects.exclude(kind__in=OURS).order_by("name")


def may_come_in(agency: uuid.UUID, using: str = "default") -> bool:
    """There is such an agency, and its door is not shut."""
    return Agency.objects.using(using).filter(id=agency, shut_at=None).exists()


def agreements_on(day: date) -> QuerySet[Agreement]:
    """Agreements in force on ``day``."""
    return Agreement.objects.filter(during__contains=day).select_related("partner").order_by("partner__name")
