"""What happened to her, as she tells it: events, written down and shown; nothing follows from them (T-11)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from alongside.enrolment import rules
from alongside.enrolment.models import ReturnToUse, UsePattern
from alongside.enrolment.terms import ReturnKind
from alongside.families.models import Woman
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def record_return(
    *, woman: Woman, kind: str, on: date, until_on: date | None = None, substance: str = "", her_words: str = "",
    what_helped: str = "", who_cared: str = "", support: str = "", told: str = "", next_step: str = "",
    by: uuid.UUID, at: datetime,
) -> ReturnToUse:  # fmt: skip
    """A return to use, a near return, or how she kept her child safe. Only ``kind`` and ``on`` are needed.

    It changes no state, ends no service, resets no goal. The trail says "event recorded" and no more: whoever reads the
    trail need not be somebody who reads this. Raises ``Refused`` (``in_future``, ``backwards``, ``too_long``).
    """
    rules.require(rules.day_is_here(on, timezone.localdate(at)), field="on")
    rules.require(rules.days_in_order(on, until_on), field="until_on")
    texts = {
        "substance": substance, "her_words": her_words, "what_helped": what_helped, "who_cared": who_cared,
        "support": support, "told": told, "next_step": next_step,
    }  # fmt: skip
    rules.require_texts(**texts)
    event = ReturnToUse.objects.create(
        family_id=woman.family_id, woman=woman, kind=ReturnKind(kind).value, on=on, until_on=until_on,
        recorded_by=by, recorded_at=at, **texts,
    )  # fmt: skip
    write_trail([entry("event recorded", family=woman.family_id, subject=woman.pk)], by=by)
    return event


@transaction.atomic
def record_pattern(
    *, woman: Woman, from_on: date, until_on: date | None = None, her_words: str, what_it_does: str = "",
    by: uuid.UUID, at: datetime,
) -> UsePattern:  # fmt: skip
    """How she describes a stretch of time, in her terms (D-42). ``until_on`` is its last day, ``None`` for still so."""
    rules.require(rules.day_is_here(from_on, timezone.localdate(at)), field="from_on")
    rules.require(rules.days_in_order(from_on, until_on), field="until_on")
    rules.require_texts(her_words=her_words, what_it_does=what_it_does)
    if not her_words.strip():
        raise Refused("words_needed", field="her_words")
    pattern = UsePattern.objects.create(
        family_id=woman.family_id, woman=woman,
        during=DateRange(from_on, until_on + timedelta(days=1) if until_on else None), her_words=her_words,
        what_it_does=what_it_does, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("event recorded", family=woman.family_id, subject=woman.pk)], by=by)
    return pattern
