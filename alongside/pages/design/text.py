"""Tidying what people type without changing what they said. Plain Python."""

from __future__ import annotations

import unicodedata

#: Longest text one answer may hold, in characters: about four hundred printed pages.
LONGEST_TEXT = 1_000_000

_KEPT_CONTROLS = {"\n", "\t"}


def tidy(text: str) -> str:
    """Return ``text`` in one Unicode form (NFC), with Unix line ends and without control characters.

    Emoji, joiners and direction marks stay: they are part of what somebody wrote. Only characters of category Cc
    (other than line end and tab) and lone surrogates go, because PostgreSQL cannot store some of them and nobody
    can see any of them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    kept = (c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept))
