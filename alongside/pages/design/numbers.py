"""Numbers to call when it cannot wait, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True)
class NumberShown:
    """One number: its name, what is good to know, how it reads and what a telephone dials."""

    name: str
    says: str
    number: str
    dial: str


def numbers() -> list[NumberShown]:
    """Those that the programme keeps (``ALONGSIDE_HELP_LINES``), in its order; no statement."""
    language = get_language() or "en"
    return [
        NumberShown(line.name_in(language), line.says_in(language), line.number, line.dial)
        for line in settings.HELP_LINES
    ]
