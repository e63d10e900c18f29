"""Who keeps the privacy of a file, as a policy asks it: one index look-up for each row, and no function."""

from alongside.safekeeping.protection import can
from alongside.safekeeping.terms import Ability


def keeps_privacy(table: str) -> str:
    """SQL: whoever is signed in reads the trail, and is let into the whole file of this row of ``table``."""
    return (
        f"{can(Ability.READ_TRAIL)} and exists (select from safekeeping_cell c where c.family = {table}.family_id"
        f" and c.subject = {table}.family_id and c.principal = (select safekeeping.me())"
        " and c.valid @> statement_timestamp())"
    )
