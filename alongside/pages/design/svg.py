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


def frame(uid: str, width: int, height: float, title: object, sentence: object, body: str) -> str:
    """An ``svg`` with a name and one sentence for those who hear it; what is drawn is hidden from them.

    ``direction="ltr"``: time runs the same way in every language, and labels are not clipped on Arabic pages.
    """
    return (
        f'<svg class="viz viz--{"narrow" if width <= NARROW else "wide"}" viewBox="0 0 {width} {number(height)}" '
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


def figure(title: object, pictures: Iterable[str], below: str = "") -> SafeString:
    """Pictures under one visible heading, then what belongs below (legend, table)."""
    caption = f'<figcaption class="figure__title">{escape(str(title))}</figcaption>'
    return mark_safe(f'<figure class="figure">{caption}{"".join(pictures)}{below}</figure>')
