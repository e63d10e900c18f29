"""What whoever keeps privacy has to know of the ledger and may not read: which kinds of record left, and the two of a pair.

She sees that something left, to whom and why (``keeps_privacy`` of 0002_wall), and neither words nor names.
"""

from django.conf import settings
from django.db import migrations

from alongside.safekeeping.protection.verbs import kept
from alongside.safekeeping.terms import Ability

DESK = f"""
grant select (id, family_id, woman_id, child_id) on families_dyad to alongside_keeper;
create policy keeper_of_the_ledger on families_dyad for select to alongside_keeper using (true);

-- Files whose privacy I keep: I may read the trail, am let into the whole file, and am not kept out of it.
create function safekeeping.keeps_privacy_of(p_family uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select safekeeping.can({int(Ability.READ_TRAIL)}) and p_family <> all (safekeeping.my_exclusions())
     and exists (select from public.safekeeping_cell c where c.principal = safekeeping.me() and c.family = p_family
                   and c.subject = p_family and c.valid @> statement_timestamp())
$$;

-- Which kinds of record left with each of these lines. Never the words.
create function safekeeping.kinds_that_left(p_lines uuid[]) returns table (line uuid, kinds smallint[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.disclosure_id, array_agg(distinct p.category order by p.category)
    from public.consent_disclosedpart p
   where p.disclosure_id = any (p_lines) and safekeeping.keeps_privacy_of(p.family_id)
     and not safekeeping.sealed(p.family_id, array[p.id, p.disclosure_id, p.subject])
   group by p.disclosure_id
$$;

-- Whatever is about somebody: she herself, and each two of whom she or the child is one. Nothing for a file of others.
create function safekeeping.subjects_of(p_person uuid) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(s.id), '{{}}') from (
    select p.id, p.family_id from public.families_person p where p.id = p_person
    union all
    select d.id, d.family_id from public.families_dyad d where d.woman_id = p_person or d.child_id = p_person) s
   where safekeeping.keeps_privacy_of(s.family_id) and not safekeeping.sealed(s.family_id, array[s.id])
$$;

-- In whose file is the woman or child of this number? Nothing for a file of others, as for a number that nobody has.
create function safekeeping.file_of(p_person uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.family_id from public.families_person p
   where p.id = p_person and p.kind in ('woman', 'child') and safekeeping.keeps_privacy_of(p.family_id)
     and not safekeeping.sealed(p.family_id, array[p.id])
$$;

-- Which of these lines rest on an agreement that was in force when they left, whatever became of it afterwards.
create function safekeeping.left_while_in_force(p_lines uuid[]) returns table (line uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.id from public.consent_disclosure d join public.consent_consent k on k.id = d.consent_id
   where d.id = any (p_lines) and safekeeping.keeps_privacy_of(d.family_id) and k.signed_at <= d.recorded_at
     and not safekeeping.sealed(d.family_id, array[d.id, d.subject])
     and (k.withdrawn_at is null or k.withdrawn_at > d.recorded_at)
     and k.during @> (d.recorded_at at time zone '{settings.TIME_ZONE}')::date
     and not exists (
       select from public.consent_disclosedpart p
        where p.disclosure_id = d.id and not exists (
          select from public.consent_consentline l
           where l.consent_id = k.id and l.category = p.category
             and (l.withdrawn_at is null or l.withdrawn_at > d.recorded_at)))
$$;
"""
VERBS = (
    "keeps_privacy_of(uuid)", "kinds_that_left(uuid[])", "subjects_of(uuid)", "file_of(uuid)", "left_while_in_force(uuid[])",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("consent", "0007_letters")]
    operations = [
        migrations.RunSQL(
            "set check_function_bodies = off;" + DESK + kept(VERBS, to="alongside_app"),
            "\n".join(f"drop function safekeeping.{name};" for name in reversed(VERBS))
            + "drop policy keeper_of_the_ledger on families_dyad;",
        )
    ]
