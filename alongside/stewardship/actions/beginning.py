"""The first day of a real programme."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from alongside.accounts.actions import add_colleague, make_user
from alongside.accounts.terms import RoleName
from alongside.agencies.actions import add_agency
from alongside.agencies.models import Programme
from alongside.agencies.terms import AgencyKind, Jurisdiction, Mode
from alongside.consent.actions import load_forms
from alongside.instruments.actions import load_catalogue
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.stewardship.actions.protocol import load_protocol

FIRST_ROLES = [RoleName.ADMINISTRATOR, RoleName.MANAGER]


def begin_programme(
    *, name: str, jurisdiction: str, admin_name: str, admin_email: str, password: str, at: datetime
) -> Programme:
    """An empty real programme and its first administrator, who must set up a second factor at her first sign-in.

    Runs as the loader. Raises ``Refused`` (``already_begun``) when there is a programme, practice or real, and
    IntegrityError for an address that is known. All or nothing, the account included.
    """
    # The account is written by the gate where the process has one.
    accounts = "gate" if "gate" in settings.DATABASES else DEFAULT_DB_ALIAS
    with transaction.atomic(), transaction.atomic(using=accounts):
        if Programme.objects.exists():
            raise Refused("already_begun")
        first = new_id()
        agency = add_agency(name=name, kind=AgencyKind.PROGRAMME, by=first, at=at)
        programme = Programme.objects.create(
            time_zone=settings.TIME_ZONE,
            agency=agency,
            name=name,
            mode=Mode.REAL,
            jurisdiction=Jurisdiction(jurisdiction),
            recorded_by=first,
            recorded_at=at,
        )
        load_catalogue(by=first, at=at)  # what this site uses them for, it says itself
        load_forms(by=first, at=at)
        load_protocol(agency=agency.id, by=first, at=at)
        write_trail([entry("programme begun", programme=programme.id, jurisdiction=jurisdiction)], by=first)
        user = make_user(email=admin_email, password=password, must_have_second_factor=True)
        add_colleague(
            agency=agency, name=admin_name, roles=[str(role) for role in FIRST_ROLES], from_on=timezone.localdate(at),
            account=user.id, by=first, at=at, id=first,
        )  # fmt: skip
    return programme
