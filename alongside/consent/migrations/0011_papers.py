"""What was done with a court's paper, step by step; a subpoena or a warrant that was answered with a no (E-27)."""

from django.db import migrations

from alongside.consent.migrations._privacy import keeps_privacy
from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect
from alongside.safekeeping.terms import Category as C

TABLE = "consent_paperstep"
KEEPS = keeps_privacy(TABLE)

STEPS = f"""
grant insert on {TABLE} to {READERS};
create policy keeps_privacy on {TABLE} for select to {EVERY_SHAPE} using ({KEEPS});
-- In her own name, and of a paper about the same woman or child that she reads herself.
create policy keeps_privacy_add on {TABLE} for insert to {READERS}
  with check ({KEEPS} and recorded_by = (select safekeeping.me()) and exists (
    select from consent_legalbasis b where b.id = {TABLE}.legal_basis_id and b.family_id = {TABLE}.family_id
       and b.subject = {TABLE}.subject));
-- Like the paper itself: it may be sealed for a time.
create policy not_hers on {TABLE} as restrictive for select to {EVERY_SHAPE}
  using ((select safekeeping.my_kind()) <> 'herself');
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0010_same_person")]
    operations = [
        Protect(TABLE, subject="subject", category=C.CHILD_WELFARE_LEGAL, add=False),
        migrations.RunSQL(
            STEPS, "".join(f"drop policy {n} on {TABLE};" for n in ("keeps_privacy", "keeps_privacy_add", "not_hers"))
        ),
    ]
