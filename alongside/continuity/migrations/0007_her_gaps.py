"""On her own page: her key worker is away, and nobody is named yet who is there instead.

A woman who is signed in as herself learns of the one she turns to first by name, from when until when, and never why; only of
the days on which nobody is there, as they stand at this statement, and whether somebody else of her team is there on the first
of them. Whoever covers and is away herself is not there then: nor is she named for these days among those who cover.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS
from alongside.safekeeping.protection.verbs import kept

AHEAD = 14  # days before somebody is away that she is told of it

GAPS = f"""
create function safekeeping.my_gaps() returns table (for_whom text, first date, until date, others boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with days as (select safekeeping.staying_today() as today),
  open as (
    select g.name, g.id as colleague, k.family_id as family, datemultirange(k.during * a.during * daterange(d.today, null)) - coalesce((
             select range_agg(m) from (
               select unnest(datemultirange(c.during * a.during) - coalesce((
                        select range_agg(o.during) from public.continuity_away o
                         where o.colleague_id = c.colleague_id and o.withdrawn_at is null and o.during && a.during),
                      datemultirange())) as m
                 from public.continuity_cover c
                where c.away_id = a.id and c.family_id = k.family_id and c.agreed_at is not null and c.her_no_at is null
                  and c.ended_at is null) there), datemultirange()) as gaps
      from days d, public.families_person p
      join public.enrolment_keyworker k on k.person_id = p.id and k.family_id = p.family_id
      join public.continuity_away a on a.colleague_id = k.colleague_id and a.withdrawn_at is null and a.during && k.during
      join public.accounts_colleague g on g.id = a.colleague_id
     where p.id = safekeeping.my_person() and p.kind = 'woman')
  select o.name, lower(r), upper(r), exists (
           select from public.enrolment_teammember m
            where m.family_id = o.family and m.colleague_id <> o.colleague and m.during @> lower(r)
              and not exists (select from public.safekeeping_exclusion e
                               where e.principal = m.colleague_id and e.family = o.family and e.lifted_at is null)
              and not exists (select from public.continuity_away x
                               where x.colleague_id = m.colleague_id and x.withdrawn_at is null and x.during @> lower(r)))
    from days d, open o, unnest(o.gaps) r
   where lower(r) <= d.today + {AHEAD} order by 2, 3, 1
$$;
"""
NOT_THERE = """
-- Who of her team is away today or kept out of her file: her own page sends her to nobody of these, and says nothing of why.
create function safekeeping.my_team_not_there() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct m.colleague_id
    from public.families_person p
    join public.enrolment_teammember m on m.family_id = p.family_id and m.during @> safekeeping.staying_today()
   where p.id = safekeeping.my_person() and p.kind = 'woman'
     and (exists (select from public.continuity_away a
                   where a.colleague_id = m.colleague_id and a.withdrawn_at is null and a.during @> safekeeping.staying_today())
       or exists (select from public.safekeeping_exclusion e
                   where e.principal = m.colleague_id and e.family = m.family_id and e.lifted_at is null))
$$;
"""
COVERS = """
-- As in 0004_cover_wall, but without the days on which whoever covers is away herself: a row for each time that is left.
drop function safekeeping.my_covers();
create function safekeeping.my_covers() returns table (cover uuid, who text, for_whom text, first date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.id, w.name, g.name, lower(r), upper(r)
    from public.families_person p
    join public.continuity_cover c on c.family_id = p.family_id
    join public.continuity_away a on a.id = c.away_id and a.withdrawn_at is null
    join public.accounts_colleague w on w.id = c.colleague_id
    join public.accounts_colleague g on g.id = a.colleague_id
   cross join unnest(datemultirange(c.during * a.during) - coalesce((
           select range_agg(o.during) from public.continuity_away o
            where o.colleague_id = c.colleague_id and o.withdrawn_at is null and o.during && c.during), datemultirange())) r
   where p.id = safekeeping.my_person() and p.kind = 'woman' and c.agreed_at is not null and c.her_no_at is null
     and c.ended_at is null and upper(r) > safekeeping.staying_today()
   order by lower(r), c.id
$$;
"""
HERS = ("my_gaps()", "my_team_not_there()", "my_covers()")


class Migration(migrations.Migration):
    dependencies = [("continuity", "0006_cover_ends")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + GAPS + NOT_THERE + COVERS + kept(HERS, to=READERS),
            "drop function safekeeping.my_gaps(); drop function safekeeping.my_team_not_there();",
        ),
    ]
