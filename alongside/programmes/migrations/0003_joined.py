"""A session that was held is tied to the one of ours at which it was said who came; a group's plan can be adapted.

* *once*: one of our sessions stands once with a delivery. Whoever ties it reads it: one of another agency is not there.
* *with the group*: what was done with the plan of a group names nobody; whoever reads the group reads it, and those of us
  who work with families add to it. Nothing of it is changed or taken away.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import alongside.recordkeeping.models
from alongside.safekeeping.protection import READERS, Share, can
from alongside.safekeeping.terms import Ability

TURN, HELD = "programmes_groupturn", "programmes_sessionheld"
GROUP = f"exists (select from programmes_groupdelivery g where g.id = {TURN}.group_id{{}})"
WORKS = can(Ability.WORK_WITH_FAMILIES)
OURS = GROUP.format(" and g.agency_id = (select safekeeping.my_agency())")
WHAT = [("left_out", "left out"), ("put_back", "taken in again"), ("added", "added"), ("other_order", "in another order"), ("paused", "resting"), ("taken_up", "taken up again"), ("ended", "ended earlier, as she wished"), ("completed", "all done")]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_wall"), ("services", "0003_moving")]
    operations = [
        migrations.CreateModel(
            name="GroupTurn",
            fields=[
                ("id", models.UUIDField(default=alongside.recordkeeping.models.new_id, editable=False, primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("recorded_by", models.UUIDField(editable=False)),
                ("what", models.TextField(choices=WHAT)),
                ("on", models.DateField()),
                ("numbers", django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), help_text="of sessions", size=None)),
                ("why", models.TextField(blank=True, default="", help_text="why; what an added session is")),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="programmes.groupdelivery")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["left_out", "put_back", "added", "other_order"])),
                        name="programmes_groupturn_what",
                    )
                ]
            },
        ),
        migrations.AddField(
            "sessionheld",
            "session",
            models.ForeignKey(blank=True, help_text="at which it was said who came", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="services.session"),
        ),
        migrations.AddConstraint(
            "sessionheld",
            models.UniqueConstraint(
                condition=models.Q(("session__isnull", False), ("superseded_at", None)),
                fields=("delivery", "session"),
                name="programmes_held_once",
            ),
        ),
        Share(
            TURN,
            read=GROUP.format(""),
            write=f"{WORKS} and recorded_by = (select safekeeping.me()) and {OURS}",
        ),
        migrations.RunSQL(
            f"""
            create policy of_ours on {HELD} as restrictive for insert to {READERS} with check (
              session_id is null or exists (select from services_session s where s.id = {HELD}.session_id));
            """,
            f"drop policy of_ours on {HELD};",
        ),
    ]  # fmt: skip
