"""Child care behind the wall.

What stands here is a child's, of the one kind of record that everybody who looks after children reads; who must not fetch a
child, and on what paper that rests, is read by those who read what courts say. A woman on her own page reads the days of a
child for whom she decides, who may fetch it and what helps it, at once. Nobody outside does: whoever looks after the child
elsewhere reads what caring for it asks (``care.CareNeed``) and nothing more (D-I5).

Those who look after children in a session need not be on every child's team. ``children_there`` tells them the name each
child goes by, its age in months, and what a carer has to know, on the days around the session, and writes into each child's
trail that it did; ``ages_there`` counts who is in the room. Who may fetch a child is told as yes, no or ask (``fetching_there``,
``fetching_of``): where a child lives, what an order says, who decides, and whom its mother calls unsafe go into the answer and
are not shown. ``note_door`` writes who brought and who fetched a child, and asks the same once more; ``undo_door`` takes back
what was not so. Nobody else writes it.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Share, Within, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability, Reach
from alongside.safekeeping.terms import Category as C

CHILD, PERSON = "families_child.person_id", "families_person.id"
HERS = (Reach.GUARDIAN,)
KIND = int(C.CHILD_HEALTH_DEV)
MINE = "agency_id = (select safekeeping.my_agency())"
ARRANGES = can(Ability.ARRANGE_TEAMS)
WORKS = can(Ability.WORK_WITH_FAMILIES)
MY_NAME = "recorded_by = (select safekeeping.me())"
# With whom it is said that the child lives when it lives with its mother.
WITH_HER = "'mother', 'shared_care', 'residential'"
# An order, or an adoption, that gives the care of a child to somebody else than its mother.
ELSEWHERE = "'place_of_safety', 'interim_care', 'extended_care', 'kin_custody', 'adoption_planned', 'adopted'"

KEEPER = """
grant select (id, family_id, child_id, kind, carer_id, during, superseded_at) on families_livingarrangement to alongside_keeper;
create policy keeper_of_child_care on families_livingarrangement for select to alongside_keeper using (true);
grant select (id, family_id, child_id, kind, during, superseded_at) on families_legalstatus to alongside_keeper;
create policy keeper_of_child_care on families_legalstatus for select to alongside_keeper using (true);
grant select (family_id, child_id, topic, holder_id, holder_agency_id, during, superseded_at) on families_decisionright
  to alongside_keeper;
grant select (family_id, person_id, other_id, safety, during, superseded_at) on families_relationship to alongside_keeper;
create policy keeper_of_child_care on families_relationship for select to alongside_keeper
  using (safekeeping.my_kind() = 'staff');
grant select (born_on) on families_person to alongside_keeper;
grant select on care_careneed to alongside_keeper;
create policy keeper_of_child_care on care_careneed for select to alongside_keeper
  using (safekeeping.my_kind() = 'staff');
grant select on childcare_fetcher, childcare_fetchbar, childcare_fetchtoday to alongside_keeper;
create policy keeper on childcare_fetcher for select to alongside_keeper using (true);
create policy keeper on childcare_fetchbar for select to alongside_keeper using (true);
create policy keeper on childcare_fetchtoday for select to alongside_keeper using (true);
grant select, insert, update (superseded_at) on childcare_atthedoor to alongside_keeper;
create policy keeper on childcare_atthedoor to alongside_keeper using (true) with check (true);
"""

FETCHING = f"""
create function safekeeping.plain_name(p_name text) returns text language sql immutable parallel safe as $$
  select lower(btrim(regexp_replace(coalesce(p_name, ''), '\\s+', ' ', 'g')))
$$;

-- Whole months from birth to a day; null where nobody knows the birth.
create function safekeeping.whole_months(p_born date, p_on date) returns int language sql stable parallel safe as $$
  select case when p_born is not null then
    greatest((extract(year from age(p_on, p_born)) * 12 + extract(month from age(p_on, p_born)))::int, 0) end
$$;

-- The rule, as alongside/childcare/rules/fetching.py says it.
create function safekeeping.fetch_answer(
  p_home boolean, p_decides boolean, p_mother boolean, p_elsewhere boolean, p_listed boolean, p_held boolean,
  p_barred boolean, p_today boolean) returns text
language sql immutable parallel safe as $$
  select case when p_barred then 'no' when p_today then 'yes' when p_held then 'ask'
              when p_home and not (p_mother and p_elsewhere) then 'yes' when p_listed then 'yes'
              when p_home or p_decides or p_mother then 'ask' else 'no' end
$$;

-- Who decides about services for this child that day: who is said to; where nobody is, its mother while it lives with her and no
-- order says otherwise. From an adoption on nobody who did before.
create function safekeeping.decides_services(p_child uuid, p_on date) returns table (person uuid, agency uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with said as (
    select r.holder_id as person, r.holder_agency_id as agency from public.families_decisionright r
     where r.child_id = p_child and r.topic = 'services' and r.superseded_at is null and r.during @> p_on
       and not exists (select from public.families_legalstatus s where s.child_id = p_child and s.kind = 'adopted'
                         and s.superseded_at is null and s.during @> p_on))
  select s.person, s.agency from said s
  union all
  select d.woman_id, null from public.families_dyad d
   where d.child_id = p_child and not exists (select from said)
     and exists (select from public.families_livingarrangement l where l.child_id = p_child and l.superseded_at is null
                   and l.during @> p_on and l.kind in ({WITH_HER}))
     and not exists (select from public.families_legalstatus s where s.child_id = p_child and s.superseded_at is null
                       and s.during @> p_on and s.kind in ({ELSEWHERE}))
$$;

create function safekeeping.fetch_facts(p_family uuid, p_child uuid, p_on date, p_person uuid, p_name text)
returns table (home boolean, decides boolean, mother boolean, elsewhere boolean, listed boolean, held boolean,
               barred boolean, today boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with who as (
    select safekeeping.plain_name(coalesce(nullif(btrim(p_name), ''), (
             select p.name from public.families_person p where p.id = p_person and p.family_id = p_family))) as name),
  lives as (
    select l.kind, l.carer_id from public.families_livingarrangement l
     where l.child_id = p_child and l.superseded_at is null and l.during @> p_on),
  listing as (
    select f.said_by_id, f.said_by_agency_id from public.childcare_fetcher f, who
     where f.child_id = p_child and f.taken_back_at is null and f.during @> p_on
       and (f.person_id = p_person or (f.person_id is null or p_person is null) and who.name <> ''
            and safekeeping.plain_name(f.name) = who.name)),
  hers as (select exists (select from public.families_dyad d where d.child_id = p_child and d.woman_id = p_person) as yes),
  decided as (
    select exists (select from listing l join safekeeping.decides_services(p_child, p_on) d
                     on d.person = l.said_by_id or d.agency = l.said_by_agency_id) as yes)
  select
    exists (select from lives l where l.carer_id = p_person or (hers.yes and l.kind in ({WITH_HER}))),
    exists (select from safekeeping.decides_services(p_child, p_on) d where d.person = p_person),
    hers.yes,
    exists (select from public.families_legalstatus s where s.child_id = p_child and s.superseded_at is null
              and s.during @> p_on and s.kind in ({ELSEWHERE})),
    decided.yes,
    -- It was said by somebody who does not decide that day; or a woman of this family calls this person unsafe.
    exists (select from listing) and not decided.yes
      or exists (select from public.families_relationship r left join public.families_person o on o.id = r.other_id
                  where r.family_id = p_family and r.superseded_at is null and r.safety = 'unsafe' and r.during @> p_on
                    and (r.other_id = p_person or (who.name <> '' and safekeeping.plain_name(o.name) = who.name))),
    exists (select from public.childcare_fetchbar b left join public.families_person o on o.id = b.person_id
             where b.child_id = p_child and b.taken_back_at is null and b.during @> p_on
               and (b.person_id = p_person or (who.name <> '' and who.name in (
                 safekeeping.plain_name(b.name), safekeeping.plain_name(o.name))))),
    exists (select from public.childcare_fetchtoday t
             where t.child_id = p_child and t."on" = p_on
               and (t.person_id = p_person or (who.name <> '' and safekeeping.plain_name(t.name) = who.name)))
    from who, hers, decided
$$;

-- Everybody of whom something is said for that day, with what the rule asks. Never shown as such: the two below ask first who asks.
create function safekeeping.fetching(p_family uuid, p_child uuid, p_on date) returns table (
  person uuid, name text, home boolean, decides boolean, mother boolean, elsewhere boolean, listed boolean, held boolean,
  barred boolean, today boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with said (person, name) as (
    select d.woman_id, '' from public.families_dyad d where d.child_id = p_child
    union select l.carer_id, '' from public.families_livingarrangement l
           where l.child_id = p_child and l.superseded_at is null and l.during @> p_on and l.carer_id is not null
    union select s.person, '' from safekeeping.decides_services(p_child, p_on) s where s.person is not null and s.person <> p_child
    union select f.person_id, f.name from public.childcare_fetcher f
           where f.child_id = p_child and f.taken_back_at is null and f.during @> p_on
    union select b.person_id, b.name from public.childcare_fetchbar b
           where b.child_id = p_child and b.taken_back_at is null and b.during @> p_on
    union select t.person_id, t.name from public.childcare_fetchtoday t where t.child_id = p_child and t."on" = p_on),
  known as (
    select distinct on (p.id) p.id as person, p.name from said s join public.families_person p on p.id = s.person
     where p.family_id = p_family and not safekeeping.sealed(p_family, array[p.id])),
  named as (
    select distinct on (safekeeping.plain_name(s.name)) null::uuid as person, s.name from said s
     where s.person is null and s.name <> '' and safekeeping.plain_name(s.name) not in (
       select safekeeping.plain_name(k.name) from known k))
  select w.person, w.name, f.* from (select * from known union all select * from named) w
   cross join lateral safekeeping.fetch_facts(p_family, p_child, p_on, w.person, w.name) f
   order by f.mother desc, w.name
$$;

create function safekeeping.fetching_of(p_child uuid, p_on date) returns table (
  person uuid, name text, home boolean, decides boolean, mother boolean, elsewhere boolean, listed boolean, held boolean,
  barred boolean, today boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.* from public.families_person p cross join lateral safekeeping.fetching(p.family_id, p.id, p_on) f
   where p.id = p_child and p.kind = 'child' and safekeeping.my_kind() = 'staff'
     and safekeeping.let_into(p.family_id, p.id, {KIND}, false)
$$;
"""

THERE = f"""
-- A child of this booking that is looked after there, for those of us who are there (``coming`` asks who that is) and whose
-- part reads the records of children: whoever leads the group beside need not.
create function safekeeping.minded(p_session uuid) returns table (booking uuid, family uuid, child uuid, seat int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.booking, c.family, c.person, c.seat from safekeeping.coming(p_session) c
    join public.families_person p on p.id = c.person and p.kind = 'child'
   where c.seat is not null and (safekeeping.my_categories() >> {KIND}) & 1 = 1
     and safekeeping.open_to_me(c.family, c.person, null, {KIND}, null)
$$;

-- How old the children are who came and did not leave yet, in this session and in others that have the same room meanwhile,
-- each child once and none by name: so many carers are asked for. ``p_but``: all but the child of this booking.
create function safekeeping.ages_there(p_session uuid, p_but uuid) returns table (months int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct on (p.id) safekeeping.whole_months(p.born_on, lower(m.during)::date)
    from public.services_session m
    join public.services_session s on s.agency_id = m.agency_id and s.minding_id = m.minding_id and s.during && m.during
    join public.services_booking b on b.session_id = s.id and b.stands and b.seat is not null
    join public.families_person p on p.id = b.person_id and p.kind = 'child'
    join public.childcare_atthedoor i
      on i.session_id = s.id and i.child_id = p.id and i.what = 'came' and i.superseded_at is null
   where m.id = p_session and safekeeping.am_there(p_session)
     and m.during && tstzrange(statement_timestamp() - interval '30 days', statement_timestamp() + interval '14 days')
     and p.id is distinct from (select o.person_id from public.services_booking o where o.id = p_but)
     and not exists (select from public.childcare_atthedoor e where e.session_id = s.id and e.child_id = p.id
                       and e.what = 'left' and e.superseded_at is null)
     and (safekeeping.my_categories() >> {KIND}) & 1 = 1
     and safekeeping.open_to_me(b.family_id, b.person_id, null, {int(C.SERVICE_USE)}, b.recorded_at, array[b.id, s.id])
     and safekeeping.open_to_me(b.family_id, b.person_id, null, {KIND}, null)
$$;

create function safekeeping.fetching_there(p_session uuid, p_booking uuid, p_on date) returns table (
  person uuid, name text, home boolean, decides boolean, mother boolean, elsewhere boolean, listed boolean, held boolean,
  barred boolean, today boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.* from safekeeping.minded(p_session) m cross join lateral safekeeping.fetching(m.family, m.child, p_on) f
   where m.booking = p_booking
$$;

-- The children who are looked after in this session: the name each one goes by, the age in months, what a carer has to know,
-- who brought and who fetched it. ``child`` and ``family`` only for those who read the child's record anyway.
create function safekeeping.children_there(p_session uuid) returns table (
  booking uuid, family uuid, child uuid, name text, months int, seat int, came uuid, came_at timestamptz, came_with text,
  "left" uuid, left_at timestamptz, left_with text, needs jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform safekeeping.append_trail(x.lines, safekeeping.me()) from (
    select jsonb_agg(jsonb_build_object('verb', 'looked at the children there', 'family', m.family, 'subject', m.child,
                                        'detail', jsonb_build_object('session', p_session))) as lines
      from safekeeping.minded(p_session) m) x where x.lines is not null;
  return query
    select m.booking, case when o.mine then m.family end, case when o.mine then m.child end, p.name,
           safekeeping.whole_months(p.born_on, lower(s.during)::date), m.seat,
           i.id, i.at, case when safekeeping.sealed(m.family, array[i.id, i.person_id]) then '' else i.name end,
           e.id, e.at, case when safekeeping.sealed(m.family, array[e.id, e.person_id]) then '' else e.name end,
           coalesce(n.needs, '[]')
      from safekeeping.minded(p_session) m
      join public.services_session s on s.id = p_session
      join public.families_person p on p.id = m.child
      cross join lateral (select safekeeping.let_into(m.family, m.child, {KIND}, false) as mine) o
      left join public.childcare_atthedoor i
        on i.session_id = p_session and i.child_id = m.child and i.what = 'came' and i.superseded_at is null
      left join public.childcare_atthedoor e
        on e.session_id = p_session and e.child_id = m.child and e.what = 'left' and e.superseded_at is null
      left join lateral (
        select jsonb_agg(jsonb_build_object('kind', c.kind, 'words', c.words) order by c.kind, c.recorded_at, c.id) as needs
          from public.care_careneed c
         where c.family_id = m.family and c.child_id = m.child and c.taken_back_at is null
           and safekeeping.open_to_me(m.family, m.child, null, {KIND}, c.recorded_at, array[c.id])) n on true
     order by p.name, m.booking;
end $$;

-- Who brought or fetched a child, said by those who are there. '' when it was written; else why not, and nothing is.
create function safekeeping.note_door(
  p_id uuid, p_session uuid, p_booking uuid, p_what text, p_at timestamptz, p_on date, p_person uuid, p_name text, p_was uuid,
  p_now timestamptz)
returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid; v_child uuid; v_now public.childcare_atthedoor; v_came timestamptz; v_gone timestamptz; v_answer text;
  v_name text := btrim(p_name); v_me uuid := safekeeping.me();
begin
  select m.family, m.child into v_family, v_child from safekeeping.minded(p_session) m where m.booking = p_booking;
  if v_child is null or p_what not in ('came', 'left') then raise exception 'not allowed' using errcode = '42501'; end if;
  perform 1 from public.services_booking b where b.id = p_booking for no key update;
  if p_person is not null then
    select p.name into v_name from public.families_person p where p.id = p_person and p.family_id = v_family
       and exists (select from safekeeping.fetching(v_family, v_child, p_on) f where f.person = p.id);
    if not found then raise exception 'not allowed' using errcode = '42501'; end if;
  end if;
  select d.* into v_now from public.childcare_atthedoor d
   where d.session_id = p_session and d.child_id = v_child and d.what = p_what and d.superseded_at is null;
  if v_now.id = p_id then return ''; end if;
  if v_now.id is distinct from p_was then return 'said_meanwhile'; end if;
  select max(d.at) filter (where d.what = 'came'), max(d.at) filter (where d.what = 'left') into v_came, v_gone
    from public.childcare_atthedoor d
   where d.session_id = p_session and d.child_id = v_child and d.superseded_at is null;
  if p_what = 'left' then
    if v_came is null then return 'not_come_yet'; end if;
    if p_at < v_came then return 'left_before'; end if;
    select safekeeping.fetch_answer(f.home, f.decides, f.mother, f.elsewhere, f.listed, f.held, f.barred, f.today) into v_answer
      from safekeeping.fetch_facts(v_family, v_child, p_on, p_person, v_name) f;
    if v_answer <> 'yes' then return 'fetch_' || v_answer; end if;
  elsif p_at > v_gone then
    return 'left_before';
  end if;
  update public.childcare_atthedoor set superseded_at = p_now where id = v_now.id;
  insert into public.childcare_atthedoor
    (id, recorded_at, recorded_by, family_id, child_id, session_id, what, at, person_id, name, corrects_id)
  values (p_id, p_now, v_me, v_family, v_child, p_session, p_what, p_at, p_person, v_name, v_now.id);
  perform safekeeping.append_trail(jsonb_build_array(
    case p_what when 'came' then jsonb_build_object('verb', 'a child came') else jsonb_build_object('verb', 'a child left') end
    || jsonb_build_object('family', v_family, 'subject', v_child, 'detail', jsonb_build_object('session', p_session))), v_me);
  return '';
end $$;

-- It was not so: what was noted by mistake stands no longer and can be noted anew. Whoever left came before. '' when it stands no
-- longer, also by somebody else's hand; else why not, and nothing is written.
create function safekeeping.undo_door(p_session uuid, p_booking uuid, p_what text, p_was uuid, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_family uuid; v_child uuid; v_now uuid;
begin
  select m.family, m.child into v_family, v_child from safekeeping.minded(p_session) m where m.booking = p_booking;
  if v_child is null or p_what not in ('came', 'left') then raise exception 'not allowed' using errcode = '42501'; end if;
  perform 1 from public.services_booking b where b.id = p_booking for no key update;
  select d.id into v_now from public.childcare_atthedoor d
   where d.session_id = p_session and d.child_id = v_child and d.what = p_what and d.superseded_at is null;
  if v_now is null then return ''; end if;
  if v_now is distinct from p_was then return 'said_meanwhile'; end if;
  if p_what = 'came' and exists (
      select from public.childcare_atthedoor d where d.session_id = p_session and d.child_id = v_child and d.what = 'left'
         and d.superseded_at is null) then
    return 'left_since';
  end if;
  update public.childcare_atthedoor set superseded_at = p_now where id = v_now;
  perform safekeeping.append_trail(jsonb_build_array(
    case p_what when 'came' then jsonb_build_object('verb', 'a child did not come')
                else jsonb_build_object('verb', 'a child did not leave') end
    || jsonb_build_object('family', v_family, 'subject', v_child, 'detail', jsonb_build_object('session', p_session))),
    safekeeping.me());
  return '';
end $$;

-- Am I on duty now, or do I arrange teams? Then my word counts for a day.
create function safekeeping.may_say_today() returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.my_kind() = 'staff' and (safekeeping.can({int(Ability.ARRANGE_TEAMS)}) or exists (
    select from public.assessment_dutyshift d
     where d.colleague_id = safekeeping.me() and d.ended_at is null and d.during @> statement_timestamp()))
$$;
create policy a_word_that_counts on childcare_fetchtoday as restrictive for insert to {READERS}
  with check ((select safekeeping.may_say_today()));
-- Of the child alone, and for our own people: no word about somebody who fetches goes to anybody else.
create policy our_people on childcare_fetchtoday as restrictive for select to {EVERY_SHAPE}
  using ((select safekeeping.my_kind()) = 'staff');
create policy our_people on childcare_fetchbar as restrictive for select to {EVERY_SHAPE}
  using ((select safekeeping.my_kind()) = 'staff');
"""

FUNCTIONS = (
    "fetching_of(uuid,date)", "fetching_there(uuid,uuid,date)", "children_there(uuid)", "may_say_today()",
    "note_door(uuid,uuid,uuid,text,timestamptz,date,uuid,text,uuid,timestamptz)", "ages_there(uuid,uuid)",
    "undo_door(uuid,uuid,text,uuid,timestamptz)",
)  # fmt: skip
INSIDE = (
    "decides_services(uuid,date)", "fetch_facts(uuid,uuid,date,uuid,text)", "fetching(uuid,uuid,date)", "minded(uuid)",
)  # fmt: skip
PLAIN = (
    "plain_name(text)", "whole_months(date,date)",
    "fetch_answer(boolean,boolean,boolean,boolean,boolean,boolean,boolean,boolean)",
)  # fmt: skip
TABLES = ("atthedoor", "fetcher", "fetchbar", "fetchtoday")
BACK = "\n".join(
    [
        *(f"drop function safekeeping.{name} cascade;" for name in (*FUNCTIONS, *INSIDE, *PLAIN)),
        *(f"drop policy keeper on childcare_{table};" for table in TABLES),
        *(
            f"drop policy keeper_of_child_care on {table};"
            for table in (
                "families_livingarrangement", "families_legalstatus", "families_relationship", "care_careneed",
            )
        ),
        "drop policy our_people on childcare_fetchtoday; drop policy our_people on childcare_fetchbar;",
    ]
)  # fmt: skip


def _childs(table: str, category: C = C.CHILD_HEALTH_DEV, **more: object) -> Protect:
    return Protect(f"childcare_{table}", subject="child_id", category=category, **more)  # type: ignore[arg-type]


class Migration(migrations.Migration):
    dependencies = [
        ("childcare", "0001_initial"),
        ("services", "0002_wall"),
        ("care", "0007_safety"),
        ("assessment", "0003_watch"),
        ("consent", "0004_compile"),
        ("families", "0003_her_page"),
    ]
    operations = [
        Share("childcare_ratio", read=f"{MINE} and {WORKS}", write=f"{MINE} and {ARRANGES} and {MY_NAME}"),
        migrations.RunSQL(
            f"""
            grant update (ended_at) on childcare_ratio to {READERS};
            create policy may_change on childcare_ratio for update to {READERS}
              using ({MINE} and {ARRANGES}) with check ({MINE} and {ARRANGES});
            """,
            "drop policy may_change on childcare_ratio;",
        ),
        _childs("atthedoor", add=False, also_to=HERS),
        _childs("fetcher", change=("taken_back_at",), also_to=HERS),
        Within("childcare_fetcher", child_id=CHILD, person_id=PERSON, said_by_id=PERSON),
        _childs("fetchbar", C.CHILD_WELFARE_LEGAL, change=("taken_back_at",)),
        Within("childcare_fetchbar", child_id=CHILD, person_id=PERSON),
        _childs("fetchtoday"),
        Within("childcare_fetchtoday", child_id=CHILD, person_id=PERSON),
        _childs("logentry", change=("superseded_at",), also_to=HERS),
        Within("childcare_logentry", child_id=CHILD),
        _childs("helpplan", change=("superseded_at",), also_to=HERS),
        Within("childcare_helpplan", child_id=CHILD),
        _childs("consult", also_to=HERS),
        Within("childcare_consult", child_id=CHILD),
        migrations.RunSQL(
            "set check_function_bodies = off;"
            + KEEPER
            + FETCHING
            + THERE
            + kept(FUNCTIONS, to=READERS)
            + kept(INSIDE)
            + "\n".join(f"revoke all on function safekeeping.{name} from public;" for name in PLAIN)
            + "\n".join(
                f"grant execute on function safekeeping.{name} to {READERS}, alongside_keeper;" for name in PLAIN
            ),
            BACK,
        ),
    ]
