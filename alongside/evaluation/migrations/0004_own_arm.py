"""Our own programme as an arm of a study, the key of a study's codes, and the day of which a run is."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import alongside.recordkeeping.models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0003_words_for_women")]
    operations = [
        migrations.CreateModel(
            name="StudyKey",
            fields=[
                (
                    "study",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="evaluation.study",
                    ),
                ),
                ("key", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="planrun",
            name="as_of",
            field=models.DateField(blank=True, help_text="our own programme as it stood on this day", null=True),
        ),
        migrations.CreateModel(
            name="OwnArm",
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
                (
                    "unit",
                    models.TextField(
                        choices=[("woman", "each woman"), ("child", "each child, with the mother beside")]
                    ),
                ),
                ("measures", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("instruments", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                (
                    "scales",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(blank=True), size=None),
                ),
                ("waves", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                (
                    "from_months",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None),
                ),
                (
                    "until_months",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[
                                ("age_band", "her age when she first came, in bands"),
                                ("months_with_us", "months with us"),
                                ("contacts", "how often we were in touch"),
                                ("sessions", "how many sessions she came to"),
                                ("child_with_her", "whether the child lives with her"),
                                ("ending_goals", "at an ending, as she says: what she wanted from us"),
                                ("ending_substance_use", "at an ending, as she says: using, all in all"),
                                (
                                    "ending_relationship",
                                    "at an ending, as she says: how it is between her and her children",
                                ),
                                ("ending_custody", "at an ending, as she says: with whom the child is"),
                                (
                                    "ending_child_development",
                                    "at an ending, as she says: how the child grows and learns",
                                ),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "study",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="own", to="evaluation.study"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
