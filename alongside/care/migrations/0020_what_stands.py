"""What stands, where somebody may not read the newest version of it; and three doors that only SQL knew.

* *a lane*: whoever may not read what stands in it sees no sign of it, and can say what stands from now on all the same:
  her version comes after the one that is hidden from her (``number`` 0: the database counts on). Whatever stood before
  stands no longer then, whoever may read it.
* *what her team knows*: the thing itself holds the number of its newest version (``newest``), so that an older one is
  taken for what stands by nobody who may not read the newest.
* *she alone takes back* what she asked for on her own page.
* *what she mentioned* goes along when the note in which it stands is put right, and in no other way to no other note.

The keeper sees a lane and a thing that is known inside these triggers alone.
"""

from django.db import migrations, models

from alongside.safekeeping.protection import READERS
from alongside.safekeeping.protection.verbs import kept

LANE, KNOWN, VERSION, ASKED, THING = (
    f"care_{name}" for name in ("laneversion", "known", "knownversion", "askedtoday", "mentioned")
)
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
IN_A_TRIGGER = "pg_trigger_depth() > 0"

# Rows of before: the owner reads no row of theirs but here.
NEWEST = f"""
create policy seed on {KNOWN} to alongside_owner using (true) with check (true);
create policy seed on {VERSION} for select to alongside_owner using (true);
update {KNOWN} k set newest = n.number
  from (select v.known_id, max(v.number) as number from {VERSION} v group by v.known_id) n where n.known_id = k.id;
drop policy seed on {KNOWN};
drop policy seed on {VERSION};
"""

STANDS = f"""
grant select (number, superseded_at), update (superseded_at) on {LANE} to alongside_keeper;
create policy numbering on {LANE} to alongside_keeper using ({IN_A_TRIGGER}) with check ({IN_A_TRIGGER});
create function safekeeping.lane_after_hidden() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  select coalesce(max(v.number), 0) + 1 into new.number from public.{LANE} v
   where v.family_id = new.family_id and v.lane = new.lane;
  return new;
end $$;
create trigger after_hidden before insert on {LANE} for each row when (new.number = 0)
  execute function safekeeping.lane_after_hidden();
create function safekeeping.lane_stands() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.{LANE} v set superseded_at = new.recorded_at
   where v.family_id = new.family_id and v.lane = new.lane and v.number < new.number and v.superseded_at is null;
  return null;
end $$;
create trigger stands after insert on {LANE} for each row when (new.superseded_at is null)
  execute function safekeeping.lane_stands();

grant select (id, newest), update (newest) on {KNOWN} to alongside_keeper;
create policy numbering on {KNOWN} to alongside_keeper using ({IN_A_TRIGGER}) with check ({IN_A_TRIGGER});
create function safekeeping.known_newest() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.{KNOWN} k set newest = new.number where k.id = new.known_id and k.newest < new.number;
  return null;
end $$;
create trigger newest after insert on {VERSION} for each row execute function safekeeping.known_newest();
"""

DOORS = f"""
drop policy own_settling on {ASKED};
create policy own_settling on {ASKED} as restrictive for update to {READERS} using ({ASKED}.settled_at is null)
  with check (
  {ASKED}.settled_by = (select safekeeping.me()) and ({ASKED}.settled_as <> 'taken_back' or {ASKED}.woman_id = {ME}));

create function safekeeping.goes_with_its_note() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.care_contact k where k.id = new.contact_id and k.corrects_id = old.contact_id
                   and k.family_id = new.family_id and k.subject = new.subject and k.category = new.category) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger goes_with_its_note before update on {THING} for each row
  execute function safekeeping.goes_with_its_note();
revoke all on function safekeeping.goes_with_its_note() from public;
"""
INSIDE = ("lane_after_hidden()", "lane_stands()", "known_newest()")


class Migration(migrations.Migration):
    dependencies = [("care", "0019_known_wall")]
    operations = [
        migrations.AddField(
            model_name="known",
            name="newest",
            field=models.PositiveIntegerField(
                db_default=1, default=1, editable=False, help_text="the number of its newest version"
            ),
        ),
        migrations.RunSQL(
            "set check_function_bodies = off;" + NEWEST + STANDS + DOORS + kept(INSIDE),
            "drop function safekeeping.goes_with_its_note cascade;"
            + "".join(f"drop function safekeeping.{name} cascade;" for name in INSIDE)
            + f"drop policy numbering on {LANE}; drop policy numbering on {KNOWN};",
        ),
    ]
