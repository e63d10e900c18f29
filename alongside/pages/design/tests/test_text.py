"""Tidying keeps what people say and drops what nobody can see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.pages.design.text import tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301te\u0301", "été"),
        ("a\x00b\x07c", "abc"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("tab\tstays", "tab\tstays"),
        ("👩‍👧 💛", "👩‍👧 💛"),
        ("\u2067ليلى\u2069", "\u2067ليلى\u2069"),
        ("half\ud800", "half"),
    ],
)
def test_tidy(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@given(st.text())
def test_tidy_twice_is_tidy_once_and_can_be_stored(typed: str) -> None:
    once = tidy(typed)
    assert tidy(once) == once
    assert "\x00" not in once
    once.encode("utf-8")
