"""Who is told of what: somebody asked and was given nothing; a colleague opened something in an emergency.

``consent_refusedask`` is read by our own people alone, who work with the one it is about. Whoever keeps privacy sees
codes and numbers through ``asked_and_refused``, never the words. ``opened_by_my_team`` tells whoever arranges teams
that it happened and who opened it; the file only where she may see it.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, Protect, Within
from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability
from alongside.safekeeping.terms import Category as C

ASKING = f"""
-- Our own people alone, whatever else lets somebody in.
create policy ours_alone on consent_refusedask as restrictive for all to {EVERY_SHAPE}
  using ((select safekeeping.my_kind()) = 'staff') with check ((select safekeeping.my_kind()) = 'staff');
grant select on consent_refusedask to alongside_keeper;
create policy keeper on consent_refusedask for select to alongside_keeper using (true);

create function safekeeping.asked_and_refused(p_since timestamptz)
returns table (family uuid, subject uuid, asked_by text, how text, asked_on date, written_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.family_id, a.subject, a.asked_by, a.how, a."on", a.recorded_at from public.consent_refusedask a
   where a.recorded_at >= p_since and safekeeping.keeps_privacy_of(a.family_id)
     and not safekeeping.sealed(a.family_id, array[a.id, a.subject])
   order by a.recorded_at desc, a.id
$$;

create function safekeeping.opened_by_my_team()
returns table (colleague uuid, name text, opened_at timestamptz, until timestamptz, reviewed boolean, family uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select g.colleague_id, p.name, g.recorded_at, least(g.until, g.closed_at), g.reviewed_at is not null,
         case when g.family_id <> all (safekeeping.my_exclusions()) and exists (
           select from public.safekeeping_cell c where c.principal = safekeeping.me() and c.family = g.family_id
              and c.subject = g.family_id and c.valid @> statement_timestamp()) then g.family_id end
    from public.consent_breakglass g
    join public.safekeeping_principal p on p.id = g.colleague_id
   where safekeeping.can({int(Ability.ARRANGE_TEAMS)}) and safekeeping.my_kind() = 'staff'
     and p.agency = safekeeping.my_agency() and g.colleague_id <> safekeeping.me()
     and g.recorded_at > statement_timestamp() - interval '7 days'
   order by g.recorded_at desc, g.id
$$;
"""
VERBS = ("asked_and_refused(timestamptz)", "opened_by_my_team()")


class Migration(migrations.Migration):
    dependencies = [("consent", "0013_for_an_agency")]
    operations = [
        Protect("consent_refusedask", subject="subject", category=C.SERVICE_USE),
        Within("consent_refusedask", subject=("families_person.id", "families_dyad.id")),
        migrations.RunSQL(
            "set check_function_bodies = off;" + ASKING + kept(VERBS, to="alongside_app"),
            "drop policy ours_alone on consent_refusedask; drop policy keeper on consent_refusedask;"
            + "\n".join(f"drop function safekeeping.{name};" for name in reversed(VERBS)),
        ),
    ]
