"""An emergency that opens a little for an hour: opened by a clinician, looked at afterwards, told to her (E-13)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from alongside.consent.models import BreakGlass
from alongside.consent.queries.glass import may_break_glass
from alongside.consent.rules.emergency import SHORTEST_REASON
from alongside.consent.terms import No
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import IN_AN_EMERGENCY


@dataclass(frozen=True)
class Opened:
    """What was opened, and the instant at which it closes by itself."""

    id: uuid.UUID
    until: datetime


@transaction.atomic
def open_break_glass(*, person: uuid.UUID, reason: str, categories: int, by: uuid.UUID, at: datetime) -> Opened:
    """Open ``categories`` (a mask) of this woman or child for an hour, whatever was agreed; not past being kept out.

    The privacy officer looks at it within three days, and she is told. Raises ``Refused`` (``reason_too_short``,
    ``not_in_an_emergency``, ``prove_again``); ProgrammingError (42501) for whoever may not, or where there is nobody.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(No.REASON_TOO_SHORT, field="reason")
    if not categories or categories & ~IN_AN_EMERGENCY:
        raise Refused(No.NOT_IN_AN_EMERGENCY, field="categories")
    if not may_break_glass():
        raise Refused(No.PROVE_AGAIN)
    id = new_id()
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.break_glass(%s::uuid, %s::uuid, %s, %s)", [id, person, reason, categories])
        until = cursor.fetchone()[0]
    family = BreakGlass.objects.values_list("family_id", flat=True).get(pk=id)
    write_trail([entry("glass broken", family=family, subject=person, glass=id, categories=categories)], by=by)
    return Opened(id, until)


@transaction.atomic
def close_break_glass(*, glass: BreakGlass, by: uuid.UUID, at: datetime) -> None:
    """It is over before the hour is. Raises ProgrammingError (42501) for whoever may not, or when it is closed."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.close_glass(%s::uuid)", [glass.pk])
    write_trail([entry("glass closed", family=glass.family_id, subject=glass.subject, glass=glass.pk)], by=by)


@transaction.atomic
def review_break_glass(
    *, glass: BreakGlass, found: str, told_her: bool, not_told_why: str = "", not_told_until: datetime | None = None,
    by: uuid.UUID, at: datetime,
) -> BreakGlass:  # fmt: skip
    """Whoever keeps privacy looked at it: what she found, and whether the woman was told, or why not and until when.

    Nobody reviews her own. Raises ``Refused`` (``glass_words_needed``, ``until_needed``).
    """
    if not found.strip():
        raise Refused(No.WORDS_NEEDED, field="found")
    if not told_her and (not not_told_why.strip() or not_told_until is None or not_told_until <= at):
        raise Refused(No.UNTIL_NEEDED, field="not_told_until")
    glass.reviewed_at, glass.reviewed_by, glass.found = at, by, found
    glass.told_her_at = at if told_her else None
    glass.not_told_why, glass.not_told_until = ("", None) if told_her else (not_told_why, not_told_until)
    changed = ["reviewed_at", "reviewed_by", "found", "told_her_at", "not_told_why", "not_told_until"]
    if not BreakGlass.objects.filter(pk=glass.pk).update(**{name: getattr(glass, name) for name in changed}):
        raise BreakGlass.DoesNotExist
    write_trail(
        [entry("glass reviewed", family=glass.family_id, subject=glass.subject, glass=glass.pk, told=told_her)], by=by
    )
    return glass
