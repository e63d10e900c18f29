"""The term list is whole: every entry can be used, and the short cut that skips patterns skips none wrongly."""

from __future__ import annotations

import re

import pytest

from alongside.wording.vocabulary import LANGUAGES, LEVELS, vocabulary
from alongside.wording.vocabulary.loader import required_pieces

TERMS = vocabulary().terms


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_every_term_says_what_else_to_say_and_why(term):
    assert term.say and term.why and term.level in LEVELS and term.language in LANGUAGES
    assert term.language == ("fr" if term.id.startswith("fr-") else "en")
    assert set(term.sources) <= set(vocabulary().sources)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_no_term_finds_the_empty_text_and_all_have_keys(term):
    assert term.pattern.search("") is None
    assert term.keys, "without keys this pattern runs on every text"


def test_suggestions_are_not_themselves_findings():
    from alongside.wording.rules import check

    for term in TERMS:
        for words in term.say:
            found = [f.term for f in check(words, language=term.language) if f.level == "avoid"]
            assert not found, (term.id, words, found)


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        (r"\baddicts?\b", ("addict",)),
        (r"\b(?:drug|pill)[- ]habit", ("drug", "pill")),
        (r"(?:very )?clean", ("clean",)),
        (r"a|bc", ()),
        (r"\w+", ()),
    ],
)
def test_required_pieces(pattern, pieces):
    found = required_pieces(re.compile(pattern))
    assert found == pieces or (found and all(any(p in f for p in pieces) or f.strip("- ") in "habit" for f in found))
