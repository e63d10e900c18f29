"""Who looked at her file, in a shape that she can read (D-92): days, names, parts; nothing else of anybody.

She may read the lines of the trail about herself, but not the names of those who work here. This function tells, of
colleagues who looked at her or at a child for whom she decides today, on which day, by which name and in which part. It
leaves out lines that only listed her, what partners saw (the ledger tells that, with every word), whoever looked in an
emergency of which she is not told yet for her safety, and everything she did herself.
"""

from django.db import migrations

# Being in a list is not being looked at.
NOT_A_LOOK = ("shown in a list", "refused", "nothing there", "counted changes of key workers")

LOOKED = f"""
grant select (colleague_id, name, during) on accounts_role to alongside_keeper;
create policy keeper_of_pages on accounts_role for select to alongside_keeper using (true);
grant select (colleague_id, family_id, not_told_until, recorded_at, until) on consent_breakglass to alongside_keeper;
create policy keeper_of_pages on consent_breakglass for select to alongside_keeper using (true);

-- Herself, and the children (with what is between them and her) for whom she decides today.
create function safekeeping.about_me() returns table (subject uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.my_person() where safekeeping.my_person() is not null
  union
  select c.subject from public.safekeeping_cell c
   where c.principal = safekeeping.me() and safekeeping.my_person() is not null and c.reach = 'guardian'
     and c.valid @> statement_timestamp()
$$;

create function safekeeping.who_looked(p_from date, p_until date) returns table (
  day date, who uuid, name text, parts text[], agency text, subject uuid, verbs text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.day, t.principal, coalesce(c.name, p.name),
         array(select distinct r.name from public.accounts_role r
                where r.colleague_id = t.principal and r.during @> t.day order by 1),
         a.name, t.subject, t.verbs
    from (select (x.at at time zone z.zone)::date as day, x.principal, x.subject, x.family,
                 array_agg(distinct x.verb order by x.verb) as verbs
            from public.recordkeeping_trail x
           cross join (select coalesce((select g.time_zone from public.agencies_programme g), 'UTC') as zone) z
           where x.subject in (select m.subject from safekeeping.about_me() m)
             and x.at >= p_from::timestamp at time zone z.zone and x.at < p_until::timestamp at time zone z.zone
             and x.verb not in {NOT_A_LOOK!r}
           group by 1, 2, 3, 4) t
    join public.safekeeping_principal p on p.id = t.principal and p.kind = 'staff'
    left join public.accounts_colleague c on c.id = p.id
    left join public.agencies_agency a on a.id = p.agency
   where not exists (select from public.consent_breakglass b
                      where b.colleague_id = t.principal and b.family_id = t.family
                        and b.not_told_until > statement_timestamp())
   order by t.day desc, 3, t.subject
$$;

-- By which name she knows those who wrote what she may read: only people who have to do with her own file.
create function safekeeping.names_in_my_file(p_ids uuid[]) returns table (id uuid, name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.id, c.name from public.accounts_colleague c
   where c.id = any (p_ids)
     and (exists (select from public.recordkeeping_trail t
                   where t.principal = c.id and t.subject in (select m.subject from safekeeping.about_me() m))
          or exists (select from public.enrolment_teammember m
                      join public.families_person o on o.family_id = m.family_id
                     where m.colleague_id = c.id and o.id = safekeeping.my_person()))
$$;
revoke all on function safekeeping.about_me(), safekeeping.who_looked(date,date), safekeeping.names_in_my_file(uuid[])
  from public;
grant execute on function safekeeping.who_looked(date,date), safekeeping.names_in_my_file(uuid[]) to alongside_app;
alter function safekeeping.about_me() owner to alongside_keeper;
alter function safekeeping.who_looked(date,date) owner to alongside_keeper;
alter function safekeeping.names_in_my_file(uuid[]) owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0004_outside"), ("consent", "0004_compile"), ("enrolment", "0002_wall")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + LOOKED,
            "drop function safekeeping.about_me, safekeeping.who_looked, safekeeping.names_in_my_file;",
        )
    ]
