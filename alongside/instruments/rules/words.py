"""Small things said to people."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Known words that look like ``word``, nearest first, whatever their case."""
    by_fold = {k.casefold(): k for k in known}
    word = word.casefold()
    near = difflib.get_close_matches(word, list(by_fold), n=most, cutoff=0.5)
    begin = [k for k in by_fold if len(word) >= 2 and (k.startswith(word) or word.startswith(k)) and k not in near]
    return [by_fold[k] for k in (near + begin)[:most]]


def listed(words: Iterable[str]) -> str:
    """``a, b and c``."""
    every = list(words)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}" if every else ""
