"""Programmes that are given, behind the wall.

Besides the usual rule (let into the file, and a part that reads this kind of record):

* *nobody outside*: our own people read a delivery, and she herself what is about her or about her and a child of hers,
  of the kinds that nobody harms her with who looks over her shoulder. No partner, no carer.
* *as its delivery*: whoever does not read a delivery reads nothing that hangs on it. What hangs on it is about the same
  one and of the same kind.
* *about the work*: how a session kept to its plan is for our own people. What she says afterwards she may add herself.
* What is given to a group names nobody who comes: those of us who work with families read it, and a woman whose programme
  goes with it. Who was there stands where it was said (services/0002_wall).
* *figures*: how much is given here and how it kept to the plans, counted by the database for whoever leads or reports,
  up to the first of this month, and never of fewer than five families.
"""

from django.db import migrations

from alongside.programmes.rules import ON_HER_PAGE
from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Share, Within, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability

SOMEBODY = ("families_person.id", "families_dyad.id")
DELIVERY = "programmes_delivery"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
OURS = "(select safekeeping.my_kind()) = 'staff'"
MY_NAME = "recorded_by = (select safekeeping.me())"
MINE = "agency_id = (select safekeeping.my_agency())"
WORKS = can(Ability.WORK_WITH_FAMILIES)
LEADS = f"({can(Ability.ARRANGE_TEAMS)} or {can(Ability.REPORTS)})"

HANGING = {
    "programmes_deliveryworker": ("ended_at",),
    "programmes_deliveryturn": (),
    "programmes_sessionheld": ("superseded_at",),
    "programmes_fidelity": (),
    "programmes_afterwords": (),
}
FOR_US = {"programmes_fidelity"}

_HER_TWO = f"exists (select from families_dyad d where d.id = {DELIVERY}.subject and d.woman_id = {ME})"
_HERS = (
    f"{ME} is not null and ({ON_HER_PAGE} >> {DELIVERY}.category) & 1 = 1 and ({DELIVERY}.subject = {ME} or {_HER_TWO})"
)

DELIVERIES = f"""
create policy hers on {DELIVERY} for select to {EVERY_SHAPE} using ({_HERS});
create policy who_reads on {DELIVERY} as restrictive for select to {EVERY_SHAPE} using ({OURS} or ({_HERS}));
create policy ours_to_begin on {DELIVERY} as restrictive for insert to {READERS} with check ({OURS});
"""


def _hanging(table: str) -> str:
    of = f"exists (select from {DELIVERY} d where d.id = {table}.delivery_id{{}})"
    if table == "programmes_fidelity":  # by its session, which is read with its delivery
        of = f"exists (select from programmes_sessionheld d where d.id = {table}.held_id{{}})"
    same = of.format(
        f" and d.family_id = {table}.family_id and d.subject = {table}.subject and d.category = {table}.category"
    )
    if table in FOR_US:
        hers, add = "false", "false"
    else:
        hers = f"{ME} is not null and {of.format('')}"
        add = f"{hers} and {MY_NAME}" if table == "programmes_afterwords" else "false"
    lines = [
        f"create policy as_its_delivery on {table} as restrictive for select to {EVERY_SHAPE} using ({of.format('')});",
        f"create policy as_its_delivery_add on {table} as restrictive for insert to {READERS} with check ({same});",
        f"create policy who_reads on {table} as restrictive for select to {EVERY_SHAPE} using ({OURS} or ({hers}));",
        f"create policy ours_or_hers on {table} as restrictive for insert to {READERS} with check ({OURS} or ({add}));",
    ]
    if hers != "false":
        lines.append(f"create policy hers on {table} for select to {EVERY_SHAPE} using ({hers});")
    if add != "false":
        lines.append(f"create policy hers_add on {table} for insert to {READERS} with check ({add});")
    return "\n".join(lines)


GROUP = "exists (select from programmes_groupdelivery g where g.id = programmes_groupsession.group_id{})"
OUR_GROUP = GROUP.format(f" and g.{MINE}")
SAY = "safekeeping.have_the_say(programmes_groupsession.session_id)"
IN_SERIES = (
    "exists (select from services_series s where s.id = programmes_groupdelivery.series_id"
    " and s.agency_id = programmes_groupdelivery.agency_id)"
)
OF_SERIES = (
    "exists (select from services_session s join programmes_groupdelivery g on g.series_id = s.series_id"
    " where s.id = programmes_groupsession.session_id and g.id = programmes_groupsession.group_id)"
)
HELD = "exists (select from programmes_groupsession h where h.id = programmes_groupfidelity.held_id)"

# Counted over every file of the agency by the keeper: no family and no worker is named, and no part of a month is told.
COUNTED = ("programmes_delivery", "programmes_deliveryturn", "programmes_sessionheld", "programmes_fidelity",
           "programmes_groupdelivery", "programmes_groupsession", "programmes_groupfidelity")  # fmt: skip
FIGURES = (
    "\n".join(
        f"grant select on {table} to alongside_keeper;"
        f"create policy figures on {table} for select to alongside_keeper using ({LEADS});"
        for table in COUNTED
    )
    + f"""
create function safekeeping.programmes_given() returns table (
  programme text, plan text, families int, over int, sessions int, minutes int, unsaid int, groups int, meetings int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with month as (select date_trunc('month', statement_timestamp())::date as first),
  given as (
    select d.id, d.programme, d.plan, d.family_id,
           coalesce((select t.what in ('ended', 'completed') from public.programmes_deliveryturn t, month m
                      where t.delivery_id = d.id and t.what in ('paused', 'taken_up', 'ended', 'completed')
                        and t."on" < m.first
                      order by t."on" desc, t.recorded_at desc, t.id desc limit 1), false) as over
      from public.programmes_delivery d join public.families_family f on f.id = d.family_id, month m
     where f.agency_id = (select safekeeping.my_agency()) and {LEADS} and d.begins_on < m.first),
  whole as (
    select g.programme, g.plan, count(distinct g.family_id) as families, count(*) filter (where g.over) as over
      from given g group by g.programme, g.plan),
  held as (
    select g.programme, g.plan, count(*) as sessions, coalesce(sum(h.minutes), 0) as minutes,
           count(*) filter (where h.minutes is null) as unsaid, count(distinct g.family_id) as families
      from given g join public.programmes_sessionheld h on h.delivery_id = g.id, month m
     where h.superseded_at is null and h."on" < m.first group by g.programme, g.plan),
  grouped as (
    select g.programme, g.plan, count(distinct g.id) as groups,
           count(s.id) filter (where s.off_at is null and lower(s.during) < m.first) as meetings
      from month m, public.programmes_groupdelivery g
      left join public.programmes_groupsession h on h.group_id = g.id and h.superseded_at is null
      left join public.services_session s on s.id = h.session_id
     where g.agency_id = (select safekeeping.my_agency()) and {LEADS} group by g.programme, g.plan)
  select coalesce(w.programme, r.programme), coalesce(w.plan, r.plan),
         case when w.families >= 5 then w.families::int end,
         case when w.families >= 5 and w.over not between 1 and 4 and w.families - w.over not between 1 and 4
              then w.over::int end,
         -- Of the families that began, few may have come yet: their sessions are told when five of them did.
         case when h.families >= 5 then h.sessions::int end,
         case when h.families >= 5 then h.minutes::int end,
         case when h.families >= 5 then h.unsaid::int end,
         coalesce(r.groups, 0)::int, coalesce(r.meetings, 0)::int
    from whole w full join grouped r on r.programme = w.programme and r.plan = w.plan
    left join held h on h.programme = w.programme and h.plan = w.plan
   order by 1, 2
$$;

create function safekeeping.programme_marks() returns table (
  programme text, plan text, mark text, seen_by text, yes int, partly int, of int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  -- Marks stay where they were said; of a session that was put right, what stands now counts.
  with recursive month as (select date_trunc('month', statement_timestamp())::date as first),
  line (was, now) as (
    select h.id, h.id from public.programmes_sessionheld h where h.superseded_at is null
    union all
    select h.corrects_id, l.now from line l join public.programmes_sessionheld h on h.id = l.was
     where h.corrects_id is not null),
  said as (
    select d.programme, d.plan, d.family_id, a.mark, f.seen_by, a.answer
      from public.programmes_fidelity f join line l on l.was = f.held_id
      join public.programmes_sessionheld h on h.id = l.now
      join public.programmes_delivery d on d.id = h.delivery_id
      join public.families_family y on y.id = d.family_id
      cross join lateral unnest(f.asked, f.answers) a (mark, answer), month m
     where y.agency_id = (select safekeeping.my_agency()) and {LEADS} and h."on" < m.first
    union all
    select g.programme, g.plan, null, a.mark, f.seen_by, a.answer
      from public.programmes_groupfidelity f join public.programmes_groupsession h on h.id = f.held_id
      join public.programmes_groupdelivery g on g.id = h.group_id
      join public.services_session s on s.id = h.session_id
      cross join lateral unnest(f.asked, f.answers) a (mark, answer), month m
     where g.agency_id = (select safekeeping.my_agency()) and {LEADS} and lower(s.during) < m.first),
  counted as (
    select s.* from said s where s.answer in ('yes', 'partly', 'no')),
  enough as (
    select c.programme, c.plan, c.mark, c.seen_by, count(distinct c.family_id) >= 5 as five
      from counted c group by c.programme, c.plan, c.mark, c.seen_by)
  select c.programme, c.plan, c.mark, c.seen_by, (count(*) filter (where answer = 'yes'))::int,
         (count(*) filter (where answer = 'partly'))::int, count(*)::int
    from counted c join enough e using (programme, plan, mark, seen_by)
   where c.family_id is null or e.five
   group by c.programme, c.plan, c.mark, c.seen_by order by 1, 2, 4, 3
$$;
"""
)
FUNCTIONS = ("programmes_given()", "programme_marks()")


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0001_initial"),
        ("services", "0002_wall"),
        ("families", "0003_her_page"),
        ("consent", "0004_compile"),
        ("care", "0007_safety"),
    ]
    operations = [
        Protect(DELIVERY, subject="subject", category="category"),
        Within(DELIVERY, subject=SOMEBODY),
        *(Protect(table, subject="subject", category="category", change=change) for table, change in HANGING.items()),
        *(
            Within(table, delivery_id=f"{DELIVERY}.id")
            for table in HANGING
            if table not in ("programmes_fidelity", "programmes_afterwords")
        ),
        Within("programmes_fidelity", held_id="programmes_sessionheld.id"),
        Within("programmes_afterwords", delivery_id=f"{DELIVERY}.id", held_id="programmes_sessionheld.id"),
        Share(
            "programmes_groupdelivery",
            read=f"({MINE} and {WORKS}) or ({ME} is not null and exists (select from {DELIVERY} d"
            " where d.group_id = programmes_groupdelivery.id))",
            write=f"{MINE} and {WORKS} and {MY_NAME} and {IN_SERIES}",
        ),
        Share("programmes_groupsession", read=GROUP.format("")),
        Share("programmes_groupfidelity", read=f"{OURS} and {HELD}"),
        migrations.RunSQL(
            f"""
            grant insert, update (superseded_at) on programmes_groupsession to {READERS};
            create policy may_add on programmes_groupsession for insert to {READERS}
              with check ({WORKS} and {MY_NAME} and {OUR_GROUP} and {OF_SERIES} and {SAY});
            create policy may_change on programmes_groupsession for update to {READERS}
              using ({OUR_GROUP} and {SAY}) with check ({OUR_GROUP} and {SAY});
            grant insert on programmes_groupfidelity to {READERS};
            create policy may_add on programmes_groupfidelity for insert to {READERS}
              with check ({WORKS} and {MY_NAME} and {HELD});
            """
            + "set check_function_bodies = off;"
            + DELIVERIES
            + "\n".join(map(_hanging, HANGING))
            + FIGURES
            + kept(FUNCTIONS, to="alongside_app, alongside_report, alongside_loader"),
            "drop function safekeeping.programmes_given; drop function safekeeping.programme_marks;",
        ),
    ]
