"""What the keeper looks at when whoever keeps privacy seals something: which notes speak of it (consent/0012_sealing)."""

from django.db import migrations

from alongside.safekeeping.protection import can
from alongside.safekeeping.terms import Ability


class Migration(migrations.Migration):
    dependencies = [("care", "0005_who_looked"), ("consent", "0012_sealing")]
    operations = [
        migrations.RunSQL(
            "grant select (id, family_id, subject, about, corrects_id, note, her_words) on care_contact to alongside_keeper;"
            " create policy sealing on care_contact for select to alongside_keeper"
            f" using ({can(Ability.READ_TRAIL)} or (select safekeeping.loading()));",
            "drop policy sealing on care_contact;",
        )
    ]
