"""What went where it should not have gone: for whoever keeps privacy at that agency. Facts are added, never changed."""

from django.db import migrations

from alongside.safekeeping.protection import READERS, Share, can
from alongside.safekeeping.terms import Ability

KEEPS = can(Ability.READ_TRAIL)
MINE = f"{KEEPS} and agency_id = (select safekeeping.my_agency())"
# Asked through the policies of the breach itself: whoever does not see that sees no step of it.
OF_MINE = f"""{KEEPS} and exists (select from stewardship_breach b where b.id = breach_id)
  and (family_id is null or (select safekeeping.keeps_privacy_of(family_id)))"""
OWN_NAME = "recorded_by = (select safekeeping.me())"
TABLES = ("stewardship_breach", "stewardship_breachstep")


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0003_her_copy"), ("consent", "0008_desk")]
    operations = [
        Share("stewardship_breach", read=MINE, write=MINE),
        Share("stewardship_breachstep", read=OF_MINE, write=OF_MINE),
        migrations.RunSQL(
            "\n".join(
                f"create policy own_name on {t} as restrictive for insert to {READERS} with check ({OWN_NAME});"
                for t in TABLES
            ),
            "\n".join(f"drop policy own_name on {t};" for t in TABLES),
        ),
    ]
