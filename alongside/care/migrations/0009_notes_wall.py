"""Things she mentioned behind the wall, and what a note's new columns are for the wall: part of the note.

What hangs on such a thing is about the same person and of the same kind of record, and is read by whoever reads it. Nobody
outside reads either: it is what she said in passing, kept so that somebody remembers to ask her. What stands in a note is read
by whoever reads the note as it stands now, and is filed with it; its words are never changed.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within

SOMEBODY = ("families_person.id", "families_dyad.id")
THING = "care_mentioned"
TURN = "care_mentionedturn"
OURS = "(select safekeeping.my_kind()) = 'staff'"
# What was said in a note is read with the note, and goes along when the note is put right or filed under another kind.
NOTED = f"""({THING}.contact_id is null or exists (
  select from care_contact k where k.id = {THING}.contact_id and k.superseded_at is null))"""
_OF = f"exists (select from {THING} m where m.id = {TURN}.mentioned_id{{}})"
_SAME = _OF.format(
    f" and m.family_id = {TURN}.family_id and m.subject = {TURN}.subject and m.category = {TURN}.category"
)

WALL = f"""
create policy ours on {THING} as restrictive for select to {EVERY_SHAPE} using ({OURS} and {NOTED});
create policy ours_to_add on {THING} as restrictive for insert to {READERS} with check ({OURS});
create policy as_its_thing on {TURN} as restrictive for select to {EVERY_SHAPE} using ({OURS} and {_OF.format("")});
create policy as_its_thing_add on {TURN} as restrictive for insert to {READERS} with check ({OURS} and {_SAME});
create policy as_its_thing_change on {TURN} as restrictive for update to {READERS} using (true) with check ({OURS} and {_SAME});
"""


class Migration(migrations.Migration):
    dependencies = [("care", "0008_notes"), ("families", "0002_wall")]
    operations = [
        Protect(THING, subject="subject", category="category", change=("contact_id", "subject", "category")),
        Within(THING, subject=SOMEBODY, contact_id="care_contact.id"),
        Protect(TURN, subject="subject", category="category", change=("subject", "category")),
        Within(TURN, mentioned_id=f"{THING}.id"),
        migrations.RunSQL(
            WALL,
            f"drop policy ours on {THING}; drop policy ours_to_add on {THING}; drop policy as_its_thing on {TURN};"
            f" drop policy as_its_thing_add on {TURN}; drop policy as_its_thing_change on {TURN};",
        ),
    ]
