"""Columns as the methods of this folder take them."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.analyse.outcome import who_is_in
from alongside.evaluation.analyse.registry import Option, parts
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

Array = NDArray[np.float64]


def numbers_or_two(table: Table, name: str, reference: str | None = None) -> tuple[Array, str]:
    """A column as numbers (nan: missing). Words with two levels become 0 (the reference) and 1; says which is 1."""
    if reference is None and table.is_numeric(name):
        return table.numbers(name), ""
    codes, levels = table.two_arms(name, reference)
    return np.where(codes < 0, np.nan, codes).astype(np.float64), f"“{name}”: {levels[1]} is compared with {levels[0]}."


REFERENCES = Option(
    "references", "Groups among the covariates with the level others are compared with: race=1,site=north.", "text"
)


def design(table: Table, names: Sequence[str], references: str | None = None) -> tuple[Array, list[str]]:
    """Columns (c, rows) and their names: numbers as they are, words as 0/1 columns against their first level.

    ``references`` ("column=level", commas between) names another level, and makes groups of a column of numbers.
    """
    chosen: dict[str, str] = {}
    for each in parts(references or ""):
        column, equals, level = each.partition("=")
        if not equals or table.called(column) not in names:
            raise Unfit("bad_option", f"--references takes covariate=level; “{each}” is none.")
        chosen[table.called(column)] = level.strip()
    rows: list[Array] = []
    called: list[str] = []
    for name in names:
        if table.is_numeric(name) and name not in chosen:
            rows.append(table.numbers(name))
            called.append(name)
            continue
        codes, levels = table.factor(name, chosen.get(name))
        for code, level in enumerate(levels[1:], start=1):
            rows.append(np.where(codes < 0, np.nan, codes == code).astype(np.float64))
            called.append(f"{name}={level}")
    return (np.vstack(rows) if rows else np.empty((0, table.rows))), called


def groups(table: Table, name: str) -> NDArray[np.int64]:
    """Whom each row belongs to, as codes; every row must say."""
    codes, _ = table.factor(name)
    return np.asarray(codes, dtype=np.int64)


def cross_table(table: Table, asked: SimpleNamespace) -> tuple[NDArray[np.int64], list[str], list[str], dict[str, Any]]:
    """Counts with the names of rows and columns: of a ready table (--cells), or of people (--rows, --columns,
    --count)."""
    if asked.cells:
        if asked.rows or asked.columns:
            raise Unfit("bad_option", "Name --cells (a table), or --rows and --columns (people), not both.")
        numbers = table.matrix(*asked.cells)
        if np.isnan(numbers).any() or (numbers != np.round(numbers)).any():
            raise Unfit("no_table", "A cell is empty or no whole number.", "Withheld cells are named by --withheld.")
        labels = (
            [label or "" for label in table.labels(asked.label)] if asked.label else [str(n) for n in range(table.rows)]
        )
        return numbers.astype(np.int64), labels, list(asked.cells), who_is_in(table, asked.cells)
    if not (asked.rows and asked.columns):
        raise Unfit("bad_option", "Name --cells (a table), or --rows and --columns (people or counts).")
    down, rows = table.factor(asked.rows)
    across, columns = table.factor(asked.columns)
    kept = table.complete(asked.rows, asked.columns, *([asked.count] if asked.count else []))
    weight = table.numbers(asked.count)[kept] if asked.count else np.ones(int(kept.sum()))
    if (weight != np.round(weight)).any():
        raise Unfit("no_table", f"“{asked.count}” holds what is no whole number.")
    counts = np.zeros((len(rows), len(columns)))
    np.add.at(counts, (down[kept], across[kept]), weight)
    return counts.astype(np.int64), rows, columns, who_is_in(table, [asked.rows, asked.columns], int(kept.sum()))
