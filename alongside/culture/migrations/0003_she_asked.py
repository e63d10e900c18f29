"""She asked, and says "not now" or "please do not ask again": that is kept as her asking, and no longer as an offer of ours.

After "please do not ask again" only her own yes opens it, as before; the database says so too.
"""

from django.db import migrations

from alongside.safekeeping.protection.verbs import kept


def after_never(opens: str) -> str:
    """SQL: after her "never" nothing is written but another one, and what ``opens`` it again."""
    return f"""
drop function safekeeping.offer_fits() cascade;
create function safekeeping.offer_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if safekeeping.loading() then return null; end if;
  perform pg_advisory_xact_lock(4731, hashtext(new.subject::text));
  if new.answer <> 'never' and not ({opens}) and safekeeping.culture_said(new.subject, new.id) = 'never' then
    raise exception 'she asked not to be asked' using errcode = '23514', constraint = 'culture_asked_not_to';
  end if;
  return null;
end $$;
create trigger offer_fits after insert on culture_culturaloffer for each row execute function safekeeping.offer_fits();
""" + kept(["offer_fits()"])


class Migration(migrations.Migration):
    dependencies = [("culture", "0002_wall")]
    operations = [
        migrations.RemoveConstraint(model_name="culturaloffer", name="culture_offer_asked"),
        migrations.RunSQL(
            "set check_function_bodies = off;" + after_never("new.how = 'asked' and new.answer = 'yes'"),
            after_never("new.how = 'asked'"),
        ),
    ]
