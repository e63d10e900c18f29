"""Offered, never assumed: what she says is obeyed, and who is let in is let in at her yes."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.care.actions import record_contact
from alongside.care.models import Contact
from alongside.care.terms import ForWhom
from alongside.culture import queries, rules
from alongside.culture.models import CulturalOffer, ElderBeside
from alongside.culture.terms import Answer, How
from alongside.families.models import Family
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Decision, Refused
from alongside.safekeeping.terms import Category

# What the database says when two are not together -> the word for it.
NOT_IN = {
    "culture_her_yes": "her_yes_to_elder", "culture_not_together": "not_together",
    "culture_beside_once": "together_already", "culture_asked_not_to": "asked_not_to",
}  # fmt: skip


@transaction.atomic
def offer(
    *, family: uuid.UUID, woman: uuid.UUID, how: str, answer: str, on: date, what: str = "", her_words: str = "",
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> CulturalOffer:  # fmt: skip
    """Something was offered, or she asked herself; and what she says: yes, not now, please do not ask again.

    The same ``id`` sent twice is one. Raises ``Refused``: ``asked_not_to``, ``what_needed``, ``in_future``,
    ``too_long``.
    """
    if id is not None and (known := CulturalOffer.objects.filter(subject=woman, pk=id).first()) is not None:
        return known
    said = Answer.YES if how == How.ASKED and not answer else Answer(answer)
    words = clean(her_words)
    _insist(rules.check_day(on, timezone.localdate(at)), "on")
    _insist(rules.check_text(words), "her_words")
    _insist(rules.check_what(what, said), "what")
    _insist(rules.may_offer(how, said, queries.last_said(woman)), "how")
    row = CulturalOffer(
        id=id or new_id(), family_id=family, subject=woman, how=How(how).value, what=what, answer=said.value, on=on,
        her_words=words, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _try(lambda: row.save(force_insert=True), "how")
    write_trail([entry("culture said", family=family, subject=woman)], by=by)
    return row


@transaction.atomic
def begin_beside(
    *, family: Family, woman: uuid.UUID, colleague: Colleague, on: date, by: uuid.UUID, at: datetime
) -> ElderBeside:
    """This Elder or cultural worker is beside her from ``on``, at her yes.

    What opens: the name she goes by, how it is safe to reach her, and what is written about culture. Nothing
    else. Raises ``Refused``: ``her_yes_to_elder``, ``not_together``, ``together_already``, ``in_future``;
    ProgrammingError (42501) for whoever does not arrange this team.
    """
    _insist(rules.check_day(on, timezone.localdate(at)), "on")
    _insist(rules.may_be_beside(queries.last_said(woman)), "colleague")
    id = new_id()
    _try(lambda: _call("begin_with_elder(%s, %s, %s, %s, %s)", id, family.pk, woman, colleague.pk, on), "colleague")
    row = queries.one_beside(id)
    write_trail([entry("elder beside her", family=family.pk, subject=woman, colleague=colleague.pk)], by=by)
    return row


@transaction.atomic
def end_beside(*, beside: ElderBeside, on: date, by: uuid.UUID, at: datetime) -> None:
    """It ends, at the word of either or of whoever arranges her team; everything closes at once. Nobody says why.

    Raises ``Refused`` (``together_no_more``, ``in_future``); ProgrammingError (42501) for anybody else.
    """
    _insist(rules.check_day(on, timezone.localdate(at)), "on")
    write_trail([entry("elder no more", family=beside.family_id, subject=beside.subject)], by=by)
    if not _call("end_with_elder(%s, %s)", beside.pk, on):
        raise Refused("together_no_more")


@transaction.atomic
def note(*, beside: ElderBeside, words: str, mode: str, on: date, by: uuid.UUID, at: datetime) -> Contact:
    """A note of an Elder's: about culture, whatever it says. Raises ``Refused`` like ``care.record_contact``."""
    said = clean(words)
    _insist(rules.check_text(said), "words")
    return record_contact(
        family=Family(id=beside.family_id), subject=beside.subject, for_whom=ForWhom.WOMAN,
        category=int(Category.CULTURAL), on=on, mode=mode, note=said, present=[beside.subject], by=by, at=at,
    )  # fmt: skip


def _insist(decision: Decision, field: str) -> None:
    if not decision:
        raise Refused(decision.because, field=field)


def _try(do: Any, field: str) -> None:
    try:
        with transaction.atomic():
            do()
    except IntegrityError as no:
        code = NOT_IN.get(getattr(getattr(no.__cause__, "diag", None), "constraint_name", "") or "")
        if code is None:
            raise
        raise Refused(code, field=field) from no


def _call(call: str, *values: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{call}", values)
        return bool(cursor.fetchone()[0])  # type: ignore[index]
