"""What helps this child: versions that follow each other, and who was asked (S-039)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.childcare.actions.texts import LINE, text
from alongside.childcare.models import Consult, HelpPlan
from alongside.childcare.queries import help_plan
from alongside.families.models import Child
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def say_what_helps(
    *, child: Child, on: date, noticed: str, change: str, again_on: date | None = None, number: int = 0, by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> HelpPlan:  # fmt: skip
    """What we noticed and what we do otherwise from now on. ``number``: of the version that was on the screen, 0 for
    none.

    Raises ``Refused``: ``help_changed`` when a colleague was quicker (what was typed is in her hands still),
    ``day_words_needed``, ``not_yet``, ``too_long``.
    """
    if id is not None and (known := HelpPlan.objects.filter(family_id=child.family_id, pk=id).first()) is not None:
        return known
    _not_to_come(on, at)
    now = help_plan(child.family_id, child.pk)
    if (now.number if now else 0) != number:
        raise Refused("help_changed")
    row = HelpPlan(
        id=id or new_id(), family_id=child.family_id, child=child, number=number + 1, on=on, again_on=again_on,
        noticed=text(noticed, "noticed", needed="day_words_needed"),
        change=text(change, "change", needed="day_words_needed"), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    if now is not None:
        HelpPlan.objects.filter(pk=now.pk, superseded_at=None).update(superseded_at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as no:  # somebody was quicker by a moment
        if "childcare_help_number" not in str(no):
            raise
        raise Refused("help_changed") from no
    line = entry("what helps said", family=child.family_id, subject=child.pk, plan=row.pk, number=row.number)
    write_trail([line], by=by)
    return row


@transaction.atomic
def note_consult(
    *, child: Child, on: date, asked: str, suggested: str, question: str = "", by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> Consult:  # fmt: skip
    """Somebody was asked what would help this child. Raises ``Refused``: ``who_needed``, ``day_words_needed``,
    ``not_yet``."""
    if id is not None and (known := Consult.objects.filter(family_id=child.family_id, pk=id).first()) is not None:
        return known
    _not_to_come(on, at)
    row = Consult(
        id=id or new_id(), family_id=child.family_id, child=child, on=on,
        asked=text(asked, "asked", needed="who_needed", longest=LINE), question=text(question, "question"),
        suggested=text(suggested, "suggested", needed="day_words_needed"), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("somebody asked what helps", family=child.family_id, subject=child.pk)], by=by)
    return row


def _not_to_come(on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise Refused("not_yet", field="on")
