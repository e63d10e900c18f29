"""How large effects were, each with its interval, against a line of no difference: drawn on the server.

More is better for people, to the right. The line in the middle is no difference; an interval that reaches it could be
chance. Nothing is drawn without its interval, and the same figures stand in a table.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.pages.design import svg
from alongside.pages.design.svg import LETTER, NARROW, WIDE, line, number, text

LINE, GAP = 19, 46  # of words; for the picture below them
SIDE = 12


@dataclass(frozen=True, slots=True)
class Interval:
    """One effect: ``label`` in words, the figure with both ends of its interval, the same in short for the picture, and
    in ``words`` for the table and for those who hear it."""

    label: str
    value: float
    low: float
    high: float
    short: str
    words: str


def effects_svg(rows: Sequence[Interval], title: str, unit: str, uid: str = "effects") -> SafeString:
    """Return the figure; no rows: an empty SafeString. ``unit`` names what is counted, as in "percentage points"."""
    if not rows:
        return SafeString("")
    ends = [0.0, *(end for row in rows for end in (row.low, row.high))]
    room = (max(ends) - min(ends)) * 0.04 or 1.0
    low, high = min(ends) - room, max(ends) + room
    said = "; ".join(f"{row.label}: {row.words}" for row in rows)
    pictures = [_drawn(rows, width, low, high, title, said, unit, uid) for width in (NARROW, WIDE)]
    head = (_("What"), _("Effect and 95 % interval"))
    table = svg.table(_("The same as a table"), head, ((row.label, row.words) for row in rows), uid)
    return svg.figure(title, pictures, table)


def _drawn(
    rows: Sequence[Interval], width: int, low: float, high: float, title: str, said: str, unit: str, uid: str
) -> str:
    def x(value: float) -> float:
        return SIDE + (value - low) / (high - low) * (width - 2 * SIDE)

    parts, y = [], 4.0
    for row in rows:
        for words in _lines(row.label, width):
            y += LINE
            parts.append(text(0, y, words))
        y += LINE
        parts.append(text(0, y, row.short, "v-label v-strong"))
        middle = y + GAP / 2 - 2
        parts += [
            line(x(0), middle - 12, x(0), middle + 12, "v-cutoff"),
            line(x(row.low), middle, x(row.high), middle, "v-line"),
            line(x(row.low), middle - 6, x(row.low), middle + 6, "v-line"),
            line(x(row.high), middle - 6, x(row.high), middle + 6, "v-line"),
            f'<circle class="v-dot v-dot--line" cx="{number(x(row.value))}" cy="{number(middle)}" r="6"/>',
        ]
        y += GAP
    parts.append(line(SIDE, y, width - SIDE, y, "v-grid"))
    y += LINE
    parts.append(text(x(0), y, number_format(0), "v-tick", "middle"))
    for words in (*_lines(_("0 is no difference. To the right is better."), width), *_lines(unit, width)):
        y += LINE
        parts.append(text(0, y + 2, words, "v-tick"))
    return svg.frame(uid, width, y + 10, title, said, "".join(parts))


def _lines(words: str, width: int) -> list[str]:
    """As many lines as ``words`` need in this width."""
    return textwrap.wrap(str(words), int(width / LETTER))
