"""The timeline of a family: everything with a day, from every room below, in one statement.

It can be asked as of a day (``until``) and as we knew it at an instant (``known_at``). Row-level security leaves out
what the asker may not see, kind by kind; nothing says that something was left out.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the timeline.

    ``kind`` says which sort of thing, ``code`` (and ``also``) are words of that room's ``terms`` which pages translate:

    ============  ======  ===============================  =====================================================
    kind          lane    code, also                       text
    ============  ======  ===============================  =====================================================
    contact       any     Mode, Reached                    its purpose
    state         person  State, Because
    welcome_back  person
    return        woman   ReturnKind
    pattern       woman                                    how she describes this stretch
    occasion      any     OccasionState, ScoreSource       its title, a new line, its total if there is one
    pregnancy     woman   PregnancyOutcome                 (a stretch: 280 days before the newest due date to its end)
    birth         child   ChildState
    together      dyad    DyadBegan                        (a stretch without an end)
    living        child   LivingKind
    legal         child   LegalKind
    involvement   child   InvolvementKind                  the agency
    right         child   RightTopic
    team          any     RoleName, WorksWith              the colleague
    key_worker    person                                   the colleague
    goal          any     Lane, (its id)                   the goal, in the words in which it was said
    goal_stands   any     Standing, (the goal's id)        the goal
    goal_talk     any     (nothing), (the goal's id)       the goal
    plan          woman   Lane                             her words in this lane of the shared plan, as they were said
    plan_signed   woman   Lane, SignedHow                  (she signed what was said in this lane)
    hand_over     woman   WhyHandOver                      the colleague who goes on
    development   child                                    who examined the child
    told          child   ToldHow                          (the mother heard the report)
    ============  ======  ===============================  =====================================================
    """

    lane: str  # "woman", "child" or "dyad"
    on: date
    until: date | None  # the day after the last of a stretch; None for a moment and for what is still so
    kind: str
    code: str
    also: str
    text: str
    id: uuid.UUID
    subject: uuid.UUID | None
    recorded_at: datetime
    stretch: bool


def _lane(column: str, otherwise: str) -> str:
    """Woman, child or dyad, by the id of the subject."""
    return f"coalesce((select who.lane from who where who.id = {column}), '{otherwise}')"


def _known(row: str) -> str:
    return f"{row}.recorded_at <= %(known)s"


def _track(kind: str, table: str, code: str, text: str = "''", join: str = "") -> str:
    return f"""
select 'child', lower(t.during), upper(t.during), '{kind}', t.{code}, '', {text}, t.id, t.child_id, t.recorded_at, true
  from {table} t {join} where t.family_id = %(family)s::uuid and lower(t.during) <= %(until)s and {_known("t")}
   and (t.superseded_at is null or t.superseded_at > %(known)s)"""


# Whoever may not read what stands in a lane finds no sign of it, and so nothing of what stood there before.
_STANDS = """exists (select from care_laneversion l where l.family_id = v.family_id and l.lane = v.lane
     and l.superseded_at is null)"""

_WHO = """
with who (id, lane) as materialized (
  select p.id, p.kind from families_person p where p.family_id = %(family)s::uuid and p.kind in ('woman', 'child')
  union all
  select d.id, 'dyad' from families_dyad d where d.family_id = %(family)s::uuid)
"""

# lane, on, until, kind, code, also, text, id, subject, recorded_at, stretch
_ARMS = (
    f"""
select case c.for_whom when 'dyad' then 'dyad' when 'child' then 'child' else 'woman' end,
       c."on", null::date, 'contact', c.mode, c.reached, c.purpose, c.id, c.subject, c.recorded_at, false
  from care_contact c where c.family_id = %(family)s::uuid and c."on" <= %(until)s and {_known("c")}
   and (c.superseded_at is null or c.superseded_at > %(known)s)""",
    f"""
select {_lane("s.person_id", "woman")}, s.from_on, null, 'state', s.state, s.because, '', s.id, s.person_id,
       s.recorded_at, false
  from enrolment_statechange s where s.family_id = %(family)s::uuid and s.from_on <= %(until)s and {_known("s")}""",
    f"""
select {_lane("b.person_id", "woman")}, b."on", null, 'welcome_back', '', '', '', b.id, b.person_id,
       b.recorded_at, false
  from enrolment_welcomeback b where b.family_id = %(family)s::uuid and b."on" <= %(until)s and {_known("b")}""",
    f"""
select 'woman', r."on", r.until_on + 1, 'return', r.kind, '', '', r.id, r.woman_id,
       r.recorded_at, r.until_on is not null
  from enrolment_returntouse r where r.family_id = %(family)s::uuid and r."on" <= %(until)s and {_known("r")}""",
    f"""
select 'woman', lower(u.during), upper(u.during), 'pattern', '', '', left(u.her_words, 200), u.id, u.woman_id,
       u.recorded_at, true
  from enrolment_usepattern u
 where u.family_id = %(family)s::uuid and lower(u.during) <= %(until)s and {_known("u")}""",
    f"""
select {_lane("o.subject", "dyad")}, o."on", null, 'occasion', o.state, o.source,
       coalesce(nullif(n.title, ''), o.instrument) || chr(10) || coalesce(trim_scale(o.total)::text, ''), o.id,
       o.subject, o.recorded_at, false
  from assessment_occasion o left join instruments_definition n on n.id = o.definition_id
 where o.family_id = %(family)s::uuid and o."on" <= %(until)s and {_known("o")}""",
    f"""
select * from (
  select 'woman', coalesce((
           select d.due_on - 280 from families_duedate d where d.pregnancy_id = g.id and {_known("d")}
            order by d.recorded_at desc, d.id desc limit 1), g.outcome_on - 280, g.recorded_at::date) as began,
         g.outcome_on, 'pregnancy', g.outcome, '', '', g.id, g.woman_id, g.recorded_at, true
    from families_pregnancy g where g.family_id = %(family)s::uuid and {_known("g")}) g
 where g.began <= %(until)s""",
    f"""
select 'child', p.born_on, null, 'birth', c.state, '', '', p.id, p.id, p.recorded_at, false
  from families_child c join families_person p on p.id = c.person_id
 where c.family_id = %(family)s::uuid and c.state = 'born' and p.born_on <= %(until)s and {_known("p")}""",
    f"""
select 'dyad', d.began_on, null, 'together', d.began, '', '', d.id, d.id, d.recorded_at, true
  from families_dyad d where d.family_id = %(family)s::uuid and d.began_on <= %(until)s and {_known("d")}""",
    _track("living", "families_livingarrangement", "kind"),
    _track("legal", "families_legalstatus", "kind"),
    _track(
        "involvement", "families_agencyinvolvement", "kind", "coalesce(a.name, '')",
        "left join agencies_agency a on a.id = t.agency_id",
    ),
    _track("right", "families_decisionright", "topic"),
    f"""
select case when m.works_with = 'family' then 'woman' else 'child' end, lower(m.during), upper(m.during), 'team',
       m.role, m.works_with, coalesce(k.name, ''), m.id, coalesce(m.child_id, m.family_id), m.recorded_at, true
  from enrolment_teammember m left join accounts_colleague k on k.id = m.colleague_id
 where m.family_id = %(family)s::uuid and lower(m.during) <= %(until)s and {_known("m")}""",
    f"""
select {_lane("y.person_id", "woman")}, lower(y.during), upper(y.during), 'key_worker', '', '', coalesce(k.name, ''),
       y.id, y.person_id, y.recorded_at, true
  from enrolment_keyworker y left join accounts_colleague k on k.id = y.colleague_id
 where y.family_id = %(family)s::uuid and lower(y.during) <= %(until)s and {_known("y")}""",
    f"""
select 'woman', h."on", null, 'hand_over', h.why, '', coalesce(k.name, ''), h.id, h.family_id, h.recorded_at, false
  from enrolment_handover h left join accounts_colleague k on k.id = h.to_colleague_id
 where h.family_id = %(family)s::uuid and h."on" <= %(until)s and {_known("h")}""",
    f"""
select 'child', v."on", null, 'development', '', '', v.examiner, v.id, v.subject, v.recorded_at, false
  from assessment_developmentalassessment v
 where v.family_id = %(family)s::uuid and v."on" <= %(until)s and {_known("v")}""",
    f"""
select 'child', v.told_on, null, 'told', v.told_how, '', '', v.id, v.subject, v.recorded_at, false
  from assessment_developmentalassessment v
 where v.family_id = %(family)s::uuid and v.told_on <= %(until)s and {_known("v")}""",
    f"""
select {_lane("g.subject", "woman")}, g."on", null, 'goal', g.lane, g.id::text, left(g.her_words, 200), g.id, g.subject,
       g.recorded_at, false
  from goals_goal g where g.family_id = %(family)s::uuid and g."on" <= %(until)s and {_known("g")}""",
    f"""
select {_lane("s.subject", "woman")}, s."on", null, 'goal_stands', s.state, g.id::text, left(g.her_words, 200), s.id,
       s.subject, s.recorded_at, false
  from goals_goalstanding s join goals_goal g on g.id = s.goal_id
 where s.family_id = %(family)s::uuid and s."on" <= %(until)s and {_known("s")}""",
    f"""
select {_lane("t.subject", "woman")}, t."on", null, 'goal_talk', '', g.id::text, left(g.her_words, 200), t.id,
       t.subject, t.recorded_at, false
  from goals_goaltalk t join goals_goal g on g.id = t.goal_id
 where t.family_id = %(family)s::uuid and t."on" <= %(until)s and {_known("t")}""",
    f"""
select 'woman', v."on", null, 'plan', v.lane, '', left(v.her_words, 200), v.id, v.subject, v.recorded_at, false
  from care_laneversion v where v.family_id = %(family)s::uuid and v."on" <= %(until)s and {_known("v")}
   and {_STANDS}""",
    f"""
select 'woman', (s.recorded_at at time zone %(zone)s)::date, null, 'plan_signed', v.lane, s.how, '', s.id, s.subject,
       s.recorded_at, false
  from care_lanesignature s join care_laneversion v on v.id = s.version_id
 where s.family_id = %(family)s::uuid and {_known("s")} and {_STANDS}
   and (s.recorded_at at time zone %(zone)s)::date <= %(until)s""",
)  # fmt: skip

_SQL = _WHO + "\nunion all".join(_ARMS) + "\norder by 2 desc, 10 desc, 8 desc limit %(limit)s::bigint"


def timeline(
    family_id: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None, limit: int | None = None
) -> list[Entry]:
    """What happened by the end of ``until`` (all days when None), as we knew it at ``known_at`` (now when None).

    Newest first, at most ``limit`` entries, one statement. As of a day, what ended later is still so. Names of people,
    births and the words of goals are as they are known now: they are changed in place.
    """
    last = until or date.max
    values: dict[str, Any] = {
        "family": family_id, "until": last, "limit": limit, "known": known_at or datetime(9999, 12, 31, tzinfo=UTC),
        "zone": timezone.get_current_timezone_name(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows = cursor.fetchall()
    return [_entry(row, last) for row in rows]


def _entry(row: tuple, last: date) -> Entry:
    """As of ``last`` nobody knows an end that came later."""
    if row[2] is not None and row[2] > last:
        row = (*row[:2], None, *row[3:])
    return Entry(*row)
