"""Linear mixed models for repeated measures: women (or children) differ in level, and in slope, around their group's
line.

y = Xβ + Zb + e, with b ~ N(0, σ²ΛΛ′) for each person and e ~ N(0, σ²). β and σ are profiled out (Bates, Mächler,
Bolker & Walker 2015, section 3), so that only the one or three numbers of Λ are searched, from several starts: a
search that stops early gives wrong errors without a word.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.linear import EXACT, enough, full_rank
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


class Moments:
    """Sums within persons, once: all a likelihood needs, whatever Λ. Shapes: people g, coefficients p, random q."""

    def __init__(self, X: Array, Z: Array, y: Array, people: NDArray[np.int64]) -> None:
        self.n, self.p = X.shape
        self.q = Z.shape[1]
        self.people, at = np.unique(people, return_inverse=True)
        g = len(self.people)
        both = np.column_stack([X, y])
        self.ZZ, self.ZB = np.zeros((g, self.q, self.q)), np.zeros((g, self.q, self.p + 1))
        np.add.at(self.ZZ, at, Z[:, :, None] * Z[:, None, :])
        np.add.at(self.ZB, at, Z[:, :, None] * both[:, None, :])
        self.BB = both.T @ both


def lower(theta: Array, q: int) -> Array:
    """Λ (q, q), lower triangular, column by column as lme4 counts."""
    out = np.zeros((q, q))
    out[np.tril_indices(q)] = 0
    k = 0
    for column in range(q):
        for row in range(column, q):
            out[row, column] = theta[k]
            k += 1
    return out


@dataclass(frozen=True)
class Solved:
    """What one Λ gives: β, unscaled (X′V⁻¹X)⁻¹, penalised residual sum of squares, log-determinants."""

    beta: Array
    unscaled: Array
    r2: float
    log_l: float
    log_rx: float


def solve(theta: Array, m: Moments) -> Solved:
    L = lower(theta, m.q)
    inner = L.T @ m.ZZ @ L + np.eye(m.q)
    mid = L.T @ m.ZB
    logs = np.linalg.slogdet(inner)[1]
    total = m.BB - np.einsum("gqi,gqj->ij", mid, np.linalg.solve(inner, mid))
    xx, xy = total[:-1, :-1], total[:-1, -1]
    beta = np.linalg.solve(xx, xy)
    return Solved(
        beta, np.linalg.inv(xx), float(total[-1, -1] - xy @ beta), float(logs.sum()), float(np.linalg.slogdet(xx)[1])
    )


def profiled(theta: Array, m: Moments, reml: bool) -> float:
    """−2 log-likelihood (or restricted), β and σ at their best for this Λ."""
    try:
        s = solve(theta, m)
    except np.linalg.LinAlgError:
        return 1e300  # a Λ so large that persons explain everything
    rest = m.n - m.p if reml else m.n
    return s.log_l + (s.log_rx if reml else 0.0) + rest * (1 + np.log(2 * np.pi * max(s.r2, 1e-300) / rest))


def unprofiled(theta_sigma: Array, m: Moments, reml: bool) -> float:
    """The same as a function of Λ and σ, whose curvature tells how well they are known."""
    s, sigma2 = solve(theta_sigma[:-1], m), theta_sigma[-1] ** 2
    rest = m.n - m.p if reml else m.n
    return s.log_l + (s.log_rx if reml else 0.0) + rest * np.log(2 * np.pi * sigma2) + s.r2 / sigma2


@dataclass
class MixedFit:
    """β (p,), its covariance, the covariance of the random parts (q, q), σ², and how the search went."""

    names: list[str]
    theta: Array
    moments: Moments
    reml: bool
    deviance: float
    starts: list[float]

    @cached_property
    def solved(self) -> Solved:
        return solve(self.theta, self.moments)

    @property
    def coef(self) -> Array:
        return self.solved.beta

    @cached_property
    def sigma2(self) -> float:
        return self.solved.r2 / (self.moments.n - (self.moments.p if self.reml else 0))

    @cached_property
    def covariance(self) -> Array:
        return self.sigma2 * self.solved.unscaled

    @property
    def random(self) -> Array:
        """Covariance of random intercept (and slope), in the outcome's unit squared (per unit of time)."""
        L = lower(self.theta, self.moments.q)
        return self.sigma2 * L @ L.T

    @property
    def loglik(self) -> float:
        return -self.deviance / 2

    @property
    def parameters(self) -> int:
        return self.moments.p + len(self.theta) + 1

    @property
    def singular(self) -> bool:
        """A random part has (almost) no variance: the model is larger than the data can tell."""
        return bool(np.abs(np.diag(lower(self.theta, self.moments.q))).min() < 1e-4)

    @cached_property
    def _known(self) -> Array:
        """Covariance of (θ, σ): twice the inverse curvature of −2 log-likelihood; flat directions count as nothing
        known to vary."""
        at = np.append(self.theta, np.sqrt(self.sigma2))
        H = hessian(lambda v: unprofiled(v, self.moments, self.reml), at)
        values, vectors = np.linalg.eigh(H)
        keep = values > 1e-8 * values.max()
        return 2 * (vectors[:, keep] / values[keep]) @ vectors[:, keep].T

    def freedom(self, contrasts: Array | None = None) -> Array:
        """Satterthwaite's degrees of freedom of contrasts (k, p), or of each coefficient: 2·V² / Var(V), as lmerTest
        (2017) does."""
        c = np.eye(self.moments.p) if contrasts is None else np.atleast_2d(contrasts)
        at = np.append(self.theta, np.sqrt(self.sigma2))

        def variances(v: Array) -> Array:
            return v[-1] ** 2 * np.einsum("ki,ij,kj->k", c, solve(v[:-1], self.moments).unscaled, c)

        J = gradient(variances, at)
        return 2 * variances(at) ** 2 / np.einsum("ik,ij,jk->k", J, self._known, J)


def gradient(f, at: Array) -> Array:  # type: ignore[no-untyped-def]
    """Derivatives (parameters, values) by central differences of two steps (Richardson)."""
    rows = []
    for i, v in enumerate(at):
        h = 1e-4 * max(abs(v), 0.1)
        step = np.zeros_like(at)

        def across(k: float, step: Array = step, i: int = i, h: float = h) -> Array:
            step[i] = k * h
            up = f(at + step)
            return (up - f(at - step)) / (2 * k * h)  # type: ignore[no-any-return]

        rows.append((4 * across(1) - across(2)) / 3)
    return np.array(rows)


def hessian(f, at: Array) -> Array:  # type: ignore[no-untyped-def]
    """Second derivatives (k, k) by central differences of two steps (Richardson)."""

    def rough(scale: float) -> Array:
        h = scale * 1e-3 * np.maximum(np.abs(at), 0.1)
        k, E = len(at), np.diag(h)
        H = np.empty((k, k))
        for i in range(k):
            for j in range(i, k):
                H[i, j] = H[j, i] = (
                    f(at + E[i] + E[j]) - f(at + E[i] - E[j]) - f(at - E[i] + E[j]) + f(at - E[i] - E[j])
                ) / (4 * h[i] * h[j])
        return H

    return (4 * rough(1) - rough(2)) / 3


def fit(X: Array, Z: Array, y: Array, people: NDArray[np.int64], names: list[str], reml: bool = True) -> MixedFit:
    """The best of several searches. X (n, p), Z (n, 1 or 2) with ones first, y (n,), people (n,) whole numbers.

    Raises Unfit: too_few, collinear, no_variance, one_row_each (nobody measured twice: level and error cannot be
    told apart), no_residual (the columns and persons explain every score).
    """
    from scipy.optimize import minimize

    enough(len(y), X.shape[1], 2)
    full_rank(X, names)
    if np.ptp(y) == 0:
        raise Unfit("no_variance", "The outcome is the same in every row used: there is nothing to explain.")
    m = Moments(X, Z, y, people)
    left = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
    if left @ left <= 1e-24 * float(y @ y):
        raise Unfit("no_residual", EXACT)
    if len(m.people) < 2:
        raise Unfit("one_person", "All rows belong to one person: differences between persons cannot be known.")
    if len(m.people) == m.n:
        raise Unfit(
            "one_row_each",
            "Nobody has two rows, so differences between persons and chance cannot be told apart. Use ancova.",
        )
    if m.q == 2 and np.linalg.matrix_rank(m.ZZ).max() < 2:
        raise Unfit(
            "no_slope", "Nobody is measured at two times, so slopes of persons cannot be known. Use a random intercept."
        )
    if m.n <= len(m.people) * m.q:
        raise Unfit("too_few_waves", "There are not more rows than random parts: use a random intercept only.")
    scale = np.sqrt(Z[:, -1].var()) or 1.0
    if m.q == 1:
        starts = [np.array([t]) for t in (0.1, 1.0, 4.0)]
    else:
        starts = [
            np.array([a, c, b / scale])
            for a, c, b in ((1, 0, 1), (0.5, -0.3 / scale, 0.3), (2, 0.5 / scale, 0.1), (0.2, 0, 2))
        ]
    found: list[tuple[float, Array]] = []
    for start in starts:
        best = minimize(
            profiled, start, (m, reml), method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-8, "maxiter": 2000}
        )
        found.append((float(best.fun), best.x))
    least, closest = min(found, key=lambda f: f[0])
    # A search for less than the likelihood's own rounding never ends.
    fine = {"xatol": 1e-10, "fatol": max(1e-12, 4e-12 * abs(least)), "maxiter": 1000}
    best = minimize(profiled, closest, (m, reml), method="Nelder-Mead", options=fine)
    found.append((float(best.fun), best.x))
    deviance, theta = min(found, key=lambda f: f[0])
    L = lower(theta, m.q)
    L = L * np.where(np.diag(L) < 0, -1, 1)  # the sign of a column of Λ is free
    theta = np.array([L[r, c] for c in range(m.q) for r in range(c, m.q)])
    made = MixedFit(list(names), theta, m, reml, deviance, sorted(-f / 2 for f, _ in found))
    try:
        sure = made.sigma2 > 1e-9 * float(left @ left) / m.n
    except np.linalg.LinAlgError:
        sure = False
    if not sure:
        raise Unfit(
            "no_residual",
            "Each person's scores lie exactly on a line of their own: there is no chance left to measure. Look at "
            "the rows.",
        )
    return made
