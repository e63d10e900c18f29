"""How often: counts of contacts, visits or events over time under observation.

Model: E(count) = exposure · exp(x'β), so that exp(β) are ratios of rates; Poisson, or negative binomial with variance
μ + μ²/θ (θ by maximum likelihood). Standard errors of the model (expected information, as R's glm and MASS::glm.nb say
them), or robust, with rows of one woman held together.

Time before a group begins is not the group's: a woman who first came after six months was there to be counted for
those six months only because she was to come (immortal time). ``split_at`` makes two rows of her: before, unexposed;
after, exposed.

Sources: McCullagh and Nelder (1989), Generalized Linear Models; Venables and Ripley (2002), Modern Applied Statistics
with S, 7.4 (negative binomial); Suissa (2008), American Journal of Epidemiology 167, 492–499 (immortal time).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


def check(y: Array, exposure: Array, design: Array) -> None:
    """Refuse counts that are none, time that is none, and columns that say the same (``Unfit``)."""
    if len(y) <= design.shape[1]:
        raise Unfit("too_few", f"{len(y)} rows are too few for {design.shape[1]} coefficients.")
    if (y < 0).any() or (y != np.round(y)).any():
        raise Unfit("no_counts", "Counts are whole numbers from 0.")
    if (exposure <= 0).any():
        raise Unfit("no_exposure", f"{int((exposure <= 0).sum())} row(s) have no time under observation.")
    if np.ptp(y) == 0:
        raise Unfit("no_variance", "All counts are equal, so nothing can go with them.")
    scale = np.maximum(np.abs(design).max(axis=0), 1e-300)
    if np.linalg.matrix_rank(design / scale, tol=1e-9 * np.sqrt(len(y))) < design.shape[1]:
        raise Unfit("collinear", "A covariate has one value only, or covariates say the same thing twice.")


@dataclass(frozen=True)
class CountFit:
    """``covariance``: of the model; ``robust``: sandwich (HC0), by clusters where given (then G/(G−1)). ``theta`` None:
    Poisson."""

    coef: Array
    covariance: Array
    robust: Array
    loglik: float
    null_loglik: float
    pearson: float  # Pearson chi-square
    df: int
    theta: float | None
    se_theta: float | None
    zeros: tuple[float, float]  # rows without any: seen, and expected by the model


def fit(y: Array, exposure: Array, design: Array, negative_binomial: bool = False,
        cluster: NDArray[np.int64] | None = None) -> CountFit:  # fmt: skip
    """Fit by iteratively reweighted least squares, θ by its own likelihood in turn. ``design`` begins with a column of
    1."""
    check(y, exposure, design)
    offset = np.log(exposure)
    beta, theta = _weighted(y, offset, design, None, None), None
    se_theta = None
    if negative_binomial:
        beta, theta, se_theta = _with_theta(y, offset, design, beta)
    mean = np.exp(offset + design @ beta)
    spread = mean if theta is None else mean + mean**2 / theta
    weight = mean**2 / spread
    inverse = np.linalg.inv((design * weight[:, None]).T @ design)
    scores = design * ((y - mean) * mean / spread)[:, None]
    if cluster is not None:
        places = np.unique(cluster, return_inverse=True)[1]
        together = np.zeros((int(places.max()) + 1, design.shape[1]))
        np.add.at(together, places, scores)
        if len(together) < 2:
            raise Unfit("too_few_clusters", "At least two clusters are needed.")
        scores = together * np.sqrt(len(together) / (len(together) - 1))
    null_design = design[:, :1]
    null_beta = _weighted(y, offset, null_design, None, None)
    null_theta = None
    if negative_binomial:
        null_beta, null_theta, _ = _with_theta(y, offset, null_design, null_beta)
    none = float(np.exp(_log_density(np.zeros_like(y), mean, theta)).sum())
    return CountFit(
        coef=beta,
        covariance=inverse,
        robust=inverse @ (scores.T @ scores) @ inverse,
        loglik=float(_log_density(y, mean, theta).sum()),
        null_loglik=float(_log_density(y, np.exp(offset + null_design @ null_beta), null_theta).sum()),
        pearson=float(((y - mean) ** 2 / spread).sum()),
        df=len(y) - design.shape[1],
        theta=theta,
        se_theta=se_theta,
        zeros=(float((y == 0).sum()), none),
    )


def _weighted(y: Array, offset: Array, design: Array, theta: float | None, start: Array | None) -> Array:
    if start is None:
        start = np.zeros(design.shape[1])
        start[0] = np.log(y.sum() / np.exp(offset).sum())
    beta = start
    value = -np.inf
    for _ in range(100):
        mean = np.exp(np.clip(offset + design @ beta, -700, 700))
        spread = mean if theta is None else mean + mean**2 / theta
        weight = mean**2 / spread
        step = np.linalg.lstsq(
            (design * weight[:, None]).T @ design, design.T @ ((y - mean) * mean / spread), rcond=None
        )[0]
        for _half in range(30):
            tried = float(_log_density(y, np.exp(np.clip(offset + design @ (beta + step), -700, 700)), theta).sum())
            if (
                np.isfinite(tried) and tried >= value - 1e-9 * max(abs(value), 1)
                if np.isfinite(value)
                else np.isfinite(tried)
            ):
                break
            step = step / 2
        beta, value = beta + step, tried
        if np.abs(step).max() < 1e-11 * max(1.0, float(np.abs(beta).max())):
            return beta
        if np.abs(beta - start).max() > 25 and np.abs(design @ step).max() > 0.1:
            break
    if np.abs(design @ step).max() < 1e-8:
        return beta
    raise Unfit("separation", "A group has no counts at all, so its ratio of rates has no finite estimate.")


def _with_theta(y: Array, offset: Array, design: Array, beta: Array) -> tuple[Array, float, float]:
    """β and θ in turn until neither moves, and the SE of θ. Raises ``Unfit`` where counts vary no more than Poisson."""
    from scipy.optimize import brentq
    from scipy.special import digamma, polygamma

    theta = 0.0
    for _ in range(200):
        mean = np.exp(offset + design @ beta)

        def slope(log_theta: float, mean: Array = mean) -> float:
            t = float(np.exp(log_theta))
            return float((digamma(t + y) - digamma(t) + np.log(t) + 1 - np.log(t + mean) - (y + t) / (mean + t)).sum())

        low, high = -12.0, 12.0
        if slope(low) <= 0 or slope(high) >= 0:
            raise Unfit(
                "not_overdispersed",
                "Counts vary no more than by chance, so the negative binomial has no θ.",
                "Use --family poisson.",
            )
        found = float(np.exp(brentq(slope, low, high, xtol=1e-13)))
        moved = abs(found - theta) / found
        theta = found
        before, beta = beta, _weighted(y, offset, design, theta, beta)
        if moved < 1e-10 and np.abs(beta - before).max() < 1e-10:
            break
    mean = np.exp(offset + design @ beta)
    information = -(
        polygamma(1, theta + y)
        - polygamma(1, theta)
        + 1 / theta
        - 2 / (mean + theta)
        + (y + theta) / (mean + theta) ** 2
    ).sum()
    return beta, theta, float(1 / np.sqrt(information)) if information > 0 else float("nan")


def _log_density(y: Array, mean: Array, theta: float | None) -> Array:
    from scipy.special import gammaln, xlogy

    if theta is None:
        return np.asarray(xlogy(y, mean) - mean - gammaln(y + 1))
    return np.asarray(
        gammaln(theta + y) - gammaln(theta) - gammaln(y + 1) + theta * np.log(theta) + xlogy(y, mean)
        - (theta + y) * np.log(theta + mean)
    )  # fmt: skip


def split_at(total: Array, before: Array, time: Array, since: Array) -> tuple[Array, Array, Array, NDArray[np.int64]]:
    """Rows before and after a group begins: (counts, time, exposed 0/1, whose row). ``since`` nan: never exposed.

    ``total`` counts in ``time``; ``before`` of them until ``since``. A side without time gives no row.
    """
    never = np.isnan(since) | (since >= time)
    begin = np.where(never, time, np.maximum(since, 0))
    early = np.where(never, total, np.where(begin > 0, before, 0))
    if (early > total).any() or (early < 0).any():
        raise Unfit("no_counts", "More are counted before the group began than in all.")
    if ((begin == 0) & (np.nan_to_num(before) > 0)).any():
        raise Unfit("no_exposure", "Something is counted before the group began, though it began at once.")
    who = np.arange(len(total))
    first, second = begin > 0, ~never & (begin < time)
    return (
        np.concatenate([early[first], (total - early)[second]]),
        np.concatenate([begin[first], (time - begin)[second]]),
        np.concatenate([np.zeros(first.sum()), np.ones(second.sum())]),
        np.concatenate([who[first], who[second]]),
    )
