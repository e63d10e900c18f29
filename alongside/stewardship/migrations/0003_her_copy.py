"""Who asks for a copy of what is written about her, and who answers."""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within, can
from alongside.safekeeping.terms import Ability, Category

TABLE = "stewardship_copyrequest"
ANSWERS = f"""{can(Ability.READ_TRAIL)} and exists (select from safekeeping_cell c
  where c.family = {TABLE}.family_id and c.subject = {TABLE}.family_id and c.principal = (select safekeeping.me())
    and c.valid @> statement_timestamp())"""

POLICIES = f"""
create policy hers_add on {TABLE} for insert to {READERS}
  with check (person_id = (select safekeeping.my_person()) and recorded_by = (select safekeeping.me())
    and answered_on is null);
create policy answers on {TABLE} for select to {EVERY_SHAPE} using ({ANSWERS});
grant update (answered_on, answered_by, answer, answer_words) on {TABLE} to {READERS};
create policy answers_change on {TABLE} for update to {READERS} using ({ANSWERS}) with check ({ANSWERS});
"""


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0002_wall"), ("consent", "0004_compile")]
    operations = [
        Protect(TABLE, subject="person_id", category=Category.SERVICE_USE),
        Within(TABLE, person_id="families_person.id"),
        migrations.RunSQL(
            POLICIES,
            f"drop policy hers_add on {TABLE}; drop policy answers on {TABLE}; drop policy answers_change on {TABLE};",
        ),
    ]
