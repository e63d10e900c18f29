"""Standard errors of mediation paths (least squares and maximum likelihood), Sobel, delta method, and sensitivity.

Sources are those named in ``mediation``. Maximum likelihood differs from least squares only in the divisor of the
residual variance (n in place of n − parameters) and in using the normal distribution: it is what structural-equation
programmes print for this model, with the residuals of parallel mediators left free to correlate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.evaluation.methods.mediation import Array, Model, Paths, effects


@dataclass(frozen=True)
class Fit:
    """theta = a (k), d (pairs after > before), direct, b (k) with names; covariances by both divisors; df of each."""

    names: list[str]
    theta: Array
    cov_ols: Array
    cov_ml: Array
    df: Array
    total: tuple[float, float, float, int]  # c, its SE by least squares, by maximum likelihood, df
    residual: Array  # sums of squares and products of residuals given X and C: mediators and outcome (k+1, k+1)


def _least_squares(design: Array, response: Array) -> tuple[Array, Array, Array]:
    """Coefficients (q, r), residuals (n, r) and (X'X)⁻¹ by QR."""
    orthogonal, upper = np.linalg.qr(design)
    inverse = np.linalg.inv(upper)
    found = inverse @ (orthogonal.T @ response)
    return found, response - design @ found, inverse @ inverse.T


def fit(model: Model) -> Fit:
    """Every equation by least squares with the covariance of all path coefficients."""
    n, k = len(model.y), model.k
    base = np.column_stack([np.ones(n), model.x, *model.covariates])
    pairs = [(j, before) for j in range(k) for before in range(j)] if model.serial else []
    names = [f"a_{m}" for m in model.names]
    names += [f"d_{model.names[before]}_{model.names[j]}" for j, before in pairs]
    names += ["direct", *(f"b_{m}" for m in model.names)]
    size = len(names)
    theta, df, ols, ml = np.zeros(size), np.zeros(size), np.zeros((size, size)), np.zeros((size, size))
    reduced, left, inverse = _least_squares(base, np.column_stack([model.mediators.T, model.y]))
    residual = left.T @ left
    if model.serial:
        for j in range(k):
            found, rest, inner = _least_squares(
                np.column_stack([base, *model.mediators[:j]]), model.mediators[j][:, None]
            )
            at = [j, *(k + pairs.index((j, before)) for before in range(j))]
            columns = [1, *range(base.shape[1], base.shape[1] + j)]
            _place(theta, df, ols, ml, at, found[columns, 0], inner[np.ix_(columns, columns)], float((rest**2).sum()),
            n, n - base.shape[1] - j)  # fmt: skip
    else:
        theta[:k], df[:k] = reduced[1, :k], n - base.shape[1]
        ols[:k, :k] = residual[:k, :k] / (n - base.shape[1]) * inverse[1, 1]
        ml[:k, :k] = residual[:k, :k] / n * inverse[1, 1]
    found, rest, inner = _least_squares(np.column_stack([base, *model.mediators]), model.y[:, None])
    columns = [1, *range(base.shape[1], base.shape[1] + k)]
    _place(theta, df, ols, ml, list(range(size - k - 1, size)), found[columns, 0], inner[np.ix_(columns, columns)],
           float((rest**2).sum()), n, n - base.shape[1] - k)  # fmt: skip
    spread, free = float(residual[k, k]) * inverse[1, 1], n - base.shape[1]
    total = (float(reduced[1, k]), float(np.sqrt(spread / free)), float(np.sqrt(spread / n)), free)
    return Fit(names, theta, ols, ml, df, total, residual)


def _place(theta: Array, df: Array, ols: Array, ml: Array, at: list[int], found: Array, inner: Array, squares: float,
           n: int, free: int) -> None:  # fmt: skip
    theta[at], df[at] = found, free
    ols[np.ix_(at, at)], ml[np.ix_(at, at)] = squares / free * inner, squares / n * inner


def delta(model: Model, fitted: Fit) -> tuple[Array, Array]:
    """Standard errors (E,) of all effects by the delta method, by least squares and by maximum likelihood.

    The gradient is taken by complex steps, exact to rounding because effects are sums of products.
    """
    k, size = model.k, len(fitted.theta)
    moved = fitted.theta[:, None] + 1e-30j * np.eye(size)
    d = np.zeros((k, k, size), dtype=complex)
    if model.serial:
        after, before = np.tril_indices(k, -1)
        d[after, before] = moved[k : k + len(after)]
    paths = Paths(a=moved[:k], d=d, b=moved[size - k :], direct=moved[size - k - 1])  # type: ignore[arg-type]
    gradient = effects(paths, model.serial).imag / 1e-30
    ols = np.sqrt(np.einsum("ei,ij,ej->e", gradient, fitted.cov_ols, gradient))
    ml = np.sqrt(np.einsum("ei,ij,ej->e", gradient, fitted.cov_ml, gradient))
    return ols, ml


def sobel(a: float, se_a: float, b: float, se_b: float) -> tuple[float, float, float]:
    """Product a·b, z = ab / √(a² se_b² + b² se_a²) and its two-sided p (normal)."""
    from scipy.special import ndtr

    z = a * b / float(np.sqrt(a * a * se_b * se_b + b * b * se_a * se_a))
    return a * b, z, 2 * float(ndtr(-abs(z)))


def sensitivity(model: Model, a: float, mediator: int, rho: Array) -> tuple[float, Array]:
    """What an unmeasured cause of mediator and outcome would do to one indirect effect (Imai and others, theorem 4).

    ``rho`` is the correlation of the residuals of mediator and outcome that such a cause leaves. With the other
    mediators and covariates held constant, σ₁, σ₂ and ρ̃ being SDs and correlation of the residuals of outcome and
    mediator: b(ρ) = σ₁/σ₂ (ρ̃ − ρ √((1 − ρ̃²) / (1 − ρ²))), indirect(ρ) = a·b(ρ). Returns ρ̃, at which it is 0, and the
    indirect effect at each rho.
    """
    others = [m for j, m in enumerate(model.mediators) if j != mediator]
    design = np.column_stack([np.ones(len(model.y)), model.x, *model.covariates, *others])
    _, left, _ = _least_squares(design, np.column_stack([model.mediators[mediator], model.y]))
    (mm, my), (_, yy) = left.T @ left
    at_zero = float(my / np.sqrt(mm * yy))
    b = np.sqrt(yy / mm) * (at_zero - rho * np.sqrt((1 - at_zero**2) / (1 - rho**2)))
    return at_zero, a * b


def e_value(difference: float, sd: float) -> float:
    """E-value of a difference of means: how strongly (as risk ratio, with both mediator and outcome) an unmeasured
    cause would have to be tied to explain it away; the risk ratio is taken as exp(0.91 · difference / SD)."""
    ratio = float(np.exp(0.91 * abs(difference) / sd))
    return ratio + float(np.sqrt(ratio * (ratio - 1)))
