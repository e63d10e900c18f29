"""Staying: Kaplan–Meier curves, their quantiles, log-rank tests, restricted mean time, mean number of recurrent events.

Time runs in whatever unit comes in. A row is somebody under observation in (entry, time]; ``event`` says whether the
watched event (leaving, a gap) came at ``time``. Rows may enter late (left truncation). Conventions are those of the
R package survival: somebody who leaves at t is at risk at t, intervals on the log scale by default.

Sources: Kaplan and Meier (1958), JASA 53, 457–481; Greenwood's variance; Peto and Peto (1972), JRSS A 135, 185–207;
Harrington and Fleming (1982), Biometrika 69, 553–566 (the rho family of tests); Therneau and Grambsch (2000), Modeling
Survival Data; Uno and others (2014), Journal of Clinical Oncology 32, 2380–2385 (restricted mean time).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
CONFIDENCE = ("log", "log-log", "plain")


@dataclass(frozen=True)
class Curve:
    """One Kaplan–Meier curve at its distinct times (all arrays of one length); ``se`` is of the logarithm of
    survival."""

    time: Array
    at_risk: Array
    events: Array
    censored: Array
    survival: Array
    se: Array
    low: Array
    high: Array

    @property
    def se_survival(self) -> Array:
        """SE of S(t); nan once S is 0."""
        return np.where(self.survival > 0, self.survival * np.where(np.isfinite(self.se), self.se, 0), np.nan)


def check(entry: Array, time: Array, event: Mask) -> None:
    """Refuse times that cannot be: before 0, leaving not after entering, no event at all (``Unfit``)."""
    if len(time) < 2:
        raise Unfit("too_few", "At least two rows with a time are needed.")
    if (time < 0).any():
        raise Unfit("negative_time", f"Times cannot lie before 0; {int((time < 0).sum())} row(s) do.")
    if (time <= entry).any():
        many = int((time <= entry).sum())
        raise Unfit(
            "empty_interval", f"{many} row(s) end when or before they begin.", "Count such a day as half a day, or one."
        )
    if not event.any():
        raise Unfit("no_events", "Nobody had the event, so how long it takes cannot be estimated; all are still there.")


def _risk(points: Array, entry: Array, time: Array) -> Array:
    """How many are under observation just before each point: entered before it, not yet left."""
    return (
        np.searchsorted(np.sort(entry), points, side="left") - np.searchsorted(np.sort(time), points, side="left") * 1.0
    )


def kaplan_meier(entry: Array, time: Array, event: Mask, level: float = 0.95, confidence: str = "log") -> Curve:
    """S(t) = Π (1 − d/n) over event times; Greenwood SE of log S; limits on the scale named by ``confidence``."""
    from scipy.stats import norm

    points, place = np.unique(time, return_inverse=True)
    died = np.bincount(place, weights=event, minlength=len(points))
    left = np.bincount(place, weights=~event, minlength=len(points))
    risk = _risk(points, entry, time)
    with np.errstate(divide="ignore", invalid="ignore"):
        survival = np.cumprod(1 - died / risk)
        se = np.sqrt(np.cumsum(died / (risk * (risk - died))))
        low, high = limits(survival, se, float(norm.ppf((1 + level) / 2)), confidence)
    return Curve(points, risk, died, left, survival, se, low, high)


def limits(survival: Array, se: Array, z: float, confidence: str) -> tuple[Array, Array]:
    """Limits of S(t) from the SE of log S(t); nan where S is 0 (log scales)."""
    if confidence == "plain":
        return np.maximum(survival - z * se * survival, 0), np.minimum(survival + z * se * survival, 1)
    if confidence == "log":
        low, high = survival * np.exp(-z * se), np.minimum(survival * np.exp(z * se), 1)
    elif confidence == "log-log":
        inner = z * se / np.log(survival)
        low, high = survival ** np.exp(-inner), survival ** np.exp(inner)
        low, high = np.where(survival == 1, 1, low), np.where(survival == 1, 1, high)
    else:
        raise Unfit("bad_option", f"Confidence limits are one of {', '.join(CONFIDENCE)}.")
    none = survival <= 0
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def followed(entry: Array, time: Array, times: Sequence[float]) -> list[int]:
    """How many rows are at risk at each of ``times``: begun before it and followed up to it; at 0, begun at 0.

    ``entry``, ``time``: float64 (n,). These are the numbers that R prints under a curve (summary.survfit).
    """
    return [int((((entry < t) | ((entry <= 0) & (t <= 0))) & (time >= t)).sum()) for t in times]


def quantile(curve: Curve, share: float) -> tuple[float, float, float]:
    """The time by which ``share`` have had the event, with limits (where the curve's limits cross); nan: not reached.

    A curve that runs exactly at 1 − share for a while gives the middle of that while, as R does.
    """

    def crossing(values: Array) -> float:
        target = 1 - share
        under = np.isfinite(values) & (values < target + 1e-8)
        if not under.any():
            return float("nan")
        times, values = curve.time[under], values[under]
        if abs(values[0] - target) < 1e-8 and (values < values[0]).any():
            return float(times[0] + times[values < values[0]][0]) / 2
        return float(times[0])

    return crossing(curve.survival), crossing(curve.low), crossing(curve.high)


def at(curve: Curve, times: Array) -> tuple[Array, Array, Array, Array]:
    """S, its limits and SE at chosen times (1 before the first event; nan after the last observed time)."""
    place = np.searchsorted(curve.time, times, side="right") - 1
    first, beyond = place < 0, times > curve.time[-1]
    se = np.where(first, 0, curve.se_survival[place])
    found = [np.where(first, 1.0, column[place]) for column in (curve.survival, curve.low, curve.high)]
    for column in (*found, se):
        column[beyond] = np.nan
    return found[0], found[1], found[2], se


def restricted_mean(curve: Curve, tau: float) -> tuple[float, float]:
    """Mean time up to ``tau`` (area under S from 0) and its SE: √ Σ (area after t)² d / (n (n − d))."""
    inside = (curve.time < tau) & (curve.events > 0)
    times = np.concatenate([[0.0], curve.time[inside], [tau]])
    steps = np.concatenate([[1.0], curve.survival[inside]])
    areas = np.diff(times) * steps
    after = np.cumsum(areas[::-1])[::-1][1:]
    died, risk = curve.events[inside], curve.at_risk[inside]
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(risk > died, after**2 * died / (risk * (risk - died)), 0.0)
    return float(areas.sum()), float(np.sqrt(parts.sum()))


@dataclass(frozen=True)
class LogRank:
    """Chi-square of the test, with observed and expected events by group."""

    chisq: float
    df: int
    p: float
    observed: Array
    expected: Array


def log_rank(
    entry: Array, time: Array, event: Mask, group: NDArray[np.int64], strata: NDArray[np.int64], rho: float = 0.0
) -> LogRank:
    """Do groups differ in when the event comes? Events against those expected if they did not, stratum by stratum.

    ``rho`` 0: log-rank (Mantel–Haenszel); 1: Peto and Peto's weighting by survival. ``group`` holds codes 0 … g−1.
    """
    from scipy.stats import chi2

    many = int(group.max()) + 1
    if many < 2 or len(np.unique(group)) < many:
        raise Unfit("one_group", "Two groups with somebody in each are needed to compare.")
    observed, expected, covariance = np.zeros(many), np.zeros(many), np.zeros((many, many))
    for stratum in np.unique(strata):
        here = strata == stratum
        points = np.unique(time[here & event])
        if not len(points):
            continue
        risks = np.stack([_risk(points, entry[here & (group == g)], time[here & (group == g)]) for g in range(many)])
        died = np.stack([
            np.bincount(np.searchsorted(points, time[here & event & (group == g)]), minlength=len(points))
            for g in range(many)
        ])  # fmt: skip
        n, d = risks.sum(axis=0), died.sum(axis=0)
        weight = np.concatenate([[1.0], np.cumprod(1 - d / n)[:-1]]) ** rho
        share = risks / n
        observed += (weight * died).sum(axis=1)
        expected += (weight * d * share).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(n > 1, weight**2 * d * (n - d) / (n - 1), 0.0)
        covariance += np.diag((factor * share).sum(axis=1)) - np.einsum("t,it,jt->ij", factor, share, share)
    inside = expected > 0
    difference = (observed - expected)[inside][1:]
    inner = covariance[np.ix_(inside, inside)][1:, 1:]
    if not len(difference) or np.linalg.matrix_rank(inner) < len(difference):
        raise Unfit("one_group", "Groups were never at risk together (within a stratum), so they cannot be compared.")
    chisq = float(difference @ np.linalg.solve(inner, difference))
    df = int(inside.sum()) - 1
    return LogRank(chisq, df, float(chi2.sf(chisq, df)), observed, expected)


def incidence(entry: Array, time: Array, end: NDArray[np.int64], which: int) -> tuple[Array, Array, Array]:
    """Share who have had one kind of end by each time when others can come first (Aalen–Johansen), with its SE.

    ``end``: 0 still there, 1, 2 … the kinds. Taking other ends as not seen any longer instead would say how it were if
    they did not exist. SE by the delta method (Marubini and Valsecchi 1995, Analysing Survival Data, 10.3).
    """
    points, place = np.unique(time, return_inverse=True)
    risk = _risk(points, entry, time)
    every = np.bincount(place, weights=end > 0, minlength=len(points))
    own = np.bincount(place, weights=end == which, minlength=len(points))
    with np.errstate(divide="ignore", invalid="ignore"):
        before = np.concatenate([[1.0], np.cumprod(1 - every / risk)[:-1]])
        share = np.cumsum(before * own / risk)
        spread = np.where(risk > every, every / (risk * (risk - every)), 0.0)
        step = before * own / risk**2
        first = share**2 * np.cumsum(spread) - 2 * share * np.cumsum(share * spread) + np.cumsum(share**2 * spread)
        second = np.cumsum(before**2 * own * (risk - own) / risk**3)
        third = share * np.cumsum(step) - np.cumsum(share * step)
        return points, share, np.sqrt(np.maximum(first + second - 2 * third, 0))


def mean_events(entry: Array, time: Array, event: Mask, person: NDArray[np.int64]) -> tuple[Array, Array, Array]:
    """Mean number of recurrent events per person by time (Nelson–Aalen), with an SE that holds persons together.

    Returns (times, mean, se); SE by Lawless and Nadeau (1995), Technometrics 37, 158–168.
    """
    points = np.unique(time[event])
    risk = _risk(points, entry, time)
    died = np.bincount(np.searchsorted(points, time[event]), minlength=len(points))
    step = died / risk
    codes = np.unique(person, return_inverse=True)[1]
    people = int(codes.max()) + 1
    own = np.zeros((people, len(points) + 1))  # first who is at risk when, as steps up and down
    np.add.at(own, (codes, np.searchsorted(points, entry, side="right")), 1.0)
    np.add.at(own, (codes, np.searchsorted(points, time, side="right")), -1.0)
    own = np.cumsum(own[:, :-1], axis=1) * -step
    np.add.at(own, (codes[event], np.searchsorted(points, time[event])), 1.0)
    return points, np.cumsum(step), np.sqrt((np.cumsum(own / risk, axis=1) ** 2).sum(axis=0))
