"""Endings in an order: proportional odds.

Model: logit P(Y ≤ j | x) = ζ_j − x'β for the ordered levels j; exp(β) is the odds ratio of being in a higher level,
the same at every cut. Maximum likelihood by Newton's method with exact derivatives; standard errors of the observed
information, or robust by clusters. Whether one odds ratio for all cuts is enough: Brant's test, from a logit at each
cut.

Sources: McCullagh (1980), JRSS B 42, 109–142; Brant (1990), Biometrics 46, 1171–1178.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.methods.sequential import logit

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class OrdinalFit:
    """``coef`` (p,), ``cuts`` (levels − 1,); covariances are of (coef, cuts) in this order."""

    coef: Array
    cuts: Array
    covariance: Array
    robust: Array
    loglik: float
    null_loglik: float


@dataclass(frozen=True)
class Brant:
    """``by_cut`` (cuts, p): log odds ratios at each cut; chi-square of all and of each column with its df and p."""

    by_cut: Array
    chisq: float
    df: int
    p: float
    each: Array
    each_p: Array


def check(level: Codes, levels: int, x: Array) -> None:
    """Refuse levels that nobody has, too few rows, columns that say the same (``Unfit``)."""
    if levels < 2:
        raise Unfit("no_variance", "Everybody has the same ending, so nothing can go with it.")
    if len(level) < x.shape[1] + levels + 1:
        raise Unfit("too_few", f"{len(level)} rows are too few for this model.")
    centred = x - x.mean(axis=0)
    scale = np.abs(centred).max(axis=0) if x.shape[1] else np.zeros(0)
    if (scale == 0).any() or np.linalg.matrix_rank(centred / np.maximum(scale, 1e-300), tol=1e-8 * len(x)) < x.shape[1]:
        raise Unfit("collinear", "A covariate has one value only, or covariates say the same thing twice.")


def fit(level: Codes, levels: int, x: Array, cluster: Codes | None = None) -> OrdinalFit:
    """``level`` holds 0 … levels − 1. Raises ``Unfit`` where a covariate tells the endings apart completely."""
    check(level, levels, x)
    n, p = x.shape
    middle, scale = x.mean(axis=0), x.std(axis=0)
    z = (x - middle) / scale
    shares = np.cumsum(np.bincount(level, minlength=levels)) / n
    start = np.concatenate([np.zeros(p), np.log(shares[:-1] / (1 - shares[:-1]))])
    upper, lower = (_rows(level + shift, levels, z) for shift in (0, -1))
    value, slope, information, _ = _likelihood(start, upper, lower, level, levels)
    null, found = value, start
    for _ in range(100):
        step = np.linalg.lstsq(information, slope, rcond=None)[0]
        for _half in range(40):
            tried = _likelihood(found + step, upper, lower, level, levels)
            if np.isfinite(tried[0]) and tried[0] >= value - 1e-10 * abs(value):
                break
            step = step / 2
        found, gained = found + step, tried[0] - value
        value, slope, information, scores = tried
        if np.abs(found[:p]).max(initial=0) > 20:
            raise Unfit("separation", "A covariate tells the endings apart completely; no finite odds ratio exists.")
        if np.abs(step).max() < 1e-10 and abs(gained) < 1e-10:
            break
    else:
        raise Unfit("no_end", "The estimate did not settle; a covariate may tell the endings apart completely.")
    if np.linalg.eigvalsh(information)[0] < 1e-6:  # a standard error above 1,000 SDs: it ran away in small steps
        raise Unfit(
            "separation",
            "A covariate tells the endings apart completely (a group of one?); no finite odds ratio exists.",
        )
    # back to the covariates' own units: ζ = ζ_z + Σ middle·β/scale
    turn = np.zeros((p + levels - 1, p + levels - 1))
    turn[:p, :p] = np.diag(1 / scale)
    turn[p:, :p] = middle / scale
    turn[p:, p:] = np.eye(levels - 1)
    own = turn @ found
    inverse = np.linalg.inv(information)
    if cluster is not None:
        places = np.unique(cluster, return_inverse=True)[1]
        together = np.zeros((int(places.max()) + 1, scores.shape[1]))
        np.add.at(together, places, scores)
        scores = together
    factor = len(scores) / max(len(scores) - 1, 1)
    robust = factor * inverse @ (scores.T @ scores) @ inverse
    return OrdinalFit(own[:p], own[p:], turn @ inverse @ turn.T, turn @ robust @ turn.T, value, null)


def _rows(level: Codes, levels: int, z: Array) -> Array:
    """Rows a with a·(β, ζ) = ζ_level − z'β; zero where the level has no such cut."""
    found = np.zeros((len(level), z.shape[1] + levels - 1))
    inside = (level >= 0) & (level < levels - 1)
    found[inside, : z.shape[1]] = -z[inside]
    found[inside, z.shape[1] + level[inside]] = 1
    return found


def _likelihood(at: Array, upper: Array, lower: Array, level: Codes, levels: int) -> tuple[float, Array, Array, Array]:
    """Log-likelihood, gradient, observed information and each row's score."""
    from scipy.special import expit

    top = np.where(level == levels - 1, 1.0, expit(upper @ at))
    low = np.where(level == 0, 0.0, expit(lower @ at))
    share = top - low
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.log(share).sum()) if (share > 0).all() else -np.inf
        f, g = top * (1 - top), low * (1 - low)
        scores = (f[:, None] * upper - g[:, None] * lower) / share[:, None]
        bend, other = f * (1 - 2 * top) / share, g * (1 - 2 * low) / share
    second = (upper * bend[:, None]).T @ upper - (lower * other[:, None]).T @ lower
    return value, scores.sum(axis=0), scores.T @ scores - second, scores


def brant(level: Codes, levels: int, x: Array) -> Brant | None:
    """Brant's test of one odds ratio at every cut; None with two levels, or where a cut cannot be fitted."""
    from scipy.stats import chi2

    if levels < 3:
        return None
    n, p = x.shape
    scale = x.std(axis=0)
    design = np.column_stack([np.ones(n), (x - x.mean(axis=0)) / scale])
    try:
        fitted = [logit(design, (level > cut).astype(float), np.arange(n)) for cut in range(levels - 1)]
    except Unfit:
        return None
    shares = [1 / (1 + np.exp(-design @ one.coef)) for one in fitted]
    inverse = [np.linalg.inv((design * (s * (1 - s))[:, None]).T @ design) for s in shares]
    whole = np.zeros(((levels - 1) * p, (levels - 1) * p))
    for j in range(levels - 1):
        for k in range(j, levels - 1):
            both = shares[k] * (1 - shares[j])  # P(Y > k) − P(Y > j) P(Y > k), k ≥ j
            part = (inverse[j] @ ((design * both[:, None]).T @ design) @ inverse[k])[1:, 1:]
            whole[j * p : (j + 1) * p, k * p : (k + 1) * p] = part
            whole[k * p : (k + 1) * p, j * p : (j + 1) * p] = part.T
    by_cut = np.stack([one.coef[1:] for one in fitted])

    def test(columns: list[int]) -> float:
        at = [cut * p + column for cut in range(levels - 1) for column in columns]
        beta, m = by_cut[:, columns].ravel(), len(columns)
        contrast = np.hstack([np.tile(np.eye(m), (levels - 2, 1)), -np.eye((levels - 2) * m)])
        gone = contrast @ beta
        return float(gone @ np.linalg.solve(contrast @ whole[np.ix_(at, at)] @ contrast.T, gone))

    every, each = test(list(range(p))), np.array([test([column]) for column in range(p)])
    df = (levels - 2) * p
    return Brant(by_cut / scale, every, df, float(chi2.sf(every, df)), each, chi2.sf(each, levels - 2))
