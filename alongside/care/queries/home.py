"""A worker's home: her families, those with the next promise first. Never computed from absence."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection

from alongside.enrolment.queries import LATERALS, MINE

LAST = date.max  # where families without a promise stand


@dataclass(frozen=True)
class HomeRow:
    """One family on a worker's home. Empty where the asker may not know (a children's worker sees no state)."""

    family: uuid.UUID
    family_name: str
    woman: uuid.UUID | None
    name: str
    is_alias: bool
    sort_key: str
    state: str
    state_from: date | None
    children: int
    promise: uuid.UUID | None
    promise_on: date | None
    promise_at: time | None
    promise_what: str
    promise_worker: uuid.UUID | None
    due_on: date | None  # of a pregnancy that goes on
    begun_at: datetime | None  # when the asker last kept a note that she is writing; nobody else's is here

    @property
    def key(self) -> tuple[date, str, uuid.UUID]:
        """Where the next page begins (give it as ``after``)."""
        return (self.promise_on or LAST, self.sort_key, self.family)


def home(
    principal: uuid.UUID,
    on: date,
    after: tuple[date, str, uuid.UUID] | None = None,
    size: int = 25,
    *,
    at: datetime | None = None,
) -> list[HomeRow]:
    """The families ``principal`` works with on ``on``: by the day of the next open promise, then by name.

    One statement, keyset pages of ``size``. A promise whose day has passed is still open: it waits for a person.
    ``at``: an instant of ``on`` when that is not today; promises are those of today all the same.
    """
    sql = f"""
with {MINE}
select f.id, f.name, w.id, coalesce(w.name, ''), coalesce(w.is_alias, false), coalesce(w.sort_key, ''),
       coalesce(s.state, ''), s.from_on, c.children, n.id, n."on", n.at_time, coalesce(n.what, ''), n.worker, d.due_on,
       b.saved_at
  from mine join families_family f on f.id = mine.family
{LATERALS}
  left join lateral (
    select p.id, p."on", p.at_time, p.what, p.worker from care_promise p
     where p.family_id = mine.family and p.state = 'open' order by p."on", p.at_time, p.id limit 1) n on true
  left join lateral (
    select d.due_on from families_pregnancy g join families_duedate d on d.pregnancy_id = g.id
     where g.family_id = mine.family and (g.outcome = 'expecting' or g.outcome_on > %(day)s::date)
     order by d.recorded_at desc, d.id desc limit 1) d on true
  left join lateral (
    select max(b.saved_at) as saved_at from care_begunnote b
     where b.family_id = mine.family and b.recorded_by = %(who)s) b on true
 where %(first)s::boolean
    or (coalesce(n."on", %(last)s::date), coalesce(w.sort_key, ''), f.id) > (%(on)s::date, %(key)s::text, %(id)s::uuid)
 order by coalesce(n."on", %(last)s::date), coalesce(w.sort_key, ''), f.id limit %(size)s
"""
    day, key, id = after or (date.min, "", uuid.UUID(int=0))
    values: dict[str, Any] = {
        "who": principal, "day": on, "at": at, "first": after is None, "last": LAST, "on": day, "key": key, "id": id,
        "size": size,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [HomeRow(*row) for row in cursor.fetchall()]
