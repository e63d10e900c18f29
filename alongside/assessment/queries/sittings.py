"""Sittings: which questions lie open, what was answered, what she reads before a question somebody is told of."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alongside.assessment import rules
from alongside.assessment.models import Answer, Mailing, Occasion, OccasionStep, Protocol, Sitting, SittingPart
from alongside.assessment.terms import NEEDS_TIME, OccasionState
from alongside.instruments import queries as instruments
from alongside.instruments.rules import Definition as Read

LATELY = timedelta(days=1)
# An occasion that can still be answered, unless another one was begun in its place.
OPEN = (OccasionState.OFFERED.value, OccasionState.LATER.value, OccasionState.PARTLY.value)


@dataclass(frozen=True)
class Asked:
    """One measure of a sitting: its occasion, its definition (without the words), and the answers that stand."""

    occasion: Occasion
    terms: Read
    answers: dict[str, Any]
    rows: dict[str, Answer] = field(default_factory=dict, compare=False)

    @property
    def items(self) -> list[str]:
        """The questions to ask now, in order."""
        return rules.items_to_ask(self.terms, self.answers)

    @property
    def minutes_left(self) -> int:
        """About how long the rest takes."""
        return rules.minutes_left(self.terms, self.answers)

    @property
    def first_day(self) -> date | None:
        """The day of the earliest answer that stands; what she later corrected was about that day too."""
        return min(self._days, default=None)

    @property
    def last_day(self) -> date | None:
        """The day of the latest answer that stands."""
        return max(self._days, default=None)

    @property
    def _days(self) -> set[date]:
        given = [row for row in self.rows.values() if row.item in self.answers and not row.she_corrected]
        return {timezone.localdate(row.recorded_at) for row in given}

    def asks_again(self, today: date) -> bool:
        """What she answered is from longer ago than the measure looks back over: she is shown it before she goes on."""
        return rules.asks_again(self.terms, self.first_day, self.occasion.confirmed_on, today)


def sitting(id: uuid.UUID, family: uuid.UUID | None = None) -> Sitting:
    """A sitting (of this family). Raises Sitting.DoesNotExist."""
    rows = Sitting.objects.filter(pk=id)
    return rows.get(family_id=family) if family else rows.get()


def parts(sitting: uuid.UUID) -> list[Asked]:
    """The measures that lie open in a sitting, in their order; two statements and the definitions once."""
    found = SittingPart.objects.filter(sitting_id=sitting, occasion__sitting_id=sitting).select_related("occasion")
    return asked([part.occasion for part in found.order_by("place", "id")])


def asked(occasions: Iterable[Occasion]) -> list[Asked]:
    """Occasions with their definitions and answers, in their order. Those without a definition are left out."""
    rows = [row for row in occasions if row.definition_id is not None]
    terms = instruments.definitions({row.definition_id for row in rows if row.definition_id})
    given: dict[uuid.UUID, dict[str, Answer]] = {row.pk: {} for row in rows}
    for answer in answers_of(given):
        given[answer.occasion_id][answer.item] = answer
    return [Asked(row, terms[row.definition_id], standing(given[row.pk].values()), given[row.pk]) for row in rows]  # type: ignore[index]


def answers_of(occasions: Iterable[uuid.UUID]) -> QuerySet[Answer]:
    """The answers that stand."""
    return Answer.objects.filter(occasion_id__in=list(occasions), superseded_at=None)


def standing(rows: Iterable[Answer]) -> dict[str, Any]:
    """Answers by item in the form in which instruments score them; those she took back are left out."""
    found = {row.item: rules.raw(row.standing, row.value, row.words) for row in rows}
    return {item: value for item, value in found.items() if value is not None}


def versions_of(occasion: uuid.UUID) -> QuerySet[Answer]:
    """Every answer of an occasion that was ever given, the newest first."""
    return Answer.objects.filter(occasion_id=occasion).order_by("-recorded_at", "-id")


def open_occasions(family: uuid.UUID) -> QuerySet[Occasion]:
    """What was offered to a family and can still be answered, the oldest first."""
    rows = Occasion.objects.filter(family_id=family, state__in=OPEN, begun_anew=None, definition__isnull=False)
    return rows.select_related("sitting").order_by("recorded_at", "id")


def answered(family: uuid.UUID) -> QuerySet[Occasion]:
    """Occasions with answers or a result of a known definition, the newest first; also one to which an answer came only
    when it had been put away."""
    done = Q(state=OccasionState.DONE) | Q(state=OccasionState.PARTLY)
    late = Exists(Answer.objects.filter(occasion=OuterRef("pk"), late=True))
    rows = Occasion.objects.filter(done | Q(late), family_id=family, definition__isnull=False)
    return rows.order_by("-on", "-recorded_at")


def she_would_like(family: uuid.UUID, at: datetime) -> Sitting | None:
    """The last sitting of the past day after which she said that she would like a pause, or somebody with her."""
    wished = Sitting.objects.filter(family_id=family, after__in=NEEDS_TIME, ended_at__gt=at - LATELY)
    return wished.order_by("-ended_at", "-id").first()


def occasion(family: uuid.UUID, id: uuid.UUID) -> Occasion:
    """One occasion of a family. Raises Occasion.DoesNotExist."""
    return Occasion.objects.select_related("sitting", "begun_anew").get(family_id=family, pk=id)


def steps_of(occasions: Iterable[uuid.UUID]) -> QuerySet[OccasionStep]:
    """What happened to these occasions, the oldest first."""
    return OccasionStep.objects.filter(occasion_id__in=list(occasions)).order_by("recorded_at", "id")


def told_before(agency: uuid.UUID | None, instrument: str, language: str) -> str:
    """What she reads before a question of which somebody is told: who sees the answer, and what happens next.

    The newest protocol of the instrument counts, else the newest for every instrument; "" when there is none.
    """
    if agency is None:
        return ""
    rows = Protocol.objects.filter(agency=agency, instrument__in=[instrument, ""])
    found = rows.order_by("-instrument", "-recorded_at", "-id").first()
    if found is None:
        return ""
    return (found.told_before_fr if language.startswith("fr") else "") or found.told_before


def mailing(code: str) -> Mailing | None:
    """The letter with this code, if it is one of a family she may see."""
    return Mailing.objects.select_related("sitting").filter(code=code).first()


def mailing_of(sitting: uuid.UUID) -> Mailing | None:
    """The letter that a sitting went into."""
    return Mailing.objects.filter(sitting_id=sitting).first()
