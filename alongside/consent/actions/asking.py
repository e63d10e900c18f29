"""Writing down that somebody asked and was given nothing."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.consent.models import RefusedAsk
from alongside.consent.rules.asking import may_write_down
from alongside.consent.terms import AskedBy, AskedHow
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def refuse_ask(
    *, family: uuid.UUID, subject: uuid.UUID, on: date, asked_by: str, how: str, said: str, named: str = "",
    by: uuid.UUID, at: datetime,
) -> RefusedAsk:  # fmt: skip
    """Keep that somebody asked about ``subject`` and got nothing: her team and whoever keeps privacy are warned by it.

    Raises Refused (``in_future``, ``words_missing``, ``words_too_long``), ProgrammingError (42501) for whoever may not.
    """
    decision = may_write_down(on, said, timezone.localdate(at))
    if not decision:
        raise Refused(decision.because, field="on" if decision.because == "in_future" else "said")
    made = RefusedAsk.objects.create(
        family_id=family, subject=subject, on=on, asked_by=AskedBy(asked_by).value, named=named.strip(),
        how=AskedHow(how).value, said=said.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("asked and refused", family=family, subject=subject, asked=made.pk)], by=by)
    return made
