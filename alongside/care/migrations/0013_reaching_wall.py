"""How she wants us to reach out, behind the wall: whoever reads how to reach her reads it.

Nobody outside does, and no child's record holds it. On her own page she reads it and says it anew in her own name.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within
from alongside.safekeeping.terms import Category

WISH = "care_reachwish"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
KIND = "(select safekeeping.my_kind())"

WALL = f"""
create policy hers_or_ours on {WISH} as restrictive for select to {EVERY_SHAPE} using ({KIND} = 'staff' or woman_id = {ME});
create policy hers_or_ours_add on {WISH} as restrictive for insert to {READERS} with check ({KIND} = 'staff' or woman_id = {ME});
create policy hers_add on {WISH} for insert to {READERS} with check (
  woman_id = {ME} and recorded_by = (select safekeeping.me()));
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0012_reaching")]
    operations = [
        Protect(WISH, subject="woman_id", category=Category.CONTACT),
        Within(WISH, woman_id="families_woman.person_id"),
        migrations.RunSQL(
            WALL,
            f"drop policy hers_or_ours on {WISH}; drop policy hers_or_ours_add on {WISH}; drop policy hers_add on {WISH};",
        ),
    ]
