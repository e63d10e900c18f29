"""Copies that are prepared and given: what was decided, what was given, and by which day it is due."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from alongside.consent.queries import law_here
from alongside.stewardship.models import CopyGiven, CopyLeftOut, CopyMark, CopyPart, CopyRequest
from alongside.stewardship.rules.her_copy import Mark

DAYS = 30  # where no law is known yet


def days_for_a_copy() -> int:
    """Within how many days a copy is given, as the law here asks; one statement."""
    law = law_here()
    return law.copy_days if law else DAYS


def due_on(asked: CopyRequest, days: int) -> date:
    """The last day on which she may have to wait for it."""
    return timezone.localdate(asked.recorded_at) + timedelta(days=days)


def marks_of(asked: CopyRequest) -> dict[tuple[str, uuid.UUID], Mark]:
    """What was decided for each record, the newest of each; one statement."""
    rows = CopyMark.objects.filter(family_id=asked.family_id, asked=asked).order_by("recorded_at", "id")
    return {
        (row.source, row.target): Mark(row.goes, row.why, tuple(row.passages.splitlines())) for row in rows
    }  # fmt: skip


def asked_in(family: uuid.UUID) -> list[CopyRequest]:
    """Copies that were asked for in this file, the newest first; one statement."""
    return list(CopyRequest.objects.filter(family_id=family).select_related("person").order_by("-recorded_at", "-id"))


def asked_one(family: uuid.UUID, id: uuid.UUID) -> CopyRequest:
    """One of them. Raises CopyRequest.DoesNotExist for one that is hidden, of another family, or not there."""
    return CopyRequest.objects.select_related("person").get(family_id=family, pk=id)


def given_for(requests: Iterable[CopyRequest]) -> dict[uuid.UUID, list[CopyGiven]]:
    """What was given for each of these requests, the newest first; one statement."""
    found: dict[uuid.UUID, list[CopyGiven]] = {}
    ids = [row.pk for row in requests]
    for row in CopyGiven.objects.filter(asked_id__in=ids).order_by("-recorded_at", "-id"):
        found.setdefault(row.asked_id, []).append(row)
    return found


def copies_given_to(person: uuid.UUID, since: date, until: date) -> list[CopyGiven]:
    """Copies of her file that she was given on these days of the programme, the oldest first; one statement."""
    first, after = (timezone.make_aware(datetime.combine(each, time())) for each in (since, until + timedelta(days=1)))
    found = CopyGiven.objects.filter(person_id=person, recorded_at__gte=first, recorded_at__lt=after)
    return list(found.order_by("recorded_at", "id"))


def given_copy(family: uuid.UUID, id: uuid.UUID) -> tuple[CopyGiven, list[CopyPart], list[CopyLeftOut]]:
    """One copy, whole: its parts and what stayed out; three statements.

    Raises CopyGiven.DoesNotExist for one that is hidden or not there, and for whoever does not read all of it.
    """
    given = CopyGiven.objects.select_related("asked", "person").get(family_id=family, pk=id)
    parts = list(CopyPart.objects.filter(family_id=family, given=given).order_by("category"))
    if sum(1 << part.category for part in parts) != given.kinds:
        raise CopyGiven.DoesNotExist
    return given, parts, left_out_of(given)


def left_out_of(given: CopyGiven) -> list[CopyLeftOut]:
    """What stayed out of it, in the order of its days; one statement."""
    return list(CopyLeftOut.objects.filter(family_id=given.family_id, given=given).order_by("on", "id"))


def reasons_of(given: Iterable[CopyGiven]) -> dict[uuid.UUID, dict[str, int]]:
    """{copy: {why: how many things stayed out for it}}, without what they were; one statement."""
    found: dict[uuid.UUID, dict[str, int]] = {}
    rows = CopyLeftOut.objects.filter(given_id__in=[row.pk for row in given]).values_list("given_id", "why")
    for copy, why in rows:
        reasons = found.setdefault(copy, {})
        reasons[why] = reasons.get(why, 0) + 1
    return found
