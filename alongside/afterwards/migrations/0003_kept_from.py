"""Whom she keeps out of her file reads nothing of her way to giving back, also before it begins.

As long as it has not begun a colleague to be may keep the wall of her file, and be one of those she named. What she said last,
in words that others than this colleague wrote down, decides for all of it: a row in which she is named is never hers to read,
and neither is an older one that would tell that there is a newer. She adds none either, which would stand in place of it.

Of two who say and begin it at one instant, each waits for the other, whatever they come by.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS
from alongside.safekeeping.protection.verbs import kept

GIVING = "afterwards_givingback"
ME = "(select safekeeping.me())"
OPEN = f"not ({GIVING}.keep_out @> array[{ME}]) and not safekeeping.she_keeps_me_out({GIVING}.subject)"

WALL = f"""
create function safekeeping.she_keeps_me_out(p_woman uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select g.keep_out @> array[safekeeping.me()] from public.{GIVING} g
                    where g.subject = p_woman and g.recorded_by <> safekeeping.me()
                    order by g.recorded_at desc, g.id desc limit 1), false)
$$;
create policy not_whom_she_keeps_out on {GIVING} as restrictive for select to {EVERY_SHAPE} using ({OPEN});
create policy not_whom_she_keeps_out_add on {GIVING} as restrictive for insert to {READERS} with check (
  not safekeeping.she_keeps_me_out({GIVING}.subject));

create function safekeeping.one_after_the_other() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(4722, hashtext(new.subject::text));
  return new;
end $$;
create trigger one_after_the_other before insert on {GIVING} for each row
  execute function safekeeping.one_after_the_other();
revoke all on function safekeeping.one_after_the_other() from public;
"""
ASKED = ("she_keeps_me_out(uuid)",)


class Migration(migrations.Migration):
    dependencies = [("afterwards", "0002_wall")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + WALL + kept(ASKED, to=EVERY_SHAPE),
            "drop function safekeeping.she_keeps_me_out cascade; drop function safekeeping.one_after_the_other cascade;",
        )
    ]
