"""Days in words. French calls the first of a month *premier*: "1er mars", and every other day by its number."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_DAY = re.compile(r"(?<!\\)j")  # the day's number in Django's letters, unless it stands for itself


def day_format(day: Any, format: Any) -> str:
    """``format`` (a name such as "DATE_FORMAT", or Django's letters) as this very day is written in this language."""
    letters = str(formats.get_format(str(format)))
    first = getattr(day, "day", 0) == 1
    return _DAY.sub(r"j\\e\\r", letters) if first and (get_language() or "").startswith("fr") else letters


def date_format(day: date, format: str = "DATE_FORMAT") -> str:
    """As Django's ``date_format``, with the first of a month as French has it."""
    return formats.date_format(day, day_format(day, format))


def days_of(during: Any) -> str:
    """A stretch of days in words: "from 1 March 2025", "from 1 March 2025 to 4 May 2025"."""
    first, after = (during.lower, during.upper) if hasattr(during, "lower") else during
    said = _("from %(first)s") % {"first": date_format(first, "DATE_FORMAT")}
    if after is None:
        return said
    last = date_format(after - timedelta(days=1), "DATE_FORMAT")
    return _("%(from)s to %(last)s") % {"from": said, "last": last}
