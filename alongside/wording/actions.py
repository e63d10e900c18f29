"""Verbs of the council: put a text to it, record what it said, pay its members."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.wording.models import CouncilPay, CouncilText, Review
from alongside.wording.terms import Because, ReviewStatus


@transaction.atomic
def put_to_council(
    *, key: str, language: str, title: str, body: str, audience: str, by: uuid.UUID, at: datetime
) -> CouncilText:
    """Put a text (or a new version of one) to the council. An empty text is refused."""
    if not body.strip():
        raise Refused(Because.NOTHING_TO_READ, field="body")
    last = CouncilText.objects.filter(key=key, language=language).aggregate(Max("version"))["version__max"] or 0
    text = CouncilText.objects.create(
        key=key, language=language, version=last + 1, title=title, body=body, audience=audience, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    write_trail([entry("text put to the council", text=text.id)], by=by)
    return text


@transaction.atomic
def record_review(
    *,
    text: CouncilText,
    on: date,
    form: str,
    outcome: str,
    said: str = "",
    members: list[uuid.UUID] | None = None,
    by: uuid.UUID,
    at: datetime,
) -> Review:
    """What the council said, in a meeting, a drop-in conversation or in writing. A return says why."""
    if outcome == ReviewStatus.SENT_BACK and not said.strip():
        raise Refused(Because.SAY_WHY, field="said")
    if on > timezone.localdate(at):
        raise Refused(Because.IN_THE_FUTURE, field="on")
    review = Review.objects.create(
        text=text, on=on, form=form, outcome=outcome, said=said, members=members or [], recorded_by=by, recorded_at=at
    )
    write_trail([entry("council reviewed", text=text.id, outcome=outcome)], by=by)
    return review


@transaction.atomic
def record_pay(
    *, member: uuid.UUID, on: date, hours: Decimal, amount: Decimal, paid_on: date | None, by: uuid.UUID, at: datetime
) -> CouncilPay:
    """A member's hours and what she is paid for them."""
    if hours <= 0 or amount <= 0:
        raise Refused(Because.PAID_MORE_THAN_NOTHING, field="amount")
    row = CouncilPay.objects.create(
        member=member, on=on, hours=hours, amount=amount, paid_on=paid_on, recorded_by=by, recorded_at=at
    )
    write_trail([entry("council member paid", member=member)], by=by)
    return row
