"""Two people wrote in one letter: what each of them wrote, side by side."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from alongside.consent import actions as consent
from alongside.consent.models import LetterPart
from alongside.pages.design.kinds import KINDS
from alongside.pages.worker.writing.leaving import PartForm, open_letter
from alongside.pages.worker.writing.letter_forms import WithHerForm, came_choices, header
from alongside.safekeeping.terms import Category

_TEXTS = ("strengths", "concerns", "her_words")


class Part:
    """What a letter says of one kind of record."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        self.letter = open_letter(family, aside.target)
        self.written, self.version = aside.written, self.letter.version
        self.category = int(self.written["category"])
        self.heading = KINDS[Category(self.category)]
        now = next((part for part in self.letter.parts.all() if part.category == self.category), LetterPart())
        self.yours = PartForm(kind=self.letter.kind, initial=self.written).answers()
        self.theirs = PartForm(kind=self.letter.kind, initial={name: getattr(now, name) for name in _TEXTS}).answers()

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on."""
        texts = {name: self.written[name] for name in _TEXTS}
        return consent.write_part(letter=self.letter, base_version=base, category=self.category, **texts, **who)


class WithHer:
    """How a letter was read with her."""

    def __init__(self, family: uuid.UUID, aside: Any) -> None:
        self.letter = open_letter(family, aside.target)
        self.written, self.version, self.heading = aside.written, self.letter.version, _("Read it with her")
        came = came_choices(family) if self.letter.agency else []
        self.yours = WithHerForm(initial=self.written, came=came).answers()
        self.theirs = WithHerForm(initial=header(self.letter), came=came).answers()

    def use(self, base: int, **who: Any) -> Any:
        """What was written stands from now on."""
        return consent.change_letter(letter=self.letter, base_version=base, values=self.written, **who)
