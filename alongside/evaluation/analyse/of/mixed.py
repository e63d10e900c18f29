"""`mixed`: repeated scores over time, with random intercepts and slopes, or every wave its own variance (MMRM)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import (
    COVARIATES,
    LEVEL,
    Model,
    codes_of,
    coefficient_part,
    error_block,
    in_spread,
    level_of,
    model,
    named,
    products_of,
    said,
    said_with_g,
)
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import mixed, mixed_clusters, repeated
from alongside.evaluation.methods.design import Variable
from alongside.evaluation.methods.linear import told
from alongside.evaluation.methods.refusing import Unfit

Errors = mixed.MixedFit | repeated.RepeatedFit | mixed_clusters.Held


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Maximum likelihood, or restricted, of a model with random parts or with an unstructured covariance of waves."""
    level, reml = level_of(asked), asked.estimation == "reml"
    waves = asked.random == "unstructured"
    terms = [asked.baseline, asked.time, asked.arm]
    if asked.arm_by_time:
        if not (asked.arm and asked.time):
            raise Unfit("option_needed", "--arm-by-time needs --arm and --time.")
        pair = f"{asked.time}:{asked.arm}"
        known = products_of(table, asked)
        if (asked.time, asked.arm) not in known:
            asked.interactions = f"{asked.interactions},{pair}" if asked.interactions else pair
    if asked.random != "intercept" and not asked.time:
        raise Unfit("option_needed", f"--random {asked.random} needs --time.")
    groups = [*filter(None, (asked.arm,)), *([asked.time] if waves or asked.time_as_waves else [])]
    also = [asked.id, *filter(None, (asked.cluster,))]
    m = model(table, asked, asked.outcome, [t for t in terms if t], also, groups)
    people = codes_of(table, asked.id, m.rows)
    fit = _fit(table, asked, m, people, reml)
    held = _held(table, asked, m, fit, people) if asked.cluster else None
    errors: Errors = held or fit
    lines = told(fit.coef, np.sqrt(np.diag(errors.covariance)), errors.freedom(), level)
    names, n = m.design.names, len(m.y)
    persons = len(np.unique(people))
    notes = [*m.notes, _what(asked, reml), *_twice(asked, m, people)]
    values: dict[str, Any] = {
        "n": n,
        "people": persons,
        "names": names,
        "coef": named(names, fit.coef),
        **error_block(names, lines),
        "log_likelihood": fit.loglik,
        "estimation": asked.estimation,
        "starts": fit.starts,
        "aic": 2 * fit.parameters - 2 * fit.loglik,
        "bic": np.log(n) * fit.parameters - 2 * fit.loglik,
    }
    if isinstance(fit, mixed.MixedFit):
        values |= {"random": fit.random, "residual_variance": fit.sigma2, "singular": fit.singular}
        if len(fit.random) > 1:
            d = np.sqrt(np.diag(fit.random))
            values["random_correlation"] = float(fit.random[0, 1] / (d[0] * d[1])) if d.all() else None
        else:
            values["icc"] = float(fit.random[0, 0] / (fit.random[0, 0] + fit.sigma2))
        if fit.singular:
            notes.append("A random part has no variance that these rows can show; the simpler model says the same.")
    else:
        d = np.sqrt(np.diag(fit.within))
        values |= {"within": fit.within, "within_correlation": fit.within / np.outer(d, d)}
    if max(fit.starts) - min(fit.starts) > 1e-3:
        notes.append("Not every start of the search came to the best likelihood; the best one is told.")
    if not reml:
        notes.append(
            "Maximum likelihood makes variances a little too small; REML does not, and is better for few women."
        )
    parts = [coefficient_part(f"{asked.outcome}: fixed effects", names, lines, level)]
    sentence = _alone(asked, m, names, lines, level)
    drawing = None
    if asked.arm:
        sentence, drawing = _between(asked, m, errors, level, values, parts)
    if held is not None:
        values |= {"clusters": held.clusters, "errors_used": "CR2"}
        sentence += f" Errors count {held.clusters} of “{asked.cluster}”, not {persons} of “{asked.id}”."
        notes.append(
            f"Errors are CR2, between {held.clusters} of “{asked.cluster}”: they hold whatever children of one woman "
            "share. Variances and likelihood are those of the model, which knows nothing of it."
        )
    return Outcome(values, parts, notes, sentence, m.used, drawing)


def _held(
    table: Table, asked: SimpleNamespace, m: Model, fit: mixed.MixedFit | repeated.RepeatedFit, people: np.ndarray
) -> mixed_clusters.Held:
    """Errors between clusters of whole persons, by the covariance that the model gives to each person's rows."""
    Z, waves = _slopes(table, asked, m), None
    if isinstance(fit, repeated.RepeatedFit):
        waves = m.design.variables[asked.time].values.astype(int)

    def spread(rows: np.ndarray) -> np.ndarray:
        if isinstance(fit, repeated.RepeatedFit):
            assert waves is not None
            return fit.within[np.ix_(waves[rows], waves[rows])]
        return fit.sigma2 * np.eye(len(rows)) + Z[rows] @ fit.random @ Z[rows].T

    clusters = codes_of(table, asked.cluster, m.rows)
    return mixed_clusters.hold(fit.coef, m.design.X, m.y, people, clusters, spread)


def _slopes(table: Table, asked: SimpleNamespace, m: Model) -> np.ndarray:
    """What differs from person to person: the level, and with slopes the time."""
    Z = np.ones((len(m.y), 1))
    return np.column_stack([Z, table.numbers(asked.time)[m.rows]]) if asked.random == "slope" else Z


def _fit(
    table: Table, asked: SimpleNamespace, m: Model, people: np.ndarray, reml: bool
) -> mixed.MixedFit | repeated.RepeatedFit:
    if asked.random == "unstructured":
        time = m.design.variables[asked.time]
        assert time.levels is not None
        return repeated.fit(m.design.X, m.y, people, time.values.astype(int), len(time.levels), m.design.names, reml)
    return mixed.fit(m.design.X, _slopes(table, asked, m), m.y, people, m.design.names, reml)


def _twice(asked: SimpleNamespace, m: Model, people: np.ndarray) -> list[str]:
    """A note where persons have several rows at one time: an id may stand for two people, or a row was copied."""
    if not asked.time:
        return []
    pairs = np.column_stack([people, m.design.variables[asked.time].values])
    again = len(pairs) - len(np.unique(pairs, axis=0))
    return [f"{again} row(s) have the same {asked.id} and {asked.time} as another: is each meant?"] if again else []


def _alone(asked: SimpleNamespace, m: Model, names: list[str], lines: dict[str, np.ndarray], level: float) -> str:
    """Without arms: what the outcome does with time and with the first covariates, each a column of numbers."""
    told = []
    for name in [each for each in (asked.time, *asked.covariates) if each][:3]:
        if name in names and m.design.variables[name].levels is None:
            e = {key: float(lines[key][names.index(name)]) for key in ("estimate", "lo", "hi", "p")}
            told.append(f"with each unit of {name} it is {said(e['estimate'], e['lo'], e['hi'], e['p'], level)}")
    if not told:
        return f"The model of {asked.outcome} has {len(names)} coefficients."
    return f"{asked.outcome}, the other columns held: {'; '.join(told)}."


def _what(asked: SimpleNamespace, reml: bool) -> str:
    kind = {
        "intercept": "a random intercept for each person",
        "slope": "a random intercept and slope for each person",
        "unstructured": "every wave its own variance and every pair its own correlation (MMRM)",
    }[asked.random]
    how = "REML" if reml else "ML"
    return (
        f"{kind[0].upper()}{kind[1:]}, {how}, degrees of freedom by Satterthwaite. Every row seen is used; who "
        "left counts as like those with the same scores before."
    )


def _points(asked: SimpleNamespace, time: Variable | None) -> tuple[list[float], list[str]]:
    """At which times the arms are read off, as numbers or codes and as words."""
    if time is None:
        return [0.0], ["all"]
    if time.levels is not None:
        return [float(i) for i in range(len(time.levels))], list(time.levels)
    seen = np.unique(time.values)
    points = list(asked.at) or [float(v) for v in (seen if len(seen) <= 12 else np.quantile(seen, (0, 0.5, 1)))]
    return points, [f"{v:g}" for v in points]


def _scores(m: Model, arm: Variable, code: int, time: Variable | None, at: float) -> np.ndarray:
    """The scores of one arm at one time."""
    here = arm.values == code
    return m.y[here if time is None else here & (time.values == at)]


def _between(
    asked: SimpleNamespace,
    m: Model,
    fit: Errors,
    level: float,
    values: dict[str, Any],
    parts: list[Part],
) -> tuple[str, Drawing]:
    """Adjusted means by time and arm, and each arm against the reference at each time."""
    arm = m.design.variables[asked.arm]
    time = m.design.variables.get(asked.time) if asked.time else None
    assert arm.levels is not None
    k = len(arm.levels)
    points, told_as = _points(asked, time)
    fixed = {asked.time: points} if time is not None else {}
    rows = m.design.grid(fixed | {asked.arm: [float(i) for i in range(k)]})
    V = fit.covariance

    def lines(c: np.ndarray) -> dict[str, np.ndarray]:
        return told(c @ fit.coef, np.sqrt(np.einsum("ij,jk,ik->i", c, V, c)), fit.freedom(c), level)

    keys = ("estimate", "se", "df", "t", "p", "lo", "hi")
    mean, c = lines(rows), np.array([rows[t * k + i] - rows[t * k] for t in range(len(points)) for i in range(1, k)])
    diff = lines(c)
    places = [(t, i) for t in range(len(points)) for i in range(k)]
    between = [(t, i) for t in range(len(points)) for i in range(1, k)]
    values["means"] = [
        {"time": told_as[t], "arm": arm.levels[i], **{w: float(mean[w][j]) for w in keys}}
        for j, (t, i) in enumerate(places)
    ]
    values["contrasts"] = [
        {"time": told_as[t], "arm": arm.levels[i], "against": arm.levels[0]}
        | in_spread({w: float(diff[w][j]) for w in keys}, *(_scores(m, arm, code, time, points[t]) for code in (i, 0)))
        for j, (t, i) in enumerate(between)
    ]
    columns = ("time", "arm", "estimate", "se", "df", "from", "to", "p")
    for title, found in (("Adjusted means", values["means"]), (f"Against {arm.levels[0]}", values["contrasts"])):
        rows = [[r["time"], r["arm"], r["estimate"], r["se"], r["df"], r["lo"], r["hi"], r["p"]] for r in found]
        if "g" in found[0]:
            rows = [[*row, r["g"], r["g_lo"], r["g_hi"]] for row, r in zip(rows, found, strict=True)]
        parts.append(Part(title, (*columns, "g", "g from", "g to") if "g" in found[0] else columns, rows))
    last = values["contrasts"][1 - k :]
    when = "" if time is None else f" at {asked.time} {told_as[-1]}"
    drawing = Drawing(
        "points" if time is None or time.levels else "curves",
        f"Adjusted mean {asked.outcome}",
        [
            Series(
                a,
                told_as if time is None or time.levels else points,
                *[[r[w] for r in values["means"] if r["arm"] == a] for w in ("estimate", "lo", "hi")],
            )
            for a in arm.levels
        ],
        asked.time or "",
        asked.outcome,
    )
    return (
        f"Allowing for the other columns, the mean {asked.outcome}{when} under "
        + "; under ".join(f"{e['arm']} is {said_with_g(e, level)} than under {arm.levels[0]}" for e in last)
        + ".",
        drawing,
    )


METHOD = Method(
    "mixed",
    "Whether scores over several waves run differently in the arms, women differing in level and pace.",
    (
        Option("outcome", "The column of scores.", "column", required=True),
        Option("id", "The column of persons.", "column", required=True),
        Option("time", "The column of times (months).", "column"),
        Option("arm", "The column that says who is in which arm.", "column"),
        Option("reference", "The arm others are compared with; without it the first by name.", "text"),
        Option("baseline", "The column of first scores.", "column"),
        Option("arm-by-time", "Let the arms differ otherwise at each time.", "flag"),
        Option("time-as-waves", "Each time its own mean, not a line.", "flag"),
        *COVARIATES,
        Option(
            "random",
            "What differs from person to person.",
            "choice",
            "intercept",
            ("intercept", "slope", "unstructured"),
        ),
        Option("estimation", "Restricted or full maximum likelihood.", "choice", "reml", ("reml", "ml")),
        Option(
            "cluster",
            "The column that says which persons belong together (children of one woman): errors hold them together.",
            "column",
        ),
        Option("at", "Times at which the arms are compared; without it those in the file.", "numbers"),
        LEVEL,
    ),
    run,
    "alongside analyse mixed BtheB_long_model.csv --outcome bdi --id id --time month --arm treatment --reference TAU "
    "--baseline bdi.pre --covariates drug,length --random unstructured --arm-by-time",
    keys={
        "coef": "Fixed effects by name.",
        "se": "Their errors.",
        "df": "Satterthwaite's degrees of freedom.",
        "t": "coef / se.",
        "p": "Two-sided.",
        "ci": "[from, to] by name.",
        "random": "Covariance of random intercept (and slope).",
        "residual_variance": "Variance of chance within persons.",
        "random_correlation": "Of intercept and slope.",
        "icc": "Share of variance between persons (random intercept).",
        "singular": "A random part has no variance.",
        "within": "Covariance of waves (unstructured).",
        "within_correlation": "Correlation of waves.",
        "log_likelihood": "At the best found (restricted for reml).",
        "starts": "Log-likelihood each start came to.",
        "aic": "Smaller is better.",
        "bic": "Smaller is better.",
        "means": "A list: `time`, `arm`, `estimate`, `se`, `df`, `t`, `p`, `lo`, `hi`.",
        "contrasts": "A list: each arm against the reference at each time, the same keys, and `g`, `g_lo`, `g_hi`: by "
        "the pooled SD of both arms' scores at that time (Hedges 1981).",
        "n": "Rows used.",
        "people": "Persons used.",
        "names": "In order.",
        "estimation": "reml or ml.",
        "clusters": "With --cluster: how many.",
        "errors_used": "With --cluster: CR2; se, df, t, p, ci, means and contrasts are then between clusters.",
    },
    limits=(
        "A search that stops early gives wrong errors without a word, as some programs do on random slopes; here "
        "several starts are "
        "searched, and what each came to is told.",
        "Equal to R's lme4 and lmerTest to 1e-5 on the Beat the Blues trial; the unstructured model to 1e-3 of nlme, "
        "at a higher likelihood.",
        "With --cluster errors and degrees of freedom are those of R's clubSandwich (CR2), to 1e-6 on "
        "lme4's sleepstudy with people put into families.",
        "With --estimation ml errors are those of plain maximum likelihood; R's nlme multiplies their variances by "
        "N / (N − p), so that its errors are a little larger.",
        "g is the adjusted difference by the pooled SD of both arms' scores at that time, corrected for few people "
        "(Hedges 1981); its limits take the SD as known.",
    ),
)
