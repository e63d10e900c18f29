"""Reading our own women as rows of a study: one question, as of a day, under codes that lead back to nobody.

``frame_rows`` belongs to the keeper of the wall and asks for itself who asks: the evaluator of the study's own agency, or
the worker while a run of the study goes on; where a community is asked, only after its yes. Anybody else gets nothing.

In it is whom a live form lets in that names this study and that the woman herself signed, for herself and for each child.
It has to stand now and on the day that is asked for. What is sealed, what she keeps from everybody, from our agency or
from an evaluator, and the files from which an evaluator is kept out, stay out. With fewer than five women there is no row;
and what fewer than five of them answered at a wave, or a word that is true of fewer than five, stands with nobody.
"""

from django.db import migrations

from alongside.evaluation.rules.own import AGE_BANDS, CLUSTER, LEAST_WOMEN
from alongside.safekeeping.protection import READERS, Share, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability, Category

SERVICE = "0190d0b0-0000-7000-8000-00000000a1f8"  # the service "studies" (0002)
RESEARCH, LIVING = int(Category.RESEARCH), int(Category.CHILD_HEALTH_DEV)
SERVICE_USE = int(Category.SERVICE_USE)
OF_HERS = (
    f"(select safekeeping.my_kind()) = 'staff' and {can(Ability.STUDIES)}"
    " and exists (select from evaluation_study s where s.id = study_id)"
)
UNDER_20, TO_24, TO_29, TO_34, FROM_35 = AGE_BANDS

# What the keeper reads for it, beside what it reads already: days, kinds and numbers, never a word that was written.
READ = {
    "enrolment_enrolment": "id, family_id, person_id, first_contact_on",
    "enrolment_statechange": "id, enrolment_id, state, from_on, recorded_at",
    "enrolment_ending": 'id, family_id, person_id, "on", recorded_at',
    "families_family": "id, agency_id",
    "families_woman": "person_id, family_id",
    "families_person": "id, family_id, born_on",
    "families_dyad": "id, family_id, woman_id, child_id",
    "families_livingarrangement": "id, family_id, child_id, kind, during, recorded_at, superseded_at",
    "assessment_occasion": 'id, family_id, subject, category, instrument, "on", state, total, coding, sitting_id,'
                           " done_at, recorded_at",
    "assessment_score": "occasion_id, scale, value, recorded_at, superseded_at",
    "care_contact": 'id, family_id, subject, category, "on", reached, recorded_at, superseded_at',
    "services_presence": 'id, family_id, person_id, "on", how, recorded_at, superseded_at',
    "afterwards_closingview": "id, family_id, subject, category, ending_id, matter, child_id, whose, level, recorded_at",
    "evaluation_study": "id, agency_id, title, asks_steward",
    "evaluation_studyanswer": "id, study_id, agreed, recorded_at",
    "evaluation_ownarm": "",
    "evaluation_analysisplan": "id, study_id, frozen_at",
    "evaluation_planrun": "id, plan_id, finished_at",
}  # fmt: skip

# Whoever may read studies of an agency: whichever of them asks, the same comes out.
EVALUATORS = f"""select distinct p.id from public.safekeeping_principal p
       join public.safekeeping_capacity c on c.principal = p.id
      where p.kind = 'staff' and p.agency = {{agency}} and (c.abilities >> {int(Ability.STUDIES)}) & 1 = 1"""
# A bar that counts for them, where ``b`` is the bar; and a file ``k`` from which one of them is kept out.
BARS = """b.valid @> statement_timestamp() and (b.recipient_class in ('sealed', 'everybody') or b.agency = {agency}
            or b.principal in (select v.id from evaluator v))"""
KEPT_OUT = """exists (select from public.safekeeping_exclusion e join evaluator v on v.id = e.principal
                        where e.family = k.family_id and e.lifted_at is null)"""

AGREED = """(not s.asks_steward or coalesce((select a.agreed from public.evaluation_studyanswer a
       where a.study_id = s.id order by a.recorded_at desc, a.id desc limit 1), false))"""

FUNCTIONS = f"""
-- The agency of a study whose own women the asker may read now, by code; nothing for anybody else.
create function safekeeping.frames_for(p_study uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.agency_id from public.evaluation_study s
   where s.id = p_study and {AGREED}
     and ((select safekeeping.my_kind()) = 'staff' and {can(Ability.STUDIES)}
            and s.agency_id = (select safekeeping.my_agency())
          or (select safekeeping.me()) = '{SERVICE}'::uuid and exists (
            select from public.evaluation_planrun r join public.evaluation_analysisplan p on p.id = r.plan_id
             where p.study_id = s.id and r.finished_at is null))
$$;

-- A code of somebody in one study: from the study's own key, which nobody reads, so that it leads back to nobody and
-- is another one in another study. Groups of four: never a long number.
create function safekeeping.study_code(p_letter text, p_key bytea, p_who uuid) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select p_letter || '-' || regexp_replace(
    substr(encode(sha256(p_key || uuid_send(p_who) || p_key), 'hex'), 1, 16), '(....)(?=.)', '\\1-', 'g')
$$;

create function safekeeping.frame_rows(p_study uuid, p_day date)
returns table (code text, arm text, measure text, wave text, number double precision, word text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_agency uuid := safekeeping.frames_for(p_study);
  v_own public.evaluation_ownarm;
  v_key bytea;
  v_zone text;
  v_day date;
  v_at timestamptz;
begin
  select * into v_own from public.evaluation_ownarm o where o.study_id = p_study;
  select k.key into v_key from public.evaluation_studykey k where k.study_id = p_study;
  if v_agency is null or v_own.id is null or v_key is null then return; end if;
  select l.zone into v_zone from safekeeping.law() l;
  v_day := least(coalesce(p_day, 'infinity'), (statement_timestamp() at time zone v_zone)::date);
  -- What was known at the end of that day.
  v_at := least(statement_timestamp(), (v_day + 1)::timestamp at time zone v_zone - interval '1 microsecond');
  return query
  with evaluator as materialized (
    {EVALUATORS.format(agency="v_agency")}),
  form as materialized (
    select k.id, k.family_id as family, k.giver_id as woman from public.consent_consent k
      join public.families_woman w on w.person_id = k.giver_id and w.family_id = k.family_id
      join public.families_family f on f.id = k.family_id and f.agency_id = v_agency
     where k.study = p_study and k.agency_id = v_agency and k.purpose = 'research' and k.effect = 'permit'
       and k.signed_at is not null and k.giver_agency_id is null
       and not {KEPT_OUT}),
  bar as materialized (
    select b.subject, bit_or(b.categories) as categories from public.safekeeping_bar b
     where b.family in (select f.family from form f) and {BARS.format(agency="v_agency")}
     group by b.subject),
  yes as materialized (
    select distinct f.family, f.woman, s.subject
      from form f cross join lateral safekeeping.said(f.family) s
     where s.consent = f.id and s.effect = 'permit' and s.category = {RESEARCH} and s.whole
       and s.span @> statement_timestamp() and s.span @> v_at
       and not exists (select from bar b where b.subject in (f.woman, s.subject)
                                           and (b.categories >> {RESEARCH}) & 1 = 1)),
  woman as materialized (
    select y.family, y.woman as id, e.id as enrolment, e.first_contact_on as entry, p.born_on as born
      from yes y join public.enrolment_enrolment e on e.person_id = y.woman and e.first_contact_on <= v_day
      join public.families_person p on p.id = y.woman
     where y.subject = y.woman),
  -- Each row: who it is, whose answers are hers, and whose child.
  row_of as materialized (
    select w.id as who, w.family, w.id as mother, null::uuid as child, array[w.id] as subjects, w.enrolment, w.entry, w.born
      from woman w where v_own.unit = 'woman'
    union all
    select d.child_id, w.family, w.id, d.child_id, array[w.id, d.child_id, d.id], w.enrolment, w.entry, w.born
      from woman w join yes y on y.woman = w.id and y.subject <> w.id
      join public.families_dyad d on d.woman_id = w.id and d.child_id = y.subject
     where v_own.unit = 'child'),
  here as materialized (
    select r.* from row_of r where (select count(distinct c.mother) from row_of c) >= {LEAST_WOMEN}),
  said as (
    select distinct on (r.who, m.measure, w.wave) r.who, m.measure, w.wave,
           (case m.scale when '' then o.total else s.value end)::double precision as number
      from here r
      join public.assessment_occasion o on o.family_id = r.family and o.subject = any (r.subjects)
       and o.state = 'done' and o.coding = 1 and o."on" <= v_day and o.recorded_at <= v_at
       and coalesce(o.done_at, o.recorded_at) <= v_at
      join unnest(v_own.measures, v_own.instruments, v_own.scales) m (measure, instrument, scale)
        on m.instrument = o.instrument
      join unnest(v_own.waves, v_own.from_months, v_own.until_months) w (wave, since, until)
        on o."on" >= r.entry + make_interval(months => w.since) and o."on" < r.entry + make_interval(months => w.until)
      left join public.assessment_score s on s.occasion_id = o.id and s.scale = m.scale and s.recorded_at <= v_at
       and (s.superseded_at is null or s.superseded_at > v_at)
     where case m.scale when '' then o.total else s.value end is not null
       and not exists (select from bar b where b.subject in (o.subject, o.id, o.sitting_id)
                                           and (b.categories >> o.category) & 1 = 1)
     order by r.who, m.measure, w.wave, o."on", o.id),
  about as (
    select r.who, '{CLUSTER}' as measure, null::double precision as number,
           safekeeping.study_code('W', v_key, r.mother) as word
      from here r where r.child is not null
    union all
    select r.who, 'age_band', null, case
             when r.entry < safekeeping.birthday(r.born, 20) then '{UNDER_20}'
             when r.entry < safekeeping.birthday(r.born, 25) then '{TO_24}'
             when r.entry < safekeeping.birthday(r.born, 30) then '{TO_29}'
             when r.entry < safekeeping.birthday(r.born, 35) then '{TO_34}' else '{FROM_35}' end
      from here r where 'age_band' = any (v_own.columns) and r.born is not null
    union all
    select r.who, 'months_with_us', (extract(year from t.long) * 12 + extract(month from t.long))::double precision, null
      from here r
     cross join lateral (
       select c.id, c.state, c.from_on from public.enrolment_statechange c
        where c.enrolment_id = r.enrolment and c.from_on <= v_day and c.recorded_at <= v_at
        order by c.from_on desc, c.recorded_at desc, c.id desc limit 1) c
     cross join lateral (select age(
       case when c.state in ('ended_by_choice', 'moved', 'transferred', 'died') then c.from_on else v_day end, r.entry) as long) t
     where 'months_with_us' = any (v_own.columns)
       and not exists (select from bar b where b.subject in (r.mother, c.id) and (b.categories >> {SERVICE_USE}) & 1 = 1)
    union all
    select r.who, 'contacts', (
             select count(*) from public.care_contact c
              where c.family_id = r.family and c.reached = 'met' and c."on" between r.entry and v_day
                and c.recorded_at <= v_at and (c.superseded_at is null or c.superseded_at > v_at)
                and (c.subject = r.mother or c.subject in (
                      select d.id from public.families_dyad d where d.woman_id = r.mother))
                and not exists (select from bar b where b.subject in (c.subject, c.id)
                                                    and (b.categories >> c.category) & 1 = 1)), null
      from here r where 'contacts' = any (v_own.columns)
       and not exists (select from bar b where b.subject = r.mother and (b.categories >> {SERVICE_USE}) & 1 = 1)
    union all
    select r.who, 'sessions', (
             select count(*) from public.services_presence c
              where c.family_id = r.family and c.person_id = r.mother and c.how in ('came', 'by_phone', 'online')
                and c."on" between r.entry and v_day and c.recorded_at <= v_at
                and (c.superseded_at is null or c.superseded_at > v_at)
                and not exists (select from bar b where b.subject = c.id and (b.categories >> {SERVICE_USE}) & 1 = 1)), null
      from here r where 'sessions' = any (v_own.columns)
       and not exists (select from bar b where b.subject = r.mother and (b.categories >> {SERVICE_USE}) & 1 = 1)
    union all
    select r.who, 'child_with_her', null, case when bool_or(c.kind = 'mother') then 'yes' else 'no' end
      from here r join public.families_livingarrangement c on c.child_id = r.child and c.family_id = r.family
       and c.during @> v_day and c.recorded_at <= v_at and (c.superseded_at is null or c.superseded_at > v_at)
     where 'child_with_her' = any (v_own.columns)
       and not exists (select from bar b where b.subject in (r.child, c.id) and (b.categories >> {LIVING}) & 1 = 1)
     group by r.who
    union all
    select r.who, 'ending_' || x.matter, null, x.level
      from here r
     cross join lateral (
       select distinct on (v.matter) v.matter, v.level from public.afterwards_closingview v
         join public.enrolment_ending e on e.id = v.ending_id and e."on" <= v_day and e.recorded_at <= v_at
        where v.family_id = r.family and v.subject = r.mother and v.whose = 'hers' and v.recorded_at <= v_at
          and (v.child_id is null or v.child_id = r.child) and 'ending_' || v.matter = any (v_own.columns)
          and not exists (select from bar b where b.subject in (v.subject, v.child_id, v.id)
                                              and (b.categories >> v.category) & 1 = 1)
        order by v.matter, e."on" desc, v.recorded_at desc, v.id desc) x
     where x.level not in ('', 'not_asked', 'rather_not', 'not_known')),
  held as materialized (
    select r.mother, x.* from here r
      join (select s.who, s.measure, s.wave, s.number, '' as word from said s
            union all select a.who, a.measure, '', a.number, coalesce(a.word, '') from about a) x on x.who = r.who),
  -- What stands with enough women: an answer at a wave, or each word of a column. Where the words below it are of too few
  -- together, the next smallest is left out too: else it would say by its absence who has the others.
  enough as (
    select n.measure, n.wave, n.word
      from (select h.measure, h.wave, h.word, count(distinct h.mother) as women,
                   sum(count(distinct h.mother)) over (partition by h.measure, h.wave order by count(distinct h.mother), h.word
                     rows between unbounded preceding and 1 preceding) as below
              from held h where h.measure <> '{CLUSTER}' group by h.measure, h.wave, h.word) n
     where n.women >= {LEAST_WOMEN} and coalesce(n.below, {LEAST_WOMEN}) >= {LEAST_WOMEN})
  select safekeeping.study_code(case when r.child is null then 'W' else 'C' end, v_key, r.who), v_own.arm,
         x.measure, x.wave, x.number, coalesce(x.word, '')
    from here r
    left join (select h.* from held h where h.measure = '{CLUSTER}'
                  or (h.measure, h.wave, h.word) in (select n.measure, n.wave, n.word from enough n)) x on x.who = r.who
   order by 1, 3, 4;
end $$;

-- How many were asked, said no, said yes and stopped: as counts, and only when none of them is of one of few. Whose yes
-- does not count in the table, because of what is sealed or kept or of who is kept out, is among those who stopped: beside
-- the number of rows it says no more than that somebody is not there.
create function safekeeping.frame_answers(p_study uuid)
returns table (asked bigint, said_no bigint, said_yes bigint, stopped bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with asker as materialized (select safekeeping.frames_for(p_study) as agency),
  evaluator as materialized (
    {EVALUATORS.format(agency="(select a.agency from asker a)")}),
  woman as (
    select k.giver_id, bool_or(k.signed_at is not null and s.live) as yes, bool_or(k.signed_at is not null) as ever,
           bool_or(k.signed_at is null and k.withdrawn_at is not null) as no
      from public.consent_consent k
     cross join lateral (select exists (
       select from safekeeping.said(k.family_id) l where l.consent = k.id and l.subject = k.giver_id
          and l.effect = 'permit' and l.category = {RESEARCH} and l.whole and l.span @> statement_timestamp()
          and not {KEPT_OUT} and not exists (
            select from public.safekeeping_bar b
             where b.family = k.family_id and b.subject = k.giver_id and (b.categories >> {RESEARCH}) & 1 = 1
               and {BARS.format(agency="k.agency_id")})) as live) s
     where k.study = p_study and k.giver_agency_id is null and k.agency_id = (select a.agency from asker a)
       and exists (select from public.families_woman w where w.person_id = k.giver_id)
     group by k.giver_id),
  counted as (
    select count(*) as asked, count(*) filter (where no and not ever) as said_no, count(*) filter (where yes) as said_yes,
           count(*) filter (where ever and not yes) as stopped, count(*) filter (where not no and not ever) as open
      from woman)
  select c.asked, c.said_no, c.said_yes, c.stopped from counted c
   where c.asked >= {LEAST_WOMEN} and not exists (
     select from unnest(array[c.said_no, c.said_yes, c.stopped, c.open]) n where n between 1 and {LEAST_WOMEN - 1})
$$;

-- Which studies a woman here may be asked for: their titles, for her own page and for whoever works with families.
create function safekeeping.studies_asking() returns table (id uuid, title text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.title from public.evaluation_study s join public.evaluation_ownarm o on o.study_id = s.id
   where {AGREED} and ((select safekeeping.my_kind()) = 'herself' and (select safekeeping.her_agency()) = s.agency_id
     or (select safekeeping.my_kind()) = 'staff' and (select safekeeping.my_agency()) = s.agency_id
        and (select safekeeping.my_categories()) <> 0)
   order by s.title, s.id
$$;

-- A form names a study that asks, of that agency, as it is called. It is not put upon a form that stands already.
create function safekeeping.study_is_known() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if (new.study, new.study_title) is distinct from (old.study, old.study_title)
       or new.study is not null and (new.agency_id, new.purpose) is distinct from (old.agency_id, old.purpose) then
      raise exception 'a form stays about its study' using errcode = '23514', constraint = 'consent_consent_study';
    end if;
  elsif new.study is not null and not safekeeping.loading() and not exists (
      select from public.evaluation_study s join public.evaluation_ownarm o on o.study_id = s.id
       where s.id = new.study and s.title = new.study_title and s.agency_id = new.agency_id) then
    raise exception 'no such study asks' using errcode = '23514', constraint = 'consent_consent_study';
  end if;
  return new;
end $$;
create trigger study_is_known before insert or update on public.consent_consent
  for each row execute function safekeeping.study_is_known();

-- Each study makes its codes from a key of its own.
create function safekeeping.study_gets_key() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.evaluation_studykey (study_id, key)
    values (new.study_id, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))
    on conflict (study_id) do nothing;
  return null;
end $$;
create trigger study_gets_key after insert on public.evaluation_ownarm
  for each row execute function safekeeping.study_gets_key();

-- Which arms there are, and what answers a measure, is said before a plan of the study is frozen.
create function safekeeping.own_arm_before_freezing() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.loading() and exists (
      select from public.evaluation_analysisplan p where p.study_id = new.study_id and p.frozen_at is not null) then
    raise exception 'a plan is frozen' using errcode = '23514', constraint = 'evaluation_own_before';
  end if;
  return new;
end $$;
create trigger own_arm_before_freezing before insert on public.evaluation_ownarm
  for each row execute function safekeeping.own_arm_before_freezing();
"""

KEY = f"""
create policy own_name on evaluation_ownarm as restrictive for insert to {READERS}
  with check (recorded_by = (select safekeeping.me()));
alter table evaluation_studykey enable row level security;
alter table evaluation_studykey force row level security;
revoke all on evaluation_studykey from public, alongside_app, alongside_worker, alongside_small, alongside_report;
grant select, insert on evaluation_studykey to alongside_keeper;
create policy keeper on evaluation_studykey to alongside_keeper using (true) with check (true);
alter table evaluation_ownarm add constraint evaluation_own_side_by_side check (
  cardinality(measures) between 1 and 40 and cardinality(instruments) = cardinality(measures)
  and cardinality(scales) = cardinality(measures) and cardinality(waves) between 1 and 40
  and cardinality(from_months) = cardinality(waves) and cardinality(until_months) = cardinality(waves));
"""

_CALLED = {
    "alongside_app, alongside_worker": ("frames_for(uuid)", "frame_rows(uuid,date)"),
    "alongside_app": ("frame_answers(uuid)", "studies_asking()"),
    "": ("study_code(text,bytea,uuid)", "study_is_known()", "study_gets_key()", "own_arm_before_freezing()"),
}
STATEMENTS = (
    "set check_function_bodies = off;"
    + KEY
    + "".join(
        f"grant select {f'({columns})' if columns else ''} on {table} to alongside_keeper;\n"
        f"create policy frames on {table} for select to alongside_keeper using (true);\n"
        for table, columns in READ.items()
    )
    + FUNCTIONS
    + "\n".join(kept(names, to=to) for to, names in _CALLED.items())
)
BACK = "\n".join(
    [f"drop function safekeeping.{name} cascade;" for names in _CALLED.values() for name in names]
    + [f"drop policy frames on {table};" for table in READ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0004_own_arm"),
        ("afterwards", "0003_kept_from"),
        ("assessment", "0007_blind"),
        ("care", "0020_what_stands"),
        ("consent", "0016_one_study"),
        ("enrolment", "0002_wall"),
        ("families", "0003_her_page"),
        ("services", "0003_moving"),
    ]
    operations = [
        Share("evaluation_ownarm", roles="alongside_app", read=OF_HERS, write=OF_HERS),
        migrations.RunSQL(STATEMENTS, BACK),
    ]
