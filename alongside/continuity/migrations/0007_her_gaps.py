"""On her own page: her key worker is away, and nobody is named yet who is there instead.

A woman who is signed in as herself learns of the one she turns to first by name, from when until when, and never why; only of
the days on which nobody is there, as they stand at this statement. Whoever covers and is away herself is not there then.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS
from alongside.safekeeping.protection.verbs import kept

AHEAD = 14  # days before somebody is away that she is told of it

GAPS = f"""
create function safekeeping.my_gaps() returns table (for_whom text, first date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with days as (select safekeeping.staying_today() as today),
  open as (
    select g.name, datemultirange(k.during * a.during * daterange(d.today, null)) - coalesce((
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
  select o.name, lower(r), upper(r) from days d, open o, unnest(o.gaps) r
   where lower(r) <= d.today + {AHEAD} order by 2, 3, 1
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("continuity", "0006_cover_ends")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + GAPS + kept(("my_gaps()",), to=READERS),
            "drop function safekeeping.my_gaps();",
        ),
    ]
