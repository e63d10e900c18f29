"""One answer at a time: saved at once, never overwritten, the same one only once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from alongside.assessment import rules
from alongside.assessment.actions.late import Late, keep_late_answer
from alongside.assessment.actions.offering import about, step
from alongside.assessment.actions.reading import Wanted, read_answer
from alongside.assessment.actions.scoring import score_again
from alongside.assessment.actions.watching import watch_answer
from alongside.assessment.models import Answer, Occasion
from alongside.assessment.queries import sittings as queries
from alongside.assessment.terms import AnswerStanding, No, OccasionState
from alongside.instruments import queries as instruments
from alongside.instruments.rules import Definition as Read
from alongside.instruments.rules import fires
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused

_BEGUN = (OccasionState.OFFERED, OccasionState.LATER)


@dataclass(frozen=True)
class Saved:
    """An answer as it stands now, with what is needed to go on: the measure and every answer that stands.

    ``again``: this very answer was here already. ``told``: somebody in the programme is told of it.
    """

    answer: Answer
    again: bool
    asked: queries.Asked

    @property
    def told(self) -> bool:
        """It is an answer of which somebody is told at once."""
        return told(self.asked.terms, self.answer)


@transaction.atomic
def save_answer(
    *, occasion: uuid.UUID, item: str, value: object, key: uuid.UUID, sitting: uuid.UUID, by: uuid.UUID, at: datetime
) -> Saved | Late:
    """Save what she chose for one question: a raw option value, ``prefer_not``, ``NA``, or ``None`` to take it back.

    ``key`` is the device's own id of this answer: when it comes twice, it is one row. When the same key comes with
    another value (a page the browser kept), it is an answer of its own: nothing she chose is lost. What comes when the
    questions have closed is kept beside the others (``Late``). At most five statements and the trail. Raises
    ``Refused`` (``sitting_over``, ``not_in_this_sitting``, ``unknown_item``, ``not_asked_now``, ``not_a_choice``,
    ``na_not_allowed``; the value is in ``detail["value"]``).
    """
    rows_of = Occasion.objects.select_related("sitting").filter(pk=occasion)
    # What can only be read any more (a sitting that is over) is not locked, and what was put away is not even seen.
    held = rows_of.select_for_update(of=("self",)).first() or rows_of.first()
    if held is None:
        return keep_late_answer(occasion=occasion, item=item, value=value, key=key, sitting=sitting, at=at)
    terms = _terms(held)
    wanted = read_answer(terms, item, value)
    again = uuid.uuid5(key, f"{item}={wanted}")
    rows = list(Answer.objects.filter(Q(superseded_at=None) | Q(key__in=[key, again]), occasion=held, late=False))
    same = _same(rows, item, wanted, (key, again))
    if same is None:
        if not _lies_open(held, sitting):
            return _after_the_end(held, item, value, key, sitting, at)
        _require_asked(terms, rows, item, wanted)
        taken = any(row.key == key for row in rows)
        same, known = _add(held, rows, item, wanted, key=again if taken else key, sitting=sitting, by=by, at=at), False
        _begin(held, by, at)
        _tell(terms, same, by, at)
        write_trail([entry("question answered", **about(held))], by=by)
    else:
        known = True
    standing = {row.item: row for row in (*rows, same) if row.superseded_at is None}
    return Saved(same, known, queries.Asked(held, terms, queries.standing(standing.values()), standing))


@transaction.atomic
def confirm_answer(*, answer: Answer, by: uuid.UUID, at: datetime) -> Answer:
    """She was asked once whether an answer somebody is told of is what she meant, and it is."""
    Answer.objects.filter(pk=answer.pk, superseded_at=None).update(confirmed=True)
    answer.confirmed = True
    watch_answer(answer=answer, confirmed=True, by=by, at=at)
    return answer


@transaction.atomic
def correct_answer(
    *, occasion: Occasion, item: str, value: object, key: uuid.UUID, by: uuid.UUID, at: datetime
) -> Answer:
    """She later corrected an answer (E-26): a new version of it, and new scores; what stood before stays readable.

    Raises ``Refused`` (``not_open_yet`` while the questions lie open in a sitting that goes on, ``unknown_item``,
    ``not_asked_now``, ``not_a_choice``, ``na_not_allowed``, ``already_settled`` for one that was never begun).
    """
    held = Occasion.objects.select_related("sitting").select_for_update(of=("self",)).get(pk=occasion.pk)
    if held.state not in (OccasionState.DONE, OccasionState.PARTLY):
        raise Refused(No.SETTLED_MEANWHILE)
    if held.sitting is not None and held.sitting.ended_at is None:
        raise Refused(No.NOT_OPEN_YET)
    terms = _terms(held)
    wanted = read_answer(terms, item, value)
    rows = list(Answer.objects.filter(Q(superseded_at=None) | Q(key=key), occasion=held, late=False))
    same = _same(rows, item, wanted, (key,))
    if same is not None:
        return same
    _require_asked(terms, rows, item, wanted)
    fresh = _add(held, rows, item, wanted, key=key, sitting=None, by=by, at=at, she_corrected=True)
    _tell(terms, fresh, by, at)
    score_again(held, terms, queries.standing(row for row in (*rows, fresh) if row.superseded_at is None), by=by, at=at)
    write_trail([entry("answer corrected", **about(held))], by=by)
    return fresh


def told(terms: Read, answer: Answer) -> bool:
    """Whether somebody in the programme is told of this answer at once."""
    value = queries.standing([answer]).get(answer.item)
    return value is not None and fires(terms, answer.item, value) is not None


def _terms(held: Occasion) -> Read:
    """The definition of an occasion. Raises ``Refused`` for a version that is not known here."""
    if held.definition_id is None:
        raise Refused(No.MEASURE_UNKNOWN, field="instrument")
    return instruments.definition(held.definition_id)


def _same(rows: list[Answer], item: str, wanted: Wanted, keys: tuple[uuid.UUID, ...]) -> Answer | None:
    """The answer that says this already: it came before with its key, or it is the one that stands."""
    for row in rows:
        if row.item == item and wanted.is_in(row) and (row.key in keys or row.superseded_at is None):
            return row
    return None


def _lies_open(held: Occasion, sitting: uuid.UUID) -> bool:
    """It can still be answered, and in this sitting."""
    goes_on = held.sitting is not None and held.sitting.ended_at is None
    return held.sitting_id == sitting and held.state in queries.OPEN and goes_on


def _after_the_end(held: Occasion, item: str, value: object, key: uuid.UUID, sitting: uuid.UUID, at: datetime) -> Late:
    """It lay open in this sitting and does no longer. Raises ``Refused`` for a question that never did."""
    try:
        return keep_late_answer(occasion=held.pk, item=item, value=value, key=key, sitting=sitting, at=at)
    except Refused as no:
        elsewhere = held.sitting_id not in (None, sitting) and held.state in queries.OPEN
        if no.because == No.SITTING_OVER and elsewhere:
            raise Refused(No.NOT_IN_THIS_SITTING, value=value) from no
        raise


def _require_asked(terms: Read, rows: list[Answer], item: str, wanted: Wanted) -> None:
    """Only what is asked now is kept, whoever sends it: none of what is counted for herself (ACE), nothing that an
    earlier answer left out. What stands there from before can be taken back. Raises ``Refused`` (``not_asked_now``)."""
    stands = [row for row in rows if row.superseded_at is None]
    if item in rules.items_to_ask(terms, queries.standing(stands)):
        return
    if wanted.standing != AnswerStanding.CLEARED or all(row.item != item for row in stands):
        raise Refused(No.NOT_ASKED_NOW, field=item)


def _add(
    held: Occasion, rows: list[Answer], item: str, wanted: Wanted, *, key: uuid.UUID, sitting: uuid.UUID | None,
    by: uuid.UUID, at: datetime, **more: Any,
) -> Answer:  # fmt: skip
    before = next((row for row in rows if row.item == item and row.superseded_at is None), None)
    if before is not None:
        Answer.objects.filter(pk=before.pk).update(superseded_at=at)
        before.superseded_at = at
    return Answer.objects.create(
        occasion=held, family_id=held.family_id, subject=held.subject, category=held.category, item=item,
        standing=wanted.standing, value=wanted.value, words=wanted.words, sitting_id=sitting, key=key,
        recorded_by=by, recorded_at=at, **more,
    )  # fmt: skip


def _begin(held: Occasion, by: uuid.UUID, at: datetime) -> None:
    """With the first answer it is part of it."""
    if held.state in _BEGUN:
        Occasion.objects.filter(pk=held.pk).update(state=OccasionState.PARTLY)
        held.state = OccasionState.PARTLY
        step(held, OccasionState.PARTLY, by=by, at=at)


def _tell(terms: Read, answer: Answer, by: uuid.UUID, at: datetime) -> None:
    if any(critical.item == answer.item for critical in terms.critical):
        watch_answer(answer=answer, confirmed=answer.confirmed, by=by, at=at)
