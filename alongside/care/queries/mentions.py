"""Things she mentioned: what there is to ask her about, and what became of it. Asked of facts when somebody looks."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Exists, JSONField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, JSONObject

from alongside.care.models import Mentioned, MentionedTurn
from alongside.care.terms import MentionTurn
from alongside.families.models import Dyad, Person
from alongside.families.terms import PersonKind

MOST = 12  # on a first page and on a family's page


@dataclass(frozen=True)
class ToAsk:
    """Something she mentioned whose day has come and about which nobody asked her yet."""

    id: uuid.UUID
    family: uuid.UUID
    subject: uuid.UUID
    category: int
    what: str
    on: date


@dataclass(frozen=True)
class MentionedSeen:
    """One thing with everything that came of it, the oldest first."""

    row: Mentioned
    turns: tuple[MentionedTurn, ...]

    @property
    def settled(self) -> bool:
        """Somebody asked, or let it go."""
        return any(turn.what != MentionTurn.LATER for turn in self.turns)

    @property
    def ask_on(self) -> date:
        """From when on it comes back."""
        again = [turn.again_on for turn in self.turns if turn.again_on]
        return again[-1] if again else self.row.on


def _due(today: date) -> QuerySet[Mentioned]:
    """What waits to be asked; nothing about somebody who died, or about two of whom one did."""
    turns = MentionedTurn.objects.filter(mentioned=OuterRef("pk"))
    newest = turns.order_by("-recorded_at", "-id")
    settled = turns.exclude(what=MentionTurn.LATER).order_by().values("what")[:1]
    rows = Mentioned.objects.annotate(settled=settled, ask_on=Coalesce(newest.values("again_on")[:1], "on"))
    # Of this family alone: asked of the two first, the server reads every dyad of the programme at once.
    died = Person.objects.filter(died_on__isnull=False, family=OuterRef("family"))
    two = Dyad.objects.filter(Q(woman=OuterRef("pk")) | Q(child=OuterRef("pk")), pk=OuterRef(OuterRef("subject")))
    gone = Exists(died.filter(Q(pk=OuterRef("subject")) | Exists(two)))
    return rows.filter(~gone, settled=None, ask_on__lte=today).order_by("-ask_on", "-id")


def to_ask(families: Collection[uuid.UUID], today: date, size: int = MOST) -> list[ToAsk]:
    """What there is to ask in these families, the newest day first; one statement, and none without families."""
    if not families:
        return []
    rows = _due(today).filter(family_id__in=list(families))[:size]
    return [ToAsk(row.pk, row.family_id, row.subject, row.category, row.what, row.on) for row in rows]


def with_to_ask(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    """The same people, each woman with what ``asked_of`` reads: no statement more where they are asked for anyway."""
    due = (
        _due(today)
        .filter(family_id=OuterRef("family_id"))
        .values(json=JSONObject(id="id", subject="subject", category="category", what="what", on="on"))
    )
    nothing = Value([], output_field=ArrayField(JSONField()))
    return people.annotate(to_ask=Case(When(kind=PersonKind.WOMAN, then=ArraySubquery(due[:MOST])), default=nothing))


def asked_of(people: Iterable[Person]) -> list[ToAsk]:
    """What there is to ask in the family of people who were asked for ``with_to_ask``; no statement."""
    for person in people:
        if held := getattr(person, "to_ask", None):
            return [
                ToAsk(
                    uuid.UUID(each["id"]), person.family_id, uuid.UUID(each["subject"]), each["category"], each["what"],
                    date.fromisoformat(each["on"]),
                )
                for each in held
            ]  # fmt: skip
    return []


def mentions_of(family_id: uuid.UUID, *, known_at: datetime | None = None, size: int = 200) -> list[MentionedSeen]:
    """Everything she mentioned, the newest day first, as we knew it at ``known_at``; two statements."""
    then = Q() if known_at is None else Q(recorded_at__lte=known_at)
    rows = list(Mentioned.objects.filter(then, family_id=family_id).order_by("-on", "-id")[:size])
    turns: dict[uuid.UUID, list[MentionedTurn]] = {}
    for turn in MentionedTurn.objects.filter(then, family_id=family_id).order_by("recorded_at", "id"):
        turns.setdefault(turn.mentioned_id, []).append(turn)
    return [MentionedSeen(row, tuple(turns.get(row.pk, ()))) for row in rows]


def mentioned(family_id: uuid.UUID, id: uuid.UUID) -> Mentioned:
    """One of this family that waits for somebody to ask. Raises Mentioned.DoesNotExist for any other one."""
    settled = MentionedTurn.objects.filter(mentioned=OuterRef("pk")).exclude(what=MentionTurn.LATER).values("what")[:1]
    return Mentioned.objects.annotate(settled=settled).get(family_id=family_id, pk=id, settled=None)
