"""Answers on some days, as a family would have given them: for the tests of results."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from alongside.assessment.actions.answering import read_answer
from alongside.assessment.actions.scoring import score_again
from alongside.assessment.models import Answer, Occasion
from alongside.assessment.queries.measures import ANSWERED_BY, category_of
from alongside.assessment.queries.sittings import standing
from alongside.instruments import queries as instruments
from tests.cast import CAST

PHQ = tuple(str(n) for n in range(1, 10))


def all_the_same(items: Iterable[str], value: object) -> dict[str, object]:
    """Every item answered alike."""
    return dict.fromkeys(items, value)


def phq(total: int) -> dict[str, object]:
    """PHQ-9 answers that come to ``total``; the last question, of which somebody is told, is answered with nought."""
    found: dict[str, object] = {}
    for item in PHQ[:8]:
        found[item] = min(3, total)
        total -= min(3, total)
    assert total == 0
    return {**found, "9": 0}


def answered(
    code: str, on: date, answers: Mapping[str, object], *, subject: uuid.UUID | None = None, family: str = "ALDER",
    **more: Any,
) -> Occasion:  # fmt: skip
    """One occasion with its answers and scores, written by whoever is signed in."""
    row = instruments.published(code)
    assert row is not None
    terms = instruments.definition(row.id)
    at = timezone.make_aware(datetime.combine(on, time(11)))
    by = CAST["W1"]
    who, source = ANSWERED_BY[terms.respondent]
    held = Occasion.objects.create(
        **{
            "family_id": CAST[family], "subject": subject or CAST["ANA"], "category": category_of(terms),
            "instrument": code, "definition": row, "on": on, "source": source, "respondent": who, "mode": "tablet",
            "done_at": at, "recorded_by": by, "recorded_at": at, **more,
        }
    )  # fmt: skip
    kept = []
    for item, value in answers.items():
        wanted = read_answer(terms, item, value)
        kept.append(
            Answer(
                occasion=held, family_id=held.family_id, subject=held.subject, category=held.category, item=item,
                standing=wanted.standing, value=wanted.value, words=wanted.words, key=uuid.uuid4(), recorded_by=by,
                recorded_at=at,
            )
        )  # fmt: skip
    Answer.objects.bulk_create(kept)
    score_again(held, terms, standing(kept), by=by, at=at)
    return held
