"""Mediation: how much of an effect goes through one, several parallel or serial mediators.

Model (least squares, no interaction of exposure and mediator): each mediator M on exposure X and covariates C (serial:
and on the mediators before it), outcome Y on X, C and all mediators. Estimands: the indirect effect of each path (the
product of its coefficients), their sum, the direct effect c', and the total effect c = c' + sum.

The bootstrap resamples rows (or whole clusters). All that least squares needs of a resample are its sums and products,
so a resample is a row of counts, ``counts @ products`` gives the moments of very many resamples at once, and
closed-form elimination gives their coefficients: the same numbers as fitting each resample, to rounding.

Sources: Preacher and Hayes (2008), Behavior Research Methods 40, 879–891 (parallel mediators, contrasts); Sobel (1982),
Sociological Methodology 13, 290–312; Efron (1987), JASA 82, 171–185 (bias-corrected and BCa intervals); Imai, Keele and
Yamamoto (2010), Statistical Science 25, 51–71 (sensitivity, theorem 4); VanderWeele and Ding (2017), Annals of Internal
Medicine 167, 268–274, and Smith and VanderWeele (2019), Epidemiology 30, 835–837 (E-value of an indirect effect).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.methods.resampling import generator, resampled

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """What is asked: complete columns of one length ``n``; ``mediators`` (k, n), ``covariates`` (c, n)."""

    x: Array
    mediators: Array
    y: Array
    covariates: Array
    names: tuple[str, ...]
    serial: bool = False
    cluster: NDArray[np.int64] | None = None

    @property
    def k(self) -> int:
        return len(self.mediators)


@dataclass(frozen=True)
class Paths:
    """Coefficients of one fit (arrays without a last axis) or of many (last axis B): a (k), d (k, k), b (k), direct."""

    a: Array
    d: Array
    b: Array
    direct: Array


def check(model: Model) -> None:
    """Refuse what cannot be fitted (``Unfit``): too few rows, a column without variance, columns that say the same."""
    n, k = len(model.y), model.k
    needed = k + len(model.covariates) + 4
    if n < needed:
        raise Unfit("too_few", f"{n} complete rows are too few for {k} mediator(s): at least {needed} are needed.")
    columns = [("exposure", model.x), *zip(model.names, model.mediators, strict=True), ("outcome", model.y)]
    for name, column in columns:
        if np.ptp(column) == 0:
            raise Unfit("no_variance", f"All values of the column “{name}” are equal, so nothing can be related to it.")
    design = _centred(model)
    scaled = design / np.maximum(design.std(axis=1, keepdims=True), 1e-300)
    if np.linalg.matrix_rank(scaled[:-1], tol=1e-9 * np.sqrt(n)) < len(design) - 1:
        raise Unfit("collinear", "Exposure, mediators and covariates say the same thing twice: leave one column out.")
    if model.cluster is not None and len(np.unique(model.cluster)) < needed:
        raise Unfit("too_few_clusters", f"At least {needed} clusters are needed to resample clusters.")


def _centred(model: Model) -> Array:
    """Rows C…, X, M…, Y (p, n), centred: the order in which they are eliminated."""
    rows = np.vstack([model.covariates.reshape(-1, len(model.y)), model.x, model.mediators, model.y])
    return rows - rows.mean(axis=1, keepdims=True)


def products(model: Model) -> Array:
    """Columns 1, z, z·z' (upper triangle) of each row, summed within clusters: (units, q)."""
    z = _centred(model).T
    left, right = np.triu_indices(z.shape[1])
    every = np.hstack([np.ones((len(z), 1)), z, z[:, left] * z[:, right]])
    if model.cluster is None:
        return every
    units, place = np.unique(model.cluster, return_inverse=True)
    summed = np.zeros((len(units), every.shape[1]))
    np.add.at(summed, place, every)
    return summed


def paths_from(sums: Array, variables: int, k: int, serial: bool) -> Paths:
    """Coefficients of B fits from their moments (q, B): elimination without pivoting of C, X and M in turn.

    A resample in which a column has no variance left gives nan in all its coefficients.
    """
    p, total = variables, sums[0]
    means = sums[1 : p + 1] / total
    s: dict[tuple[int, int], Array] = {}
    for place, (i, j) in enumerate(zip(*np.triu_indices(p), strict=True)):
        s[int(i), int(j)] = sums[1 + p + place] / total - means[i] * means[j]
    x, y = p - k - 2, p - 1
    # Against the mean square, not the variance: where all are equal the variance is not 0 but what rounding left.
    scale = [s[i, i] + means[i] ** 2 for i in range(p)]
    slope: dict[tuple[int, int], Array] = {}
    with np.errstate(divide="ignore", invalid="ignore"):
        for r in range(y):
            pivot = np.where(s[r, r] > 1e-12 * scale[r], s[r, r], np.nan)
            for i in range(r + 1, p):
                slope[r, i] = s[r, i] / pivot
            for i in range(r + 1, p):
                for j in range(i, p):
                    s[i, j] -= slope[r, i] * s[r, j]
    a = np.stack([slope[x, x + 1 + j] for j in range(k)])
    b = _back(slope, x + 1, y, k)
    d = np.zeros((k, k, *total.shape))
    direct = slope[x, y] - (a * b).sum(axis=0)
    if serial:
        for j in range(1, k):
            d[j, :j] = _back(slope, x + 1, x + 1 + j, j)
        a = a - np.einsum("jl...,l...->j...", d, a)
    return Paths(a=a, d=d, b=b, direct=direct)


def _back(slope: dict[tuple[int, int], Array], first: int, of: int, k: int) -> Array:
    """Coefficients of variable ``of`` on the k mediators from ``first``: back-substitution in the unit triangle."""
    found: list[Array] = [np.empty(0)] * k
    for j in reversed(range(k)):
        value = slope[first + j, of].copy()
        for i in range(j + 1, k):
            value -= found[i] * slope[first + j, first + i]
        found[j] = value
    return np.stack(found)


def routes(k: int, serial: bool) -> list[tuple[int, ...]]:
    """The ways from exposure to outcome: one mediator each, or in a series every ascending run of them."""
    if not serial:
        return [(j,) for j in range(k)]
    return [way for size in range(1, k + 1) for way in combinations(range(k), size)]


def effect_names(names: Sequence[str], serial: bool) -> list[str]:
    """Names in the order of ``effects``: ways, total_indirect, contrasts (parallel mediators), direct, total."""
    ways = [" > ".join(names[j] for j in way) for way in routes(len(names), serial)]
    contrasts = [] if serial else [f"{one} - {two}" for one, two in combinations(names, 2)]
    return [*ways, "total_indirect", *contrasts, "direct", "total"]


def effects(paths: Paths, serial: bool) -> Array:
    """Effects (E, …) of the coefficients, in the order of ``effect_names``."""
    k = len(paths.a)
    ways = []
    for way in routes(k, serial):
        product = paths.a[way[0]] * paths.b[way[-1]]
        for before, after in pairwise(way):
            product = product * paths.d[after, before]
        ways.append(product)
    indirect = sum(ways[1:], ways[0])
    contrasts = [] if serial else [one - two for one, two in combinations(ways, 2)]
    return np.stack([*ways, indirect, *contrasts, paths.direct, paths.direct + indirect])


def estimate(model: Model) -> Paths:
    """Coefficients of the data themselves."""
    sums = products(model).sum(axis=0)[:, None]
    many = paths_from(sums, 2 + model.k + len(model.covariates), model.k, model.serial)
    return Paths(*(part[..., 0] for part in (many.a, many.d, many.b, many.direct)))


def bootstrap(model: Model, draws: int, seed: int | None) -> Array:
    """Effects (E, draws) of resamples of rows, or of clusters where the model names them."""
    p = 2 + model.k + len(model.covariates)
    parts = (paths_from(sums, p, model.k, model.serial) for sums in resampled(products(model), draws, generator(seed)))
    return np.concatenate([effects(part, model.serial) for part in parts], axis=1)


def jackknife(model: Model) -> Array:
    """Effects (E, units) with each unit left out in turn, exactly: the moments less that unit's own."""
    table, p = products(model), 2 + model.k + len(model.covariates)
    sums = table.sum(axis=0)[:, None] - table.T
    return effects(paths_from(sums, p, model.k, model.serial), model.serial)


@dataclass(frozen=True)
class Interval:
    """Limits and the Monte-Carlo standard error of each (how far another seed would move it)."""

    low: float
    high: float
    mcse_low: float
    mcse_high: float


def intervals(drawn: Array, point: float, left_out: Array, level: float) -> dict[str, Interval]:
    """Percentile, bias-corrected and BCa intervals of one effect from its draws (B,) and jackknife values (units,).

    Bias: z0 = Φ⁻¹(share of draws below the estimate, half of those equal to it). Acceleration: Σu³ / (6 (Σu²)^1.5),
    u = mean − value of the jackknife. The Monte-Carlo error of a limit at share q is half the distance between the
    quantiles q ± √(q(1−q)/B).
    """
    from scipy.special import ndtr, ndtri

    kept = np.sort(drawn[np.isfinite(drawn)])
    if len(kept) < 100:
        raise Unfit("too_few_draws", "Fewer than 100 resamples could be fitted: there is too little data to resample.")
    below = (np.count_nonzero(kept < point) + 0.5 * np.count_nonzero(kept == point)) / len(kept)
    z0 = float(ndtri(np.clip(below, 0.5 / len(kept), 1 - 0.5 / len(kept))))
    u = left_out[np.isfinite(left_out)]
    u = u.mean() - u
    spread = float((u**2).sum())
    speed = float((u**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
    z = ndtri(np.array([(1 - level) / 2, (1 + level) / 2]))
    shares = {
        "percentile": ndtr(z),
        "bias_corrected": ndtr(2 * z0 + z),
        "bca": ndtr(z0 + (z0 + z) / (1 - speed * (z0 + z))),
    }
    return {name: _limits(kept, share) for name, share in shares.items()}


def _limits(kept: Array, share: Array) -> Interval:
    step = np.sqrt(share * (1 - share) / len(kept))
    at = np.clip(np.stack([share, share - step, share + step]), 0, 1)
    limit, lower, upper = _quantiles(kept, at)
    error = (upper - lower) / 2
    return Interval(float(limit[0]), float(limit[1]), float(error[0]), float(error[1]))


def _quantiles(kept: Array, share: Array) -> Array:
    """Linear interpolation between order statistics (R's type 7) of a sorted array."""
    place = share * (len(kept) - 1)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, len(kept) - 1)
    return np.asarray(kept[low] + (place - low) * (kept[high] - kept[low]))
