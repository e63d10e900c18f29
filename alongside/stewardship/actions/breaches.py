"""Writing down what went where it should not have gone, and what came of it, step by step."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.stewardship.models import Breach, BreachStep
from alongside.stewardship.terms import BreachKind, Refusal


@transaction.atomic
def record_breach(
    *, agency: uuid.UUID, what: str, happened_on: date, found_on: date, how_found: str = "", by: uuid.UUID, at: datetime
) -> Breach:
    """What went where it should not. Raises ``Refused`` (``breach_words_needed``, ``breach_days_turned``)."""
    if not what.strip():
        raise Refused(Refusal.WORDS_NEEDED, field="what")
    if found_on < happened_on:
        raise Refused(Refusal.DAYS_TURNED, field="found_on")
    made = Breach.objects.create(
        id=new_id(), agency_id=agency, what=what.strip(), happened_on=happened_on, found_on=found_on,
        how_found=how_found.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("breach recorded", breach=made.pk)], by=by)
    return made


@transaction.atomic
def add_breach_step(
    *, breach: Breach, kind: str, on: date, whom: str = "", words: str = "", family: uuid.UUID | None = None,
    subject: uuid.UUID | None = None, by: uuid.UUID, at: datetime,
) -> BreachStep:  # fmt: skip
    """One step more. "Whose" names a file (and a person of it); all others say it in words.

    Raises ``Refused`` (``breach_words_needed``, ``breach_closed``); ProgrammingError (42501) for a file whose privacy
    the asker does not keep.
    """
    kind = BreachKind(kind)
    if breach.steps.filter(kind=BreachKind.CLOSED).exists():
        raise Refused(Refusal.BREACH_CLOSED)
    if kind == BreachKind.WHOSE and family is None:
        raise Refused(Refusal.WORDS_NEEDED, field="family")
    if kind != BreachKind.WHOSE and not (whom if kind == BreachKind.TOLD else words).strip():
        raise Refused(Refusal.WORDS_NEEDED, field="whom" if kind == BreachKind.TOLD else "words")
    made = BreachStep.objects.create(
        id=new_id(), breach=breach, kind=kind.value, on=on, whom=whom.strip(), words=words.strip(), family_id=family,
        subject=subject, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("breach went on", family=family, subject=subject, breach=breach.pk, step=kind.value)], by=by)
    return made
