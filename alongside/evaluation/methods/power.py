"""How many are needed, what can be found, and how exactly it will be known: before a study begins.

Two means: two-sided t test at α, noncentral t (difference d in SDs, n₁ and n₂ = ratio·n₁). Two proportions: normal
approximation, with p̄ under no difference and separate variances under the difference. Clusters (groups, sites, women
with several children): everything is counted after division by the design effect 1 + (m (1 + cv²) − 1)·icc, m being
people a cluster and cv the coefficient of variation of sizes. Precision: half the width of the expected 95% interval.

Sources: Cohen (1988), Statistical Power Analysis; Fleiss, Levin and Paik (2003), Statistical Methods for Rates and
Proportions; Eldridge, Ashby and Kerry (2006), International Journal of Epidemiology 35, 1292–1300 (clusters of unequal
size).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from alongside.evaluation.methods.refusing import Unfit


def design_effect(size: float, icc: float, cv: float = 0.0) -> float:
    """How many times more people are needed because those of one cluster are alike."""
    if size < 1 or not 0 <= icc < 1 or cv < 0:
        raise Unfit("bad_option", "Cluster size is at least 1, icc lies from 0 to below 1, cv is at least 0.")
    return 1 + (size * (1 + cv * cv) - 1) * icc


def power_means(d: float, n1: float, ratio: float = 1.0, alpha: float = 0.05) -> float:
    """Power of the two-sided t test; n₁ may be a fraction (an effective number)."""
    from scipy.stats import nct
    from scipy.stats import t as student

    n2 = n1 * ratio
    free = n1 + n2 - 2
    if free <= 0:
        return 0.0
    shift = abs(d) * float(np.sqrt(n1 * n2 / (n1 + n2)))
    edge = float(student.ppf(1 - alpha / 2, free))
    if shift > edge + 12:  # so far out that the noncentral t of SciPy ends in nan; the power is 1 to twelve digits
        return 1.0
    return float(nct.sf(edge, free, shift) + np.nan_to_num(nct.cdf(-edge, free, shift)))


def power_proportions(p1: float, p2: float, n1: float, ratio: float = 1.0, alpha: float = 0.05) -> float:
    """Power of the two-sided test of two shares, normal approximation without continuity correction."""
    from scipy.stats import norm

    n2 = n1 * ratio
    middle = (p1 + ratio * p2) / (1 + ratio)
    without = np.sqrt(middle * (1 - middle) * (1 / n1 + 1 / n2))
    under = np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    edge = float(norm.ppf(1 - alpha / 2)) * without
    if under == 0:
        return 1.0 if abs(p1 - p2) > edge else 0.0
    return float(norm.cdf((abs(p1 - p2) - edge) / under) + norm.cdf((-abs(p1 - p2) - edge) / under))


def least_size(power_at: Callable[[float], float], power: float, effect: float = 1.0, most: int = 10_000_000) -> int:
    """The least whole n₁ with that power when only n₁ / ``effect`` of them count (the design effect)."""
    low, high = 1, 2
    while power_at(high / effect) < power:
        low, high = high, high * 2
        if high > most:
            raise Unfit("too_small", "So small a difference would need more than ten million people.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power_at(middle / effect) >= power else (middle, high)
    return high


def exact_size(power_at: Callable[[float], float], power: float, whole: float) -> float:
    """The n₁, not rounded up, with just that power; ``whole`` is the whole number that has it (already divided)."""
    from scipy.optimize import brentq

    low = whole / 2
    while power_at(low) >= power and low > 1e-3:
        low /= 2
    return whole if power_at(low) >= power else float(brentq(lambda n: power_at(n) - power, low, whole, xtol=1e-10))


def least_difference(power_of: Callable[[float], float], power: float, most: float) -> float | None:
    """The least difference from 0 to ``most`` that has that power; None: not even the largest."""
    from scipy.optimize import brentq

    if power_of(most) < power:
        return None
    return float(brentq(lambda value: power_of(value) - power, 1e-9, most, xtol=1e-10))


def half_width_means(n1: float, ratio: float = 1.0, level: float = 0.95) -> float:
    """Half the interval's width for a difference of means, in SDs."""
    from scipy.stats import t as student

    n2 = n1 * ratio
    return float(student.ppf((1 + level) / 2, max(n1 + n2 - 2, 1)) * np.sqrt(1 / n1 + 1 / n2))


def half_width_proportions(p1: float, p2: float, n1: float, ratio: float = 1.0, level: float = 0.95) -> float:
    """Half the interval's width for a difference of shares."""
    from scipy.stats import norm

    return float(norm.ppf((1 + level) / 2) * np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / (n1 * ratio)))
