"""Comparing arms that nobody drew by lot: propensities, weights that make the arms alike, and what is left between
them.

e(x) = P(treated | x). ATE: everybody under either; ATT: the treated; overlap (Li, Morgan & Zaslavsky 2018): those
who could have been in either arm; matching weights (Li & Greene 2013). None of these mends a difference that was not
measured.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods import linear
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
WEIGHTS = ("ATE", "ATT", "overlap", "matching")


def weights(e: Array, treated: Array, kind: str) -> Array:
    """Weights (n,) for propensities e (n,) in (0, 1) and treated (n,) 0/1.

    ATE t/e + (1−t)/(1−e); ATT t + (1−t)·e/(1−e); overlap 1−e for the treated and e for the others; matching min(e,
    1−e) over the probability of the arm had.
    """
    t = treated > 0.5
    if kind == "ATE":
        return np.where(t, 1 / e, 1 / (1 - e))
    if kind == "ATT":
        return np.where(t, 1.0, e / (1 - e))
    if kind == "overlap":
        return np.where(t, 1 - e, e)
    return np.minimum(e, 1 - e) / np.where(t, e, 1 - e)


def balance(columns: Array, treated: Array, w: Array | None = None) -> Array:
    """Standardised mean differences (k,): (weighted) mean of treated minus others over √((s₁² + s₀²)/2) of the
    unweighted arms.

    A column that does not vary within the arms is 0 when the means agree, else infinite.
    """
    t = treated > 0.5
    w = np.ones(len(t)) if w is None else w
    gap = np.average(columns[t], axis=0, weights=w[t]) - np.average(columns[~t], axis=0, weights=w[~t])
    spread = np.sqrt((columns[t].var(axis=0, ddof=1) + columns[~t].var(axis=0, ddof=1)) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((spread == 0) & (np.abs(gap) < 1e-12), 0.0, gap / spread)


def effective(w: Array) -> float:
    """Kish's effective sample size, (Σw)² / Σw²."""
    return float(w.sum() ** 2 / (w**2).sum())


@dataclass(frozen=True)
class Effect:
    """Treated minus others in the outcome's unit. se: sandwich HC0; se_survey: times √(n/(n−1)), as survey::svyglm."""

    estimate: float
    se: float
    se_survey: float


def weighted(y: Array, treated: Array, w: Array, covariates: Array | None = None) -> Effect:
    """Weighted difference of means, or of a weighted regression on covariates (n, k) too (doubly robust when its
    form is right).

    The error takes the weights as known. For ATE weights from an estimated propensity it is then not too small where
    there are many rows (Lunceford & Davidian 2004); for ATT and other weights it may be too large or too small
    (Reifeis & Hudgens 2022).
    """
    X = np.column_stack([np.ones(len(y)), treated] + ([] if covariates is None else [covariates]))
    names = ["(Intercept)", "treated", *(f"column {k}" for k in range(X.shape[1] - 2))]
    fit = linear.fit(X, y, names, weights=w)
    variance = float(fit.covariance("HC0")[1, 1])
    n = len(y)
    return Effect(float(fit.coef[1]), variance**0.5, (variance * n / (n - 1)) ** 0.5)


def augmented(y: Array, treated: Array, e: Array, X: Array, names: list[str]) -> Effect:
    """AIPW of the ATE (Robins, Rotnitzky & Zhao 1994): a regression in each arm mended by weighted residuals.

    X (n, p) with an intercept; right when either the propensity or the regressions are. se: SD of the influence over
    √n. Raises Unfit of `linear.fit` for an arm too small for its own regression.
    """
    t = treated > 0.5
    m1 = X @ linear.fit(X[t], y[t], names).coef
    m0 = X @ linear.fit(X[~t], y[~t], names).coef
    told = m1 - m0 + np.where(t, (y - m1) / e, -(y - m0) / (1 - e))
    n = len(y)
    se = float(told.std(ddof=1)) / n**0.5
    return Effect(float(told.mean()), se, se)


@dataclass(frozen=True)
class Matched:
    """Pairs: rows (pairs,) of treated and of their controls; distance: mean |difference| of propensities, which
    stays."""

    treated: NDArray[np.int64]
    controls: NDArray[np.int64]
    distance: float
    estimate: float
    se: float


def nearest(
    y: Array, treated: Array, e: Array, caliper: float | None = None, order: str = "largest", pick: str = "nearest"
) -> Matched:
    """One-to-one matching without replacement on the propensity e (n,); the treated choose in order of it.

    order: largest (hardest to match first), smallest, or data. pick: nearest (ties: the first row), or below: the
    next lower propensity still free, and the next higher only when none is. "below" is what R's MatchIt 4.5.1 does
    under the name of nearest (it compares distances as whole numbers, and every propensity distance is 0 then); it
    is here for comparison with published results. caliper: in SDs of e; who has nobody within stays out (then the
    estimate is for those matched). Estimate: mean difference in pairs; se clustered by pair as sandwich::vcovCL.
    Raises Unfit("no_pairs").
    """
    t = np.flatnonzero(treated > 0.5)
    way = {
        "largest": np.argsort(-e[t], kind="stable"),
        "smallest": np.argsort(e[t], kind="stable"),
        "data": np.arange(len(t)),
    }[order]
    far = np.inf if caliper is None else caliper * e.std(ddof=1)
    free = np.argsort(e, kind="stable")  # everyone by propensity: rows that may still be chosen are open
    place = np.empty(len(e), dtype=np.int64)
    place[free] = np.arange(len(e))
    open_ = (treated <= 0.5)[free]
    pairs: list[tuple[int, int]] = []
    for i in t[way]:
        spots = np.flatnonzero(open_)
        if not len(spots):
            break
        gap = np.abs(e[free[spots]] - e[i])
        if pick == "below":
            lower = int(np.searchsorted(spots, place[i]))
            at = lower - 1 if lower else 0
        else:
            at = min(np.flatnonzero(gap == gap.min()), key=lambda k: free[spots[k]])
        if gap[at] <= far:
            pairs.append((int(i), int(free[spots[at]])))
            open_[spots[at]] = False
    if len(pairs) < 2:
        raise Unfit(
            "no_pairs", "Fewer than two pairs could be matched. Allow a larger distance, or use overlap weights."
        )
    one, other = np.array(pairs).T
    gaps, many = y[one] - y[other], len(one)
    # What least squares on the arm with errors clustered by pair comes to, G/(G − 1)·(n − 1)/(n − 2) included.
    se = float(((gaps - gaps.mean()) ** 2).sum() / many**2 * many / (many - 1) * (2 * many - 1) / (2 * many - 2)) ** 0.5
    return Matched(one, other, float(np.abs(e[one] - e[other]).mean()), float(gaps.mean()), se)


def e_value(rr: Array) -> Array:
    """How strong (risk ratio with arm and with outcome) something unmeasured had to be to explain a risk ratio away.

    VanderWeele & Ding 2017: RR + √(RR(RR − 1)) for RR ≥ 1, of 1/RR below. Raises Unfit("ratio") unless rr > 0.
    """
    rr = np.asarray(rr, float)
    if (rr <= 0).any():
        raise Unfit("ratio", "A risk ratio is larger than 0.")
    up = np.where(rr < 1, 1 / rr, rr)
    return up + np.sqrt(up * (up - 1))
