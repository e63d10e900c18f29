"""`ancova`: one outcome between arms, allowing for the first score and other columns."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import (
    ARM,
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
    said_with_g,
)
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import linear
from alongside.evaluation.methods.design import Design, Variable
from alongside.evaluation.methods.refusing import Unfit


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Least squares of the outcome on arm, first score and covariates, with several kinds of error side by side."""
    level = level_of(asked)
    first = [asked.baseline] if asked.baseline else []
    m = model(table, asked, asked.outcome, [asked.arm, *first], [asked.cluster] if asked.cluster else [], [asked.arm])
    clusters = codes_of(table, asked.cluster, m.rows) if asked.cluster else None
    arm = m.design.variables[asked.arm]
    fit = linear.fit(m.design.X, m.y, m.design.names, clusters=clusters)
    chosen = asked.errors or ("CR2" if asked.cluster else "HC3")
    if chosen.startswith("CR") and clusters is None:
        raise Unfit(
            "option_needed", f"Errors of kind {chosen} need --cluster: the column that says which rows belong together."
        )
    blocks, why = _blocks(fit, chosen, level)
    lines = blocks[chosen]
    names = m.design.names
    effects = m.design.columns_of((asked.arm,))
    without = np.delete(m.design.X, effects, axis=1)
    f2 = (linear.fit(without, m.y, [n for i, n in enumerate(names) if i not in effects]).rss - fit.rss) / fit.rss
    means = _means(m.design, fit, asked, chosen, level)
    raw = _unadjusted(m.y, arm)
    told = {
        other: in_spread(
            {k: float(lines[k][i]) for k in ("estimate", "se", "df", "t", "p", "lo", "hi")},
            m.y[arm.values == code],
            m.y[arm.values == 0],
        )
        for code, (i, other) in enumerate(zip(effects, arm.levels[1:], strict=True), 1)
    }
    notes = _notes(m, chosen, why, clusters, arm)
    beside = [c for c in m.design.variables if c != asked.arm]
    values = {
        "n": fit.n,
        "df": fit.df,
        "names": names,
        "coef": named(names, fit.coef),
        "errors_used": chosen,
        "errors": {kind: error_block(names, block) for kind, block in blocks.items()},
        "arm_effect": told,
        "reference": arm.levels[0],
        "r2": fit.r2,
        "adjusted_r2": 1 - (1 - fit.r2) * (fit.n - 1) / fit.df,
        "sigma": fit.sigma2**0.5,
        "cohen_f2": float(f2),
        "adjusted_means": means,
        "unadjusted": raw,
    }
    return Outcome(
        values,
        [
            coefficient_part(f"{asked.outcome}: coefficients, errors {chosen}", names, lines, level),
            Part(
                "Adjusted means",
                ("arm", "mean", "se", "from", "to"),
                [[r["level"], r["mean"], r["se"], r["lo"], r["hi"]] for r in means],
            ),
            Part(
                f"Effect sizes, against {arm.levels[0]}",
                ("arm", "g", "from", "to", "g as it is", "f² of the arms"),
                [[a, e["g"], e["g_lo"], e["g_hi"], raw[a].get("hedges_g"), float(f2)] for a, e in told.items()],
            ),
        ],
        notes,
        f"{'Allowing for ' + ', '.join(beside) + ', t' if beside else 'T'}he mean {asked.outcome} under "
        + "; under ".join(f"{a} is {said_with_g(e, level)} than under {arm.levels[0]}" for a, e in told.items())
        + ".",
        m.used,
        _drawing(asked.outcome, means),
    )


def _drawing(outcome: str, means: list[dict[str, Any]]) -> Drawing:
    lines = [[r[key] for r in means] for key in ("level", "mean", "lo", "hi")]
    return Drawing("points", f"Adjusted mean {outcome}", [Series("adjusted", *lines)], outcome)


def _blocks(fit: linear.Fit, chosen: str, level: float) -> tuple[dict[str, dict[str, np.ndarray]], str]:
    """Coefficients with every kind of error these rows allow, and why another is not there."""
    blocks, why = {}, ""
    for kind in linear.ERRORS:
        if kind.startswith("CR") and fit.clusters is None:
            continue
        try:
            blocks[kind] = fit.lines(kind, level)
        except Unfit as refused:
            if kind == chosen:
                raise
            why = str(refused)
    return blocks, why


def _unadjusted(y: np.ndarray, arm: Variable) -> dict[str, dict[str, object]]:
    """Each arm beside the reference as it is."""
    assert arm.levels is not None
    raw: dict[str, dict[str, object]] = {}
    for k, other in enumerate(arm.levels[1:], 1):
        a, b = y[arm.values == k], y[arm.values == 0]
        raw[other] = {
            "n": [len(a), len(b)],
            "mean": [float(a.mean()), float(b.mean())],
            "sd": [float(v.std(ddof=1)) if len(v) > 1 else None for v in (a, b)],
        }
        if min(len(a), len(b)) > 1 and a.var() + b.var() > 0:
            raw[other] |= linear.difference(a, b)
    return raw


def _notes(m: Model, chosen: str, why: str, clusters: np.ndarray | None, arm: Variable) -> list[str]:
    notes = list(m.notes)
    notes.append(f"The main interval uses errors of kind {chosen}; others stand beside it.")
    if why:
        notes.append(why)
    if left := m.used["rows"] - m.used["used"]:
        notes.append(
            f"{left} of {m.used['rows']} rows lack something and are left out. Who stays can decide such an estimate: "
            "lay it beside `mixed` with every wave, and beside `impute`."
        )
    if clusters is not None:
        sizes = np.bincount(clusters)
        notes.append(
            f"{(sizes > 0).sum()} clusters, the largest of {sizes.max()} rows; rows of one cluster are not independent."
        )
    elif min(np.bincount(arm.values.astype(int))) < 10:
        notes.append("An arm has fewer than ten rows: one woman can move this estimate much.")
    return notes


def _means(design: Design, fit: linear.Fit, asked: SimpleNamespace, chosen: str, level: float) -> list[dict[str, Any]]:
    arm = design.variables[asked.arm]
    if asked.means == "balanced":
        rows = design.grid({asked.arm: [float(k) for k in range(len(arm.levels))]})
    else:
        others = {name: v.values for name, v in design.variables.items()}
        rows = np.array(
            [
                design.at(others | {asked.arm: np.full(fit.n, float(k))}, fit.n).mean(axis=0)
                for k in range(len(arm.levels))
            ]
        )
    told = []
    for k, row in enumerate(rows):
        V, plain = fit.covariance(chosen), fit.covariance()
        line = linear.told(
            np.array([row @ fit.coef]), np.array([(row @ V @ row) ** 0.5]), fit.freedom(chosen, row), level
        )
        told.append(
            {
                "level": arm.levels[k],
                "n": int((arm.values == k).sum()),
                "mean": float(line["estimate"][0]),
                "se": float(line["se"][0]),
                "se_classical": float((row @ plain @ row) ** 0.5),
                "lo": float(line["lo"][0]),
                "hi": float(line["hi"][0]),
            }
        )
    return told


METHOD = Method(
    "ancova",
    "Whether arms differ at one time, allowing for where each woman or child began.",
    (
        Option("outcome", "The column of scores at the time in question.", "column", required=True),
        *ARM,
        Option("baseline", "The column of first scores.", "column"),
        *COVARIATES,
        Option("cluster", "The column that says which rows belong together (children of one woman).", "column"),
        Option(
            "errors", "Kind of standard error; without it HC3, or CR2 with --cluster.", "choice", choices=linear.ERRORS
        ),
        Option(
            "means",
            "Adjusted means over a balanced grid (as emmeans), or over the rows as they are.",
            "choice",
            "balanced",
            ("balanced", "observed"),
        ),
        LEVEL,
    ),
    run,
    "alongside analyse ancova hsaur3_BtheB_wide.csv --outcome bdi.8m --arm treatment --reference TAU "
    "--baseline bdi.pre "
    "--covariates drug,length",
    keys={
        "coef": "Coefficients by name, as R names them.",
        "errors": "By kind (classical, HC0–HC3; with --cluster CR0, CR1, CR2): `se`, `df`, `t`, `p`, `ci` of each "
        "coefficient.",
        "arm_effect": "For each arm against the reference, with the errors used: `estimate`, `se`, `df`, `t`, `p`, "
        "`lo`, `hi`; `g`, `g_lo`, `g_hi`: the same by the pooled SD of the scores within both arms (Hedges 1981).",
        "adjusted_means": "A list by arm: `level`, `n`, `mean`, `se`, `se_classical`, `lo`, `hi`.",
        "unadjusted": "By arm: `n`, `mean`, `sd` of [arm, reference], `difference`, `cohen_d`, `hedges_g`, "
        "`hedges_g_exact`, `welch_t`, `welch_df`, `welch_p`.",
        "cohen_f2": "What the arms add, as a share of what stays unexplained (Cohen 1988).",
        "r2": "Share of variance explained.",
        "adjusted_r2": "The same, less what chance would explain.",
        "sigma": "Residual standard deviation.",
        "n": "Rows used.",
        "df": "Residual degrees of freedom.",
        "names": "Names of coefficients in order.",
        "errors_used": "Kind of error in `arm_effect` and `adjusted_means`.",
        "reference": "The arm others are compared with.",
    },
    limits=(
        "Only rows with everything are used: where women left, the estimate is of those who stayed. On the Beat the "
        "Blues trial it is "
        "-3.08 at 8 months, by imputation -1.51, by a model of all waves -0.19.",
        "g is the adjusted difference by the pooled SD of the scores within both arms, corrected for few people "
        "(Hedges 1981; What Works Clearinghouse, Procedures Handbook 4.1); its limits take the SD as known. f² is what "
        "the arms explain beyond the other columns, by what stays unexplained (Cohen 1988).",
        "HC3 keeps its level in small unequal groups; CR2 needs a handful of clusters in each arm.",
    ),
)
