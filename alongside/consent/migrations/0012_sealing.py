"""What is sealed (docs/decisions/0023): who closes something, and the two who open it again.

The desk of whoever keeps privacy alone knows that something is sealed, by its number. Nobody reads it there either. What
is closed follows in the same transaction: a seal is compiled into bars that name everybody (0004_compile).

Notes, goals, safety plans, the shared plan and sittings stand in rooms above this one. As in safekeeping/0002_wall the bodies name their tables (they are looked
up when called, not now), and each of these rooms lets the keeper read them (care/0006_sealing, 0007_safety, 0015_plan_wall, goals/0003_sealing,
assessment/0002_wall, 0003_watch).
What goes with a note takes in what left with its words, and what is asked of a sitting its alerts: so it is one question about
several rooms, and not one that each could answer for itself.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability

SEALING = f"""
alter table consent_seal enable row level security;
alter table consent_seal force row level security;
grant select on consent_seal to {READERS};
create policy keeps_privacy on consent_seal for select to {READERS} using (
  {can(Ability.READ_TRAIL)} and exists (select from safekeeping_cell c where c.family = consent_seal.family_id
    and c.subject = consent_seal.family_id and c.valid @> statement_timestamp()));
create policy not_kept_out on consent_seal as restrictive for select to {READERS} using (
  family_id <> all ((select safekeeping.my_exclusions())::uuid[]));
grant select, insert, update on consent_seal to alongside_keeper;
create policy keeper on consent_seal to alongside_keeper using (true) with check (true);

-- What has this number, and in which file. Also asked about what is sealed already.
create function safekeeping.what_has_number(p_id uuid) returns table (family uuid, kind text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.family_id, case p.kind when 'child' then 'child' else 'person' end from public.families_person p where p.id = p_id
  union all select d.family_id, 'together' from public.families_dyad d where d.id = p_id
  union all select c.family_id, 'note' from public.care_contact c where c.id = p_id
  union all select l.family_id, 'letter' from public.consent_letter l where l.id = p_id
  union all select s.family_id, 'document' from public.consent_sentback s where s.id = p_id
  union all select s.family_id, 'sitting' from public.assessment_sitting s where s.id = p_id
  union all select g.family_id, 'goal' from public.goals_goal g where g.id = p_id
  union all select a.family_id, 'plan' from public.care_safetyplan a where a.id = p_id
  union all select v.family_id, 'lane' from public.care_laneversion v where v.id = p_id
$$;

-- What goes with it and does not name it: all versions of a note, what left with its words, those of a goal or a safety plan; all versions of a lane of the shared plan; the lines of
-- a letter; letters that hold words of a document; what was asked in a sitting. Of somebody: notes, letters and words that
-- left which say something of that one, with all this.
create function safekeeping.goes_with(p_family uuid, p_id uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive whole (id) as (
    select p_id union select d.id from public.families_dyad d where d.family_id = p_family and p_id in (d.woman_id, d.child_id)),
  said as materialized (
    select c.id, c.corrects_id, c.subject, c.note, c.her_words,
           c.id in (select id from whole) or c.subject in (select id from whole)
             or exists (select from whole w where w.id = any (c.about)) as closed
      from public.care_contact c where c.family_id = p_family),
  note (id) as (
    select s.id from said s where s.closed
    union
    select o.id from note n join said m on m.id = n.id join said o on o.corrects_id = m.id or o.id = m.corrects_id),
  lane (id) as (
    select o.id from public.care_laneversion v join public.care_laneversion o on o.family_id = v.family_id and o.lane = v.lane
     where v.family_id = p_family and v.id = p_id),
  wish (subject, words) as (
    select g.subject, t.words from public.goals_goal g cross join lateral (
      select g.her_words union
      select v.held ->> 'her_words' from public.recordkeeping_earlierversion v where v.family = p_family and v.target = g.id) t (words)
     where g.family_id = p_family and btrim(t.words) <> '' and (
       g.id in (select id from whole) or g.subject in (select id from whole) or g.told_by in (select id from whole)
       or exists (select from whole w where w.id = any (g.about)))
    union
    select v.subject, t.value from public.care_safetyversion v cross join lateral jsonb_each_text(v.said) t
     where v.family_id = p_family and btrim(t.value) <> '' and (
       v.plan_id in (select id from whole) or v.subject in (select id from whole)
       or exists (select from whole w where w.id = any (v.about)))
    union
    select v.subject, t.words from public.care_laneversion v cross join lateral (
      select v.her_words union select s.value ->> 'what' from jsonb_array_elements(v.steps) s) t (words)
     where v.family_id = p_family and btrim(t.words) <> '' and (
       v.id in (select id from lane) or v.subject in (select id from whole)
       or exists (select from whole w where w.id = any (v.about)))),
  -- A document, or all that came about somebody: whatever holds words of it says what it says.
  came (id) as (
    select s.id from public.consent_sentback s
     where s.family_id = p_family and (s.id in (select id from whole) or s.subject in (select id from whole))),
  letter (id) as (
    select l.id from public.consent_letter l
     where l.family_id = p_family and (l.id in (select id from whole)
       or l.about && array(select id from whole) or l.draws_on && array(select id from came))),
  line (id) as (select d.id from public.consent_disclosure d where d.letter_id in (select id from letter)),
  shown (id) as (
    select p.id from public.consent_disclosedpart p
     where p.family_id = p_family and (exists (select from whole w where w.id = any (p.about)) or exists (
       select from note n join said s on s.id = n.id cross join lateral unnest(array[s.note, s.her_words]) t (words)
        where s.subject = p.subject and btrim(t.words) <> '' and position(t.words in p.snapshot) > 0)
       or exists (select from wish s where s.subject = p.subject and position(s.words in p.snapshot) > 0))),
  asked (id) as (select o.id from public.assessment_occasion o where o.sitting_id = p_id),
  alert (id) as (select a.id from public.assessment_alert a where a.occasion_id in (select id from asked))
  select coalesce(array_agg(x.id), '{{}}') from (
    select id from note union select id from letter union select id from line union select id from shown
    union select id from lane union select id from asked union select id from alert) x where x.id <> p_id
$$;

-- One person of the desk closes something at once. Not while an alert about it waits for somebody: nobody would see it.
create function safekeeping.seal(p_id uuid, p_target uuid, p_why text, p_words text, p_by uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid; v_kind text; v_with uuid[]; v_by uuid := safekeeping.me();
begin
  select w.family, w.kind into v_family, v_kind from safekeeping.what_has_number(p_target) w;
  if v_family is null or not (safekeeping.loading() or safekeeping.keeps_privacy_of(v_family))
     or safekeeping.sealed(v_family, array[p_target]) or (p_why = 'adoption' and v_kind <> 'child') then
    return null;
  end if;
  -- Whoever discloses something of it has committed by then, so that her words are found too, and so has somebody else who
  -- closed it at the same moment.
  perform safekeeping.lock_files(v_family);
  if exists (select from public.consent_seal s where s.target = p_target and s.opened_at is null) then return null; end if;
  v_with := safekeeping.goes_with(v_family, p_target);
  if exists (select from public.assessment_alert a where a.family_id = v_family and a.closed_at is null
               and (a.subject = p_target or a.id = any (v_with))) then
    return 'alert';
  end if;
  insert into public.consent_seal
    (id, recorded_at, recorded_by, family_id, target, kind, with_it, why, words, asked_why)
  values (p_id, statement_timestamp(), coalesce(v_by, p_by), v_family, p_target, v_kind, v_with, p_why, p_words, '');
  return v_kind;
end $$;

-- One says that it may be opened again; whoever keeps privacy may say that it stays closed.
create function safekeeping.ask_to_open(p_id uuid, p_why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.consent_seal s set asked_by = safekeeping.me(), asked_at = clock_timestamp(), asked_why = p_why
   where s.id = p_id and s.opened_at is null and s.asked_at is null and safekeeping.keeps_privacy_of(s.family_id);
  if not found then raise exception 'not allowed' using errcode = '42501'; end if;
end $$;
create function safekeeping.leave_closed(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.consent_seal s set asked_by = null, asked_at = null, asked_why = ''
   where s.id = p_id and s.opened_at is null and s.asked_at is not null and safekeeping.keeps_privacy_of(s.family_id);
  if not found then raise exception 'not allowed' using errcode = '42501'; end if;
end $$;

-- The second: another person who keeps privacy of this file, by no account of the first. Whoever holds the machine may say
-- it there, as of a wide part (docs/decisions/0011).
create function safekeeping.open_seal(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.consent_seal;
begin
  select * into v from public.consent_seal s where s.id = p_id and s.opened_at is null and s.asked_at is not null for update;
  if v.id is null or not safekeeping.loading() and (
      not safekeeping.keeps_privacy_of(v.family_id) or v.asked_by = safekeeping.me()
      or exists (select from public.safekeeping_principal o
                  where o.id = v.asked_by and o.account = safekeeping.my_account())) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.consent_seal
     set opened_at = clock_timestamp(), opened_by = coalesce(safekeeping.me(), '00000000-0000-0000-0000-000000000000')
   where id = p_id;
end $$;
"""
VERBS = ("seal(uuid,uuid,text,text,uuid)", "ask_to_open(uuid,text)", "leave_closed(uuid)", "open_seal(uuid)")
INSIDE = ("what_has_number(uuid)", "goes_with(uuid,uuid)")
GRANTED = kept(VERBS, to="alongside_app, alongside_loader") + "\n" + kept(INSIDE)


class Migration(migrations.Migration):
    dependencies = [("consent", "0011_papers")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + SEALING + GRANTED,
            "\n".join(f"drop function safekeeping.{name};" for name in (*VERBS, *INSIDE)),
        )
    ]
