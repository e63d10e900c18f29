"""Telling a child's day: what was eaten, slept, played, a lovely moment, a little accident."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from alongside.childcare.actions.texts import text
from alongside.childcare.models import LogEntry
from alongside.childcare.terms import LogKind
from alongside.families.actions.insisting import one_of
from alongside.families.models import Child
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def tell(
    *, child: Child, on: date, kind: str, words: str, at_time: time | None = None, done: str = "", told: str = "",
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> LogEntry:  # fmt: skip
    """One thing of a child's day. Whoever decides for the child reads it at once.

    After a little accident: what was ``done``, and who was ``told``. The same ``id`` sent twice is one. Raises
    ``Refused``: ``day_words_needed``, ``done_needed``, ``unknown_choice``, ``not_yet``, ``too_long``.
    """
    if id is not None and (known := LogEntry.objects.filter(family_id=child.family_id, pk=id).first()) is not None:
        return known
    row = _row(child, on, kind, words, at_time, done, told, by=by, at=at, id=id)
    row.save(force_insert=True)
    write_trail([entry("a day told", family=child.family_id, subject=child.pk, entry=row.pk)], by=by)
    return row


@transaction.atomic
def correct_entry(
    *, row: LogEntry, kind: str, words: str, at_time: time | None = None, done: str = "", told: str = "",
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> LogEntry:  # fmt: skip
    """A further row in place of one; what stood before stays. Of two who do it at once the second is told.

    Raises ``Refused``: ``said_meanwhile``, and what ``tell`` says.
    """
    if id is not None and (known := LogEntry.objects.filter(family_id=row.family_id, pk=id).first()) is not None:
        return known
    new = _row(row.child, row.on, kind, words, at_time, done, told, by=by, at=at, id=id)
    new.corrects_id = row.pk
    if not LogEntry.objects.filter(pk=row.pk, superseded_at=None).update(superseded_at=at):
        raise Refused("said_meanwhile")
    new.save(force_insert=True)
    write_trail([entry("a day put right", family=row.family_id, subject=row.child_id, entry=new.pk)], by=by)
    return new


def _row(
    child: Child, on: date, kind: str, words: str, at_time: time | None, done: str, told: str, *, by: uuid.UUID,
    at: datetime, id: uuid.UUID | None,
) -> LogEntry:  # fmt: skip
    one_of(kind, LogKind.values, "kind")
    if on > timezone.localdate(at):
        raise Refused("not_yet", field="on")
    hurt = "done_needed" if kind == LogKind.HURT else ""
    return LogEntry(
        id=id or new_id(), family_id=child.family_id, child=child, on=on, at_time=at_time, kind=LogKind(kind).value,
        words=text(words, "words", needed="day_words_needed"), done=text(done, "done", needed=hurt),
        told=text(told, "told", needed=hurt), recorded_by=by, recorded_at=at,
    )  # fmt: skip
