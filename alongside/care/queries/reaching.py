"""When we missed each other: whether somebody may be reminded to reach out. Asked of facts when somebody looks.

Nothing here is stored, counted or handed on. The asker is told as far as she may see it: a meeting that stands in a
kind of record that her part does not read is not there for her. Without a plan for reaching her, as far as the asker
may see one, there is no reminder: nobody knows yet how to do it safely.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, JSONField, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from alongside.care.models import ReachWish
from alongside.care.rules import reach_out_from
from alongside.care.terms import ReachOut
from alongside.enrolment.terms import ENDED_STATES
from alongside.families.models import Person
from alongside.families.terms import Channel, PersonKind

TRIES = 6  # what was tried since, the newest ones


@dataclass(frozen=True)
class Tried:
    """Something that was tried, or a day on which we did not meet: how (``Mode``, or "session")."""

    on: date
    how: str


@dataclass(frozen=True)
class MissedEachOther:
    """We did not meet, and have not met since. ``since``: from which day on somebody may reach out."""

    family: uuid.UUID
    woman: uuid.UUID
    missed_on: date
    reason_known: bool
    tried: tuple[Tried, ...]
    since: date
    wants: str
    ways: tuple[str, ...]
    every_days: int | None
    where: str
    her_words: str
    others: tuple[str, ...]  # numbers and addresses of others in her life, never taken for hers


def _facts(family: str, woman: str) -> str:
    """SQL: what one decision needs, as JSON; ``family`` and ``woman`` are columns of the statement around it."""
    dyads = f"select d.id from families_dyad d where d.woman_id = {woman}"
    hers = f"(c.subject = {woman} or c.for_whom = 'dyad' and c.subject in ({dyads}))"
    contact = f"care_contact c where c.family_id = {family} and c.superseded_at is null"
    presence = f"services_presence s where s.family_id = {family} and s.person_id = {woman} and s.superseded_at is null"
    return f"""
(select jsonb_build_object(
   'tries', (
     select jsonb_agg(jsonb_build_array(t."on", t.how, t.reached) order by t."on" desc, t.id desc) from (
       select c.id, c."on", c.mode as how, c.reached from {contact} and {hers}
          and c.reached <> 'met' and c."on" > met.day and c."on" <= %s
       union all
       select s.id, s."on", 'session', 'did_not_meet' from {presence}
          and s.how = 'did_not_meet' and s."on" > met.day and s."on" <= %s
        order by 2 desc, 1 desc limit 40) t),
   'wish', (select jsonb_build_object('wants', w.wants, 'ways', w.ways, 'every_days', w.every_days, 'where', w."where",
                                      'her_words', w.her_words)
              from care_reachwish w where w.family_id = {family} and w.woman_id = {woman}
             order by w.recorded_at desc, w.id desc limit 1),
   'ways', (select jsonb_agg(y.channel) from families_safeway y where y.family_id = {family} and y.plan_id = (
              select p.id from families_safecontact p where p.family_id = {family} and p.woman_id = {woman}
               order by p.version desc limit 1)),
   'others', (select jsonb_agg(k.value) from families_knowncontact k
                where k.family_id = {family} and k.person_id <> {woman} and k.taken_back_at is null),
   'died', (select p.died_on from families_person p where p.family_id = {family} and p.id = {woman}),
   'state', (select e.state from enrolment_statechange e where e.family_id = {family} and e.person_id = {woman}
                and e.from_on <= %s order by e.from_on desc, e.recorded_at desc, e.id desc limit 1))
   from (select coalesce(max(m.day), '-infinity'::date) as day from (
           select c."on" as day from {contact} and c.reached = 'met' and c."on" <= %s
              and ({hers} or c.present @> array[{woman}])
           union all
           select s."on" from {presence} and s.how <> 'did_not_meet' and s."on" <= %s) m) met)"""


DAYS = 5  # how many times the day stands in it


_NOTHING_SAID: dict[str, Any] = {
    "wants": ReachOut.PLEASE.value,
    "ways": [],
    "every_days": None,
    "where": "",
    "her_words": "",
}


def _read(
    family: uuid.UUID, woman: uuid.UUID, facts: dict[str, Any] | None, today: date, usual: int
) -> MissedEachOther | None:
    tries = (facts or {}).get("tries") or []
    days = [(date.fromisoformat(on), how, reached) for on, how, reached in tries]
    missed = [each for each in days if each[2].startswith("did_not_meet")]
    ways = (facts or {}).get("ways") or []
    if facts is None or facts["died"] or not missed or not ways:
        return None
    if Channel.NONE in ways or facts["state"] in {*ENDED_STATES}:
        return None
    last = missed[0][0]
    tried = [each for each in days if each[2] == "tried" and each[0] >= last]
    wish = facts["wish"] or {
        "wants": ReachOut.PLEASE.value,
        "ways": [],
        "every_days": None,
        "where": "",
        "her_words": "",
    }
    since = reach_out_from(
        last, [on for on, *_ in tried], wants=wish["wants"], every_days=wish["every_days"], usual=usual
    )
    if since is None or since > today:
        return None
    return MissedEachOther(
        family, woman, last, missed[0][2] == "did_not_meet", tuple(Tried(on, how) for on, how, _ in tried[:TRIES]),
        since, wish["wants"], tuple(wish["ways"]), wish["every_days"], wish["where"], wish["her_words"],
        tuple(facts["others"] or ()),
    )  # fmt: skip


def missed_in(women: Collection[tuple[uuid.UUID, uuid.UUID]], today: date, usual: int) -> list[MissedEachOther]:
    """Whom of ``women`` (family, woman) somebody may reach out to today, the longest first; one statement."""
    if not women:
        return []
    facts = _facts("u.family", "u.woman")
    sql = f"select u.family, u.woman, {facts} from unnest(%s::uuid[], %s::uuid[]) u (family, woman)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*([today] * DAYS), [f for f, _ in women], [w for _, w in women]])
        rows = cursor.fetchall()
    read = (_read(f, w, json.loads(facts) if isinstance(facts, str) else facts, today, usual) for f, w, facts in rows)
    return sorted((each for each in read if each), key=lambda each: (each.since, str(each.woman)))


def with_missed(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    """The same people, each woman with what ``missed_of`` reads: no statement more where they are asked for anyway."""
    facts = RawSQL(_facts("families_person.family_id", "families_person.id"), [today] * DAYS, output_field=JSONField())
    return people.annotate(missed=Case(When(kind=PersonKind.WOMAN, then=facts), default=Value(None, JSONField())))


def missed_of(person: Person, today: date, usual: int) -> MissedEachOther | None:
    """Of a woman who was asked for ``with_missed``; no statement."""
    return _read(person.family_id, person.id, getattr(person, "missed", None), today, usual)


def reach_wishes(family_id: uuid.UUID, woman: uuid.UUID) -> list[ReachWish]:
    """What she said, the newest first; one statement."""
    return list(ReachWish.objects.filter(family_id=family_id, woman_id=woman).order_by("-recorded_at", "-id")[:20])
