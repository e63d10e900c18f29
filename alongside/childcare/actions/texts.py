"""Texts of a form: cleaned, not too long, and there where they are needed."""

from __future__ import annotations

from alongside.families.rules import clean
from alongside.recordkeeping.rules import Refused

LINE = 300
WORDS = 2_000


def text(value: str, field: str, *, needed: str = "", longest: int = WORDS) -> str:
    """``value`` cleaned. Raises ``Refused``: ``too_long``, or ``needed`` where nothing is left."""
    said: str = clean(value)
    if len(said) > longest:
        raise Refused("too_long", field=field, limit=longest, length=len(said))
    if needed and not said:
        raise Refused(needed, field=field)
    return said
