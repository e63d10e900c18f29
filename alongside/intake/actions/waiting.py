"""What is offered while somebody waits, and her welcome."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.assessment.actions import moving
from alongside.enrolment.models import Enrolment
from alongside.enrolment.queries import latest_change
from alongside.enrolment.rules import require
from alongside.enrolment.terms import Because, State
from alongside.families.actions.insisting import one_of
from alongside.families.models import Woman
from alongside.families.rules import clean
from alongside.intake import rules
from alongside.intake.models import Offer, Welcome
from alongside.intake.terms import Meanwhile, Wanted
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

_BEFORE_WELCOME = (State.REACHING_OUT, State.GETTING_TO_KNOW)


@transaction.atomic
def offer(
    *, woman: Woman, what: str, wanted: str, on: date, words: str = "", by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> Offer:  # fmt: skip
    """Something was offered while she waits. It asks for nothing, and "not now" closes nothing.

    The same ``id`` sent twice is one. Raises ``Refused``: ``in_future``, ``too_long``, ``unknown_choice``.
    """
    if id is not None and (known := Offer.objects.filter(woman=woman, pk=id).first()) is not None:
        return known
    one_of(what, Meanwhile.values, "what")
    one_of(wanted, Wanted.values, "wanted")
    said = _text(words, "words")
    require(rules.check_day(on, timezone.localdate(at)), field="on")
    row = Offer(
        id=id or new_id(), family_id=woman.family_id, woman=woman, on=on, what=Meanwhile(what).value,
        wanted=Wanted(wanted).value, words=said, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("offered meanwhile", family=woman.family_id, subject=woman.pk)], by=by)
    return row


@transaction.atomic
def welcome(
    *, woman: Woman, colleague: Colleague, on: date, her_words: str = "", by: uuid.UUID, at: datetime
) -> Welcome:  # fmt: skip
    """She is welcomed, on this day, by this colleague; from then on she is with us. It is done once.

    Raises ``Refused``: ``welcomed``, ``in_future``, ``before_we_knew``, ``too_long``.
    """
    said = _text(her_words, "her_words")
    began = Enrolment.objects.filter(family_id=woman.family_id, person_id=woman.pk).first()
    require(rules.check_day(on, timezone.localdate(at), began.first_contact_on if began else None), field="on")
    row = Welcome(
        id=new_id(), family_id=woman.family_id, woman=woman, on=on, colleague=colleague, her_words=said,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as known:
        raise Refused("welcomed", field="on") from known
    newest = latest_change(began.id) if began else None
    if began is not None and newest is not None and newest.state in _BEFORE_WELCOME:
        moving.change_state(
            enrolment=began, state=State.ACTIVE, because=Because.SHE_WANTED, from_on=max(on, newest.from_on), by=by,
            at=at,
        )  # fmt: skip
    write_trail([entry("welcomed", family=woman.family_id, subject=woman.pk)], by=by)
    return row


def _text(text: str, field: str) -> str:
    said = clean(text)
    if len(said) > rules.LONGEST_TEXT:
        raise Refused("too_long", field=field, limit=rules.LONGEST_TEXT, length=len(said))
    return said
