"""Something that was promised may have a place and a way to it, so that two visits across town are seen in time.

Both are read as the promise is. Feeds and messages go on reading times alone: the keeper is granted neither.

What one of us promises for a colleague stands on that colleague's own days. So it is written only where she is let in
to read it: otherwise a woman would wait for a call of which the one who calls knows nothing. One answer for all that
stands against it. Nothing is asked where a programme fills files, or where a woman's own page calls for her team.
"""

from django.db import migrations, models

from alongside.safekeeping.protection.verbs import kept

READS = """
create function safekeeping.promised_for() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (
    select from public.safekeeping_cell c
      join public.safekeeping_principal p on p.id = c.principal and p.active and p.kind = 'staff'
      join public.safekeeping_capacity k on k.principal = p.id and k.valid @> statement_timestamp()
     where c.principal = new.worker and c.family = new.family_id and c.subject in (new.family_id, new.subject)
       and c.reach <> 'beside' and c.valid @> statement_timestamp()
       and ((c.categories & k.categories) >> new.category) & 1 = 1)
     or exists (select from public.safekeeping_exclusion e
                 where e.principal = new.worker and e.family = new.family_id and e.lifted_at is null) then
    raise exception 'care_promise_worker: she could not read it'
      using errcode = '23514', constraint = 'care_promise_worker';
  end if;
  return null;
end $$;
create trigger promised_for after insert on care_promise for each row
  when (new.worker <> new.recorded_by and safekeeping.my_kind() = 'staff') execute function safekeeping.promised_for();
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0020_what_stands")]
    operations = [
        migrations.AddField(
            "promise",
            "place",
            models.TextField(blank=True, db_default="", default="", help_text="where somebody goes; she reads it too"),
        ),
        migrations.AddField(
            "promise",
            "travel",
            models.PositiveSmallIntegerField(
                blank=True, help_text="minutes there; nothing: nobody has said", null=True
            ),
        ),
        migrations.AlterField(
            "promise",
            "worker",
            models.UUIDField(help_text="the colleague who said so, or for whom it was said"),
        ),
        migrations.RunSQL(
            "set check_function_bodies = off;" + READS + kept(["promised_for()"]),
            "drop function safekeeping.promised_for cascade;",
        ),
    ]
