"""Which measures fit into these days: laid out each night for everybody, and at once for one family.

``plan_waves`` belongs to the keeper: it reads days (when she became active, a birth, weeks at birth), never a word or an
answer, and writes windows. The same rule stands in ``rules/planning.py``; a test compares them. A measure settles when it
was done or she would rather not; a window that closed leaves "not available", and nobody said no (D-43).
"""

from django.db import migrations

from alongside.safekeeping.protection import Protect, Within
from alongside.safekeeping.terms import Category

# The principal of the service. It has no ability and no category: a session of it sees nothing by itself.
SERVICE = "0190d0b0-0000-7000-8000-00000000a1e9"

_SEED = f"""
create policy seed on safekeeping_principal for insert to alongside_owner with check (true);
create policy seed on safekeeping_capacity for insert to alongside_owner with check (true);
insert into safekeeping_principal (id, kind, name, active) values ('{SERVICE}', 'service', 'planning', true);
insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid)
  values ('{SERVICE}', '{SERVICE}', 0, 0, 0, tstzrange(null, null));
drop policy seed on safekeeping_principal;
drop policy seed on safekeeping_capacity;
"""

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
    "assessment_due": "id, family_id, subject, category, instrument, wave_id, turn, opens_on, due_on, closes_on, occasion_id, settled_on, recorded_at, recorded_by",
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
grant insert, update (opens_on, due_on, closes_on, occasion_id, settled_on) on assessment_due to alongside_keeper;
create policy planning_add on assessment_due for insert to alongside_keeper with check (true);
create policy planning_change on assessment_due for update to alongside_keeper using (true) with check (true);
"""
)

PLAN = f"""
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
           ((case when a.anchor = 'child_age' and a.gestation <= 259 and w.months + t.turn * w.repeats_months < 24
                  then a.day + (280 - a.gestation) else a.day end)
            + make_interval(months => w.months + t.turn * w.repeats_months))::date as day
      from about a
      join public.assessment_wave w on w.anchor = a.anchor and w.active
      join public.assessment_wavemeasure m on m.wave_id = w.id and m.active and m.for_subject = a.kind
      cross join lateral generate_series(
        0, case when w.repeats_months = 0 then 0 else (216 - w.months) / w.repeats_months end) t (turn))
  select distinct on (subject, instrument, wave, turn) family_id, subject, category::smallint, instrument, wave, turn::smallint,
         day - opens_days_before::int, day, day + closes_days_after::int
    from laid where born is null or born <= day
$$;

create function safekeeping.plan_waves(p_family uuid, p_on date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_me uuid := coalesce(safekeeping.me(), '{SERVICE}'); v_new int; r record;
begin
  if not (safekeeping.serving('planning') or (p_family is not null and safekeeping.can(0)
          and p_family <> all (safekeeping.my_exclusions())
          and exists (select from public.safekeeping_cell c where c.principal = safekeeping.me()
                         and c.family = p_family and c.subject = p_family and c.valid @> statement_timestamp()))) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('alongside planning' || coalesce(p_family::text, ''), 0));
  -- What was done, begun or declined within its window.
  update public.assessment_due d
     set occasion_id = o.id, settled_on = case when o.state in ('done', 'said_no') then o."on" end
    from public.assessment_occasion o
   where d.settled_on is null and (p_family is null or d.family_id = p_family)
     and o.family_id = d.family_id and o.subject = d.subject and o.instrument = d.instrument
     and o."on" between d.opens_on and d.closes_on and o.state <> 'not_available'
     and o.begun_anew_id is null
     and (d.occasion_id is distinct from o.id or o.state in ('done', 'said_no'));

  -- A birth that was put right, another day of becoming active, a changed cycle: open windows move along.
  update public.assessment_due d set opens_on = n.opens, due_on = n.due, closes_on = n.closes
    from safekeeping.wave_windows(p_family, p_on) n
   where d.settled_on is null and d.subject = n.subject and d.instrument = n.instrument and d.wave_id = n.wave and d.turn = n.turn
     and (d.opens_on, d.due_on, d.closes_on) is distinct from (n.opens, n.due, n.closes);

  -- What no longer applies is let go, without a word about anybody.
  update public.assessment_due d set settled_on = p_on
   where d.settled_on is null and (p_family is null or d.family_id = p_family)
     and not exists (select from safekeeping.wave_windows(p_family, p_on) n where n.subject = d.subject and n.instrument = d.instrument
                        and n.wave = d.wave_id and n.turn = d.turn);

  -- A window that closed: not available. Nobody said no.
  insert into public.assessment_occasion
    (id, family_id, subject, category, instrument, wave, "on", state, source, respondent, mode, coding, note, recorded_at, recorded_by)
  select uuidv7(), d.family_id, d.subject, d.category, d.instrument, w.name, d.due_on, 'not_available', 'her_report', 'herself',
         'interview', 1, '', statement_timestamp(), v_me
    from public.assessment_due d join public.assessment_wave w on w.id = d.wave_id
   where d.settled_on is null and d.closes_on < p_on and d.occasion_id is null and (p_family is null or d.family_id = p_family);
  update public.assessment_due d set settled_on = d.closes_on
   where d.settled_on is null and d.closes_on < p_on and (p_family is null or d.family_id = p_family);

  insert into public.assessment_due
    (id, family_id, subject, category, instrument, wave_id, turn, opens_on, due_on, closes_on, recorded_at, recorded_by)
  select uuidv7(), n.family, n.subject, n.category, n.instrument, n.wave, n.turn, n.opens, n.due, n.closes, statement_timestamp(), v_me
    from safekeeping.wave_windows(p_family, p_on) n
   where n.opens <= p_on + 60 and n.closes >= p_on
     and not exists (select from public.assessment_occasion o
                      where o.family_id = n.family and o.subject = n.subject and o.instrument = n.instrument
                        and o."on" between n.opens and n.closes and o.state in ('done', 'said_no'))
  on conflict (subject, instrument, wave_id, turn) do nothing;
  get diagnostics v_new = row_count;
  return v_new;
end $$;

revoke all on function safekeeping.wave_windows(uuid, date), safekeeping.plan_waves(uuid, date) from public;
grant execute on function safekeeping.wave_windows(uuid, date) to alongside_keeper;
grant execute on function safekeeping.plan_waves(uuid, date) to alongside_app, alongside_worker, alongside_loader;
alter function safekeeping.wave_windows(uuid, date) owner to alongside_keeper;
alter function safekeeping.plan_waves(uuid, date) owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("assessment", "0003_watch"), ("enrolment", "0002_wall"), ("families", "0002_wall")]
    operations = [
        Protect("assessment_waveanchor", subject="woman_id", category=Category.SERVICE_USE),
        Within("assessment_waveanchor", woman_id="families_person.id"),
        migrations.RunSQL("set check_function_bodies = off;" + _SEED + KEEPER + PLAN, migrations.RunSQL.noop),
    ]
