"""What one analysis came to, as a page shows it: the sentence, tables, the drawing with its numbers, limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from alongside.evaluation.analyse.figure import svg
from alongside.evaluation.analyse.outcome import Drawing, Part, Series
from alongside.evaluation.analyse.printing import figure_of
from alongside.evaluation.models import Result, Study


@dataclass(frozen=True)
class Shown:
    """One result. ``registered``: which registered outcomes it is about, the primary ones first."""

    number: int
    name: str
    method: str
    seed: int
    sentence: str
    unfit: str
    tables: list[Part]
    drawing: SafeString | str
    notes: list[str]
    used: str
    primary: list[str]
    secondary: list[str]


def shown(row: Result, study: Study) -> Shown:
    """One result of a run."""
    told = row.told
    tables = [
        Part(part["title"], part["columns"], [[figure_of(cell) for cell in line] for line in part["rows"]])
        for part in told.get("tables", [])
    ]
    named = {str(value) for value in _values(told.get("options", {}))}
    used = told.get("used", {})
    return Shown(
        row.number, row.name, row.method, row.seed, told.get("sentence", ""), row.unfit, tables, _drawing(row),
        list(told.get("notes", [])), f"{used['used']} / {used['rows']}" if "rows" in used else "",
        [each for each in study.primary if each in named], [each for each in study.secondary if each in named],
    )  # fmt: skip


def _values(options: dict[str, Any]) -> list[Any]:
    found: list[Any] = []
    for value in options.values():
        found += value if isinstance(value, list) else [value]
    return found


def _drawing(row: Result) -> SafeString | str:
    drawing = row.told.get("drawing")
    if not drawing:
        return ""
    series = [Series(**one) for one in drawing["series"]]
    whole = svg(Drawing(**{**drawing, "series": series}), row.told.get("sentence", ""))
    # Several stand on one page: each has ids of its own, and its size is the page's to say.
    whole = re.sub(
        r'(id|aria-labelledby)="t( d)?"', lambda m: f'{m[1]}="t{row.number}{f" d{row.number}" if m[2] else ""}"', whole
    )
    whole = whole.replace('id="d"', f'id="d{row.number}"')
    return SafeString(
        re.sub(r' width="720" height="\d+" role=', ' class="viz viz--only" lang="en" role=', whole, count=1)
    )
