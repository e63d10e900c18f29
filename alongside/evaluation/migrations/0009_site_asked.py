"""Which comparison site may bring the files of its arm of a study itself."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import alongside.recordkeeping.models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial"), ("evaluation", "0008_reports")]
    operations = [
        migrations.CreateModel(
            name="SiteAsked",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=alongside.recordkeeping.models.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("recorded_by", models.UUIDField(editable=False)),
                ("arm", models.TextField()),
                ("open", models.BooleanField()),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="evaluation.study"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
