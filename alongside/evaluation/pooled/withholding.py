"""What of a report may be shown: nothing about few families, and nothing that could be worked out from the rest.

The rules are those of the programme's reports. A cell of fewer than ``LEAST`` families shows nothing. How many are
above a cut-off is shown only with at least ``LEAST`` families on each side, even if every score beyond one a family
were there. Scores of few values (yes and no) have no mean to show: it would say how many gave which. Minutes are shown
where they are known of enough families. Of classes that a change falls into, small ones are withheld with as many
others as it takes that they cannot be worked out (``methods.suppress``); where there are waves, change until the last
score of all is left out, for it is of nearly the same people. All sites together are shown only when what is withheld
cannot be told by subtraction, and judged only where the sites judge alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from alongside.evaluation.methods.suppress import protect
from alongside.evaluation.pooled.reports import CELL, CLASSES, RULE, Report
from alongside.evaluation.pooled.schema import LATEST

LEAST = 5
FEW_VALUES = 3  # with no more different scores than these, mean and SD would say how many there are of each
HIDDEN = 3  # so many withheld cells hide each other in a total, if they hold enough without their largest
# What of a total would tell of a few whose cells are hidden, by subtraction.
TOLD_BY_FEW = {"scores": {"above", "with_cut"}, "dose": {"minutes"}, "retention": {"there"}}
Row = Mapping[str, Any]


def shown(report: Report, rows: Sequence[Row], least: int = LEAST) -> list[dict[str, Any]]:
    """The cells with ``withheld`` (the names of figures that are not shown, None in their place), and, for each scale,
    quarter or month, all sites together (``site`` and ``arm`` None) where that can be shown; ``differ`` names what of
    cut-off and norm is not the same at all of them. ``rows``: as ``answer`` has them, with the private figures."""
    found: list[dict[str, Any]] = []
    if report.name == "change":
        rows = _one_end(rows)
    rest = [name for name in report.cell if name not in CELL]

    def whose(row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in rest)

    for _, cells in groupby(sorted(rows, key=whose), key=whose):
        found += _of_one(report, list(cells), least)
    return found


def _one_end(rows: Sequence[Row]) -> list[Row]:
    """Without ``latest`` where that site has change until a wave of this scale: the two would differ by a few women."""

    def scale(row: Row) -> tuple[Any, ...]:
        return row["site"], row["instrument"], row["scale"]

    with_waves = {scale(row) for row in rows if row["until"] != LATEST}
    return [row for row in rows if row["until"] != LATEST or scale(row) not in with_waves]


def _of_one(report: Report, cells: list[Row], least: int) -> list[dict[str, Any]]:
    """The cells of one scale (quarter, month) at all sites, and their total."""
    small = [cell for cell in cells if cell["families"] < least]
    large = [cell for cell in cells if cell["families"] >= least]
    whole = together(report, cells)
    with_total = len(cells) > 1 and whole["families"] >= least and _hidden_enough(small, least)
    counted = [*large, whole] if with_total else large
    keep = {id(row): _pattern(report, row, least) for row in counted}
    differ = _differ(report, cells)
    if report.name == "change":
        judged = with_total and not small and not differ
        keep |= _classes(large, whole if judged else None, least)
        if with_total and not judged:
            keep[id(whole)] = set(CLASSES)
    elif with_total:
        # A total beside all cells but one would tell that one.
        keep[id(whole)] |= set().union(*(keep[id(row)] for row in large))
        if small:
            keep[id(whole)] |= TOLD_BY_FEW[report.name]
        if differ:
            keep[id(whole)] |= TOLD_BY_FEW["scores"]
    told = [
        _row(report, cell, keep[id(cell)] if id(cell) in keep else set(report.figures)) for cell in cells
    ]  # fmt: skip
    return [*told, _row(report, whole, keep[id(whole)], differ)] if with_total else told


def _row(report: Report, cell: Row, without: set[str], differ: Sequence[str] = ()) -> dict[str, Any]:
    values = {name: None if name in without else cell[name] for name in report.columns}
    return {**values, "withheld": [name for name in report.figures if name in without], "differ": list(differ)}


def _differ(report: Report, cells: Sequence[Row]) -> list[str]:
    """What of cut-off and norm is not the same in all cells: judged by two rules, sums would be of unlike things."""

    def same(one: Any, other: Any) -> bool:
        numbers = isinstance(one, float) and isinstance(other, float)
        return math.isclose(one, other, rel_tol=1e-9) if numbers else bool(one == other)

    asked = [name for name in report.private if name in RULE]
    return [name for name in asked if not all(same(cells[0][name], cell[name]) for cell in cells)]


def _hidden_enough(small: Sequence[Row], least: int) -> bool:
    """Whether a total would leave too much open to work out a withheld cell."""
    if not small:
        return True
    sizes = sorted(cell["families"] for cell in small)
    return len(sizes) >= HIDDEN and sum(sizes[:-1]) >= least


def _pattern(report: Report, row: Row, least: int) -> set[str]:
    """Which figures of one cell are not shown."""
    if report.name == "scores":
        side = min(row["above"], row["with_cut"] - row["above"]) - _beyond_one(row)
        hidden = {"above", "with_cut"} if row["with_cut"] and side < least else set()
        spread = row["sd"] is not None and row["sd"] > 1e-12 * max(1.0, abs(row["mean"]))
        return hidden if spread and row["distinct"] > FEW_VALUES else hidden | {"mean", "sd"}
    if report.name == "dose":
        untimed = row["families"] - row["timed"]
        return {"minutes"} if row["timed"] and (row["timed"] < least or 0 < untimed < least) else set()
    if report.name == "retention":
        least += row["started"] - row["families"]  # all beyond one a family may be of those who stayed, or who left
        away = row["started"] - row["there"]
        return {"there"} if row["there"] < least or 0 < away < least else set()
    if report.name == "change":
        return _classes_alone(row, least)
    return set()


def _beyond_one(row: Row) -> int:
    """How many scores there are beyond one a family: as many may stand on one side or in one class."""
    return int(row["n"] - row["families"])


def _classes_alone(row: Row, least: int) -> set[str]:
    """Small classes, and the next ones until what is withheld could be split in at least ``least`` ways."""
    counts = {name: row[name] for name in CLASSES}
    least += _beyond_one(row)
    hidden = {name for name, count in counts.items() if 0 < count < least}
    if not hidden:
        return set()
    for name in sorted(counts, key=lambda name: counts[name]):
        if len(hidden) > 1 and sum(counts[each] for each in hidden) >= least:
            break
        hidden.add(name)
    return hidden


def _classes(cells: Sequence[Row], whole: Row | None, least: int) -> dict[int, set[str]]:
    """The classes of all sites and of their total as one table, whose margins are all shown; without a total, or where
    no pattern protects it, each cell is looked at alone and the total shows no class."""
    if whole is None or len(cells) < 2 or least < 2 or len(cells) * len(CLASSES) > 400:
        alone = {id(cell): _classes_alone(cell, least) for cell in cells}
        return alone | ({} if whole is None else {id(whole): set(CLASSES)})
    few, least = least, least + max(map(_beyond_one, cells))
    table = np.array([[cell[name] for name in CLASSES] for cell in cells], dtype=np.int64)
    small_total = ((table.sum(axis=0) > 0) & (table.sum(axis=0) < least)).any()
    pattern = None if small_total else protect(table, least, least)
    if pattern is None or pattern.secondary is None:
        return {id(cell): _classes_alone(cell, few) for cell in cells} | {id(whole): set(CLASSES)}
    hidden: dict[int, set[str]] = {id(cell): set() for cell in [*cells, whole]}
    for i, j in [*pattern.primary, *pattern.secondary]:
        hidden[id(cells[i])].add(CLASSES[j])
    return hidden


def together(report: Report, cells: Sequence[Row]) -> dict[str, Any]:
    """All sites together: sums, and for scores the mean and SD of all of them, and as many different ones as at least
    there are."""
    first = cells[0]
    whole: dict[str, Any] = {name: None if name in CELL else first[name] for name in report.cell}
    for name in report.figures:
        if name not in ("mean", "sd"):
            known = [cell[name] for cell in cells if cell[name] is not None]
            whole[name] = sum(known) if known else None
    if report.name == "dose":
        whole["timed"] = sum(cell["timed"] for cell in cells)
    if report.name == "scores":
        whole["distinct"] = max(cell["distinct"] for cell in cells)
        n = whole["n"]
        mean = math.fsum(cell["n"] * cell["mean"] for cell in cells) / n
        inside = math.fsum((cell["n"] - 1) * cell["sd"] ** 2 for cell in cells if cell["sd"] is not None)
        between = math.fsum(cell["n"] * (cell["mean"] - mean) ** 2 for cell in cells)
        whole |= {"mean": mean, "sd": math.sqrt((inside + between) / (n - 1)) if n > 1 else None}
    return whole
