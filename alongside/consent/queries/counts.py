"""How many families share with whom: figures for whoever reports, which tell of no family."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True)
class Sharing:
    """One agency, or all together (``agency`` is None), as it stood when the month ``until`` began.

    ``agreed``: families with an agreement in force; ``went``: families of whom something went there in the twelve
    months before. Both are rounded to fives. ``None`` stands for a number that would say something of a few families:
    with ``few_…`` there are fewer than five (or none); without it, it is kept back because of the numbers beside it.
    """

    until: date
    agency: uuid.UUID | None
    agreed: int | None
    went: int | None
    few_agreed: bool
    few_went: bool


def sharing_counts() -> list[Sharing]:
    """All together first, then each agency we work with; nothing for anybody who does not report. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.sharing_counts()")
        return [Sharing(*row) for row in cursor.fetchall()]
