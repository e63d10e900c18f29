"""What a child's carer has to know: written down, and taken back."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from alongside.care.models import CareNeed
from alongside.care.terms import No
from alongside.families.models import Child
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused

LONGEST = 2_000


@transaction.atomic
def write_need(*, child: Child, kind: str, words: str, by: uuid.UUID, at: datetime) -> CareNeed:
    """Something that whoever looks after the child has to know. Raises Refused: ``words_needed``, ``too_long``."""
    if not words.strip():
        raise Refused(No.WORDS_NEEDED, field="words")
    if len(words) > LONGEST:
        raise Refused(No.TOO_LONG, field="words")
    need = CareNeed.objects.create(
        family_id=child.family_id, child=child, kind=kind, words=words, recorded_by=by, recorded_at=at
    )
    write_trail([entry("care need written", family=child.family_id, subject=child.pk, need=need.id)], by=by)
    return need


@transaction.atomic
def take_back_need(*, need: CareNeed, by: uuid.UUID, at: datetime) -> None:
    """It no longer holds; it stays in the record."""
    if CareNeed.objects.filter(pk=need.pk, taken_back_at=None).update(taken_back_at=at):
        write_trail([entry("care need taken back", family=need.family_id, subject=need.child_id, need=need.id)], by=by)
