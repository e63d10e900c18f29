"""Do groups differ in how often something happens? Tests of tables of counts; rows are groups, columns what happened.

Several tests of one table are given side by side, so that it can be seen which one a published p came from; which test
counts is decided beforehand. One-sided values are in the direction that was seen.

Sources: Pearson's and the likelihood-ratio (G) chi-square; Yates (1934), JRSS Supplement 1, 217–235; Fisher's exact
test; Freeman and Halton (1951), Biometrika 38, 141–149; Barnard (1947), Biometrika 34, 123–138; Boschloo (1970),
Statistica Neerlandica 24, 1–35; Newcombe (1998), Statistics in Medicine 17, 873–890 (interval of a difference);
Armitage (1955), Biometrics 11, 375–386 (trend).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Counts = NDArray[np.int64]
MOST = 2_000_000  # tables looked at by an exact test


def check(table: Counts) -> None:
    """Refuse what cannot be compared (``Unfit``): an empty group, or something that happened to nobody or to
    everybody."""
    if table.ndim != 2 or min(table.shape) < 2:
        raise Unfit("no_table", "A table with at least two groups and two columns is needed.")
    if (table < 0).any():
        raise Unfit("negative", "Counts cannot lie below 0.")
    if (table.sum(axis=1) == 0).any():
        raise Unfit("one_group", "A group is empty, so nothing can be compared.")
    if (table.sum(axis=0) == 0).any():
        raise Unfit("no_variance", "A column is empty, so groups cannot differ in it: leave it out.")


def chi_square(table: Counts) -> dict[str, float]:
    """Pearson's chi-square and the likelihood-ratio G with their p (no correction), and the least expected count."""
    from scipy.stats import chi2

    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    pearson = float(((table - expected) ** 2 / expected).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        g = float(2 * np.where(table > 0, table * np.log(table / expected), 0).sum())
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    return {"chi2": pearson, "df": df, "p_chi2": float(chi2.sf(pearson, df)), "g": g, "p_g": float(chi2.sf(g, df)),
            "least_expected": float(expected.min())}  # fmt: skip


def two_by_two(table: Counts) -> dict[str, Any]:
    """All tests of a 2 × 2 table, odds ratio, and the difference of shares with Newcombe's interval."""
    from scipy.stats import barnard_exact, boschloo_exact, chi2, fisher_exact

    found: dict[str, Any] = chi_square(table)
    (a, b), (c, d) = table.tolist()
    n = a + b + c + d
    more = a * d > b * c
    half = min(n / 2, abs(a * d - b * c))
    yates = n * (abs(a * d - b * c) - half) ** 2 / float(np.prod(table.sum(axis=0)) * np.prod(table.sum(axis=1)))
    found["p_chi2_onesided"] = found["p_chi2"] / 2
    found["p_yates"] = float(chi2.sf(yates, 1))
    found["p_fisher"] = float(fisher_exact(table)[1])
    found["p_fisher_onesided"] = float(fisher_exact(table, alternative="greater" if more else "less")[1])
    # SciPy takes each column as a group of its own size; turned, the rows are: that is the design of two arms.
    found["p_barnard"] = float(barnard_exact(table).pvalue)
    found["p_boschloo"] = float(boschloo_exact(table).pvalue)
    found["p_barnard_rows"] = float(barnard_exact(table.T).pvalue)
    found["p_boschloo_rows"] = float(boschloo_exact(table.T).pvalue)
    return found | of_first_column(table)


def of_first_column(table: Counts, level: float = 0.95) -> dict[str, float | None]:
    """Two groups, first column against the others: difference of shares with Wald's and Newcombe's limits, odds ratio,
    and how many must be reached for one more (1 / difference)."""
    from scipy.stats import norm

    (a, c), (n, m) = (int(v) for v in table[:, 0]), (int(v) for v in table.sum(axis=1))
    difference, low, high = newcombe(a, n, c, m, level)
    width = float(norm.ppf((1 + level) / 2) * np.sqrt(a * (n - a) / n**3 + c * (m - c) / m**3))
    others = (n - a) * c
    return {"difference": difference, "low": low, "high": high, "wald_low": difference - width,
            "wald_high": difference + width, "odds_ratio": a * (m - c) / others if others else None,
            "number_needed": 1 / abs(difference) if difference else None}  # fmt: skip


def trend(table: Counts) -> dict[str, float]:
    """Two groups, columns at equal steps: is one group further on in the order? z above 0: the first row lies lower.

    ``trend_z``: linear by linear, z² = (n − 1) r² (Mantel 1963); ``cochran_armitage_z``: z² = n r².
    """
    from scipy.stats import norm

    score, n = np.arange(table.shape[1], dtype=float), float(table.sum())
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    middle = float((columns * score).sum()) / n
    spread = rows[0] * rows[1] / n * (float((columns * score**2).sum()) / n - middle**2)
    z = float((rows[0] * middle - (table[0] * score).sum()) / np.sqrt(spread))
    mantel = z * float(np.sqrt((n - 1) / n))
    return {"trend_z": mantel, "p_trend": float(2 * norm.sf(abs(mantel))), "cochran_armitage_z": z,
            "p_cochran_armitage": float(2 * norm.sf(abs(z)))}  # fmt: skip


def newcombe(a: int, n: int, c: int, m: int, level: float = 0.95) -> tuple[float, float, float]:
    """Difference of shares a/n − c/m with limits from the Wilson intervals of each (Newcombe's method 10)."""
    from scipy.stats import norm

    z = float(norm.ppf((1 + level) / 2))

    def wilson(k: int, size: int) -> tuple[float, float]:
        middle = (k + z * z / 2) / (size + z * z)
        width = z / (size + z * z) * np.sqrt(k * (size - k) / size + z * z / 4)
        return middle - width, middle + width

    p, q = a / n, c / m
    (l1, u1), (l2, u2) = wilson(a, n), wilson(c, m)
    return p - q, p - q - float(np.hypot(p - l1, u2 - q)), p - q + float(np.hypot(u1 - p, q - l2))


def freeman_halton(table: Counts) -> float | None:
    """Exact p of an r × c table: all tables with its totals that are no likelier than it; None: too many to look at."""
    from scipy.special import gammaln

    columns = table.sum(axis=0)
    fact = np.asarray(gammaln(np.arange(int(table.sum()) + 2) + 1))
    base = fact[table.sum(axis=1)].sum() + fact[columns].sum() - fact[int(table.sum())]
    # Group by group: what is left of each column, with the logarithm of 1/Π cell! of every way there.
    ways: dict[tuple[int, ...], list[float]] = {tuple(int(c) for c in columns): [0.0]}
    for size in table.sum(axis=1)[:-1]:
        found: dict[tuple[int, ...], list[float]] = {}
        looked = 0
        for left, logs in ways.items():
            for row in _rows(int(size), left):
                step = -float(fact[list(row)].sum())
                rest = tuple(x - y for x, y in zip(left, row, strict=True))
                found.setdefault(rest, []).extend(log + step for log in logs)
                looked += len(logs)
                if looked > MOST:
                    return None
        ways = found
    every = np.concatenate([np.array(logs) - fact[list(left)].sum() for left, logs in ways.items()]) + base
    own = base - fact[table].sum()
    return float(min(1.0, np.exp(every[every <= own + 1e-7]).sum()))


def _rows(size: int, left: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Ways of putting ``size`` into columns that have ``left`` over."""
    if len(left) == 1:
        return [(size,)] if size <= left[0] else []
    later = sum(left[1:])
    return [
        (first, *rest)
        for first in range(max(0, size - later), min(size, left[0]) + 1)
        for rest in _rows(size - first, left[1:])
    ]


def ordered(table: Counts) -> tuple[float, float]:
    """Two groups, columns in order: Mann–Whitney's p (normal, ties corrected) without and with continuity
    correction."""
    from scipy.stats import mannwhitneyu

    values = [np.repeat(np.arange(table.shape[1]), row) for row in table]
    plain, corrected = (
        float(mannwhitneyu(*values, alternative="two-sided", method="asymptotic", use_continuity=yes).pvalue)
        for yes in (False, True)
    )
    return plain, corrected
