"""Two records of the same person: what is kept of either is kept of both, from the first word on (docs/decisions/0021).

Nothing is moved and nothing is copied that could be forgotten. A row says that somebody of one file is somebody of
another; while it lives, the cells and bars of both files are compiled from both, and whoever is kept out of one is kept
out of the other. When it ends they are compiled without it, so that everything is as it was.

* What somebody outside sees of either is what both records let her see (``strict_spans``).
* What either keeps from somebody is kept of both (``strict_bars``, ``kept_out_anew``).
* Our own people work with the files they are let into, as before.
* A woman on her own page sees what is about the one she signed in as; a child of hers who may be another child waits.

Whoever sees one of the files alone learns of the other nothing: no row, no name, and of what counts from there only
that something is not open (``said_of_same`` gives no name, no number of a file and no number of a person).

The verbs take the lock of all such rows (``4712``) alone; compiling takes it shared, so that whom a file has to do with
does not change under it.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, Protect
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability, Category

WORKS, KEEPS_WALL = int(Ability.WORK_WITH_FAMILIES), int(Ability.KEEP_WALL)

COMPILE = """
-- Who of this family is also somebody of another one, over several steps; now, or as it stood at a moment.
create function safekeeping.same_as(p_family uuid, p_at timestamptz default null)
returns table (person uuid, same uuid, family uuid)
language sql stable as $$
  with recursive reached as (
    select o.person, o.same, o.family from (
      select s.person_id as person, s.other_person_id as same, s.other_family_id as family, s.recorded_at, s.ended_at
        from public.consent_sameperson s where s.family_id = p_family
      union all
      select s.other_person_id, s.person_id, s.family_id, s.recorded_at, s.ended_at
        from public.consent_sameperson s where s.other_family_id = p_family) o
     where (p_at is null and o.ended_at is null)
        or (o.recorded_at <= p_at and (o.ended_at is null or o.ended_at > p_at))
    union
    select r.person, case when s.person_id = r.same then s.other_person_id else s.person_id end,
           case when s.person_id = r.same then s.other_family_id else s.family_id end
      from reached r join public.consent_sameperson s on s.person_id = r.same or s.other_person_id = r.same
     where (p_at is null and s.ended_at is null)
        or (s.recorded_at <= p_at and (s.ended_at is null or s.ended_at > p_at)))
  select r.person, r.same, r.family from reached r where r.same <> r.person
$$;

-- Who elsewhere works with the same people as another file knows them.
create function safekeeping.parties_elsewhere(p_family uuid) returns table (principal uuid, agency uuid, kind text)
language sql stable as $$
  select distinct p.id, p.agency, a.kind
    from safekeeping.same_as(p_family) s
    join public.consent_outsideworker o on o.family_id = s.family
    join public.safekeeping_principal p on p.id = o.colleague_id and p.kind = 'partner' and p.active
    join public.agencies_agency a on a.id = p.agency
$$;

-- What is open of this family, as far as every record of the same person lets it be. Of the two together the woman's
-- other record has to let her in as well, and of the child's it has to be said.
create function safekeeping.strict_spans(p_family uuid) returns table (
  principal uuid, subject uuid, reach text, category int, spans tstzmultirange, basis uuid)
language sql stable as $$
  with same as materialized (select * from safekeeping.same_as(p_family)),
  theirs as materialized (
    select t.family, o.principal, o.subject, o.reach, o.category, range_agg(o.spans) as spans
      from (select distinct s.family from same s) t cross join lateral safekeeping.agreed_spans(t.family) o
     group by 1, 2, 3, 4, 5),
  -- A row about this subject that reaches so far asks for one about that person there.
  asked as (
    select s.person as subject, r.reach, s.same, s.family, r.reach as there
      from same s cross join (values ('outside'), ('beside'), ('guardian')) r (reach)
    union all
    select d.id, 'outside', s.same, s.family, 'outside'
      from public.families_dyad d join same s on s.person = d.woman_id where d.family_id = p_family
    union all
    select d.id, r.reach, s.same, s.family, r.there
      from public.families_dyad d join same s on s.person = d.child_id
     cross join (values ('outside', 'beside'), ('guardian', 'guardian')) r (reach, there)
     where d.family_id = p_family)
  select o.principal, o.subject, o.reach, o.category,
         o.spans * coalesce((
           select range_intersect_agg(coalesce((
                    select t.spans from theirs t where t.family = a.family and t.subject = a.same and t.reach = a.there
                       and t.principal = o.principal and t.category = o.category), '{}'))
             from asked a where a.subject = o.subject and a.reach = o.reach), '{(,)}'),
         o.basis
    from safekeeping.open_spans(p_family) o
    -- Who works with the other record alone gets nothing here.
   where o.reach <> 'beside' or o.basis <> o.principal
      or exists (select from public.consent_outsideworker w
                  where w.family_id = p_family and w.colleague_id = o.principal)
$$;

-- What is kept from somebody of this family, by either record.
create function safekeeping.strict_bars(p_family uuid) returns table (
  subject uuid, categories int, principal uuid, agency uuid, recipient_class text, recorded tstzrange, valid tstzrange,
  basis uuid)
language sql stable as $$
  select * from safekeeping.open_bars(p_family)
  union all
  select w.subject, bit_or(1 << s.category), s.colleague, s.agency, s.recipient_class, null::tstzrange, s.span,
         s.consent
    from (select distinct a.family from safekeeping.same_as(p_family) a) f
   cross join lateral safekeeping.said(f.family) s
    join safekeeping.same_as(p_family) a on a.family = f.family and a.same = s.subject
    join (select p.id as subject, p.id as person from public.families_person p where p.family_id = p_family
          union all
          select d.id, e.person from public.families_dyad d, unnest(array[d.woman_id, d.child_id]) e (person)
           where d.family_id = p_family) w on w.person = a.person
   where s.effect = 'deny' and not isempty(s.span) and (upper_inf(s.span) or upper(s.span) > statement_timestamp())
   group by w.subject, s.colleague, s.agency, s.recipient_class, s.span, s.consent
$$;

-- Whoever is kept out of one file of hers is kept out of the other.
create function safekeeping.kept_out_anew(p_family uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.safekeeping_exclusion x
   where x.family = p_family and x.via is not null and not exists (
     select from public.safekeeping_exclusion e join safekeeping.same_as(p_family) s on s.family = e.family
      where e.id = x.via and e.lifted_at is null);
  insert into public.safekeeping_exclusion (id, principal, family, since, via)
  select distinct on (e.id) md5(e.id::text || p_family::text)::uuid, e.principal, p_family, e.since, e.id
    from safekeeping.same_as(p_family) s
    join public.safekeeping_exclusion e on e.family = s.family and e.via is null and e.lifted_at is null
   where s.family <> p_family
  on conflict (id) do nothing;
end $$;

-- These files, one after the other, always in the same order.
create function safekeeping.compile_these(p_families uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid;
begin
  for v_family in select distinct f.id from unnest(p_families) f (id) order by 1 loop
    perform safekeeping.kept_out_anew(v_family);
    perform safekeeping.compile_one(v_family);
  end loop;
end $$;

-- This file and whatever is compiled with it, in the order in which that is done: for what looks or says when before it
-- changes one of the facts.
create function safekeeping.lock_files(p_family uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid;
begin
  perform pg_advisory_xact_lock_shared(4712, 0);
  for v_family in
    select s.family from safekeeping.same_as(p_family) s union select p_family order by 1
  loop
    perform safekeeping.lock_family(v_family, false);
  end loop;
end $$;

create function safekeeping.compile_family(p_family uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(4712, 0);
  perform safekeeping.compile_these(array(select s.family from safekeeping.same_as(p_family) s) || p_family);
end $$;

-- Two records are one person's, or are no longer: both files, and those that go along with either.
create function safekeeping.recompile_same() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(4712, 0);
  perform safekeeping.compile_these(array(
    select s.family from unnest(array[new.family_id, new.other_family_id]) f (id)
     cross join lateral safekeeping.same_as(f.id) s) || new.family_id || new.other_family_id);
  return null;
end $$;
create trigger recompile_same after insert or update of ended_at on consent_sameperson
  for each row execute function safekeeping.recompile_same();

-- Somebody is kept out of a file, or let back.
create function safekeeping.share_kept_out() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid;
begin
  perform pg_advisory_xact_lock_shared(4712, 0);
  for v_family in select distinct s.family from safekeeping.same_as(new.family) s order by 1 loop
    perform safekeeping.kept_out_anew(v_family);
  end loop;
  return null;
end $$;
create trigger share_kept_out after insert or update of lifted_at on safekeeping_exclusion
  for each row when (new.via is null) execute function safekeeping.share_kept_out();
"""

# For decisions of the rules: who asks may see one of the files alone, so nothing says which the other one is.
FOR_RULES = """
create function safekeeping.may_ask_of_same(p_family uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.loading() or (safekeeping.my_kind() = 'staff' and p_family <> all (safekeeping.my_exclusions())
    and exists (select from public.safekeeping_cell c where c.principal = safekeeping.me() and c.family = p_family
                  and c.valid @> statement_timestamp()))
$$;

-- Of whoever is sealed nobody is told: of her it is decided without it. (Whoever looks at what was done before is.)
create function safekeeping.known_same(p_family uuid, p_at timestamptz) returns table (person uuid, same uuid, family uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.person, s.same, s.family from safekeeping.same_as(p_family, p_at) s
   where safekeeping.may_ask_of_same(p_family)
     and (safekeeping.loading() or not safekeeping.sealed(p_family, array[s.person]))
$$;

create function safekeeping.same_people(p_family uuid, p_at timestamptz) returns table (person uuid, same uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.person, md5(s.same::text || p_family::text)::uuid from safekeeping.known_same(p_family, p_at) s order by 1, 2
$$;

-- What was said there about her, for as long as it counts.
create function safekeeping.said_of_same(p_family uuid, p_at timestamptz) returns table (
  same uuid, form uuid, effect text, recipient_kind text, agency uuid, colleague uuid, recipient_class text,
  purpose text, whole boolean, categories int, opens timestamptz, closes timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select md5(a.same::text || p_family::text)::uuid, md5(s.consent::text || p_family::text)::uuid, s.effect,
         s.recipient_kind, coalesce(s.agency, p.agency), s.colleague, s.recipient_class, s.purpose, s.whole,
         bit_or(1 << s.category),
         nullif(lower(s.span), '-infinity'), nullif(upper(s.span), 'infinity')
    from (select distinct f.family from safekeeping.known_same(p_family, p_at) f) f
   cross join lateral safekeeping.said(f.family) s
    join (select distinct t.same, t.family from safekeeping.known_same(p_family, p_at) t) a
      on a.family = f.family and a.same = s.subject
    left join public.safekeeping_principal p on p.id = s.colleague
   where not isempty(s.span)
   group by a.same, s.consent, s.effect, s.recipient_kind, s.agency, p.agency, s.colleague, s.recipient_class,
            s.purpose, s.whole, s.span
$$;

-- Who elsewhere works with her there.
create function safekeeping.outside_of_same(p_family uuid, p_at timestamptz) returns table (
  same uuid, colleague uuid, agency uuid, opens timestamptz, closes timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select md5(a.same::text || p_family::text)::uuid, o.colleague_id, p.agency,
         lower(safekeeping.days(o.during, l.zone)), upper(safekeeping.days(o.during, l.zone))
    from (select distinct t.same, t.family from safekeeping.known_same(p_family, p_at) t) a
    join public.consent_outsideworker o on o.family_id = a.family and o.person_id = a.same
    join public.safekeeping_principal p on p.id = o.colleague_id
   cross join safekeeping.law() l
$$;
"""

VERBS_SQL = f"""
grant select, insert, update on consent_sameperson to alongside_keeper;
create policy keeper on consent_sameperson to alongside_keeper using (true) with check (true);

-- I am let into the whole of this file, and am not kept out of it.
create function safekeeping.in_whole_file(p_family uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p_family <> all (safekeeping.my_exclusions()) and exists (
    select from public.safekeeping_cell c
     where c.principal = safekeeping.me() and c.family = p_family and c.subject = p_family
       and c.valid @> statement_timestamp())
$$;

-- Whoever works with both files and reads in both who somebody is.
create function safekeeping.knows_both(p_one uuid, p_other uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.can({WORKS}) and (safekeeping.my_categories() >> {int(Category.CONTACT)}) & 1 = 1
     and safekeeping.in_whole_file(p_one) and safekeeping.in_whole_file(p_other)
$$;

-- Another person than that one, by no account of theirs.
create function safekeeping.somebody_else(p_than uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.me() is not null and safekeeping.me() is distinct from p_than and not exists (
    select from public.safekeeping_principal o where o.id = p_than and o.account = safekeeping.my_account())
$$;

-- These two are the same woman, or the same child: said by somebody who works with both. It closes at once.
create function safekeeping.say_same(p_id uuid, p_person uuid, p_other uuid, p_why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_one record; v_other record;
begin
  perform pg_advisory_xact_lock(4712, 0);
  select p.id, p.family_id, p.kind, f.agency_id into v_one
    from public.families_person p join public.families_family f on f.id = p.family_id
   where p.id = least(p_person, p_other);
  select p.id, p.family_id, p.kind, f.agency_id into v_other
    from public.families_person p join public.families_family f on f.id = p.family_id
   where p.id = greatest(p_person, p_other);
  if v_one.id is null or v_other.id is null or v_one.family_id = v_other.family_id or v_one.kind <> v_other.kind
     or v_one.kind not in ('woman', 'child') or v_one.agency_id <> v_other.agency_id or btrim(p_why) = ''
     or not safekeeping.knows_both(v_one.family_id, v_other.family_id)
     or safekeeping.sealed(v_one.family_id, array[v_one.id]) or safekeeping.sealed(v_other.family_id, array[v_other.id])
     or exists (select from public.consent_sameperson s
                 where s.person_id = v_one.id and s.other_person_id = v_other.id and s.ended_at is null) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  insert into public.consent_sameperson
    (id, recorded_at, recorded_by, family_id, person_id, other_family_id, other_person_id, why, apart_why)
  values (p_id, clock_timestamp(), safekeeping.me(), v_one.family_id, v_one.id, v_other.family_id, v_other.id,
          btrim(p_why), '');
end $$;

-- One of them, while it lives, and I know both files.
create function safekeeping.living_same(p_id uuid) returns public.consent_sameperson
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.consent_sameperson;
begin
  perform pg_advisory_xact_lock(4712, 0);
  select s.* into v from public.consent_sameperson s where s.id = p_id and s.ended_at is null for update;
  if v.id is null or not safekeeping.knows_both(v.family_id, v.other_family_id) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  return v;
end $$;

-- The second person says yes: she keeps the wall, and is not who said it.
create function safekeeping.agree_same(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.consent_sameperson := safekeeping.living_same(p_id);
begin
  if v.agreed_at is not null or not safekeeping.can({KEEPS_WALL}) or not safekeeping.somebody_else(v.recorded_by) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.consent_sameperson set agreed_at = clock_timestamp(), agreed_by = safekeeping.me() where id = p_id;
end $$;

-- What nobody agreed to yet: one is enough to say no, who keeps the wall or who said it.
create function safekeeping.drop_same(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.consent_sameperson := safekeeping.living_same(p_id);
begin
  if v.agreed_at is not null or not (safekeeping.can({KEEPS_WALL}) or v.recorded_by = safekeeping.me()) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.consent_sameperson set ended_at = clock_timestamp(), ended_by = safekeeping.me() where id = p_id;
end $$;

-- They are two after all: said by somebody who works with both. Nothing opens by it.
create function safekeeping.say_apart(p_id uuid, p_why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.consent_sameperson := safekeeping.living_same(p_id);
begin
  if v.agreed_at is null or v.apart_asked_at is not null or btrim(p_why) = '' then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.consent_sameperson
     set apart_asked_at = clock_timestamp(), apart_asked_by = safekeeping.me(), apart_why = btrim(p_why)
   where id = p_id;
end $$;

-- The second person agrees that they are two: then both files are as they were.
create function safekeeping.agree_apart(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.consent_sameperson := safekeeping.living_same(p_id);
begin
  if v.apart_asked_at is null or not safekeeping.can({KEEPS_WALL})
     or not safekeeping.somebody_else(v.apart_asked_by) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.consent_sameperson set ended_at = clock_timestamp(), ended_by = safekeeping.me() where id = p_id;
end $$;

-- They stay one: who keeps the wall says so, or who asked. (The trail keeps who had asked.)
create function safekeeping.stay_same(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.consent_sameperson := safekeeping.living_same(p_id);
begin
  if v.apart_asked_at is null or not (safekeeping.can({KEEPS_WALL}) or v.apart_asked_by = safekeeping.me()) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.consent_sameperson set apart_asked_at = null, apart_asked_by = null, apart_why = '' where id = p_id;
end $$;
"""
VERBS = ("say_same(uuid,uuid,uuid,text)", "agree_same(uuid)", "drop_same(uuid)", "say_apart(uuid,text)",
         "agree_apart(uuid)", "stay_same(uuid)", "same_people(uuid,timestamptz)", "said_of_same(uuid,timestamptz)",
         "outside_of_same(uuid,timestamptz)")  # fmt: skip
INSIDE = ("same_as(uuid,timestamptz)", "parties_elsewhere(uuid)", "strict_spans(uuid)", "strict_bars(uuid)",
          "kept_out_anew(uuid)", "compile_these(uuid[])", "lock_files(uuid)", "compile_family(uuid)", "recompile_same()",
          "share_kept_out()", "may_ask_of_same(uuid)", "known_same(uuid,timestamptz)", "in_whole_file(uuid)",
          "knows_both(uuid,uuid)", "somebody_else(uuid)", "living_same(uuid)")  # fmt: skip

# The other file as well, wherever one is asked about: let into the whole of it, and not kept out.
OTHER = """
create policy both_files on consent_sameperson as restrictive for select to {shapes} using (
  consent_sameperson.other_family_id <> all ((select safekeeping.my_exclusions())::uuid[])
  and exists (select from safekeeping_cell c where c.family = consent_sameperson.other_family_id
    and c.subject = consent_sameperson.other_family_id and c.valid @> statement_timestamp() offset 0)
  and (not (consent_sameperson.other_family_id in (select unnest(safekeeping.my_guarded()))) or safekeeping.open_to_me(
    consent_sameperson.other_family_id, consent_sameperson.other_person_id, null, {contact}, null)));
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0009_counts")]
    operations = [
        Protect("consent_sameperson", subject="file", category=Category.CONTACT, add=False),
        migrations.RunSQL(
            "set check_function_bodies = off;"
            + OTHER.format(shapes=EVERY_SHAPE, contact=int(Category.CONTACT))
            + COMPILE
            + FOR_RULES
            + VERBS_SQL
            + kept(VERBS, to="alongside_app, alongside_worker, alongside_loader")
            + "\n"
            + kept(INSIDE, to="alongside_loader"),
            "drop policy keeper on consent_sameperson; drop policy both_files on consent_sameperson;"
            + "; ".join(f"drop function safekeeping.{name} cascade" for name in (*VERBS, *INSIDE)),
        ),
    ]
