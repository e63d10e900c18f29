"""Verbs of accounts: people at agencies we work with."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from alongside.accounts.actions.colleague_codes import Handed, new_code
from alongside.accounts.actions.colleagues import add_colleague, call, leave, open_account, open_account_for_code
from alongside.accounts.models import Colleague
from alongside.accounts.terms import PARTS, No
from alongside.agencies.models import Agency
from alongside.agencies.terms import OURS
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Kind


@transaction.atomic
def register_outside(
    *, agency: Agency, name: str, role: str, from_on: date, email: str, here: bool = False, about: str = "",
    by: uuid.UUID, at: datetime,
) -> tuple[Colleague, Handed | None]:  # fmt: skip
    """Somebody at an agency we work with may sign in; she sees nobody by this.

    ``here``: with a password and a second factor of her own, which she sets up with the code that comes back (decision
    15: whoever registers her knows neither). Else at her agency (``project/agency_sign_in.py``), and never with a
    password here.
    Raises Refused (``address_taken``, ``not_outside``); ProgrammingError (42501) for whoever may not keep accounts.
    """
    if agency.kind in OURS or PARTS[role].kind != Kind.PARTNER:
        raise Refused(No.NOT_OUTSIDE, field="role")
    account = open_account_for_code(email=email) if here else open_account(email=email, password=None)
    added = add_colleague(
        agency=agency, name=name, roles=[role], from_on=from_on, account=account, about=about, by=by, at=at
    )
    return added, new_code(colleague=added, new_password=True, by=by, at=at) if here else None


@transaction.atomic
def move_outside(
    *, colleague: Colleague, agency: Agency, role: str, on: date, email: str, here: bool = False,
    by: uuid.UUID, at: datetime,
) -> tuple[Colleague, Handed | None]:  # fmt: skip
    """She works at another agency from ``on``: what the old one was shown is closed to her, and at the new one she
    begins with nothing. Raises as ``register_outside`` and ``leave`` do."""
    leave(colleague=colleague, on=on, by=by, at=at)
    return register_outside(
        agency=agency, name=colleague.name, role=role, from_on=on, email=email, here=here, by=by, at=at
    )


@transaction.atomic
def forget_agency_sign_in(*, colleague: Colleague, by: uuid.UUID, at: datetime) -> None:
    """The next time she is known by her address again, as at the very first; a second factor here is begun anew.

    Raises ProgrammingError (42501), also for somebody who signs in here.
    """
    call("forget_agency_sign_in(%s::uuid)", colleague.id)
    write_trail([entry("agency sign-in forgotten", colleague=colleague.id)], by=by)
