"""Being with the programme, behind the wall."""

from django.db import migrations

from alongside.safekeeping.protection import Protect, Share, Within, can
from alongside.safekeeping.terms import Ability
from alongside.safekeeping.terms import Category as C

# Whoever keeps the wall and is let into the whole file; she need not read any of its categories (privacy officer).
KEEPS_WALL = f"""{can(Ability.KEEP_WALL)}
  and enrolment_keptout.family_id <> all ((select safekeeping.my_exclusions())::uuid[])
  and exists (select from safekeeping_cell c where c.family = enrolment_keptout.family_id
    and c.subject = enrolment_keptout.family_id and c.principal = (select safekeeping.me())
    and c.valid @> statement_timestamp())"""

# Counts alone, for whoever reports and sees no name (docs/architecture.md, "The wall").
FIGURES = f"""
grant select (id, family_id, person_id, colleague_id, during) on enrolment_keyworker to alongside_keeper;
create policy figures on enrolment_keyworker for select to alongside_keeper using ({can(Ability.REPORTS)});
grant select (id, family_id, colleague_id, role, during) on enrolment_teammember to alongside_keeper;
create policy figures on enrolment_teammember for select to alongside_keeper using ({can(Ability.REPORTS)});

-- Changes of key worker in each of the last ten times twelve months, for each part and all together (part is null).
-- Which twelve months they are is not the asker's to say: periods that overlap could be compared until they tell of one
-- family. These never overlap, whichever day a page is asked about.
-- Fewer than five families, or one to four that changed, are not told; where one such number could be worked out from
-- the total, the smallest number beside it is not told either.
create function safekeeping.continuity() returns table (
  since date, until date, part text, families int, changed int, changes int, few boolean, few_changed boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with period as (
    select (m.first - make_interval(years => n + 1))::date as since, (m.first - make_interval(years => n))::date as until
      from (select date_trunc('month', statement_timestamp()) as first) m, generate_series(0, 9) n),
  held as (
    select k.family_id, k.colleague_id, lower(k.during) as day, upper(k.during) as last,
           lag(k.colleague_id) over (partition by k.person_id order by k.during) as before,
           coalesce((select t.role from public.enrolment_teammember t
                      where t.family_id = k.family_id and t.colleague_id = k.colleague_id
                      order by t.during @> lower(k.during) desc, t.during limit 1), '') as part
      from public.enrolment_keyworker k join public.families_family f on f.id = k.family_id
     where f.agency_id = (select safekeeping.my_agency()) and {can(Ability.REPORTS)}),
  told as (
    select p.since, p.until, h.part, h.family_id, h.day, h.colleague_id,
           h.before is not null and h.before <> h.colleague_id and h.day >= p.since as came
      from period p join held h on h.day < p.until and (h.last is null or h.last > p.since)),
  counted as (
    select since, until, part, grouping(part) = 1 as whole, count(distinct family_id)::int as families,
           (count(distinct family_id) filter (where came))::int as changed,
           (count(distinct (family_id, day, colleague_id)) filter (where came))::int as changes
      from told group by grouping sets ((since, until, part), (since, until))),
  small as (
    select c.*, families < 5 as few, families < 5 or changed between 1 and 4 as few_changed from counted c),
  beside as (
    select s.*,
           not whole and not few and count(*) filter (where few) over every = 1
             and row_number() over (every_few order by families, part) = 1 as kept_back,
           not whole and not few_changed and count(*) filter (where few_changed) over every = 1
             and row_number() over (every_few_changed order by changed, part) = 1 as changed_kept_back
      from small s
    window every as (partition by since, whole), every_few as (partition by since, whole, few),
           every_few_changed as (partition by since, whole, few_changed))
  select since, until, part, case when not few and not kept_back then families end,
         case when not few_changed and not changed_kept_back and not kept_back then changed end,
         case when not few_changed and not changed_kept_back and not kept_back then changes end, few, few_changed
    from beside order by since desc, whole desc, part
$$;
revoke all on function safekeeping.continuity() from public;
grant execute on function safekeeping.continuity() to alongside_app, alongside_report, alongside_loader;
alter function safekeeping.continuity() owner to alongside_keeper;
"""

PERSON = "families_person.id"
_WITHIN = (
    Within("enrolment_enrolment", person_id=PERSON),
    Within("enrolment_statechange", person_id=PERSON, enrolment_id="enrolment_enrolment.id"),
    Within("enrolment_teammember", child_id=PERSON),
    Within("enrolment_keyworker", person_id=PERSON),
    Within("enrolment_returntouse", woman_id=PERSON),
    Within("enrolment_usepattern", woman_id=PERSON),
    Within("enrolment_welcomeback", person_id=PERSON),
    Within("enrolment_ending", person_id=PERSON),
)


def _one(table: str, subject: str | None, category: C, change: tuple[str, ...] = ()) -> Protect:
    return Protect(f"enrolment_{table}", subject=subject, category=category, change=change)


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0001_initial"), ("accounts", "0002_wall"), ("families", "0002_wall")]
    operations = [
        _one("enrolment", "person_id", C.SERVICE_USE),
        _one("statechange", "person_id", C.SERVICE_USE),
        # Who works with a family is seen by whoever is let into any part of it.
        _one("teammember", None, C.CONTACT, ("during",)),
        _one("keyworker", None, C.CONTACT, ("during",)),
        _one("handover", "file", C.SERVICE_USE),
        _one("returntouse", "woman_id", C.SUD),
        _one("usepattern", "woman_id", C.SUD),
        _one("welcomeback", "person_id", C.SERVICE_USE),
        # The reason somebody is kept out is for those who keep the wall and are let into the whole file.
        Share("enrolment_keptout", read=KEEPS_WALL, write=KEEPS_WALL, change=("lifted_at", "lifted_by")),
        _one("ending", "person_id", C.SERVICE_USE),
        *_WITHIN,
        migrations.RunSQL(
            "set check_function_bodies = off;" + FIGURES,
            "drop function safekeeping.continuity; drop policy figures on enrolment_keyworker;"
            " drop policy figures on enrolment_teammember;",
        ),
    ]
