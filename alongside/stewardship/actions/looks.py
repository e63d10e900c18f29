"""Writing down what looks that stood out were, and one's own street."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.stewardship.models import LookAnswer, OwnStreet
from alongside.stewardship.rules.looks import street_key
from alongside.stewardship.terms import LookFound, LookKind, Refusal


@transaction.atomic
def answer_look(
    *, agency: uuid.UUID, colleague: uuid.UUID, week: date, kind: str, family: uuid.UUID | None, found: str,
    words: str = "", by: uuid.UUID, at: datetime,
) -> LookAnswer:  # fmt: skip
    """What it was, once somebody had asked. Raises ``Refused`` (``answered_already``).

    Raises ProgrammingError (42501) for whoever does not keep privacy there, and for her own looks.
    """
    held = {"colleague_id": colleague, "week": week, "kind": LookKind(kind).value, "family_id": family}
    if LookAnswer.objects.filter(**held).exists():
        raise Refused(Refusal.ANSWERED_ALREADY)
    made = LookAnswer.objects.create(
        id=new_id(), agency_id=agency, found=LookFound(found).value, words=words.strip(), recorded_by=by,
        recorded_at=at, **held,
    )  # fmt: skip
    write_trail([entry("asked about a look", family=family, who=colleague, found=made.found)], by=by)
    return made


@transaction.atomic
def keep_own_street(*, words: str, by: uuid.UUID, at: datetime) -> OwnStreet:
    """Keep where I live, or take it back with no words. Raises ``Refused`` (``street_unclear``)."""
    key = street_key(words)
    if words.strip() and len(key) < 2:
        raise Refused(Refusal.STREET_UNCLEAR, field="words")
    made = OwnStreet.objects.create(
        id=new_id(), colleague_id=by, words=words.strip(), key=key, recorded_by=by, recorded_at=at
    )
    write_trail([entry("own street")], by=by)
    return made
