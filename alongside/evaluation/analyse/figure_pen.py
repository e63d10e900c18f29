"""What every drawing is made of: a sheet that is wide or narrow, lines, words, marks and round numbers.

Attributes only, no style and no script. Series are told apart by mark and dash as well as by ink, so that a drawing can
be read in grey and in print.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from alongside.evaluation.analyse.printing import figure_of

WIDE, NARROW = 720, 360
NARROW_TICKS = 4
INK, PALE, GRID, BAND = "#1c1c1c", "#7b7b7b", "#e3e3e3", "#e6efd8"
INKS = ("#1b4f72", "#a04000", "#196f3d", "#76448a", "#943126")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 2")


def _same(words: str) -> str:
    return words


@dataclass(frozen=True)
class Words:
    """How a drawing speaks: ``say`` gives our own labels in another language, ``comma`` writes 0,5 for 0.5."""

    say: Callable[[str], str] = _same
    comma: bool = False

    def of(self, words: object) -> str:
        """A label."""
        return self.say(str(words))

    def number(self, value: object) -> str:
        """A number, or words that hold numbers."""
        told = figure_of(value)
        return re.sub(r"(?<=\d)\.(?=\d)", ",", told) if self.comma else told


@dataclass(frozen=True)
class Sheet:
    """What is drawn on: ``width`` in units. A narrow one has larger words and less beside each other."""

    width: int = WIDE
    words: Words = Words()

    @property
    def narrow(self) -> bool:
        """For a telephone."""
        return self.width <= NARROW

    @property
    def size(self) -> int:
        """Of ordinary words."""
        return 15 if self.narrow else 13

    @property
    def edge(self) -> float:
        """Left free at both sides."""
        return 8.0 if self.narrow else 16.0

    def long(self, words: str) -> float:
        """About how many units a text takes."""
        return len(words) * self.size * 0.6

    def wrapped(self, words: str, room: float) -> list[str]:
        """The text in lines that fit into ``room``; a single long word stays whole."""
        lines: list[str] = []
        for word in words.split():
            if lines and self.long(f"{lines[-1]} {word}") <= room:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines or [""]

    def text(self, x: float, y: float, words: object, anchor: str = "start", size: int = 0, more: str = "") -> str:
        """One line of words."""
        sized = f' font-size="{size or self.size}"' if (size or self.size) != 13 else ""
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        return f'<text x="{x:.1f}" y="{y:.1f}"{place}{sized}{more}>{escape(str(words))}</text>'

    def centred(self, x: float, y: float, words: object) -> str:
        """One line around ``x``, moved where it would be cut off."""
        half = self.long(str(words)) / 2 + 1
        return self.text(min(max(x, half), self.width - half), y, words, "middle")

    def lines(self, x: float, y: float, words: str, room: float, anchor: str = "start") -> tuple[list[str], float]:
        """Words in as many lines as they need, and how high those are."""
        step = self.size + 4
        found = self.wrapped(words, room)
        return [self.text(x, y + n * step, line, anchor) for n, line in enumerate(found)], len(found) * step


def line(x1: float, y1: float, x2: float, y2: float, ink: str = PALE, width: float = 1, dash: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{ink}" stroke-width="{width:g}"{dashed}/>'


def mark(n: int, x: float, y: float, r: float = 5) -> str:
    """The mark of the n-th series: a circle, a square, a triangle, a diamond, a ring."""
    ink = INKS[n % 5]
    if n % 5 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="{ink}"/>'
    if n % 5 == 4:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r - 1:g}" fill="#ffffff" stroke="{ink}" stroke-width="2"/>'
    corners = {
        1: ((-r, -r), (r, -r), (r, r), (-r, r)),
        2: ((0, -r - 1), (r + 1, r), (-r - 1, r)),
        3: ((0, -r - 2), (r + 2, 0), (0, r + 2), (-r - 2, 0)),
    }[n % 5]
    at = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{at}" fill="{ink}"/>'


def bar(n: int, x: float, y: float, width: float, height: float) -> str:
    """The bar of the n-th series: full, empty, half full, dashed …"""
    ink, full = INKS[n % 5], (1, 0, 0.45, 0, 0.2)[n % 5]
    dash = ' stroke-dasharray="4 3"' if n % 5 == 3 else ""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{ink}" fill-opacity="{full:g}" stroke="{ink}" stroke-width="1.5"{dash}/>'


def known(values: Sequence[float | None]) -> list[float]:
    """The values that are there."""
    return [float(v) for v in values if v is not None and math.isfinite(v)]


def ticks(low: float, high: float, most: int = 8) -> list[float]:
    """Round numbers over an extent: four to nine, or with ``most`` about as many."""
    if not high > low:
        low, high = low - (abs(low) or 1), high + (abs(high) or 1)
    step = 10 ** math.floor(math.log10((high - low) / 4))
    step = next(step * times for times in (1, 2, 5, 10, 20, 50) if (high - low) / (step * times) <= most)
    return [round(step * n, 12) for n in range(math.floor(low / step), math.ceil(high / step) + 1)]


def legend(sheet: Sheet, names: Sequence[str], x: float, y: float, kind: str) -> tuple[list[str], float]:
    """Which series looks how, in as many lines as needed; and how high it is."""
    if len(names) < 2 and kind != "marks":  # a mark's name says which arm is taken from which
        return [], 0.0
    out, at, top, step = [], x, y + 3, float(sheet.size + 8)
    for n, name in enumerate(names):
        words = sheet.words.of(name)
        room = 38 + sheet.long(words) + 16
        if at > x and at + room > sheet.width:
            at, top = x, top + step
        if kind == "bars":
            out.append(bar(n, at + 6, top - 9, 16, 10))
        else:
            stroke = line(at, top - 4, at + 28, top - 4, INKS[n % 5], 2.5, DASHES[n % 5])
            out += [] if kind == "marks" else [stroke]
            out += [] if kind in ("curves", "steps") else [mark(n, at + 14, top - 4)]
        out.append(sheet.text(at + 36, top, words))
        at += room
    return out, top - y + step
