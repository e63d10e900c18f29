"""``alongside analyse suppress``: withhold small cells so that they cannot be found again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from alongside.evaluation.analyse.of._columns import cross_table
from alongside.evaluation.analyse.outcome import Outcome, Part
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import suppress as s
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

NOT_SAFE = Sentence(
    "Even withholding every cell would not hide a small one, because a row or column total is itself small: join "
    "categories, or withhold totals too. Nothing is given out."
)


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """The least safe pattern of a table of counts, or the bounds that a given pattern leaves (--withheld)."""
    counts, rows, columns, used = cross_table(table, asked)
    width = asked.threshold if asked.width is None else asked.width
    s.check(counts, asked.threshold, width)
    values: dict[str, Any] = {
        "table": counts,
        "rows": rows,
        "columns": columns,
        "threshold": asked.threshold,
        "width": width,
    }
    if asked.withheld:
        return _audit(values, counts, _cells(asked.withheld, counts.shape), used)
    pattern = s.protect(counts, asked.threshold, width)
    safe = pattern.secondary is not None
    withheld = [*pattern.primary, *(pattern.secondary or [])]
    values |= {
        "safe": safe,
        "primary": [list(cell) for cell in pattern.primary],
        "secondary": [list(cell) for cell in pattern.secondary] if pattern.secondary is not None else None,
        "min_secondary_cells": len(pattern.secondary) if pattern.secondary is not None else None,
        "min_secondary_value": pattern.value,
        "optima_found": pattern.optima,
        "naive_intervals": _told(pattern.naive),
        "intervals": _told(pattern.intervals or {}) if safe else None,
        "intervals_all": _told(pattern.everything) if pattern.everything is not None else None,
        "published": _published(counts, withheld) if safe else None,
    }
    found = sum(low == high for low, high in pattern.naive.values())
    notes = []
    if found and not asked.withheld:
        notes.append(
            Sentence(
                "Withholding only the small cells would hide nothing in {found} of {many}: totals give them back.",
                found=found,
                many=len(pattern.naive),
            )
        )
    if not safe:
        notes.append(NOT_SAFE)
    notes.append(
        Sentence(
            "Other tables of the same people can undo this: protect tables that share a total together, and "
            "keep to one pattern."
        )
    )
    notes.append(
        Sentence("A 0 is shown: it says that there is nobody, which can also tell something about everybody else.")
    )
    more = len(pattern.secondary or [])
    sentence = (
        Sentence(
            "{many} small cells and {more} others are withheld; nobody can tell a small cell closer than {width}.",
            many=len(pattern.primary),
            more=more,
            width=width,
        )
        if safe
        else NOT_SAFE
    )
    parts = [_shown(rows, columns, values["published"])] if safe else []
    parts.append(_part("What a reader could work out", pattern.intervals or pattern.everything or {}, rows, columns))
    return Outcome(values, parts, notes, sentence, used)


def _audit(values: dict[str, Any], counts: s.Counts, withheld: list[s.Cell], used: dict[str, Any]) -> Outcome:
    found = s.bounds(counts, withheld)
    small = s.small(counts, values["threshold"])
    open_cells = [cell for cell in small if cell not in found]
    near = [cell for cell in small if cell in found and found[cell][1] - found[cell][0] < values["width"]]
    safe = not open_cells and not near
    values |= {
        "safe": safe,
        "withheld": [list(cell) for cell in withheld],
        "intervals": _told(found),
        "shown_small": [list(cell) for cell in open_cells],
        "too_close": [list(cell) for cell in near],
    }
    faults = Sentence(
        "{many} small cells are shown and {near} can be worked out too closely",
        many=len(open_cells),
        near=len(near),
    )
    sentence = (
        Sentence("This pattern is safe.") if safe else Sentence("This pattern is not safe: {faults}.", faults=faults)
    )
    return Outcome(
        values,
        [_part("What a reader could work out", found, values["rows"], values["columns"])],
        [Sentence("Bounds are exact: the least and greatest count that agree with everything shown.")],
        sentence,
        used,
    )


def _cells(text: str, shape: tuple[int, ...]) -> list[s.Cell]:
    try:
        cells = [
            (int(row), int(column)) for row, column in (each.split(":") for each in text.replace(" ", "").split(","))
        ]
    except ValueError as why:
        raise Unfit("bad_option", "--withheld takes places like 0:2,1:3 (row:column, from 0).") from why
    if any(not (0 <= i < shape[0] and 0 <= j < shape[1]) for i, j in cells):
        raise Unfit(
            "bad_option", f"--withheld names a place outside the table of {shape[0]} rows and {shape[1]} columns."
        )
    return sorted(set(cells))


def _told(found: dict[s.Cell, tuple[int, int]] | None) -> list[dict[str, Any]]:
    return [{"cell": list(cell), "low": low, "high": high} for cell, (low, high) in sorted((found or {}).items())]


def _published(counts: s.Counts, withheld: list[s.Cell]) -> dict[str, Any]:
    hidden = set(withheld)
    return {
        "cells": [
            [None if (i, j) in hidden else int(value) for j, value in enumerate(row)] for i, row in enumerate(counts)
        ],
        "row_totals": counts.sum(axis=1),
        "column_totals": counts.sum(axis=0),
        "total": int(counts.sum()),
    }


def _shown(rows: list[str], columns: list[str], published: dict[str, Any]) -> Part:
    lines = [
        [label, *("×" if cell is None else cell for cell in line), int(total)]
        for label, line, total in zip(rows, published["cells"], published["row_totals"], strict=True)
    ]
    lines.append(["total", *(int(total) for total in published["column_totals"]), published["total"]])
    return Part("To publish (× is withheld)", ["", *columns, "total"], lines)


def _part(title: str, found: dict[s.Cell, tuple[int, int]], rows: list[str], columns: list[str]) -> Part:
    lines = [[rows[i], columns[j], low, high] for (i, j), (low, high) in sorted(found.items())]
    return Part(title, ["row", "column", "at least", "at most"], lines)


METHOD = Method(
    name="suppress",
    summary="Withholds small cells of a table, and the fewest others, so that totals do not give them back.",
    options=(
        Option("rows", "People or counts: the column that makes the rows.", "column"),
        Option("columns", "People or counts: the column that makes the columns.", "column"),
        Option("count", "Counts: how many each row of the file stands for.", "column"),
        Option("cells", "A ready table: its columns of counts.", "columns"),
        Option("label", "A ready table: the column that names its rows.", "column"),
        Option("threshold", "Counts from 1 to one less than this are small.", "integer", 5),
        Option("width", "How far apart the bounds of a small cell must lie (else the threshold).", "integer"),
        Option("withheld", "Only audit this pattern: places row:column from 0, as 0:2,1:3.", "text"),
    ),
    run=run,
    example="alongside analyse suppress small_cells.csv --cells low,some,more,many,most --label group",
    keys={
        "primary, secondary": "places [row, column] from 0 that are withheld because they are small, and to protect "
        "those; "
        "secondary null: no pattern is safe",
        "min_secondary_cells, min_secondary_value": "how many others, and the sum of their counts (the least that "
        "there is)",
        "naive_intervals": "bounds of the small cells if only they were withheld",
        "intervals": "bounds that the chosen (or audited) pattern leaves for each withheld cell",
        "intervals_all": "bounds of the small cells with every cell withheld, where no pattern is safe",
        "optima_found": "how many patterns are as good as the chosen one (looked for up to 5)",
        "published": "cells (null: withheld), row_totals, column_totals, total; null where nothing should be given out",
    },
    limits=(
        "Withholding only the small cells protects nothing as a rule: subtraction from totals gives them back (in "
        "three of four tables that were tried, exactly).",
        "One table is protected at a time; the same cell in another table must be withheld there too.",
    ),
)
