"""Verbs of accounts: who signs in, as whom, with which part."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from alongside.accounts.models import Colleague, ProposedRole, Role, User
from alongside.accounts.terms import PARTS, No
from alongside.agencies.models import Agency
from alongside.agencies.terms import OURS
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.queries import loading
from alongside.safekeeping.terms import Kind

# Services that jobs sign in as (safekeeping.open_service_session): name -> id of its principal.
QUIET_SERVICE = "quiet-notice"


def instants(from_on: date, until_on: date | None) -> str:
    """The stretch of days as a ``tstzrange`` literal in the programme's time zone; ``until_on`` is exclusive."""
    return f"[{_begins(from_on)},{_begins(until_on) if until_on else ''})"


def _begins(day: date) -> str:
    """The instant at which a day begins in the programme's time zone, as text."""
    zone = timezone.get_default_timezone()
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC).isoformat()


def call(call: str, *values: Any) -> None:
    """One verb of the wall. Raises ProgrammingError (42501) where it is not allowed."""
    with connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{call}", values)


def keep_principal(
    *, id: uuid.UUID, account: uuid.UUID | None, agency: uuid.UUID | None, kind: str, name: str,
    person: uuid.UUID | None = None, active: bool = True,
) -> None:  # fmt: skip
    """Tell the wall who this is. Raises ProgrammingError (42501) for whoever may not keep accounts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.keep_principal(%s::uuid, %s::uuid, %s::uuid, %s::uuid, %s, %s, %s)",
            [id, account, agency, person, kind, name, active],
        )


def keep_capacity(*, id: uuid.UUID, principal: uuid.UUID, role: str, from_on: date, until_on: date | None) -> None:
    """Tell the wall what a role lets this principal do, and when."""
    part = PARTS[role]
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.keep_capacity(%s::uuid, %s::uuid, %s::bigint, %s::int, %s::int, %s::tstzrange)",
            [id, principal, part.abilities, part.reads, part.writes, instants(from_on, until_on)],
        )


def make_user(*, email: str, password: str | None, must_have_second_factor: bool = True) -> User:
    """A sign-in, written by the gate (or by the loader in a command). Raises IntegrityError for a known address."""
    alias = "gate" if "gate" in settings.DATABASES else "default"
    return User.objects.db_manager(alias).create_user(email, password, must_have_second_factor=must_have_second_factor)


@transaction.atomic
def open_account(*, email: str, password: str | None) -> uuid.UUID:
    """A sign-in for a colleague who is added in the same transaction, so that neither is ever there alone.

    ``None``: no password opens it; she signs in at her agency.

    Raises Refused (``address_taken``) for a known address, ProgrammingError (42501) for whoever may not keep accounts.
    """
    id = new_id()
    try:
        with transaction.atomic():
            call("open_account(%s::uuid, %s, %s)", id, email.strip().lower(), make_password(password))
    except IntegrityError:
        raise Refused(No.ADDRESS_TAKEN, field="email") from None
    return id


@transaction.atomic
def open_account_for_code(*, email: str) -> uuid.UUID:
    """The same for somebody who works here, without a password: she chooses one with the code that is made for her
    (``new_code``), and her sign-in opens nothing before. Raises as ``open_account`` does.
    """
    id = new_id()
    try:
        with transaction.atomic():
            call("open_account_for_code(%s::uuid, %s)", id, email.strip().lower())
    except IntegrityError:
        raise Refused(No.ADDRESS_TAKEN, field="email") from None
    return id


@transaction.atomic
def add_colleague(
    *, agency: Agency, name: str, roles: list[str], from_on: date, account: uuid.UUID | None = None,
    about: str = "", by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Colleague:  # fmt: skip
    """Somebody begins to work at ``agency`` with these roles. She is let into no file by this; wide ones wait."""
    colleague = Colleague(id=id or new_id(), agency=agency, name=name, about=about, recorded_by=by, recorded_at=at)
    kind = PARTS[roles[0]].kind if roles else Kind.STAFF
    keep_principal(id=colleague.id, account=account, agency=agency.id, kind=kind, name=name)
    colleague.save(force_insert=True)
    for role in roles:
        begin_role(colleague=colleague, role=role, from_on=from_on, by=by, at=at)
    write_trail([entry("colleague added", colleague=colleague.id)], by=by)
    return colleague


def begin_role(
    *, colleague: Colleague, role: str, from_on: date, until_on: date | None = None, by: uuid.UUID, at: datetime
) -> Role | ProposedRole:
    """Give a part; a wide one is only proposed, except by commands that set up or fill a database."""
    verb = propose_role if PARTS[role].wide and not loading() else give_role
    return verb(colleague=colleague, role=role, from_on=from_on, until_on=until_on, by=by, at=at)


@transaction.atomic
def give_role(
    *, colleague: Colleague, role: str, from_on: date, until_on: date | None = None, by: uuid.UUID, at: datetime
) -> Role:
    """A part to play from ``from_on``; acts behind the wall at once. Nobody gives a role to herself.

    Raises ProgrammingError (42501) for a wide part, which one person cannot give.
    """
    held = Role(colleague=colleague, name=role, during=(from_on, until_on), recorded_by=by, recorded_at=at)
    keep_capacity(id=held.id, principal=colleague.id, role=role, from_on=from_on, until_on=until_on)
    held.save(force_insert=True)
    write_trail([entry("role given", colleague=colleague.id, role=role)], by=by)
    return held


@transaction.atomic
def propose_role(
    *, colleague: Colleague, role: str, from_on: date, until_on: date | None = None, by: uuid.UUID, at: datetime
) -> ProposedRole:
    """A wide part that does nothing until a second person agrees. Raises ProgrammingError (42501) for oneself."""
    part = PARTS[role]
    proposed = ProposedRole(
        colleague=colleague, name=role, during=(from_on, until_on), abilities=part.abilities, reads=part.reads,
        writes=part.writes, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    proposed.save(force_insert=True)
    write_trail([entry("role proposed", colleague=colleague.id, role=role)], by=by)
    return proposed


@transaction.atomic
def agree_role(*, proposed: ProposedRole, by: uuid.UUID, at: datetime) -> Role:
    """The second person says yes: the part acts at once.

    Raises ProgrammingError (42501) for whoever proposed it, for whoever would get it, and when it is settled already.
    """
    part, (first, until_on) = PARTS[proposed.name], (proposed.during.lower, proposed.during.upper)
    call(
        "agree_role(%s::uuid, %s::bigint, %s::int, %s::int, %s::tstzrange)",
        proposed.id, part.abilities, part.reads, part.writes, instants(first, until_on),
    )  # fmt: skip
    held = Role(
        id=proposed.id, colleague_id=proposed.colleague_id, name=proposed.name, during=(first, until_on),
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    held.save(force_insert=True)
    write_trail([entry("role agreed", colleague=proposed.colleague_id, role=proposed.name)], by=by)
    return held


@transaction.atomic
def decline_role(*, proposed: ProposedRole, by: uuid.UUID, at: datetime) -> None:
    """The part is not given; whoever proposed it may also take it back so."""
    call("decline_role(%s::uuid)", proposed.id)
    write_trail([entry("role declined", colleague=proposed.colleague_id, role=proposed.name)], by=by)


@transaction.atomic
def end_role(*, held: Role, on: date, by: uuid.UUID, at: datetime) -> None:
    """The role ends on ``on`` (its last day is the day before), or sooner if it was to end sooner."""
    first, last = held.during.lower, held.during.upper
    until_on = max(first, min(on, last) if last else on)
    Role.objects.filter(id=held.id).update(during=(first, until_on))
    call("end_capacity(%s::uuid, %s::uuid, %s::timestamptz)", held.id, held.colleague_id, _begins(until_on))
    write_trail([entry("role ended", colleague=held.colleague_id, role=held.name)], by=by)


@transaction.atomic
def leave(*, colleague: Colleague, on: date, by: uuid.UUID, at: datetime) -> None:
    """She works here no longer: her parts, her sessions and what she was let into end now. Her history stays.

    ``on`` is the first day on which she no longer works here. Raises ProgrammingError (42501) for oneself.
    """
    Colleague.objects.filter(id=colleague.id).update(left_on=on)
    open_still = Q(during__upper_inf=True) | Q(during__endswith__gt=on)
    for held in Role.objects.filter(open_still, colleague=colleague, during__isempty=False):
        end_role(held=held, on=on, by=by, at=at)
    for proposed in ProposedRole.objects.filter(colleague=colleague, settled_at=None):
        decline_role(proposed=proposed, by=by, at=at)
    kind = Kind.STAFF if colleague.agency.kind in OURS else Kind.PARTNER
    keep_principal(
        id=colleague.id, account=None, agency=colleague.agency_id, kind=kind, name=colleague.name, active=False
    )
    write_trail([entry("colleague left", colleague=colleague.id)], by=by)


@transaction.atomic
def come_back(*, colleague: Colleague, role: str, from_on: date, by: uuid.UUID, at: datetime) -> Colleague:
    """She works here again, as the same person, with a part given anew; she is let into no file by this.

    Her sign-in opens nothing before she has set it up with a new code. Raises ProgrammingError (42501) for oneself.
    """
    Colleague.objects.filter(id=colleague.id).update(left_on=None)
    keep_principal(
        id=colleague.id, account=None, agency=colleague.agency_id, kind=Kind.STAFF, name=colleague.name, active=True
    )
    begin_role(colleague=colleague, role=role, from_on=from_on, by=by, at=at)
    write_trail([entry("colleague back", colleague=colleague.id)], by=by)
    return colleague
