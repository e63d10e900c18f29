"""Is there no difference that matters? Two one-sided tests (TOST) against a margin that was set beforehand.

Means: difference m₁ − m₂ with Welch's (or pooled) standard error; two t tests, against −margin and against +margin; p
is the larger, and the interval at 1 − 2α lies inside the margins exactly when both reject. Proportions: the same with
the unpooled standard error and the normal distribution; paired: differences within people.

Sources: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680; Lakens (2017), Social
Psychological and Personality Science 8, 355–362.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Tost:
    """``low``, ``high``: the interval at 1 − 2α. ``p``: the larger of both one-sided p. ``p_difference``: two-sided,
    of 0."""

    difference: float
    se: float
    df: float | None
    lower_statistic: float
    upper_statistic: float
    p_lower: float
    p_upper: float
    p: float
    low: float
    high: float
    p_difference: float
    equivalent: bool
    conclusion: str


def of_estimate(difference: float, se: float, df: float | None, lower: float, upper: float, alpha: float) -> Tost:
    """An estimate with its error against two margins; df None: normal. Raises Unfit: bad_option, no_variance."""
    from scipy.stats import norm
    from scipy.stats import t as student

    if not lower < upper:
        raise Unfit("bad_option", "The lower margin lies below the upper one.")
    if not 0 < alpha < 0.5:
        raise Unfit("bad_option", "Alpha lies between 0 and 0.5.")
    if not se > 0:
        raise Unfit("no_variance", "There is no variance, so nothing can be tested.")
    spread = student(df) if df is not None else norm
    first, second = (difference - lower) / se, (difference - upper) / se
    p_lower, p_upper = float(spread.sf(first)), float(spread.cdf(second))
    p = max(p_lower, p_upper)
    width = float(spread.ppf(1 - alpha)) * se
    p_difference = float(2 * spread.sf(abs(difference / se)))
    same, other = p < alpha, p_difference < alpha
    conclusion = {
        (True, False): "no difference that matters",
        (True, True): "a difference, but smaller than what matters",
        (False, True): "a difference, and it may matter",
        (False, False): "cannot be told: too little data",
    }[same, other]
    return Tost(difference, se, df, first, second, p_lower, p_upper, p, difference - width, difference + width,
                p_difference, same, conclusion)  # fmt: skip


def means(one: Array, two: Array, lower: float, upper: float, alpha: float = 0.05, pooled: bool = False) -> Tost:
    """Two groups; Welch's standard error and degrees of freedom unless ``pooled``."""
    if min(len(one), len(two)) < 2:
        raise Unfit("too_few", "Each group needs at least two values.")
    v, w = one.var(ddof=1) / len(one), two.var(ddof=1) / len(two)
    if pooled:
        free = float(len(one) + len(two) - 2)
        both = ((len(one) - 1) * one.var(ddof=1) + (len(two) - 1) * two.var(ddof=1)) / free
        se = float(np.sqrt(both * (1 / len(one) + 1 / len(two))))
    else:
        se = float(np.sqrt(v + w))
        free = float((v + w) ** 2 / (v**2 / (len(one) - 1) + w**2 / (len(two) - 1))) if se else 1.0
    return of_estimate(float(one.mean() - two.mean()), se, free, lower, upper, alpha)


def paired(one: Array, two: Array, lower: float, upper: float, alpha: float = 0.05) -> Tost:
    """The same people twice: differences one − two."""
    if len(one) < 2:
        raise Unfit("too_few", "At least two pairs are needed.")
    gone = one - two
    return of_estimate(
        float(gone.mean()), float(gone.std(ddof=1) / np.sqrt(len(gone))), len(gone) - 1.0, lower, upper, alpha
    )


def proportions(k: int, n: int, j: int, m: int, lower: float, upper: float, alpha: float = 0.05) -> Tost:
    """Shares k/n − j/m, unpooled standard error, normal distribution."""
    if min(n, m) < 2:
        raise Unfit("too_few", "Each group needs at least two people.")
    p, q = k / n, j / m
    return of_estimate(p - q, float(np.sqrt(p * (1 - p) / n + q * (1 - q) / m)), None, lower, upper, alpha)
