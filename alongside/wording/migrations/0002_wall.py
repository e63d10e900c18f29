"""Texts are read by everybody at the programme; the council says what it thinks; pay is seen by its member and manager."""

from django.db import migrations

from alongside.safekeeping.protection import SIGNED_IN, Share, can
from alongside.safekeeping.terms import Ability

COUNCIL = f"({can(Ability.REVIEW_WORDS)} or {can(Ability.SEND_WORDS)})"
MANAGES = can(Ability.KEEP_ACCOUNTS)


class Migration(migrations.Migration):
    dependencies = [("wording", "0001_initial"), ("safekeeping", "0002_wall")]
    operations = [
        Share("wording_counciltext", read=SIGNED_IN, write=COUNCIL),
        Share("wording_review", read=SIGNED_IN, write=can(Ability.REVIEW_WORDS)),
        Share(
            "wording_councilpay",
            read=f"member = (select safekeeping.me()) or {MANAGES}",
            write=MANAGES,
            change=["paid_on"],
        ),
    ]
