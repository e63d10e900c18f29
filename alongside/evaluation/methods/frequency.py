"""How often something is named, and whether that changes: shares with intervals, and a trend over periods.

Estimand: the share of a population of which the rows are a sample, period by period.

Sources: Wilson (1927), JASA 22, 209–212; Newcombe (1998), Statistics in Medicine 17, 873–890; Armitage (1955),
Biometrics 11, 375–386; Holm (1979), Scandinavian Journal of Statistics 6, 65–70. Rows of the same people: Newcombe
(1998), Statistics in Medicine 17, 2635–2650 (pairs); a test of scores summed by person in place of rows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]


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


def by_person(y: Array, person: Codes, mine: Mask, level: float = 0.95) -> tuple[float, float, float]:
    """Share of 1 in ``y[mine]`` with Wilson's limits for as many rows as they are worth, people's rows together.

    ``person``: whose each row is. With a row a person these are ``wilson``'s; several of one count for less.
    """
    worth = _worth(y, person, mine)
    share, low, high = wilson(y[mine].sum() * worth, mine.sum() * worth, level)
    return float(share), float(low), float(high)


def _apart(y: Array, person: Codes, mine: Mask) -> Array:
    """What each person (codes from 0) adds to the error of the share of ``mine``."""
    own = np.where(mine, y - y[mine].mean(), 0.0)
    return np.bincount(person, weights=own, minlength=int(person.max()) + 1) / mine.sum()


def _worth(y: Array, person: Codes, mine: Mask) -> float:
    """How much a row is worth of one that is on its own, at most 1."""
    n, share = float(mine.sum()), float(y[mine].mean()) if mine.any() else 0.0
    if n == 0:
        return 1.0
    if share in (0.0, 1.0):  # all alike: a person counts once
        return len(np.unique(person[mine])) / n
    return min(1.0, share * (1 - share) / n / float((_apart(y, person, mine) ** 2).sum()))


def difference(y: Array, person: Codes, later: Mask, first: Mask, level: float = 0.95) -> tuple[float, float, float]:
    """Share of ``later`` less that of ``first``, with limits that know that some people are in both.

    Newcombe's for pairs where everybody is in both once, his for two samples where nobody is. ``y`` (rows,) of 0 and 1.
    """
    (p, l1, u1), (q, l2, u2) = (by_person(y, person, mine, level) for mine in (later, first))
    one, two = (_apart(y, person, mine) for mine in (later, first))
    size = float(np.sqrt((one**2).sum() * (two**2).sum()))
    same = float((one * two).sum()) / size if size else 0.0
    down, up = ((p - l1, u2 - q), (u1 - p, q - l2))
    low, high = (float(np.sqrt(max(a * a - 2 * same * a * b + b * b, 0.0))) for a, b in (down, up))
    return p - q, p - q - low, p - q + high


def trend_by_person(y: Array, score: Array, person: Codes) -> dict[str, float] | None:
    """``trend`` of rows (rows,), its chi-square by scores summed by person, who may be in several periods."""
    from scipy.stats import chi2

    whole = float(y.mean()) if len(y) else 0.0
    away = score - score.mean() if len(y) else score
    spread = float((away**2).sum())
    if spread == 0 or not 0 < whole < 1:
        return None
    each = np.bincount(person, weights=away * (y - whole))
    total, varies = float(each.sum()), float((each**2).sum())
    chisq = total**2 / varies if varies > 0 else 0.0
    return {"slope": total / spread, "chisq": chisq, "p": float(chi2.sf(chisq, 1))}


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
