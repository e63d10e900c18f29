"""Generalised estimating equations (Liang & Zeger 1986): the average over women, with errors that allow for repeated
rows.

g(E[y]) = Xβ, with a working correlation within each cluster: independence, exchangeable, or AR(1) in steps of the
wave. The correlation α and the scale φ come from moment equations without a correction for the number of
coefficients, as R's geepack; other programs divide otherwise, which moves coefficients by a few thousandths (AR(1):
a few hundredths). The error is the sandwich between clusters.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.linear import EXACT, enough, few_clusters, full_rank
from alongside.evaluation.methods.logistic import apart
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
FAMILIES = ("gaussian", "binomial", "poisson")
CORRELATIONS = ("independence", "exchangeable", "ar1")


def mean(eta: Array, family: str) -> Array:
    """Inverse of the canonical link: identity, logit, log."""
    if family == "gaussian":
        return eta
    if family == "binomial":
        return 1 / (1 + np.exp(-np.clip(eta, -500, 500)))
    return np.exp(np.clip(eta, -500, 500))


def variance(mu: Array, family: str) -> Array:
    """Variance function of the mean; also its derivative in the linear predictor, links being canonical."""
    return {"gaussian": np.ones_like, "binomial": lambda m: m * (1 - m), "poisson": lambda m: m}[family](mu)  # type: ignore[no-any-return,operator]


@dataclass(frozen=True)
class Kind:
    """Clusters with the same waves: rows (clusters, size) into the data, steps (size, size) between waves."""

    rows: NDArray[np.int64]
    steps: Array


def kinds_of(clusters: NDArray[np.int64], waves: Array) -> list[Kind]:
    order = np.lexsort((waves, clusters))
    starts = np.flatnonzero(np.append(True, np.diff(clusters[order]) != 0))
    groups: dict[tuple[float, ...], list[NDArray[np.int64]]] = {}
    for rows in np.split(order, starts[1:]):
        groups.setdefault(tuple((waves[rows] - waves[rows[0]]).tolist()), []).append(rows)
    return [Kind(np.stack(g), np.abs(np.subtract.outer(k, k)).astype(float)) for k, g in groups.items()]


def correlation(alpha: float, steps: Array, structure: str) -> Array:
    if structure == "exchangeable":
        return np.where(np.eye(len(steps), dtype=bool), 1.0, alpha)
    return alpha**steps if structure == "ar1" else np.eye(len(steps))


def pairs(residuals: Array, kinds: list[Kind]) -> tuple[Array, Array]:
    """Products of residuals of each pair in a cluster, and the steps between them."""
    products, steps = [np.empty(0)], [np.empty(0)]
    for k in kinds:
        i, j = np.triu_indices(k.rows.shape[1], 1)
        r = residuals[k.rows]
        products.append((r[:, i] * r[:, j]).ravel())
        steps.append(np.tile(k.steps[i, j], len(r)))
    return np.concatenate(products), np.concatenate(steps)


def associated(residuals: Array, phi: float, kinds: list[Kind], structure: str) -> float:
    """α from Pearson residuals: the mean product of pairs, or for AR(1) the α whose powers fit the products best
    (least squares)."""
    from scipy.optimize import brentq

    z, steps = pairs(residuals, kinds)
    z = z / phi
    if not len(z) or structure == "independence":
        return 0.0
    if structure == "exchangeable":
        return float(z.mean())
    lags, at = np.unique(steps, return_inverse=True)
    count, total = np.bincount(at), np.bincount(at, z)

    def slope(a: float) -> float:
        return float((lags * a ** (lags - 1) * (total - count * a**lags)).sum())

    grid = np.linspace(0.0 if (lags % 1).any() or lags.min() > 1 else -0.99, 0.999, 400)
    values = [slope(a) for a in grid]
    roots = [brentq(slope, a, b) for a, b, u, v in zip(grid, grid[1:], values, values[1:], strict=False) if u > 0 >= v]
    if not roots:
        raise Unfit(
            "correlation", "No correlation that fades with time fits these data. Use exchangeable or independence."
        )
    return float(min(roots, key=lambda a: float((count * a ** (2 * lags) - 2 * total * a**lags).sum())))


@dataclass
class GeeFit:
    """coef (p,) on the link's scale, robust and working covariance (p, p), α, φ, clusters and the largest cluster."""

    names: list[str]
    coef: Array
    robust: Array
    working: Array
    alpha: float
    phi: float
    clusters: int
    largest: int
    rounds: int


def fit(
    X: Array,
    y: Array,
    clusters: NDArray[np.int64],
    names: list[str],
    family: str = "gaussian",
    structure: str = "exchangeable",
    waves: Array | None = None,
    offset: Array | None = None,
) -> GeeFit:
    """Solve Σ D′V⁻¹(y − μ) = 0. X (n, p), y (n,), clusters (n,), waves (n,) or None (the order of rows), offset (n,)
    on the link's scale.

    Raises Unfit: too_few, collinear, no_variance, clusters (one only), family (y not 0/1, or negative counts),
    separation, correlation (no proper α), not_settled.
    """
    n, p = X.shape
    enough(n, p)
    full_rank(X, names)
    if np.ptp(y) == 0:
        raise Unfit("no_variance", "The outcome is the same in every row used: there is nothing to explain.")
    if family == "binomial" and not np.isin(y, (0, 1)).all():
        raise Unfit("family", "For family binomial the outcome must be 0 or 1 in each row.")
    if family == "poisson" and ((y < 0) | (y % 1 != 0)).any():
        raise Unfit("family", "For family poisson the outcome must be counts: whole numbers, not below 0.")
    if family == "binomial" and (why := apart(X, y, names)):
        raise why
    if waves is None:
        waves = _in_order(clusters)
    kinds = kinds_of(clusters, waves)
    few_clusters(many := len(np.unique(clusters)), p)
    if structure == "ar1" and any((k.steps + np.eye(len(k.steps)) == 0).any() for k in kinds):
        raise Unfit("twice", "Somebody has two rows at the same time. Keep one, or say which column is the time.")
    off = np.zeros(n) if offset is None else offset
    beta, alpha, phi = _start(X, y, off, family), 0.0, 1.0
    for turn in range(1, 201):  # noqa: B007  (told as rounds)
        step, _, _ = _sums(X, y, off, beta, alpha, phi, kinds, family, structure)
        beta = beta + step
        residuals = _pearson(X, y, off, beta, family)
        phi = float((residuals**2).mean())
        if phi < 1e-12:
            raise Unfit("no_residual", EXACT)
        before, alpha = alpha, associated(residuals, phi, kinds, structure)
        _proper(alpha, kinds, structure)
        if np.abs(step).max() < 1e-10 * (1 + np.abs(beta).max()) and abs(alpha - before) < 1e-10:
            break
    else:
        raise Unfit(
            "not_settled",
            "The estimates did not settle: perhaps a group has no events at all. Join groups, or name fewer columns.",
        )
    _, bread, meat = _sums(X, y, off, beta, alpha, phi, kinds, family, structure)
    return GeeFit(
        list(names), beta, bread @ meat @ bread, bread, alpha, phi, many, max(k.rows.shape[1] for k in kinds), turn
    )


def _proper(alpha: float, kinds: list[Kind], structure: str) -> None:
    for k in kinds:
        if np.linalg.eigvalsh(correlation(alpha, k.steps, structure)).min() < 1e-8:
            raise Unfit(
                "correlation",
                "The rows of a person go together so closely, or so oppositely, that no proper correlation fits. Use "
                "independence.",
            )


def _in_order(clusters: NDArray[np.int64]) -> Array:
    order = np.argsort(clusters, kind="stable")
    new = np.append(True, np.diff(clusters[order]) != 0)
    starts = np.flatnonzero(new)
    place = np.empty(len(order))
    place[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return place


def _start(X: Array, y: Array, off: Array, family: str) -> Array:
    """Maximum likelihood under independence, by Newton's steps: where GEE starts."""
    if family == "gaussian":
        return np.linalg.lstsq(X, y - off, rcond=None)[0]
    guess = np.log((y + 0.5) / (1.5 - y)) if family == "binomial" else np.log(y + 0.5)
    beta = np.linalg.lstsq(X, guess - off, rcond=None)[0]
    for _ in range(100):
        mu = mean(X @ beta + off, family)
        w = variance(mu, family)
        step = np.linalg.lstsq(X.T @ (X * w[:, None]), X.T @ (y - mu), rcond=None)[0]
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    return beta


def _pearson(X: Array, y: Array, off: Array, beta: Array, family: str) -> Array:
    mu = mean(X @ beta + off, family)
    return (y - mu) / np.sqrt(variance(mu, family))


def _sums(
    X: Array,
    y: Array,
    off: Array,
    beta: Array,
    alpha: float,
    phi: float,
    kinds: list[Kind],
    family: str,
    structure: str,
) -> tuple[Array, Array, Array]:
    """Newton's step, the bread φ-scaled (p, p) and the meat (p, p) of the sandwich."""
    mu = mean(X @ beta + off, family)
    root = np.sqrt(variance(mu, family))
    r, A = (y - mu) / root, X * root[:, None]
    H, U, meat = np.zeros((X.shape[1],) * 2), np.zeros(X.shape[1]), np.zeros((X.shape[1],) * 2)
    for k in kinds:
        W = np.linalg.inv(correlation(alpha, k.steps, structure))
        a = A[k.rows]
        score = np.einsum("gtp,tu,gu->gp", a, W, r[k.rows])
        H += np.einsum("gtp,tu,guq->pq", a, W, a)
        U += score.sum(axis=0)
        meat += score.T @ score
    inverse = np.linalg.inv(H)
    return inverse @ U, inverse * phi, meat / phi**2
