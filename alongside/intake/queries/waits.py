"""Who waits to be met and to be welcomed. Ordered by the day on which we first heard: nobody is put before another."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from alongside.enrolment.models import Enrolment, StateChange
from alongside.enrolment.queries import MINE
from alongside.enrolment.terms import State
from alongside.intake import rules
from alongside.intake.models import Conversation, Welcome

MET = (State.GETTING_TO_KNOW, State.ACTIVE)
MOST = 60


@dataclass(frozen=True)
class Waits:
    """One woman who was not welcomed yet. ``offered``: the newest offer in the meantime, its word and its day."""

    family: uuid.UUID
    woman: uuid.UUID
    name: str
    wait: rules.Wait
    offered: str
    offered_on: date | None


def wait_of(
    family: uuid.UUID, woman: uuid.UUID, today: date, known_at: datetime | None = None
) -> tuple[rules.Wait | None, Welcome | None]:
    """How long she waited or waits on that day, and her welcome; at most four statements.

    No wait where nothing says when we first heard, or where that was later. ``known_at``: as was recorded by then.
    """
    known = Q() if known_at is None else Q(recorded_at__lte=known_at)
    began = Enrolment.objects.filter(known, family_id=family, person_id=woman).first()
    hers = Welcome.objects.filter(known, family_id=family, woman_id=woman, on__lte=today)
    welcome = hers.select_related("colleague").first()
    if began is None or began.first_contact_on > today:
        return None, welcome
    states = StateChange.objects.filter(known, enrolment=began, state__in=MET).order_by("from_on")
    talks = Conversation.objects.filter(known, family_id=family, woman_id=woman).order_by("on")
    days = [*states.values_list("from_on", flat=True)[:1], *talks.values_list("on", flat=True)[:1]]
    met = min(days, default=None)
    found = rules.wait(began.first_contact_on, met=met, welcomed=welcome.on if welcome else None, today=today)
    return found, welcome


def waits(principal: uuid.UUID, day: date, *, everybody: bool = False) -> list[Waits]:
    """Women whom nobody has welcomed yet, of those ``principal`` works with; ``everybody``: of all files she may see.

    Those who are reaching out, or whom we are getting to know, on ``day``. One statement; at most 60, the earliest
    first contact first.
    """
    whose = "mine as (select id as family from families_family)" if everybody else MINE
    sql = f"""
with {whose}
select e.family_id, e.person_id, coalesce(p.name, ''), e.first_contact_on, met.day, o.what, o.on
  from mine join enrolment_enrolment e on e.family_id = mine.family and e.first_contact_on <= %(day)s
  join families_person p on p.id = e.person_id and p.kind = 'woman'
  join lateral (
    select c.state from enrolment_statechange c where c.enrolment_id = e.id and c.from_on <= %(day)s
     order by c.from_on desc, c.recorded_at desc, c.id desc limit 1) s on s.state in ('reaching_out', 'getting_to_know')
  left join lateral (
    select least((select min(c.from_on) from enrolment_statechange c
                   where c.enrolment_id = e.id and c.state in ('getting_to_know', 'active')),
                 (select min(t.on) from intake_conversation t
                   where t.family_id = e.family_id and t.woman_id = e.person_id))
             as day) met on true
  left join lateral (
    select f.what, f.on from intake_offer f where f.family_id = e.family_id and f.woman_id = e.person_id
     order by f.on desc, f.recorded_at desc, f.id desc limit 1) o on true
 where not exists (select from intake_welcome w where w.woman_id = e.person_id and w.family_id = e.family_id)
 order by e.first_contact_on, e.id limit {MOST}
"""
    values: dict[str, Any] = {"who": principal, "day": day, "at": None}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [
            Waits(family, woman, name, rules.wait(first, met=met, welcomed=None, today=day), what or "", on)
            for family, woman, name, first, met, what, on in cursor.fetchall()
        ]
