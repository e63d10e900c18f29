"""Offering a measure, and what she says to it. She may say later, or no, to each of them at any time."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.assessment import rules
from alongside.assessment.models import MeasureChoice, Occasion, OccasionStep
from alongside.assessment.queries.measures import ANSWERED_BY, asked_here, category_of
from alongside.assessment.queries.sittings import OPEN
from alongside.assessment.terms import Mode, No, OccasionState
from alongside.families.models import Child, Dyad, Family, Woman
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def choose(
    *, family: Family, woman: Woman, instrument: str, wants: bool, her_words: str = "", by: uuid.UUID, at: datetime
) -> MeasureChoice:
    """What she said to being asked a measure: yes, or rather not. The newest counts; she may change it any time.

    Raises ``Refused`` (``measure_unknown``).
    """
    _row, terms = asked_here(instrument, any_state=True)
    chosen = MeasureChoice.objects.create(
        family=family, woman=woman, instrument=terms.code, category=category_of(terms), wants=wants,
        her_words=her_words.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    line = entry("measure chosen", family=family.pk, subject=woman.pk, choice=chosen.pk)
    write_trail([line], by=by)
    return chosen


@transaction.atomic
def offer(
    *, family: Family, subject: uuid.UUID, instrument: str, met_on: date | None, wave: str = "", words: str = "",
    by: uuid.UUID, at: datetime,
) -> Occasion:  # fmt: skip
    """Offer a measure about a woman, a child or the two together (``subject``); the words come from the shelf.

    ``met_on``: the day she was met first; nothing is offered at the first meeting. Raises ``Refused``
    (``measure_unknown``, ``not_asked_here``, ``no_words_here``, ``first_meeting``, ``about_another``,
    ``already_offered``).
    """
    today = timezone.localdate(at)
    allowed = rules.after_first_meeting(met_on, today)
    if not allowed:
        raise Refused(allowed.because)
    row, terms = asked_here(instrument)
    _fits(family, subject, terms.subject)
    category = category_of(terms)
    open_still = {"subject": subject, "instrument": terms.code, "state__in": OPEN, "begun_anew": None}
    if Occasion.objects.filter(family=family, **open_still).exists():
        raise Refused(No.ALREADY_OFFERED, field="instrument")
    respondent, source = ANSWERED_BY[terms.respondent]
    occasion = Occasion.objects.create(
        family=family, subject=subject, category=category, instrument=terms.code, definition=row, wave=wave, on=today,
        state=OccasionState.OFFERED, source=source, respondent=respondent, mode=Mode.INTERVIEW, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    step(occasion, OccasionState.OFFERED, words=words, by=by, at=at)
    write_trail([entry("measure offered", **about(occasion))], by=by)
    return occasion


@transaction.atomic
def later(*, occasion: Occasion, words: str = "", by: uuid.UUID, at: datetime) -> Occasion:
    """Not now: it stays open, and nobody counts how often. Raises ``Refused`` (``settled_meanwhile``)."""
    held = _settle(occasion, OccasionState.LATER, words, by, at)
    write_trail([entry("measure for later", **about(held))], by=by)
    return held


@transaction.atomic
def said_no(*, occasion: Occasion, words: str = "", by: uuid.UUID, at: datetime) -> Occasion:
    """She would rather not. What she answered before is kept. Raises ``Refused`` (``settled_meanwhile``)."""
    held = _settle(occasion, OccasionState.SAID_NO, words, by, at)
    write_trail([entry("measure not wanted", **about(held))], by=by)
    return held


def step(occasion: Occasion, state: str, *, words: str = "", by: uuid.UUID, at: datetime) -> OccasionStep:
    """Write down what happened to an occasion (inside the transaction that changes it)."""
    return OccasionStep.objects.create(
        occasion=occasion, family_id=occasion.family_id, subject=occasion.subject, category=occasion.category,
        state=state, on=timezone.localdate(at), words=words.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip


def _settle(occasion: Occasion, state: OccasionState, words: str, by: uuid.UUID, at: datetime) -> Occasion:
    held = Occasion.objects.select_for_update().get(pk=occasion.pk)
    if held.state not in OPEN or held.begun_anew_id is not None:
        raise Refused(No.SETTLED_MEANWHILE)
    # No device can answer it from now on.
    Occasion.objects.filter(pk=held.pk).update(state=state, sitting=None)
    held.state, held.sitting_id = state.value, None
    step(held, state, words=words, by=by, at=at)
    return held


def _fits(family: Family, subject: uuid.UUID, about: str) -> None:
    """The subject is of this family, and of the kind that the measure is about."""
    model = {"woman": Woman, "child": Child, "dyad": Dyad}.get(about)
    if model is None or not model._default_manager.filter(family=family, pk=subject).exists():
        raise Refused(No.ABOUT_ANOTHER, field="subject")


def about(occasion: Occasion) -> dict[str, Any]:
    """What a line of the trail says of an occasion: whose, which. Whoever reads the trail learns of no measure."""
    return {"family": occasion.family_id, "subject": occasion.subject, "occasion": occasion.pk}
