"""Named questions about the three views of two: what each of the three saw, and when."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from alongside.assessment.models import (
    Answer,
    ClinicianRating,
    Observation,
    Occasion,
    RatingAnchor,
    Reflection,
    Score,
)
from alongside.assessment.rules.pictures import Reading
from alongside.assessment.terms import AnswerStanding, OccasionState
from alongside.instruments import queries as instruments
from alongside.instruments.queries import OnShelf
from alongside.instruments.rules import Definition as Read

RATING = "CLINICIAN-RELATIONSHIP-RATING"
SUPPORT = "MSPSS"  # the support she feels: perceived, which is not the same as what is there (S-071)


@dataclass
class Seen:
    """One occasion with what it came to; its definition as it may be shown, and what it rests on."""

    occasion: Occasion
    terms: Read | None = None
    scores: list[Score] = field(default_factory=list)
    values: dict[str, float | None] = field(default_factory=dict)
    rating: ClinicianRating | None = None
    observation: Observation | None = None

    @property
    def measure(self) -> str:
        """What the measure is called."""
        return self.terms.title if self.terms else self.occasion.instrument

    def readings(self) -> list[Reading]:
        """Each scale with its range; the total alone for what was brought over without its definition."""
        o = self.occasion
        if self.terms is None:
            value = float(o.total) if o.total is not None else None
            return [Reading(o.source, o.instrument, "", o.on, value, coding=o.coding)]
        scales = self.terms.every_scale
        found = []
        for score in self.scores:
            scale = scales.get(score.scale)
            if scale is None:
                continue
            low, high = scale.range or (None, None)
            value = float(score.value) if score.value is not None else None
            title = scale.title or scale.code
            found.append(Reading(o.source, self.measure, title, o.on, value, low, high, scale.better, o.coding))
        return found


def seen(
    family_id: uuid.UUID, dyad: uuid.UUID, woman: uuid.UUID | None = None, until: date | None = None
) -> list[Seen]:
    """Everything that was done about these two, oldest first, in six statements; and the support ``woman`` feels.

    What is not for the asker is not there.
    """
    about = Q(subject=dyad)
    if woman is not None:
        about |= Q(subject=woman, instrument=SUPPORT)
    rows = Occasion.objects.filter(about, family_id=family_id, state=OccasionState.DONE)
    if until is not None:
        rows = rows.filter(on__lte=until)
    occasions = list(rows.order_by("on", "coding", "id"))
    ids = [row.id for row in occasions]
    terms = instruments.definitions({row.definition_id for row in occasions if row.definition_id})
    found = {row.id: Seen(row, terms.get(row.definition_id) if row.definition_id else None) for row in occasions}
    for score in Score.objects.filter(occasion_id__in=ids, superseded_at=None):
        found[score.occasion_id].scores.append(score)
    for each in found.values():
        order = [scale.code for scale in each.terms.scales] if each.terms else []
        each.scores.sort(key=lambda score: order.index(score.scale) if score.scale in order else len(order))
    codings = {each.occasion.id for each in found.values() if each.occasion.source == "observed"}
    given = Answer.objects.filter(occasion_id__in=codings, superseded_at=None, standing=AnswerStanding.ANSWERED)
    for answer in given:
        found[answer.occasion_id].values[answer.item] = float(answer.value) if answer.value is not None else None
    for rating in ClinicianRating.objects.filter(occasion_id__in=ids):
        found[rating.occasion_id].rating = rating
    for observation in Observation.objects.filter(occasion_id__in=ids):
        found[observation.occasion_id].observation = observation
    return list(found.values())


def reflections(family_id: uuid.UUID, dyad: uuid.UUID) -> list[Reflection]:
    """What people made of the views of these two, oldest first."""
    return list(Reflection.objects.filter(family_id=family_id, subject=dyad).order_by("on", "recorded_at"))


def anchors_of_levels(agency: uuid.UUID) -> dict[int, str]:
    """What each level of the clinician's rating means at this agency; the newest words of each."""
    rows = RatingAnchor.objects.filter(agency=agency).order_by("level", "-recorded_at", "-id").distinct("level")
    return {row.level: row.words for row in rows}


def levels_meant(agency: uuid.UUID) -> dict[int, list[tuple[datetime, str]]]:
    """Since when each level means what at this agency, oldest first; one statement."""
    found: dict[int, list[tuple[datetime, str]]] = {}
    for row in RatingAnchor.objects.filter(agency=agency).order_by("level", "recorded_at", "id"):
        found.setdefault(row.level, []).append((row.recorded_at, row.words))
    return found


def schemes(language: str = "en") -> list[OnShelf]:
    """Measures with which play is coded here, by title."""
    return [each for each in instruments.catalogue(language) if each.asked and each.terms.respondent == "coder"]


@dataclass(frozen=True)
class PlayToCode:
    """A play that was coded once: all that a second coder needs, and nothing of what was found."""

    occasion: uuid.UUID
    subject: uuid.UUID
    definition: uuid.UUID
    on: date
    wave: str
    play: str
    minutes: int | None
    recording: str
    coder: uuid.UUID | None
    coder_name: str
    second_coder: uuid.UUID | None


def plays_to_code(family_id: uuid.UUID, dyad: uuid.UUID) -> list[PlayToCode]:
    """Plays of these two that were coded once, the oldest first, for whoever may write about them.

    The only way to them for a colleague who is asked for a second look: the first coding itself is hidden from her.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.plays_to_code(%s::uuid)", [family_id])
        found = [PlayToCode(*row) for row in cursor.fetchall()]
    return [play for play in found if play.subject == dyad]


def play_to_code(family_id: uuid.UUID, dyad: uuid.UUID, occasion: uuid.UUID) -> PlayToCode:
    """One of them. Raises Occasion.DoesNotExist."""
    for play in plays_to_code(family_id, dyad):
        if play.occasion == occasion:
            return play
    raise Occasion.DoesNotExist
