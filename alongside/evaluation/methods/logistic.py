"""Logistic regression by plain maximum likelihood: no penalty. A penalty, the default of some libraries, moves
propensities by up to a third of their size; and a refusal where the likelihood has no maximum because a column tells
the groups apart perfectly."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.linear import enough, full_rank
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


def apart(X: Array, y: Array, names: list[str]) -> Unfit | None:
    """The refusal, where some direction of X parts the ones of y from the zeros (completely or but for ties); else
    None.

    A linear programme (Konis 2007): is there b with s·Xb ≥ 0 in every row (s = ±1 for y = 1, 0) and > 0 in some? X
    (n, p), y (n,) 0/1.
    """
    from scipy.optimize import linprog

    scaled = X / np.maximum(np.abs(X).max(axis=0), 1e-300)
    signed = scaled * np.where(y > 0.5, 1.0, -1.0)[:, None]
    found = linprog(
        -signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(y)), bounds=[(-1, 1)] * X.shape[1], method="highs"
    )
    if found.status != 0 or -found.fun < 1e-7:
        return None
    guilty = ", ".join(name for name, b in zip(names, found.x, strict=True) if abs(b) > 1e-7 and name != "(Intercept)")
    return Unfit(
        "separation",
        f"{guilty or 'The columns'} tells the yes and the no apart perfectly, so the estimate would be infinite. "
        "Leave the column out, join its categories, or compare only where both occur.",
    )


@dataclass
class LogisticFit:
    """coef (p,) in log odds, covariance (p, p), fitted probabilities (n,)."""

    names: list[str]
    coef: Array
    covariance: Array
    fitted: Array
    deviance: float


def fit(X: Array, y: Array, names: list[str], weights: Array | None = None) -> LogisticFit:
    """Maximum likelihood by Newton's steps until nothing moves. X (n, p), y (n,) 0/1, weights (n,).

    The covariance is that at the maximum; programs that stop early give errors up to 3e-5 of their size away. Raises
    Unfit: too_few, no_variance, collinear, separation.
    """
    if np.ptp(y) == 0:
        raise Unfit("no_variance", "The outcome is the same in every row used: there is nothing to explain.")
    enough(*X.shape)
    full_rank(X, names)
    if why := apart(X, y, names):
        raise why
    w = np.ones(len(y)) if weights is None else weights
    scale = np.abs(X).max(axis=0)
    Z = X / scale
    beta = np.zeros(X.shape[1])

    def loss(b: Array) -> float:
        eta = Z @ b
        return float(w @ (np.logaddexp(0, eta) - y * eta))

    now = loss(beta)
    for _ in range(200):
        mu = 1 / (1 + np.exp(-np.clip(Z @ beta, -500, 500)))
        inverse = np.linalg.inv(Z.T @ (Z * (w * mu * (1 - mu))[:, None]))
        step = inverse @ (Z.T @ (w * (y - mu)))
        while (then := loss(beta + step)) > now + 1e-12 * abs(now) and np.abs(step).max() > 1e-14:
            step = step / 2
        beta, now = beta + step, then
        if np.abs(step).max() < 1e-12 * (1 + np.abs(beta).max()):
            break
    mu = 1 / (1 + np.exp(-(Z @ beta)))
    inverse = np.linalg.inv(Z.T @ (Z * (w * mu * (1 - mu))[:, None]))
    return LogisticFit(list(names), beta / scale, inverse / np.outer(scale, scale), mu, 2 * now)


def glm_errors(X: Array, y: Array) -> Array:
    """Standard errors (p,) as R's glm prints them: from the weights of the round before its deviance settled to 1e-8.

    For comparison with published output only; `fit` gives those at the maximum.
    """
    mu = (y + 0.5) / 2
    eta, before = np.log(mu / (1 - mu)), np.inf
    for _ in range(25):
        w = mu * (1 - mu)
        inverse = np.linalg.inv(X.T @ (X * w[:, None]))
        eta = X @ (inverse @ (X.T @ (w * eta + y - mu)))
        mu = 1 / (1 + np.exp(-eta))
        now = 2 * float((np.logaddexp(0, eta) - y * eta).sum())
        if abs(now - before) / (abs(now) + 0.1) < 1e-8:
            break
        before = now
    return np.sqrt(np.diag(inverse))
