"""Families behind the wall, and the one function that finds people by name."""

from django.db import migrations

from alongside.safekeeping.protection import Protect, Within
from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import Reach

FIND = """
grant select on families_family to alongside_keeper;
create policy keeper on families_family for select to alongside_keeper using (true);
-- A file belongs to the agency of whoever opens it.
create policy own_agency on families_family as restrictive for insert to alongside_app, alongside_worker
  with check (agency_id = (select safekeeping.my_agency()));

-- Folded names: written by whoever may write the person, read by the function below alone (trigram operators are not
-- leakproof, so that row-level security would have to look at every row before using their index).
alter table families_namekey enable row level security;
alter table families_namekey force row level security;
grant insert, delete, select on families_namekey to alongside_app, alongside_worker;
grant usage, select on sequence families_namekey_id_seq to alongside_app, alongside_worker;
grant select on families_namekey to alongside_keeper;
create policy keeper on families_namekey for select to alongside_keeper using (true);
create policy mine on families_namekey for all to alongside_app, alongside_worker
  using (exists (select from families_person p where p.id = person_id))
  with check (exists (
    select from families_person p where p.id = person_id and p.family_id = families_namekey.family_id));
create index families_namekey_trigrams on families_namekey using gin (key gin_trgm_ops);
create index families_namekey_person on families_namekey (person_id);

-- People whose folded name is like ``p_key``, among the families the asker is let into; nothing else, not even a count.
create function safekeeping.find_people(p_key text, p_limit int) returns table (person uuid, family uuid, likeness real)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set pg_trgm.word_similarity_threshold = 0.5 as $$
declare
  v_me uuid := safekeeping.me(); v_mask int := safekeeping.my_categories(); v_out uuid[] := safekeeping.my_guarded();
  v_like text := replace(replace(replace(p_key, '\\', '\\\\'), '%', '\\%'), '_', '\\_');
begin
  if v_me is null or v_mask & 1 = 0 or length(p_key) = 0 then return; end if;
  -- The likeliest first; the wall is asked about one name after the other (a scalar subquery is never turned into a
  -- join over all cells) until enough of them may be seen.
  return query
  select t.person_id, t.family_id, max(t.score)::real
    from (select k.person_id, k.family_id, k.score
            from (select n.person_id, n.family_id,
                         case when n.key = p_key then 2.0 when n.key like v_like || '%' then 1.5
                              else word_similarity(p_key, n.key) end as score
                    from public.families_namekey n
                   where n.key % p_key or p_key <% n.key or n.key like '%' || v_like || '%'
                   order by 3 desc, 1) k
           where (k.family_id <> all (v_out) or safekeeping.open_to_me(k.family_id, k.person_id, null, 0, null))
             and (select true from public.safekeeping_cell c
                   where c.principal = v_me and c.family = k.family_id and c.subject in (k.family_id, k.person_id)
                     and c.reach in ('file', 'children', 'one', 'glass')
                     and (c.categories & v_mask | c.beyond) & 1 = 1 and c.valid @> statement_timestamp() limit 1)
           limit 3 * least(p_limit, 100)) t
   group by t.person_id, t.family_id
   order by 3 desc, 1
   limit least(p_limit, 100);
end $$;
revoke all on function safekeeping.find_people(text,int) from public;
grant execute on function safekeeping.find_people(text,int) to alongside_app, alongside_worker, alongside_loader;
alter function safekeeping.find_people(text,int) owner to alongside_keeper;
"""


_HERS = (Reach.GUARDIAN,)
_SHARED = (Reach.GUARDIAN, Reach.OUTSIDE)


def _one(
    table: str, subject: str | None, category: C, change: tuple[str, ...] = (), also_to: tuple[Reach, ...] = ()
) -> Protect:
    return Protect(f"families_{table}", subject=subject, category=category, change=change, also_to=also_to)


_FACT = ("superseded_at", "superseded_by")

# Whatever is about somebody is about somebody of the same family.
PERSON = "families_person.id"
_WITHIN = (
    Within("families_woman", person_id=PERSON),
    Within("families_child", person_id=PERSON, pregnancy_id="families_pregnancy.id"),
    Within("families_dyad", woman_id=PERSON, child_id=PERSON),
    Within("families_identity", person_id=PERSON),
    Within("families_earlierchild", woman_id=PERSON),
    Within("families_pregnancy", woman_id=PERSON),
    Within("families_duedate", woman_id=PERSON, pregnancy_id="families_pregnancy.id"),
    Within("families_exposure", woman_id=PERSON, pregnancy_id="families_pregnancy.id"),
    Within("families_livingarrangement", child_id=PERSON, carer_id=PERSON),
    Within("families_legalstatus", child_id=PERSON),
    Within("families_agencyinvolvement", child_id=PERSON),
    Within("families_decisionright", child_id=PERSON, holder_id=PERSON),
    Within("families_householdstay", person_id=PERSON, household_id="families_household.id"),
    Within("families_relationship", person_id=PERSON, other_id=PERSON),
    Within("families_safecontact", woman_id=PERSON),
    Within("families_safeway", woman_id=PERSON, plan_id="families_safecontact.id"),
)


class Migration(migrations.Migration):
    dependencies = [("families", "0001_initial"), ("agencies", "0002_wall"), ("recordkeeping", "0002_trail")]
    operations = [
        Protect("families_family", family="id", subject=None, category=C.CONTACT, change=("name", "version")),
        _one(
            "person",
            "id",
            C.CONTACT,
            (
                "name",
                "legal_name",
                "other_names",
                "is_alias",
                "pronouns",
                "born_on",
                "died_on",
                "languages",
                "interpreter",
                "sort_key",
                "version",
            ),
            _SHARED,
        ),
        _one("woman", "person_id", C.SERVICE_USE, ("her_why", "version")),
        _one(
            "child",
            "person_id",
            C.CHILD_HEALTH_DEV,
            (
                "state",
                "sex",
                "gestation_days",
                "birth_weight_g",
                "hospital_days",
                "withdrawal_care",
                "feeding",
                "home_with_mother_on",
                "went_home_with_mother",
            ),
            _HERS,
        ),
        _one("dyad", "id", C.SERVICE_USE, (), _HERS),
        _one("membership", "file", C.CONTACT),
        _one("identity", "person_id", C.CULTURAL, ("taken_back_at",)),
        _one("earlierchild", "woman_id", C.CHILD_WELFARE_LEGAL, ("taken_back_at",)),
        _one(
            "pregnancy",
            "woman_id",
            C.REPRODUCTIVE_STI,
            (
                "expected_children",
                "prenatal_provider",
                "birth_plan",
                "nutrition",
                "agonist_treatment",
                "outcome",
                "outcome_on",
                "version",
            ),
        ),
        _one("duedate", "woman_id", C.REPRODUCTIVE_STI),
        _one("exposure", "woman_id", C.SUD, ("taken_back_at",)),
        _one("livingarrangement", "child_id", C.CHILD_HEALTH_DEV, _FACT),
        _one("legalstatus", "child_id", C.CHILD_WELFARE_LEGAL, _FACT),
        _one("agencyinvolvement", "child_id", C.CHILD_WELFARE_LEGAL, _FACT),
        _one("decisionright", "child_id", C.CHILD_WELFARE_LEGAL, _FACT),
        _one("household", "file", C.IPV_SAFETY, ("name", "address", "secret")),
        _one("householdstay", "file", C.IPV_SAFETY, _FACT),
        _one("relationship", "person_id", C.IPV_SAFETY, _FACT),
        _one("safecontact", "woman_id", C.CONTACT, (), _SHARED),
        _one("safeway", "woman_id", C.CONTACT, (), _SHARED),
        *_WITHIN,
        migrations.RunSQL(
            "set check_function_bodies = off;"
            "grant usage, select on sequence families_safeway_id_seq to alongside_app, alongside_worker;" + FIND,
            "drop function safekeeping.find_people;",
        ),
    ]
