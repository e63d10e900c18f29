"""A community's yes (OCAP; E-30): written and ended by whoever keeps privacy, read by whoever reads culture there.

What it opens is compiled (0004): what is tagged as culture goes to somebody outside only where it stands beside her
own yes. Parts at other agencies read no culture on a screen in any case; it is asked for letters.
"""

from django.db import migrations

from alongside.consent.migrations._privacy import keeps_privacy
from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect
from alongside.safekeeping.terms import Category as C

T = "consent_collectivepermission"
KEEPS = keeps_privacy(T)
COLLECTIVE = f"""
create policy ours_alone on {T} as restrictive for all to {EVERY_SHAPE}
  using ((select safekeeping.my_kind()) = 'staff') with check ((select safekeeping.my_kind()) = 'staff');
create policy keeps_privacy on {T} for select to {EVERY_SHAPE} using ({KEEPS});
grant insert on {T} to {READERS};
create policy keeps_privacy_add on {T} for insert to {READERS}
  with check ({KEEPS} and recorded_by = (select safekeeping.me()) and safekeeping.file_of(subject) = family_id);
grant update (ended_at, ended_by, ended_why) on {T} to {READERS};
create policy keeps_privacy_ends on {T} for update to {READERS} using ({KEEPS} and ended_at is null)
  with check ({KEEPS} and ended_at is not null and ended_by = (select safekeeping.me()));

-- When it was given and when it ended is said by the server's clock. Ending it waits for whoever is disclosing on it
-- (``hold_still``).
create function safekeeping.collective_by_the_clock() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if safekeeping.loading() then return new; end if;
  if tg_op = 'INSERT' then
    new.recorded_at := statement_timestamp();
    new.ended_at := null; new.ended_by := null; new.ended_why := '';
  else
    perform safekeeping.lock_files(old.family_id);
    new.ended_at := clock_timestamp();
  end if;
  return new;
end $$;
create trigger by_the_clock before insert or update on {T}
  for each row execute function safekeeping.collective_by_the_clock();
revoke all on function safekeeping.collective_by_the_clock() from public;
alter function safekeeping.collective_by_the_clock() owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0014_asking")]
    operations = [
        Protect(T, subject="subject", category=C.CULTURAL, add=False),
        migrations.RunSQL(
            "set check_function_bodies = off;" + COLLECTIVE,
            f"drop trigger by_the_clock on {T}; drop function safekeeping.collective_by_the_clock;",
        ),
    ]
