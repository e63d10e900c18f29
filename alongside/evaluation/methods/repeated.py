"""A model for repeated measures (MMRM): every wave its own variance, every pair of waves its own correlation, no
random parts.

y_i ~ N(X_i β, Σ_i), Σ_i the rows and columns of one (T, T) covariance for the waves at which person i was seen;
right when scores are missing at random given what was seen before. The likelihood is searched over the Cholesky
factor of Σ with exact derivatives.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.linear import enough, full_rank
from alongside.evaluation.methods.mixed import gradient, hessian
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]

UNSETTLED = (
    "No best covariance of the times was found: two times say the same, or there are too few people for so many times. "
    "Use a random intercept."
)


@dataclass(frozen=True)
class Pattern:
    """People seen at the same waves: waves (t,), X (people, t, p), y (people, t)."""

    waves: NDArray[np.int64]
    X: Array
    y: Array


def patterns(X: Array, y: Array, people: NDArray[np.int64], waves: NDArray[np.int64]) -> list[Pattern]:
    """Sort rows into patterns of waves. Raises Unfit("twice") when a person has two rows at one wave."""
    order = np.lexsort((waves, people))
    X, y, people, waves = X[order], y[order], people[order], waves[order]
    starts = np.flatnonzero(np.append(True, np.diff(people) != 0))
    sizes = np.diff(np.append(starts, len(y)))
    same = (np.diff(people) == 0) & (np.diff(waves) == 0)
    if same.any():
        raise Unfit("twice", "Somebody has two rows at the same time. Keep one, or say which column is the time.")
    kinds: dict[tuple[int, ...], list[slice]] = {}
    for start, size in zip(starts, sizes, strict=True):
        rows = slice(start, start + size)
        kinds.setdefault(tuple(waves[rows].tolist()), []).append(rows)
    return [
        Pattern(np.array(k), np.stack([X[r] for r in rows]), np.stack([y[r] for r in rows]))
        for k, rows in kinds.items()
    ]


def factor(v: Array, T: int) -> Array:
    """Cholesky factor (T, T) from T(T+1)/2 free numbers: logarithms on the diagonal."""
    L = np.zeros((T, T))
    L[np.tril_indices(T)] = v
    L[np.diag_indices(T)] = np.exp(np.diag(L))
    return L


@dataclass(frozen=True)
class Weighed:
    beta: Array
    bread: Array
    inverses: list[Array]
    log_det: float


def weigh(S: Array, kinds: list[Pattern]) -> Weighed:
    """Generalised least squares for a given Σ: β, (X′V⁻¹X)⁻¹, each pattern's V⁻¹, Σ log|V|."""
    p = kinds[0].X.shape[2]
    xx, xy, inverses, log_det = np.zeros((p, p)), np.zeros(p), [], 0.0
    for k in kinds:
        V = S[np.ix_(k.waves, k.waves)]
        W = np.linalg.inv(V)
        WX = W @ k.X
        xx += np.einsum("gtp,gtq->pq", k.X, WX)
        xy += np.einsum("gtp,gt->p", WX, k.y)
        inverses.append(W)
        log_det += len(k.y) * float(np.linalg.slogdet(V)[1])
    bread = np.linalg.inv(xx)
    return Weighed(bread @ xy, bread, inverses, log_det)


def deviance(v: Array, kinds: list[Pattern], T: int, reml: bool, const: float) -> tuple[float, Array]:
    """−2 log-likelihood (restricted when reml) and its derivative in the free numbers of Σ."""
    L = factor(v, T)
    w = weigh(L @ L.T, kinds)
    value, G = const + w.log_det, np.zeros((T, T))
    for k, W in zip(kinds, w.inverses, strict=True):
        e = k.y - k.X @ w.beta
        We, WX = e @ W, W @ k.X
        value += float((We * e).sum())
        D = len(k.y) * W - We.T @ We
        if reml:
            D = D - np.einsum("gtp,pq,guq->tu", WX, w.bread, WX)
        G[np.ix_(k.waves, k.waves)] += D
    if reml:
        value -= float(np.linalg.slogdet(w.bread)[1])
    slope = 2 * G @ L
    slope[np.diag_indices(T)] *= np.diag(L)
    return value, slope[np.tril_indices(T)]


@dataclass
class RepeatedFit:
    """β (p,), covariance (p, p), Σ (T, T) in the outcome's unit squared."""

    names: list[str]
    free: Array
    kinds: list[Pattern]
    T: int
    n: int
    reml: bool
    deviance: float
    starts: list[float]

    @property
    def within(self) -> Array:
        L = factor(self.free, self.T)
        return L @ L.T

    @cached_property
    def _weighed(self) -> Weighed:
        return weigh(self.within, self.kinds)

    @property
    def coef(self) -> Array:
        return self._weighed.beta

    @property
    def covariance(self) -> Array:
        return self._weighed.bread

    @property
    def loglik(self) -> float:
        return -self.deviance / 2

    @property
    def parameters(self) -> int:
        return len(self.names) + len(self.free)

    @cached_property
    def _known(self) -> Array:
        H = hessian(lambda v: deviance(v, self.kinds, self.T, self.reml, 0.0)[0], self.free)
        values, vectors = np.linalg.eigh(H)
        keep = values > 1e-8 * values.max()
        return 2 * (vectors[:, keep] / values[keep]) @ vectors[:, keep].T

    def freedom(self, contrasts: Array | None = None) -> Array:
        """Satterthwaite's degrees of freedom of contrasts (k, p), or of each coefficient."""
        c = np.eye(len(self.names)) if contrasts is None else np.atleast_2d(contrasts)

        def variances(v: Array) -> Array:
            L = factor(v, self.T)
            return np.einsum("ki,ij,kj->k", c, weigh(L @ L.T, self.kinds).bread, c)

        J = gradient(variances, self.free)
        return 2 * variances(self.free) ** 2 / np.einsum("ik,ij,jk->k", J, self._known, J)


def _search(start: Array, data: tuple[list[Pattern], int, bool, float]):  # type: ignore[no-untyped-def]
    """BFGS from one start; where Σ becomes singular on the way there is no answer."""
    from scipy.optimize import minimize

    try:
        return minimize(deviance, start, data, jac=True, method="BFGS", options={"gtol": 1e-6})
    except np.linalg.LinAlgError:
        raise Unfit("not_settled", UNSETTLED) from None


def fit(
    X: Array, y: Array, people: NDArray[np.int64], waves: NDArray[np.int64], T: int, names: list[str], reml: bool = True
) -> RepeatedFit:
    """Generalised least squares with an unstructured covariance of T waves, from several starts.

    X (n, p), y (n,), people (n,) and waves (n,) whole numbers, waves 0…T−1. Raises Unfit: too_few, collinear,
    no_variance, twice, waves_apart (two waves that no person has both: their correlation cannot be known), not_settled.
    """
    enough(len(y), X.shape[1], T)
    full_rank(X, names)
    if np.ptp(y) == 0:
        raise Unfit("no_variance", "The outcome is the same in every row used: there is nothing to explain.")
    kinds = patterns(X, y, people, waves)
    both = np.zeros((T, T))
    for k in kinds:
        both[np.ix_(k.waves, k.waves)] += len(k.y)
    if (both < 3).any():
        raise Unfit(
            "waves_apart",
            "Fewer than three people have both of some two times, so how these go together cannot be known. Leave a "
            "time out, or use a random intercept.",
        )
    rest = len(y) - X.shape[1] if reml else len(y)
    const = rest * np.log(2 * np.pi)
    ols = np.linalg.lstsq(X, y, rcond=None)[0]
    spread = np.sqrt(np.mean((y - X @ ols) ** 2))
    if spread < 1e-10 * max(1.0, float(np.abs(y).max())):
        raise Unfit(
            "no_residual",
            "The columns explain every score exactly: there is no chance left to measure. Look at the rows.",
        )
    found: list[tuple[float, Array]] = []
    for r in (0.1, 0.5, 0.8):
        L = np.linalg.cholesky(spread**2 * (np.full((T, T), r) + (1 - r) * np.eye(T)))
        L[np.diag_indices(T)] = np.log(np.diag(L))
        with np.errstate(all="ignore"):
            best = _search(L[np.tril_indices(T)], (kinds, T, reml, const))
        found.append((float(best.fun), best.x))
    value, free = min(found, key=lambda f: f[0])
    if np.abs(deviance(free, kinds, T, reml, const)[1]).max() > 1e-2 or not np.isfinite(value):
        raise Unfit("not_settled", UNSETTLED)
    return RepeatedFit(list(names), free, kinds, T, len(y), reml, value, sorted(-f / 2 for f, _ in found))
