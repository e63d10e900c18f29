"""What women read of a study, as it stands on her page and before whoever reads it first: one way to show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from alongside.evaluation.analyse.figure import Words
from alongside.evaluation.models import WordsForWomen
from alongside.pages.design.drawing_words import in_page_language
from alongside.pages.design.drawings import drawn

LANGUAGES = {"en": "en", "fr": "fr-ca"}


@dataclass(frozen=True)
class Told:
    """It in one language. ``other``: it stands in no other one, and the reader's is another."""

    id: str
    lang: str
    title: str
    words: str
    unknown: str
    drawings: list[SafeString | str]
    what_not: str
    other: bool = False


def languages_of(row: WordsForWomen) -> list[str]:
    """In which languages it stands: en, fr or both."""
    return [language for language in LANGUAGES if getattr(row, f"words_{language}")]


def told(row: WordsForWomen, language: str) -> Told:
    """It in ``language`` (en or fr); in the one that there is where it stands in no other."""
    there = languages_of(row)
    lang = language if language in there else there[0]
    names = {code: said[lang == "fr"] for code, *said in row.names}
    # The drawing speaks the language of its text, not of the page around it.
    with override(LANGUAGES[lang]):
        whole = _("What the text says, as a drawing. Each number stands in the table below.")
        pictures = [
            drawn(each, whole, f"learned-{row.pk.hex[-8:]}-{lang}-{n}", words=_named(names))
            for n, each in enumerate(row.drawings)
        ]
        what_not = _("What we do not know")
    title, words, unknown = (getattr(row, f"{part}_{lang}") for part in ("title", "words", "unknown"))
    return Told(f"{row.pk.hex[-8:]}-{lang}", lang, title, words, unknown, pictures, what_not, other=lang != language)


def _named(names: Mapping[str, str]) -> Words:
    page = in_page_language()
    return Words(lambda words: names.get(words) or page.say(words), page.comma)
