"""How many families share with which agency: counts alone, for whoever reports and sees no name.

What keeps a count from telling of one family (the access case F02):

* Nothing can be asked for: no day, no group, no place. The answer is that of the moment at which this month began, so
  asking again after one family came or went says the same.
* Below five is not told, and neither is none: every agency we work with stands in the list, whether a family shares
  with it or not. What is told is rounded to fives.
* Where one such number alone is not told, the smallest beside it is kept back too, so that the total does not give it.
"""

from django.db import migrations

from alongside.agencies.terms import OURS
from alongside.safekeeping.protection import can
from alongside.safekeeping.terms import Ability

OUR_OWN = ", ".join(f"'{kind.value}'" for kind in OURS)
COUNTS = f"""
create function safekeeping.sharing_counts() returns table (
  until date, agency uuid, agreed int, went int, few_agreed boolean, few_went boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with month as (
    select m.first, m.first::timestamp at time zone m.zone as began,
           (m.first - interval '1 year')::timestamp at time zone m.zone as year_before
      from (select date_trunc('month', statement_timestamp() at time zone z.zone)::date as first, z.zone
              from (select coalesce((select g.time_zone from public.agencies_programme g), 'UTC') as zone) z) m),
  mine as (
    select f.id from public.families_family f
     where f.agency_id = (select safekeeping.my_agency()) and {can(Ability.REPORTS)}),
  counted as (
    -- In force when this month began: signed before, not taken back by then, and the day is one of its days.
    select coalesce(k.agency_id, c.agency_id) as agency, k.family_id, true as agrees
      from month m, public.consent_consent k left join public.accounts_colleague c on c.id = k.colleague_id
     where k.effect = 'permit' and k.signed_at < m.began and (k.withdrawn_at is null or k.withdrawn_at >= m.began)
       and k.during @> m.first
    union all
    select d.agency_id, d.family_id, false
      from month m, public.consent_disclosure d where d.recorded_at >= m.year_before and d.recorded_at < m.began),
  told as (
    select a.id as agency, a.id is null as whole,
           count(distinct t.family_id) filter (where t.agrees) as agreed,
           count(distinct t.family_id) filter (where not t.agrees) as went
      from (select b.id from public.agencies_agency b where b.kind not in ({OUR_OWN})) a
      left join (select t.* from counted t join mine on mine.id = t.family_id) t on t.agency = a.id
     where {can(Ability.REPORTS)} group by grouping sets ((a.id), ())),
  beside as (
    select t.*,
           not whole and agreed >= 5 and count(*) filter (where agreed between 1 and 4) over every = 1
             and row_number() over (partition by whole, agreed >= 5 order by agreed, agency) = 1 as agreed_kept_back,
           not whole and went >= 5 and count(*) filter (where went between 1 and 4) over every = 1
             and row_number() over (partition by whole, went >= 5 order by went, agency) = 1 as went_kept_back
      from told t window every as (partition by whole))
  select m.first, b.agency,
         case when b.agreed >= 5 and not b.agreed_kept_back then 5 * round(b.agreed / 5.0)::int end,
         case when b.went >= 5 and not b.went_kept_back then 5 * round(b.went / 5.0)::int end,
         b.agreed < 5, b.went < 5
    from beside b, month m where {can(Ability.REPORTS)} order by b.whole desc, b.agency
$$;
revoke all on function safekeeping.sharing_counts() from public;
grant execute on function safekeeping.sharing_counts() to alongside_app, alongside_report, alongside_loader;
alter function safekeeping.sharing_counts() owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0008_desk")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + COUNTS,
            "drop function safekeeping.sharing_counts;",
        )
    ]
