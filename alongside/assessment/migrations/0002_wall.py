"""Occasions behind the wall."""

from django.db import migrations

from alongside.safekeeping.protection import Protect, Within


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial"), ("families", "0002_wall")]
    operations = [
        Protect("assessment_occasion", subject="subject", category="category"),
        Within("assessment_occasion", subject=("families_person.id", "families_dyad.id")),
    ]
