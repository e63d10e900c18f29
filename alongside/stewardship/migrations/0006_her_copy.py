"""Her copy: what was decided record by record, what was given to her word for word, and what stayed out of it.

Our own people read of it what their part reads of her; she holds it in her hands, and it stands on no page of hers, where
somebody could read along. Whoever keeps privacy reads that it was given, how much is in it and what stayed out and why.
"""

from django.db import migrations

from alongside.consent.migrations._privacy import keeps_privacy
from alongside.safekeeping.protection import EVERY_SHAPE, Protect, Within
from alongside.safekeeping.terms import Category as C

MARK, GIVEN, PART, LEFT = (f"stewardship_copy{name}" for name in ("mark", "given", "part", "leftout"))
STAFF = "(select safekeeping.my_kind()) = 'staff'"

# (table, the column that says about whom, its kind of record or the column that says it). A return to use is read by
# nothing in the database but its own wall (T-11): whoever reads that kind finds it with the others.
HERS = (
    ("care_contact", "subject", "category"),
    ("care_promise", "subject", "category"),
    ("care_mentioned", "subject", "category"),
    ("care_safetyplan", "subject", "category"),
    ("care_laneversion", "subject", "category"),
    ("goals_goal", "subject", "category"),
    ("programmes_delivery", "subject", "category"),
    ("peers_peerwish", "subject", "category"),
    ("intake_told", "woman_id", "category"),
    ("afterwards_closingview", "subject", "category"),
    ("culture_culturaloffer", "subject", int(C.CULTURAL)),
    ("services_given", "person_id", int(C.MONEY_HOUSING)),
    ("assessment_occasion", "subject", "category"),
    ("calendars_elsewhere", "subject", "category"),
    ("assessment_measurechoice", "woman_id", "category"),
    ("consent_disclosedpart", "subject", "category"),
    ("consent_statement", "subject", "category"),
    ("consent_sentback", "subject", "category"),
    ("families_woman", "person_id", int(C.SERVICE_USE)),
    ("families_identity", "person_id", int(C.CULTURAL)),
    ("families_earlierchild", "woman_id", int(C.CHILD_WELFARE_LEGAL)),
    ("families_pregnancy", "woman_id", int(C.REPRODUCTIVE_STI)),
    ("families_exposure", "woman_id", int(C.SUD)),
    ("families_relationship", "person_id", int(C.IPV_SAFETY)),
    ("families_householdstay", "person_id", int(C.IPV_SAFETY)),
)
KINDS = "\n    union ".join(
    f"select {kind}::int as kind from public.{table} where family_id = p_family and {whose} = any (h.ids)"
    for table, whose, kind in HERS
)
OPEN = "\n".join(
    f"grant select (family_id, {whose}{', category' if kind == 'category' else ''}) on {table} to alongside_keeper;\n"
    f"create policy keeper_of_copies on {table} for select to alongside_keeper using (true);"
    for table, whose, kind in HERS
)

COPIES = (
    f"""
{OPEN}
-- Kinds of record in which something is written about her, also those that my part does not read: a copy that misses one
-- says so. Nothing for whoever is not let into her record, nor for a file of others.
create function safekeeping.kinds_about_her(p_family uuid, p_woman uuid) returns int
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(bit_or(1 << k.kind), 0)
    from (select array_agg(i.id) as ids from (
            select p.id from public.families_person p where p.id = p_woman and p.family_id = p_family
               and not safekeeping.sealed(p_family, array[p.id])
            union all select d.id from public.families_dyad d where d.woman_id = p_woman and d.family_id = p_family
               and not safekeeping.sealed(p_family, array[d.id])) i) h
    cross join lateral (
    {KINDS}) k
   where safekeeping.my_kind() = 'staff' and p_family <> all (safekeeping.my_exclusions()) and exists (
     select from public.safekeeping_cell c where c.principal = safekeeping.me() and c.family = p_family
        and c.subject in (p_family, p_woman) and c.valid @> statement_timestamp()
        and (c.categories & safekeeping.my_categories() >> {int(C.SERVICE_USE)}) & 1 = 1)
$$;
revoke all on function safekeeping.kinds_about_her(uuid, uuid) from public;
grant execute on function safekeeping.kinds_about_her(uuid, uuid) to alongside_app;
alter function safekeeping.kinds_about_her(uuid, uuid) owner to alongside_keeper;
"""
    + "\n".join(
        f"create policy our_people on {table} as restrictive for select to {EVERY_SHAPE} using ({STAFF});"
        for table in (MARK, GIVEN, PART, LEFT)
    )
    + "\n".join(
        f"\ncreate policy keeps_privacy on {table} for select to {EVERY_SHAPE} using ({keeps_privacy(table)});"
        for table in (GIVEN, LEFT)
    )
)
BACK = (
    "drop function safekeeping.kinds_about_her;"
    + "".join(f"drop policy keeper_of_copies on {table};" for table, _whose, _kind in HERS)
    + "".join(f"drop policy our_people on {table};" for table in (MARK, GIVEN, PART, LEFT))
    + "".join(f"drop policy keeps_privacy on {table};" for table in (GIVEN, LEFT))
)
PERSON = "families_person.id"


class Migration(migrations.Migration):
    dependencies = [
        ("stewardship", "0005_looks"), ("consent", "0009_counts"), ("care", "0015_plan_wall"), ("services", "0002_wall"),
        ("goals", "0002_wall"), ("calendars", "0002_wall"), ("programmes", "0002_wall"), ("assessment", "0002_wall"), ("enrolment", "0002_wall"), ("families", "0003_her_page"),
        ("peers", "0002_wall"),
        ("intake", "0002_wall"),
        ("afterwards", "0002_wall"),
        ("culture", "0002_wall"),
    ]  # fmt: skip
    operations = [
        Protect(MARK, subject="person_id", category="category"),
        Protect(GIVEN, subject="person_id", category=C.SERVICE_USE),
        Protect(PART, subject="person_id", category="category"),
        Protect(LEFT, subject="person_id", category="category"),
        Within(MARK, person_id=PERSON, asked_id="stewardship_copyrequest.id"),
        Within(GIVEN, person_id=PERSON, asked_id="stewardship_copyrequest.id"),
        Within(PART, person_id=PERSON, given_id=f"{GIVEN}.id"),
        Within(LEFT, person_id=PERSON, given_id=f"{GIVEN}.id"),
        migrations.RunSQL("set check_function_bodies = off;" + COPIES, BACK),
    ]
