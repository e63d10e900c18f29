"""Small cells that cannot be found again by subtraction.

A table of counts is published with its row and column totals. Cells from 1 to threshold − 1 are withheld (primary).
Whoever reads it can still bound each withheld cell: the counts ≥ 0 that agree with everything published. A pattern is
safe when for every primary cell these bounds lie at least ``width`` apart; further cells are withheld (secondary)
until that holds:
the fewest, and among the fewest those with the least sum. The choice is exact (integer programme), and every pattern is
audited by the bounds themselves (linear programmes), also one made elsewhere.

Sources: Fischetti and Salazar-González (2001), Operations Research 49, 819–829 (exact complementary suppression; here
by cuts, each saying that some further cell must move when a protection level is asked for); Hundepool and others
(2012), Statistical Disclosure Control.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Counts = NDArray[np.int64]
OPTIMA = 5  # patterns that are as good as the best: looked for up to this many
Cell = tuple[int, int]


def check(table: Counts, threshold: int, width: int) -> None:
    """Refuse what is no table of counts (``Unfit``)."""
    if table.ndim != 2 or min(table.shape) < 2:
        raise Unfit("no_table", "A table with at least two rows and two columns is needed.")
    if (table < 0).any():
        raise Unfit("negative", "Counts cannot lie below 0.")
    if threshold < 2 or width < 1:
        raise Unfit("bad_option", "The threshold is at least 2 and the width at least 1.")
    if table.size > 400:
        raise Unfit("too_large", f"{table.size} cells are too many to be protected exactly; up to 400 are.")


def small(table: Counts, threshold: int) -> list[Cell]:
    """Cells from 1 to threshold − 1; a 0 says of nobody anything and stays."""
    return [(int(i), int(j)) for i, j in np.argwhere((table > 0) & (table < threshold))]


def bounds(table: Counts, withheld: Iterable[Cell], of: Iterable[Cell] | None = None) -> dict[Cell, tuple[int, int]]:
    """What a reader can say of each withheld cell (or those of ``of``): its least and greatest possible count.

    The table of a row and a column constraint each is totally unimodular, so the bounds are whole numbers.
    """
    from scipy.optimize import linprog

    cells = sorted(withheld)
    if not cells:
        return {}
    places = {cell: n for n, cell in enumerate(cells)}
    matrix, right = _totals(table, cells)
    found = {}
    for cell in sorted(of) if of is not None else cells:
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(cells))
            aim[places[cell]] = sign
            answer = linprog(aim, A_eq=matrix, b_eq=right, bounds=(0, None), method="highs")
            if not answer.success:
                raise RuntimeError(answer.message)
            ends.append(round(sign * answer.fun))
        found[cell] = (ends[0], ends[1])
    return found


def _totals(table: Counts, cells: list[Cell]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows, columns = table.shape
    matrix, right = np.zeros((rows + columns, len(cells))), np.zeros(rows + columns)
    for n, (i, j) in enumerate(cells):
        matrix[i, n] = matrix[rows + j, n] = 1
        right[i] += table[i, j]
        right[rows + j] += table[i, j]
    return matrix, right


@dataclass(frozen=True)
class Pattern:
    """What to withhold. ``secondary`` None: no pattern is safe while the totals stand (``everything`` says how little
    withholding all cells would hide)."""

    primary: list[Cell]
    secondary: list[Cell] | None
    value: int | None
    naive: dict[Cell, tuple[int, int]]
    intervals: dict[Cell, tuple[int, int]] | None
    everything: dict[Cell, tuple[int, int]] | None
    optima: int | None


def protect(table: Counts, threshold: int, width: int, zeros: bool = True) -> Pattern:
    """The least pattern that is safe; ``zeros``: whether a cell of 0 may be withheld too."""
    primary = small(table, threshold)
    naive = bounds(table, primary)
    if all(high - low >= width for low, high in naive.values()):
        return Pattern(primary, [], 0, naive, naive, None, 1)
    every = [(i, j) for i in range(table.shape[0]) for j in range(table.shape[1]) if zeros or table[i, j]]
    most = bounds(table, every, primary)
    if any(high - low < width for low, high in most.values()):
        return Pattern(primary, None, None, naive, None, most, None)
    others = [cell for cell in every if cell not in set(primary)]
    patterns = _least(table, primary, others, width)
    chosen = patterns[0]
    found = bounds(table, [*primary, *chosen])
    if any(found[cell][1] - found[cell][0] < width for cell in primary):
        raise RuntimeError("a pattern was chosen that is not safe")
    value = int(sum(table[cell] for cell in chosen))
    return Pattern(primary, chosen, value, naive, found, None, len(patterns))


@dataclass(frozen=True)
class _Programme:
    """An integer programme as SciPy takes it; its first ``free`` variables say which of the other cells are
    withheld."""

    aim: NDArray[np.float64]
    matrix: Any
    low: list[float]
    high: list[float]
    least: NDArray[np.float64]
    most: NDArray[np.float64]
    free: int


def _programme(table: Counts, primary: list[Cell], others: list[Cell], width: int) -> _Programme:
    """For each primary cell two tables that agree with the totals, ``width`` apart in that cell, and that differ from
    the true table only where a cell is withheld.

    Variables: w (cell withheld, 0/1), and for each primary cell and each end a change d of every cell, −table ≤ d,
    bounded by w. Row and column sums of d are 0.
    """
    from scipy.sparse import lil_matrix

    cells = [*primary, *others]
    many, free, ends = len(cells), len(others), 2 * len(primary)
    rows, columns = table.shape
    counts = np.array([table[cell] for cell in cells], dtype=float)
    reach = np.minimum(table.sum(axis=1)[:, None], table.sum(axis=0)[None, :])
    most = np.array([reach[cell] for cell in cells], dtype=float) - counts
    size = free + ends * many
    lines = lil_matrix((ends * (rows + columns) + 2 * ends * free + len(primary), size))
    low, high, line = [], [], 0
    for end in range(ends):
        start = free + end * many
        for n, (i, j) in enumerate(cells):
            lines[line + i, start + n] = lines[line + rows + j, start + n] = 1
        low += [0.0] * (rows + columns)
        high += [0.0] * (rows + columns)
        line += rows + columns
        for n in range(free):
            at = start + len(primary) + n
            lines[line, at], lines[line, n] = 1, -most[len(primary) + n]
            lines[line + 1, at], lines[line + 1, n] = 1, counts[len(primary) + n]
            low += [-np.inf, 0.0]
            high += [0.0, np.inf]
            line += 2
    for n in range(len(primary)):
        lines[line, free + (2 * n + 1) * many + n], lines[line, free + 2 * n * many + n] = 1, -1
        low.append(float(width))
        high.append(np.inf)
        line += 1
    aim = np.zeros(size)
    # The fewest cells, then the least sum: one cell more is dearer than all counts together.
    aim[:free] = np.array([table[cell] for cell in others]) + float(sum(table[cell] for cell in others)) + 1
    least = np.concatenate([np.zeros(free), np.tile(-counts, ends)])
    return _Programme(aim, lines.tocsr(), low, high, least, np.concatenate([np.ones(free), np.tile(most, ends)]), free)


def _least(table: Counts, primary: list[Cell], others: list[Cell], width: int) -> list[list[Cell]]:
    """The least pattern, and up to ``OPTIMA`` that are as good: each is forbidden before the next is looked for."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import vstack

    asked = _programme(table, primary, others, width)
    matrix, low, high, free = asked.matrix, asked.low, asked.high, asked.free
    whole = np.concatenate([np.ones(free), np.zeros(len(asked.aim) - free)])
    patterns: list[list[Cell]] = []
    best = np.inf
    while len(patterns) < OPTIMA:
        answer = milp(
            asked.aim / asked.aim.max(),
            constraints=LinearConstraint(matrix, low, high),
            bounds=Bounds(asked.least, asked.most),
            integrality=whole,
            options={"mip_rel_gap": 0.0, "time_limit": 60},
        )
        if answer.status == 1 or answer.x is None:
            if patterns:
                break
            raise Unfit("too_slow", "No exact pattern was found in a minute.", "Join rows or columns.")
        taken = answer.x[:free] > 0.5
        cost = float(asked.aim[:free] @ taken)
        if cost > best + 0.5:
            break
        best = cost
        patterns.append(sorted(cell for cell, yes in zip(others, taken, strict=True) if yes))
        again = np.zeros((1, len(asked.aim)))
        again[0, :free] = taken
        matrix = vstack([matrix, again], format="csr")
        low, high = [*low, -np.inf], [*high, float(taken.sum()) - 1]
    return patterns
