"""Telling a woman's team that she needs somebody, when she turns her own page off."""

from django.db import migrations

from alongside.safekeeping.terms import Category

CONTACT, SAFETY = int(Category.CONTACT), int(Category.IPV_SAFETY)

TELL = f"""
create policy keeper_of_pages on enrolment_keyworker for select to alongside_keeper using (true);
grant select (works_with) on enrolment_teammember to alongside_keeper;
create policy keeper_of_pages on enrolment_teammember for select to alongside_keeper using (true);
grant insert on care_promise to alongside_keeper;
create policy keeper_of_pages on care_promise for insert to alongside_keeper with check (state = 'open');

-- Among what is coming up, for her key worker of that day; without one, for each who works with the whole file. Under
-- her safety where that colleague reads it, else under how to reach her. Nobody who is kept out is told.
create function safekeeping.tell_her_team(p_family uuid, p_person uuid, p_words text, p_on date) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with key as (
    select k.colleague_id from public.enrolment_keyworker k
     where k.family_id = p_family and k.person_id = p_person and k.during @> p_on),
  told as (
    select colleague_id from key
    union
    select t.colleague_id from public.enrolment_teammember t
     where t.family_id = p_family and t.works_with = 'family' and t.during @> p_on and not exists (select from key))
  insert into public.care_promise
    (id, family_id, subject, category, what, "on", worker, state, recorded_at, recorded_by)
  select uuidv7(), p_family, p_person,
         case when exists (select from public.safekeeping_capacity c
                            where c.principal = t.colleague_id and c.valid @> statement_timestamp()
                              and (c.categories >> {SAFETY}) & 1 = 1) then {SAFETY} else {CONTACT} end,
         p_words, p_on, t.colleague_id, 'open', clock_timestamp(), p_person
    from told t
   where not exists (select from public.safekeeping_exclusion x
                      where x.principal = t.colleague_id and x.family = p_family and x.lifted_at is null)
$$;
revoke all on function safekeeping.tell_her_team(uuid,uuid,text,date) from public;
alter function safekeeping.tell_her_team(uuid,uuid,text,date) owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0002_wall"), ("families", "0003_her_page")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + TELL,
            "drop function safekeeping.tell_her_team;",
        )
    ]
