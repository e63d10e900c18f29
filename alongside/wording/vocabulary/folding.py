"""Reading a text as a person reads it, while keeping every position of the text that was given.

Curly apostrophes, non-breaking spaces, soft hyphens, zero-width characters, letters written with combining accents and
lines that wrap would each make a pattern miss the same words. `fold` gives a plain reading and a way back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

SAME_LENGTH = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "‛": "'", "′": "'", "`": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "\u2010": "-", "\u2011": "-", "\u2212": "-",
        "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\t": " ",
        "\u2028": "\n", "\u2029": "\n", "\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n",
    }
)  # fmt: skip

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f"
_COMBINING = "\u0300-\u036f"
# Every place where the reading has another length than the text, or where one sign depends on its neighbours.
_CHANGES = re.compile(
    rf"(?P<accent>[^\W\d_][{_INVISIBLE}]*[{_COMBINING}]+)|(?P<invisible>[{_INVISIBLE}{_COMBINING}]+)"
    r"|(?P<emphasis>(?<![\w*])\*{1,3}(?=[\w\"'])|(?<=[\w\"'.,!?])\*{1,3}(?![\w*]))"
    r"|(?P<space>[ \n]*\n[ \n]*|  +)|(?P<dash>(?<=\w)–(?=\w))|(?P<underscore>\b_+(?=\w)|(?<=[^\W_])_+(?!\w)|(?<!\w)_+)"
)
_INVISIBLES = re.compile(f"[{_INVISIBLE}]")
# A line that starts one of these ways begins something new; other line ends are only where the line wrapped.
_STARTS_ANEW = re.compile(r"[>#|•*+·–—-]|\d{1,3}[.)] ")


@dataclass(frozen=True, slots=True)
class Folded:
    """A plain reading of a text. `text`: the reading; paragraphs are separated by line feeds, nothing else is."""

    text: str
    _here: tuple[int, ...]
    _there: tuple[int, ...]

    def origin(self, position: int) -> int:
        """Where the sign at `position` (0-based, in the reading) begins in the text that was given."""
        i = bisect_right(self._here, position) - 1
        return self._there[i] + position - self._here[i]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the given text that was read as `text[start:end]` (must not be empty)."""
        i = bisect_right(self._here, end - 1) - 1
        # The last sign may stand for several (a letter and its accents).
        at_seam = i + 1 < len(self._here) and self._here[i + 1] == end
        return self.origin(start), self._there[i + 1] if at_seam else self.origin(end - 1) + 1


def _line_end(text: str, match: re.Match[str]) -> str:
    run = match.group()
    if "\n" not in run:
        return " "
    line_start = text.rfind("\n", 0, match.start()) + 1
    quoted = text[line_start : line_start + 4].lstrip().startswith(">")
    return "\n" if run.count("\n") > 1 or quoted or _STARTS_ANEW.match(text, match.end()) else " "


def _replacement(text: str, match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "accent":
        return unicodedata.normalize("NFC", _INVISIBLES.sub("", match.group()))
    if kind == "space":
        return _line_end(text, match)
    return {"dash": "-", "underscore": " "}.get(kind or "", "")


def fold(text: str) -> Folded:
    """A plain reading of `text` and the way back to its positions. Takes time in proportion to the length."""
    same = text.replace("\r\n", " \n").translate(SAME_LENGTH)
    parts: list[str] = []
    here, there = [0], [0]
    length = done = 0

    def note(at_here: int, at_there: int) -> None:
        if here[-1] == at_here:
            there[-1] = at_there
        else:
            here.append(at_here)
            there.append(at_there)

    for match in _CHANGES.finditer(same):
        new = _replacement(same, match)
        before = same[done : match.start()]
        parts += (before, new)
        length += len(before)
        note(length, match.start())
        length += len(new)
        done = match.end()
        note(length, done)
    parts.append(same[done:])
    length += len(same) - done
    note(length, len(same))
    return Folded("".join(parts), tuple(here), tuple(there))
