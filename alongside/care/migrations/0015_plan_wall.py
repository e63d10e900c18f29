"""The shared plan behind the wall.

Each lane is one kind of record about the woman whose family's plan it is. Besides the usual rule (let into the file, and a
part that reads this kind of record):

* *read together*: our own people who work with her children read the lanes of those kinds that their part reads, too (S-056).
  What she keeps from one of them stays kept.
* *hers*: she reads every lane as herself, whomever it names. What is sealed is there for nobody.
* *who reads*: nobody else who signs in as a carer or as somebody of a family. A partner reads what stands, in kinds to which
  she agreed, once it was said of whom else it speaks; never what stood before, and never whether she signed.
* *signed*: what stands, by her; in a name of one's own. Nobody changes or takes away what was said or signed.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within, can
from alongside.safekeeping.protection.beside import named_beside
from alongside.safekeeping.terms import Ability, Reach

LANE, SIGNED = "care_laneversion", "care_lanesignature"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
KIND = "(select safekeeping.my_kind())"
OURS = f"{KIND} = 'staff'"
MY_NAME = "recorded_by = (select safekeeping.me())"

LANES = Protect(
    LANE, subject="subject", category="category", also_to=(Reach.GUARDIAN, Reach.OUTSIDE), about="about",
    change=("superseded_at",),
)  # fmt: skip
SIGNATURES = Protect(SIGNED, subject="subject", category="category")

# Somebody who works with a child of this family, in kinds that her part reads of that child or of the two.
WITH_A_CHILD = f"""{OURS} and exists (select from safekeeping_cell c where c.family = {LANE}.family_id and c.reach = 'one'
  and c.valid @> statement_timestamp()
  and ((c.categories & (select safekeeping.my_categories())) >> {LANE}.category) & 1 = 1 offset 0)"""
SAID_OF_WHOM = f"""cardinality({LANE}.about) = 0 or ({LANE}.about is not null
  and safekeeping.reaches_all({LANE}.family_id, {LANE}.subject, {LANE}.about, {LANE}.category))"""
# A lane that points to a goal names it: what is sealed closes the lane too.
NAMED = f"array[{LANE}.id]::uuid[]"
GUARDED = LANES.guarded(True, ("id",)).replace(NAMED, f"{NAMED} || {LANE}.goals")
STILL = (
    f"{LANE}.subject = {ME} and safekeeping.still_hers({LANE}.family_id,"
    f" array[{LANE}.id, {LANE}.subject] || {LANE}.about || {LANE}.goals)"
)
OF = f"exists (select from {LANE} v where v.id = {SIGNED}.version_id{{}})"
SAME = OF.format(
    f" and v.family_id = {SIGNED}.family_id and v.subject = {SIGNED}.subject and v.category = {SIGNED}.category"
    " and v.superseded_at is null"
)
BY_HERSELF = f"{SIGNED}.subject = {ME} and {SIGNED}.how <> 'spoken' and {SIGNED}.witness_id is null"
STILL_SIGNED = (
    f"{SIGNED}.subject = {ME} and safekeeping.still_hers({SIGNED}.family_id,"
    f" array[{SIGNED}.id, {SIGNED}.version_id, {SIGNED}.subject])"
)

PLAN = f"""
create policy hers on {LANE} for select to {EVERY_SHAPE} using ({LANE}.subject = {ME});
create policy together on {LANE} for select to {EVERY_SHAPE} using ({WITH_A_CHILD});
create policy who_reads on {LANE} as restrictive for select to {EVERY_SHAPE} using (
  {KIND} in ('staff', 'partner') or {LANE}.subject = {ME});
create policy ours_to_say on {LANE} as restrictive for insert to {READERS} with check ({OURS});
drop policy not_ours on {LANE};
create policy not_ours on {LANE} as restrictive for select to {EVERY_SHAPE} using (
  {OURS} or {LANE}.subject = {ME} or {LANE}.superseded_at is null and ({SAID_OF_WHOM}));
drop policy not_kept_out on {LANE};
create policy not_kept_out on {LANE} as restrictive for all to {EVERY_SHAPE} using (
  {GUARDED} or {STILL});

create policy hers on {SIGNED} for select to {EVERY_SHAPE} using ({SIGNED}.subject = {ME} and {OF.format("")});
create policy together on {SIGNED} for select to {EVERY_SHAPE} using ({OURS} and {OF.format("")});
create policy hers_add on {SIGNED} for insert to {READERS} with check ({BY_HERSELF} and {OF.format("")} and {MY_NAME});
create policy as_its_lane on {SIGNED} as restrictive for select to {EVERY_SHAPE} using ({OF.format("")});
create policy as_its_lane_add on {SIGNED} as restrictive for insert to {READERS} with check ({SAME});
create policy ours_or_hers on {SIGNED} as restrictive for insert to {READERS} with check ({OURS} or {BY_HERSELF});
drop policy not_kept_out on {SIGNED};
create policy not_kept_out on {SIGNED} as restrictive for all to {EVERY_SHAPE} using (
  {SIGNATURES.guarded(True, ("id", "version_id"))} or {STILL_SIGNED});
"""

# What two wrote at once, and what she says to it: whoever reads the lane, and nobody who does not.
BESIDE = f"""
create policy as_its_lane on recordkeeping_setaside as restrictive for select to {EVERY_SHAPE} using (
  about <> 'care.laneversion' or exists (select from {LANE} v where v.id = target));
{named_beside("care.laneversion", lists=["goals"], hers=True)}
create policy beside_lane on consent_statement for select to {EVERY_SHAPE} using (
  about = 'care.laneversion' and exists (select from {LANE} v where v.id = consent_statement.target
    and v.family_id = consent_statement.family_id and v.subject = consent_statement.subject));
"""

# What the keeper looks at when whoever keeps privacy seals something: which lanes speak of it (consent/0012_sealing).
SEALING = f"""
grant select (id, family_id, subject, lane, about, her_words, steps) on {LANE} to alongside_keeper;
create policy sealing on {LANE} for select to alongside_keeper using (
  {can(Ability.READ_TRAIL)} or (select safekeeping.loading()));
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0014_plan"), ("goals", "0002_wall"), ("consent", "0012_sealing")]
    operations = [
        LANES,
        Within(LANE, subject="families_woman.person_id"),
        SIGNATURES,
        Within(SIGNED, version_id=f"{LANE}.id"),
        migrations.RunSQL(
            PLAN + BESIDE + SEALING,
            f"drop policy hers on {LANE}; drop policy together on {LANE}; drop policy who_reads on {LANE};"
            f" drop policy ours_to_say on {LANE}; drop policy sealing on {LANE}; drop policy hers on {SIGNED};"
            f" drop policy together on {SIGNED}; drop policy hers_add on {SIGNED}; drop policy as_its_lane on {SIGNED};"
            f" drop policy as_its_lane_add on {SIGNED}; drop policy ours_or_hers on {SIGNED};"
            " drop policy as_its_lane on recordkeeping_setaside; drop policy named_in_laneversion on recordkeeping_setaside;"
            " drop policy beside_lane on consent_statement;",
        ),
    ]
