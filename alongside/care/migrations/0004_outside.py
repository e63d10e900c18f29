"""What a child's carer has to know; and her own words beside a note, wherever the note is shown (D-93)."""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, Protect, Within
from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import Reach

# Asked through the policies of the notes themselves: whoever reads the note reads what she says to it.
BESIDE = f"""
create policy beside on consent_statement for select to {EVERY_SHAPE} using (
  about = 'care.contact' and exists (
    select from care_contact k where k.id = consent_statement.target and k.family_id = consent_statement.family_id
       and k.subject = consent_statement.subject));
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0003_her_page"), ("consent", "0005_outside")]
    operations = [
        Protect(
            "care_careneed", subject="child_id", category=C.CHILD_HEALTH_DEV, change=("taken_back_at",),
            also_to=(Reach.GUARDIAN, Reach.OUTSIDE),
        ),
        Within("care_careneed", child_id="families_person.id"),
        migrations.RunSQL(BESIDE, "drop policy beside on consent_statement;"),
    ]  # fmt: skip
