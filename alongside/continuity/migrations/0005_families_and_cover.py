"""Figures of waits and of hand-overs count families; a cover lets nobody arrange the team.

Five waits can be one family's, and so can five hand-overs: what is counted, and what must be five, is *families*. Of a family
with several waits its longest counts. How long somebody waited longest is not told: it is one woman's.

Whoever covers reads and cares as far as the one who is away may; who works with the family is not hers to say. ``arranges``
asks for a cell that no cover made, and what names a team, its key worker and a hand-over is written by nobody who is there
by covering alone.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability

COUNTS = f"({can(Ability.REPORTS)} or {can(Ability.ARRANGE_TEAMS)})"
FEW = 5

WAITS = f"""
drop function safekeeping.service_waits();
create function safekeeping.service_waits() returns table (
  since date, until date, service text, elsewhere boolean, waiting int, median int, began int, took int, unanswered int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with period as (
    select (m.first - make_interval(years => n + 1))::date as since, (m.first - make_interval(years => n))::date as until
      from (select date_trunc('month', statement_timestamp()) as first) m, generate_series(0, 2) n),
  stood as (
    select p.since, p.until, w.family_id, w.service, w.elsewhere <> '' as elsewhere,
           case when coalesce(t.kind, '') not in ('began', 'no_longer') then p.until - w.asked_on end as days,
           case when t.kind = 'began' and t."on" >= p.since then t."on" - w.asked_on end as took,
           exists (select from public.continuity_waitstep s
                    where s.wait_id = w.id and s.kind = 'no_answer' and s."on" >= p.since and s."on" < p.until) as unanswered
      from period p join public.continuity_wait w on w.asked_on < p.until
      join public.families_family f on f.id = w.family_id and f.agency_id = (select safekeeping.my_agency())
      left join lateral (
        select s.kind, s."on" from public.continuity_waitstep s
         where s.wait_id = w.id and s."on" < p.until
           and s.kind in ('no_answer', 'answered', 'offered', 'not_this', 'began', 'no_longer', 'goes_on')
         order by s."on" desc, s.recorded_at desc, s.id desc limit 1) t on true
     where {COUNTS}),
  -- Each family once; of several waits the longest.
  each_family as (
    select since, until, service, elsewhere, max(days) as days, max(took) as took, bool_or(unanswered) as unanswered
      from stood group by since, until, service, elsewhere, family_id),
  counted as (
    select since, until, service, elsewhere, count(days)::int as waiting,
           (percentile_cont(0.5) within group (order by days))::int as median,
           count(took)::int as began, (percentile_cont(0.5) within group (order by took))::int as took,
           (count(*) filter (where unanswered))::int as unanswered
      from each_family group by since, until, service, elsewhere)
  select since, until, service, elsewhere,
         case when waiting >= {FEW} then waiting end, case when waiting >= {FEW} then median end,
         case when began >= {FEW} then began end, case when began >= {FEW} then took end,
         case when unanswered >= {FEW} then unanswered end
    from counted where waiting > 0 or began > 0 or unanswered > 0 order by since desc, service, elsewhere
$$;
"""
STEADY = f"""
-- As in 0004_cover_wall, but a hand-over counts by its family: families handed over, and those of them at each of whose
-- hand-overs there was a good-bye and a hello.
create or replace function safekeeping.staying_figures() returns table (
  since date, until date, families int, meetings int, with_key int, colleagues numeric, hand_overs int, with_both int,
  away_days int, covered_days int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with period as (
    select (m.first - make_interval(years => n + 1))::date as since, (m.first - make_interval(years => n))::date as until
      from (select date_trunc('month', statement_timestamp()) as first) m, generate_series(0, 2) n),
  here as (
    select f.id from public.families_family f
     where f.agency_id = (select safekeeping.my_agency()) and {can(Ability.REPORTS)}),
  met as (
    select p.since, c.family_id, c.worker, exists (
             select from public.enrolment_keyworker k where k.family_id = c.family_id and k.colleague_id = c.worker
                and k.during @> c."on") as by_key
      from period p join public.care_contact c on c."on" >= p.since and c."on" < p.until
      join here h on h.id = c.family_id where c.reached = 'met' and c.superseded_at is null),
  meeting as (
    select since, count(distinct family_id)::int as families, count(*)::int as meetings,
           (count(*) filter (where by_key))::int as with_key,
           round(count(distinct (family_id, worker))::numeric / nullif(count(distinct family_id), 0), 1) as colleagues
      from met group by since),
  each_handed as (
    select p.since, o.family_id, bool_and(o.met_together or (
             exists (select from public.continuity_farewell f where f.hand_over_id = o.id and f.kind = 'goodbye')
             and exists (select from public.continuity_farewell f where f.hand_over_id = o.id and f.kind = 'hello'))) as both_said
      from period p join public.enrolment_handover o on o."on" >= p.since and o."on" < p.until
      join here h on h.id = o.family_id group by p.since, o.family_id),
  handed as (
    select since, count(*)::int as hand_overs, (count(*) filter (where both_said))::int as with_both
      from each_handed group by since),
  gone as (
    select p.since, k.family_id, a.id as away_id, range_agg(k.during * a.during * daterange(p.since, p.until)) as days
      from period p join public.continuity_away a on a.withdrawn_at is null and a.during && daterange(p.since, p.until)
      join public.enrolment_keyworker k on k.colleague_id = a.colleague_id and k.during && (a.during * daterange(p.since, p.until))
      join here h on h.id = k.family_id group by p.since, k.family_id, a.id),
  there as (
    select g.since, g.family_id, g.days, g.days * coalesce((
             select range_agg(c.during) from public.continuity_cover c
              where c.family_id = g.family_id and c.away_id = g.away_id and c.agreed_at is not null and c.her_no_at is null
                and c.ended_at is null), datemultirange()) as covered from gone g),
  away as (
    select t.since, count(distinct t.family_id) as families,
           (sum((select coalesce(sum(upper(r) - lower(r)), 0) from unnest(t.days) r)))::int as away_days,
           (sum((select coalesce(sum(upper(r) - lower(r)), 0) from unnest(t.covered) r)))::int as covered_days
      from there t group by t.since)
  select p.since, p.until,
         case when m.families >= {FEW} then m.families end, case when m.families >= {FEW} then m.meetings end,
         case when m.families >= {FEW} then m.with_key end, case when m.families >= {FEW} then m.colleagues end,
         case when o.hand_overs >= {FEW} then o.hand_overs end,
         case when o.hand_overs >= {FEW} and o.with_both not between 1 and {FEW - 1}
                and o.hand_overs - o.with_both not between 1 and {FEW - 1} then o.with_both end,
         case when a.families >= {FEW} then a.away_days end, case when a.families >= {FEW} then a.covered_days end
    from period p left join meeting m on m.since = p.since left join handed o on o.since = p.since
    left join away a on a.since = p.since
   where {can(Ability.REPORTS)} order by p.since desc
$$;
"""
ARRANGES = """
-- As in safekeeping's 0002_wall, but the whole file must be hers by something else than a cover.
create or replace function safekeeping.arranges(p_family uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.loading() or (
    (safekeeping.can(2) or safekeeping.can(1))
    and p_family <> all (safekeeping.my_exclusions())
    and exists (select from public.safekeeping_cell c
                 where c.principal = safekeeping.me() and c.family = p_family and c.subject = p_family
                   and c.valid @> statement_timestamp()
                   and not exists (select from public.continuity_cover v where v.id = c.basis)))
$$;
"""
COVERS_ALONE = """
-- Am I let into this file today by covering for somebody, and by nothing else? That she is called because somebody needs a
-- person at once (it shows one name and writes nothing), or opened a little in an emergency, is no place on the team.
create function safekeeping.covers_alone(p_family uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(bool_and(exists (select from public.continuity_cover v where v.id = c.basis)), false)
    from public.safekeeping_cell c
   where c.principal = safekeeping.me() and c.family = p_family and c.valid @> statement_timestamp()
     and (c.reach in ('file', 'children') or c.reach = 'one' and c.writes <> 0)
$$;
"""
TEAM = ("enrolment_teammember", "enrolment_keyworker", "enrolment_handover")
NOT_BY_COVER = "not safekeeping.covers_alone(family_id)"
POLICIES = "".join(
    f"create policy not_by_cover on {table} as restrictive for insert to {READERS} with check ({NOT_BY_COVER});\n"
    for table in TEAM
) + "".join(
    f"create policy not_changed_by_cover on {table} as restrictive for update to {READERS} using (true) with check ({NOT_BY_COVER});\n"
    for table in TEAM[:2]
)


class Migration(migrations.Migration):
    dependencies = [("continuity", "0004_cover_wall"), ("safekeeping", "0002_wall")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + WAITS + COVERS_ALONE
            # Only whoever owns a function may make it anew: the keeper.
            + "set local role alongside_keeper;" + STEADY + ARRANGES + "set local role alongside_owner;"
            + kept(["service_waits()"], to="alongside_app, alongside_report, alongside_loader")
            + kept(["covers_alone(uuid)"], to=READERS)
            + POLICIES,
            "".join(f"drop policy not_by_cover on {table};" for table in TEAM)
            + "".join(f"drop policy not_changed_by_cover on {table};" for table in TEAM[:2])
            + "drop function safekeeping.covers_alone(uuid);",
        ),
    ]  # fmt: skip
