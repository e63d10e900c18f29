"""A form about research may name one study: a yes to it is none to another. Only then does a woman take part in one."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("consent", "0015_collective")]
    operations = [
        migrations.AddField(
            "consent",
            "study",
            models.UUIDField(blank=True, help_text="the one study it is about; research alone", null=True),
        ),
        migrations.AddField(
            "consent",
            "study_title",
            models.TextField(blank=True, db_default="", default="", help_text="what it was called to her"),
        ),
        migrations.AddIndex(
            "consent",
            models.Index(condition=Q(study__isnull=False), fields=["study"], name="consent_consent_study"),
        ),
        migrations.AddConstraint(
            "consent",
            models.CheckConstraint(
                name="consent_consent_study",
                condition=Q(study__isnull=True, study_title="")
                | (Q(study__isnull=False, purpose="research", recipient_kind="agency") & ~Q(study_title="")),
            ),
        ),
    ]
