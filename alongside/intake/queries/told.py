"""What she told so far, over which days, and how we first heard of her; as of a day where a page asks for one."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from alongside.goals.models import Goal
from alongside.intake import rules
from alongside.intake.catalogue import shipped
from alongside.intake.models import Conversation, FirstContact, Offer, Told
from alongside.safekeeping.terms import Category

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class GettingToKnow:
    """All that was told, the newest last, and the days on which we talked."""

    told: tuple[Told, ...]
    conversations: tuple[Conversation, ...]

    def cards(self, reads: Collection[Category], known: Collection[str] = ()) -> list[rules.Card]:
        """Every part of these kinds as it stands, in the order of the file."""
        return [rules.stands(part, self.told, known) for part in shipped()[1] if part.category in reads]

    def of(self, part: str) -> list[Told]:
        """What was said in one part, the newest first."""
        return [row for row in reversed(self.told) if row.part == part]

    def counts(self, part: str) -> dict[str, Told]:
        """{question: the row that counts} of one part; "" is the whole part."""
        return {question: row for (code, question), row in rules.newest(self.told).items() if code == part}


def getting_to_know(
    family: uuid.UUID, woman: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> GettingToKnow:  # fmt: skip
    """What she told and when we talked; two statements. What she took back is not there."""
    told = told_of(family, woman, until=until, known_at=known_at)
    return GettingToKnow(tuple(told), tuple(conversations_of(family, woman, until=until, known_at=known_at)))


def told_of(
    family: uuid.UUID, woman: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> QuerySet[Told]:  # fmt: skip
    """Every row of hers that the asker may read, the oldest first; never one that she took back."""
    rows = Told.objects.filter(family_id=family, woman_id=woman, taken_back_at=None)
    return _by(rows, until, known_at).order_by("on", "recorded_at", "id")


def told_one(family: uuid.UUID, id: uuid.UUID) -> Told:
    """One row. Raises Told.DoesNotExist for one that is hidden, of another family, taken back, or not there."""
    return Told.objects.get(family_id=family, pk=id, taken_back_at=None)


def conversations_of(
    family: uuid.UUID, woman: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> QuerySet[Conversation]:  # fmt: skip
    """The days on which we talked, the oldest first."""
    rows = Conversation.objects.filter(family_id=family, woman_id=woman)
    return _by(rows, until, known_at).order_by("on", "recorded_at", "id")


def first_contacts_of(
    family: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> QuerySet[FirstContact]:  # fmt: skip
    """How we heard of her, each time, the first one first."""
    return _by(FirstContact.objects.filter(family_id=family), until, known_at).order_by("on", "recorded_at", "id")


def offers_of(
    family: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> QuerySet[Offer]:  # fmt: skip
    """What was offered while she waited, the newest first."""
    return _by(Offer.objects.filter(family_id=family), until, known_at).order_by("-on", "-recorded_at", "-id")


def became_goals(family: uuid.UUID, told: Collection[Told]) -> set[uuid.UUID]:
    """Numbers of goals that the asker may read and that came of these; one statement."""
    ids = [goal_id(row.pk) for row in told]
    return set(Goal.objects.filter(family_id=family, pk__in=ids).values_list("pk", flat=True))


def goal_id(told: uuid.UUID) -> uuid.UUID:
    """Under which number something she told stands as a goal, once she wished it."""
    return uuid.uuid5(told, "goal")


def _by(rows: QuerySet[Row], until: date | None, known_at: datetime | None) -> QuerySet[Row]:
    """Those of the days asked about, as they were recorded by then."""
    found = Q() if until is None else Q(on__lte=until)
    return rows.filter(found & (Q() if known_at is None else Q(recorded_at__lte=known_at)))
