"""How easily a text reads: for everything that a woman reads before she decides anything (E-03).

English: the school grade of Flesch and Kincaid (1975), 0.39 · words/sentence + 11.8 · syllables/word - 15.59. Grade 6
is what a child of twelve reads. French: Kandel and Moles (1958), 207 - 1.015 · words/sentence - 73.6 · syllables/word;
70 and up is easy. Syllables are counted from groups of vowels, which is right for about nine words in ten and wrong by
one for the others; over a page that evens out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from alongside.recordkeeping.rules import fold

Language = Literal["en", "fr"]

# What counts as easy here: (grade at most, words in a sentence at most), (ease at least, words at most). French needs
# more small words to say the same.
EASY: dict[Language, tuple[float, int]] = {"en": (6.0, 15), "fr": (70.0, 20)}

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"[.!?…:;]+(?=\s|$)|\n+")
_VOWELS = {"en": re.compile(r"[aeiouy]+"), "fr": re.compile(r"[aeiouyœ]+")}
# Two vowels that are said apart, each a syllable of its own: "idea", "being", "serious", "théâtre".
_APART = {
    "en": re.compile(
        r"(?<![ctsgl])i(?=a|ou|o(?!n))|i(?=et)|ua(?=l|t)|eo(?![pu])|(?<=cr)ea|(?<=[aeiou][^aeiou])ea$|[aeiouy](?=ing)"
    ),
    "fr": re.compile(r"é(?=[aâou]|el)|ï|ë"),
}
# A silent e in the middle: "something", "everybody".
_SILENT = re.compile(r"(?<=^som)e|(?<=^ev)e(?=ry)")
# "page", "choses", "parlent"; but not "souvent", "moment", "argent".
_SILENT_END = re.compile(r"(?:[^aeiouyœ]|qu|gu)(?:e|es|(?<!m)(?<!ag)(?<!arg)(?<!souv)ent)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """`level`: school grade (English) or ease (French); `words` in all; `longest`: words of the longest sentence."""

    language: Language
    level: float
    words: int
    longest: int

    @property
    def easy(self) -> bool:
        """A girl of twelve reads it without help."""
        limit, most = EASY[self.language]
        return self.longest <= most and (self.level <= limit if self.language == "en" else self.level >= limit)


def read(text: str, language: Language) -> Reading:
    """How `text` reads. A text without a word reads as easily as can be. Raises ValueError for another language."""
    if language not in EASY:
        raise ValueError(f"language must be one of {', '.join(EASY)}, not {language!r}")
    sentences = _sentences(text)
    count = sum(map(len, sentences))
    if not count:
        return Reading(language, 0.0 if language == "en" else 100.0, 0, 0)
    a_sentence = count / len(sentences)
    a_word = sum(syllables(word, language) for words in sentences for word in words) / count
    level = 0.39 * a_sentence + 11.8 * a_word - 15.59 if language == "en" else 207 - 1.015 * a_sentence - 73.6 * a_word
    return Reading(language, round(level, 1), count, max(map(len, sentences)))


def hard_sentences(text: str, language: Language) -> list[str]:
    """Sentences of `text` with more words than an easy one has, as they stand, for whoever makes them shorter."""
    most = EASY[language][1]
    parts = [part.strip() for part in _END.split(text)]
    return [part for part in parts if len(_WORD.findall(part)) > most]


def syllables(word: str, language: Language) -> int:
    """About how many syllables a word has; one at least."""
    return sum(_part(part, language) for part in re.split(r"-", word)) or 1


def _sentences(text: str) -> list[list[str]]:
    found = [_WORD.findall(part) for part in _END.split(text)]
    return [words for words in found if words]


def _part(word: str, language: Language) -> int:
    apart = len(_APART[language].findall(word.lower()))
    plain = re.sub(r"['’]", "", fold(word))
    count = len(_VOWELS[language].findall(plain)) + apart
    if language == "en":
        count -= len(_SILENT.findall(plain))
        # A silent e at the end ("made", "times"), and a silent -ed ("helped", but not "wanted").
        if re.search(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouycgszx]es$|[^aeioutdy]ed$", plain) and count > 1:
            count -= 1
    elif count > 1 and _SILENT_END.search(plain) and not re.search(r"[éèê]e?s?$", word.lower()):
        count -= 1
    return max(count, 1)
