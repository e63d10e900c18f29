"""Looks that stand out, for whoever keeps privacy: questions to ask, worked out from the trail and kept nowhere."""

from django.db import migrations

from alongside.safekeeping.protection import READERS, Share, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability
from alongside.stewardship.terms import MANY_EMPTY, MANY_FAMILIES

KEEPS = can(Ability.READ_TRAIL)
ME = "(select safekeeping.me())"
MINE = f"""{KEEPS} and agency_id = (select safekeeping.my_agency())
  and (family_id is null or (select safekeeping.keeps_privacy_of(family_id)))"""
# Opening a file or a part of it. Lists, emergencies (each has its own review) and the keeping of privacy are no such look.
OPENED = (
    "looked at a family", "looked at a timeline", "looked at a child", "looked at two together",
    "looked at what she told us", "looked at a team", "looked at results", "read notes", "read a note",
    "read what was sent back", "looked at letters", "looked at a worry",
)  # fmt: skip
EMPTY = ("nothing there", "refused")

LOOKS = f"""
grant select (id, family_id, address) on families_household to alongside_keeper;
create policy keeper_of_looks on families_household for select to alongside_keeper using ({KEEPS});
grant select (colleague_id, key, recorded_at, id) on stewardship_ownstreet to alongside_keeper;
create policy keeper_of_looks on stewardship_ownstreet for select to alongside_keeper using ({KEEPS});

-- Small letters without accents, words apart by one space, a space at each end.
create function safekeeping.words_apart(p_text text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select ' ' || regexp_replace(regexp_replace(normalize(lower(coalesce(p_text, '')), NFKD),
    '[' || chr(768) || '-' || chr(879) || ']', '', 'g'), '[^a-z0-9]+', ' ', 'g') || ' '
$$;

-- The last of several words of a name: "Naomi Osei, nurse" -> "osei"; nothing for one word alone.
create function safekeeping.family_name(p_name text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(substring(btrim(safekeeping.words_apart(split_part(p_name, ',', 1))) from ' ([^ ]+)$'), '')
$$;

-- Of the last weeks (each from its Monday, newest first), by colleague. ``family`` only where one file is meant.
create function safekeeping.looks_that_stand_out(p_weeks int) returns table (
  week date, colleague uuid, name text, kind text, family uuid, files int, looks int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with z as (
    select coalesce((select g.time_zone from public.agencies_programme g), 'UTC') as zone),
  lines as (
    select date_trunc('week', t.at at time zone z.zone)::date as week, (t.at at time zone z.zone)::date as day,
           t.principal, t.family, t.verb
      from z, public.recordkeeping_trail t
      join public.safekeeping_principal p on p.id = t.principal and p.kind = 'staff'
     where {KEEPS} and t.agency = (select safekeeping.my_agency())
       and t.at >= (date_trunc('week', statement_timestamp() at time zone z.zone)
                    - make_interval(weeks => least(greatest(p_weeks, 1), 53) - 1)) at time zone z.zone
       and t.verb in {OPENED + EMPTY!r}),
  opened as (
    select l.week, l.day, l.principal, l.family, count(*)::int as looks
      from lines l
     where l.family is not null and l.verb in {OPENED!r} and l.family <> all ((select safekeeping.my_exclusions())::uuid[])
     group by 1, 2, 3, 4),
  elsewhere as (
    select o.* from opened o
     where not exists (select from public.enrolment_teammember m
                        where m.family_id = o.family and m.colleague_id = o.principal and m.during @> o.day)
       and not exists (select from public.safekeeping_cell c
                        where c.principal = o.principal and c.family = o.family and c.basis = c.family)),
  streets as (
    select distinct on (s.colleague_id) s.colleague_id, s.key from public.stewardship_ownstreet s
     order by s.colleague_id, s.recorded_at desc, s.id desc),
  found as (
    select e.week, e.principal, 'many' as kind, null::uuid as family, count(distinct e.family)::int as files,
           sum(e.looks)::int as looks
      from elsewhere e group by 1, 2 having count(distinct e.family) >= {MANY_FAMILIES}
    union all
    select l.week, l.principal, 'asked', null, 0, count(*)::int
      from lines l where l.verb in {EMPTY!r} group by 1, 2 having count(*) >= {MANY_EMPTY}
    union all
    select o.week, o.principal, 'name', o.family, 1, sum(o.looks)::int
      from opened o join public.accounts_colleague c on c.id = o.principal
     where safekeeping.family_name(c.name) <> ''
       and exists (select from public.families_person f
                    where f.family_id = o.family and safekeeping.family_name(f.name) = safekeeping.family_name(c.name))
     group by 1, 2, 4
    union all
    select o.week, o.principal, 'street', o.family, 1, sum(o.looks)::int
      from opened o join streets s on s.colleague_id = o.principal and s.key <> ''
     where exists (select from public.families_household h
                    where h.family_id = o.family
                      and safekeeping.words_apart(h.address) like '% ' || s.key || ' %')
     group by 1, 2, 4)
  select f.week, f.principal, c.name, f.kind, f.family, f.files, f.looks
    from found f join public.accounts_colleague c on c.id = f.principal
   order by f.week desc, c.name, f.kind, f.family
$$;
"""
VERBS = ("words_apart(text)", "family_name(text)", "looks_that_stand_out(int)")
GRANTED = kept(VERBS[:2]) + "\n" + kept(VERBS[2:], to="alongside_app")


class Migration(migrations.Migration):
    dependencies = [
        ("stewardship", "0004_breaches"), ("consent", "0008_desk"), ("enrolment", "0002_wall"), ("families", "0002_wall"),
        ("recordkeeping", "0002_trail"),
    ]  # fmt: skip
    operations = [
        Share("stewardship_ownstreet", read=f"colleague_id = {ME}", write=f"colleague_id = {ME} and recorded_by = {ME}"),
        Share("stewardship_lookanswer", read=MINE, write=MINE),
        migrations.RunSQL(
            # In her own name, and never about herself.
            f"create policy own_name on stewardship_lookanswer as restrictive for insert to {READERS}"
            f" with check (recorded_by = {ME} and colleague_id <> {ME});",
            "drop policy own_name on stewardship_lookanswer;",
        ),
        migrations.RunSQL(
            "set check_function_bodies = off;" + LOOKS + GRANTED,
            "".join(f"drop function safekeeping.{name};" for name in reversed(VERBS))
            + "drop policy keeper_of_looks on families_household; drop policy keeper_of_looks on stewardship_ownstreet;",
        ),
    ]  # fmt: skip
