"""Further kinds of agencies that matter to parents: a home, work, rights, child care, and what families run themselves."""

from django.db import migrations, models

KINDS = [
    ("programme", "Our programme"), ("comparison", "Comparison site"), ("child_welfare", "Children's aid society"),
    ("hospital", "Hospital"), ("public_health", "Public health"),
    ("mental_health", "Mental health and substance use service"), ("justice", "Probation, parole or corrections"),
    ("shelter", "Women's shelter"), ("housing", "Housing"), ("work", "Work and training"), ("legal", "Legal help"),
    ("family_court", "Somebody beside parents in family court"), ("child_care", "Child care"),
    ("child_mental_health", "Children’s mental health"), ("family_run", "Run by families"),
    ("peer_run", "Recovery centre or clubhouse, or run by peers"), ("other", "Other"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_wall")]
    operations = [migrations.AlterField("agency", "kind", models.TextField(choices=KINDS))]
