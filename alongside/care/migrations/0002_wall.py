"""Contacts and promises behind the wall. A contact is corrected by a further one, never overwritten."""

from django.db import migrations

from alongside.safekeeping.protection import Protect


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial"), ("families", "0002_wall")]
    operations = [
        Protect("care_contact", subject="subject", category="category"),
        Protect(
            "care_promise", subject="subject", category="category", change=("state", "settled_on", "on", "at_time", "what")
        ),
    ]
