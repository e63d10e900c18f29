"""When she has used: begun in one act, answered step by step by anybody of her team; she herself asks for somebody.

Each of these verbs adds what was said, and no more: no state, service, goal or place is touched (T-09, T-11).
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.care import rules
from alongside.care.actions.contacts import check_texts
from alongside.care.models import AskedToday, Contact, UsedAnswer
from alongside.care.rules.used import check_answer
from alongside.care.terms import AskedFor, AskSettled, UsedState, UsedStep
from alongside.consent.models import DutyReport
from alongside.enrolment.actions import record_return
from alongside.enrolment.models import ReturnToUse
from alongside.enrolment.rules import require
from alongside.enrolment.terms import ReturnKind
from alongside.families.actions.insisting import one_of
from alongside.families.models import Woman
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

TRIES = 30  # how often a number is taken, by somebody else or by what is closed to us, before we give up


@transaction.atomic
def begin_used(*, woman: Woman, on: date, met: str, her_words: str = "", by: uuid.UUID, at: datetime) -> ReturnToUse:
    """She told us, or came: the event, and whether somebody is with her (``met``: open, done, leave or not_needed).

    ``done``: whoever writes it was. Raises ``Refused`` with a code of ``terms.No`` or enrolment's and the field;
    ProgrammingError (42501) where this is not hers to write.
    """
    event = record_return(woman=woman, kind=ReturnKind.RETURN, on=on, her_words=clean(her_words), by=by, at=at)
    answer_used(
        event=event, step=UsedStep.MET, state=met, on=timezone.localdate(at),
        colleague=by if met == UsedState.DONE else None, by=by, at=at,
    )  # fmt: skip
    return event


@transaction.atomic
def answer_used(
    *, event: ReturnToUse, step: str, state: str, on: date, words: str = "", place: str = "",
    colleague: uuid.UUID | None = None, contact: uuid.UUID | None = None, report: uuid.UUID | None = None,
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> UsedAnswer:  # fmt: skip
    """How it stands with one step; what was said before stays, and of two who write at once both are kept.

    ``words``: hers where they are known. ``contact``: the note of it; ``report``: the worry in which it is weighed what
    has to be told. The same ``id`` sent twice is one. Raises ``Refused``: ``answer_unfit``, ``words_needed``,
    ``who_was_there``, ``in_future``, ``too_long``, ``not_of_this_family``; ProgrammingError (42501) as above.
    """
    if id is not None and (known := UsedAnswer.objects.filter(event=event, pk=id).first()) is not None:
        return known
    one_of(step, UsedStep.values, "step")
    one_of(state, UsedState.values, "state")
    words, place = clean(words), clean(place)
    check_texts({"words": words, "place": place})
    require(rules.check_day(on, timezone.localdate(at)), field="on")
    require(check_answer(step, state, words=bool(words), somebody=colleague is not None), field=_asked(step))
    _check_links(event.family_id, contact, report)
    number = 0
    for _try in range(TRIES):
        newest = UsedAnswer.objects.filter(event=event, step=step).order_by("-number").first()
        number = max(number, newest.number if newest else 0) + 1
        answer = UsedAnswer(
            id=id or new_id(), family_id=event.family_id, woman_id=event.woman_id, event=event, step=step, state=state,
            number=number, on=on, words=words, place=place, colleague_id=colleague,
            contact_id=contact, report_id=report, recorded_by=by, recorded_at=at,
        )  # fmt: skip
        try:
            with transaction.atomic():
                answer.save(force_insert=True)
        except IntegrityError:  # somebody at the same moment: hers is one further
            continue
        write_trail([entry("event recorded", family=event.family_id, subject=event.woman_id)], by=by)
        return answer
    raise Refused("said_anew_since", field="state")


@transaction.atomic
def ask_today(
    *, woman: uuid.UUID, family: uuid.UUID, wants: str, her_words: str = "", by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> AskedToday:  # fmt: skip
    """She asks on her own page that somebody calls or meets her today; no reason is asked.

    The same ``id`` sent twice is one. Raises ``Refused("too_long")``; ProgrammingError (42501) for everybody else.
    """
    if id is not None and (known := AskedToday.objects.filter(family_id=family, pk=id).first()) is not None:
        return known
    one_of(wants, AskedFor.values, "wants")
    words = clean(her_words)
    check_texts({"her_words": words})
    row = AskedToday(
        id=id or new_id(), family_id=family, woman_id=woman, wants=wants, on=timezone.localdate(at), her_words=words,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("event recorded", family=family, subject=woman)], by=by)
    return row


@transaction.atomic
def settle_ask(*, ask: AskedToday, settled_as: str, by: uuid.UUID, at: datetime) -> None:
    """Somebody was with her, or she took it back. Raises ``Refused("ask_settled")`` when somebody was quicker."""
    one_of(settled_as, AskSettled.values, "settled_as")
    rows = AskedToday.objects.filter(pk=ask.pk, family_id=ask.family_id, settled_at=None)
    if not rows.update(settled_as=settled_as, settled_at=at, settled_by=by):
        raise Refused("ask_settled")
    write_trail([entry("event recorded", family=ask.family_id, subject=ask.woman_id)], by=by)


def _asked(step: str) -> str:
    """Which question of the form is about what is missing."""
    return "colleague" if step in (UsedStep.MET, UsedStep.BESIDE) else "words"


def _check_links(family: uuid.UUID, contact: uuid.UUID | None, report: uuid.UUID | None) -> None:
    if contact and not Contact.objects.filter(pk=contact, family_id=family).exists():
        raise Refused("not_of_this_family", field="contact")
    if report and not DutyReport.objects.filter(pk=report, family_id=family).exists():
        raise Refused("not_of_this_family", field="report")
