"""Reports: nameless figures, counted by the database for whoever has the part, and never of few.

* *Who*: staff with ``Ability.REPORTS``: figures of her own agency; where that is the programme itself, also of every other
  place of it (``agencies.terms.OURS``). A funder reads what such a colleague hands out.
* *Nothing can be asked for*: no day, no group, no place. The answer is that of the moment at which this month began.
* *Few*: what is of fewer than five families is not told. A share stands only where at least five families are on either side
  of it, whichever families the scores beyond one each belong to.
* *Not by subtraction*: all places together are told when every place is, or when those that are not are three at least and
  come to five families without the largest of them, so that not even one of them, who knows her own, finds another. Of the
  classes of change one more is kept back where the others would tell.
* *Not by sameness*: where everybody, or nearly, is of one class or stayed, the counts would tell of each; they are not told.
  Nor are mean and spread of a scale that takes three values at most: they are the counts in other words.
* *Not by two windows*: change until the latest score is told only where there is none until a wave. Side by side, the two
  would differ by the few women whose latest score is of no wave.
"""

from django.db import migrations

from alongside.agencies.terms import OURS
from alongside.enrolment.terms import OPEN_STATES
from alongside.evaluation.rules.reporting import CLASSES
from alongside.safekeeping.protection import can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability

FEW = 5
REPORTS = f"{can(Ability.REPORTS)} and (select safekeeping.my_kind()) = 'staff'"
OUR_OWN = ", ".join(f"'{kind.value}'" for kind in OURS)
OPEN = ", ".join(f"'{state.value}'" for state in OPEN_STATES)
DEFINER = "security definer set search_path = pg_catalog, pg_temp"

WHOSE = f"""
create function safekeeping.report_agencies() returns table (id uuid)
language sql stable {DEFINER} as $$
  select a.id from public.agencies_agency a
   where {REPORTS} and (a.id = (select safekeeping.my_agency()) or a.kind in ({OUR_OWN}) and exists (
     select from public.agencies_agency m where m.id = (select safekeeping.my_agency()) and m.kind = 'programme'))
$$;
grant select on instruments_sitenorm to alongside_keeper;
create policy keeper_of_reports on instruments_sitenorm for select to alongside_keeper using (true);
grant select (minutes, recorded_at) on care_contact to alongside_keeper;
"""


def _then(name: str) -> str:
    return f"case when t.began < b.began then t.{name} else t.told_{name} end as {name}"


SUMS = ("n", "families", "total", "squares", "with_cut", "above")
SCORES = f"""
create function safekeeping.score_figures() returns table (
  agency uuid, whole boolean, instrument text, scale text, wave text, families int, n int, mean float8, sd float8,
  with_cut int, above int)
language sql stable {DEFINER} as $$
  with b as materialized (select safekeeping.month_began() as began),
  held as (
    select t.agency_id as agency, t.instrument, t.scale, t.wave, {", ".join(_then(name) for name in SUMS)}
      from public.evaluation_scoretally t, b
     where t.agency_id = any (array(select a.id from safekeeping.report_agencies() a))),
  summed as (
    select h.agency, grouping(h.agency) = 1 as whole, h.instrument, h.scale, h.wave,
           {", ".join(f"sum(h.{name}) as {name}" for name in SUMS)}
      from held h where h.n > 0
     group by grouping sets ((h.agency, h.instrument, h.scale, h.wave), (h.instrument, h.scale, h.wave))),
  sided as (
    -- As if every score beyond one a family were on the smaller side: at least so many families are on it.
    select s.*, least(s.above, s.with_cut - s.above) - (s.n - s.families) >= {FEW} as sides from summed s),
  beside as (
    select s.*, count(*) filter (where not s.whole) over w as places,
           count(*) filter (where not s.whole and s.families < {FEW}) over w as small,
           coalesce(sum(s.families) filter (where not s.whole and s.families < {FEW}) over w, 0) as hidden,
           coalesce(max(s.families) filter (where not s.whole and s.families < {FEW}) over w, 0) as largest,
           bool_and(s.whole or s.sides and s.families >= {FEW}) over w as sides_everywhere
      from sided s window w as (partition by s.instrument, s.scale, s.wave)),
  told as (
    select b.*, b.families >= {FEW} and (
             not b.whole or b.small = 0 or b.small >= 3 and b.hidden - b.largest >= {FEW}) as shown,
           b.sides and (not b.whole or b.sides_everywhere) as shared,
           b.n * b.squares > b.total * b.total and not exists (
             select from public.evaluation_scalerule r
              where r.code = b.instrument and r.scale = b.scale and r.few_values) as differ
      from beside b where not b.whole or b.places > 1)
  select t.agency, t.whole, t.instrument, t.scale, t.wave,
         case when t.shown then t.families::int end, case when t.shown then t.n::int end,
         case when t.shown and t.differ then (t.total / t.n)::float8 end,
         case when t.shown and t.differ then sqrt((t.squares - t.total * t.total / t.n) / (t.n - 1))::float8 end,
         case when t.shown and t.shared then t.with_cut::int end, case when t.shown and t.shared then t.above::int end
    from told t order by t.instrument, t.scale, t.wave, t.whole desc, t.agency
$$;
"""


def _told(name: str) -> str:
    return f"case when c.spread and '{name}' <> all (coalesce(h.classes, '{{}}')) then c.{name} end"


def _place(name: str) -> int:
    return CLASSES.index(name) + 1


def _counted(until: str, which: str) -> str:
    """How many of each class, and of how many families, from the rows of ``classed`` with which it is so."""
    of_family = ", ".join(f"count(*) filter (where c.class = {_place(name)}) as {name}" for name in CLASSES)
    of_all = ", ".join(
        f"sum(f.{name})::int as {name}, count(*) filter (where f.{name} > 0)::int as of_{name}" for name in CLASSES
    )
    return f"""
    select f.agency, f.measure, f.until, bool_or(f.own_norm) as own_norm, sum(f.n)::int as n, count(*)::int as families, {of_all}
      from (select c.agency, c.measure, {until} as until, c.family, bool_or(c.own_norm) as own_norm, count(*) as n, {of_family}
              from classed c where {which} group by 1, 2, 3, 4) f
     group by f.agency, f.measure, f.until"""


# The same judgement as ``instruments.rules.change.judge``, by this site's own norm before the published one. Rows stay
# narrow until they are counted, and are counted by family first, so that no family is sorted to be found twice: the
# server takes them for few, and would sort them all the same if it might.
PAIRS = f"""
create function safekeeping.change_figures() returns table (
  agency uuid, instrument text, scale text, until text, families int, n int,
  {", ".join(f"{name} int" for name in CLASSES)}, own_norm boolean)
language sql stable {DEFINER} set work_mem = '64MB' set enable_sort = off as $$
  with b as materialized (select safekeeping.month_began() as began, safekeeping.month_first() as first),
  own as (
    select distinct on (n.code, n.scale) n.code, n.scale, nullif(sqrt(2::float8) * n.sd * sqrt(1 - n.r), 0) as s_diff, n.cutoff
      from public.instruments_sitenorm n, b where n.valid_from <= b.first
     order by n.code, n.scale, n.valid_from desc, n.recorded_at desc, n.id desc),
  ruled as materialized (
    select r.id, r.definition_id, r.code as instrument, r.scale, r.better, o.code is not null as own_norm,
           dense_rank() over (order by r.code, r.scale) as measure,
           case when o.code is null then r.s_diff else o.s_diff end as s_diff,
           case when o.code is null then r.points end as points,
           case when o.code is not null then case when r.better = 'higher' then '<=' else '>=' end
                when r.cut_judges then r.cut_op else '' end as op,
           case when o.code is not null then o.cutoff::float8 when r.cut_judges then r.cut_value end as cut
      from public.evaluation_scalerule r left join own o on o.code = r.code and o.scale = r.scale
     where r.judged and r.better <> ''),
  line as (
    select c.agency, c.family, c.wave, c.value, u.measure, u.own_norm, u.better = 'higher' as higher, u.s_diff, u.points,
           safekeeping.meets(c.value, u.op, u.cut) as met, first_value(c.value) over who as pre,
           first_value(safekeeping.meets(c.value, u.op, u.cut)) over who as pre_met,
           row_number() over who > 1 as later, lead(true) over who is null as last,
           lead(true) over who_then is null as last_of_wave
      from safekeeping.counted_score c join ruled u on u.definition_id = c.definition and u.scale = c.scale
     where c.since < (select began from b) and (c.until is null or c.until >= (select began from b))
       and coalesce(u.s_diff, u.points) is not null
       and c.agency = any (array(select a.id from safekeeping.report_agencies() a))
    window who as (partition by c.subject, u.id, c.respondent order by c."on", c.occasion),
           who_then as (partition by c.subject, u.id, c.respondent, c.wave order by c."on", c.occasion)),
  moved as (
    select l.*, (l.value > l.pre) = l.higher as better, coalesce(l.pre_met and not l.met, false) as crossed,
           case when l.s_diff is not null then abs((l.value - l.pre)::float8 / l.s_diff) > 1.959963984540054
                else abs((l.value - l.pre)::float8) >= l.points end as reliable
      from line l where l.later and (l.last or l.last_of_wave)),
  classed as materialized (
    select m.agency, m.family, m.measure, m.own_norm, m.last, case when m.last_of_wave then m.wave else '' end as wave,
           case when m.reliable and not m.better then {_place("deteriorated")}
                when m.reliable and m.crossed then {_place("recovered")} when m.reliable then {_place("improved")}
                when m.crossed then {_place("crossed")} else {_place("unchanged")} end as class
      from moved m),
  until_wave as materialized ({_counted("c.wave", "c.wave <> ''")}),
  until_latest as ({_counted("''::text", "c.last and (c.agency, c.measure) not in (select w.agency, w.measure from until_wave w)")}),
  cell as materialized (
    -- Classes tell only where people differ: so many families at least are outside of the largest one.
    select w.*, w.families - greatest({", ".join(f"w.{name}" for name in CLASSES)}) >= {FEW} as spread
      from (select * from until_wave union all select * from until_latest) w),
  each as (
    select c.agency, c.measure, c.until, e.class, e.n, e.families < {FEW} as few
      from cell c cross join lateral (values {", ".join(f"('{name}', c.{name}, c.of_{name})" for name in CLASSES)}
        ) e (class, n, families) where e.n > 0),
  beside as (
    select e.*, count(*) filter (where e.few) over w as smalls, coalesce(sum(e.n) filter (where e.few) over w, 0) as hidden,
           row_number() over (partition by e.agency, e.measure, e.until, e.few order by e.n, e.class) as place
      from each e window w as (partition by e.agency, e.measure, e.until)),
  kept as (
    select s.agency, s.measure, s.until, s.class from beside s
     where s.few or s.smalls > 0 and (s.smalls = 1 or s.hidden < {FEW}) and s.place = 1),
  hidden as (
    select k.agency, k.measure, k.until, array_agg(k.class) as classes from kept k group by k.agency, k.measure, k.until)
  select c.agency, u.instrument, u.scale, c.until, case when c.families >= {FEW} then c.families end,
         case when c.families >= {FEW} then c.n end,
         {", ".join(_told(name) for name in CLASSES)},
         c.own_norm
    from cell c join (select distinct r.measure, r.instrument, r.scale from ruled r) u on u.measure = c.measure
    left join hidden h on (h.agency, h.measure, h.until) = (c.agency, c.measure, c.until)
   order by u.instrument, u.scale, c.until, c.agency
$$;
"""

DOSE = f"""
create function safekeeping.dose_figures() returns table (
  agency uuid, since date, until date, families int, meetings int, minutes int, months int)
language sql stable {DEFINER} as $$
  with b as materialized (select safekeeping.month_began() as began),
  quarter as (
    select (q.last - make_interval(months => 3 * (n + 1)))::date as since, (q.last - make_interval(months => 3 * n))::date as until
      from (select date_trunc('quarter', safekeeping.month_first()) as last) q, generate_series(0, 7) n),
  met as (
    select f.agency_id as agency, q.since, q.until, count(distinct c.family_id) as families, count(*) as meetings,
           sum(c.minutes) as minutes, count(distinct c.family_id) filter (where c.minutes is not null) as timed,
           count(distinct c.family_id) filter (where c.minutes is null) as untimed,
           count(distinct (c.family_id, date_trunc('month', c."on"))) as months
      from quarter q join public.care_contact c on c."on" >= q.since and c."on" < q.until
      join public.families_family f on f.id = c.family_id join safekeeping.report_agencies() a on a.id = f.agency_id, b
     where c.reached = 'met' and c.recorded_at < b.began and (c.superseded_at is null or c.superseded_at >= b.began)
     group by f.agency_id, q.since, q.until)
  select m.agency, m.since, m.until, case when m.families >= {FEW} then m.families::int end,
         case when m.families >= {FEW} then m.meetings::int end,
         case when m.timed >= {FEW} and m.untimed not between 1 and {FEW - 1} then m.minutes::int end,
         case when m.families >= {FEW} then m.months::int end
    from met m order by m.agency, m.since desc
$$;
"""

STAYING = f"""
create function safekeeping.retention_figures() returns table (agency uuid, months int, began int, there int)
language sql stable {DEFINER} as $$
  with known as (
    select s.id, s.enrolment_id, s.state, s.from_on, s.recorded_at from public.enrolment_statechange s
     where s.recorded_at < (select safekeeping.month_began())),
  begun as (
    select f.agency_id as agency, e.id, e.family_id as family, min(s.from_on) as "on"
      from public.enrolment_enrolment e join public.families_woman w on w.person_id = e.person_id
      join public.families_family f on f.id = e.family_id join safekeeping.report_agencies() a on a.id = f.agency_id
      join known s on s.enrolment_id = e.id and s.state = 'active'
     group by f.agency_id, e.id, e.family_id),
  after as (
    select g.agency, g.family, m.months,
           (select s.state in ({OPEN}) from known s
             where s.enrolment_id = g.id and s.from_on <= g."on" + make_interval(months => m.months)
             order by s.from_on desc, s.recorded_at desc, s.id desc limit 1) as there
      from begun g, (values (3), (6), (12)) m(months)
     where g."on" + make_interval(months => m.months) <= (select safekeeping.month_first())),
  counted as (
    select agency, months, count(*) as began, count(*) filter (where there) as there,
           count(distinct family) as families from after group by agency, months)
  select c.agency, c.months, case when c.families >= {FEW} then c.began::int end,
         case when least(c.there, c.began - c.there) - (c.began - c.families) >= {FEW} then c.there::int end
    from counted c order by c.agency, c.months
$$;
"""
FIGURES = ("score_figures()", "change_figures()", "dose_figures()", "retention_figures()")


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0007_tally_wall"),
        ("care", "0002_wall"),
        ("continuity", "0004_cover_wall"),
        ("enrolment", "0002_wall"),
        ("assessment", "0004_planning"),
    ]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + WHOSE + SCORES + PAIRS + DOSE + STAYING
            + kept(FIGURES, to="alongside_app, alongside_report, alongside_loader") + kept(["report_agencies()"]),
            "".join(f"drop function safekeeping.{name};" for name in (*FIGURES, "report_agencies()"))
            + "drop policy keeper_of_reports on instruments_sitenorm;",
        ),
    ]  # fmt: skip
