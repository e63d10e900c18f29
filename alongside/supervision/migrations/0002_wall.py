"""Supervision is the two's who meet, and nobody else's: no part, no agency and no figure opens it (D-I9).

* *the two*: a supervision is read by both; either begins it (naming herself and somebody who works at the same agency),
  either ends it.
* a meeting is where its supervision is.
* a reflection is read by whoever wrote it, and by the other one when it was written for both. It is never changed.

No family, no trail and no report leads here, and none of the roles that read everything in other shapes has a right.
"""

from django.db import migrations

from alongside.safekeeping.protection import READERS, Share

ME = "(select safekeeping.me())"
STAFF = "(select safekeeping.my_kind()) = 'staff'"
MY_AGENCY = "(select safekeeping.my_agency())"
TWO = f"{STAFF} and {ME} in (supervisor_id, colleague_id)"
_HERE = f"exists (select from accounts_colleague c where c.id = {{}} and c.agency_id = {MY_AGENCY})"
BOTH_HERE = f"{_HERE.format('supervisor_id')} and {_HERE.format('colleague_id')}"
WITH_ME = "exists (select from supervision_supervision s where s.id = supervision_id)"  # asked through its own policy

OWN_NAME = "\n".join(
    f"create policy own_name on supervision_{table} as restrictive for insert to {READERS} with check (recorded_by = {ME});"
    for table in ("supervision", "meeting", "reflection")
)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("accounts", "0002_wall"), ("safekeeping", "0002_wall")]
    operations = [
        Share("supervision_supervision", read=TWO, write=f"{TWO} and {BOTH_HERE}", change=["during"]),
        Share("supervision_meeting", read=WITH_ME, write=WITH_ME, change=["standing"]),
        Share(
            "supervision_reflection",
            read=f"{WITH_ME} and (recorded_by = {ME} or for_whom = 'both')",
            write=f"{WITH_ME} and recorded_by = {ME}",
        ),
        migrations.RunSQL(
            OWN_NAME,
            "\n".join(
                f"drop policy own_name on supervision_{table};" for table in ("supervision", "meeting", "reflection")
            ),
        ),
    ]
