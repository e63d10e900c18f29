"""Results of measures whose words stay with their publisher; and answers about us that belong to nobody."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.assessment.actions.answering import told
from alongside.assessment.actions.offering import step
from alongside.assessment.actions.scoring import score_again
from alongside.assessment.actions.watching import watch_answer
from alongside.assessment.models import AnonymousAnswer, Answer, Occasion
from alongside.assessment.queries.measures import ANSWERED_BY, category_of
from alongside.assessment.queries.sittings import standing
from alongside.assessment.terms import AnswerStanding, Mode, No, OccasionState
from alongside.families.models import Child, Dyad, Family, Woman
from alongside.instruments import queries as instruments
from alongside.instruments.models import Definition
from alongside.instruments.rules import Definition as Read
from alongside.instruments.rules import check_answer, score
from alongside.instruments.rules.answers import cleaned
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused

MODELS = {"woman": Woman, "child": Child, "dyad": Dyad}


@transaction.atomic
def record_result(
    *, family: Family, subject: uuid.UUID, definition: uuid.UUID, on: date, values: Sequence[tuple[str, Any]],
    respondent: str = "", note: str = "", wave: str = "", by: uuid.UUID, at: datetime,
) -> Occasion:  # fmt: skip
    """Enter what was found with a licensed form: (item, value) as they stand on it; no words are kept here.

    Each value, and what the values must be to each other, is checked as the definition says; nothing is guessed.
    Raises ``Refused`` (``measure_unknown``, ``has_words``, ``not_asked_here``, ``about_another``, ``in_future``,
    ``asked_twice``, ``unknown_item``, ``not_a_choice``, ``na_not_allowed``, ``cannot_stand``, ``nothing_chosen``,
    ``already_recorded``), each with the item as its field where there is one.
    """
    row, terms = _definition(definition)
    return enter(
        family=family, subject=subject, row=row, terms=terms, on=on, values=values, respondent=respondent, note=note,
        wave=wave, by=by, at=at,
    )  # fmt: skip


def enter(
    *, family: Family, subject: uuid.UUID, row: Definition, terms: Read, on: date, values: Sequence[tuple[str, Any]],
    respondent: str = "", note: str = "", wave: str = "", coding: int = 1, by: uuid.UUID, at: datetime,
) -> Occasion:  # fmt: skip
    """An occasion done elsewhere, with its answers and scores. Inside another verb, which has chosen the definition.

    ``coding``: 2 for a second coder of the same play. Raises ``Refused`` as ``record_result`` does.
    """
    model = MODELS.get(terms.subject)
    if model is None or not model._default_manager.filter(family=family, pk=subject).exists():
        raise Refused(No.ABOUT_ANOTHER, field="about")
    if on > timezone.localdate(at):
        raise Refused(No.IN_FUTURE, field="on")
    answers = _checked(terms, values)
    who, source = ANSWERED_BY[terms.respondent]
    occasion = Occasion(
        family=family, subject=subject, category=category_of(terms), instrument=terms.code, definition=row, on=on,
        state=OccasionState.DONE, source=source, respondent=respondent or who, mode=Mode.RESULT, note=note.strip(),
        wave=wave, coding=coding, done_at=at, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            occasion.save(force_insert=True)
    except IntegrityError as known:
        raise Refused(No.ALREADY_RECORDED, field="on") from known
    kept = [_answer(occasion, terms, item, value, by, at) for item, value in answers.items()]
    Answer.objects.bulk_create(kept)
    for answer in kept:
        if told(terms, answer):
            watch_answer(answer=answer, confirmed=None, by=by, at=at)
    score_again(occasion, terms, standing(kept), by=by, at=at)
    step(occasion, OccasionState.DONE, by=by, at=at)
    line = entry("result entered", family=family.pk, subject=subject, occasion=occasion.pk)
    write_trail([line], by=by)
    return occasion


@transaction.atomic
def record_anonymous(*, definition: uuid.UUID, agency: uuid.UUID, answers: Mapping[str, Any], at: datetime) -> int:
    """Keep what somebody said about the service: belonging to nobody, of a month, in no order. No line in the trail.

    Returns how many answers were kept. Raises ``Refused`` (``not_asked_here``, ``unknown_item``, ``not_a_choice``).
    """
    shelf = instruments.on_shelf(instruments.row(definition))
    if not shelf.asked or not shelf.terms.anonymous:
        raise Refused(No.NOT_ASKED_HERE)
    given = _checked(shelf.terms, [(item, value) for item, value in answers.items() if value not in ("", None)])
    month, reply = timezone.localdate(at).replace(day=1), uuid.uuid4()
    rows = [
        AnonymousAnswer(id=uuid.uuid4(), reply=reply, definition_id=definition, agency=agency, month=month, item=item,
                        value=cleaned(shelf.terms.item(item), value))
        for item, value in given.items()
    ]  # fmt: skip
    random.SystemRandom().shuffle(rows)
    AnonymousAnswer.objects.bulk_create(rows)
    return len(rows)


def _definition(id: uuid.UUID) -> tuple[Definition, Read]:
    try:
        row = instruments.row(id)
    except Definition.DoesNotExist as unknown:
        raise Refused(No.MEASURE_UNKNOWN, field="measure") from unknown
    shelf = instruments.on_shelf(row)
    if not shelf.asked:
        raise Refused(No.NOT_ASKED_HERE, field="measure")
    if shelf.shown.with_words:
        raise Refused(No.HAS_WORDS, field="measure")
    return row, shelf.terms


def _checked(terms: Read, values: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Values by item, each as it may be, and together as they can be."""
    given = [(item, value) for item, value in values if value not in ("", None)]
    if not given:
        raise Refused(No.NOTHING_CHOSEN)
    found: dict[str, Any] = {}
    for item, value in given:
        if item in found:
            raise Refused(No.ASKED_TWICE, field=item)
        decision = check_answer(terms, item, value)
        if not decision:
            raise Refused(decision.because, field=item, value=value)
        found[item] = value
    scored = score(terms, found)
    if scored.error:
        item = next((each.item for each in terms.validators if scored.because == each.rule), "")
        raise Refused(No.CANNOT_STAND, field=item, says=scored.because)
    return found


def _answer(occasion: Occasion, terms: Read, item: str, value: Any, by: uuid.UUID, at: datetime) -> Answer:
    not_applicable = value == "NA"
    found = None if not_applicable else cleaned(terms.item(item), value)
    return Answer(
        occasion=occasion, family_id=occasion.family_id, subject=occasion.subject, category=occasion.category,
        item=item, standing=AnswerStanding.NOT_APPLICABLE if not_applicable else AnswerStanding.ANSWERED,
        value=None if isinstance(found, str) else found, words=found if isinstance(found, str) else "",
        key=uuid.uuid4(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
