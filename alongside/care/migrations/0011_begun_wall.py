"""A note somebody is writing, behind the wall: hers alone.

Besides the usual rule (let into the file today, and a part that writes this kind of record):

* *hers alone*: nobody but the one who types reads it, changes it or throws it away: no supervisor, no manager, not whoever
  keeps privacy. To everybody else there is none, not even a number. Losing her part or being kept out takes it from her too.
* *no record yet*: it may be overwritten, and taken out by her. Nothing rests on it and nobody acts by it (docs/decisions/0034).
* *forgotten*: each night the service "begun-notes" takes out what was left for some days. Of a row it reads the day alone.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within
from alongside.safekeeping.protection.verbs import kept

NOTE = "care_begunnote"
MINE = "recorded_by = (select safekeeping.me()) and (select safekeeping.my_kind()) = 'staff'"
# The principal of the service. It has no ability and no category: a session of it sees nothing by itself.
SERVICE = "0190d0b0-0000-7000-8000-00000000a1f4"
SERVING = "((select safekeeping.serving('begun-notes')))"

WALL = f"""
create policy hers_alone on {NOTE} as restrictive for all to {EVERY_SHAPE} using ({MINE}) with check ({MINE});
grant delete on {NOTE} to {READERS};
create policy may_delete on {NOTE} for delete to {READERS} using ({MINE});

create policy seed on safekeeping_principal for insert to alongside_owner with check (true);
create policy seed on safekeeping_capacity for insert to alongside_owner with check (true);
insert into safekeeping_principal (id, kind, name, active) values ('{SERVICE}', 'service', 'begun-notes', true);
insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid)
  values ('{SERVICE}', '{SERVICE}', 0, 0, 0, tstzrange(null, null));
drop policy seed on safekeeping_principal;
drop policy seed on safekeeping_capacity;

grant select (id, saved_at), delete on {NOTE} to alongside_keeper;
create policy begun_notes on {NOTE} for select to alongside_keeper using {SERVING};
create policy begun_notes_delete on {NOTE} for delete to alongside_keeper using {SERVING};

create function safekeeping.forget_begun(p_days int) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_count int;
begin
  if not safekeeping.serving('begun-notes') then raise exception 'not allowed' using errcode = '42501'; end if;
  delete from public.{NOTE} where saved_at < statement_timestamp() - make_interval(days => greatest(p_days, 1));
  get diagnostics v_count = row_count;
  return v_count;
end $$;
""" + kept(["forget_begun(int)"], to="alongside_worker, alongside_loader")


class Migration(migrations.Migration):
    dependencies = [("care", "0010_begun")]
    operations = [
        Protect(NOTE, subject=None, category="category", change=("typed", "mark", "saved_at", "category", "version")),
        Within(NOTE, contact_id="care_contact.id"),
        migrations.RunSQL(
            "set check_function_bodies = off;" + WALL,
            f"drop function safekeeping.forget_begun; drop policy hers_alone on {NOTE}; drop policy may_delete on {NOTE};"
            f" drop policy begun_notes on {NOTE}; drop policy begun_notes_delete on {NOTE};",
        ),
    ]
