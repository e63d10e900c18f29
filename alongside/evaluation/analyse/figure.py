"""A drawing as one SVG file: a name and a sentence for those who hear it, and the same numbers as a table below.

Attributes only, no style and no script, so that a page with a strict policy may show it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from alongside.evaluation.analyse.outcome import Drawing, Series
from alongside.evaluation.analyse.printing import figure_of

WIDTH, LEFT, RIGHT, TOP, LINE = 720, 190, 24, 64, 24
PLOT = 300  # the height of a drawing with two axes
INKS = ("#1b4f72", "#b9770e", "#196f3d", "#76448a", "#943126")  # told apart in grey as well, by their dashes
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 2")


def svg(drawing: Drawing, sentence: str) -> str:
    """The drawing as an SVG document, its numbers as rows of text under it."""
    if drawing.kind == "points":
        body, height = _points(drawing)
    elif drawing.kind == "diagram":
        body, height = _diagram(drawing)
    else:
        body, height = _axes(drawing)
    table, below = _table(drawing, height)
    total = height + below
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {total:.0f}" '
        f'width="{WIDTH}" height="{total:.0f}" '
        'role="img" aria-labelledby="t d" font-family="sans-serif" font-size="13" fill="#1c1c1c">'
        f'<title id="t">{escape(drawing.title)}</title><desc id="d">{escape(sentence)}</desc>'
        f'<rect width="{WIDTH}" height="{total:.0f}" fill="#ffffff"/>'
        f"{_text(16, 28, drawing.title, size=16)}{body}{table}</svg>\n"
    )


def _text(x: float, y: float, words: object, anchor: str = "start", size: int = 13) -> str:
    more = "" if size == 13 else f' font-size="{size}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(str(words))}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, ink: str = "#7b7b7b", width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" stroke-width="{width}"{dashed}/>'
    )


def _known(values: Sequence[float | None]) -> list[float]:
    return [float(v) for v in values if v is not None and math.isfinite(v)]


def ticks(low: float, high: float) -> list[float]:
    """Four to nine round numbers over an extent."""
    if not high > low:
        low, high = low - (abs(low) or 1), high + (abs(high) or 1)
    step = 10 ** math.floor(math.log10((high - low) / 4))
    step = next(step * times for times in (1, 2, 5, 10) if (high - low) / (step * times) <= 8)
    return [round(step * n, 12) for n in range(math.floor(low / step), math.ceil(high / step) + 1)]


def _legend(series: Sequence[Series]) -> str:
    if len(series) < 2:
        return ""
    out, x = [], float(LEFT)
    for n, one in enumerate(series):
        out += [_line(x, 46, x + 26, 46, INKS[n % 5], 3, DASHES[n % 5]), _text(x + 32, 50, one.name)]
        x += 52 + 8 * len(one.name)
    return "".join(out)


def _points(drawing: Drawing) -> tuple[str, float]:
    every = [v for s in drawing.series for v in _known([*s.y, *s.low, *s.high])]
    every += [] if drawing.reference is None else [drawing.reference]
    marks = ticks(min(every, default=0.0), max(every, default=1.0))
    low, high = marks[0], marks[-1]

    def across(value: float) -> float:
        return LEFT + (min(max(value, low), high) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    out, y = [_legend(drawing.series)], float(TOP + 8)
    for n, one in enumerate(drawing.series):
        for k, label in enumerate(one.x):
            out.append(_text(LEFT - 12, y + 4, label, "end"))
            limits = [one.low[k] if k < len(one.low) else None, one.high[k] if k < len(one.high) else None]
            if len(_known(limits)) == 2:
                out.append(_line(across(limits[0]), y, across(limits[1]), y, INKS[n % 5], 2, DASHES[n % 5]))  # type: ignore[arg-type]
            if _known([one.y[k]]):
                out.append(f'<circle cx="{across(one.y[k]):.1f}" cy="{y:.1f}" r="5" fill="{INKS[n % 5]}"/>')  # type: ignore[arg-type]
            y += LINE
    if drawing.reference is not None:
        out.append(_line(across(drawing.reference), TOP - 6, across(drawing.reference), y - 8, dash="3 3"))
    out.append(_line(LEFT, y, WIDTH - RIGHT, y))
    out += [_text(across(mark), y + 18, figure_of(mark), "middle") for mark in marks]
    out.append(_text(LEFT, y + 38, drawing.x_label))
    return "".join(out), y + 56


def _axes(drawing: Drawing) -> tuple[str, float]:
    """Curves and steps over numbers, bars over labels."""
    bars = drawing.kind == "bars"
    left, right, bottom = 72.0, float(WIDTH - RIGHT), float(TOP + PLOT)
    every = [v for s in drawing.series for v in _known([*s.y, *s.low, *s.high])] + ([0.0] if bars else [])
    every += [] if drawing.reference is None else [drawing.reference]
    ys = ticks(min(every, default=0.0), max(every, default=1.0))
    labels = list(dict.fromkeys(str(x) for s in drawing.series for x in s.x)) if bars else []
    xs = [] if bars else ticks(
        min((v for s in drawing.series for v in _known(s.x)), default=0.0),
        max((v for s in drawing.series for v in _known(s.x)), default=1.0),
    )  # fmt: skip

    def up(value: float) -> float:
        return bottom - (min(max(value, ys[0]), ys[-1]) - ys[0]) / (ys[-1] - ys[0]) * PLOT

    def across(value: float) -> float:
        return left + (value - xs[0]) / (xs[-1] - xs[0]) * (right - left)

    out = [_legend(drawing.series)]
    for mark in ys:
        out += [
            _line(left, up(mark), right, up(mark), "#e3e3e3"),
            _text(left - 8, up(mark) + 4, figure_of(mark), "end"),
        ]
    if drawing.reference is not None:
        out.append(_line(left, up(drawing.reference), right, up(drawing.reference), dash="3 3"))
    room = (right - left) / max(len(labels), 1)
    for n, one in enumerate(drawing.series):
        if bars:
            thick = room * 0.8 / len(drawing.series)
            for x, y in zip(one.x, one.y, strict=True):
                if _known([y]):
                    at = left + room * (labels.index(str(x)) + 0.1) + thick * n
                    top, foot = sorted((up(y), up(0.0)))  # type: ignore[arg-type]
                    out.append(
                        f'<rect x="{at:.1f}" y="{top:.1f}" width="{thick * 0.92:.1f}" height="{foot - top:.1f}" '
                        f'fill="{INKS[n % 5]}"/>'
                    )
        else:
            out += _curve(one, n, across, up, drawing.kind == "steps")
    out += [_text(left + room * (n + 0.5), bottom + 18, label, "middle") for n, label in enumerate(labels)]
    out += [_text(across(mark), bottom + 18, figure_of(mark), "middle") for mark in xs]
    out += [_text(left, bottom + 38, drawing.x_label), _text(16, TOP - 8, drawing.y_label)]
    return "".join(out), bottom + 56


def _curve(one: Series, n: int, across, up, steps: bool) -> list[str]:  # type: ignore[no-untyped-def]
    out = []
    for values, width, dash in ((one.y, 2.5, DASHES[n % 5]), (one.low, 1, "1 3"), (one.high, 1, "1 3")):
        path, before = "", None
        for x, y in zip(one.x, values, strict=False):
            if not _known([x]) or not _known([y]):
                before = None
                continue
            step = f" H{across(x):.1f}" if steps and before is not None else ""
            path += f"{step} {'M' if before is None else 'L'}{across(x):.1f} {up(y):.1f}"  # type: ignore[arg-type]
            before = y
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        if path:
            out.append(f'<path d="{path.strip()}" fill="none" stroke="{INKS[n % 5]}" stroke-width="{width}"{dashed}/>')
    return out


def _diagram(drawing: Drawing) -> tuple[str, float]:
    """Boxes and arrows with their words; columns and rows are counted from 0."""
    wide, tall = 150.0, 44.0
    columns = max((c for _, c, _ in drawing.nodes), default=0) or 1
    rows = max((r for _, _, r in drawing.nodes), default=0)
    height = TOP + (rows + 1) * 96
    centre = {
        name: (16 + wide / 2 + c / columns * (WIDTH - 32 - wide), TOP + 40 + r * 96) for name, c, r in drawing.nodes
    }
    out = ['<defs><marker id="a" markerWidth="9" markerHeight="9" refX="8" refY="4" orient="auto">'
           '<path d="M0 0L9 4L0 8z" fill="#4d4d4d"/></marker></defs>']  # fmt: skip
    for start, end, words in drawing.paths:
        (x1, y1), (x2, y2) = centre[start], centre[end]
        way = 1 if x2 >= x1 else -1
        x1, x2 = x1 + way * wide / 2, x2 - way * wide / 2
        out.append(_line(x1, y1, x2, y2, "#4d4d4d", 1.5).replace("/>", ' marker-end="url(#a)"/>'))
        out.append(_text((x1 + x2) / 2, (y1 + y2) / 2 - 7, words, "middle"))
    for name, (x, y) in centre.items():
        out.append(
            f'<rect x="{x - wide / 2:.1f}" y="{y - tall / 2:.1f}" width="{wide}" height="{tall}" rx="6" '
            f'fill="#f4f1ea" stroke="#4d4d4d"/>{_text(x, y + 4, name, "middle")}'
        )
    return "".join(out), float(height)


def _table(drawing: Drawing, top: float) -> tuple[str, float]:
    """At most forty rows of the drawing's numbers, under it."""
    if drawing.kind == "diagram":
        head, rows = ("from", "to", "path"), [list(map(str, path)) for path in drawing.paths]
    else:
        limits = any(len(s.low) for s in drawing.series)
        ends = ("from", "to") if limits else ()
        named = ("", drawing.x_label) if drawing.kind == "points" else (drawing.x_label, drawing.y_label)
        head = ("", named[0], named[1] or "value", *ends)  # type: ignore[assignment]
        rows = [
            [one.name, *(figure_of(each[k]) if k < len(each) else "" for each in
                         ((one.x, one.y, one.low, one.high) if limits else (one.x, one.y)))]
            for one in drawing.series for k in range(len(one.x))
        ]  # fmt: skip
    if len(rows) > 40:  # evenly over all of them, the last one too
        rows = [rows[round(n * (len(rows) - 1) / 39)] for n in range(40)]
    place = [16 + n * (WIDTH - 32) / len(head) for n in range(len(head))]
    out, y = [_line(16, top, WIDTH - 16, top)], top + 20
    for row in (head, *rows):
        out += [_text(x, y, cell, size=12) for x, cell in zip(place, row, strict=True)]
        y += 18
    return "".join(out), y - top + 4
