"""The drawing of a mechanism: from what was done, through what may carry it, to the outcome.

The first box stands at the left and the last at the right, as high as all ways between them; each mediator has a row
of its own, and the last row is the way past all of them. So arrows cross no box however many mediators there are.
"""

from __future__ import annotations

import itertools

from alongside.evaluation.analyse.figure_pen import INK, Sheet, line
from alongside.evaluation.analyse.figure_plots import Body, points
from alongside.evaluation.analyse.outcome import Drawing

_BOX = 'rx="6" fill="#f4f1ea" stroke="#4d4d4d"'


def diagram(drawing: Drawing, sheet: Sheet, top: float) -> Body:
    """Boxes and paths with their numbers; under them the effects with their intervals."""
    names = [name for name, _column, _row in drawing.nodes]
    first, *between, last = names if len(names) > 1 else [*names, ""]
    said = {(start, end): words for start, end, words in drawing.paths}
    row, end_box, box = (92.0, 36.0, 96.0) if sheet.narrow else (84.0, 120.0, 150.0)
    left, right = sheet.edge + end_box, sheet.width - sheet.edge - end_box
    middle, y0 = (left + right) / 2, top + 12
    straight = (first, last) in said
    if sheet.narrow and any(pair in said for pair in itertools.pairwise(between)):
        row += 34
    high = row * (len(between) + straight)
    out = _ending(sheet, first, sheet.edge, y0, end_box, high) + _ending(sheet, last, right, y0, end_box, high)
    for n, name in enumerate(between):
        y = y0 + row * (n + 0.5)
        place = f'x="{middle - box / 2:.1f}" y="{y - 24:.1f}" width="{box:.1f}" height="48"'
        out.append(f"<rect {place} {_BOX}/>")
        out += _centred(sheet, sheet.words.of(name), middle, y, box - 8)
        for start, end, x1, x2 in ((first, name, left, middle - box / 2), (name, last, middle + box / 2, right)):
            if (start, end) in said:
                out += _arrow(sheet, x1, x2, y, said[start, end])
        if n + 1 < len(between) and (name, between[n + 1]) in said:
            out += _down(sheet, middle, y, row, said[name, between[n + 1]])
    if straight:
        out += _arrow(sheet, left, right, y0 + high - row / 2, said[first, last])
    y = y0 + high + 16
    # A way that passes over a mediator is told, not drawn: its arrow would cross a box.
    for start, end, words in drawing.paths:
        if {start, end} <= set(between) and between.index(end) - between.index(start) > 1:
            told, tall = sheet.lines(sheet.edge, y + 4, f"{start} → {end}: {_interval(sheet, words)}", sheet.width - 32)
            out, y = [*out, *told], y + tall + 4
    if not drawing.series:
        return out, y
    below, y = points(drawing, sheet, y)
    return [*out, *below], y


def _ending(sheet: Sheet, name: str, x: float, y: float, width: float, height: float) -> list[str]:
    """What a way begins or ends with: a box as high as all ways, on a narrow sheet named from below to above."""
    words = sheet.words.of(name)
    out = [f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" {_BOX}/>']
    if not sheet.narrow:
        return out + _centred(sheet, words, x + width / 2, y + height / 2, width - 12)
    across, down = x + width / 2 + 5, y + height / 2
    return [*out, sheet.text(across, down, words, "middle", more=f' transform="rotate(-90 {across:.1f} {down:.1f})"')]


def _centred(sheet: Sheet, words: str, x: float, y: float, room: float) -> list[str]:
    found = sheet.wrapped(words, room)
    step = sheet.size + 3
    return [sheet.text(x, y + 5 + (n - (len(found) - 1) / 2) * step, each, "middle") for n, each in enumerate(found)]


def _head(x: float, y: float, down: bool = False) -> str:
    corners = ((0, 0), (-4.5, -9), (4.5, -9)) if down else ((0, 0), (-9, -4.5), (-9, 4.5))
    at = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{at}" fill="#4d4d4d"/>'


def _arrow(sheet: Sheet, x1: float, x2: float, y: float, words: str) -> list[str]:
    """From left to right; the number above, its interval below."""
    estimate, _bracket, interval = words.partition(" (")
    out = [line(x1, y, x2 - 8, y, "#4d4d4d", 1.5), _head(x2, y)]
    middle, number = (x1 + x2 - 8) / 2, sheet.words.number
    out.append(sheet.text(middle, y - 7, number(estimate), "middle", sheet.size + 1, ' font-weight="bold"'))
    between = sheet.words.of("to")
    low, _to, high = interval.removesuffix(")").partition(" to ")
    if not high:
        return out
    whole = f"{number(low)} {between} {number(high)}"
    if sheet.long(whole) <= x2 - x1:
        return [*out, sheet.text(middle, y + sheet.size + 5, whole, "middle")]
    return [*out, sheet.text(middle, y + sheet.size + 3, f"{number(low)} {between}", "middle", sheet.size - 1),
            sheet.text(middle, y + 2 * sheet.size + 4, number(high), "middle", sheet.size - 1)]  # fmt: skip


def _interval(sheet: Sheet, words: str) -> str:
    return sheet.words.number(words).replace(" to ", f" {sheet.words.of('to')} ")


def _down(sheet: Sheet, x: float, y: float, row: float, words: str) -> list[str]:
    """From a mediator to the next one: an arrow with its number and its interval."""
    end = y + row - 24
    out = [line(x, y + 24, x, end - 8, "#4d4d4d", 1.5), _head(x, end, down=True)]
    told = _interval(sheet, words)
    if not sheet.narrow:
        return [*out, _haloed(sheet, x + 8, (y + 24 + end) / 2 + 4, told)]
    estimate, bracket, rest = told.partition(" (")
    return [*out, _haloed(sheet, x + 8, y + 56, estimate), _haloed(sheet, x + 8, y + 73, (bracket + rest).strip(" ()"))]


def _haloed(sheet: Sheet, x: float, y: float, words: str) -> str:
    """Words that can be read where a line passes."""
    look = f' stroke="#ffffff" stroke-width="4" paint-order="stroke" fill="{INK}"'
    return sheet.text(x, y, words, size=sheet.size - 1, more=look)
