"""The conditional odds ratio as R prints it: its search for roots stops at 1.2e-4, and published numbers carry that.

``transitions.between`` gives the root itself. To compare with a result that somebody computed with R's ``fisher.test``
digit by digit, the same search has to stop where R's stops (R 4.2: ``stats::fisher.test``, ``stats::uniroot`` with its
usual ``tol = .Machine$double.eps^0.25``; Brent 1973, *Algorithms for Minimization without Derivatives*, chapter 4).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

EPS = float(np.finfo(float).eps)
TOLERANCE = EPS**0.25


def odds_as_r(table: np.ndarray, level: float = 0.95) -> tuple[float, float, float]:
    """Estimate and both limits of a 2×2 table of counts (rows are groups) as ``fisher.test`` prints them.

    Zero or infinity where the count in the first cell is the least or the greatest there can be.
    """
    from scipy.stats import hypergeom

    x, first, all_of_them = int(table[0, 0]), int(table[:, 0].sum()), int(table.sum())
    drawn = int(table[0].sum())
    least, most = max(0, drawn - (all_of_them - first)), min(drawn, first)
    counts = np.arange(least, most + 1)
    log_weights = hypergeom.logpmf(counts, all_of_them, first, drawn)

    def shares(odds: float) -> np.ndarray:
        if odds == 0:
            return (counts == least).astype(float)
        logs = log_weights + np.log(odds) * counts
        weights = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum())

    def root(of: Callable[[np.ndarray], float], target: float) -> float:
        """The odds at which ``of``, which is steady in them, comes to ``target``: sought below 1, or its inverse is."""
        at_one = of(shares(1.0)) - target
        if at_one == 0:
            return 1.0
        if at_one * (of(shares(0.0)) - target) < 0:
            return _search(lambda odds: of(shares(odds)) - target, 0.0, 1.0)
        return 1 / _search(lambda inverse: of(shares(1 / inverse)) - target, EPS, 1.0)

    tail = (1 - level) / 2
    low = 0.0 if x == least else root(lambda p: float(p[counts >= x].sum()), tail)
    high = float("inf") if x == most else root(lambda p: float(p[counts <= x].sum()), tail)
    if x in (least, most):
        return (0.0 if x == least else float("inf")), low, high
    return root(lambda p: float((counts * p).sum()), x), low, high


def _search(f: Callable[[float], float], low: float, high: float) -> float:
    """Brent's search in the order of R's C code (``zeroin.c``), so that it stops at the same point."""
    a, b = low, high
    fa, fb = f(a), f(b)
    c, fc = a, fa
    while True:
        before = b - a
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        near = 2 * EPS * abs(b) + TOLERANCE / 2
        step = (c - b) / 2
        if abs(step) <= near or fb == 0:
            return b
        if abs(before) >= near and abs(fa) > abs(fb):
            step = _guess(a, b, c, fa, fb, fc, before, near, step)
        if abs(step) < near:
            step = near if step > 0 else -near
        a, fa = b, fb
        b += step
        fb = f(b)
        if (fb > 0) == (fc > 0):
            c, fc = a, fa


def _guess(
    a: float, b: float, c: float, fa: float, fb: float, fc: float, before: float, near: float, half: float
) -> float:
    """The step of the line (two points) or of the inverse parabola (three), if it is short enough; else ``half``."""
    if a == c:
        ratio = fb / fa
        p, q = (c - b) * ratio, 1 - ratio
    else:
        ac, bc, ba = fa / fc, fb / fc, fb / fa
        p, q = ba * ((c - b) * ac * (ac - bc) - (b - a) * (bc - 1)), (ac - 1) * (bc - 1) * (ba - 1)
    p, q = (p, -q) if p > 0 else (-p, q)
    return p / q if p < 0.75 * (c - b) * q - abs(near * q) / 2 and p < abs(before * q / 2) else half
