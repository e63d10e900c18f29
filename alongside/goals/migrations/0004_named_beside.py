"""What was set aside while a goal was filed anew names people too: it is read like the goal (docs/decisions/0023)."""

from django.db import migrations

from alongside.safekeeping.protection.beside import named_beside


class Migration(migrations.Migration):
    dependencies = [("goals", "0003_sealing")]
    operations = [
        migrations.RunSQL(named_beside("goals.goal", hers=True), "drop policy named_in_goal on recordkeeping_setaside;")
    ]
