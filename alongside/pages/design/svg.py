"""Drawing without JavaScript: escaping, frames and the table under every picture. Classes only, never inline style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

NARROW, WIDE = 360, 960
#: Width of an average letter of 15 px text, in units; a little generous, so that labels do not touch.
LETTER = 7.9


def number(value: float) -> str:
    """A coordinate with at most one decimal, always with a point."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: object, css: str = "v-label", anchor: str = "start") -> str:
    """A line of text; ``words`` are escaped."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{css}" x="{number(x)}" y="{number(y)}"{place}>{escape(str(words))}</text>'


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """A straight line."""
    return f'<line class="{css}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"/>'


def frame(
    uid: str, width: int, height: float, title: object, sentence: object, body: str, *, only: bool = False
) -> str:
    """An ``svg`` with a name and one sentence for those who hear it; what is drawn is hidden from them.

    ``only``: there is no other picture for wide places.
    ``direction="ltr"``: time runs the same way in every language, and labels are not clipped on Arabic pages.
    """
    size = "only" if only else "narrow" if width <= NARROW else "wide"
    return (
        f'<svg class="viz viz--{size}" viewBox="0 0 {width} {number(height)}" '
        f'role="img" aria-labelledby="{uid}-{width}-t {uid}-{width}-d" direction="ltr" focusable="false">'
        f'<title id="{uid}-{width}-t">{escape(str(title))}</title>'
        f'<desc id="{uid}-{width}-d">{escape(str(sentence))}</desc><g aria-hidden="true">{body}</g></svg>'
    )


def table(caption: object, head: Sequence[object], rows: Iterable[Sequence[object]], uid: str) -> str:
    """The same numbers as a table, folded away; the first cell of each row names it."""
    heads = "".join(f'<th scope="col">{escape(str(cell))}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(str(first))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    name = escape(str(caption))
    return (
        f'<details class="disclosure"><summary id="{uid}-table">{name}</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{uid}-table"><table class="table">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def sign(drawing: str, words: object) -> str:
    """One line of a legend: a sign and its words."""
    picture = f'<svg viewBox="0 0 24 20" width="24" height="20" aria-hidden="true" focusable="false">{drawing}</svg>'
    return f"<li>{picture}<span>{escape(str(words))}</span></li>"


def figure(title: object, pictures: Iterable[str], below: str = "", level: int = 0) -> SafeString:
    """Pictures under one visible heading, then what belongs below (legend, table). ``level``: a heading of its own."""
    name = escape(str(title))
    words = f'<h{level} class="figure__title">{name}</h{level}>' if level else name
    caption = f"<figcaption>{words}</figcaption>" if level else f'<figcaption class="figure__title">{name}</figcaption>'
    return mark_safe(f'<figure class="figure">{caption}{"".join(pictures)}{below}</figure>')
