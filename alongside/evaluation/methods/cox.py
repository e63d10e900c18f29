"""Cox regression: what goes with leaving sooner or later, everything else equal.

Model: hazard(t | x) = hazard₀(t) exp(x'β), a baseline for each stratum. Estimand: hazard ratios exp(β). Partial
likelihood with Efron's or Breslow's handling of ties, rows (entry, time] so that people may enter late, come back, or
have covariates that change; robust variance by clusters (a woman's rows belong together). Proportionality: score test
of x·g(t) added to the model, g being 1 − Kaplan–Meier, rank, identity or logarithm of time.

Sources: Cox (1972), JRSS B 34, 187–220; Efron (1977), JASA 72, 557–565; Andersen and Gill (1982), Annals of Statistics
10, 1100–1120; Lin and Wei (1989), JASA 84, 1074–1078; Grambsch and Therneau (1994), Biometrika 81, 515–526 (the score
form that R's survival uses since version 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.methods.retention import Array, Mask, kaplan_meier

Codes = NDArray[np.int64]
FLAT = 1e-6  # information on a standardised covariate below which its standard error would be above 1,000
TRANSFORMS = ("km", "rank", "identity", "log")


@dataclass(frozen=True)
class Data:
    """Rows: x (n, p), entry, time, event and stratum codes (n,)."""

    x: Array
    entry: Array
    time: Array
    event: Mask
    strata: Codes


@dataclass(frozen=True)
class CoxFit:
    """``loglik``: without and with covariates; ``naive`` and ``covariance`` (p, p): equal unless clusters were
    given."""

    coef: Array
    covariance: Array
    naive: Array
    loglik: tuple[float, float]
    score: float  # chi-square of the score test at 0
    events: int


@dataclass(frozen=True)
class _Events:
    """One entry for each event: its stratum, time, share f of ties already gone, and the event's row."""

    row: NDArray[np.int64]
    time: Array
    share: Array
    stratum: Codes


def _events(data: Data, ties: str) -> _Events:
    row = np.flatnonzero(data.event)
    row = row[np.lexsort((data.time[row], data.strata[row]))]
    time, stratum = data.time[row], data.strata[row]
    new = np.ones(len(row), dtype=bool)
    new[1:] = (time[1:] != time[:-1]) | (stratum[1:] != stratum[:-1])
    first = np.maximum.accumulate(np.where(new, np.arange(len(row)), 0))
    size = np.bincount(np.cumsum(new) - 1)[np.cumsum(new) - 1]
    share = (np.arange(len(row)) - first) / size if ties == "efron" else np.zeros(len(row))
    return _Events(row, time, share, stratum)


def _moments(data: Data, events: _Events, beta: Array) -> tuple[Array, Array, Array]:
    """At each event: log of the weighted risk sum, mean (E, p) and covariance (E, p, p) of x among those at risk."""
    n, p = data.x.shape
    eta = data.x @ beta
    shift = eta.max()
    weight = np.exp(eta - shift)
    left, right = np.triu_indices(p)
    columns = np.hstack([np.ones((n, 1)), data.x, data.x[:, left] * data.x[:, right]]) * weight[:, None]
    sums = np.empty((len(events.row), columns.shape[1]))
    for stratum in np.unique(events.stratum):
        here, at = np.flatnonzero(data.strata == stratum), np.flatnonzero(events.stratum == stratum)
        risk = _later(data.time[here], columns[here], events.time[at])
        risk -= _later(data.entry[here], columns[here], events.time[at])
        tied = events.row[at]
        times, place = np.unique(events.time[at], return_inverse=True)
        gone = np.zeros((len(times), columns.shape[1]))
        np.add.at(gone, place, columns[tied])
        sums[at] = risk - events.share[at][:, None] * gone[place]
    mean = sums[:, 1 : p + 1] / sums[:, :1]
    covariance = np.empty((len(sums), p, p))
    covariance[:, left, right] = covariance[:, right, left] = sums[:, p + 1 :] / sums[:, :1]
    covariance -= mean[:, :, None] * mean[:, None, :]
    return np.log(sums[:, 0]) + shift, mean, covariance


def _later(ends: Array, columns: Array, times: Array) -> Array:
    """Sums of ``columns`` over rows whose end is at or after each time."""
    order = np.argsort(ends, kind="stable")
    tail = np.vstack([np.cumsum(columns[order][::-1], axis=0)[::-1], np.zeros((1, columns.shape[1]))])
    return np.asarray(tail[np.searchsorted(ends[order], times, side="left")])


def cox(data: Data, ties: str = "efron", cluster: Codes | None = None) -> CoxFit:
    """Newton–Raphson with halved steps. Raises ``Unfit``: columns that say the same, or an estimate that runs away."""
    n, p = data.x.shape
    events = _events(data, ties)
    if len(events.row) < max(p, 1):
        raise Unfit("too_few_events", f"{len(events.row)} event(s) are too few for {p} covariate(s).")
    centred = data.x - data.x.mean(axis=0)
    scale = centred.std(axis=0)
    if (
        not p
        or (scale == 0).any()
        or np.linalg.matrix_rank(centred / np.maximum(scale, 1e-300), tol=1e-8 * np.sqrt(n)) < p
    ):
        raise Unfit("collinear", "A covariate has one value only, or covariates say the same thing twice.")
    inner = Data(centred / scale, data.entry, data.time, data.event, data.strata)

    def likelihood(beta: Array) -> tuple[float, Array, Array]:
        log_sum, mean, covariance = _moments(inner, events, beta)
        own = inner.x[events.row]
        return float((own @ beta - log_sum).sum()), (own - mean).sum(axis=0), covariance.sum(axis=0)

    beta = np.zeros(p)
    value, slope, information = likelihood(beta)
    null = value
    kept = np.linalg.eigvalsh(information)
    if kept[0] < 1e-9 * max(kept[-1], 1e-300):
        raise Unfit("collinear", "A covariate does not differ among those at risk together (within strata).")
    score = float(slope @ np.linalg.lstsq(information, slope, rcond=None)[0])
    for _ in range(50):
        step = np.linalg.lstsq(information, slope, rcond=None)[0]
        for _half in range(30):
            tried = likelihood(beta + step)
            if np.isfinite(tried[0]) and tried[0] >= value - 1e-12 * abs(value):
                break
            step = step / 2
        gained, beta = tried[0] - value, beta + step
        value, slope, information = tried
        if abs(gained) < 1e-12 * max(abs(value), 1) and np.abs(step).max() < 1e-9:
            break
        if np.abs(beta).max() > 15:
            raise Unfit(
                "separation", "A covariate tells the events apart completely: its hazard ratio has no finite estimate."
            )
    else:
        raise Unfit("no_end", "The estimate did not settle; a covariate may tell the events apart completely.")
    if np.linalg.eigvalsh(information)[0] < FLAT:  # a group in which nobody had the event: it ran away in small steps
        raise Unfit(
            "separation", "A covariate tells the events apart completely (a group in which nobody had the event?): "
            "its hazard ratio has no finite estimate.",
        )  # fmt: skip
    covariance = np.linalg.inv(information) / np.outer(scale, scale)
    fitted = CoxFit(beta / scale, covariance, covariance, (null, value), score, len(events.row))
    if cluster is None:
        return fitted
    shift = _score_residuals(data, events, fitted.coef) @ covariance
    places = np.unique(cluster, return_inverse=True)[1]
    together = np.zeros((int(places.max()) + 1, p))
    np.add.at(together, places, shift)
    return CoxFit(fitted.coef, together.T @ together, covariance, fitted.loglik, score, fitted.events)


def _score_residuals(data: Data, events: _Events, beta: Array) -> Array:
    """Each row's share (n, p) in the derivative of the partial likelihood, ties by Efron."""
    log_sum, mean, _ = _moments(data, events, beta)
    eta = data.x @ beta
    found = np.zeros_like(data.x)
    key = np.unique(np.column_stack([events.stratum, events.time]), axis=0, return_inverse=True)[1].ravel()
    average = np.zeros((int(key.max()) + 1, data.x.shape[1]))
    np.add.at(average, key, mean)
    average /= np.bincount(key)[:, None]
    found[events.row] = data.x[events.row] - average[key]
    # What a row meets while at risk is a difference of two running sums over the events of its stratum; at a tie with
    # its own event it meets Efron's share less.
    shift = float(eta.max())
    rate = np.exp(shift - log_sum)
    for stratum in np.unique(events.stratum):
        at, here = np.flatnonzero(events.stratum == stratum), np.flatnonzero(data.strata == stratum)
        columns = rate[at, None] * np.column_stack([np.ones(len(at)), mean[at]])
        met = _between(events.time[at], columns, data.entry[here], data.time[here])
        own = here[data.event[here]]
        tied = events.share[at, None] * columns
        met[data.event[here]] -= _between(events.time[at], tied, np.nextafter(data.time[own], -np.inf), data.time[own])
        hazard = np.exp(eta[here] - shift)[:, None]
        found[here] -= hazard * (met[:, :1] * data.x[here] - met[:, 1:])
    return found


def _between(times: Array, columns: Array, after: Array, until: Array) -> Array:
    """Sums of ``columns`` (at sorted ``times``) in (after, until], a row for each pair of limits."""
    running = np.vstack([np.zeros((1, columns.shape[1])), np.cumsum(columns, axis=0)])
    first, last = (np.searchsorted(times, limit, side="right") for limit in (after, until))
    return np.asarray(running[last] - running[first])


def proportional(
    data: Data, coef: Array, ties: str, transform: str = "km", terms: Sequence[list[int]] = ()
) -> list[float]:
    """Does an effect change with time? Chi-square of each term (its columns together, as many df), score form.

    ``terms``: the columns of each; without them each column alone. Small p: the hazard ratio is an average over a time
    in which it moves. Raises Unfit for the logarithm of an event at time 0.
    """
    p = data.x.shape[1]
    events = _events(data, ties)
    inner = Data(data.x - data.x.mean(axis=0), data.entry, data.time, data.event, data.strata)
    _, mean, covariance = _moments(inner, events, coef)
    g = _transformed(data, events.time, transform)
    g = g - g.mean()
    slope = np.concatenate([np.zeros(p), (g[:, None] * (inner.x[events.row] - mean)).sum(axis=0)])
    whole = np.block([
        [covariance.sum(axis=0), np.einsum("e,eij->ij", g, covariance)],
        [np.einsum("e,eij->ij", g, covariance), np.einsum("e,eij->ij", g * g, covariance)],
    ])  # fmt: skip

    def chisq(columns: list[int]) -> float:
        at = [*range(p), *(p + column for column in columns)]
        return float(slope[at] @ np.linalg.lstsq(whole[np.ix_(at, at)], slope[at], rcond=None)[0])

    return [chisq(columns) for columns in terms or [[column] for column in range(p)]]


def _transformed(data: Data, times: Array, transform: str) -> Array:
    if transform == "identity":
        return times.copy()
    if transform == "log":
        if not (times > 0).all():
            raise Unfit("bad_option", "An event at time 0 has no logarithm.", "Take another --transform.")
        return np.log(times)
    if transform == "rank":
        from scipy.stats import rankdata

        ranks = rankdata(data.time)  # of all rows, seen to the end or not, as R ranks them
        order = np.argsort(data.time, kind="stable")
        return np.asarray(ranks[order][np.searchsorted(data.time[order], times)], dtype=np.float64)
    curve = kaplan_meier(data.entry, data.time, data.event)
    before = np.concatenate([[1.0], curve.survival])[np.searchsorted(curve.time, times, side="left")]
    return np.asarray(1 - before)


def concordance(data: Data, coef: Array) -> float:
    """Of pairs whose order is known, the share in which the higher hazard left first (ties in hazard count half)."""
    eta = data.x @ coef
    right = whole = 0.0
    for row in np.flatnonzero(data.event):
        later = (data.time > data.time[row]) | ((data.time == data.time[row]) & ~data.event)
        later &= (data.entry < data.time[row]) & (data.strata == data.strata[row])
        whole += later.sum()
        right += (eta[later] < eta[row]).sum() + 0.5 * (eta[later] == eta[row]).sum()
    return right / whole if whole else float("nan")
