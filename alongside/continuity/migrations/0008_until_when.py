"""On her own page: until when somebody of her team is away, and who is there for her no more because of being kept out."""

from django.db import migrations

from alongside.safekeeping.protection import READERS
from alongside.safekeeping.protection.verbs import kept

# As in 0007_her_gaps, with the day after the last one, of days away that follow each other too. Never why.
NOT_THERE = """
drop function safekeeping.my_team_not_there();
create function safekeeping.my_team_not_there() returns table (colleague uuid, until date, kept_out boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with mine as (
    select distinct m.colleague_id, m.family_id
      from public.families_person p
      join public.enrolment_teammember m on m.family_id = p.family_id and m.during @> safekeeping.staying_today()
     where p.id = safekeeping.my_person() and p.kind = 'woman')
  select m.colleague_id, d.until, d.kept_out
    from mine m cross join lateral (
      select (select upper(r)
                from (select unnest(range_agg(a.during)) as r from public.continuity_away a
                       where a.colleague_id = m.colleague_id and a.withdrawn_at is null) s
               where r @> safekeeping.staying_today()) as until,
             exists (select from public.safekeeping_exclusion e
                      where e.principal = m.colleague_id and e.family = m.family_id and e.lifted_at is null) as kept_out) d
   where d.kept_out or d.until is not null
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("continuity", "0007_her_gaps")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + NOT_THERE + kept(("my_team_not_there()",), to=READERS),
            migrations.RunSQL.noop,
        ),
    ]
