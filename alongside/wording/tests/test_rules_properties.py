"""What holds for any text."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.wording.rules import check

INVENTED = json.loads((Path(__file__).parent / "data" / "invented_sentences.json").read_text(encoding="utf-8"))
HURTING = [text for texts in INVENTED["note"]["flag"].values() for text in texts]
KIND = [text for text in INVENTED["note"]["leave"] if not set(text) & set("\"“”«»'‘’>")]
PIECES = st.sampled_from(
    [*HURTING, *KIND, '"', "“", "”", "«", "»", "'", "’", "> ", "\n", "\n\n", " said ", "\u200b", "e\u0301", "…"]
)
ANY_TEXT = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=8).map("".join), st.lists(PIECES, max_size=6).map(" ".join)
)


@given(ANY_TEXT, st.sampled_from(["note", "woman"]))
@settings(max_examples=150, deadline=None)
def test_positions_are_those_of_the_given_text(text, audience):
    before = 0
    for finding in check(text, audience=audience):
        assert finding.text == text[finding.start : finding.end] and finding.text.strip()
        assert finding.start >= before
        before = finding.start


@given(ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_her_voice_is_never_read(text):
    assert check(text, voice="own_words", audience="woman") == []


@given(st.sampled_from(HURTING))
@settings(max_examples=80, deadline=None)
def test_a_quoted_line_is_never_read(text):
    assert check("\n".join("> " + line for line in text.splitlines())) == []


def _words(text: str) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


@given(st.sampled_from([t for t in HURTING if _words(t) >= 4 and not set(t) & set("\"“”«»‘’'\n")]))
@settings(max_examples=80, deadline=None)
def test_a_quotation_of_four_words_is_never_read(text):
    for before, after in ('""', "“”", "«»"):
        assert check(f"A note. {before}{text}{after} It was late.") == []


@given(
    st.sampled_from(HURTING), st.lists(st.sampled_from(KIND), max_size=3), st.lists(st.sampled_from(KIND), max_size=3)
)
@settings(max_examples=120, deadline=None)
def test_kind_text_around_changes_nothing(text, before, after):
    alone = [(f.term, f.text) for f in check(text)]
    assert [(f.term, f.text) for f in check("\n\n".join([*before, text, *after]))] == alone


@given(ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_the_same_text_gives_the_same_answer(text):
    assert check(text) == check(text)
