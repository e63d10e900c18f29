"""Days away, and who is there meanwhile: asked for, agreed by the one who covers, ended at once when it is over."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.continuity import rules
from alongside.continuity.models import Away, Cover, HandBack
from alongside.enrolment.rules import require
from alongside.families.models import Family
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

_DAY = timedelta(days=1)
NOT_IN = {
    "continuity_away_once": "away_then", "continuity_away_only_shorter": "only_shorter",
    "continuity_cover_once": "cover_asked", "continuity_cover_cannot": "cover_cannot",
}  # fmt: skip


@transaction.atomic
def go_away(
    *, colleague: Colleague, first: date, last: date, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None
) -> Away:  # fmt: skip
    """``colleague`` is not here from the first day to the last; nobody says why. The same ``id`` sent twice is one.

    Raises ``Refused``: ``leave_backwards``, ``leave_too_long``, ``leave_over``, ``away_then``; ProgrammingError (42501)
    for whoever is neither she herself nor arranges teams here.
    """
    if id is not None and (known := Away.objects.filter(pk=id).first()) is not None:
        return known
    require(rules.check_leave(first, last, timezone.localdate(at)), field="last")
    row = Away(
        id=id or new_id(), colleague=colleague, during=DateRange(first, last + _DAY), recorded_by=by, recorded_at=at
    )
    _saved(lambda: row.save(force_insert=True), field="first")
    write_trail([entry("days away said", colleague=colleague.pk)], by=by)
    return row


@transaction.atomic
def shorten(*, away: Away, first: date, last: date, by: uuid.UUID) -> Away:
    """She is here again sooner, or (not when she is away already) goes later.

    Whoever covered is let in no longer on the other days, at once. Raises ``Refused``: ``leave_backwards``,
    ``only_shorter``, ``leave_over``.
    """
    if last < first:
        raise Refused("leave_backwards", field="last")
    now = Away.objects.filter(pk=away.pk, withdrawn_at=None).first()
    if now is None:
        raise Refused("leave_over")
    begun = now.during.lower < timezone.localdate() and first != now.during.lower
    if begun or first < now.during.lower or last + _DAY > now.during.upper:
        raise Refused("only_shorter", field="last")
    rows = Away.objects.filter(pk=away.pk, withdrawn_at=None)
    _saved(lambda: rows.update(during=DateRange(first, last + _DAY)), field="last")
    write_trail([entry("days away said", colleague=away.colleague_id)], by=by)
    away.refresh_from_db()
    return away


@transaction.atomic
def stay(*, away: Away, by: uuid.UUID, at: datetime) -> None:
    """She is not away after all; every cover for it ends at once. Said twice it is one."""
    if Away.objects.filter(pk=away.pk, withdrawn_at=None).update(withdrawn_at=at):
        write_trail([entry("days away taken back", colleague=away.colleague_id)], by=by)


@transaction.atomic
def ask_cover(
    *, family: Family, away: Away, colleague: Colleague, role: str, first: date, last: date, by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> Cover:  # fmt: skip
    """``colleague`` is asked to be there for this family on these days; she is let into nothing by being asked.

    The same ``id`` sent twice is one. Raises ``Refused``: ``cover_cannot`` (which of all reasons, nobody learns here),
    ``cover_asked``, ``leave_backwards``; ProgrammingError (42501) for whoever may not ask in this file.
    """
    if id is not None and (known := Cover.objects.filter(family=family, pk=id).first()) is not None:
        return known
    if last < first:
        raise Refused("leave_backwards", field="last")
    row = Cover(
        id=id or new_id(), family=family, away=away, colleague=colleague, role=role,
        during=DateRange(first, last + _DAY), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _saved(lambda: row.save(force_insert=True), field="colleague")
    write_trail([entry("cover asked", family=family.pk, colleague=colleague.pk)], by=by)
    return row


@transaction.atomic
def answer_cover(*, cover: Cover, yes: bool, by: uuid.UUID) -> None:
    """The one who was asked says whether she can; after her yes, no means that she no longer can.

    Raises ``Refused``: ``cover_settled``, ``cover_cannot``; ProgrammingError (42501) for anybody else.
    """
    done = _saved(lambda: _call("answer_cover(%s::uuid, %s::boolean)", cover.pk, yes), field="answer")
    if not done:
        raise Refused("cover_settled")
    write_trail([entry("cover agreed" if yes else "cover not possible", family=cover.family_id, colleague=by)], by=by)


@transaction.atomic
def not_this_person(*, cover: Cover, by: uuid.UUID) -> None:
    """She would like somebody else; nobody asks why, and it holds at once. Raises ProgrammingError (42501)."""
    if _call("not_this_cover(%s::uuid)", cover.pk):
        line = entry("cover ended at her word", family=cover.family_id, colleague=cover.colleague_id)
        write_trail([line], by=by)


@transaction.atomic
def end_cover(*, cover: Cover, by: uuid.UUID) -> None:
    """It is needed no longer. Raises ProgrammingError (42501) for whoever neither is away nor arranges the team."""
    if _call("end_cover(%s::uuid)", cover.pk):
        write_trail([entry("cover ended", family=cover.family_id, colleague=cover.colleague_id)], by=by)


@transaction.atomic
def hand_back(
    *, cover: Cover, words: str, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None
) -> HandBack:  # fmt: skip
    """What happened meanwhile, in a few words of whoever covered. The same ``id`` sent twice is one.

    Raises ``Refused``: ``words_needed``, ``too_long``; ProgrammingError (42501) for anybody else.
    """
    if id is not None and (known := HandBack.objects.filter(cover=cover, pk=id).first()) is not None:
        return known
    said = clean(words)
    if not said:
        raise Refused("words_needed", field="words")
    if len(said) > rules.SHORT_TEXT:
        raise Refused("too_long", field="words", limit=rules.SHORT_TEXT, length=len(said))
    row = HandBack(
        id=id or new_id(), family_id=cover.family_id, cover=cover, words=said, recorded_by=by, recorded_at=at
    )
    row.save(force_insert=True)
    write_trail([entry("handed back", family=cover.family_id)], by=by)
    return row


def _saved(save: Any, *, field: str) -> Any:
    try:
        with transaction.atomic():
            return save()
    except IntegrityError as no:
        name = getattr(getattr(no.__cause__, "diag", None), "constraint_name", "") or ""
        if name not in NOT_IN:
            raise
        raise Refused(NOT_IN[name], field=field) from no


def _call(call: str, *values: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{call}", values)
        return bool(cursor.fetchone()[0])
