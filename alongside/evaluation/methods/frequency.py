"""How often something is named, and whether that changes: shares with intervals, and a trend over periods.

Estimand: the share of a population of which the rows are a sample, period by period.

Sources: Wilson (1927), JASA 22, 209–212; Newcombe (1998), Statistics in Medicine 17, 873–890; Armitage (1955),
Biometrics 11, 375–386; Holm (1979), Scandinavian Journal of Statistics 6, 65–70.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


def wilson(k: Array, n: Array, level: float = 0.95) -> tuple[Array, Array, Array]:
    """Shares k/n (any shape) with Wilson's limits, never outside 0 and 1; nan where n is 0.

    Raises Unfit("no_counts") for counts below 0 or above n.
    """
    from scipy.stats import norm

    k, n = np.asarray(k, float), np.asarray(n, float)
    if (k < 0).any() or (k > n).any():
        raise Unfit("no_counts", "Counts lie between 0 and how many there are.")
    z = float(norm.ppf((1 + level) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = k / n
        middle = (k + z * z / 2) / (n + z * z)
        width = z / (n + z * z) * np.sqrt(k * (n - k) / n + z * z / 4)
    low, high = np.where(k == 0, 0.0, middle - width), np.where(k == n, 1.0, middle + width)
    none = n == 0
    return share, np.where(none, np.nan, np.maximum(low, 0)), np.where(none, np.nan, np.minimum(high, 1))


def trend(k: Array, n: Array, score: Array) -> dict[str, float] | None:
    """Cochran and Armitage's test that shares k/n (periods,) run along ``score``; slope in share by unit of score.

    None where there is nothing to test: fewer than two periods with anybody, or all or nobody in every one.
    """
    from scipy.stats import chi2

    there = n > 0
    k, n, score = k[there], n[there], score[there]
    whole = float(k.sum() / n.sum()) if n.sum() else 0.0
    if len(n) < 2 or not 0 < whole < 1:
        return None
    middle = float((n * score).sum() / n.sum())
    spread = float((n * (score - middle) ** 2).sum())
    slope = float((k * (score - middle)).sum()) / spread
    chisq = slope**2 * spread / (whole * (1 - whole))
    return {"slope": slope, "chisq": chisq, "p": float(chi2.sf(chisq, 1))}


def holm(p: Array) -> Array:
    """p values (m,) as they stand when all m were looked at; nan stays out."""
    found = np.full(len(p), np.nan)
    at = np.flatnonzero(np.isfinite(p))
    order = at[np.argsort(p[at], kind="stable")]
    found[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(order), 0, -1)), 1)
    return found
