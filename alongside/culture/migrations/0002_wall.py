"""Cultural programming behind the wall.

What was offered and what she said is about culture, read and written by those of her team who read that kind, and by her.
Whoever asked not to be asked again is offered nothing again: the database refuses it too, for two who offer at one instant.

An Elder or cultural worker is let into no file. **Every cell of theirs comes from one function**, ``begin_with_elder``: at
the woman's yes, while it is the last thing she said, the name she goes by and how it is safe to reach her, and what is
written about culture; they write about culture and nothing else. Whoever plays this part at this agency and no other is let
in by nothing else: a trigger on the cells refuses any wider one, whoever arranges a team. Either ends it at once.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS, Protect, Within
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import mask

ME = "(select safekeeping.me())"
HER = "(select safekeeping.my_person())"  # only for a woman signed in as herself
OFFER, BESIDE = "culture_culturaloffer", "culture_elderbeside"
READS, WRITES = mask(C.CONTACT, C.CULTURAL), mask(C.CULTURAL)

ELDERS = f"""
grant select on {OFFER} to alongside_keeper;
create policy keeper on {OFFER} for select to alongside_keeper using (true);
grant select, insert, update on {BESIDE} to alongside_keeper;
create policy keeper on {BESIDE} to alongside_keeper using (true) with check (true);
create policy elders on enrolment_teammember to alongside_keeper using (role = 'elder') with check (role = 'elder');

create function safekeeping.plays_elder(p_colleague uuid) returns boolean
language sql stable as $$
  select exists (select from public.accounts_role r
                  where r.colleague_id = p_colleague and r.name = 'elder' and r.during @> safekeeping.peers_day())
     and exists (select from public.safekeeping_principal p where p.id = p_colleague and p.active and p.kind = 'staff')
$$;

-- What she said last.
create function safekeeping.culture_said(p_woman uuid, p_but uuid default null) returns text
language sql volatile as $$
  select coalesce((select o.answer from public.{OFFER} o where o.subject = p_woman and o.id is distinct from p_but
                    order by o.recorded_at desc, o.id desc limit 1), '')
$$;

create function safekeeping.offer_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if safekeeping.loading() then return null; end if;
  perform pg_advisory_xact_lock(4731, hashtext(new.subject::text));
  if new.how = 'offered' and new.answer <> 'never' and safekeeping.culture_said(new.subject, new.id) = 'never' then
    raise exception 'she asked not to be asked' using errcode = '23514', constraint = 'culture_asked_not_to';
  end if;
  return null;
end $$;
-- Afterwards: the wall speaks first, so that nobody learns by it what she said.
create trigger offer_fits after insert on {OFFER} for each row execute function safekeeping.offer_fits();

create function safekeeping.begin_with_elder(p_id uuid, p_family uuid, p_woman uuid, p_colleague uuid, p_on date)
returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_member uuid := uuidv7(); v_from date;
begin
  if safekeeping.my_kind() <> 'staff' or not safekeeping.arranges(p_family) or p_colleague = safekeeping.me()
     or not exists (select from public.families_person p where p.id = p_woman and p.family_id = p_family and p.kind = 'woman') then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(4731, hashtext(p_woman::text));
  if safekeeping.culture_said(p_woman) <> 'yes' then
    raise exception 'she has not said yes' using errcode = '23514', constraint = 'culture_her_yes';
  end if;
  if not safekeeping.plays_elder(p_colleague) or safekeeping.peer_kept_apart(p_colleague, p_family)
     or not exists (select from public.accounts_colleague c join public.families_family f on f.agency_id = c.agency_id
                     where c.id = p_colleague and f.id = p_family) then
    raise exception 'not together' using errcode = '23514', constraint = 'culture_not_together';
  end if;
  if exists (select from public.{BESIDE} b where b.subject = p_woman and b.colleague_id = p_colleague and b.ended_on is null) then
    raise exception 'together already' using errcode = '23514', constraint = 'culture_beside_once';
  end if;
  select greatest(p_on, max(upper(t.during))) into v_from from public.enrolment_teammember t
   where t.family_id = p_family and t.colleague_id = p_colleague and t.role = 'elder' and t.during && daterange(p_on, null);
  insert into public.enrolment_teammember
    (id, recorded_at, recorded_by, family_id, colleague_id, role, works_with, during)
  values (v_member, clock_timestamp(), safekeeping.me(), p_family, p_colleague, 'elder', 'family',
          daterange(coalesce(v_from, p_on), null));
  insert into public.{BESIDE} (id, recorded_at, recorded_by, family_id, subject, colleague_id, member_id, begun_on)
  values (p_id, clock_timestamp(), safekeeping.me(), p_family, p_woman, p_colleague, v_member, p_on);
  insert into public.safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)
  values (p_colleague, p_family, p_woman, 'one', {READS}, {WRITES}, tstzrange(statement_timestamp(), null), v_member);
  return true;
end $$;

-- She, the Elder, or whoever arranges her team: it ends for all of them at the next statement.
create function safekeeping.end_with_elder(p_id uuid, p_on date) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v public.{BESIDE};
begin
  if not exists (select from public.{BESIDE} b where b.id = p_id
      and (b.colleague_id = safekeeping.me() and safekeeping.my_kind() = 'staff' or b.subject = safekeeping.my_person()
           or safekeeping.my_kind() = 'staff' and safekeeping.arranges(b.family_id))) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  update public.{BESIDE} set ended_on = greatest(p_on, begun_on) where id = p_id and ended_on is null returning * into v;
  if v.id is null then return false; end if;
  delete from public.safekeeping_cell where basis = v.member_id and principal = v.colleague_id;
  update public.enrolment_teammember t set during = daterange(lower(t.during), greatest(p_on, lower(t.during) + 1))
   where t.id = v.member_id and (upper(t.during) is null or upper(t.during) > p_on);
  return true;
end $$;

-- Whoever leaves the team leaves her side with it.
create function safekeeping.elder_left() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.{BESIDE} set ended_on = greatest(upper(new.during), begun_on) where member_id = new.id and ended_on is null;
  delete from public.safekeeping_cell where basis = new.id and principal = new.colleague_id;
  return null;
end $$;
create trigger elder_left after update of during on enrolment_teammember for each row
  when (new.role = 'elder' and upper(new.during) is not null) execute function safekeeping.elder_left();

-- Whoever plays this part and no other is let into nothing but what a woman said yes to.
create function safekeeping.elders_what_she_agreed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.loading() and exists (
    select from added c
     where c.reach in ('file', 'children', 'one') and safekeeping.plays_elder(c.principal)
       and not exists (select from public.accounts_role r where r.colleague_id = c.principal and r.name <> 'elder'
                         and r.during @> safekeeping.peers_day())
       and not (c.reach = 'one' and c.categories & ~{mask(C.CONTACT)} = 0 and c.writes = 0
                and exists (select from public.assessment_alert a where a.id = c.basis and a.family_id = c.family))
       and not exists (
         select from public.{BESIDE} b
          where b.member_id = c.basis and b.colleague_id = c.principal and b.subject = c.subject and b.ended_on is null
            and c.reach = 'one' and c.writes & ~{WRITES} = 0 and c.categories & ~{READS} = 0)) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  return null;
end $$;
create trigger elders_what_she_agreed after insert on safekeeping_cell referencing new table as added
  for each statement execute function safekeeping.elders_what_she_agreed();

-- By which names she knows those beside her.
create function safekeeping.my_elders() returns table (beside uuid, name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select b.id, c.name from public.{BESIDE} b join public.accounts_colleague c on c.id = b.colleague_id
   where b.subject = safekeeping.my_person()
$$;
"""

CALLED = ("begin_with_elder(uuid,uuid,uuid,uuid,date)", "end_with_elder(uuid,date)", "my_elders()")
INSIDE = ("plays_elder(uuid)", "culture_said(uuid,uuid)", "offer_fits()", "elder_left()", "elders_what_she_agreed()")

HERS = f"""
create policy hers on {OFFER} for select to {READERS} using ({OFFER}.subject = {HER});
create policy hers_add on {OFFER} for insert to {READERS} with check ({OFFER}.subject = {HER} and {OFFER}.recorded_by = {ME});
create policy hers on {BESIDE} for select to {READERS} using ({BESIDE}.subject = {HER});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("culture", "0001_initial"),
        ("peers", "0002_wall"),
        ("care", "0015_plan_wall"),
        ("assessment", "0003_watch"),
        ("enrolment", "0002_wall"),
        ("consent", "0012_sealing"),
    ]
    operations = [
        Protect(OFFER, subject="subject", category=C.CULTURAL),
        # Added and ended by the functions alone.
        Protect(BESIDE, subject="subject", category=C.CULTURAL, add=False),
        Within(OFFER, subject="families_person.id"),
        migrations.RunSQL(
            "set check_function_bodies = off;" + ELDERS + HERS + kept(CALLED, to=READERS) + kept(INSIDE),
            "".join(f"drop function safekeeping.{name} cascade;" for name in (*CALLED, *INSIDE)),
        ),
    ]
