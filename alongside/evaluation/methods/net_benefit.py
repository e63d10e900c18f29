"""Net-benefit regression: is an arm worth its cost at a threshold, women being alike in what is known of them?

At what a unit of effect is worth, k, each person's net benefit is k·effect − cost. Estimand: the difference of mean net
benefit between an arm and the reference (incremental net benefit), everything else in the regression equal. The share
of certainty that it is above 0, over thresholds, is an acceptability curve.

Sources: Hoch, Briggs and Willan (2002), Health Economics 11, 415–430; the robust errors are those of ``linear``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods import linear

Array = NDArray[np.float64]
KEYS = ("estimate", "se", "df", "t", "p", "lo", "hi")


@dataclass(frozen=True)
class Gain:
    """One column of the design: (k,) arrays by threshold, and the difference of cost and of effect alone (k → what
    one unit costs)."""

    estimate: Array
    se: Array
    df: Array
    p: Array
    low: Array
    high: Array
    above: Array  # certainty that the gain is above 0, one-sided
    cost: dict[str, float]
    effect: dict[str, float]


def regress(
    cost: Array, effect: Array, X: Array, names: list[str], places: list[int], k: Array, errors: str = "HC3",
    clusters: NDArray[np.int64] | None = None, level: float = 0.95,
) -> list[Gain]:  # fmt: skip
    """Of people's cost and effect (n,) on the design X (n, p) with an intercept, for the columns ``places``.

    A fit for each threshold k (money for one unit of effect), so that each has its own error. Raises Unfit of
    ``linear``: too_few, collinear, no_variance, no_residual, leverage, clusters.
    """
    from scipy.stats import t as student

    fits = [linear.fit(X, worth * effect - cost, names, clusters=clusters).lines(errors, level) for worth in k]
    alone = [linear.fit(X, y, names, clusters=clusters).lines(errors, level) if np.ptp(y) > 0 else None
             for y in (cost, effect)]  # fmt: skip

    def side(lines: dict[str, Array] | None, place: int) -> dict[str, float]:
        if lines is None:
            return {"estimate": 0.0, "se": 0.0, "low": 0.0, "high": 0.0}
        return {"estimate": float(lines["estimate"][place]), "se": float(lines["se"][place]),
                "low": float(lines["lo"][place]), "high": float(lines["hi"][place])}  # fmt: skip

    found = []
    for place in places:
        estimate, se, df, t, p, low, high = (np.array([lines[key][place] for lines in fits]) for key in KEYS)
        above = np.asarray(student.cdf(t, df))
        found.append(Gain(estimate, se, df, p, low, high, above, side(alone[0], place), side(alone[1], place)))
    return found
