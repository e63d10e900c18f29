"""What was asked where she told something, for her copy: the part, the question, and what she picked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from alongside.intake.catalogue import part as part_of


def asked(row: Any) -> Iterator[tuple[str, Any, bool]]:
    """Lines of one thing she told: (what it is, the text, whether the words are hers)."""
    part, language = part_of(row.part), get_language() or "en"
    yield str(_("About")), part.name.said(language) if part else row.part, False
    if part and (question := part.question(row.question)):
        yield str(_("The question")), question.asks.said(language), False
        yield from ((str(_("You chose")), each.words.said(language), True) for each in question.of(row.picked))
