"""Whom we have not met for a while, as far as the asker may see it: the mother, each child, the two together (S-055).

By name, never by how long: nobody is put before somebody else. Nothing here is stored, counted or handed on. A meeting
that stands in a kind of record that the asker's part does not read is not there for her.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from alongside.continuity import rules
from alongside.continuity.models import MeetingRhythm
from alongside.enrolment.terms import ENDED_STATES

TRIES = 3  # what was tried since, the newest


@dataclass(frozen=True)
class Tried:
    """Something that was tried since: how (``care.terms.Mode``)."""

    on: date
    how: str


@dataclass(frozen=True)
class NotMet:
    """One whom we have not met since ``since``. ``met_on``: the last meeting the asker may see; None: none yet.

    ``wants``, ``every_days``: the mother's newest wish about being reached; "" where she said nothing. ``next_on`` and
    ``next_what``: what is arranged with the family.
    """

    family: uuid.UUID
    whom: str
    subject: uuid.UUID
    names: tuple[str, ...]
    since: date
    met_on: date | None
    wants: str
    every_days: int | None
    her_words: str
    tried: tuple[Tried, ...]
    next_on: date | None
    next_what: str


def rhythm(agency: uuid.UUID | None) -> rules.Rhythm:
    """After how many days this programme would like to have met; one statement."""
    rows = MeetingRhythm.objects.filter(agency=agency).order_by("-recorded_at", "-id") if agency else None
    row = rows.first() if rows is not None else None
    return rules.Rhythm(row.woman_days, row.child_days, row.dyad_days) if row else rules.Rhythm()


# Everybody to meet in these families, with since when we know each other. Not those whose time here has ended, and of
# children those who are born.
_SUBJECTS = """
asked as materialized (select unnest(%(families)s::uuid[]) as family),
here as materialized (
  select p.id, p.family_id as family, p.kind, p.name, p.born_on, f.opened_on
    from asked a join families_person p on p.family_id = a.family and p.kind in ('woman', 'child')
    join families_family f on f.id = a.family
   where coalesce((select s.state from enrolment_statechange s
                    where s.family_id = a.family and s.person_id = p.id and s.from_on <= %(day)s::date
                    order by s.from_on desc, s.recorded_at desc, s.id desc limit 1), '') <> all (%(ended)s::text[])),
subjects as materialized (
  select h.family, 'woman' as whom, h.id as subject, h.id as woman, null::uuid as child, array[h.name] as names,
         h.opened_on as known_since
    from here h join families_woman w on w.person_id = h.id and w.family_id = h.family where h.kind = 'woman'
  union all
  select h.family, 'child', h.id, null, h.id, array[h.name], greatest(h.opened_on, h.born_on)
    from here h join families_child c on c.person_id = h.id and c.family_id = h.family and c.state = 'born'
   where h.kind = 'child'
  union all
  select d.family_id, 'dyad', d.id, d.woman_id, d.child_id, array[w.name, h.name],
         greatest(h.opened_on, h.born_on, d.began_on)
    from asked a join families_dyad d on d.family_id = a.family
    join here w on w.id = d.woman_id join here h on h.id = d.child_id
    join families_child c on c.person_id = d.child_id and c.family_id = d.family_id and c.state = 'born')
"""
# A meeting of one of them: a contact about her, the child or the two, or one at which she or the child was; a session.
_CONTACT = """
(c.subject = s.subject
 or s.whom <> 'dyad' and c.present @> array[s.subject]
 or s.whom = 'woman' and c.for_whom = 'dyad' and exists (
      select from families_dyad d where d.id = c.subject and d.woman_id = s.woman)
 or s.whom = 'child' and c.for_whom = 'dyad' and exists (
      select from families_dyad d where d.id = c.subject and d.child_id = s.child)
 or s.whom = 'dyad' and (c.present || c.subject) @> array[s.woman, s.child])
"""
_SESSION = """
(s.whom <> 'dyad' and x.person_id = s.subject
 or s.whom = 'dyad' and x.person_id = s.woman and exists (
      select from {there} y where y.family_id = s.family and y.session_id = x.session_id
         and y.person_id = s.child and y.superseded_at is null and y.how <> 'did_not_meet'))
"""
_LATEST = """case s.whom when 'woman' then %(woman)s::date when 'child' then %(child)s::date else %(dyad)s::date end"""

_RECENT = f"""
with {_SUBJECTS},
met as materialized (
  select c.family_id, c.subject, c.for_whom, c.present, c."on" from asked a
    join care_contact c on c.family_id = a.family and c."on" > %(earliest)s::date and c."on" <= %(day)s::date
     and c.reached = 'met' and c.superseded_at is null),
came as materialized (
  select x.family_id, x.person_id, x.session_id, x.how, x."on", x.superseded_at from asked a
    join services_presence x on x.family_id = a.family and x."on" > %(earliest)s::date and x."on" <= %(day)s::date
     and x.how <> 'did_not_meet' and x.superseded_at is null)
select s.whom, s.subject from subjects s
 where s.known_since <= {_LATEST}
   and not exists (select from met c where c.family_id = s.family and c."on" > {_LATEST} and {_CONTACT})
   and not exists (select from came x where x.family_id = s.family and x."on" > {_LATEST}
                      and {_SESSION.format(there="came")})
"""

_WHOLE = f"""
with {_SUBJECTS}
select s.family, s.whom, s.subject, s.child, s.names, s.known_since, m.day, w.said, t.tries, n."on", n.what
  from subjects s
  left join lateral (
    select max(day) as day from (
      select c."on" as day from care_contact c
       where c.family_id = s.family and c.reached = 'met' and c.superseded_at is null and c."on" <= %(day)s::date
         and {_CONTACT}
      union all
      select x."on" from services_presence x
       where x.family_id = s.family and x.how <> 'did_not_meet' and x.superseded_at is null and x."on" <= %(day)s::date
         and {_SESSION.format(there="services_presence")}) every) m on true
  left join lateral (
    select jsonb_build_object('wants', r.wants, 'every_days', r.every_days, 'her_words', r.her_words) as said
      from care_reachwish r where r.family_id = s.family and s.woman is not null and r.woman_id = s.woman
     order by r.recorded_at desc, r.id desc limit 1) w on true
  left join lateral (
    select jsonb_agg(jsonb_build_array(k."on", k.mode) order by k."on" desc, k.id desc) as tries from (
      select c.id, c."on", c.mode from care_contact c
       where c.family_id = s.family and c.reached = 'tried' and c.superseded_at is null and c."on" <= %(day)s::date
         and c."on" >= coalesce(m.day, s.known_since) and {_CONTACT}
       order by c."on" desc, c.id desc limit {TRIES}) k) t on true
  left join lateral (
    select p."on", p.what from care_promise p
     where p.family_id = s.family and p.state = 'open' and p."on" >= %(day)s::date
     order by p."on", p.at_time, p.id limit 1) n on true
 where s.subject = any (%(subjects)s::uuid[])
 order by array_position(%(families)s::uuid[], s.family), array_position(array['woman', 'dyad', 'child'], s.whom),
          s.subject
"""


def not_met(
    families: Collection[uuid.UUID], today: date, rhythm: rules.Rhythm, came: Mapping[uuid.UUID, date] | None = None
) -> list[NotMet]:
    """Of ``families``, in their order, everybody whom we have not met for the programme's days; two statements.

    ``came``: when each child was last at child care, as far as the asker knows it.
    """
    if not families:
        return []
    before = {whom: rhythm.since(whom, today) for whom in ("woman", "child", "dyad")}
    # "Met after this day" is "met in time".
    latest = {whom: day.fromordinal(day.toordinal() - 1) for whom, day in before.items()}
    values: dict[str, Any] = {
        "families": list(families), "day": today, "ended": [each.value for each in ENDED_STATES],
        "earliest": min(latest.values()), **latest,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_RECENT, values)
        wanted = [
            subject
            for whom, subject in cursor.fetchall()
            if not (whom == "child" and came and came.get(subject, date.min) > latest["child"])
        ]
        if not wanted:
            return []
        cursor.execute(_WHOLE, {**values, "subjects": wanted})
        rows = cursor.fetchall()
    found = (_read(row, today, rhythm, came or {}) for row in rows)
    return [each for each in found if each is not None]


def _read(row: tuple[Any, ...], today: date, rhythm: rules.Rhythm, came: Mapping[uuid.UUID, date]) -> NotMet | None:
    family, whom, subject, child, names, known_since, met_on, said, tries, next_on, next_what = row
    if whom == "child" and child in came:
        met_on = max(met_on or date.min, came[child])
    since = rules.not_met_since(met_on, known_since, days=rhythm.days(whom), today=today)
    if since is None:
        return None
    wish, tried = _json(said) or {}, _json(tries) or []
    return NotMet(
        family, whom, subject, tuple(names), since, met_on, wish.get("wants", ""), wish.get("every_days"),
        wish.get("her_words", ""), tuple(Tried(date.fromisoformat(on), how) for on, how in tried), next_on,
        next_what or "",
    )  # fmt: skip


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
