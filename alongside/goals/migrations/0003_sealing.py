"""What the keeper looks at when whoever keeps privacy seals something: which goals speak of it (consent/0012_sealing)."""

from django.db import migrations

from alongside.safekeeping.protection import can
from alongside.safekeeping.terms import Ability

WHO = f"({can(Ability.READ_TRAIL)} or (select safekeeping.loading()))"


class Migration(migrations.Migration):
    dependencies = [("goals", "0002_wall"), ("consent", "0012_sealing")]
    operations = [
        migrations.RunSQL(
            "grant select (id, family_id, subject, told_by, about, her_words) on goals_goal to alongside_keeper;"
            f" create policy sealing on goals_goal for select to alongside_keeper using {WHO};"
            " grant select (family, about, target, held) on recordkeeping_earlierversion to alongside_keeper;"
            " create policy sealing_goals on recordkeeping_earlierversion for select to alongside_keeper"
            f" using (about = 'goals.goal' and {WHO});",
            "drop policy sealing on goals_goal; drop policy sealing_goals on recordkeeping_earlierversion;",
        )
    ]
