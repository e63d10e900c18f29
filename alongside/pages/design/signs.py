"""Signs between words that are put together on a page."""

from __future__ import annotations

from django.utils.translation import pgettext


def colon() -> str:
    """A colon and its space: French has one before it as well, which does not break."""
    return pgettext("between two words", ": ")
