"""Columns as the methods of this folder take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.analyse.outcome import who_is_in
from alongside.evaluation.analyse.registry import Option, parts
from alongside.evaluation.methods import linear
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


ERRORS = (
    Option("cluster", "The column that says which rows belong together (children of one woman).", "column"),
    Option(
        "errors",
        "Kind of standard error; without it classical, or CR2 with --cluster.",
        "choice",
        choices=linear.ERRORS,
    ),
)


INTERACTIONS = Option("interactions", "Products of covariates, such as age:smoke; several with commas between.", "text")


@dataclass(frozen=True)
class Columns:
    """``x`` (rows, c) without an intercept; ``terms``: which of its columns each covariate or product has;
    ``against``: the group that the others of a covariate are compared with."""

    x: Array
    names: list[str]
    terms: dict[str, list[int]]
    against: dict[str, str]


def columns(
    table: Table, names: Sequence[str], asked: SimpleNamespace, kept: NDArray[np.bool_] | None = None
) -> Columns:
    """Covariates as columns: numbers as they are, words as 0/1 columns against their first level, then products.

    ``asked.references`` ("column=level", commas between) names another level, and makes groups of a column of numbers.
    ``asked.interactions`` ("a:b") adds products of covariates. Levels are those of the rows ``kept``.
    Raises Unfit: one_level, collinear (a covariate that is the same in all of them), bad_option.
    """
    kept = np.ones(table.rows, dtype=bool) if kept is None else kept
    chosen: dict[str, str] = {}
    for each in parts(getattr(asked, "references", None) or ""):
        column, equals, level = each.partition("=")
        if not equals or table.called(column) not in names:
            raise Unfit("bad_option", f"--references takes covariate=level; “{each}” is none.")
        chosen[table.called(column)] = level.strip()
    against: dict[str, str] = {}
    blocks = {name: _block(table, name, chosen.get(name), kept, against) for name in dict.fromkeys(names)}
    for each in parts(getattr(asked, "interactions", None) or ""):
        factors = [table.called(one.strip()) for one in each.split(":")]
        if len(factors) < 2 or any(one not in blocks for one in factors):
            raise Unfit("bad_option", f"--interactions takes covariates with : between; “{each}” is not that.")
        product = blocks[factors[0]]
        for one in factors[1:]:
            product = [(f"{a}:{b}", x * y) for b, y in blocks[one] for a, x in product]
        blocks[":".join(factors)] = product
    found = [pair for block in blocks.values() for pair in block]
    terms, start = {}, 0
    for name, block in blocks.items():
        terms[name] = list(range(start, start + len(block)))
        start += len(block)
    x = np.column_stack([column for _, column in found]) if found else np.empty((table.rows, 0))
    return Columns(x, [name for name, _ in found], terms, against)


def _block(
    table: Table, name: str, reference: str | None, kept: NDArray[np.bool_], against: dict[str, str]
) -> list[tuple[str, Array]]:
    """A covariate's columns with their names; writes into ``against`` the group that they are compared with."""
    if reference is None and table.is_numeric(name):
        values = table.numbers(name)
        known = values[kept & ~np.isnan(values)]
        if len(known) > 1 and np.ptp(known) == 0:
            raise Unfit("collinear", f"{name} is the same in every row that can be used: nothing goes with it.")
        return [(name, values)]
    codes, levels = table.factor(name, reference)
    seen = [code for code in range(len(levels)) if (codes[kept] == code).any()]
    if reference is not None and seen and seen[0] != 0:
        raise Unfit("no_level", f"In the rows that can be used, nobody's {name} is “{levels[0]}”.", "Name another one.")
    if len(seen) == 1 and kept.sum() > 1:
        raise Unfit(
            "one_level", f"In the rows that can be used, {name} is always “{levels[seen[0]]}”.",
            "There is nobody to compare with: leave it out.",
        )  # fmt: skip
    if seen:
        against[name] = levels[seen[0]]
    return [
        (f"{name}={levels[code]}", np.where(codes < 0, np.nan, codes == code).astype(np.float64)) for code in seen[1:]
    ]


def groups(table: Table, name: str) -> NDArray[np.int64]:
    """Whom each row belongs to, as codes; every row must say."""
    codes, _ = table.factor(name)
    return np.asarray(codes, dtype=np.int64)


def times_over(counts: Array, name: str) -> NDArray[np.int64]:
    """Places of rows, each as often as it counts. Raises Unfit where a count is no whole number from 0."""
    if (counts < 0).any() or (counts != np.round(counts)).any() or counts.sum() > 10_000_000:
        raise Unfit("no_counts", f"“{name}” holds what is no count: whole numbers from 0, ten million in all.")
    return np.repeat(np.arange(len(counts)), counts.astype(np.int64))


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
