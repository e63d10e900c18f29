"""A session can be moved: to another time, perhaps another room, by those who have the say about it.

Bookings, seats and the earlier times are of many families, so it is one verb of the keeper (``move_session``): whoever
moves a session reads by that nobody's file and is told nobody's name.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

from alongside.safekeeping.protection import READERS
from alongside.safekeeping.protection.verbs import kept

MOVE = """
grant update (during, place_id, minding_id, earlier, moved_at, moved_why, moved_words) on services_session to alongside_keeper;
grant update (during, minding_id, seat) on services_booking to alongside_keeper;
create policy keeper on services_place for select to alongside_keeper using (true);

-- What stands in the way, as a code; '' when it was moved. The session is held meanwhile, so that nobody calls it off, books
-- or says who came in the same moment; ``p_was`` is the time on the screen of whoever moves it.
create function safekeeping.move_session(p_session uuid, p_was tstzrange, p_during tstzrange, p_place uuid, p_minding uuid,
                                         p_why text, p_words text, p_at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_session public.services_session; v_seats int; v_bookings uuid[]; v_had int[]; v_taken int[]; v_seat int;
begin
  if not safekeeping.have_the_say(p_session) then raise exception 'not allowed' using errcode = '42501'; end if;
  select s.* into v_session from public.services_session s where s.id = p_session for update;
  if v_session.off_at is not null then return 'is_off'; end if;
  if v_session.during <> p_was then return 'changed_meanwhile'; end if;
  if v_session.held_at is not null or lower(v_session.during) <= p_at then return 'begun_already'; end if;
  if lower(p_during) <= p_at then return 'gone_by'; end if;
  if exists (select from unnest(array[p_place, p_minding]) w (id)
              where w.id is not null and not exists (
                select from public.services_place p where p.id = w.id and p.agency_id = v_session.agency_id)) then
    return 'unknown_choice';
  end if;
  if v_session.during = p_during and v_session.place_id is not distinct from p_place
     and v_session.minding_id is not distinct from p_minding then
    return '';
  end if;
  update public.services_session s
     set during = p_during, place_id = p_place, minding_id = p_minding, moved_why = p_why, moved_words = p_words,
         earlier = s.earlier || s.during, moved_at = s.moved_at || p_at
   where s.id = p_session;
  -- Everybody who meant to come still does. Seats are given anew in one go: each its own, else the first that is free.
  select array_agg(b.id order by b.seat, b.id), array_agg(b.seat::int order by b.seat, b.id) into v_bookings, v_had
    from public.services_booking b where b.session_id = p_session and b.stands and b.seat is not null;
  update public.services_booking b set during = p_during, minding_id = null, seat = null
   where b.session_id = p_session and b.stands;
  if v_bookings is not null then
    select p.seats into v_seats from public.services_place p where p.id = p_minding;
    select coalesce(array_agg(b.seat::int), '{}') into v_taken from public.services_booking b
     where b.minding_id = p_minding and b.stands and b.during && p_during and b.seat is not null;
    for i in 1 .. array_length(v_bookings, 1) loop
      select n into v_seat from generate_series(1, coalesce(v_seats, 0)) n
       where n <> all (v_taken) order by n <> v_had[i], n limit 1;
      if v_seat is null then
        raise exception 'services_booking_seat: every seat is taken then' using errcode = '23514', constraint = 'services_booking_seat';
      end if;
      update public.services_booking b set minding_id = p_minding, seat = v_seat where b.id = v_bookings[i];
      v_taken := v_taken || v_seat;
    end loop;
  end if;
  return '';
end $$;
"""
NAME = "move_session(uuid,tstzrange,tstzrange,uuid,uuid,text,text,timestamptz)"
WHY = [("somebody_away", "somebody of us cannot be there"), ("room", "the room cannot be used"), ("weather", "the weather"), ("holiday", "a holiday"), ("another_time", "it takes place at another time"), ("other", "something else")]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("services", "0002_wall")]
    operations = [
        migrations.AddField(
            "session",
            "earlier",
            django.contrib.postgres.fields.ArrayField(
                base_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(), blank=True, default=list,
                editable=False, help_text="times it had before", size=None,
            ),
        ),
        migrations.AddField(
            "session",
            "moved_at",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.DateTimeField(), blank=True, default=list, editable=False,
                help_text="when each of them was given up", size=None,
            ),
        ),
        migrations.AddField("session", "moved_why", models.TextField(blank=True, choices=WHY, default="")),
        migrations.AddField(
            "session",
            "moved_words",
            models.TextField(blank=True, default="", help_text="what those who come are told; names nobody"),
        ),
        migrations.RunSQL(
            "set check_function_bodies = off;" + MOVE + kept((NAME,), to=READERS),
            f"drop function safekeeping.{NAME};",
        ),
    ]  # fmt: skip
