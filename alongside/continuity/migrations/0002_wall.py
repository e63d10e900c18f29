"""Waits behind the wall.

A wait and its steps are read by whoever is let into the file as far as this woman or child, in a part that reads what
somebody comes to; and on a woman's own page where it is hers or a child's for whom she decides. There she says that she no
longer wishes it, or that it goes on after all, and nothing else. Nobody outside reads any.

How long people wait for a service is told as numbers, to whoever reports or arranges teams: fewer than five are not told.
The function says no total over services, so that nothing that is kept back can be worked out from it; which days they are
is not the asker's to say (as ``continuity`` of enrolment).
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS, SIGNED_IN, Protect, Share, Within, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability, Reach
from alongside.safekeeping.terms import Category as C

HERS = (Reach.GUARDIAN,)
HERSELF = "(select safekeeping.my_kind()) = 'herself'"
STAFF = "(select safekeeping.my_kind()) = 'staff'"
MY_NAME = "recorded_by = (select safekeeping.me())"
OWN_AGENCY = "agency_id = (select safekeeping.my_agency())"
COUNTS = f"({can(Ability.REPORTS)} or {can(Ability.ARRANGE_TEAMS)})"
FEW = 5

# The wait is one that she sees: hers, or a child's for whom she decides.
SEES = """exists (select from continuity_wait w where w.id = continuity_waitstep.wait_id
  and w.family_id = continuity_waitstep.family_id and w.person_id = continuity_waitstep.person_id)"""
SAYS = f"{HERSELF} and {MY_NAME} and kind in ('no_longer', 'goes_on') and words = '' and instead = '' and place_on is null and {SEES}"

WALL = f"""
create policy hers_add on continuity_waitstep for insert to {READERS} with check ({SAYS});
create policy ours_or_hers on continuity_waitstep as restrictive for insert to {READERS} with check ({STAFF} or {HERSELF});
create policy of_its_wait on continuity_waitstep as restrictive for insert to {READERS} with check ({SEES});
create policy ours on continuity_wait as restrictive for insert to {READERS} with check ({STAFF});

grant select (id, family_id, service, elsewhere, asked_on) on continuity_wait to alongside_keeper;
create policy figures on continuity_wait for select to alongside_keeper using ({COUNTS});
grant select (id, wait_id, kind, "on", recorded_at) on continuity_waitstep to alongside_keeper;
create policy figures on continuity_waitstep for select to alongside_keeper using ({COUNTS});

create function safekeeping.service_waits() returns table (
  since date, until date, service text, elsewhere boolean, waiting int, longest int, median int, began int, took int,
  unanswered int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with period as (
    select (m.first - make_interval(years => n + 1))::date as since, (m.first - make_interval(years => n))::date as until
      from (select date_trunc('month', statement_timestamp()) as first) m, generate_series(0, 2) n),
  stood as (
    select p.since, p.until, w.service, w.elsewhere <> '' as elsewhere, p.until - w.asked_on as days,
           coalesce(t.kind, '') not in ('began', 'no_longer') as waits,
           case when t.kind = 'began' and t."on" >= p.since then t."on" - w.asked_on end as took,
           exists (select from public.continuity_waitstep s
                    where s.wait_id = w.id and s.kind = 'no_answer' and s."on" >= p.since and s."on" < p.until) as unanswered
      from period p join public.continuity_wait w on w.asked_on < p.until
      join public.families_family f on f.id = w.family_id and f.agency_id = (select safekeeping.my_agency())
      left join lateral (
        select s.kind, s."on" from public.continuity_waitstep s
         where s.wait_id = w.id and s."on" < p.until
           and s.kind in ('no_answer', 'answered', 'offered', 'not_this', 'began', 'no_longer', 'goes_on')
         order by s."on" desc, s.recorded_at desc, s.id desc limit 1) t on true
     where {COUNTS}),
  counted as (
    select since, until, service, elsewhere, (count(*) filter (where waits))::int as waiting,
           (max(days) filter (where waits))::int as longest,
           (percentile_cont(0.5) within group (order by days) filter (where waits))::int as median,
           count(took)::int as began, (percentile_cont(0.5) within group (order by took))::int as took,
           (count(*) filter (where unanswered))::int as unanswered
      from stood group by since, until, service, elsewhere)
  select since, until, service, elsewhere,
         case when waiting >= {FEW} then waiting end, case when waiting >= {FEW} then longest end,
         case when waiting >= {FEW} then median end,
         case when began >= {FEW} then began end, case when began >= {FEW} then took end,
         case when unanswered >= {FEW} then unanswered end
    from counted where waiting > 0 or began > 0 or unanswered > 0 order by since desc, service, elsewhere
$$;
"""
FUNCTION = "service_waits()"


class Migration(migrations.Migration):
    dependencies = [
        ("continuity", "0001_initial"), ("accounts", "0002_wall"), ("agencies", "0002_wall"),
        ("families", "0003_her_page"), ("enrolment", "0002_wall"), ("consent", "0004_compile"), ("services", "0002_wall"),
    ]  # fmt: skip
    operations = [
        Protect("continuity_wait", subject="person_id", category=C.SERVICE_USE, also_to=HERS),
        Within("continuity_wait", person_id="families_person.id"),
        Protect("continuity_waitstep", subject="person_id", category=C.SERVICE_USE, also_to=HERS),
        Within("continuity_waitstep", person_id="families_person.id", wait_id="continuity_wait.id"),
        Share(
            "continuity_meetingrhythm",
            read=SIGNED_IN,
            write=f"{can(Ability.ARRANGE_TEAMS)} and {OWN_AGENCY} and {MY_NAME}",
        ),
        migrations.RunSQL(
            "set check_function_bodies = off;"
            + WALL
            + kept([FUNCTION], to="alongside_app, alongside_report, alongside_loader"),
            f"drop function safekeeping.{FUNCTION}; drop policy figures on continuity_wait;"
            " drop policy figures on continuity_waitstep;",
        ),
    ]
