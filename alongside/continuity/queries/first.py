"""What a first page says of staying, in one statement: who asks, for whom one is there, for whom nobody is."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, F, Func, QuerySet, Value, When

from alongside.continuity.queries.cover import AHEAD, BACK
from alongside.continuity.queries.farewell import GoodBye
from alongside.families.models import Person
from alongside.families.terms import PersonKind

MOST = 40  # of each kind


@dataclass(frozen=True)
class MyPart:
    """A cover that the asker was asked for or agreed to, on the days that it and the leave have in common.

    ``name``: how the woman is called, None where the asker may not know. ``due``: what the one who is away promised in
    this family until she is back, from the first day on: (the day, what).
    """

    cover: uuid.UUID
    family: uuid.UUID
    for_whom: str
    name: str | None
    first: date
    until: date  # the day after the last
    due: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class Back:
    """What was handed back to the asker, by whom, about whom."""

    family: uuid.UUID
    who: str
    name: str | None
    words: str
    at: datetime


@dataclass(frozen=True)
class Gap:
    """Days away, hers or (for whoever arranges teams) anybody's, and for how many families nobody is there."""

    away: uuid.UUID
    colleague: uuid.UUID
    who: str
    first: date
    until: date  # the day after the last
    families: int


@dataclass(frozen=True)
class Meanwhile:
    """All of it."""

    asked: tuple[MyPart, ...]
    covering: tuple[MyPart, ...]
    back: tuple[Back, ...]
    goodbyes: tuple[GoodBye, ...]
    gaps: tuple[Gap, ...]


# Each kind by itself, with as many columns: kind, id, family, who, name, first, until, said, number, at.
_FIRST = """
with days as (select %(today)s::date as today, daterange(%(today)s::date, %(ahead)s::date) as ahead),
mine as (
  select c.id, c.family_id, c.agreed_at is not null as agreed, c.during * a.during as days, a.colleague_id as gone
    from days d join continuity_cover c on c.colleague_id = %(me)s
    join continuity_away a on a.id = c.away_id and a.withdrawn_at is null
   where c.cannot_at is null and c.her_no_at is null and c.ended_at is null and upper(c.during * a.during) > d.today
   order by c.during, c.id limit %(most)s),
gaps as (
  select a.id, a.colleague_id, a.during, count(*)::int as families
    from days d join continuity_away a on a.withdrawn_at is null and a.during && d.ahead
     and (%(arranges)s::boolean or a.colleague_id = %(me)s)
    cross join lateral (
      select k.family_id, range_agg(k.during * a.during * daterange(d.today, null)) as needed from enrolment_keyworker k
       where k.colleague_id = a.colleague_id and k.during && (a.during * daterange(d.today, null))
       group by k.family_id) n
   where exists (select from families_person p where p.family_id = n.family_id and p.kind = 'woman')
     and not isempty(n.needed - coalesce((
           select range_agg(datemultirange(c.during * a.during) - coalesce((
                    select range_agg(o.during) from continuity_away o
                     where o.colleague_id = c.colleague_id and o.withdrawn_at is null and o.during && a.during),
                  datemultirange()))
             from continuity_cover c
            where c.away_id = a.id and c.family_id = n.family_id and c.agreed_at is not null and c.her_no_at is null
              and c.ended_at is null), datemultirange()))
   group by a.id, a.colleague_id, a.during order by a.during, a.id limit %(most)s)
select case when m.agreed then 'covering' else 'asked' end, m.id, m.family_id, g.name,
       (select p.name from families_person p where p.family_id = m.family_id and p.kind = 'woman'
         order by p.recorded_at, p.id limit 1),
       lower(m.days), upper(m.days), (
         select jsonb_agg(jsonb_build_array(p."on", p.what) order by p."on", p.at_time, p.id) from care_promise p
          where m.agreed and lower(m.days) <= d.today and p.family_id = m.family_id and p.state = 'open'
            and p.worker = m.gone and p."on" < upper(m.days))::text,
       0, null::timestamptz
  from days d, mine m join accounts_colleague g on g.id = m.gone
union all
select 'back', h.id, h.family_id, w.name,
       (select p.name from families_person p where p.family_id = h.family_id and p.kind = 'woman'
         order by p.recorded_at, p.id limit 1),
       null, null, h.words, 0, h.recorded_at
  from days d join continuity_away a on a.colleague_id = %(me)s and a.withdrawn_at is null
   and upper(a.during) > %(back)s::date and lower(a.during) <= d.today
  join continuity_cover c on c.away_id = a.id join continuity_handback h on h.cover_id = c.id
  join accounts_colleague w on w.id = c.colleague_id
union all
select 'goodbye', g.hand_over, g.family, g.goes_on, null, g.day, null, null, 0, null from safekeeping.my_goodbyes() g
union all
select 'gap', g.id, null, c.name, c.id::text, lower(g.during), upper(g.during), null, g.families, null
  from gaps g join accounts_colleague c on c.id = g.colleague_id
"""


def meanwhile(principal: uuid.UUID, today: date, *, arranges: bool = False) -> Meanwhile:
    """What the first page of ``principal`` says of staying; one statement, whatever there is.

    ``arranges``: she arranges teams, and is told of every gap in the families that she is let into.
    """
    values: dict[str, Any] = {
        "me": principal, "today": today, "ahead": today + AHEAD, "back": today - BACK, "arranges": arranges,
        "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, values)
        rows = cursor.fetchall()
    of = {kind: [row[1:] for row in rows if row[0] == kind] for kind in ("asked", "covering", "back", "goodbye", "gap")}
    in_time = sorted(of["back"], key=lambda row: (row[8], row[0]), reverse=True)
    return Meanwhile(
        asked=tuple(sorted(map(_part, of["asked"]), key=_order)),
        covering=tuple(sorted(map(_part, of["covering"]), key=_order)),
        back=tuple(Back(family, who, name, said, at) for _, family, who, name, _f, _u, said, _n, at in in_time),
        goodbyes=tuple(GoodBye(id, family, first, who) for id, family, who, _, first, *_more in of["goodbye"]),
        gaps=tuple(
            Gap(id, uuid.UUID(colleague), who, first, until, families)
            for id, _, who, colleague, first, until, _s, families, _at in sorted(of["gap"], key=lambda r: (r[4], r[0]))
        ),
    )


def _part(row: tuple[Any, ...]) -> MyPart:
    cover, family, for_whom, name, first, until, due, _number, _at = row
    said = tuple((date.fromisoformat(on), what) for on, what in json.loads(due or "[]"))
    return MyPart(cover, family, for_whom, name, first, until, said)


def _order(row: MyPart) -> tuple[date, date, uuid.UUID]:
    return row.first, row.until, row.cover


# --- is she there by covering alone?


def covers_alone(family: uuid.UUID) -> bool:
    """The asker is let into this file by covering for somebody, and by nothing else; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.covers_alone(%s::uuid)", [family])
        return bool(cursor.fetchone()[0])


def with_covers_alone(people: QuerySet[Person]) -> QuerySet[Person]:
    """The same people, each woman with what ``is_covering_alone`` reads: no statement more."""
    asked = Func(F("family_id"), function="safekeeping.covers_alone", output_field=BooleanField())
    return people.annotate(covers_alone=Case(When(kind=PersonKind.WOMAN, then=asked), default=Value(False)))


def is_covering_alone(woman: Person) -> bool:
    """Of a woman who was asked for ``with_covers_alone``; no statement."""
    return bool(getattr(woman, "covers_alone", False))
