"""Services behind the wall.

What is offered, rooms, and when something takes place name nobody: everybody of our own who works with families reads it,
and a woman on her own page reads the sessions to which she or a child for whom she decides is coming.

Who comes, who came and what was given stands in each family's file, by the usual rule. Those of us who are there need not be
on everybody's team: ``who_comes`` tells them the name each one goes by and nothing else, for the days around the session
(14 before, 30 after), and writes into each one's trail that it did. What is kept from one of them, what is sealed, and files
she is kept out of are not told to her, each note and each thing given by its own kind. ``note_presences`` writes what they
say of all who came in one call.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS, SIGNED_IN, Protect, Share, Within, can
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability, Reach
from alongside.safekeeping.terms import Category as C

MINE = "agency_id = (select safekeeping.my_agency())"
ARRANGES = can(Ability.ARRANGE_TEAMS)
WORKS = can(Ability.WORK_WITH_FAMILIES)
OFF = ["off_at", "off_by", "off_why", "off_words"]
HERS = (Reach.GUARDIAN,)

# Of a session: an own one, in which the asker has the say; and those to which she comes, on her own page.
COMES = """((select safekeeping.my_kind()) = 'herself' and exists (
  select from services_booking b where b.session_id = {session} and ({stands})))"""
OR_OFF = "b.stands or b.ended_at = services_session.off_at"  # she reads that it was called off
SESSION = f"({MINE} and {WORKS})"
AT_IT = f"exists (select from services_session s where s.id = services_sessionworker.session_id and s.{MINE})"

# A note of somebody who comes is open to whoever is there: nothing of it is kept from her or closed.
_OPEN = """({t}.family_id <> all (safekeeping.my_guarded()) or safekeeping.open_to_me(
        {t}.family_id, {t}.person_id, null, {category}, {t}.recorded_at, array[{named}]))"""
SEEN_OPEN = _OPEN.format(t="e", category=int(C.SERVICE_USE), named="e.id, e.session_id, e.corrects_id")
GIVEN_OPEN = _OPEN.format(t="g", category=int(C.MONEY_HOUSING), named="g.id, g.session_id")

NEEDED = """
-- Everybody in the room is one of us who plays the part that was asked for, or it was written why it goes on without (D-I7).
-- Looked at when all of it is written.
create function safekeeping.session_has_all(p_session uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((
    select s.off_at is not null
        or exists (select from public.services_sessionworker w where w.session_id = s.id and w.ended_at is null)
           and (btrim(s.without_why) <> '' or s.needs <@ array(
             select w.part from public.services_sessionworker w where w.session_id = s.id and w.ended_at is null))
      from public.services_session s where s.id = p_session), true)
$$;
create function safekeeping.session_needs_all() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not safekeeping.session_has_all(case tg_table_name when 'services_session' then new.id
                                      else (to_jsonb(new) ->> 'session_id')::uuid end) then
    raise exception 'somebody is missing whom this session needs' using errcode = '23514', constraint = 'services_session_parts';
  end if;
  return null;
end $$;
create constraint trigger has_all after insert or update on services_session deferrable initially deferred
  for each row execute function safekeeping.session_needs_all();
create constraint trigger has_all after insert or update on services_sessionworker deferrable initially deferred
  for each row execute function safekeeping.session_needs_all();

-- Whoever means to come comes to a session of her own agency that takes place, at its time, to a seat of its own room next
-- door. The session is held meanwhile, so that nobody calls it off in the same moment.
create function safekeeping.booking_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_session public.services_session;
begin
  select s.* into v_session from public.services_session s join public.families_family f on f.agency_id = s.agency_id
   where s.id = new.session_id and f.id = new.family_id and s.off_at is null for share of s;
  if v_session.id is null or new.minding_id is not null and new.minding_id is distinct from v_session.minding_id then
    raise exception 'services_booking_off: this session does not take place' using errcode = '23514', constraint = 'services_booking_off';
  end if;
  new.during := v_session.during;
  return new;
end $$;
create trigger booking_fits before insert on services_booking
  for each row execute function safekeeping.booking_fits();

-- When a session is called off its seats are free again, whoever had them.
create function safekeeping.free_when_off() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.services_booking set stands = false, ended_at = new.off_at where session_id = new.id and stands;
  return null;
end $$;
create trigger free_when_off after update of off_at on services_session
  for each row when (old.off_at is null and new.off_at is not null) execute function safekeeping.free_when_off();
"""

THERE = f"""
grant select on services_session, services_sessionworker, services_place to alongside_keeper;
create policy keeper on services_session for select to alongside_keeper using (true);
create policy keeper on services_sessionworker for select to alongside_keeper using (true);
grant select, update (stands, ended_at) on services_booking to alongside_keeper;
create policy keeper on services_booking to alongside_keeper using (true) with check (true);
grant select, insert, update (superseded_at) on services_presence, services_given to alongside_keeper;
create policy keeper on services_presence to alongside_keeper using (true) with check (true);
create policy keeper on services_given to alongside_keeper using (true) with check (true);
grant update (held_at) on services_session to alongside_keeper;
create policy keeper_held on services_session for update to alongside_keeper using (true) with check (true);

-- Am I one of those who are there?
create function safekeeping.am_there(p_session uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.can({int(Ability.WORK_WITH_FAMILIES)}) and safekeeping.my_kind() = 'staff' and exists (
    select from public.services_sessionworker w join public.services_session s on s.id = w.session_id
     where w.session_id = p_session and w.colleague_id = safekeeping.me() and w.ended_at is null
       and s.agency_id = safekeeping.my_agency())
$$;

-- Have I the say about it? Those who are there, whoever planned it, and whoever arranges teams.
create function safekeeping.have_the_say(p_session uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.can({int(Ability.WORK_WITH_FAMILIES)}) and exists (
    select from public.services_session s
     where s.id = p_session and s.agency_id = safekeeping.my_agency()
       and (s.recorded_by = safekeeping.me() or safekeeping.can({int(Ability.ARRANGE_TEAMS)})
            or safekeeping.am_there(p_session)))
$$;

-- Who comes, as far as those who are there may know: bookings, never people or files.
create function safekeeping.coming(p_session uuid) returns table (booking uuid, family uuid, person uuid, seat int, transport text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select b.id, b.family_id, b.person_id, b.seat::int, b.transport
    from public.services_booking b join public.services_session s on s.id = b.session_id
   where b.session_id = p_session and b.stands and safekeeping.am_there(p_session)
     and s.during && tstzrange(statement_timestamp() - interval '30 days', statement_timestamp() + interval '14 days')
     and (b.family_id <> all (safekeeping.my_guarded()) or safekeeping.open_to_me(
           b.family_id, b.person_id, null, {int(C.SERVICE_USE)}, b.recorded_at, array[b.id, b.session_id]))
$$;

-- The name each one goes by, whether it is a child, who belongs together, and what was noted.
create function safekeeping.who_comes(p_session uuid) returns table (
  booking uuid, kind text, name text, together int, seat int, transport text, presence uuid, how text, given uuid,
  items text[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform safekeeping.append_trail(x.lines, safekeeping.me()) from (
    select jsonb_agg(jsonb_build_object('verb', 'looked at who comes', 'family', c.family, 'subject', c.person,
                                        'detail', jsonb_build_object('session', p_session))) as lines
      from safekeeping.coming(p_session) c) x where x.lines is not null;
  return query
    select c.booking, p.kind, p.name, (dense_rank() over (order by c.family))::int, c.seat, c.transport, e.id, e.how,
           g.id, coalesce(g.items, '{{}}')
      from safekeeping.coming(p_session) c
      join public.families_person p on p.id = c.person
      left join public.services_presence e on e.session_id = p_session and e.person_id = c.person and e.superseded_at is null
       and {SEEN_OPEN}
      left join public.services_given g on g.session_id = p_session and g.person_id = c.person and g.superseded_at is null
       and {GIVEN_OPEN}
     order by 4, p.kind <> 'woman', p.name, c.booking;
end $$;

-- What those who are there say of all who came, in one act. Each row: booking, how ('' for not said), items, and ``was`` and
-- ``was_given``: what was on the screen of each. Where somebody was quicker and said something else, nothing is written: it
-- comes back with ``done`` false. Every note that is put right stays; one that is not open to her is left as it is, and
-- nothing tells her that it is there.
create function safekeeping.note_presences(p_session uuid, p_rows jsonb, p_at timestamptz, p_on date)
returns table (booking uuid, done boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  r record; v_now uuid; v_how text; v_given uuid; v_items text[]; v_open boolean; v_wrote boolean;
  v_lines jsonb := '[]'; v_me uuid := safekeeping.me();
begin
  if not safekeeping.am_there(p_session) then raise exception 'not allowed' using errcode = '42501'; end if;
  perform 1 from public.services_session s where s.id = p_session for no key update;
  for r in
    select c.booking, c.family, c.person, x.how, nullif(x.was, '')::uuid as was, nullif(x.was_given, '')::uuid as was_given,
           array(select i from jsonb_array_elements_text(x.items) i order by i) as items
      from jsonb_to_recordset(p_rows) x (booking uuid, how text, items jsonb, was text, was_given text)
      join safekeeping.coming(p_session) c on c.booking = x.booking
  loop
    v_wrote := false;
    select e.id, e.how, {SEEN_OPEN} into v_now, v_how, v_open from public.services_presence e
     where e.session_id = p_session and e.person_id = r.person and e.superseded_at is null;
    v_how := coalesce(v_how, '');
    if not v_open then v_now := null; v_how := r.how; end if;
    select g.id, array(select unnest(g.items) order by 1), {GIVEN_OPEN} into v_given, v_items, v_open
      from public.services_given g
     where g.session_id = p_session and g.person_id = r.person and g.superseded_at is null;
    v_items := coalesce(v_items, '{{}}');
    if not v_open then v_given := null; v_items := r.items; end if;
    booking := r.booking;
    done := (v_how = r.how and v_items = r.items)
            or (v_now is not distinct from r.was and v_given is not distinct from r.was_given);
    if done and v_how <> r.how then
      update public.services_presence set superseded_at = p_at where id = v_now;
      if r.how <> '' then
        insert into public.services_presence
          (id, recorded_at, recorded_by, family_id, person_id, session_id, "on", how, corrects_id)
        values (uuidv7(), p_at, v_me, r.family, r.person, p_session, p_on, r.how, v_now);
      end if;
      v_wrote := true;
    end if;
    if done and v_items <> r.items then
      update public.services_given set superseded_at = p_at where id = v_given;
      if r.items <> '{{}}' then
        insert into public.services_given (id, recorded_at, recorded_by, family_id, person_id, session_id, "on", items)
        values (uuidv7(), p_at, v_me, r.family, r.person, p_session, p_on, r.items);
      end if;
      v_wrote := true;
    end if;
    if v_wrote then
      v_lines := v_lines || jsonb_build_object('verb', 'who came noted', 'family', r.family, 'subject', r.person,
                                               'detail', jsonb_build_object('session', p_session));
    end if;
    return next;
  end loop;
  update public.services_session set held_at = coalesce(held_at, p_at) where id = p_session;
  if v_lines <> '[]' then perform safekeeping.append_trail(v_lines, v_me); end if;
end $$;

-- Which seats next door are taken while these sessions last: numbers, for whoever works here and books one.
create function safekeeping.taken_seats(p_sessions uuid[]) returns table (session uuid, seat int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, b.seat::int from public.services_session s
    join public.services_booking b on b.minding_id = s.minding_id and b.stands and b.during && s.during and b.seat is not null
   where s.id = any (p_sessions) and s.agency_id = safekeeping.my_agency()
     and safekeeping.can({int(Ability.WORK_WITH_FAMILIES)})
$$;
"""

FUNCTIONS = (
    "am_there(uuid)", "have_the_say(uuid)", "who_comes(uuid)", "note_presences(uuid,jsonb,timestamptz,date)",
    "taken_seats(uuid[])",
)  # fmt: skip
INSIDE = ("session_has_all(uuid)", "session_needs_all()", "booking_fits()", "free_when_off()", "coming(uuid)")


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0001_initial"),
        ("accounts", "0002_wall"),
        ("families", "0003_her_page"),
        ("consent", "0004_compile"),
        ("enrolment", "0002_wall"),
    ]
    operations = [
        Protect("services_booking", subject="person_id", category=C.SERVICE_USE, also_to=HERS,
                change=("stands", "ended_at")),
        Protect("services_presence", subject="person_id", category=C.SERVICE_USE, add=False, also_to=HERS),
        Protect("services_given", subject="person_id", category=C.MONEY_HOUSING, add=False),
        Within("services_booking", person_id="families_person.id"),
        # Asked by the policies below.
        migrations.RunSQL(
            "set check_function_bodies = off;" + THERE + kept(FUNCTIONS, to=READERS),
            "".join(f"drop function safekeeping.{name};" for name in (*FUNCTIONS, "coming(uuid)")),
        ),
        Share("services_service", read=SIGNED_IN, write=ARRANGES),
        Share("services_place", read=SIGNED_IN, write=f"{MINE} and {ARRANGES}",
              change=["name", "adults_only", "quiet", "seats", "in_use", "version"]),
        Share("services_series", read=f"{MINE} and {WORKS}", change=OFF,
              write=f"{MINE} and {WORKS} and (recorded_by = (select safekeeping.me()) or {ARRANGES})"),
        Share("services_session", read=f"{SESSION} or {COMES.format(session='services_session.id', stands=OR_OFF)}"),
        Share("services_sessionworker", read=f"{AT_IT} or {COMES.format(session='services_sessionworker.session_id', stands='b.stands')}"),
        migrations.RunSQL(
            f"""
            grant insert on services_session, services_sessionworker to {READERS};
            create policy may_add on services_session for insert to {READERS}
              with check ({SESSION} and recorded_by = (select safekeeping.me()));
            grant update (off_at, off_by, off_why, off_words, without_why) on services_session to {READERS};
            create policy may_change on services_session for update to {READERS}
              using (safekeeping.have_the_say(id)) with check (safekeeping.have_the_say(id));
            create policy may_add on services_sessionworker for insert to {READERS}
              with check (recorded_by = (select safekeeping.me()) and safekeeping.have_the_say(session_id));
            grant update (ended_at) on services_sessionworker to {READERS};
            create policy may_change on services_sessionworker for update to {READERS}
              using (safekeeping.have_the_say(session_id)) with check (safekeeping.have_the_say(session_id));
            """ + NEEDED + kept(INSIDE),
            "drop function safekeeping.session_needs_all, safekeeping.booking_fits, safekeeping.free_when_off cascade;"
            "drop function safekeeping.session_has_all;",
        ),
    ]  # fmt: skip
