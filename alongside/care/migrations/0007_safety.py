"""Safety plans behind the wall.

Besides the usual rule (let into the file, and a part that reads this kind of record):

* *a plan is a woman's*: a row about a child cannot be written, so that none stands in a child's record. The plan about
  violence is of the kind that says where somebody is safe, in every row of it.
* *who reads*: our own people, and partners where she agreed to that kind and it was said whom a plan names. Nobody who signs
  in as a carer or as somebody of a family reads one, but she herself, and she only a plan that she chose to have on her own
  page. Without that choice her page has nothing, not even that there is one.
* *off her page by itself*: a plan about violence leaves her page when how to reach her was changed since she chose, when
  she called somebody unsafe since then, and while she lives with somebody whom she calls unsafe. She is asked again; nobody
  has to remember it.
* *as its plan*: whoever does not read a plan reads nothing that hangs on it. Words are added, never changed.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Share, Within, can
from alongside.safekeeping.protection.beside import named_beside
from alongside.safekeeping.terms import Ability, Category, Reach

SHARED = (Reach.GUARDIAN, Reach.OUTSIDE)
PLAN = "care_safetyplan"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
KIND = "(select safekeeping.my_kind())"
OURS = f"{KIND} = 'staff'"
MY_NAME = "recorded_by = (select safekeeping.me())"
OWN_AGENCY = "agency_id = (select safekeeping.my_agency())"
VIOLENCE = int(Category.IPV_SAFETY)

ON_PAGE = f"""
grant select (id, plan_id, subject, category, how, reached_by, recorded_at) on care_safetycopy to alongside_keeper;
create policy on_her_page on care_safetycopy for select to alongside_keeper using (subject = safekeeping.my_person());
grant select (id, woman_id, version) on families_safecontact to alongside_keeper;
create policy on_her_page on families_safecontact for select to alongside_keeper
  using (woman_id = safekeeping.my_person());
grant select (person_id, other_id, safety, during, superseded_at, recorded_at) on families_relationship to alongside_keeper;
create policy on_her_page on families_relationship for select to alongside_keeper
  using (person_id = safekeeping.my_person());
grant select (person_id, household_id, during, superseded_at) on families_householdstay to alongside_keeper;
create policy on_her_page on families_householdstay for select to alongside_keeper using (
  person_id = safekeeping.my_person() or exists (
    select from families_relationship r where r.person_id = safekeeping.my_person() and r.other_id = families_householdstay.person_id));

-- Did she choose to have this plan on her own page, and does that still hold? Asked by a woman as herself alone: for anybody
-- else there is no such choice.
create function safekeeping.plan_on_page(p_plan uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((
    select c.how = 'page' and (c.category <> {VIOLENCE} or (
             c.reached_by is not distinct from (select s.id from public.families_safecontact s
                                                 where s.woman_id = c.subject order by s.version desc limit 1)
             and not exists (select from public.families_relationship r
                              where r.person_id = c.subject and r.safety = 'unsafe' and r.recorded_at > c.recorded_at)
             and not exists (
               select from (select (statement_timestamp() at time zone coalesce(
                              (select p.time_zone from public.agencies_programme p limit 1), 'UTC'))::date as day) today
                 join public.families_relationship r on r.person_id = c.subject and r.safety = 'unsafe'
                  and r.superseded_at is null and r.during @> today.day
                 join public.families_householdstay mine on mine.person_id = c.subject and mine.superseded_at is null
                  and mine.during @> today.day
                 join public.families_householdstay theirs on theirs.person_id = r.other_id
                  and theirs.household_id = mine.household_id and theirs.superseded_at is null
                  and theirs.during @> today.day)))
      from public.care_safetycopy c
     where c.plan_id = p_plan and c.subject = safekeeping.my_person()
     order by c.recorded_at desc, c.id desc limit 1), false)
$$;
revoke all on function safekeeping.plan_on_page(uuid) from public;
grant execute on function safekeeping.plan_on_page(uuid) to alongside_app, alongside_worker, alongside_small,
  alongside_report, alongside_owner, alongside_loader, alongside_backup;
alter function safekeeping.plan_on_page(uuid) owner to alongside_keeper;
"""

PLANS = f"""
create policy hers on {PLAN} for select to {EVERY_SHAPE} using ({PLAN}.subject = {ME} and safekeeping.plan_on_page({PLAN}.id));
create policy who_reads on {PLAN} as restrictive for select to {EVERY_SHAPE} using (
  {KIND} in ('staff', 'partner') or ({PLAN}.subject = {ME} and safekeeping.plan_on_page({PLAN}.id)));
create policy ours_to_begin on {PLAN} as restrictive for insert to {READERS} with check ({OURS});
"""


def _hanging(table: str, hers_add: str) -> str:
    """Of its plan, and read with it; what she may add on her own page."""
    of = f"exists (select from {PLAN} p where p.id = {table}.plan_id{{}})"
    same = of.format(
        f" and p.family_id = {table}.family_id and p.subject = {table}.subject and p.category = {table}.category"
    )
    hers = f"{table}.subject = {ME} and {of.format('')}"
    return "\n".join(
        [
            f"create policy as_its_plan on {table} as restrictive for select to {EVERY_SHAPE} using ({of.format('')});",
            f"create policy as_its_plan_add on {table} as restrictive for insert to {READERS} with check ({same});",
            f"create policy hers on {table} for select to {EVERY_SHAPE} using ({hers});",
            f"create policy hers_add on {table} for insert to {READERS} with check ({hers} and {MY_NAME}{hers_add});",
            f"create policy ours_or_hers on {table} as restrictive for insert to {READERS} with check"
            f" ({OURS} or ({table}.subject = {ME}{hers_add}));",
        ]
    )


# Of words in which somebody else may be named those outside read nothing, until it was said of whom they speak, and of what
# stood before nothing: it is no plan to go by. What she reads herself are her own words.
WORDS = f"""
drop policy not_ours on care_safetyversion;
create policy not_ours on care_safetyversion as restrictive for select to {EVERY_SHAPE} using (
  {OURS} or care_safetyversion.subject = {ME} or care_safetyversion.superseded_at is null and (
    cardinality(care_safetyversion.about) = 0 or (care_safetyversion.about is not null and safekeeping.reaches_all(
        care_safetyversion.family_id, care_safetyversion.subject, care_safetyversion.about, care_safetyversion.category))));
create policy hers_change on care_safetyversion for update to {READERS} using (
  care_safetyversion.subject = {ME} and exists (select from {PLAN} p where p.id = care_safetyversion.plan_id))
  with check (care_safetyversion.subject = {ME});
"""

# Two versions written at once: hers beside the other one, and nobody's who does not read the plan.
BESIDE = f"""
create policy plan_hers on recordkeeping_setaside for select to {EVERY_SHAPE} using (
  about = 'care.safetyplan' and subject = {ME} and exists (select from {PLAN} p where p.id = target));
create policy plan_hers_add on recordkeeping_setaside for insert to {READERS} with check (
  about = 'care.safetyplan' and subject = {ME} and {MY_NAME}
  and exists (select from {PLAN} p where p.id = target and p.subject = recordkeeping_setaside.subject));
create policy plan_hers_change on recordkeeping_setaside for update to {READERS} using (
  about = 'care.safetyplan' and subject = {ME} and exists (select from {PLAN} p where p.id = target)) with check (
  about = 'care.safetyplan' and subject = {ME});
create policy as_its_plan on recordkeeping_setaside as restrictive for select to {EVERY_SHAPE} using (
  about <> 'care.safetyplan' or exists (select from {PLAN} p where p.id = target));
{named_beside("care.safetyplan")}"""

WALL = "\n".join(
    [
        ON_PAGE,
        PLANS,
        _hanging("care_safetyversion", ""),
        _hanging("care_safetyturn", ""),
        _hanging("care_safetycopy", " and how <> 'page'"),  # she takes it off; putting it there is talked over first
        WORDS,
        BESIDE,
    ]
)

# What the keeper looks at when whoever keeps privacy seals something: which plans speak of it (consent/0012_sealing).
WHO = f"({can(Ability.READ_TRAIL)} or (select safekeeping.loading()))"
SEALING = f"""
grant select (id, family_id) on {PLAN} to alongside_keeper;
create policy sealing on {PLAN} for select to alongside_keeper using {WHO};
grant select (id, family_id, plan_id, subject, about, said) on care_safetyversion to alongside_keeper;
create policy sealing on care_safetyversion for select to alongside_keeper using {WHO};
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0006_sealing"), ("families", "0003_her_page"), ("consent", "0004_compile")]
    operations = [
        Protect(PLAN, subject="subject", category="category", also_to=SHARED),
        Within(PLAN, subject="families_woman.person_id"),
        Protect(
            "care_safetyversion",
            subject="subject",
            category="category",
            also_to=SHARED,
            about="about",
            change=("superseded_at",),
        ),
        Within("care_safetyversion", plan_id=f"{PLAN}.id"),
        Protect("care_safetyturn", subject="subject", category="category", also_to=SHARED),
        Within("care_safetyturn", plan_id=f"{PLAN}.id"),
        Protect("care_safetycopy", subject="subject", category="category"),
        Within("care_safetycopy", plan_id=f"{PLAN}.id"),
        Share(
            "care_localprotocol",
            read=OURS,
            write=f"{can(Ability.KEEP_INSTRUMENTS)} and {OWN_AGENCY} and {MY_NAME}",
        ),
        migrations.RunSQL(
            "set check_function_bodies = off;" + WALL + SEALING,
            "drop function safekeeping.plan_on_page cascade; drop policy sealing on care_safetyplan;"
            " drop policy sealing on care_safetyversion; drop policy on_her_page on care_safetycopy;"
            " drop policy on_her_page on families_safecontact; drop policy on_her_page on families_relationship;"
            " drop policy plan_hers on recordkeeping_setaside; drop policy plan_hers_add on recordkeeping_setaside;"
            " drop policy plan_hers_change on recordkeeping_setaside; drop policy as_its_plan on recordkeeping_setaside;"
            " drop policy named_in_safetyplan on recordkeeping_setaside;"
            " drop policy on_her_page on families_householdstay;",
        ),
    ]
