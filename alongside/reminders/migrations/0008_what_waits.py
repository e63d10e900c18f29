"""What waits is asked for on every page of staff: found without reading what was taken up long ago."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("reminders", "0007_on_her_page")]
    operations = [
        migrations.AddIndex(
            "notice", models.Index(fields=["family"], name="reminders_notice_waits", condition=Q(taken_at=None))
        ),
        migrations.AddIndex(
            "notice", models.Index(fields=["told_at"], name="reminders_notice_hard", condition=Q(kind="hard"))
        ),
    ]
