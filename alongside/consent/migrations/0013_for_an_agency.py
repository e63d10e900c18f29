"""Where an agency holds the right over a child, it gives the form, and somebody of it signs before one of us.

Written by our own staff alone, about that child alone, and only while the agency decides for the child (D-31). Taking
it back is always open to whoever may write it. When the right ends, ``said`` (0004) stops what the agency signed for
the child, as it does for a person.
"""

from django.db import migrations

AGENCY = """
create function safekeeping.agency_gives() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.giver_agency_id is null or safekeeping.loading() then return new; end if;
  -- What is signed already is only taken back, or its copy given.
  if tg_op = 'UPDATE' and (old.signed_at is not null or new.signed_at is null) then return new; end if;
  if safekeeping.my_kind() is distinct from 'staff'
     or not exists (select from safekeeping.minors(new.family_id) m where m.child = new.giver_id)
     or coalesce(safekeeping.counts_until(new.family_id, new.giver_agency_id, new.giver_id, statement_timestamp()),
                 '-infinity') <= statement_timestamp() then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  if new.signed_at is not null and not exists (
      select from public.safekeeping_principal p where p.id = new.witness_id and p.kind = 'staff' and p.active) then
    raise exception 'not allowed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger agency_gives before insert or update on consent_consent
  for each row execute function safekeeping.agency_gives();

create function safekeeping.one_child_alone() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from public.consent_consent k
              where k.id = new.consent_id and k.giver_agency_id is not null and k.giver_id <> new.subject) then
    raise exception 'an agency signs for one child alone' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger one_child_alone before insert or update of subject, consent_id on consent_consentline
  for each row execute function safekeeping.one_child_alone();
revoke all on function safekeeping.agency_gives(), safekeeping.one_child_alone() from public;
alter function safekeeping.agency_gives() owner to alongside_keeper;
alter function safekeeping.one_child_alone() owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0012_sealing")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + AGENCY,
            "drop function safekeeping.agency_gives cascade; drop function safekeeping.one_child_alone cascade;",
        )
    ]
