"""Verbs of reports: working the tallies out anew."""

from __future__ import annotations

from django.db import connections, transaction


def derive_tallies(*, using: str = "default") -> int:
    """All that reports are counted from, anew from the rows, while nobody counts; answers how many tallies are kept.

    For the loader alone (42501 for any other role): at the end of a load, and when `alongside doctor --mend` is asked.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("select safekeeping.derive_tallies()")
        return int(cursor.fetchone()[0])
