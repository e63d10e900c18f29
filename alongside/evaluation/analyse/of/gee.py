"""`gee`: average outcomes of repeated rows, with errors that hold whatever the correlation is."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from alongside.evaluation.analyse.modelling import (
    COVARIATES,
    LEVEL,
    Model,
    codes_of,
    coefficient_part,
    error_block,
    level_of,
    model,
    named,
    p_words,
    yes_when,
)
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import gee
from alongside.evaluation.methods.linear import told
from alongside.evaluation.methods.refusing import Unfit

SCALE = {"gaussian": "difference", "binomial": "odds ratio", "poisson": "rate ratio"}


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Generalised estimating equations of the outcome on the columns named."""
    level = level_of(asked)
    also = [asked.id, *filter(None, (asked.time, asked.exposure))]
    first = [asked.arm] if asked.arm else []
    m = model(table, asked, asked.outcome, first, also, first)
    y = yes_when(m.y, asked.yes_when, "--yes-when")
    waves = None
    if asked.time:
        times = table.numbers(asked.time)[m.rows]
        waves = times if asked.steps == "time" else np.searchsorted(np.unique(times), times).astype(float)
    offset = _offset(table, asked, m)
    clusters = codes_of(table, asked.id, m.rows)
    fit = gee.fit(m.design.X, y, clusters, m.design.names, asked.family, asked.correlation, waves, offset)
    lines = told(fit.coef, np.sqrt(np.diag(fit.robust)), np.inf, level)
    names, notes = m.design.names, list(m.notes)
    notes += _notes(asked, fit, m)
    naive = np.sqrt(np.diag(fit.working))
    values = {
        "n": len(y),
        "clusters": fit.clusters,
        "largest_cluster": fit.largest,
        "names": names,
        "coef": named(names, fit.coef),
        "robust": error_block(names, lines),
        "naive_se": named(names, naive),
        "alpha": None if asked.correlation == "independence" else fit.alpha,
        "scale": fit.phi,
        "ratio": None
        if asked.family == "gaussian"
        else {n: [float(np.exp(lines[k][i])) for k in ("estimate", "lo", "hi")] for i, n in enumerate(names) if i},
    }
    as_ratio = asked.family != "gaussian"
    parts = [coefficient_part(f"{asked.outcome}: coefficients ({asked.family}), robust errors", names, lines, level)]
    if as_ratio:
        parts.append(
            Part(SCALE[asked.family], ("", "ratio", "from", "to"), [[n, *v] for n, v in values["ratio"].items()])
        )  # type: ignore[attr-defined]
    return Outcome(
        values,
        parts,
        notes,
        f"{_said(asked, m, lines, level)}, from {len(y)} rows in {fit.clusters} clusters.",
        m.used,
        Drawing(
            "points",
            SCALE[asked.family],
            [
                Series(
                    "robust",
                    names[1:],
                    *[(np.exp(lines[k][1:]) if as_ratio else lines[k][1:]).tolist() for k in ("estimate", "lo", "hi")],
                )
            ],
            SCALE[asked.family],
            reference=1.0 if as_ratio else 0.0,
        ),
    )


def _said(asked: SimpleNamespace, m: Model, lines: dict[str, np.ndarray], level: float) -> str:
    """The arm, or the covariate that is asked about: every group of it beside the first one."""
    name = asked.about or asked.arm or next(iter(asked.covariates), None)
    if name is not None and (name,) not in m.design.terms:
        raise Unfit("bad_option", f"--about names the arm or one of the covariates; “{name}” is none of them.")
    told = []
    for i in m.design.columns_of((name,)) if name else [0]:
        at = [float(lines[k][i]) for k in ("estimate", "lo", "hi")]
        one, low, high = at if asked.family == "gaussian" else np.exp(at)
        told.append(
            f"{m.design.names[i]}: {SCALE[asked.family]} {one:.3g} ({level:.0%} interval {low:.3g} to {high:.3g}; "
            f"{p_words(float(lines['p'][i]))})"
        )
    return "; ".join(told)


def _offset(table: Table, asked: SimpleNamespace, m: Model) -> np.ndarray | None:
    """The logarithm of the time watched, for rates."""
    if not asked.exposure:
        return None
    exposure = table.numbers(asked.exposure)[m.rows]
    if (exposure <= 0).any():
        raise Unfit("exposure", f"{asked.exposure}: time watched must be above 0 in every row.")
    return np.log(exposure)


def _notes(asked: SimpleNamespace, fit: gee.GeeFit, m: Model) -> list[str]:
    notes = [
        f"Working correlation {asked.correlation}, moments without correction for the number of coefficients (as R's "
        "geepack); other programs' AR(1) differs by a few hundredths. The robust error holds even where this "
        "correlation "
        "is wrong."
    ]
    if fit.clusters < 40:
        notes.append(
            f"{fit.clusters} clusters only: the robust error is too small by some percent; take narrow intervals "
            f"with care."
        )
    if m.used["rows"] > m.used["used"]:
        notes.append(
            "Missing rows are right to leave out only when they are missing completely at random; `mixed` asks "
            "for less."
        )
    return notes


METHOD = Method(
    "gee",
    "How average outcomes differ over arms and time, when each person gives several rows.",
    (
        Option("outcome", "The column of outcomes: amounts, 0/1 or counts.", "column", required=True),
        Option("id", "The column that says which rows belong together.", "column", required=True),
        Option("arm", "The column that says who is in which arm.", "column"),
        Option("reference", "The arm others are compared with; without it the first by name.", "text"),
        *COVARIATES,
        Option("about", "What the sentence is about; without it the arm, or else the first covariate.", "column"),
        Option("time", "The column of times, for ar1; without it the order of rows.", "column"),
        Option("steps", "ar1 counts waves (rank) or the time between them (time).", "choice", "rank", ("rank", "time")),
        Option("family", "What the outcome is.", "choice", "gaussian", gee.FAMILIES),
        Option(
            "correlation",
            "How rows of one person are thought to go together.",
            "choice",
            "exchangeable",
            gee.CORRELATIONS,
        ),
        Option("yes-when", "Make the outcome yes or no by a rule such as >=14.", "text"),
        Option("exposure", "The column of time watched, for counts.", "column"),
        LEVEL,
    ),
    run,
    "alongside analyse gee BtheB_long_model.csv --outcome bdi --id id --arm treatment --reference TAU "
    "--covariates bdi.pre,month,drug,length",
    keys={
        "coef": "Coefficients by name, on the link's scale.",
        "robust": "`se`, `df` (none: normal), `t`, `p`, `ci` by name.",
        "naive_se": "Errors that believe the working correlation.",
        "alpha": "The working correlation.",
        "scale": "Mean squared Pearson residual.",
        "ratio": "Odds or rate ratio with interval, [ratio, from, to].",
        "n": "Rows used.",
        "clusters": "Persons, or other clusters.",
        "largest_cluster": "Rows in the largest.",
        "names": "In order.",
    },
    limits=(
        "Equal to R's geepack to 1e-5; programs that divide otherwise in the correlation differ by .2 to 2.5%.",
        "Errors that forget the cluster can be far too small: on 64 filmed dyads .0924 instead of .1326 for one "
        "coefficient.",
    ),
)
