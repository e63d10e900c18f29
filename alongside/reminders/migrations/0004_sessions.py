"""Sessions to which she means to come, as a source of reminders (``0003_outbox``). Whoever wants reminders is reminded of
each; that she takes her name off is no calling off, and nothing is put right then."""

from django.db import migrations

from alongside.safekeeping.protection.verbs import kept

SESSIONS = """
create function safekeeping.reminder_source_session(p_from timestamptz, p_until timestamptz) returns table (
  family uuid, woman uuid, target uuid, starts_at timestamptz, whole_day boolean, stands text, asked_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select b.family_id, b.person_id, s.id, lower(s.during), false,
         case when s.off_at is null and b.stands then 'open'
              -- Its bookings end with it; whoever had taken her name off before is told nothing.
              when s.off_at is not null and (b.ended_at is null or b.ended_at >= s.off_at) then 'called_off'
              else 'done' end, b.recorded_at
    from public.services_session s
    join lateral (
      select distinct on (x.person_id) x.* from public.services_booking x where x.session_id = s.id
       order by x.person_id, x.recorded_at desc, x.id desc) b on true
    join public.families_woman w on w.person_id = b.person_id
   where lower(s.during) between p_from and p_until and safekeeping.serving('reminders')
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reminders", "0003_outbox"), ("services", "0002_wall")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + SESSIONS + kept(("reminder_source_session(timestamptz,timestamptz)",)),
            migrations.RunSQL.noop,
        )
    ]
