"""Verbs of agencies."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from alongside.agencies.models import Agency, Agreement, Site
from alongside.recordkeeping.actions import entry, write_trail


@transaction.atomic
def add_agency(*, name: str, kind: str, reference: str = "", by: uuid.UUID, at: datetime) -> Agency:
    """An agency we work with. Raises IntegrityError when one of that name is known."""
    agency = Agency.objects.create(name=name, kind=kind, reference=reference, recorded_by=by, recorded_at=at)
    write_trail([entry("agency added", agency=agency.id)], by=by)
    return agency


@transaction.atomic
def shut(*, agency: Agency, by: uuid.UUID, at: datetime) -> None:
    """Nobody of this partner agency comes in from now on, and whoever is in is out at the next statement."""
    if Agency.objects.filter(id=agency.id, shut_at=None).update(shut_at=at):
        write_trail([entry("agency shut out", agency=agency.id)], by=by)


@transaction.atomic
def let_in_again(*, agency: Agency, by: uuid.UUID, at: datetime) -> None:
    """People of this agency may sign in again; whoever was in signs in anew."""
    if Agency.objects.filter(id=agency.id).exclude(shut_at=None).update(shut_at=None):
        write_trail([entry("agency let in again", agency=agency.id)], by=by)


@transaction.atomic
def add_site(*, agency: Agency, name: str, address: str = "", by: uuid.UUID, at: datetime) -> Site:
    """A place where ``agency`` works."""
    site = Site.objects.create(agency=agency, name=name, address=address, recorded_by=by, recorded_at=at)
    write_trail([entry("site added", site=site.id)], by=by)
    return site


@transaction.atomic
def agree(
    *,
    agency: Agency,
    partner: Agency,
    brings: str,
    from_on: date,
    until_on: date | None = None,
    review_on: date | None = None,
    contact_person: str = "",
    by: uuid.UUID,
    at: datetime,
) -> Agreement:
    """An agreement between two agencies from ``from_on`` (inclusive) to ``until_on`` (exclusive, open when None)."""
    agreement = Agreement.objects.create(
        agency=agency, partner=partner, brings=brings, contact_person=contact_person,
        during=(from_on, until_on), review_on=review_on, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("agreement recorded", agreement=agreement.id)], by=by)
    return agreement
