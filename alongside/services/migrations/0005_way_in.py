"""How somebody comes in by phone or online. It is said by those who have a say about the session.

What tells feeds and messages of sessions names the columns it tells, and this is none of them.
"""

from django.db import migrations, models

from alongside.safekeeping.protection import READERS


class Migration(migrations.Migration):
    dependencies = [("services", "0004_rooms_before")]
    operations = [
        migrations.AddField(
            "session",
            "way_in",
            models.TextField(
                blank=True, db_default="", default="",
                help_text="by phone or online: a link, or a number and what is pressed",
            ),
        ),
        migrations.RunSQL(
            f"grant update (way_in) on services_session to {READERS};",
            f"revoke update (way_in) on services_session from {READERS};",
        ),
    ]  # fmt: skip
