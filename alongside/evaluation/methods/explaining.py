"""What explains an outcome: blocks of columns entered one after another, each column's fair share, and effects that
depend."""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods import linear
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """One block entered: R² after it, what it adds, and the F test of that."""

    r2: float
    adjusted: float
    change: float
    f: float
    df1: int
    df2: int
    p: float


def steps(X: Array, y: Array, names: list[str], blocks: list[list[int]]) -> list[Step]:
    """Enter blocks of columns one after another. X (n, p) with the intercept first; blocks are positions in X.

    F = (ΔR² / added) / ((1 − R²) / (n − p)), each model tested against its own residual. Raises Unfit of `linear.fit`.
    """
    from scipy.stats import f as fisher

    inside, before, made = [0], 0.0, []
    for block in blocks:
        inside = [*inside, *block]
        fit = linear.fit(X[:, inside], y, [names[i] for i in inside])
        change = fit.r2 - before
        value = change / len(block) / ((1 - fit.r2) / fit.df) if fit.r2 < 1 else np.inf
        adjusted = 1 - (1 - fit.r2) * (fit.n - 1) / fit.df
        made.append(
            Step(fit.r2, adjusted, change, value, len(block), fit.df, float(fisher.sf(value, len(block), fit.df)))
        )
        before = fit.r2
    return made


def inflation(X: Array, names: list[str]) -> Array:
    """Variance inflation of each column after the intercept, (p − 1,): 1 / (1 − R²) of it on the others."""
    linear.full_rank(X, names)
    centred = X[:, 1:] - X[:, 1:].mean(axis=0)
    R = np.corrcoef(centred, rowvar=False).reshape(X.shape[1] - 1, -1)
    return np.diag(np.linalg.inv(R))


def shares(S: Array, players: list[list[int]]) -> Array:
    """Shapley (LMG) shares of R². S (…, p + 1, p + 1): covariance of columns and, last, the outcome; players: their
    columns.

    Each player's rise in R² averaged over all orders of entry (Lindeman, Merenda & Gold 1980); they add up to R².
    Shape (…, players). Raises Unfit("too_many") above 15 players.
    """
    k = len(players)
    if k > 15:
        raise Unfit(
            "too_many", f"Fair shares of {k} columns need {2**k:,} models. Name fewer, or take shares of blocks."
        )
    told: dict[frozenset[int], Array] = {frozenset(): np.zeros(S.shape[:-2])}
    for size in range(1, k + 1):
        for group in combinations(range(k), size):
            at = [c for player in group for c in players[player]]
            xx, xy = S[..., at, :][..., :, at], S[..., at, -1]
            told[frozenset(group)] = (xy * np.linalg.solve(xx, xy[..., None])[..., 0]).sum(axis=-1) / S[..., -1, -1]
    out = np.zeros((*S.shape[:-2], k))
    for group, r2 in told.items():
        for player in group:
            out[..., player] += (r2 - told[group - {player}]) / (k * comb(k - 1, len(group) - 1))
    return out


def resampled(X: Array, y: Array, draws: int, rng: np.random.Generator) -> Array:
    """Covariances (draws, p + 1, p + 1) of resampled rows, without making the rows: counts times products. X (n, p)
    without intercept.

    Draws in which a column is the same in every row are left out; Unfit("draws") when more than one in ten is.
    """
    both = np.column_stack([X, y])
    both = (both - both.mean(axis=0)) / both.std(axis=0)
    n, q = both.shape
    counts = rng.multinomial(n, np.full(n, 1 / n), draws).astype(float)
    means = counts @ both / n
    S = (counts @ (both[:, :, None] * both[:, None, :]).reshape(n, -1) / n).reshape(draws, q, q)
    S = S - means[:, :, None] * means[:, None, :]
    good = np.linalg.cond(S[:, :-1, :-1]) < 1e10
    if good.mean() < 0.9:
        raise Unfit("draws", "In many resamples a column does not vary, so shares have no interval. Join rare groups.")
    return S[good]


@dataclass(frozen=True)
class Turning:
    """Where an effect b₁ + b₃w begins or ends to differ from 0: roots in w, and where it does."""

    roots: tuple[float, ...]
    where: str  # "between", "outside", "above", "below", "everywhere", "nowhere"


def turning(b1: float, b3: float, v11: float, v13: float, v33: float, critical: float) -> Turning:
    """Johnson & Neyman (1936): w with (b₁ + b₃w)² = t²(v₁₁ + 2wv₁₃ + w²v₃₃). Roots in the moderator's unit,
    ascending."""
    a, b, c = b3**2 - critical**2 * v33, 2 * (b1 * b3 - critical**2 * v13), b1**2 - critical**2 * v11
    if abs(a) < 1e-14 * max(b3**2, critical**2 * v33):
        if b == 0:
            return Turning((), "everywhere" if c > 0 else "nowhere")
        return Turning((-c / b,), "above" if b > 0 else "below")
    inside = b * b - 4 * a * c
    if inside <= 0:
        return Turning((), "nowhere")  # where b₁ + b₃w = 0 nothing differs, so a > 0 always has two roots
    q = -(b + np.copysign(np.sqrt(inside), b)) / 2
    roots = tuple(sorted((float(q / a), float(c / q) if q else 0.0)))
    return Turning(roots, "outside" if a > 0 else "between")
