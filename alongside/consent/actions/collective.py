"""A community's yes to what belongs to it as well, written down and ended by whoever keeps privacy."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from alongside.agencies.models import Agency
from alongside.consent.models import CollectivePermission
from alongside.consent.terms import No
from alongside.families.models import Family
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def record_collective(
    *, family: Family, subject: uuid.UUID, agency: Agency, given_by: str, reference: str = "", from_on: date,
    last_day: date, by: uuid.UUID, at: datetime,
) -> CollectivePermission:  # fmt: skip
    """The nation or community body ``given_by`` lets this agency have what is tagged as culture about ``subject``.

    It counts from now on, from ``from_on`` at the earliest, and only beside her own yes. Raises Refused
    (``words_missing``, ``paper_days``), ProgrammingError (42501) for others, and for somebody of another family.
    """
    if not given_by.strip():
        raise Refused(No.WORDS_MISSING, field="given_by")
    if last_day < from_on:
        raise Refused(No.PAPER_DAYS, field="last_day")
    kept = CollectivePermission(
        id=new_id(), family=family, subject=subject, agency=agency, given_by=given_by.strip(),
        reference=reference.strip(), during=DateRange(from_on, last_day + timedelta(days=1)), recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    kept.save(force_insert=True)
    write_trail([entry("community's yes recorded", family=family.pk, subject=subject, permission=kept.pk)], by=by)
    return kept


@transaction.atomic
def end_collective(*, permission: CollectivePermission, why: str, by: uuid.UUID, at: datetime) -> CollectivePermission:
    """The community takes it back, or it is not right: from the next statement on nothing more goes under it.

    Raises Refused (``words_missing``; ``taken_back`` also for whoever may not end it).
    """
    if not why.strip():
        raise Refused(No.WORDS_MISSING, field="why")
    given = {"ended_at": at, "ended_by": by, "ended_why": why.strip()}
    if not CollectivePermission.objects.filter(pk=permission.pk, ended_at=None).update(**given):
        raise Refused(No.TAKEN_BACK)
    write_trail([entry("community's yes ended", family=permission.family_id, subject=permission.subject)], by=by)
    return CollectivePermission.objects.get(pk=permission.pk)
