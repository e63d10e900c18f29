"""What published numbers can and cannot mean: percentages that were rounded, two points of an acceptability curve.

A share k/n published as a percentage with d decimals fits n if some whole k gives it. Two points of a curve
P(k) = Φ((k μe − μc) / √(k²σe² + σc² − 2kρσeσc)) leave a family: per unit of effect (μe = 1) and for each strength of
the effect μe/σe and correlation ρ there may be a ratio μc and a σc that give both points, or several, or none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


def counts_that_fit(percent: float, decimals: int, n: int) -> list[int]:
    """Counts k for which 100 k/n, rounded to so many decimals (a half either way), is the percentage."""
    half = 0.5 * 10.0**-decimals + 1e-9
    first, last = int(np.ceil((percent - half) * n / 100)), int(np.floor((percent + half) * n / 100))
    return [k for k in range(max(first, 0), min(last, n) + 1) if abs(100 * k / n - percent) <= half]


def denominators(percents: list[tuple[float, int]], largest: int) -> list[tuple[int, list[list[int]]]]:
    """Group sizes up to ``largest`` that fit all percentages (value, decimals) of one group, with the counts of
    each."""
    found = []
    for n in range(1, largest + 1):
        counts = [counts_that_fit(value, decimals, n) for value, decimals in percents]
        if all(counts):
            found.append((n, counts))
    return found


def check_points(k: Array, p: Array) -> None:
    """Refuse points that no curve has (``Unfit``)."""
    if len(k) != len(p) or not len(k) or (np.diff(k) <= 0).any() or (k < 0).any():
        raise Unfit("bad_option", "Thresholds and probabilities come in pairs, thresholds rising from 0.")
    if ((p <= 0) | (p >= 1)).any():
        raise Unfit("bad_option", "Probabilities lie between 0 and 1.")


@dataclass(frozen=True)
class Curve:
    """Per unit of effect: cost (the ratio), its SE, and the effect's SE, for an assumed correlation."""

    icer: float
    se_cost: float
    se_effect: float
    rho: float

    def at(self, k: Array) -> Array:
        """Probability of being worth it at each threshold."""
        from scipy.special import ndtr

        spread = k**2 * self.se_effect**2 + self.se_cost**2 - 2 * k * self.rho * self.se_effect * self.se_cost
        return np.asarray(ndtr((k - self.icer) / np.sqrt(spread)))


def curves_through(k: Array, p: Array, effect_z: float, rho: float) -> list[Curve]:
    """All curves through two points for an effect of ``effect_z`` standard errors, by the SE of cost, smallest first.

    Both equations less each other leave one in the SE of cost; its roots are found between neighbouring points of a
    grid from 1e-6 to 1e4 times the larger threshold.
    """
    from scipy.optimize import brentq
    from scipy.special import ndtri

    z = ndtri(p)
    se = 1 / effect_z

    def spread(k: float, s: Array | float) -> Array | float:
        return np.sqrt(k**2 * se**2 + np.square(s) - 2 * k * rho * se * s)

    def apart(s: Array | float) -> Array | float:
        return z[1] * spread(k[1], s) - z[0] * spread(k[0], s) - (k[1] - k[0])

    grid = np.concatenate([[0.0], np.geomspace(1e-6, 1e4, 40_001) * k[1]])
    values = np.asarray(apart(grid))
    found = []
    for place in np.flatnonzero(values[:-1] * values[1:] < 0):
        s = float(brentq(apart, grid[place], grid[place + 1], xtol=1e-12, rtol=8.9e-16))
        found.append(Curve(float(k[0] - z[0] * spread(k[0], s)), s, se, rho))
    return found


def effect_errors(cost: float, se_cost: float, icer: float, k: float, p: float, rho: float) -> list[float]:
    """SEs of the effect (μe = cost/icer) at which P(k) = p, given the cost's SE: roots of a quadratic, smallest
    first."""
    from scipy.special import ndtri

    z, effect = float(ndtri(p)), cost / icer
    gain = k * effect - cost
    if z == 0 or gain * z < 0:
        return []
    a, b, c = k * k, -2 * k * rho * se_cost, se_cost**2 - (gain / z) ** 2
    inner = b * b - 4 * a * c
    if inner < 0:
        return []
    roots = sorted({(-b - np.sqrt(inner)) / (2 * a), (-b + np.sqrt(inner)) / (2 * a)})
    return [float(root) for root in roots if root > 0]
