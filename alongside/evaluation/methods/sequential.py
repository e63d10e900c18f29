"""Behaviour in turn: does what one of two does make what the other does next more likely?

Two streams of a dyad (mother and child, or any two), coded interval by interval: arrays (dyads, intervals) of 1
(present), 0 (absent), nan (not seen). Pairs: the given stream at t with the target stream ``lag`` intervals later,
dyads pooled.
Tables are [[both, given only], [target only, neither]].

Estimands: conditional against unconditional probability of the target, adjusted residuals, log odds ratio, Yule's Q,
the same for each dyad (a half added to every cell), transitions between joint states, and a logit of a stream on both
streams before with standard errors that hold dyads together: intervals of one dyad are not independent, so errors that
take them as independent are too small.

Sources: Bakeman and Gottman (1997), Observing Interaction; Allison and Liker (1982), Psychological Bulletin 91,
393–403; Haberman (1973), Biometrics 29, 205–220 (adjusted residuals); Cook and Kenny (2005), International Journal of
Behavioral Development 29, 101–109 (actor and partner effects); Liang and Zeger (1986), Biometrika 73, 13–22 (robust
errors).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


def check(first: Array, second: Array, lags: int) -> None:
    """Refuse streams that do not fit together or never change (``Unfit``)."""
    if first.shape != second.shape:
        raise Unfit("streams", "Both streams must have the same dyads and intervals.")
    if lags < 0 or first.shape[1] <= lags + 1:
        raise Unfit("too_short", f"{first.shape[1]} intervals are too few for a lag of {lags}.")
    for name, stream in (("first", first), ("second", second)):
        seen = stream[np.isfinite(stream)]
        if not len(seen):
            raise Unfit("missing", f"The {name} stream is empty.")
        if not np.isin(seen, (0, 1)).all():
            raise Unfit(
                "codes", f"The {name} stream holds other codes than 0 and 1.", "Say which code counts as present."
            )
        if np.ptp(seen) == 0:
            raise Unfit("no_variance", f"The {name} stream never changes, so nothing can go with it.")


@dataclass(frozen=True)
class Contingency:
    """A 2 × 2 table in one direction at one lag; what a zero cell makes infinite is nan."""

    table: Array
    expected: Array
    adj_resid: Array
    chisq: float
    p: float
    odds_ratio: float
    lnor: float
    se_lnor: float
    cluster_se_lnor: float
    yule_q: float
    phi: float
    p_cond: float
    p_uncond: float


def pairs(given: Array, target: Array, lag: int) -> tuple[Array, Array, NDArray[np.int64]]:
    """Given and target values (pairs,) with the dyad of each; pairs with a missing half are left out."""
    width = given.shape[1] - lag
    before, after = given[:, :width], target[:, lag:]
    both = np.isfinite(before) & np.isfinite(after)
    dyad = np.broadcast_to(np.arange(len(given))[:, None], both.shape)
    return before[both], after[both], dyad[both]


def residuals(table: Array) -> tuple[Array, Array]:
    """Expected counts and adjusted residuals (observed − expected) / √(expected (1 − row share)(1 − column share))."""
    n = table.sum()
    rows, columns = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    expected = rows * columns / n
    with np.errstate(divide="ignore", invalid="ignore"):
        return expected, (table - expected) / np.sqrt(expected * (1 - rows / n) * (1 - columns / n))


def contingency(given: Array, target: Array, lag: int) -> Contingency:
    """How the target goes with the given stream ``lag`` intervals before."""
    from scipy.special import ndtr

    before, after, dyad = pairs(given, target, lag)
    table = np.array([[np.sum((before == g) & (after == t)) for t in (1, 0)] for g in (1, 0)], dtype=float)
    expected, adjusted = residuals(table)
    (a, b), (c, d) = table
    whole = (table > 0).all()
    margins = float(np.prod(table.sum(axis=0)) * np.prod(table.sum(axis=1)))
    phi = (a * d - b * c) / np.sqrt(margins) if margins else float("nan")
    chisq = float(table.sum() * phi**2)
    ratio = float(a * d / (b * c)) if whole else float("nan")
    clustered = float("nan")
    if whole:
        fitted = logit(np.column_stack([np.ones(len(before)), before]), after, dyad)
        clustered = float(fitted.cluster_se[1])
    return Contingency(
        table=table,
        expected=expected,
        adj_resid=adjusted,
        chisq=chisq,
        p=2 * float(ndtr(-abs(phi) * np.sqrt(table.sum()))),
        odds_ratio=ratio,
        lnor=float(np.log(ratio)),
        se_lnor=float(np.sqrt((1 / table).sum())) if whole else float("nan"),
        cluster_se_lnor=clustered,
        yule_q=float((a * d - b * c) / (a * d + b * c)) if a * d + b * c else float("nan"),
        phi=float(phi),
        p_cond=float(a / (a + b)) if a + b else float("nan"),
        p_uncond=float((a + c) / table.sum()),
    )


def joint_states(first: Array, second: Array, lag: int = 1) -> tuple[Array, Array]:
    """Transitions (4, 4) between joint states and their adjusted residuals.

    States: 0 neither, 1 second only, 2 first only, 3 both; rows from, columns to.
    """
    state = 2 * first + second
    before, after, _ = pairs(state, state, lag)
    counts = np.zeros((4, 4))
    np.add.at(counts, (before.astype(int), after.astype(int)), 1)
    return counts, residuals(counts)[1]


def by_dyad(given: Array, target: Array, lag: int) -> Array:
    """Log odds ratio of each dyad, a half added to every cell; nan for a dyad without pairs."""
    found = np.full(len(given), np.nan)
    for row in range(len(given)):
        before, after, _ = pairs(given[row : row + 1], target[row : row + 1], lag)
        if len(before):
            a, b, c, d = (np.sum((before == g) & (after == t)) + 0.5 for g in (1, 0) for t in (1, 0))
            found[row] = np.log(a * d / (b * c))
    return found


@dataclass(frozen=True)
class Logit:
    """Coefficients with SEs of the model and by dyads (HC0: no small-sample factor)."""

    coef: Array
    se: Array
    cluster_se: Array
    n: int
    loglik: float


def logit(design: Array, y: Array, cluster: NDArray[np.int64]) -> Logit:
    """Logistic regression by Newton's method. Raises ``Unfit`` where a column tells y apart completely."""
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        share = 1 / (1 + np.exp(-design @ beta))
        information = (design * (share * (1 - share))[:, None]).T @ design
        if np.linalg.cond(information) > 1e14:
            raise Unfit("separation", "What came before tells the stream apart completely; no finite estimate exists.")
        step = np.linalg.solve(information, design.T @ (y - share))
        beta = beta + step
        if np.abs(beta).max() > 25:
            raise Unfit("separation", "What came before tells the stream apart completely; no finite estimate exists.")
        if np.abs(step).max() < 1e-11:
            break
    share = 1 / (1 + np.exp(-design @ beta))
    inverse = np.linalg.inv((design * (share * (1 - share))[:, None]).T @ design)
    scores = np.zeros((int(cluster.max()) + 1, len(beta)))
    np.add.at(scores, cluster, design * (y - share)[:, None])
    robust = inverse @ (scores.T @ scores) @ inverse
    loglik = float(np.sum(np.where(y == 1, np.log(share), np.log1p(-share))))
    return Logit(beta, np.sqrt(np.diag(inverse)), np.sqrt(np.diag(robust)), len(y), loglik)


def actor_partner(own: Array, partner: Array) -> Logit:
    """Logit of a stream on itself (act) and on the partner's stream (par) one interval before, and their product."""
    width = own.shape[1] - 1
    y, act, par = own[:, 1:], own[:, :width], partner[:, :width]
    whole = np.isfinite(y) & np.isfinite(act) & np.isfinite(par)
    dyad = np.broadcast_to(np.arange(len(own))[:, None], whole.shape)[whole]
    y, act, par = y[whole], act[whole], par[whole]
    return logit(np.column_stack([np.ones(len(y)), act, par, act * par]), y, dyad)


def stacked(dyad: NDArray[np.int64], time: Array, values: Array) -> Array:
    """A long stream as (dyads, intervals): lags follow time, so an interval that is not there is missing, not
    skipped."""
    points = np.unique(time)
    step = np.diff(points).min() if len(points) > 1 else 1.0
    place = np.round((time - points[0]) / step)
    if (np.abs((time - points[0]) / step - place) > 1e-6).any():
        raise Unfit("uneven_time", "Intervals are not equally long: a lag has no meaning.")
    if place.max() > 100_000:
        raise Unfit("uneven_time", "Times lie too far apart for their steps.")
    found = np.full((int(dyad.max()) + 1, int(place.max()) + 1), np.nan)
    key = dyad * found.shape[1] + place.astype(np.int64)
    if len(np.unique(key)) < len(key):
        raise Unfit("twice", "A dyad has the same interval twice.")
    found[dyad, place.astype(np.int64)] = values
    return found
