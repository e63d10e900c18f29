"""``alongside analyse counts``: how often, for the time that each was there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.of._about import ABOUT, asked_about, ratios
from alongside.evaluation.analyse.of._columns import INTERACTIONS, REFERENCES, columns, groups
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.methods import counts as c
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Rate ratios of covariates, and of a group that begins at a time (--exposed-from)."""
    if not 0.5 < asked.level < 1:
        raise Unfit("bad_option", "--level lies between 0.5 and 1.")
    if asked.margin is not None and (asked.margin <= 1 or not (asked.covariates or asked.exposed_from)):
        raise Unfit("bad_option", "--margin is a ratio above 1, of the covariate that is asked about.")
    if asked.about and asked.exposed_from:
        raise Unfit("bad_option", "With --exposed-from the sentence is about who was exposed; leave out --about.")
    if asked.id:
        table.unique_ids(asked.id)
    needed = [asked.y, *asked.covariates, *(name for name in (asked.time, asked.cluster) if name)]
    kept = table.complete(*needed)
    y = table.numbers(asked.y)[kept]
    time = table.numbers(asked.time)[kept] if asked.time else np.ones(len(y))
    found = columns(table, asked.covariates, asked, kept)
    x, names = found.x[kept], found.names
    # names and figures of the fit begin with the intercept
    about = [(at + 1, words) for at, words in asked_about(table, asked, found)] if asked.covariates else []
    cluster = groups(table, asked.cluster)[kept] if asked.cluster else None
    notes = []
    if asked.exposed_from:
        y, time, x, names, cluster = _split(table, asked, kept, y, time, x, names, cluster, notes)
        about = [(len(names), f"being counted from “{asked.exposed_from}” on")]
    elif not asked.time:
        notes.append("Every row counts for the same time; if some were there longer than others, name --time.")
    whole = np.column_stack([np.ones(len(y)), x])
    if len(y) < 2:
        raise Unfit("too_few", "There are too few rows.")
    fitted = c.fit(y, time, whole, asked.family == "negative-binomial", cluster)
    robust = asked.robust or cluster is not None
    values = _values(fitted, ["(Intercept)", *names], asked.level, robust)
    values |= {"n": len(y), "events": float(y.sum()), "time": float(time.sum()), "family": asked.family}
    if asked.margin is not None:
        if len(about) > 1:
            raise Unfit("bad_option", "--margin asks about numbers or two groups; name one such covariate by --about.")
        values["equivalence"] = _equivalence(values, about[0][0], whole[:, about[0][0]], asked.margin)
    ratio = values["dispersion"]
    if asked.family == "poisson" and ratio > 1.5:
        notes.append(
            f"Counts vary {ratio:.2g} times as much as Poisson says, so its own errors are too small: use --family "
            "negative-binomial or --robust."
        )
    seen, expected = fitted.zeros
    if seen > 1.5 * expected and seen - expected > 5:
        notes.append(f"{seen:.0f} rows have no count at all where the model expects {expected:.0f}.")
    if cluster is not None:
        notes.append("Standard errors hold the rows of one woman or cluster together.")
    left_out = table.rows - int(kept.sum())
    if left_out:
        notes.append(f"{left_out} rows with a missing value were left out.")
    who = who_is_in(table, needed, int(kept.sum()))
    rows = [
        [name, *(float(values[key][n]) for key in ("coef", "se", "ratio", "low", "high", "p"))]
        for n, name in enumerate(values["names"])
    ]
    shown = slice(1, None) if len(values["names"]) > 1 else slice(0, None)
    series = Series(
        "ratio of rates", values["names"][shown], *(values[key][shown].tolist() for key in ("ratio", "low", "high"))
    )
    return Outcome(
        values,
        [Part("Ratios of rates", ["", "coef", "SE", "ratio", "low", "high", "p"], rows)],
        notes,
        _sentence(values, about, asked),
        who,
        Drawing("points", "Ratios of rates", [series], reference=1.0),
    )


def _split(
    table: Table, asked: SimpleNamespace, kept: np.ndarray, y: c.Array, time: c.Array, x: c.Array, names: list[str],
    cluster: Any, notes: list[str],
) -> tuple[c.Array, c.Array, c.Array, list[str], Any]:  # fmt: skip
    if not asked.time:
        raise Unfit("option_needed", "With --exposed-from, --time says how long each was there.")
    since = table.numbers(asked.exposed_from)[kept]
    if (since < 0).any():
        raise Unfit("negative_time", f"“{asked.exposed_from}” lies before the clock starts (below 0) in some rows.")
    if asked.before:
        before = np.nan_to_num(table.numbers(asked.before)[kept])
    elif ((since > 0) & (since < time)).any():
        raise Unfit(
            "option_needed",
            "Some began after the clock: how many of their counts came before must be known.",
            "Name that column by --before.",
        )
    else:
        before = np.zeros(len(y))
    counts, clock, exposed, who = c.split_at(y, before, time, since)
    share = float(clock[(exposed == 0) & np.isfinite(since[who])].sum() / clock.sum())
    notes.append(
        f"Time before “{asked.exposed_from}” is counted as unexposed ({share:.0%} of all time): who came later had to "
        "be "
        "there until then, and that time is not the group's."
    )
    return (
        counts,
        clock,
        np.column_stack([x[who], exposed]),
        [*names, "exposed"],
        who if cluster is None else cluster[who],
    )


def _values(fitted: c.CountFit, names: list[str], level: float, robust: bool) -> dict[str, Any]:
    from scipy.stats import chi2, norm

    se = np.sqrt(np.diag(fitted.robust if robust else fitted.covariance))
    z, width = fitted.coef / se, float(norm.ppf((1 + level) / 2)) * se
    ratio = 2 * (fitted.loglik - fitted.null_loglik)
    parameters = len(fitted.coef) + (fitted.theta is not None)
    return {
        "names": names,
        "coef": fitted.coef,
        "se": se,
        "se_model": np.sqrt(np.diag(fitted.covariance)),
        "se_robust": np.sqrt(np.diag(fitted.robust)),
        "z": z,
        "p": 2 * norm.sf(np.abs(z)),
        "ratio": np.exp(fitted.coef),
        "low": np.exp(fitted.coef - width),
        "high": np.exp(fitted.coef + width),
        "loglik": fitted.loglik,
        "aic": 2 * parameters - 2 * fitted.loglik,
        "likelihood_ratio": {
            "chisq": ratio,
            "df": len(names) - 1,
            "p": float(chi2.sf(ratio, len(names) - 1)) if names[1:] else None,
        },
        "dispersion": fitted.pearson / fitted.df,
        "theta": fitted.theta,
        "se_theta": fitted.se_theta,
        "zeros": {"seen": fitted.zeros[0], "expected": fitted.zeros[1]},
    }


def _equivalence(values: dict[str, Any], at: int, column: c.Array, margin: float) -> dict[str, Any]:
    """Two one-sided tests, each at .05, that the ratio at a place (its column given) lies in 1/margin to margin."""
    from scipy.stats import norm

    per = 1.0 if np.isin(column, (0, 1)).all() else float(column.std(ddof=1))
    coef, se = float(values["coef"][at]) * per, float(values["se"][at]) * per
    p = float(norm.sf((np.log(margin) - abs(coef)) / se))
    width = float(norm.ppf(0.95)) * se
    return {
        "of": values["names"][at], "per": per, "margin": margin, "ratio": float(np.exp(coef)),
        "low": float(np.exp(coef - width)), "high": float(np.exp(coef + width)), "p_equivalent": p,
        "equivalent": p < 0.05,
    }  # fmt: skip


def _sentence(values: dict[str, Any], about: list[tuple[int, str]], asked: SimpleNamespace) -> str:
    rate = values["events"] / values["time"]
    if not about:
        return f"{values['events']:.0f} in {values['time']:g} units of time: {rate:.3g} for each."
    said = ratios(about, f"the rate of “{asked.y}”", values, asked.level)
    if "equivalence" not in values:
        return said
    e = values["equivalence"]
    shown = "It is shown" if e["equivalent"] else "It is not shown"
    return (
        f"{said} {shown} that {e['per']:.3g} more changes the rate by less than {e['margin']:g} times, up or down "
        f"({e['ratio']:.2f}, 90% interval {e['low']:.2f} to {e['high']:.2f})."
    )


METHOD = Method(
    name="counts",
    summary="Says what goes with how often something happens, for the time that each was there.",
    options=(
        Option("y", "Count of each row.", "column", required=True),
        Option("time", "Time under observation of each row.", "column"),
        Option("covariates", "What may go with the rate.", "columns"),
        REFERENCES,
        INTERACTIONS,
        ABOUT,
        Option("exposed-from", "Time since the clock began at which a row joins the group; empty: never.", "column"),
        Option("before", "How many of the counts came before that time.", "column"),
        Option("family", "How counts vary.", "choice", "poisson", ("poisson", "negative-binomial")),
        Option("robust", "Robust standard errors (HC0).", "flag"),
        Option("cluster", "Rows that belong together (robust standard errors, G/(G - 1)).", "column"),
        Option("id", "Each may stand there once.", "column"),
        Option(
            "margin",
            "Ratio of rates, above 1, that would matter for one SD more of what is asked about (one unit of 0 and 1).",
            "number",
        ),
        Option("level", "Of the intervals.", "number", 0.95),
    ),
    run=run,
    example="alongside analyse counts mass_birthwt.csv --y ftv --covariates age,smoke --family negative-binomial",
    keys={
        "names, coef, se, z, p": "the logarithm of rates, (Intercept) first; se_model and se_robust beside",
        "ratio, low, high": "ratios of rates with their interval",
        "loglik, aic, likelihood_ratio": "of the model, against the one without covariates",
        "dispersion": "Pearson chi-square by df: above 1, counts vary more than the family says",
        "theta, se_theta": "negative binomial: variance is mean + mean²/theta",
        "zeros": "rows without any, seen and expected",
        "equivalence": "with --margin: of, per (how much more of it), ratio, low, high (90%), p_equivalent (the "
        "greater of two one-sided tests), equivalent",
    },
    limits=(
        "A group that somebody joins later begins when she joins: name --exposed-from, or what had to happen first "
        "looks like an effect.",
    ),
)
