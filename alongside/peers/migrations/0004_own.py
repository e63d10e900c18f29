"""A peer's own wellness plan, and what she learns.

* *wellness*: hers alone. Besides herself only those read it whom she named, and only while they look after peer supporters
  here; she can name nobody else. No manager, no report, no woman and no other peer finds a sign of one.
* *learning*: hers; whoever looks after peer supporters here reads it where she said so. Nobody writes it for her.

When she is a peer supporter no longer, nobody but herself reads either.

Both are changed in place: no version of before stays, and nothing counts them.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from alongside.safekeeping.protection import READERS, Share

WELLNESS, LEARNING = "peers_peerwellness", "peers_peerlearning"
ME = "(select safekeeping.me())"
MINE = f"(select safekeeping.my_kind()) = 'staff' and colleague_id = {ME}"
# Whoever looks after peer supporters here, of those who are peer supporters here today.
LOOKS_AFTER = "colleague_id in (select p.colleague from safekeeping.peer_places() p)"
LEARN = [("child_development", "how children grow, and what fits their age"), ("cues", "reading a child’s cues"), ("systems", "how child welfare, courts, schools and clinics work"), ("challenges", "what is hard about being a parent"), ("presence", "being there, without judging"), ("her_expertise", "letting her be the expert on her own life"), ("validating", "saying back what she said, and believing her"), ("limits", "saying openly what I can and cannot do"), ("resources", "finding help for a family, and showing how"), ("navigating", "going along through offices and appointments"), ("sharing", "telling of my own life so that it helps her"), ("every_day", "help with every day: home, time, school, doctor, evening"), ("own_wellness", "looking after my own recovery")]  # fmt: skip
TEXTS = {"well": "what keeps her well", "signs": "how she notices that it is too much", "helps": "what helps her then", "asks": "what others can do, and better not"}  # fmt: skip
# To whom she can show it: asked again where she writes, and where they read.
TO_THEM = "shown_to <@ array(select s.colleague from safekeeping.who_supervises_peers() s)"


def _colleague() -> models.OneToOneField:
    return models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="accounts.colleague")  # fmt: skip


def _codes() -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(base_field=models.TextField(choices=LEARN), blank=True, default=list, size=None)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_colleague_codes"), ("peers", "0003_reads_alone")]
    operations = [
        migrations.CreateModel(
            name="PeerLearning",
            fields=[
                ("colleague", _colleague()),
                ("wants", _codes()),
                ("had", _codes()),
                ("home", _codes()),
                ("words", models.TextField(blank=True, default="", help_text="which training, when; how she learns best")),
                ("shown", models.BooleanField(default=False, help_text="whoever looks after peer supporters may read it")),
            ],
        ),
        migrations.CreateModel(
            name="PeerWellness",
            fields=[
                ("colleague", _colleague()),
                *((name, models.TextField(blank=True, default="", help_text=said)) for name, said in TEXTS.items()),
                ("shown_to", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, help_text="who may read it, as she says today", size=None)),
            ],
        ),
        Share(
            WELLNESS,
            read=f"({MINE}) or ({ME} = any (shown_to) and {LOOKS_AFTER})",
            write=MINE,
            change=[*TEXTS, "shown_to"],
        ),
        Share(
            LEARNING,
            read=f"({MINE}) or (shown and {LOOKS_AFTER})",
            write=MINE,
            change=["wants", "had", "home", "words", "shown"],
        ),
        migrations.RunSQL(
            f"""
            create policy to_them on {WELLNESS} as restrictive for insert to {READERS} with check ({TO_THEM});
            create policy to_them_later on {WELLNESS} as restrictive for update to {READERS} using (true) with check ({TO_THEM});
            """,
            f"drop policy to_them on {WELLNESS}; drop policy to_them_later on {WELLNESS};",
        ),
    ]  # fmt: skip
