"""A session that is moved keeps the room of before in its history, by the name that it had then."""

import django.contrib.postgres.fields
from django.db import migrations, models

# As in 0003_moving, and the name of the room that it gives up. Functions of the keeper are replaced as the keeper.
ANEW = """
set local role alongside_keeper;
create or replace function safekeeping.move_session(p_session uuid, p_was tstzrange, p_during tstzrange, p_place uuid, p_minding uuid,
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
         earlier = s.earlier || s.during, moved_at = s.moved_at || p_at,
         earlier_rooms = s.earlier_rooms || coalesce((select r.name from public.services_place r where r.id = s.place_id), '')
   where s.id = p_session;
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
set local role alongside_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0003_moving")]
    operations = [
        migrations.AddField(
            "session",
            "earlier_rooms",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(blank=True), blank=True, default=list, editable=False,
                help_text="the room at each of the last of these times, as it was called; nothing: none", size=None,
            ),
        ),
        migrations.RunSQL(
            "grant update (earlier_rooms) on services_session to alongside_keeper;" + ANEW,
            "revoke update (earlier_rooms) on services_session from alongside_keeper;",
        ),
    ]  # fmt: skip
