"""Over how many days a measure asks ("in the last 2 weeks"), as its own words say."""

from __future__ import annotations

import re

_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "twelve": 12}
_WINDOW = re.compile(rf"\b(?:past|last) (?:(\d+|{'|'.join(_NUMBERS)}) )?({'|'.join(_UNITS)})s?\b", re.I)
_NOW = re.compile(r"^(?:today|right now|this session)\b", re.I)


def recall_days(recall: str) -> int | None:
    """The days a measure looks back over: 14 for "last 2 weeks", 30 for a month, 1 for "right now".

    ``None`` for one that names no stretch of time ("in general", "as on the form").
    """
    found = _WINDOW.search(recall)
    if found is None:
        return 1 if _NOW.match(recall) else None
    many = found[1] or "1"
    return (_NUMBERS.get(many.lower()) or int(many)) * _UNITS[found[2].lower()]
