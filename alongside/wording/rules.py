"""Looks for words that could hurt, and says what could be said instead. Plain Python: text in, findings out.

What it never does: touch somebody's own words, stop a note from being saved, or count findings per worker.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from alongside.wording.vocabulary import LANGUAGES, LEVELS, TONE, Folded, Term, fold, own_words, vocabulary

Audience = Literal["note", "woman"]
Voice = Literal["staff", "own_words"]
Language = Literal["en", "fr"]
Span = tuple[int, int]

AUDIENCES: tuple[Audience, ...] = ("note", "woman")
VOICES: tuple[Voice, ...] = ("staff", "own_words")
SENTENCE_REACH = 400  # signs looked at on either side of a hit for the rest of its sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that could be said another way.

    `term`: id in the term list; `level`: avoid (suggest a change), caution (the situation decides), ask (information only,
    never counted); `start`, `end`: half-open positions in the text that was given, so `text == given[start:end]`;
    `suggestions`: what could be said; `why`: one sentence.
    """

    term: str
    level: str
    start: int
    end: int
    text: str
    suggestions: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class _Hit:
    term: Term
    start: int
    end: int


class _Spans:
    """Sorted spans that do not overlap each other, asked many times."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def overlap(self, start: int, end: int) -> bool:
        """Does [start, end) share a sign with one of them?"""
        i = bisect_left(self._starts, end)
        return i > 0 and self._spans[i - 1][1] > start


def check(
    text: str, *, audience: Audience = "note", voice: Voice = "staff", language: Language | None = None
) -> list[Finding]:
    """Findings in `text`, in the order they stand in it.

    `audience` "woman": written to a woman, so tone is read too. `voice` "own_words": hers, nothing is read. `language`: only
    terms of that language; None reads both, each sentence by the terms of its own language where that is plain to see.
    Raises ValueError for a value that is none of these. Time grows in proportion to the length of the text.
    """
    _known(audience, AUDIENCES, "audience")
    _known(voice, VOICES, "voice")
    _known(language, (None, *LANGUAGES), "language")
    if voice == "own_words" or not text.strip():
        return []
    terms = [
        term
        for term in vocabulary().terms
        if (language is None or term.language == language) and (term.group != TONE or audience == "woman")
    ]
    folded = fold(text)
    own = _Spans(own_words(text))
    findings: list[Finding] = []
    start = 0
    for paragraph in folded.text.split("\n"):
        if paragraph:
            hits = _hits_with_scare_quotes(paragraph, terms, guess=language is None)
            for hit in _outermost(hits, folded, start, own):
                findings.append(_finding(text, hit.term, *folded.span(start + hit.start, start + hit.end)))
        start += len(paragraph) + 1
    return findings


def worst(findings: list[Finding]) -> str | None:
    """The most pressing level among `findings`; None when there are none."""
    return min((f.level for f in findings), key=lambda level: [*LEVELS].index(level), default=None)


def _known(value: object, allowed: tuple[object, ...], name: str) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, not {value!r}")


def _finding(text: str, term: Term, start: int, end: int) -> Finding:
    return Finding(term.id, term.level, start, end, text[start:end], term.say, term.why)


# --- finding hits in one paragraph

_MARKS = re.compile(r"\"|(?<!\w)'|'(?!\w)")


def _hits_with_scare_quotes(paragraph: str, terms: list[Term], guess: bool) -> list[_Hit]:
    """Hits in a paragraph; then once more as if there were no quotation marks, so that «she is "clean" now» is seen too.

    Positions are those of the paragraph as it stands. (Somebody's own words are taken out afterwards.)
    """
    hits = list(_hits(paragraph, terms, guess))
    if not _MARKS.search(paragraph):
        return hits
    # A mark becomes nothing; `kept[i]` is where sign i of the bare paragraph stands.
    kept: list[int] = []
    bare: list[str] = []
    done = 0
    for mark in _MARKS.finditer(paragraph):
        bare.append(paragraph[done : mark.start()])
        kept += range(done, mark.start())
        done = mark.end()
    bare.append(paragraph[done:])
    kept += range(done, len(paragraph))
    taken = _Spans(_merged([(hit.start, hit.end) for hit in hits]))
    for hit in _hits("".join(bare), terms, guess):
        start, end = kept[hit.start], kept[hit.end - 1] + 1
        if not taken.overlap(start, end):
            hits.append(_Hit(hit.term, start, end))
    return hits


def _hits(paragraph: str, terms: list[Term], guess: bool) -> Iterator[_Hit]:
    small = paragraph.lower()
    protected: _Spans | None = None
    for term in terms:
        if term.keys and not any(key in small for key in term.keys):
            continue
        excepted: _Spans | None = None
        for match in term.pattern.finditer(paragraph):
            start, end = match.span()
            if start == end:
                continue
            if protected is None:
                protected = _spans_of(vocabulary().protected, paragraph)
            if excepted is None:
                excepted = _spans_of(term.unless, paragraph)
            if protected.overlap(start, end) or excepted.overlap(start, end):
                continue
            if _spared_by_its_sentence(term, paragraph, start, end, guess):
                continue
            yield _Hit(term, start, end)


def _spans_of(pattern: re.Pattern[str] | None, text: str) -> _Spans:
    return _Spans([match.span() for match in pattern.finditer(text)] if pattern else [])


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


_SENTENCE_END = re.compile(r"[.!?…](?=\s|$|\")")


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around [start, end), at most SENTENCE_REACH signs on either side."""
    low, high = max(0, start - SENTENCE_REACH), min(len(text), end + SENTENCE_REACH)
    for stop in _SENTENCE_END.finditer(text, low, start):
        low = stop.end()
    stop_after = _SENTENCE_END.search(text, end, high)
    return text[low : stop_after.start() if stop_after else high]


def _spared_by_its_sentence(term: Term, text: str, start: int, end: int, guess: bool) -> bool:
    if term.without is None and not guess:
        return False
    sentence = _sentence(text, start, end)
    if term.without and term.without.search(sentence) and not (term.despite and term.despite.search(sentence)):
        return True
    return guess and _other_language(sentence, term.language)


# --- which language a sentence is in, by its small words

_SMALL_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "the a an and or of to in on at for with by from is was are were be been has have had she he they her his their "
        "him them it this that who which not no do does did will would can could should about after before into out up "
        "we our you your my i as than then there when where what all also again very".split()
    ),
    "fr": frozenset(
        "le la les un une des du de et ou en dans sur avec par pour est était sont été être ont avait elle il elles ils "
        "sa ses leur leurs lui ce cet cette ces qui que dont ne pas nous vous tu je se au aux mais très chez "
        "depuis après avant encore toujours aussi mère l d qu n j c".split()
    ),
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def _other_language(sentence: str, language: str) -> bool:
    """Is this plainly a sentence of the other language? A mixed one is not."""
    words = [word.lower() for word in _WORD.findall(sentence)]
    mine = sum(word in _SMALL_WORDS[language] for word in words)
    other = sum(word in small for lang, small in _SMALL_WORDS.items() if lang != language for word in words)
    return other > 2 * mine


# --- one finding per place


def _outermost(hits: list[_Hit], folded: Folded, shift: int, own: _Spans) -> list[_Hit]:
    """Without somebody's own words; and a longer hit hides the hits inside it."""
    kept: list[_Hit] = []
    reach = -1
    reaching: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.term.group != TONE, h.term.language)):
        if own.overlap(*folded.span(shift + hit.start, shift + hit.end)):
            continue
        if hit.end < reach or (hit.end == reach and reaching[-1].start < hit.start):
            continue
        same = [k for k in reaching if (k.start, k.end) == (hit.start, hit.end)]
        if any(k.term.id == hit.term.id or k.term.language != hit.term.language or k.term.group == TONE for k in same):
            continue  # the same words twice: once in each language, or already said more precisely for her
        if hit.end > reach:
            reaching = []
        reach = hit.end
        reaching.append(hit)
        kept.append(hit)
    return kept
