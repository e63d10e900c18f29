"""What was brought over before: for those who may import at that agency, where they are not kept out of the file."""

from django.db import migrations

from alongside.safekeeping.protection import Share, can
from alongside.safekeeping.terms import Ability

IMPORTS = f"""{can(Ability.IMPORT)} and agency = (select safekeeping.my_agency())
  and family_id <> all ((select safekeeping.my_exclusions())::uuid[])"""


class Migration(migrations.Migration):
    dependencies = [("stewardship", "0001_initial"), ("families", "0002_wall")]
    operations = [Share("stewardship_importedkey", read=IMPORTS, write=IMPORTS)]
