"""How a rule of families answers: allowed or not, why, about which field, and what deserves a second look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alongside.families.terms import Because
from alongside.recordkeeping.rules import Decision

# Nobody alive today was born, and no order was made, before this year: a mistyped year ("0024", "1024").
FIRST_YEAR = 1900
LAST_YEAR = 2200


@dataclass(frozen=True)
class Checked(Decision):
    """A ``Decision`` with the field it is about, and ``warnings`` (codes of ``SecondLook``) that hold nothing up."""

    field: str = ""
    warnings: tuple[str, ...] = ()


def allow(*warnings: str) -> Checked:
    """Yes; ``warnings`` are shown beside it."""
    return Checked(True, "", "", tuple(warnings))


def refuse(because: str, field: str = "") -> Checked:
    """No, and why."""
    return Checked(False, str(because), field)


def check_year(day: date | None, field: str) -> Checked:
    """Refuses a year that nobody can have meant; a missing day is fine."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        return refuse(Because.UNLIKELY_YEAR, field)
    return allow()
