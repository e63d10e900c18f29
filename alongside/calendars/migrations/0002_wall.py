"""Appointments with others behind the wall, and what a feed tells.

*Appointments* follow the usual rule. A woman on her own page reads those about herself, and about a child for whom she
decides, of kinds that somebody may see over her shoulder; she writes down her own there. Whoever is on her team as her
peer supporter reads and writes none, whatever kind it was filed under and whatever she allows: what somebody wants of her
may be a clinic or a court.

*Feeds* are their owner's alone: nobody else reads that there is one. A calendar that asks for a feed is signed in as
nobody; what it brings is a key of 256 random bits. ``feed_times`` tells it times and nothing else: no name, no kind, no
words of the file, for it may read no column that holds any. Of each thing it asks what the owner could read that moment:
a cell of hers that lives, of that kind, in a part she plays today; not kept out, nothing kept from her in that file, not
sealed; of a woman, that her own page is open. What cannot be told any more is not there, and nothing says so.
"""

from django.db import migrations

from alongside.goals.rules import ON_HER_PAGE
from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Share, Within
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Category, Reach

TABLE = "calendars_elsewhere"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
MINE = "owner = (select safekeeping.me())"
SERVICE_USE = int(Category.SERVICE_USE)
# By which keys bars may name one of our own people besides her own and her agency's (safekeeping/0002_wall).
TO_STAFF = ", ".join(f"md5('{name}')::uuid" for name in ("everybody", "treating_providers"))

PEERS = """
grant select (family_id, colleague_id, role, during) on enrolment_teammember to alongside_keeper;
create policy calendars on enrolment_teammember for select to alongside_keeper using (role = 'peer');

-- Is this colleague on the team of this family as its peer supporter, a match that rests included? (peers: nobody is put
-- there but by a match, and whoever is no peer any more is off the team.)
create function safekeeping.peer_on_team(p_principal uuid, p_family uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.enrolment_teammember t
                  where t.family_id = p_family and t.colleague_id = p_principal and t.role = 'peer'
                    and (upper(t.during) is null or upper(t.during) > current_date))
$$;
create function safekeeping.is_her_peer(p_family uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.my_kind() = 'staff' and safekeeping.peer_on_team(safekeeping.me(), p_family)
$$;
"""
NOT_HER_PEER = f"""
create policy not_her_peer on {TABLE} as restrictive for all to {EVERY_SHAPE} using (not safekeeping.is_her_peer(family_id));
"""

FEEDS = f"""
grant select (id, owner, key_hash, says, heading, ended_at) on calendars_feed to alongside_keeper;
create policy feeding on calendars_feed for select to alongside_keeper using (ended_at is null);
grant select (id, family_id, subject, category, about, during, goes_along_id, superseded_at, off_at, recorded_at)
  on {TABLE} to alongside_keeper;
create policy feeding on {TABLE} for select to alongside_keeper using (true);
grant select (id, family_id, subject, category, about, "on", at_time, worker, state, recorded_at)
  on care_promise to alongside_keeper;
create policy feeding on care_promise for select to alongside_keeper using (state = 'open');

-- Whose feed this is, while she may sign in and plays a part today; of a woman, while her own page is open.
create function safekeeping.fed(p_key bytea) returns table (owner uuid, kind text, agency uuid, categories int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id, p.kind, p.agency, bit_or(k.categories) & case when p.kind = 'herself' then {ON_HER_PAGE} else -1 end
    from public.calendars_feed f
    join public.safekeeping_principal p on p.id = f.owner and p.active and p.kind in ('staff', 'herself')
    join public.safekeeping_capacity k on k.principal = p.id and k.valid @> statement_timestamp()
   where f.key_hash = p_key and f.ended_at is null
     and (p.kind <> 'herself'
          or exists (select from public.accounts_herpage h where h.person = p.id and h.state = 'open'))
   group by p.id, p.kind, p.agency
$$;

-- May she read this today? Where anything at all is kept from her in a file, nothing of that file is told: a calendar needs
-- no exceptions.
create function safekeeping.fed_reads(
  p_owner uuid, p_kind text, p_agency uuid, p_categories int, p_family uuid, p_subject uuid, p_about uuid[],
  p_category int, p_named uuid[]) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
           select from public.safekeeping_cell c
            where c.principal = p_owner and c.family = p_family and c.subject in (p_family, p_subject)
              and c.reach <> 'beside' and c.valid @> statement_timestamp()
              and ((c.categories & p_categories) >> p_category) & 1 = 1)
     and (p_kind = 'staff' or cardinality(p_about) = 0)
     and not exists (select from public.safekeeping_exclusion e
                      where e.principal = p_owner and e.family = p_family and e.lifted_at is null)
     and not exists (select from public.safekeeping_bar b
                      where b.family = p_family and b.valid @> statement_timestamp() and b.recipient_class <> 'sealed'
                        and b.to_whom = any (array[p_owner, p_agency, {TO_STAFF}]))
     and not safekeeping.sealed(p_family, p_named || p_about || p_subject)
$$;

-- The times of a feed: a number that stays the same for each thing, from when until when, whether only the day is known,
-- whether it was called off, when that was written down. ``p_zone`` is the clock of the programme.
create function safekeeping.feed_times(p_key bytea, p_zone text, p_from timestamptz, p_until timestamptz)
returns table (thing uuid, begins timestamptz, ends timestamptz, whole_day boolean, off boolean, said_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with o as materialized (select * from safekeeping.fed(p_key))
  select * from (
    select s.id, lower(s.during), upper(s.during), false, s.off_at is not null, coalesce(s.off_at, s.recorded_at)
      from o join public.services_sessionworker w on w.colleague_id = o.owner and w.ended_at is null
      join public.services_session s on s.id = w.session_id and s.agency_id = o.agency
     where o.kind = 'staff' and s.during && tstzrange(p_from, p_until)
    union all
    select b.id, lower(s.during), upper(s.during), false, not b.stands, coalesce(b.ended_at, b.recorded_at)
      from o join public.safekeeping_cell c on c.principal = o.owner and c.reach in ('herself', 'guardian')
      join public.services_booking b on b.family_id = c.family and b.person_id = c.subject
      join public.services_session s on s.id = b.session_id
     where o.kind = 'herself' and s.during && tstzrange(p_from, p_until)
       and (b.stands or b.ended_at = s.off_at)
       and safekeeping.fed_reads(o.owner, o.kind, o.agency, o.categories, b.family_id, b.person_id, '{{}}',
                                 {SERVICE_USE}, array[b.id, b.session_id])
    union all
    select p.id, x.begins, x.begins + case when p.at_time is null then interval '1 day' else interval '1 hour' end,
           p.at_time is null, false, p.recorded_at
      from o join public.care_promise p on p.state = 'open' and case when o.kind = 'staff' then p.worker = o.owner else
             p.family_id in (select c.family from public.safekeeping_cell c where c.principal = o.owner) end
      cross join lateral (
        select (p."on" + coalesce(p.at_time, time '00:00')) at time zone p_zone as begins) x
     where x.begins >= p_from and x.begins < p_until
       and safekeeping.fed_reads(o.owner, o.kind, o.agency, o.categories, p.family_id, p.subject, p.about, p.category,
                                 array[p.id])
    union all
    select e.id, lower(e.during), upper(e.during), false, e.off_at is not null, coalesce(e.off_at, e.recorded_at)
      from o join public.{TABLE} e on e.superseded_at is null
             and case when o.kind = 'staff' then e.goes_along_id = o.owner else
             e.family_id in (select c.family from public.safekeeping_cell c where c.principal = o.owner) end
     where e.during && tstzrange(p_from, p_until) and not safekeeping.peer_on_team(o.owner, e.family_id)
       and (safekeeping.fed_reads(o.owner, o.kind, o.agency, o.categories, e.family_id, e.subject, e.about, e.category,
                                  array[e.id])
            or e.subject = o.owner and ({ON_HER_PAGE} >> e.category) & 1 = 1 and cardinality(e.about) = 0
               and not safekeeping.sealed(e.family_id, array[e.id, e.subject]))
  ) found (thing, begins, ends, whole_day, off, said_at) order by begins, thing limit 600
$$;

-- What each entry shows, as its owner chose; nothing for a key that opens nothing.
create function safekeeping.feed_heading(p_key bytea) returns table (says text, heading text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.says, f.heading from public.calendars_feed f join safekeeping.fed(p_key) o on o.owner = f.owner
   where f.key_hash = p_key and f.ended_at is null
$$;
"""

OPEN = ("feed_times(bytea,text,timestamptz,timestamptz)", "feed_heading(bytea)")
INSIDE = ("peer_on_team(uuid,uuid)", "fed(bytea)", "fed_reads(uuid,text,uuid,int,uuid,uuid,uuid[],int,uuid[])")

HERS = f"""
create policy hers on {TABLE} for select to {EVERY_SHAPE} using (
  {TABLE}.subject = {ME} and ({ON_HER_PAGE} >> category) & 1 = 1 and cardinality(about) = 0);
create policy hers_add on {TABLE} for insert to {READERS} with check (
  {TABLE}.subject = {ME} and recorded_by = (select safekeeping.me()) and goes_along_id is null
  and ({ON_HER_PAGE} >> category) & 1 = 1);
create policy hers_put_right on {TABLE} for update to {READERS}
  using ({TABLE}.subject = {ME} and recorded_by = {ME}) with check ({TABLE}.subject = {ME} and recorded_by = {ME});
create policy on_a_page on {TABLE} as restrictive for select to {EVERY_SHAPE} using (
  {ME} is null or ({ON_HER_PAGE} >> category) & 1 = 1);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0001_initial"),
        ("accounts", "0002_wall"),
        ("families", "0003_her_page"),
        ("consent", "0004_compile"),
        ("enrolment", "0002_wall"),
        ("goals", "0002_wall"),
        ("services", "0002_wall"),
        ("care", "0007_safety"),
    ]
    operations = [
        Protect(TABLE, subject="subject", category="category", about="about", also_to=(Reach.GUARDIAN,),
                change=("superseded_at", "off_at")),
        Within(TABLE, subject=("families_person.id", "families_dyad.id")),
        migrations.RunSQL(HERS, migrations.RunSQL.noop),
        Share("calendars_feed", read=MINE, write=f"{MINE} and recorded_by = (select safekeeping.me())", change=["ended_at"]),
        migrations.RunSQL(
            "set check_function_bodies = off;" + PEERS + FEEDS + kept(OPEN, to=READERS) + "\n"
            + kept(("is_her_peer(uuid)",), to=EVERY_SHAPE) + "\n" + kept(INSIDE) + NOT_HER_PEER,
            migrations.RunSQL.noop,
        ),
    ]  # fmt: skip
