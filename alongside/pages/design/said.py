"""What methods said in a result, in the language of the page: sentences with their numbers, labels, cells of tables.

What a file calls things stays as it is. What has no words here yet, or was kept before sentences knew what they were
made of, stays English, and says so to whoever listens to the page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from alongside.evaluation.analyse.figure import Words
from alongside.evaluation.analyse.printing import figure_of
from alongside.evaluation.analyse.saying import say
from alongside.pages.design.drawing_words import LABELS, in_page_language
from alongside.pages.design.result_words import SIGN, WORDS

CONTEXT = "in a result"  # as `alongside messages` collects what methods say
_LETTER = re.compile(r"[^\W\d_]")
_SIGN = re.compile(SIGN)


@dataclass(frozen=True)
class Spoken:
    """Words, and their language where it is not the page's."""

    text: str
    lang: str = ""

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> SafeString:
        told = escape(self.text)
        return SafeString(f'<span lang="{self.lang}">{told}</span>' if self.lang else told)


class Tongue:
    """How a result speaks on this page.

    ``said``: what its sentences were made of, as the result keeps it. ``own``: what the study itself calls things,
    which stays as it is though it may be a word of ours.
    """

    def __init__(self, said: Mapping[str, Any] | None = None, own: Collection[str] = ()) -> None:
        self.said, self.own = said or {}, frozenset(own)
        self.english = (get_language() or "en").startswith("en")
        self.page = in_page_language()

    def of(self, words: object) -> Spoken:
        """A sentence, a label, or what a file calls something."""
        text = str(words)
        if text in self.own:
            return Spoken(text)
        if self.english:
            return Spoken(self.page.of(text))
        if text in self.said:
            return self._sentence(text)
        if not _LETTER.search(text):
            return Spoken(self.page.number(text))
        if text in WORDS:
            return Spoken(_translated(text))
        label = self.page.of(text)
        return Spoken(label, "" if label != text or text in LABELS or _SIGN.fullmatch(text) else "en")

    def _sentence(self, text: str) -> Spoken:
        template, values = self.said[text]["template"], self.said[text]["values"]
        told = _translated(template)
        if told == template and has_words(template):
            return Spoken(text, "en")
        try:
            return Spoken(say(told, values, _translated, comma=self.page.comma))
        except (KeyError, ValueError, TypeError):  # kept by a version that knew other values
            return Spoken(text, "en")

    def cell(self, value: object) -> Spoken:
        """A cell of a table: a number as the page writes it, or words; a dash for nothing."""
        if value is None or value == "":
            return Spoken("–")
        return self.of(figure_of(value)) if isinstance(value, str | bool) else Spoken(self.page.number(value))

    def p(self, value: float | None) -> str:
        """A p value as sentences have it, without its sign."""
        told = "–" if value is None else say("{p:p}", {"p": value}, comma=self.page.comma)
        return told.removeprefix("p = ").removeprefix("p ")

    def words(self) -> Words:
        """The same for a drawing."""
        return Words(lambda words: self.of(words).text, self.page.comma)


def has_words(template: str) -> bool:
    """There is more in it than places to fill and signs."""
    return bool(_LETTER.search(re.sub(r"\{[^{}]*\}", "", template)))


def _translated(template: str) -> str:
    if has_words(template):
        return pgettext(CONTEXT, template)
    # French has its own quotation marks, and a space that does not break before a colon and a semicolon.
    quoted = template.replace("“", "«\u00a0").replace("”", "\u00a0»")
    return re.sub(r"(?<=\})([:;])", "\u00a0\\1", quoted)
