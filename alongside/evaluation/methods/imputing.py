"""Missing scores: chained equations, Rubin's rules, patterns, and how wrong the assumption may be before the answer
turns.

Values of a column are drawn from a regression on all the others, its coefficients drawn too, column after column,
round after round (van Buuren 2018). All completed sets are carried together as one array (m, n, k).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.linear import enough, full_rank, told
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
WAYS = ("pmm", "normal")


@dataclass(frozen=True)
class Pooled:
    """Rubin's rules, each (k,): mean estimate, within, between and total variance, df, what missingness costs,
    Monte-Carlo error."""

    qbar: Array
    ubar: Array
    b: Array
    t: Array
    df: Array
    riv: Array
    share: Array
    fmi: Array
    mcse: Array

    def lines(self, level: float = 0.95) -> dict[str, Array]:
        return told(self.qbar, np.sqrt(self.t), self.df, level)


def pool(estimates: Array, variances: Array, df_complete: float) -> Pooled:
    """Pool estimates and their variances, both (m, k), of m completed sets.

    T = Ū + (1 + 1/m)B; degrees of freedom after Barnard & Rubin 1999 with df_complete those of one whole set. mcse =
    √(B/m): by how much the pooled estimate would move with other draws. Raises Unfit("too_few_sets") below two sets.
    """
    m = len(estimates)
    if m < 2:
        raise Unfit("too_few_sets", "Pooling needs at least two completed sets.")
    qbar, ubar, b = estimates.mean(axis=0), variances.mean(axis=0), estimates.var(axis=0, ddof=1)
    t = ubar + (1 + 1 / m) * b
    share = (1 + 1 / m) * b / t
    with np.errstate(divide="ignore", invalid="ignore"):
        old = (m - 1) / share**2
        seen = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - share)
        df = np.where(share > 1e-14, old * seen / (old + seen), seen)
        riv = (1 + 1 / m) * b / ubar
        fmi = (riv + 2 / (df + 3)) / (riv + 1)
    return Pooled(qbar, ubar, b, t, df, riv, share, fmi, np.sqrt(b / m))


def regressions(X: Array, y: Array, names: list[str]) -> tuple[Array, Array, int]:
    """Least squares in every completed set at once. X (m, n, p), y (m, n) → coef (m, p), variances (m, p), n − p.

    Raises Unfit: too_few, collinear (in the first set).
    """
    _, n, p = X.shape
    enough(n, p)
    full_rank(X[0], names)
    xx = np.einsum("mni,mnj->mij", X, X)
    bread = np.linalg.inv(xx)
    coef = np.einsum("mij,mnj,mn->mi", bread, X, y, optimize=True)
    rss = ((y - np.einsum("mnp,mp->mn", X, coef)) ** 2).sum(axis=1)
    return coef, rss[:, None] / (n - p) * np.diagonal(bread, axis1=1, axis2=2), n - p


def patterns(missing: NDArray[np.bool_]) -> dict[str, int]:
    """How many rows have which pattern: 1 seen, 0 missing, a sign a column. missing (n, k)."""
    texts = ["".join("0" if gone else "1" for gone in row) for row in missing]
    return {p: texts.count(p) for p in sorted(set(texts))}


def _ready(data: Array, names: list[str], extra: int) -> NDArray[np.bool_]:
    gone = np.isnan(data)
    seen = (~gone).sum(axis=0)
    for j, name in enumerate(names):
        if not seen[j]:
            raise Unfit(
                "all_missing", f"{name} is missing in every row: there is nothing to learn it from. Leave it out."
            )
        if gone[:, j].any():
            if seen[j] < len(names) + extra + 2:
                raise Unfit(
                    "too_few",
                    f"{name} is seen in {seen[j]} rows only, too few to learn it from the other columns. Name fewer.",
                )
            if np.ptp(data[~gone[:, j], j]) == 0:
                raise Unfit(
                    "no_variance", f"{name} is the same in every row where it is seen; filling it in would say nothing."
                )
    return gone


def chained(
    data: Array,
    names: list[str],
    m: int,
    rounds: int,
    rng: np.random.Generator,
    way: str = "pmm",
    complete: Array | None = None,
    donors: int = 5,
) -> Array:
    """m completed copies (m, n, k) of data (n, k; nan missing), other columns `complete` (n, c) helping.

    way: "normal" draws from the regression's normal; "pmm" takes the value of one of `donors` rows whose prediction
    is nearest (Little 1988; predictions of the seen by the estimate, of the missing by the draw), so that only
    values that occur are filled in. Raises Unfit: all_missing, too_few, no_variance.
    """
    n, k = data.shape
    side = np.empty((n, 0)) if complete is None else complete
    gone = _ready(data, names, side.shape[1])
    full = np.repeat(data[None], m, axis=0)
    for j in range(k):
        there = data[~gone[:, j], j]
        full[:, gone[:, j], j] = rng.choice(there, (m, int(gone[:, j].sum())))
    order = [j for j in np.argsort(gone.sum(axis=0), kind="stable") if gone[:, j].any()]
    fixed = np.repeat(np.column_stack([np.ones(n), side])[None], m, axis=0)
    for _ in range(rounds):
        for j in order:
            X = np.concatenate([fixed, np.delete(full, j, axis=2)], axis=2)
            full[:, gone[:, j], j] = _draw(X, data[:, j], gone[:, j], rng, way, donors)
    return full


def _draw(X: Array, y: Array, gone: NDArray[np.bool_], rng: np.random.Generator, way: str, donors: int) -> Array:
    """New values (m, missing) of one column."""
    m, _, p = X.shape
    Xo, yo, Xm = X[:, ~gone], y[~gone], X[:, gone]
    xx = np.einsum("mni,mnj->mij", Xo, Xo)
    diagonal = np.arange(p)
    xx[:, diagonal, diagonal] *= (
        1 + 1e-5
    )  # as mice: a little ridge keeps the draw possible when two columns are nearly one
    bread = np.linalg.inv(xx)
    hat = np.einsum("mij,mnj,n->mi", bread, Xo, yo, optimize=True)
    rss = ((yo - np.einsum("mnp,mp->mn", Xo, hat)) ** 2).sum(axis=1)
    sigma = np.sqrt(rss / rng.chisquare(max(len(yo) - p, 1), m))
    root = np.linalg.cholesky((bread + np.swapaxes(bread, 1, 2)) / 2)
    drawn = hat + sigma[:, None] * np.einsum("mij,mj->mi", root, rng.standard_normal((m, p)))
    guess = np.einsum("mnp,mp->mn", Xm, drawn)
    if way == "normal":
        return guess + sigma[:, None] * rng.standard_normal(guess.shape)
    seen = np.einsum("mnp,mp->mn", Xo, hat)
    out = np.empty_like(guess)
    many = min(donors, len(yo))
    for i in range(m):
        near = np.argpartition(np.abs(guess[i][:, None] - seen[i][None, :]), many - 1, axis=1)[:, :many]
        out[i] = yo[near[np.arange(len(near)), rng.integers(0, many, len(near))]]
    return out


def tipping(deltas: Array, estimates: Array) -> float | None:
    """Where the estimate crosses 0 on the way through deltas (straight lines between); None when it does not."""
    for a, b, u, v in zip(deltas, deltas[1:], estimates, estimates[1:], strict=False):
        if u == 0:
            return float(a)
        if u * v < 0:
            return float(a + (b - a) * u / (u - v))
    return float(deltas[-1]) if len(estimates) and estimates[-1] == 0 else None
