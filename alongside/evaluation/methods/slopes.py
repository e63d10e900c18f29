"""A person's own slope over three and more waves: the empirical Bayes estimate of a random slope and its spread.

score = intercept + slope · time + a person's own intercept and slope + rest, by restricted maximum likelihood. Written
down per person as 2 × 2 sums, so that a thousand people are a few array operations. Source: Raudenbush and Bryk 2002,
ch. 3; the profiled criterion is that of Bates and others 2015, doi 10.18637/jss.v067.i01, eq. 41.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.evaluation.methods.refusing import Unfit

# Several beginnings: one alone may stop where the likelihood is flat and still say that it converged.
BEGINNINGS = ((1.0, 0.0, 1.0), (0.3, 0.0, 0.1), (3.0, -0.5, 0.5), (1.0, 0.2, 0.02), (0.1, 0.0, 2.0))


@dataclass(frozen=True)
class Slopes:
    """``estimates`` (people,): deviations from the mean slope; ``spreads`` their conditional SDs; ``fixed`` (2,) with
    ``se``.
    """

    estimates: np.ndarray
    spreads: np.ndarray
    fixed: np.ndarray
    fixed_se: np.ndarray
    sigma: float
    covariance: np.ndarray
    log_likelihood: float


class _Sums:
    """Per person: Z'Z, Z'y, y'y with Z = (1, time)."""

    def __init__(self, person: np.ndarray, time: np.ndarray, score: np.ndarray, many: int) -> None:
        def total(values: np.ndarray) -> np.ndarray:
            return np.bincount(person, values, many)

        n, t = total(np.ones_like(time)), total(time)
        self.zz = np.stack([np.stack([n, t], -1), np.stack([t, total(time**2)], -1)], -2)
        self.zy = np.stack([total(score), total(time * score)], -1)
        self.yy, self.rows = float(score @ score), time.size

    def solve(self, theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray, np.ndarray, float]:
        """(criterion, fixed effects, X'V⁻¹X, M of each person, residual sum) at a relative Cholesky factor."""
        root = np.array([[theta[0], 0.0], [theta[1], theta[2]]])
        inner = np.eye(2) + root.T @ self.zz @ root
        middle = root @ np.linalg.inv(inner) @ root.T
        weighed = self.zz - self.zz @ middle @ self.zz
        whole = weighed.sum(0)
        right = (self.zy - (self.zz @ middle @ self.zy[..., None])[..., 0]).sum(0)
        fixed = np.linalg.solve(whole, right)
        rest = self.yy - np.einsum("pi,pij,pj->", self.zy, middle, self.zy) - right @ fixed
        free = self.rows - 2
        if not rest > 0:
            return np.inf, fixed, whole, middle, 0.0
        logs = np.linalg.slogdet(inner)[1].sum() + np.linalg.slogdet(whole)[1]
        return float(logs + free * (1 + np.log(2 * np.pi * rest / free))), fixed, whole, middle, float(rest)


def random_slopes(person: np.ndarray, time: np.ndarray, score: np.ndarray, many: int) -> Slopes:
    """Everybody's slope. ``person`` int (n,) from 0 to many - 1, ``time`` and ``score`` float64 (n,) without gaps.

    Raises Unfit: too_few (fewer rows than 2 · people + 2), zero_variance, no_slopes (people do not differ in their
    slopes).
    """
    from scipy.optimize import minimize

    if time.size < 2 * many + 2 or many < 3:
        raise Unfit("too_few", "Slopes of persons need at least three people with three waves.")
    scale, centre = time.std(), time.mean()
    spread = score.std()
    if not (scale > 0 and spread > 0):
        raise Unfit("zero_variance", "All times or all scores are equal.")
    sums = _Sums(person, (time - centre) / scale, (score - score.mean()) / spread, many)
    best = None
    for start in BEGINNINGS:
        found = minimize(lambda theta: sums.solve(theta)[0], start, method="Nelder-Mead",
                         options={"xatol": 1e-9, "fatol": 1e-11, "maxiter": 4000})  # fmt: skip
        best = found if best is None or found.fun < best.fun - 1e-12 else best
    criterion, fixed, whole, middle, rest = sums.solve(best.x)
    if not np.isfinite(criterion):
        raise Unfit("perfect_fit", "Every score lies exactly on its person's line: nothing is left to judge it by.")
    sigma2 = rest / (sums.rows - 2)
    own = np.einsum("pij,pj->pi", middle, sums.zy - sums.zz @ fixed)
    condition = sigma2 * middle
    root = np.array([[best.x[0], 0.0], [best.x[1], best.x[2]]])
    back = np.array([[spread, -spread * centre / scale], [0.0, spread / scale]])  # from scaled to the file's own units
    covariance = sigma2 * back @ root @ root.T @ back.T
    if covariance[1, 1] < 1e-10 * (spread / scale) ** 2:
        raise Unfit(
            "no_slopes", "People do not differ in their slopes here: nobody's change stands out from the others."
        )
    location = back @ fixed + np.array([score.mean(), 0.0])
    fixed_se = np.sqrt(np.diag(back @ (sigma2 * np.linalg.inv(whole)) @ back.T))
    jacobian = 2 * (sums.rows - 2) * np.log(spread) + 2 * np.log(scale)
    return Slopes(
        own[:, 1] * spread / scale, np.sqrt(condition[:, 1, 1]) * spread / scale, location, fixed_se,
        float(np.sqrt(sigma2) * spread), covariance, -0.5 * (criterion + jacobian),
    )  # fmt: skip
