"""Answers brought over from elsewhere, many at once, with the scores they come to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alongside.assessment import rules
from alongside.assessment.actions.reading import read_answer
from alongside.assessment.actions.scoring import main_value, months_on, row_of
from alongside.assessment.models import Answer, Occasion, Score
from alongside.assessment.queries import known_keys
from alongside.assessment.queries.measures import ANSWERED_BY, category_of
from alongside.assessment.terms import Mode, OccasionState, ScoreSource
from alongside.families.models import Child
from alongside.instruments import queries as instruments
from alongside.instruments.rules import Definition as Read
from alongside.instruments.rules import counted, score
from alongside.recordkeeping.actions import entry, write_trail


@dataclass(frozen=True)
class Brought:
    """The answers of one time. ``child``: whose age norms look at, where they do. ``answers``: raw values by item."""

    family: uuid.UUID
    subject: uuid.UUID
    on: date
    answers: Mapping[str, Any]
    wave: str = ""
    child: uuid.UUID | None = None


@transaction.atomic
def bring_answers(*, rows: Sequence[Brought], definition: uuid.UUID, by: uuid.UUID, at: datetime) -> int:
    """Record answers that were given elsewhere, with their scores: all or nothing, a fixed number of statements.

    What is already recorded (subject, measure, day, brought over) stays as it is; answers how many are new. Nobody is
    told of an answer that would be told of at once: it was given elsewhere, at another time. Each answer must be one
    that ``check_answer`` lets pass. Raises ProgrammingError (42501) for whoever may not write about these subjects.
    """
    terms = instruments.definition(definition)
    known = known_keys({row.subject for row in rows})
    fresh = []
    for row in rows:
        key = (row.subject, terms.code, row.on, ScoreSource.IMPORTED.value)
        if key not in known:
            known.add(key)
            fresh.append(row)
    months = _months(fresh, terms)
    occasions: list[Occasion] = []
    answers: list[Answer] = []
    scores: list[Score] = []
    for row in fresh:
        occasion = _occasion(row, definition, terms, by, at)
        asked = counted(terms, row.answers, mode=_mode(terms, row.answers))
        found = score(terms, asked, months=months.get((row.child, row.on)))
        mine = [row_of(occasion, definition, one, by, at) for one in found.scales.values()]
        occasion.total = main_value(terms, mine)
        occasions.append(occasion)
        scores += mine
        answers += _answers(occasion, terms, row.answers, by, at)
    Occasion.objects.bulk_create(occasions, batch_size=1000)
    Answer.objects.bulk_create(answers, batch_size=1000)
    Score.objects.bulk_create(scores, batch_size=1000)
    if fresh:
        write_trail([entry("occasions recorded", count=len(fresh))], by=by)
    return len(fresh)


def _mode(terms: Read, answers: Mapping[str, Any]) -> str:
    """As it was asked there: her own count alone, or question by question."""
    alone = any(terms.item(item).mode == rules.TOTAL_ONLY for item in answers)
    return rules.TOTAL_ONLY if alone else rules.ITEM_LEVEL


def _occasion(row: Brought, definition: uuid.UUID, terms: Read, by: uuid.UUID, at: datetime) -> Occasion:
    return Occasion(
        family_id=row.family, subject=row.subject, category=category_of(terms), instrument=terms.code,
        definition_id=definition, wave=row.wave, on=row.on, state=OccasionState.DONE, source=ScoreSource.IMPORTED,
        respondent=ANSWERED_BY[terms.respondent][0], mode=Mode.BROUGHT_OVER, recorded_by=by, recorded_at=at,
    )  # fmt: skip


def _answers(
    occasion: Occasion, terms: Read, given: Mapping[str, Any], by: uuid.UUID, at: datetime
) -> Iterable[Answer]:
    for item, value in given.items():
        said = read_answer(terms, item, value)
        yield Answer(
            occasion=occasion, family_id=occasion.family_id, subject=occasion.subject, category=occasion.category,
            item=item, standing=said.standing, value=said.value, words=said.words, key=uuid.uuid4(), recorded_by=by,
            recorded_at=at,
        )  # fmt: skip


def _months(rows: Sequence[Brought], terms: Read) -> dict[tuple[uuid.UUID | None, date], int]:
    """{(child, day): the age in months that norms look at}, for measures whose norms do; one statement."""
    if not any(scale.by_month for scale in terms.scales):
        return {}
    children = Child.objects.select_related("person").filter(pk__in={row.child for row in rows if row.child})
    held = {child.pk: child for child in children}
    ages = {(row.child, row.on): months_on(held[row.child], row.on) for row in rows if row.child in held}
    return {key: months for key, months in ages.items() if months is not None}
