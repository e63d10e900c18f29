"""One factor behind the items of a scale, and McDonald's omega: how much of the sum's variance is the factor's.

Model: item j = its mean + λⱼ·factor + its own part of variance ψⱼ. Estimand: ω = (Σλ)² / ((Σλ)² + Σψ), the share of
the variance of the plain sum that the one factor explains (omega total of one factor). Unlike alpha it does not take
all λ as equal; like alpha it takes own parts as unrelated.

Sources: McDonald (1999), Test Theory, 6 and 7; Jöreskog (1967), Psychometrika 32, 443–482 (maximum likelihood); Raykov
(2002), Multivariate Behavioral Research 37, 89–103 (its error by the delta method).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
LEAST = 0.005  # an own part (of variance 1) that would go below this is held here, as R's factanal does


@dataclass(frozen=True)
class OneFactor:
    """``loadings`` and ``own`` (k,): of items brought to variance 1. ``covariance`` (2k, 2k): of both, None where an
    own part ran against its limit. ``chisq``, ``df``: does one factor reproduce the correlations?"""

    loadings: Array
    own: Array
    covariance: Array | None
    chisq: float
    df: int
    at_limit: tuple[int, ...]


def one_factor(items: Array) -> OneFactor:
    """Maximum likelihood for items (n, k) without gaps. The first look is the likelihood in ψ alone, then Fisher's
    scoring to the end; the sign is such that the loadings sum to more than 0.

    Raises Unfit: too_few (under three items, or no more rows than items), zero_variance, collinear (an item that
    follows from the others).
    """
    from scipy.optimize import minimize

    n, k = items.shape
    if k < 3:
        raise Unfit("too_few", f"One factor needs three items or more; there are {k}.")
    if n <= k:
        raise Unfit("too_few", f"One factor needs more rows than items; there are {n} rows and {k} items.")
    if (items.std(axis=0) == 0).any():
        raise Unfit("zero_variance", "An item has the same answer in every row.")
    r = np.corrcoef(items, rowvar=False)
    if np.linalg.eigvalsh(r)[0] < 1e-10:
        raise Unfit("collinear", "An item follows from the others exactly: leave it out.")

    def concentrated(own: Array) -> tuple[float, Array]:
        root = np.sqrt(own)
        values, vectors = np.linalg.eigh(r / np.outer(root, root))
        rest = values[:-1]
        load = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
        gap = np.outer(load, load) + np.diag(own) - r
        return float((rest - np.log(rest)).sum() - (k - 1)), np.diag(gap) / own**2

    start = np.clip((1 - 0.5 / k) / np.diag(np.linalg.inv(r)), LEAST, 1)
    found = minimize(concentrated, start, jac=True, method="L-BFGS-B", bounds=[(LEAST, 1)] * k,
                     options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2000})  # fmt: skip
    own = found.x
    root = np.sqrt(own)
    values, vectors = np.linalg.eigh(r / np.outer(root, root))
    load = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    load = load if load.sum() >= 0 else -load
    at_limit = tuple(int(j) for j in np.flatnonzero(own < LEAST + 1e-7))
    covariance = None
    if not at_limit:
        load, own, information = _scoring(r, load, own)
        covariance = np.linalg.inv(information) / n
    sigma = np.outer(load, load) + np.diag(own)
    misfit = np.linalg.slogdet(sigma)[1] - np.linalg.slogdet(r)[1] + np.trace(np.linalg.solve(sigma, r)) - k
    return OneFactor(load, own, covariance, float(max(n * misfit, 0.0)), k * (k + 1) // 2 - 2 * k, at_limit)


def _scoring(r: Array, load: Array, own: Array) -> tuple[Array, Array, Array]:
    """Fisher's scoring from a start that is near: (λ, ψ, expected information of one row)."""
    k = len(load)
    for _ in range(100):
        inverse = np.linalg.inv(np.outer(load, load) + np.diag(own))
        a = inverse @ load
        information = np.block([
            [inverse * (load @ a) + np.outer(a, a), inverse * a[None, :]],
            [(inverse * a[None, :]).T, inverse**2 / 2],
        ])  # fmt: skip
        gap = inverse @ (r - np.outer(load, load) - np.diag(own)) @ inverse
        step = np.linalg.lstsq(information, np.concatenate([gap @ load, np.diag(gap) / 2]), rcond=None)[0]
        while (own + step[k:]).min() <= 0:
            step = step / 2
        load, own = load + step[:k], own + step[k:]
        if np.abs(step).max() < 1e-12:
            break
    if not np.isfinite(information).all() or np.linalg.eigvalsh(information)[0] <= 0:
        raise Unfit("collinear", "The items do not tell one factor's loadings.")
    return load, own, information


def omega(items: Array, level: float = 0.95) -> dict[str, object]:
    """McDonald's omega of the plain sum of items (n, k), with its SE (delta method) and limits on the logit scale.

    Items keep their own spread: an item with a wide scale weighs more in the sum. Raises Unfit as ``one_factor``.
    """
    from scipy.stats import chi2, norm

    fitted = one_factor(items)
    sd = items.std(axis=0)
    along, own = float((sd * fitted.loadings).sum()), float((sd**2 * fitted.own).sum())
    common = along**2
    value = common / (common + own)
    se = low = high = None
    if fitted.covariance is not None:
        whole = (common + own) ** 2
        slope = np.concatenate([2 * along * own / whole * sd, -common / whole * sd**2])
        se = float(np.sqrt(slope @ fitted.covariance @ slope))
        if 0 < value < 1:
            middle, wide = np.log(value / (1 - value)), float(norm.ppf(0.5 + level / 2)) * se / (value * (1 - value))
            low, high = (float(1 / (1 + np.exp(-(middle + way * wide)))) for way in (-1, 1))
    return {
        "total": value, "se": se, "lower": low, "upper": high, "loadings": fitted.loadings, "own": fitted.own,
        "chisq": fitted.chisq, "df": fitted.df, "p": float(chi2.sf(fitted.chisq, fitted.df)) if fitted.df else None,
        "at_limit": list(fitted.at_limit),
    }  # fmt: skip
