"""A drawing of a study on a page: for a telephone and for a desk, and the same numbers as tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.evaluation.analyse.figure import NARROW, WIDE, Words, numbers, svg
from alongside.evaluation.analyse.outcome import Drawing, Series
from alongside.pages.design.drawing_words import in_page_language
from alongside.pages.design.svg import table


def drawing_of(told: Mapping[str, Any]) -> Drawing:
    """A drawing from what is kept of it."""
    series, below = [Series(**one) for one in told.get("series", [])], told.get("below")
    return Drawing(**{**told, "series": series, "below": drawing_of(below) if below else None})


def drawn(
    told: Mapping[str, Any] | None,
    sentence: str,
    uid: str,
    *,
    words: Words | None = None,
    lang: str = "",
    title_lang: str = "",
) -> SafeString | str:
    """Two pictures, of which one is shown, and the tables below; "" for no drawing.

    ``lang``: of the sentence, "" for the page's; ``title_lang``: of the title. ``words``: how the drawing speaks, else
    as the page does.
    """
    if not told:
        return ""
    drawing, speak = drawing_of(told), words or in_page_language()
    pictures = []
    for width, css in ((NARROW, "narrow"), (WIDE, "wide")):
        whole = svg(drawing, sentence, width=width, words=speak, table=False, uid=f"{uid}-{width}-")
        # Its size is the page's to say.
        whole = re.sub(r' width="\d+" height="\d+" direction', f' class="viz viz--{css}" direction', whole, count=1)
        for part, language in (("desc", lang), ("title", title_lang)):
            if language:
                whole = whole.replace(f"<{part} ", f'<{part} lang="{language}" ', 1)
        pictures.append(whole)
    tables = []
    for n, part in enumerate(numbers(drawing)):
        caption = _("The same as a table: %(title)s") % {"title": speak.of(part.title)}
        rows = [[_cell(cell, speak) for cell in row] for row in part.rows]
        tables.append(table(caption, [speak.of(name) for name in part.columns], rows, f"{uid}-{n}"))
    return SafeString(f'<figure class="figure">{"".join(pictures)}{"".join(tables)}</figure>')


def _cell(cell: object, speak: Words) -> str:
    if cell is None:
        return "–"
    said = speak.of(cell) if isinstance(cell, str) else ""
    return said if said and (said != cell or not re.search(r"\d", said)) else speak.number(cell)
