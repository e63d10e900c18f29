"""A cover that nobody can keep any more ends: then it is a gap, is said so, and her own page names nobody for it.

Where whoever is away leaves this team, whoever covers is kept out of the file, or one of the two leaves the programme, the
wall let nobody in by it already; but it stood there as agreed. It ends, like at her word, and nobody reads why.
"""

from django.db import migrations

from alongside.safekeeping.protection.verbs import kept

OPEN = """c.cannot_at is null and c.her_no_at is null and c.ended_at is null
         and upper(c.during) > safekeeping.staying_today()"""
ENDS = f"""
create function safekeeping.cover_ends() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_table_name = 'safekeeping_exclusion' then
    update public.continuity_cover c set ended_at = clock_timestamp()
     where c.family_id = new.family and c.colleague_id = new.principal and {OPEN};
  elsif tg_table_name = 'safekeeping_principal' then
    update public.continuity_cover c set ended_at = clock_timestamp()
     where (c.colleague_id = new.id or c.away_id in (select a.id from public.continuity_away a where a.colleague_id = new.id))
       and {OPEN};
  elsif not exists (select from public.enrolment_teammember m
                     where m.family_id = new.family_id and m.colleague_id = new.colleague_id and m.role not in ('peer', 'elder')
                       and (upper(m.during) is null or upper(m.during) > safekeeping.staying_today())
                       and not exists (select from public.continuity_cover o where o.id = m.id)) then
    update public.continuity_cover c set ended_at = clock_timestamp()
     where c.family_id = new.family_id
       and c.away_id in (select a.id from public.continuity_away a where a.colleague_id = new.colleague_id) and {OPEN};
  end if;
  return null;
end $$;
create trigger kept_out_ends_cover after insert on safekeeping_exclusion
  for each row execute function safekeeping.cover_ends();
create trigger leaving_ends_cover after update of active on safekeeping_principal
  for each row when (old.active and not new.active) execute function safekeeping.cover_ends();
-- At the end of the transaction: a hand-over ends one row of the team and begins another.
create constraint trigger leaving_ends_cover after update of during on enrolment_teammember deferrable initially deferred
  for each row when (old.during is distinct from new.during) execute function safekeeping.cover_ends();
"""
# Covers of before, of which the same is so.
ANEW = f"""
create function safekeeping.covers_end_anew() returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update public.continuity_cover c set ended_at = clock_timestamp()
    from public.continuity_away a
   where a.id = c.away_id and {OPEN}
     and (exists (select from public.safekeeping_exclusion e where e.family = c.family_id and e.principal = c.colleague_id)
       or exists (select from public.safekeeping_principal p where p.id in (c.colleague_id, a.colleague_id) and not p.active)
       or not exists (select from public.enrolment_teammember m
                       where m.family_id = c.family_id and m.colleague_id = a.colleague_id and m.role not in ('peer', 'elder')
                         and (upper(m.during) is null or upper(m.during) > safekeeping.staying_today())
                         and not exists (select from public.continuity_cover o where o.id = m.id)))
$$;
"""
AT_ONCE = """
set local role alongside_keeper;
select safekeeping.covers_end_anew();
drop function safekeeping.covers_end_anew();
set local role alongside_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("continuity", "0005_families_and_cover")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + ENDS + ANEW + kept(["cover_ends()", "covers_end_anew()"]) + AT_ONCE,
            "drop function safekeeping.cover_ends() cascade;",
        ),
    ]
