"""When she has used: one event with what her people wrote down, what helped before, and whom somebody could meet.

Whom somebody could meet is asked of facts when a page is opened: nothing is stored or counted, and nobody is late.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Case, JSONField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from alongside.care.models import AskedToday, Contact, UsedAnswer
from alongside.care.terms import Reached, UsedState, UsedStep
from alongside.enrolment.models import ReturnToUse
from alongside.families.models import Person
from alongside.families.terms import PersonKind

MOST = 12  # what helped before, notes to choose among


@dataclass(frozen=True)
class UsedSeen:
    """One event and what was written to each step, the newest last."""

    event: ReturnToUse
    answers: Mapping[UsedStep, tuple[UsedAnswer, ...]]

    def now(self, step: UsedStep) -> UsedAnswer | None:
        """How it stands; ``None`` while nobody has said."""
        held = self.answers.get(step, ())
        return held[-1] if held else None


def used(
    family: uuid.UUID, id: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> UsedSeen:  # fmt: skip
    """One event as of a day, as the asker may read it; two statements.

    Raises ReturnToUse.DoesNotExist for one that is hidden, of another family, not there, or not there yet on that day.
    """
    event = _by(ReturnToUse.objects.filter(family_id=family), until, known_at).get(pk=id)
    rows = UsedAnswer.objects.filter(family_id=family, event_id=id).select_related("colleague", "contact", "report")
    answers: dict[UsedStep, list[UsedAnswer]] = {}
    for row in _by(rows, until, known_at).order_by("number"):
        answers.setdefault(UsedStep(row.step), []).append(row)
    return UsedSeen(event, {step: tuple(held) for step, held in answers.items()})


@dataclass(frozen=True)
class Helped:
    """What helped, in her words, and when she said so."""

    on: date
    words: str


def helped_before(
    family: uuid.UUID, woman: uuid.UUID, *, but: uuid.UUID | None = None, until: date | None = None,
    known_at: datetime | None = None,
) -> list[Helped]:  # fmt: skip
    """What helped at other times than at the event ``but``, the newest first; two statements.

    Only offered: nothing puts it anywhere by itself.
    """
    events = _by(ReturnToUse.objects.filter(family_id=family, woman_id=woman), until, known_at).exclude(pk=but)
    rows = UsedAnswer.objects.filter(family_id=family, woman_id=woman, step=UsedStep.HELPED).exclude(event_id=but)
    newest = {row.event_id: row for row in _by(rows, until, known_at).order_by("number")}
    found = [Helped(row.on, row.words) for row in newest.values() if row.state == UsedState.DONE and row.words]
    found += [Helped(row.on, row.what_helped) for row in events.exclude(what_helped="").order_by("-on", "-id")[:MOST]]
    return sorted(found, key=lambda each: each.on, reverse=True)[:MOST]


def met_since(family: uuid.UUID, woman: uuid.UUID, since: date) -> list[Contact]:
    """Notes of having been in touch with her from that day on, the newest first; one statement."""
    with_her = Q(subject=woman) | Q(present__contains=[woman])
    rows = Contact.objects.filter(with_her, family_id=family, on__gte=since, reached=Reached.MET, superseded_at=None)
    return list(rows.order_by("-on", "-id")[:MOST])


def asks_of(family: uuid.UUID, woman: uuid.UUID) -> list[AskedToday]:
    """That she asked for somebody and nobody was there yet, the oldest first; one statement."""
    rows = AskedToday.objects.filter(family_id=family, woman_id=woman, settled_at=None)
    return list(rows.order_by("recorded_at", "id")[:MOST])


def asked_today(family: uuid.UUID, id: uuid.UUID) -> AskedToday:
    """One of them, also one that was settled. Raises AskedToday.DoesNotExist for any other one."""
    return AskedToday.objects.get(family_id=family, pk=id)


@dataclass(frozen=True)
class ToMeet:
    """She told us (``event``), or asks for somebody (``ask``), and nobody was with her yet."""

    family: uuid.UUID
    woman: uuid.UUID
    event: uuid.UUID | None
    ask: uuid.UUID | None
    on: date
    wants: str
    her_words: str


def _waits(families: str) -> str:
    """SQL: JSON rows of whom somebody could meet; ``families`` restricts the column ``family_id``.

    Somebody was with her: it is written so, or a note says that we were in touch since. What she asks for herself
    waits until somebody says that she was met, or she takes it back: a note that is typed today may be of this
    morning. "Leave it to me", said once and for all, is heeded for what she told; not for what she asks herself.
    """
    since = """not exists (select from care_contact c where c.family_id = w.family_id and c.superseded_at is null
      and c.reached = 'met' and c.recorded_at >= w.recorded_at and c."on" >= w."on"
      and (c.subject = w.woman_id or c.present @> array[w.woman_id]))"""
    return f"""
select coalesce(jsonb_agg(jsonb_build_array(t.family_id, t.woman_id, t.event, t.ask, t."on", t.wants, t.her_words)
                          order by t.recorded_at, t.id), '[]') from (
  select w.id, w.recorded_at, w.family_id, w.woman_id, w.event_id as event, null::uuid as ask, w."on", '' as wants,
         w.words as her_words
    from care_usedanswer w where w.family_id {families} and w.step = 'met' and w.state = 'open' and {since}
     and not exists (select from care_usedanswer n
                      where n.event_id = w.event_id and n.step = 'met' and n.number > w.number)
     and coalesce((select r.wants from care_reachwish r where r.family_id = w.family_id and r.woman_id = w.woman_id
                    order by r.recorded_at desc, r.id desc limit 1), '') <> 'leave'
  union all
  select w.id, w.recorded_at, w.family_id, w.woman_id, null, w.id, w."on", w.wants, w.her_words
    from care_askedtoday w where w.family_id {families} and w.settled_at is null) t"""


def to_meet(families: Collection[uuid.UUID]) -> list[ToMeet]:
    """Whom somebody could meet in these families, who told first first; one statement, and none without families."""
    if not families:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_waits("= any(%s::uuid[])"), [list(families), list(families)])
        return _read(cursor.fetchone()[0])


def with_to_meet(people: QuerySet[Person]) -> QuerySet[Person]:
    """The same people, each woman with what ``to_meet_of`` reads: no statement more where they are asked for anyway."""
    facts = RawSQL(f"({_waits('= families_person.family_id')})", [], output_field=JSONField())
    return people.annotate(to_meet=Case(When(kind=PersonKind.WOMAN, then=facts), default=Value(None, JSONField())))


def to_meet_of(person: Person) -> list[ToMeet]:
    """Of a woman who was asked for ``with_to_meet``; no statement."""
    return [row for row in _read(getattr(person, "to_meet", None)) if row.woman == person.pk]


def _read(held: Any) -> list[ToMeet]:
    rows = json.loads(held) if isinstance(held, str) else held or []
    return [
        ToMeet(
            uuid.UUID(family), uuid.UUID(woman), uuid.UUID(event) if event else None, uuid.UUID(ask) if ask else None,
            date.fromisoformat(on), wants, words,
        )
        for family, woman, event, ask, on, wants, words in rows
    ]  # fmt: skip


def _by(rows: QuerySet[Any], until: date | None, known_at: datetime | None) -> QuerySet[Any]:
    if until is not None:
        rows = rows.filter(on__lte=until)
    return rows if known_at is None else rows.filter(recorded_at__lte=known_at)
