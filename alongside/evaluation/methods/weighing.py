"""Does a count of difficulties hang on how they are weighed? Other weights, and the count with each one left out.

Source: Wainer (1976), Psychological Bulletin 83, 213–217 (equal weights are hard to beat, and seldom matter); weights
are drawn evenly over all that add up to one (Dirichlet with every parameter 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
LEVELS = (0.025, 0.5, 0.975)


def slopes(base: Array, indices: Array, y: Array) -> Array:
    """SDs of y for one SD of each index (n, d), with base (n, q; the intercept in it) held: (d,).

    By residuals (Frisch, Waugh and Lovell); nan where an index does not vary beside the base.
    """
    q, _ = np.linalg.qr(base)
    rest = indices - q @ (q.T @ indices)
    left = y - q @ (q.T @ y)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where((rest**2).sum(axis=0) > 1e-18, rest.T @ left / (rest**2).sum(axis=0), np.nan)
    return np.asarray(slope * indices.std(axis=0, ddof=1) / y.std(ddof=1))


def sensitivity(
    factors: Array, y: Array, base: Array, names: list[str], draws: int, seed: int, weights: Array | None = None,
    ways: Mapping[str, Array] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """How the standardised slope of an index moves with its weights.

    factors (n, k) of 0 and 1 without missing values, y (n,), base (n, q). ``count``: equal weights; ``without``: each
    factor left out; ``drawn``: quantiles over ``draws`` random weights, ``same_sign`` of them with the count's sign,
    ``least_rank_correlation`` of any of the indices with the count; ``weighted``: the weights given;
    ``ways``: the same for each of ``ways``, where there are any. Raises Unfit:
    bad_option, too_few (fewer than two factors).
    """
    from scipy.stats import rankdata

    n, k = factors.shape
    if k < 2:
        raise Unfit("too_few", "At least two difficulties are needed to weigh them.")
    if n < base.shape[1] + 3 or np.ptp(y) == 0:
        raise Unfit("too_few", "Too few rows have every difficulty known.")
    if not 100 <= draws <= 100_000:
        raise Unfit("bad_option", "--draws is 0 or between 100 and 100,000.")
    drawn = np.random.default_rng(seed).dirichlet(np.ones(k), draws)
    count = factors.sum(axis=1)
    without = np.column_stack([count - factors[:, j] for j in range(k)])
    indices = factors @ drawn.T
    each = slopes(base, indices, y)
    at = float(slopes(base, count[:, None], y)[0])
    ranks = rankdata(count)
    some = [float(np.corrcoef(rankdata(column), ranks)[0, 1]) for column in indices[:, :200].T if np.ptp(column) > 0]
    found: dict[str, Any] = {
        "count": at,
        "without": dict(zip(names, (float(v) for v in slopes(base, without, y)), strict=True)),
        "drawn": dict(zip(("low", "median", "high"), (float(v) for v in np.nanquantile(each, LEVELS)), strict=True)),
        "same_sign": float(np.nanmean(np.sign(each) == np.sign(at))),
        "least_rank_correlation": min(some, default=None),
        "draws": draws,
    }
    if ways:
        found["ways"] = {name: float(slopes(base, (factors @ w)[:, None], y)[0]) for name, w in ways.items()}
    if weights is not None:
        if len(weights) != k or not (weights >= 0).all() or not weights.sum() > 0:
            raise Unfit("bad_option", f"--weights takes {k} numbers of 0 or more, one for each difficulty, in order.")
        found["weighted"] = float(slopes(base, (factors @ weights)[:, None], y)[0])
    return found
