"""Verbs of the three views: a clinician's rating, observed play and its second coder, and what people make of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.assessment.actions.results import enter
from alongside.assessment.models import ClinicianRating, Observation, Occasion, RatingAnchor, Reflection
from alongside.assessment.queries.pictures import RATING, PlayToCode, anchors_of_levels, play_to_code
from alongside.assessment.rules import pictures as rules
from alongside.assessment.terms import Evidence, No, Play
from alongside.families.models import Dyad, Family
from alongside.instruments import queries as instruments
from alongside.instruments.models import Definition
from alongside.instruments.rules import Definition as Read
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class Coding:
    """Who watched which play: a colleague's id or a name from elsewhere, certified by whom and when, blind or not.

    ``second_coder``: the colleague who is asked to code it a second time, and sees nothing of this one until then.
    """

    play: str
    filmed_on: date
    coder: uuid.UUID | None = None
    coder_name: str = ""
    minutes: int | None = None
    recording: str = ""
    certified_by: str = ""
    certified_on: date | None = None
    blind: bool | None = None
    second_coder: uuid.UUID | None = None


@transaction.atomic
def write_anchors(*, agency: uuid.UUID, words: Sequence[str], by: uuid.UUID, at: datetime) -> list[RatingAnchor]:
    """What each of the five levels means here, from the first to the fifth. Earlier words stay; the newest count."""
    if len(words) != len(rules.LEVELS) or not all(text.strip() for text in words):
        raise Refused(No.ANCHORS_NEEDED, field="level_1")
    rows = [
        RatingAnchor(agency=agency, level=level, words=text.strip(), recorded_by=by, recorded_at=at)
        for level, text in zip(rules.LEVELS, words, strict=True)
    ]
    RatingAnchor.objects.bulk_create(rows)
    write_trail([entry("anchors written", agency=agency)], by=by)
    return rows


@transaction.atomic
def rate_relationship(
    *, family: Family, dyad: Dyad, agency: uuid.UUID, level: int, evidence: Sequence[str], seen: str, on: date,
    wave: str = "", by: uuid.UUID, at: datetime,
) -> Occasion:  # fmt: skip
    """A clinician's view of the two on a day: one of five levels, what it rests on, and what was seen in plain words.

    Raises ``Refused`` (``anchors_needed``, ``no_such_level``, ``evidence_needed``, ``seen_needed``, ``in_future``,
    ``already_recorded``).
    """
    known = [Evidence(each).value for each in evidence]
    decision, field = rules.check_rating(
        on=on, today=timezone.localdate(at), level=level, evidence=known, seen=seen, anchors=anchors_of_levels(agency)
    )
    if not decision:
        raise Refused(decision.because, field=field)
    row, terms = _published(RATING)
    occasion = enter(
        family=family, subject=dyad.pk, row=row, terms=terms, on=on, values=[("level", level)], wave=wave, by=by, at=at
    )
    ClinicianRating.objects.create(
        **_about(occasion), evidence=known, seen=seen.strip(), recorded_by=by, recorded_at=at
    )
    write_trail([entry("relationship rated", family=family.pk, subject=dyad.pk, occasion=occasion.pk)], by=by)
    return occasion


@transaction.atomic
def record_play(
    *, family: Family, dyad: Dyad, definition: uuid.UUID, coding: Coding, values: Sequence[tuple[str, Any]],
    second_of: uuid.UUID | None = None, wave: str = "", note: str = "", by: uuid.UUID, at: datetime,
) -> Occasion:  # fmt: skip
    """A play that was watched and coded; ``second_of``: the first coding of the same play, by somebody else.

    ``values``: (item, value) of the scheme's definition. Raises ``Refused`` (``coder_needed``, ``same_coder``,
    ``ask_first``, ``has_seen_it``, ``no_first_coding``, ``not_a_measure_of_play``, and whatever the definition says of
    the values).
    """
    first = _first_coding(family, dyad, second_of)
    decision, field = rules.check_coding(
        filmed_on=coding.filmed_on, today=timezone.localdate(at), coder=coding.coder, coder_name=coding.coder_name,
        first_coder=first.coder if first else None, first_name=first.coder_name if first else "",
        asked=first.second_coder if first else None, second=first is not None,
    )  # fmt: skip
    if not decision:
        raise Refused(decision.because, field=field)
    if first is None:
        _require_second(coding.second_coder, coding.coder, by)
    row = instruments.row(definition)
    shelf = instruments.on_shelf(row)
    if not shelf.asked or shelf.terms.respondent != "coder":
        raise Refused(No.NOT_A_MEASURE_OF_PLAY, field="measure")
    if first is not None and (first.definition != row.id or first.on != coding.filmed_on):
        raise Refused(No.NO_FIRST_CODING)
    occasion = enter(
        family=family, subject=dyad.pk, row=row, terms=shelf.terms, on=coding.filmed_on, values=values,
        wave=first.wave if first else wave, note=note, coding=2 if first else 1, by=by, at=at,
    )  # fmt: skip
    Observation.objects.create(
        **_about(occasion), second_of_id=second_of, second_coder=None if first else coding.second_coder,
        play=Play(coding.play).value, filmed_on=coding.filmed_on,
        minutes=coding.minutes, recording=coding.recording.strip(), coder=coding.coder,
        coder_name="" if coding.coder else coding.coder_name.strip(), certified_by=coding.certified_by.strip(),
        certified_on=coding.certified_on, blind=coding.blind, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("play coded", family=family.pk, subject=dyad.pk, occasion=occasion.pk)], by=by)
    return occasion


@transaction.atomic
def reflect(
    *, family: Family, dyad: Dyad, on: date, words: str, her_words: str = "", wave: str = "", by: uuid.UUID,
    at: datetime,
) -> Reflection:  # fmt: skip
    """What people make of it when the views differ: ours, and hers as she says it. Words, never a sum."""
    if not words.strip() and not her_words.strip():
        raise Refused("words_needed", field="ours")
    if on > timezone.localdate(at):
        raise Refused(No.IN_FUTURE, field="on")
    row = Reflection.objects.create(
        family=family, subject=dyad.pk, category=Category.DYAD_OBSERVATION, wave=wave, on=on, words=words,
        her_words=her_words, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("reflection written", family=family.pk, subject=dyad.pk)], by=by)
    return row


@transaction.atomic
def ask_second(*, occasion: Occasion, coder: uuid.UUID | None, by: uuid.UUID, at: datetime) -> Observation:
    """Ask a colleague to code a play a second time (or nobody any more): from now on the first coding is hidden from
    her, until she has saved hers. Raises ``Refused`` (``same_coder``, ``has_seen_it``, ``settled_meanwhile``)."""
    held = Observation.objects.select_for_update(of=("self",)).get(occasion=occasion, second_of=None)
    if Observation.objects.filter(second_of=occasion).exists():
        raise Refused(No.SETTLED_MEANWHILE)
    _require_second(coder, held.coder, by)
    Observation.objects.filter(pk=held.pk).update(second_coder=coder)
    held.second_coder = coder
    about = {"family": occasion.family_id, "subject": occasion.subject, "occasion": occasion.pk}
    write_trail([entry("second coder asked", **about)], by=by)
    return held


def _require_second(coder: uuid.UUID | None, first_coder: uuid.UUID | None, by: uuid.UUID) -> None:
    if coder is None:
        return
    decision = rules.check_second(coder=coder, first_coder=first_coder, by=by)
    if not decision:
        raise Refused(decision.because, field="second_coder")


def _first_coding(family: Family, dyad: Dyad, second_of: uuid.UUID | None) -> PlayToCode | None:
    if second_of is None:
        return None
    try:
        return play_to_code(family.pk, dyad.pk, second_of)
    except Occasion.DoesNotExist as hidden:
        raise Refused(No.NO_FIRST_CODING) from hidden


def _about(occasion: Occasion) -> dict[str, Any]:
    return {
        "occasion": occasion,
        "family_id": occasion.family_id,
        "subject": occasion.subject,
        "category": occasion.category,
    }


def _published(code: str) -> tuple[Definition, Read]:
    row = instruments.published(code)
    if row is None:
        raise Refused(No.MEASURE_UNKNOWN, field="level")
    return row, instruments.definition(row.id)
