"""An emergency that opens a little for an hour: opened by a clinician, looked at afterwards, told to her (E-13)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection, transaction
from django.utils import timezone

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


@transaction.atomic
def tell_of_glass(
    *, glass: BreakGlass, told_on: date | None, how: str = "", kept: bool, why: str = "",
    until: datetime | None = None, by: uuid.UUID, at: datetime,
) -> BreakGlass:  # fmt: skip
    """What was kept from her for her safety: she was told ``told_on``, and ``how``; or it is not safe yet.

    Her own page shows it at once; or, where it is ``kept`` from there, from ``until`` on, and ``why``: she may know of
    it while somebody else reads along. Earlier reasons stay, above the new one. Raises ``Refused``
    (``told_how_needed``, ``told_too_early``, ``until_needed``, ``told_already``), BreakGlass.DoesNotExist
    for whoever may not.
    """
    if told_on is not None and not how.strip():
        raise Refused(No.TOLD_HOW_NEEDED, field="how")
    if told_on is not None and told_on < timezone.localdate(glass.recorded_at):
        raise Refused(No.TOLD_TOO_EARLY, field="on")
    kept = kept or told_on is None
    if kept and (not why.strip() or until is None or until <= at):
        raise Refused(No.UNTIL_NEEDED, field="not_told_until")
    row = BreakGlass.objects.select_for_update().exclude(reviewed_at=None).get(pk=glass.pk)
    if row.told_her_at:
        raise Refused(No.TOLD_ALREADY)
    row.told_her_at = None if told_on is None else _by_the_day(told_on, at)
    row.told_how = "" if told_on is None else how.strip()
    row.not_told_until = until if kept else None
    if kept:
        row.not_told_why = f"{row.not_told_why}\n{why.strip()}".strip()
    row.save(update_fields=["told_her_at", "told_how", "not_told_until", "not_told_why"])
    told = {"told": told_on is not None, "until": until.isoformat() if kept and until else None}
    write_trail([entry("glass told", family=row.family_id, subject=row.subject, glass=row.pk, **told)], by=by)
    return row


def _by_the_day(day: date, at: datetime) -> datetime:
    """This moment for today, the beginning of an earlier day: nobody asks for the hour."""
    return at if day >= timezone.localdate(at) else timezone.make_aware(datetime.combine(day, time()))
