"""Words for women before they read them: how it stands, who may do what, and what could be said more easily."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.evaluation.models import WordsForWomen
from alongside.evaluation.rules.for_women import Text
from alongside.pages.design.for_women import Told, languages_of, told
from alongside.wording import rules as wording

STATES: dict[str, Any] = {
    "waits": gettext_lazy("waits to be read by a second person"),
    "released": gettext_lazy("women read it on their pages"),
    "not_yet": gettext_lazy("not yet: somebody asked for a change"),
    "taken_back": gettext_lazy("taken back from their pages"),
}


def state_of(row: WordsForWomen) -> str:
    """waits, released, not_yet or taken_back."""
    if row.taken_back_at:
        return "taken_back"
    return "waits" if row.answered_at is None else "released" if row.released else "not_yet"


@dataclass(frozen=True)
class Line:
    """One of them in a list."""

    url: str
    title: str
    lang: str
    state: str
    waits: bool


def line(row: WordsForWomen) -> Line:
    """One of them in a list."""
    lang = languages_of(row)[0]
    url = reverse("words_for_women", args=[row.pk])
    return Line(url, getattr(row, f"title_{lang}"), lang, str(STATES[state_of(row)]), row.answered_at is None)


def each_language(row: WordsForWomen) -> list[tuple[Told, list[str]]]:
    """As women will read it, in each language it stands in, with what could be said more easily."""
    found = []
    for lang in languages_of(row):
        parts = [getattr(row, f"{part}_{lang}") for part in ("title", "words", "unknown")]
        found.append((told(row, lang), remarks(Text(*parts), lang)))
    return found


def remarks(text: Text, lang: str) -> list[str]:
    """What could be said more easily or more warmly in one language: nothing is ever held up by it."""
    whole = "\n".join(filter(None, (text.title, text.words, text.unknown)))
    if not whole:
        return []
    language: wording.Language = "fr" if lang == "fr" else "en"
    found = [
        _("Could be shorter: “%(sentence)s”") % {"sentence": sentence}
        for sentence in wording.hard_sentences(whole, language)
    ]
    if not found and not wording.read(whole, language).easy:
        found.append(_("A girl of twelve could not read this without help. Shorter words would make it easier."))
    for each in wording.check(whole, audience="woman", language=language):
        if each.level == "ask" or not each.suggestions:
            continue
        said = _("“%(text)s” could also be: %(say)s") % {"text": each.text, "say": ", ".join(each.suggestions[:3])}
        found.append(said)
    return list(dict.fromkeys(found))


def may_be_done(row: WordsForWomen, *, me: uuid.UUID, reads: bool, writes: bool) -> dict[str, bool]:
    """answer, take_back, anew."""
    state = state_of(row)
    return {
        "answer": reads and state == "waits" and row.recorded_by != me,
        "own": reads and state == "waits" and row.recorded_by == me,
        "take_back": state == "released",
        "anew": writes and state != "waits",
    }
