"""Columns as the methods of this folder take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

Array = NDArray[np.float64]


def numbers_or_two(table: Table, name: str, reference: str | None = None) -> tuple[Array, str]:
    """A column as numbers (nan: missing). Words with two levels become 0 (the reference) and 1; says which is 1."""
    if reference is None and table.is_numeric(name):
        return table.numbers(name), ""
    codes, levels = table.two_arms(name, reference)
    return np.where(codes < 0, np.nan, codes).astype(np.float64), f"“{name}”: {levels[1]} is compared with {levels[0]}."


def design(table: Table, names: Sequence[str]) -> tuple[Array, list[str]]:
    """Columns (c, rows) and their names: numbers as they are, words as 0/1 columns against their first level."""
    rows: list[Array] = []
    called: list[str] = []
    for name in names:
        if table.is_numeric(name):
            rows.append(table.numbers(name))
            called.append(name)
            continue
        codes, levels = table.factor(name)
        for code, level in enumerate(levels[1:], start=1):
            rows.append(np.where(codes < 0, np.nan, codes == code).astype(np.float64))
            called.append(f"{name}={level}")
    return (np.vstack(rows) if rows else np.empty((0, table.rows))), called


def groups(table: Table, name: str) -> NDArray[np.int64]:
    """Whom each row belongs to, as codes; every row must say."""
    codes, _ = table.factor(name)
    return np.asarray(codes, dtype=np.int64)
