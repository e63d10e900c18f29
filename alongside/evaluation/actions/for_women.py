"""What women will read of a study: written, read by a second person, released, taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from alongside.evaluation.models import PlanRun, WordsForWomen
from alongside.evaluation.rules.for_women import Said, Text, check_words, drawing_for_women, said_anew
from alongside.evaluation.terms import No
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def write_for_women(
    *, run: PlanRun, en: Text, fr: Text, measures: Sequence[str] = (), names: Sequence[tuple[str, str, str]] = (),
    one_language: bool = False, instead_of: WordsForWomen | None = None, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> WordsForWomen:  # fmt: skip
    """Plain words about a run, with the drawings of ``measures``. Evaluators see it, and who reads it for the women.

    The same ``id`` sent twice is one. Raises ``Refused``: ``run_not_done``, ``too_few_to_show``; see ``check_words``.
    """
    if id is not None and (known := WordsForWomen.objects.filter(pk=id).first()) is not None:
        return known
    if run.finished_at is None:
        raise Refused(No.RUN_NOT_DONE)
    try:
        drawings = [drawing_for_women(run.outcomes, measure) for measure in measures]
    except KeyError as why:
        raise Refused(No.TOO_FEW_TO_SHOW, field="measures") from why
    decision, field = check_words(Said(en, fr, names, drawings, one_language))
    if not decision:
        raise Refused(decision.because, field=field)
    row = WordsForWomen.objects.create(
        id=id or new_id(), agency_id=run.plan.study.agency_id, run=run, instead_of=instead_of, title_en=en.title,
        words_en=en.words, unknown_en=en.unknown, title_fr=fr.title, words_fr=fr.words, unknown_fr=fr.unknown,
        names=[list(each) for each in names], drawings=drawings, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("words for women written", study=run.plan.study_id)], by=by)
    return row


@transaction.atomic
def answer_for_women(
    *, words: WordsForWomen, released: bool, answer: str = "", by: uuid.UUID, at: datetime
) -> WordsForWomen:  # fmt: skip
    """A second person says: women may read it, or not yet and why. Whatever told the same before is then taken back.

    That is all that goes back to the same first one: what came between was perhaps answered "not yet", and an earlier
    one may have been said anew twice.

    Raises ``Refused``: ``second_person`` for who wrote it, ``answered_before``, ``say_what``: not yet, and no word why.
    """
    if words.recorded_by == by:
        raise Refused(No.SECOND_PERSON)
    if not released and not answer.strip():
        raise Refused(No.SAY_WHAT, field="answer")
    # Held until this one is answered: of two that take the place of the same, the later one sees the earlier.
    rows = WordsForWomen.objects.filter(agency_id=words.agency_id).select_for_update().order_by("pk")
    before = dict(rows.values_list("pk", "instead_of_id"))
    said = {"answered_at": at, "answered_by": by, "released": released, "answer": answer.strip()}
    if not WordsForWomen.objects.filter(pk=words.pk, answered_at=None).update(**said):
        raise Refused(No.ANSWERED_BEFORE)
    if released:
        others = WordsForWomen.objects.filter(pk__in=said_anew(before, words.pk), released=True, taken_back_at=None)
        others.update(taken_back_at=at, taken_back_by=by)
    write_trail([entry("words for women answered", words=words.pk, released=released)], by=by)
    words.refresh_from_db()
    return words


@transaction.atomic
def take_back_from_women(*, words: WordsForWomen, by: uuid.UUID, at: datetime) -> WordsForWomen:
    """From now on no woman reads it. Raises ``Refused``: ``not_released``."""
    rows = WordsForWomen.objects.filter(pk=words.pk, released=True, taken_back_at=None)
    if not rows.update(taken_back_at=at, taken_back_by=by):
        raise Refused(No.NOT_RELEASED)
    write_trail([entry("words for women taken back", words=words.pk)], by=by)
    words.refresh_from_db()
    return words
