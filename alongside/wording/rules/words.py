"""Looks for words that could hurt, and says what could be said instead. Plain Python: text in, findings out.

What it never does: touch somebody's own words, stop a note from being saved, or count findings per worker.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from alongside.wording.vocabulary import (
    LANGUAGES,
    LEVELS,
    TONE,
    Folded,
    Term,
    fold,
    own_words,
    plainly_other_language,
    vocabulary,
)

Audience = Literal["note", "woman"]
Voice = Literal["staff", "own_words"]
Language = Literal["en", "fr"]
Span = tuple[int, int]

AUDIENCES: tuple[Audience, ...] = ("note", "woman")
VOICES: tuple[Voice, ...] = ("staff", "own_words")
SENTENCE_REACH = 400  # signs looked at on either side of a hit in a sentence that does not end


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that could be said another way.

    `term`: id in the term list; `level`: avoid (suggest a change), caution (the situation decides), ask (information
    only, never counted); `start`, `end`: half-open positions in the text that was given, so `text == given[start:end]`;
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

    `audience` "woman": written to a woman, so tone is read too. `voice` "own_words": hers, nothing is read.
    `language`: only terms of that language; None reads both, each sentence by the terms of its own language where that
    is plain to see. Raises ValueError for a value that is none of these. Time grows in proportion to the length.
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
        likely = _possible(paragraph, terms) if len(paragraph) > 1 else []
        for begin, sentence in _sentences(paragraph) if likely else ():
            hits = _hits_with_scare_quotes(sentence, likely, guess=language is None)
            for hit in _outermost(hits, folded, start + begin, own):
                findings.append(
                    _finding(text, hit.term, *folded.span(start + begin + hit.start, start + begin + hit.end))
                )
        start += len(paragraph) + 1
    return findings


def worst(findings: list[Finding]) -> str | None:
    """The most pressing level among `findings`; None when there are none."""
    found = {finding.level for finding in findings}
    return next((level for level in LEVELS if level in found), None)


def _known(value: object, allowed: tuple[object, ...], name: str) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, not {value!r}")


def _finding(text: str, term: Term, start: int, end: int) -> Finding:
    return Finding(term.id, term.level, start, end, text[start:end], term.say, term.why)


# --- finding hits in one sentence

# A stop, a space and a large letter; not the stop of an initial ("J. claims").
_SENTENCE_END = re.compile(
    r"(?<=[^\s.][^\s.][.!?…]) +(?=[\"'(\[]?[^\W_a-zà-ÿ])|(?<=[.!?…][\"')\]]) +(?=[\"'(\[]?[^\W_a-zà-ÿ])"
)
_STOP = re.compile(r"[.!?…](?=\s|$|\")")
_MARKS = re.compile(r"\"|(?<!\w)'|'(?!\w)")


def _possible(text: str, terms: list[Term]) -> list[Term]:
    """The terms of which a necessary piece stands in `text`, with its marks or without: nearly always few."""
    small = text.lower()
    bare = _MARKS.sub("", small)
    small = small if bare == small else f"{small}\n{bare}"
    return [term for term in terms if not term.keys or any(key in small for key in term.keys)]


def _sentences(paragraph: str) -> Iterator[tuple[int, str]]:
    """The sentences of a paragraph, with where each begins."""
    begin = 0
    for gap in _SENTENCE_END.finditer(paragraph):
        yield begin, paragraph[begin : gap.start()]
        begin = gap.end()
    yield begin, paragraph[begin:]


def _hits_with_scare_quotes(sentence: str, terms: list[Term], guess: bool) -> list[_Hit]:
    """Hits in a sentence; then once more as if there were no quotation marks, so that «she is "clean" now» is seen too.

    Positions are those of the sentence as it stands. (Somebody's own words are taken out afterwards.)
    """
    terms = _possible(sentence, terms)
    hits = list(_hits(sentence, terms, guess)) if terms else []
    if not _MARKS.search(sentence):
        return hits
    # A mark becomes nothing; `kept[i]` is where sign i of the bare sentence stands.
    kept: list[int] = []
    bare: list[str] = []
    done = 0
    for mark in _MARKS.finditer(sentence):
        bare.append(sentence[done : mark.start()])
        kept += range(done, mark.start())
        done = mark.end()
    bare.append(sentence[done:])
    kept += range(done, len(sentence))
    taken = _Spans(_merged([(hit.start, hit.end) for hit in hits]))
    for hit in _hits("".join(bare), terms, guess):
        start, end = kept[hit.start], kept[hit.end - 1] + 1
        if not taken.overlap(start, end):
            hits.append(_Hit(hit.term, start, end))
    return hits


def _hits(sentence: str, terms: list[Term], guess: bool) -> Iterator[_Hit]:
    protected: _Spans | None = None
    foreign: dict[tuple[str, str], bool] = {}
    for term in terms:
        excepted: _Spans | None = None
        for match in term.pattern.finditer(sentence):
            start, end = match.span()
            if start == end:
                continue
            if protected is None:
                protected = _spans_of(vocabulary().protected, sentence)
            if excepted is None:
                excepted = _spans_of(term.unless, sentence)
            if protected.overlap(start, end) or excepted.overlap(start, end):
                continue
            around = _around(sentence, start, end)
            if term.without and term.without.search(around) and not (term.despite and term.despite.search(around)):
                continue
            if guess:
                key = (term.language, around)
                if key not in foreign:
                    foreign[key] = plainly_other_language(around, term.language)
                if foreign[key]:
                    continue
            yield _Hit(term, start, end)


def _around(sentence: str, start: int, end: int) -> str:
    """The sentence of a hit; of one that does not end, the part around it."""
    if len(sentence) <= 2 * SENTENCE_REACH:
        return sentence
    low, high = max(0, start - SENTENCE_REACH), min(len(sentence), end + SENTENCE_REACH)
    for stop in _STOP.finditer(sentence, low, start):
        low = stop.end()
    after = _STOP.search(sentence, end, high)
    return sentence[low : after.start() if after else high]


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
