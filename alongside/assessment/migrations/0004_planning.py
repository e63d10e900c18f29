"""Which measures fit into these days: laid out each night for everybody, and at once for one family.

``plan_waves`` belongs to the keeper: it reads days (when she became active, a birth, weeks at birth), never a word or an
answer, and writes windows. The same rule stands in ``rules/planning.py``; a test compares them. A measure settles when it
was done or she would rather not; a window that closed leaves "not available", and nobody said no (D-43).

A window that is settled stays as it was settled. When the plan moves, so that the same measure of the same turn is due on
another day, or fits again after it no longer did, another row is laid beside it. A window that a person let go, with her
reason, stays let go as long as its day stands.

For one family whoever writes there calls it, around today and no other day; for all, and around any day, the service
"planning" does. Pages change nothing of a window but to let it go.
"""

from django.db import migrations

from alongside.safekeeping.protection import Protect, Within
from alongside.safekeeping.protection.verbs import service
from alongside.safekeeping.terms import Category

# The principal of the service. It has no ability and no category: a session of it sees nothing by itself.
SERVICE = "0190d0b0-0000-7000-8000-00000000a1e9"

_SEED = service(SERVICE, "planning")

_READ = {
    "enrolment_enrolment": "id, family_id, person_id",
    "enrolment_statechange": "id, enrolment_id, state, from_on, recorded_at",
    "families_woman": "person_id, family_id",
    "families_person": "id, born_on, died_on",
    "families_child": "person_id, gestation_days, state",
    "families_dyad": "id, family_id, woman_id, child_id",
    "assessment_wave": "id, code, name, anchor, months, opens_days_before, closes_days_after, repeats_months, active",
    "assessment_wavemeasure": "wave_id, instrument, for_subject, category, active",
    "assessment_waveanchor": "woman_id, anchor, \"on\", recorded_at",
    "assessment_occasion": "id, family_id, subject, category, instrument, definition_id, wave, \"on\", state, source, respondent, mode, coding, note, begun_anew_id, recorded_at, recorded_by",
    "assessment_due": "id, family_id, subject, category, instrument, wave_id, turn, opens_on, due_on, closes_on, occasion_id, settled_on, settled_as, recorded_at, recorded_by",
}  # fmt: skip

KEEPER = (
    "".join(
        f"grant select ({columns}) on {table} to alongside_keeper;\n"
        f"create policy planning on {table} for select to alongside_keeper using (true);\n"
        for table, columns in _READ.items()
    )
    + """
grant insert (id, family_id, subject, category, instrument, wave, "on", state, source, respondent, mode, coding, note, recorded_at, recorded_by)
  on assessment_occasion to alongside_keeper;
create policy planning_add on assessment_occasion for insert to alongside_keeper with check (state = 'not_available');
grant insert, update (opens_on, due_on, closes_on, occasion_id, settled_on, settled_as) on assessment_due to alongside_keeper;
create policy planning_add on assessment_due for insert to alongside_keeper with check (true);
create policy planning_change on assessment_due for update to alongside_keeper using (true) with check (true);
create policy let_go_only on assessment_due as restrictive for update to alongside_app, alongside_worker
  using (settled_on is null) with check (settled_as = 'let_go');
"""
)

PLAN = f"""
-- The first day on which so many months of age are complete (``recordkeeping.rules.comes_of_age``): born on 29 February,
-- a year is complete on 1 March.
create function safekeeping.comes_of_age(p_born date, p_months int) returns date
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select d.day + (extract(day from d.day) < extract(day from p_born))::int
    from (select (p_born + make_interval(months => p_months))::date) d (day)
$$;

-- Every window of every active wave around p_on, one row each, whether or not it is written down already.
create function safekeeping.wave_windows(p_family uuid, p_on date) returns table (
  family uuid, subject uuid, category smallint, instrument text, wave uuid, turn smallint, opens date, due date, closes date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with women as (
    select e.family_id, e.person_id as woman, latest.state, latest.from_on,
           (select min(s.from_on) from public.enrolment_statechange s
             where s.enrolment_id = e.id and s.state = 'active' and s.from_on <= p_on) as since
      from public.enrolment_enrolment e
      join public.families_woman w on w.person_id = e.person_id
      join public.families_person p on p.id = e.person_id and p.died_on is null
      cross join lateral (
        select s.state, s.from_on from public.enrolment_statechange s
         where s.enrolment_id = e.id and s.from_on <= p_on
         order by s.from_on desc, s.recorded_at desc, s.id desc limit 1) latest
     where p_family is null or e.family_id = p_family),
  hers as (
    select family_id, woman, 'enrolment' as anchor, since as day from women
     where since is not null and state in ('active', 'quiet')
    union all
    select family_id, woman, 'ending', from_on from women where state in ('ended_by_choice', 'moved', 'transferred')
    union all
    select w.family_id, w.woman, a.anchor, a."on" from women w
      join lateral (select distinct on (x.anchor) x.anchor, x."on" from public.assessment_waveanchor x
                     where x.woman_id = w.woman order by x.anchor, x.recorded_at desc) a on true
     where w.state <> 'died'),
  children as (
    select d.family_id, d.id as dyad, d.child_id, d.woman_id, p.born_on, c.gestation_days
      from public.families_dyad d
      join public.families_child c on c.person_id = d.child_id
      join public.families_person p on p.id = d.child_id
     where p.born_on is not null and p.died_on is null and c.state = 'born' and (p_family is null or d.family_id = p_family)),
  about as (
    select h.family_id, h.woman as subject, 'woman' as kind, h.anchor, h.day, null::smallint as gestation, null::date as born
      from hers h
    union all
    select c.family_id, s.subject, s.kind, h.anchor, h.day, null, c.born_on
      from children c join hers h on h.woman = c.woman_id
      cross join lateral (values (c.child_id, 'child'), (c.dyad, 'dyad')) s (subject, kind)
    union all
    select c.family_id, s.subject, s.kind, 'child_age', c.born_on, c.gestation_days, c.born_on
      from children c join hers h on h.woman = c.woman_id and h.anchor = 'enrolment'
      cross join lateral (values (c.child_id, 'child'), (c.dyad, 'dyad')) s (subject, kind)),
  laid as (
    select a.family_id, a.subject, m.category, m.instrument, w.id as wave, t.turn, a.born, w.opens_days_before, w.closes_days_after,
           case when a.anchor = 'child_age' then safekeeping.comes_of_age(
                  case when a.gestation <= 259 and t.months < 24 then a.day + (280 - a.gestation) else a.day end, t.months)
                else (a.day + make_interval(months => t.months))::date end as day
      from about a
      join public.assessment_wave w on w.anchor = a.anchor and w.active
      join public.assessment_wavemeasure m on m.wave_id = w.id and m.active and m.for_subject = a.kind
      cross join lateral (
        select g.turn, w.months + g.turn * w.repeats_months as months
          from generate_series(0, case when w.repeats_months = 0 then 0 else (216 - w.months) / w.repeats_months end) g (turn)
      ) t)
  select distinct on (subject, instrument, wave, turn) family_id, subject, category::smallint, instrument, wave, turn::smallint,
         day - opens_days_before::int, day, day + closes_days_after::int
    from laid where born is null or born <= day
$$;

create function safekeeping.plan_waves(p_family uuid, p_on date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_me uuid := coalesce(safekeeping.me(), '{SERVICE}');
  v_all boolean := safekeeping.serving('planning');
  v_whole boolean := v_all;  -- she is let into the whole file, and may know how many are new
  v_today date := (statement_timestamp() at time zone 'UTC')::date;
  -- Nothing closes before its last day is over everywhere.
  v_over date := case when v_all then p_on else least(p_on, v_today - 1) end;
  v_new int;
begin
  if not v_all then
    select bool_or(c.subject = p_family) into v_whole from public.safekeeping_cell c
     where c.principal = safekeeping.me() and c.family = p_family and c.valid @> statement_timestamp()
       and c.writes & safekeeping.my_writes() <> 0 and p_family <> all (safekeeping.my_exclusions())
       and p_on between v_today - 1 and v_today + 1;
    if v_whole is null then raise exception 'not allowed' using errcode = '42501'; end if;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('alongside planning' || coalesce(p_family::text, ''), 0));

  -- What was done, begun or declined within its window.
  update public.assessment_due d set occasion_id = s.occasion, settled_on = s.settled, settled_as = s.settled_as
    from (select distinct on (x.id) x.id, o.id as occasion, case when o.state in ('done', 'said_no') then o."on" end as settled,
                 case when o.state in ('done', 'said_no') then o.state else '' end as settled_as
            from public.assessment_due x
            join public.assessment_occasion o on o.family_id = x.family_id and o.subject = x.subject
             and o.instrument = x.instrument and o."on" between x.opens_on and x.closes_on and o.state <> 'not_available'
             and o.begun_anew_id is null
           where x.settled_on is null and (p_family is null or x.family_id = p_family)
           order by x.id, o.state in ('done', 'said_no') desc, o."on", o.id) s
   where d.id = s.id and d.settled_on is null and (d.occasion_id is distinct from s.occasion or s.settled is not null);

  -- A birth that was put right, another day of becoming active, a changed cycle: open windows move along. What no longer
  -- applies ends without a word about anybody, and so does what moved to a day that was let go or closed before.
  update public.assessment_due d
     set opens_on = case when m.gone then d.opens_on else m.opens end, due_on = case when m.gone then d.due_on else m.due end,
         closes_on = case when m.gone then d.closes_on else m.closes end,
         settled_on = case when m.gone then p_on end, settled_as = case when m.gone then 'no_longer' else '' end
    from (select x.id, n.opens, n.due, n.closes, n.due is null or exists (
                   select from public.assessment_due s
                    where s.subject = x.subject and s.instrument = x.instrument and s.wave_id = x.wave_id and s.turn = x.turn
                      and s.due_on = n.due and s.settled_as in ('let_go', 'closed')) as gone
            from public.assessment_due x
            left join safekeeping.wave_windows(p_family, p_on) n
              on n.subject = x.subject and n.instrument = x.instrument and n.wave = x.wave_id and n.turn = x.turn
           where x.settled_on is null and (p_family is null or x.family_id = p_family)) m
   where d.id = m.id and d.settled_on is null
     and (m.gone or (d.opens_on, d.due_on, d.closes_on) is distinct from (m.opens, m.due, m.closes));

  -- A window that closed: not available. Nobody said no.
  with over as (
    update public.assessment_due d set settled_on = d.closes_on, settled_as = 'closed'
     where d.settled_on is null and d.closes_on < v_over and (p_family is null or d.family_id = p_family)
    returning d.family_id, d.subject, d.category, d.instrument, d.wave_id, d.due_on, d.occasion_id)
  insert into public.assessment_occasion
    (id, family_id, subject, category, instrument, wave, "on", state, source, respondent, mode, coding, note, recorded_at, recorded_by)
  select uuidv7(), d.family_id, d.subject, d.category, d.instrument, w.name, d.due_on, 'not_available', 'her_report', 'herself',
         'interview', 1, '', statement_timestamp(), v_me
    from over d join public.assessment_wave w on w.id = d.wave_id
   where d.occasion_id is null;

  insert into public.assessment_due
    (id, family_id, subject, category, instrument, wave_id, turn, opens_on, due_on, closes_on, recorded_at, recorded_by)
  select uuidv7(), n.family, n.subject, n.category, n.instrument, n.wave, n.turn, n.opens, n.due, n.closes, statement_timestamp(), v_me
    from safekeeping.wave_windows(p_family, p_on) n
   where n.opens <= p_on + 60 and n.closes >= p_on
     and not exists (select from public.assessment_occasion o
                      where o.family_id = n.family and o.subject = n.subject and o.instrument = n.instrument
                        and o."on" between n.opens and n.closes and o.state in ('done', 'said_no'))
     and not exists (select from public.assessment_due s
                      where s.subject = n.subject and s.instrument = n.instrument and s.wave_id = n.wave and s.turn = n.turn
                        and (s.settled_on is null or (s.due_on = n.due and s.settled_as <> 'no_longer')))
  on conflict do nothing;
  get diagnostics v_new = row_count;
  return case when v_whole then v_new else 0 end;
end $$;

revoke all on function safekeeping.wave_windows(uuid, date), safekeeping.plan_waves(uuid, date),
  safekeeping.comes_of_age(date, int) from public;
grant execute on function safekeeping.wave_windows(uuid, date), safekeeping.comes_of_age(date, int) to alongside_keeper;
grant execute on function safekeeping.comes_of_age(date, int) to alongside_loader;
grant execute on function safekeeping.plan_waves(uuid, date) to alongside_app, alongside_worker, alongside_loader;
alter function safekeeping.wave_windows(uuid, date) owner to alongside_keeper;
alter function safekeeping.plan_waves(uuid, date) owner to alongside_keeper;
alter function safekeeping.comes_of_age(date, int) owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("assessment", "0003_watch"), ("enrolment", "0002_wall"), ("families", "0002_wall")]
    operations = [
        Protect("assessment_waveanchor", subject="woman_id", category=Category.SERVICE_USE),
        Within("assessment_waveanchor", woman_id="families_person.id"),
        migrations.RunSQL("set check_function_bodies = off;" + _SEED + KEEPER + PLAN, migrations.RunSQL.noop),
    ]
