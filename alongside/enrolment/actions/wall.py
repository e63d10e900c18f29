"""Keeping a colleague out of a file, and letting them back. Beats every team, from the next statement on."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from alongside.accounts.models import Colleague
from alongside.enrolment import rules
from alongside.enrolment.models import KeptOut
from alongside.families.models import Family
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping import actions as safekeeping


@transaction.atomic
def keep_out(*, family: Family, colleague: Colleague, why: str, by: uuid.UUID, at: datetime) -> KeptOut:
    """Keep ``colleague`` out of this file. ``why`` is read only by those who keep the wall and are let into the file.

    Keeping oneself out is welcome; letting oneself back is not possible. Raises ``Refused("words_needed")``;
    ProgrammingError (42501) for whoever may not.
    """
    rules.require_texts(why=why)
    if not why.strip():
        raise Refused("words_needed", field="why")
    row = KeptOut(id=new_id(), family_id=family.pk, colleague_id=colleague.pk, why=why, recorded_by=by, recorded_at=at)
    row.save(force_insert=True)
    write_trail([entry("kept out", family=family.pk, colleague=colleague.pk)], by=by)
    # Last: whoever keeps herself out can write nothing in this file after it.
    safekeeping.keep_out(id=row.id, principal=colleague.pk, family=family.pk)
    return row


@transaction.atomic
def let_back(*, kept_out: KeptOut, by: uuid.UUID, at: datetime) -> None:
    """Lift it. Raises ProgrammingError (42501) for whoever may not, and for whoever is kept out herself."""
    safekeeping.lift(id=kept_out.pk)
    KeptOut.objects.filter(pk=kept_out.pk, lifted_at=None).update(lifted_at=at, lifted_by=by)
    write_trail([entry("let back", family=kept_out.family_id, colleague=kept_out.colleague_id)], by=by)
