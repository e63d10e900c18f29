"""Who works with her elsewhere (which opens nothing by itself); and holding still what decides about a family."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from alongside.accounts.models import Colleague
from alongside.agencies.terms import OURS
from alongside.consent.models import OutsideWorker
from alongside.consent.terms import No
from alongside.families.models import Person
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

_DAY = timedelta(days=1)


@transaction.atomic
def assign_outside_worker(
    *, person: Person, colleague: Colleague, known_as: str, from_on: date, by: uuid.UUID, at: datetime
) -> OutsideWorker:
    """Somebody at a partner agency works with this woman or child, as we were told; nothing is open to her by this.

    ``known_as`` is the name under which she or the child is known there, and all that her lists will ever say. Raises
    ``Refused`` (``not_outside_worker``); ProgrammingError (42501) for whoever may not write in this file.
    """
    if colleague.agency.kind in OURS:
        raise Refused(No.NOT_OUTSIDE, field="colleague")
    kept = OutsideWorker.objects.create(
        id=new_id(), family_id=person.family_id, person=person, colleague=colleague, known_as=known_as,
        during=DateRange(from_on, None), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    told = entry("outside worker named", family=person.family_id, subject=person.pk, colleague=colleague.pk)
    write_trail([told], by=by)
    return kept


@transaction.atomic
def end_outside_worker(*, worker: OutsideWorker, last_day: date, by: uuid.UUID, at: datetime) -> OutsideWorker:
    """After ``last_day`` she works with them no longer; what was shared with her closes with that day.

    Raises ``Refused`` (``ended_already``).
    """
    held = OutsideWorker.objects.select_for_update().get(pk=worker.pk)
    ends = max(last_day + _DAY, (held.during.lower or last_day) + _DAY)
    if held.during.upper is not None and held.during.upper <= ends:
        raise Refused(No.ENDED_ALREADY, field="worker")
    held.during = DateRange(held.during.lower, ends)
    held.save(update_fields=["during"])
    told = entry("outside worker ended", family=held.family_id, subject=held.person_id, colleague=held.colleague_id)
    write_trail([told], by=by)
    return held


def hold_still(*, family: uuid.UUID) -> None:
    """Before anything of this family is disclosed: nothing that decides about it changes until this transaction ends.

    Decide after it, in the same transaction: what was taken back before is seen, and whoever takes something back now
    waits. Raises ProgrammingError (42501) for whoever is not let in, RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("what is held still is held until a transaction ends")
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.hold_still(%s::uuid)", [family])
