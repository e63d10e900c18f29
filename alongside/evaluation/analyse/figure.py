"""A drawing as one SVG file: a name and a sentence for those who hear it, and the same numbers as a table below.

Attributes only, no style and no script, so that a page with a strict policy may show it.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from alongside.evaluation.analyse.figure_paths import diagram
from alongside.evaluation.analyse.figure_pen import NARROW, WIDE, Sheet, Words, line, ticks
from alongside.evaluation.analyse.figure_plots import axes, panels, points, rows
from alongside.evaluation.analyse.outcome import Drawing, Part

__all__ = ["NARROW", "WIDE", "Words", "numbers", "svg", "ticks"]

_DRAWN = {"points": points, "diagram": diagram, "panels": panels, "rows": rows}


def svg(
    drawing: Drawing, sentence: str, *, width: int = WIDE, words: Words | None = None, table: bool = True, uid: str = ""
) -> str:  # fmt: skip
    """The drawing as an SVG document, its numbers as rows of text under it.

    ``width``: WIDE, or NARROW for a telephone. On a page ``table`` is left out (the page has one that can be heard),
    and ``uid`` makes ids of its own for each of several.
    """
    sheet = Sheet(width, words or Words())
    titles, body, height = [], [], 0.0
    for one in each(drawing):
        titles.append(sheet.words.of(one.title))
        head, tall = sheet.lines(sheet.edge, height + sheet.size + 11, titles[-1], width - 2 * sheet.edge)
        drawn, height = _DRAWN.get(one.kind, axes)(one, sheet, height + tall + 10)
        body += [*head, *drawn]
        if table:
            below, height = _table(one, sheet, height)
            body += below
        height += 14 if one.below else 0
    total, named = height + 8, "; ".join(titles)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {total:.0f}" '
        f'width="{width}" height="{total:.0f}" direction="ltr" focusable="false" '
        f'role="img" aria-labelledby="{uid}t {uid}d" font-family="sans-serif" font-size="13" fill="#1c1c1c">'
        f'<title id="{uid}t">{escape(named)}</title><desc id="{uid}d">{escape(sentence)}</desc>'
        f'<rect width="{width}" height="{total:.0f}" fill="#ffffff"/>'
        f'<g aria-hidden="true">{"".join(body)}</g></svg>\n'
    )


def each(drawing: Drawing) -> list[Drawing]:
    """It and those below it, from above."""
    return [drawing, *(each(drawing.below) if drawing.below else [])]


def numbers(drawing: Drawing) -> list[Part]:
    """What is drawn, as tables: the paths of a diagram, and every series; then those of what is below."""
    found = []
    if drawing.paths:
        found.append(Part("paths", ("from", "to", "path"), [list(path) for path in drawing.paths]))
    if drawing.series:
        found.append(_marks(drawing) if drawing.kind == "rows" else _series(drawing))
    return [*found, *(numbers(drawing.below) if drawing.below else [])]


def _marks(drawing: Drawing) -> Part:
    """A row for each label, a column for each series."""
    labels = list(dict.fromkeys(str(x) for one in drawing.series for x in one.x))
    held = [dict(zip(map(str, one.x), one.y, strict=True)) for one in drawing.series]
    rows = [[label, *(mine.get(label) for mine in held)] for label in labels]
    return Part(drawing.title, ["", *(one.name for one in drawing.series)], rows)


def _series(drawing: Drawing) -> Part:
    limits = any(len(one.low) for one in drawing.series)
    counts = any(len(one.n) for one in drawing.series)
    panel = any(one.panel for one in drawing.series)
    flat = drawing.kind in ("points", "diagram")
    named = ("", drawing.x_label) if flat else (drawing.x_label, drawing.y_label)
    head = [*(["of"] if panel else []), "", named[0], named[1] or "value", *(["from", "to"] if limits else []),
            *(["how many"] if counts else [])]  # fmt: skip
    rows: list[list[Any]] = []
    for one in drawing.series:
        columns = [one.x, one.y, *([one.low, one.high] if limits else []), *([one.n] if counts else [])]
        for k in range(len(one.x)):
            cells = [each[k] if k < len(each) else None for each in columns]
            rows.append([*([one.panel] if panel else []), one.name, *cells])
    return Part(drawing.title, head, rows)


def _table(drawing: Drawing, sheet: Sheet, top: float) -> tuple[list[str], float]:
    """At most forty rows of each table of the drawing's numbers, under it."""
    out, y = [], top
    for part in numbers(replace(drawing, below=None)):
        rows = list(part.rows)
        if len(rows) > 40:  # evenly over all of them, the last one too
            rows = [rows[round(n * (len(rows) - 1) / 39)] for n in range(40)]
        out.append(line(sheet.edge, y, sheet.width - sheet.edge, y))
        y += 20
        for n, row in enumerate((part.columns, *rows)):
            for k, cell in enumerate(row):
                told = sheet.words.of(cell) if n == 0 or isinstance(cell, str) else sheet.words.number(cell)
                out.append(sheet.text(sheet.edge + k * (sheet.width - 2 * sheet.edge) / len(row), y, told, size=12))
            y += 18
    return out, y
