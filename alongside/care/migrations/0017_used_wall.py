"""When she has used, behind the wall: as the event itself, and for nobody outside.

Besides the usual rule (let into the file, and a part that reads about using):

* *ours or hers*: our own people, and she herself on her own page. She reads there what was written to each step but one: what
  has to be told is said to her by a person first, and stands in the ledger of what left once it has.
* *as its event*: whoever does not read the event reads nothing of it; a step is about the same woman.
* *hers alone*: nobody asks for somebody in her name. She takes it back herself; her people write that they were with her.
"""

from django.db import migrations

from alongside.safekeeping.protection import EVERY_SHAPE, READERS, Protect, Within
from alongside.safekeeping.terms import Category

USED, ASKED = "care_usedanswer", "care_askedtoday"
ME = "(select safekeeping.my_person())"  # only for a woman signed in as herself
OURS = "(select safekeeping.my_kind()) = 'staff'"
EVENT = f"exists (select from enrolment_returntouse e where e.id = {USED}.event_id{{}})"
SAME = EVENT.format(f" and e.family_id = {USED}.family_id and e.woman_id = {USED}.woman_id")
BY_HERSELF = f"{ASKED}.woman_id = {ME} and {ASKED}.recorded_by = (select safekeeping.me())"

WALL = f"""
create policy ours_or_hers on {USED} as restrictive for select to {EVERY_SHAPE} using (
  {OURS} or {USED}.woman_id = {ME} and {USED}.step <> 'tell');
create policy ours_to_say on {USED} as restrictive for insert to {READERS} with check ({OURS});
create policy as_its_event on {USED} as restrictive for select to {EVERY_SHAPE} using ({EVENT.format("")});
create policy as_its_event_add on {USED} as restrictive for insert to {READERS} with check ({SAME});

create policy ours_or_hers on {ASKED} as restrictive for select to {EVERY_SHAPE} using ({OURS} or {ASKED}.woman_id = {ME});
create policy hers_add on {ASKED} for insert to {READERS} with check ({BY_HERSELF});
create policy hers_alone on {ASKED} as restrictive for insert to {READERS} with check ({BY_HERSELF});
create policy hers_change on {ASKED} for update to {READERS} using ({ASKED}.woman_id = {ME}) with check (
  {ASKED}.woman_id = {ME} and {ASKED}.settled_as = 'taken_back');
create policy own_settling on {ASKED} as restrictive for update to {READERS} using ({ASKED}.settled_at is null) with check (
  {ASKED}.settled_by = (select safekeeping.me()));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0016_used"),
        ("consent", "0002_wall"),
        ("enrolment", "0002_wall"),
    ]
    operations = [
        Protect(USED, subject="woman_id", category=Category.SUD),
        Within(
            USED,
            woman_id="families_woman.person_id",
            event_id="enrolment_returntouse.id",
            contact_id="care_contact.id",
            report_id="consent_dutyreport.id",
        ),
        Protect(ASKED, subject="woman_id", category=Category.SUD, change=("settled_as", "settled_at", "settled_by")),
        Within(ASKED, woman_id="families_woman.person_id"),
        migrations.RunSQL(
            WALL,
            f"drop policy ours_or_hers on {USED}; drop policy ours_to_say on {USED}; drop policy as_its_event on {USED};"
            f" drop policy as_its_event_add on {USED}; drop policy ours_or_hers on {ASKED}; drop policy hers_add on {ASKED};"
            f" drop policy hers_alone on {ASKED}; drop policy hers_change on {ASKED}; drop policy own_settling on {ASKED};",
        ),
    ]
