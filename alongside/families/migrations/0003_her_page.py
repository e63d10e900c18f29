"""What a woman's own page asks of families: whose it may be, and whether a number is somebody else's."""

from django.db import migrations

from alongside.safekeeping.protection import Protect, Within
from alongside.safekeeping.terms import Category

PAGES = """
grant select (id, family_id, kind, name, died_on) on families_person to alongside_keeper;
create policy keeper_of_pages on families_person for select to alongside_keeper using (true);
grant select (child_id, holder_id, superseded_at, during) on families_decisionright to alongside_keeper;
create policy keeper_of_pages on families_decisionright for select to alongside_keeper using (true);
grant select (woman_id, value) on families_safeway to alongside_keeper;
create policy keeper_of_pages on families_safeway for select to alongside_keeper using (true);
grant select (person_id, value, taken_back_at) on families_knowncontact to alongside_keeper;
create policy keeper_of_pages on families_knowncontact for select to alongside_keeper using (true);

-- Whose page it may be: a woman's, or that of a child who decides something for herself or himself today.
create function safekeeping.whose_page(p_person uuid) returns table (family uuid, name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.family_id, p.name from public.families_person p
   where p.id = p_person and p.died_on is null and not safekeeping.sealed(p.family_id, array[p.id])
     and (p.kind = 'woman' or (p.kind = 'child' and exists (
           select from public.families_decisionright r
            where r.child_id = p.id and r.holder_id = p.id and r.superseded_at is null
              and r.during @> statement_timestamp()::date)))
$$;

create function safekeeping.may_have_page(p_family uuid, p_person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from safekeeping.whose_page(p_person) w where w.family = p_family)
$$;

-- A number or address that is written down for somebody else. ``p_key`` as safekeeping.contact_key makes it.
create function safekeeping.contact_of_another(p_key text, p_person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from public.families_safeway w
                  where w.woman_id <> p_person and w.value <> '' and safekeeping.contact_key(w.value) = p_key)
      or exists (select from public.families_knowncontact k
                  where k.person_id <> p_person and k.taken_back_at is null and safekeeping.contact_key(k.value) = p_key)
$$;

revoke all on function safekeeping.whose_page(uuid), safekeeping.may_have_page(uuid,uuid),
  safekeeping.contact_of_another(text,uuid) from public;
alter function safekeeping.whose_page(uuid) owner to alongside_keeper;
alter function safekeeping.may_have_page(uuid,uuid) owner to alongside_keeper;
alter function safekeeping.contact_of_another(text,uuid) owner to alongside_keeper;
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0002_wall"), ("accounts", "0003_her_page")]
    operations = [
        Protect(
            "families_knowncontact", subject="person_id", category=Category.IPV_SAFETY, change=("taken_back_at",)
        ),
        Within("families_knowncontact", person_id="families_person.id"),
        migrations.RunSQL(
            "set check_function_bodies = off;" + PAGES,
            "drop function safekeeping.whose_page, safekeeping.may_have_page, safekeeping.contact_of_another;",
        ),
    ]  # fmt: skip
