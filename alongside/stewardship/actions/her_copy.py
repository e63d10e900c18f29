"""Asking for a copy of what is written about her, and answering."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.stewardship.models import CopyRequest
from alongside.stewardship.terms import CopyAnswer, CopyHow, Refusal


@transaction.atomic
def ask_for_copy(
    *, family: uuid.UUID, person: uuid.UUID, how: str, words: str = "", by: uuid.UUID, at: datetime
) -> CopyRequest:  # fmt: skip
    """She asks (or her worker writes down that she asked). One that is not answered yet is the same one."""
    waiting = CopyRequest.objects.filter(family_id=family, person_id=person, answered_on=None).first()
    if waiting:
        return waiting
    made = CopyRequest.objects.create(
        id=new_id(), family_id=family, person_id=person, how=CopyHow(how).value, words=words.strip(), recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    write_trail([entry("copy asked for", family=family, subject=person)], by=by)
    return made


@transaction.atomic
def answer_copy(*, asked: CopyRequest, answer: str, words: str, by: uuid.UUID, at: datetime) -> CopyRequest:
    """What came of it, in words that she will read: what was left out, and why.

    Raises ``Refused`` (``answered_already``) for one that somebody has answered.
    """
    changed = CopyRequest.objects.filter(pk=asked.pk, answered_on=None).update(
        answered_on=timezone.localdate(at), answered_by=by, answer=CopyAnswer(answer).value, answer_words=words.strip()
    )
    if not changed:
        raise Refused(Refusal.ANSWERED_ALREADY)
    write_trail([entry("copy answered", family=asked.family_id, subject=asked.person_id, answer=answer)], by=by)
    asked.refresh_from_db()
    return asked
