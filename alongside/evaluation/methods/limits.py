"""How far two ways of measuring may lie apart for one person: limits of agreement.

Estimand: the mean difference (bias) of two measurements of the same people, and the limits between which a given share
of differences lies, bias ± z·SD, if differences are normal and do not grow with what is measured.

Sources: Bland and Altman (1986), Lancet 327, 307–310; (1999), Statistical Methods in Medical Research 8, 135–160 (the
error of a limit); Carkeet (2015), Optometry and Vision Science 92, e71–e80 (exact limits from the non-central t).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


def limits(a: Array, b: Array, level: float = 0.95, coverage: float = 0.95) -> dict[str, object]:
    """Differences a − b of (n,) pairs without gaps, in the unit of the score.

    ``coverage``: the share of differences between the limits; ``level``: of every interval. SE of a limit: SD ·
    √(1/n + z²/(2(n − 1))). ``exact_low`` and ``exact_high`` of a limit are right in small samples too. ``slope``:
    does the difference grow with the mean of both? Raises Unfit: too_few (under four pairs), zero_variance.
    """
    from scipy.stats import nct, norm
    from scipy.stats import t as student

    n = len(a)
    if n < 4:
        raise Unfit("too_few", f"Limits of agreement need at least four pairs; there are {n}.")
    difference, middle = a - b, (a + b) / 2
    bias, sd = float(difference.mean()), float(difference.std(ddof=1))
    if not sd > 1e-12 * max(float(np.abs(middle).max()), 1e-300):
        raise Unfit("zero_variance", "All differences are equal: there is nothing that varies between the two.")
    z, far = float(norm.ppf((1 + coverage) / 2)), float(student.ppf((1 + level) / 2, n - 1))
    se_bias, se_limit = sd / np.sqrt(n), sd * np.sqrt(1 / n + z * z / (2 * (n - 1)))
    near, away = (float(nct.ppf(p, n - 1, z * np.sqrt(n))) / np.sqrt(n) for p in ((1 - level) / 2, (1 + level) / 2))

    def limit(way: int) -> dict[str, float]:
        at = bias + way * z * sd
        exact = sorted((bias + way * near * sd, bias + way * away * sd))
        return {"estimate": at, "se": float(se_limit), "low": float(at - far * se_limit),
                "high": float(at + far * se_limit), "exact_low": exact[0], "exact_high": exact[1]}  # fmt: skip

    lower, upper = limit(-1), limit(1)
    slope = None
    if np.ptp(middle) > 0:
        x = middle - middle.mean()
        b1 = float(x @ difference / (x @ x))
        rest = difference - bias - b1 * x
        se = float(np.sqrt(rest @ rest / (n - 2) / (x @ x)))
        slope = {"estimate": b1, "se": se, "p": float(2 * student.sf(abs(b1 / se), n - 2)) if se > 0 else None}
    return {
        "n": n,
        "bias": {"estimate": bias, "se": float(se_bias), "low": float(bias - far * se_bias),
                 "high": float(bias + far * se_bias)},
        "sd": sd,
        "lower": lower,
        "upper": upper,
        "slope": slope,
        "within": float(((difference >= lower["estimate"]) & (difference <= upper["estimate"])).mean()),
    }  # fmt: skip
