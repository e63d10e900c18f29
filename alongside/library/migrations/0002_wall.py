"""Everybody signed in reads what sessions are called here; whoever keeps the instruments says it."""

from django.db import migrations

from alongside.safekeeping.protection import SIGNED_IN, Share, can
from alongside.safekeeping.terms import Ability


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial"), ("safekeeping", "0002_wall")]
    operations = [Share("library_sessiontitle", read=SIGNED_IN, write=can(Ability.KEEP_INSTRUMENTS))]
