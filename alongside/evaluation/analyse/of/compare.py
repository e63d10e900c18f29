"""`compare`: arms that nobody drew by lot, made alike by weights or pairs, with what stays different beside it."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.alike import alike
from alongside.evaluation.analyse.modelling import (
    ARM,
    COVARIATES,
    LEVEL,
    in_spread,
    level_of,
    model,
    named,
    said_with_g,
)
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import linear, logistic, weighting
from alongside.evaluation.methods.design import Design
from alongside.evaluation.methods.linear import told
from alongside.evaluation.methods.refusing import Unfit

DRAWN = ("ATE", "ATT", "overlap")  # matching weights lie beside overlap weights; the table has them


def every_level(design: Design, but: str) -> tuple[list[str], np.ndarray]:
    """Names and columns (n, k) for the balance table: each number, and every level of each group, the first too."""
    names, columns = [], []
    for v in design.variables.values():
        if v.name == but:
            continue
        if v.levels is None:
            names.append(v.name)
            columns.append(v.values)
        else:
            names += [f"{v.name}{level}" for level in v.levels]
            columns += [(v.values == k).astype(float) for k in range(len(v.levels))]
    return names, np.column_stack(columns)


@dataclass(frozen=True)
class Case:
    """What every way of comparing needs: outcome, arm (1 and 0), propensity columns and fit, columns of the balance
    table."""

    y: np.ndarray
    treated: np.ndarray
    X: np.ndarray
    names: list[str]
    fit: logistic.LogisticFit
    shown: list[str]
    columns: np.ndarray
    level: float


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Propensities by plain maximum likelihood; four kinds of weights, with and without regression; AIPW; pairs."""
    level = level_of(asked)
    if not asked.covariates:
        raise Unfit("option_needed", "`compare` needs --covariates: what may have decided who came into which arm.")
    table.two_arms(asked.arm, asked.reference)
    m = model(table, asked, asked.outcome, [asked.arm], [], [asked.arm])
    if any(asked.arm in term for term in m.design.terms[1:]):
        raise Unfit("bad_option", "--interactions here shape the propensity: they cannot hold the arm itself.")
    arm = m.design.variables[asked.arm]
    assert arm.levels is not None
    treated, X = arm.values, np.delete(m.design.X, 1, axis=1)
    names = [n for i, n in enumerate(m.design.names) if i != 1]
    if min(treated.sum(), len(treated) - treated.sum()) < X.shape[1] + 1:
        many = X.shape[1]
        raise Unfit(
            "too_few", f"An arm has fewer rows than the {many} numbers of the propensity. Name fewer covariates."
        )
    if np.ptp(m.y) == 0:
        raise Unfit("no_variance", f"{asked.outcome} is the same in every row used: there is nothing to compare.")
    c = Case(m.y, treated, X, names, logistic.fit(X, treated, names), *every_level(m.design, asked.arm), level)
    counts = [int(treated.sum()), int((1 - treated).sum())]
    notes = list(m.notes)
    values: dict[str, Any] = {"n": counts, "arms": [arm.levels[1], arm.levels[0]]} | _as_it_is(c, m.design)
    if asked.propensities:
        values["propensity"]["fitted"] = c.fit.fitted
    values |= {kind: _weighted(c, kind) for kind in weighting.WEIGHTS}
    try:
        values["aipw_ate"] = _told(weighting.augmented(c.y, treated, c.fit.fitted, X, names), level)
    except Unfit as why:
        values["aipw_ate"] = None
        notes.append(f"No augmented estimate: within one arm, {str(why)[0].lower()}{str(why)[1:]}")
    values |= _pairs(c, asked)
    values["overlap_of_arms"] = _overlap(c.fit.fitted, treated)
    values["evalue"] = [{"rr": rr, "e": float(weighting.e_value(np.array([rr]))[0])} for rr in asked.evalue]
    rows, overlap = _lines(values), values["overlap"]
    effective = [f"effective {name}" for name in values["arms"]]
    ways = ("as_it_is", *weighting.WEIGHTS, "pairs")
    balance = [[n, *((values["smd_raw"] if k == "as_it_is" else values[k]["smd"])[n] for k in ways)] for n in c.shown]
    return Outcome(
        values,
        [
            Part("Estimates", ("way", "estimate", "se", "from", "to", *effective, "largest |SMD|", "g"), rows),
            Part("Balance (standardised differences)", ("column", "as it is", *ways[1:]), balance),
        ],
        [*notes, *_notes(values, counts)],
        f"Among those who could have been in either arm, the mean {asked.outcome} under {arm.levels[1]} is "
        f"{said_with_g(overlap, level)} than under {arm.levels[0]}.",
        m.used,
        Drawing(
            "points",
            Sentence("{outcome}: {arm} less {other}", outcome=asked.outcome, arm=arm.levels[1], other=arm.levels[0]),
            [Series("estimate", *([r[i] for r in rows] for i in (0, 1, 3, 4)))],
            reference=0.0,
            below=_alike(c.shown, values),
        ),
    )


def _alike(columns: list[str], values: dict[str, Any]) -> Drawing:
    """How far the arms differ in every column, as they are and after each way of making them alike."""
    made = {kind: values[kind]["smd"] for kind in (*DRAWN, "pairs")}
    return alike(columns, {"as it is": values["smd_raw"], **made})


def _as_it_is(c: Case, design: Design) -> dict[str, Any]:
    """Propensity, plain difference, plain balance, and the regression on arm and covariates."""
    plain = linear.fit(design.X, c.y, design.names)
    lines, hc3 = plain.lines("classical", c.level), plain.lines("HC3", c.level)
    return {
        "propensity": {
            "coef": named(c.names, c.fit.coef),
            "se": named(c.names, np.sqrt(np.diag(c.fit.covariance))),
            "se_glm": named(c.names, logistic.glm_errors(c.X, c.treated)),
        },
        "naive": float(c.y[c.treated == 1].mean() - c.y[c.treated == 0].mean()),
        "smd_raw": named(c.shown, weighting.balance(c.columns, c.treated)),
        "ancova": {"estimate": float(plain.coef[1]), "se": float(lines["se"][1]), "se_HC3": float(hc3["se"][1])}
        | {k: float(hc3[k][1]) for k in ("lo", "hi", "p")},
    }


def _weighted(c: Case, kind: str) -> dict[str, Any]:
    """One kind of weights: the difference, with regression beside it, what the weights cost and what stays
    different."""
    w = weighting.weights(c.fit.fitted, c.treated, kind)
    smd = weighting.balance(c.columns, c.treated, w)
    found = _told(weighting.weighted(c.y, c.treated, w), c.level)
    return in_spread(found, c.y[c.treated == 1], c.y[c.treated == 0]) | {
        "ess": [weighting.effective(w[c.treated == 1]), weighting.effective(w[c.treated == 0])],
        "smd": named(c.shown, smd),
        "max_abs_smd": float(np.abs(smd).max()),
        "doubly_robust": _told(weighting.weighted(c.y, c.treated, w, c.X[:, 1:]), c.level),
    }


def _pairs(c: Case, asked: SimpleNamespace) -> dict[str, Any]:
    """One-to-one pairs, and those that MatchIt 4.5.1 would make."""
    found: dict[str, Any] = {}
    for key, pick in (("pairs", "nearest"), ("pairs_below", "below")):
        made = weighting.nearest(c.y, c.treated, c.fit.fitted, asked.caliper, asked.order, pick)
        kept = np.concatenate([made.treated, made.controls])
        line = told(np.array([made.estimate]), np.array([made.se]), len(made.treated) - 1, c.level)
        left = weighting.balance(c.columns[kept], c.treated[kept])
        found[key] = {
            "n": len(kept),
            "pairs": len(made.treated),
            "estimate": made.estimate,
            "se_cluster": made.se,
            **{k: float(line[k][0]) for k in ("lo", "hi", "p")},
            "mean_distance": made.distance,
            "smd": named(c.shown, left),
            "max_abs_smd": float(np.abs(left).max()),
        }
    return found


def _lines(values: dict[str, Any]) -> list[list[Any]]:
    """A line for people for every way of comparing."""
    raw = max(abs(v) for v in values["smd_raw"].values())
    rows: list[list[Any]] = [["as it is", values["naive"], None, None, None, None, None, raw, None]]
    rows.append(["regression", *(values["ancova"][k] for k in ("estimate", "se_HC3", "lo", "hi")), *[None] * 4])
    for kind in weighting.WEIGHTS:
        v = values[kind]
        rows.append([kind, v["estimate"], v["se"], v["lo"], v["hi"], *v["ess"], v["max_abs_smd"], v["g"]])
    if values["aipw_ate"]:
        rows.append(["AIPW (ATE)", *(values["aipw_ate"][k] for k in ("estimate", "se", "lo", "hi")), *[None] * 4])
    v = values["pairs"]
    rows.append(
        ["pairs", v["estimate"], v["se_cluster"], v["lo"], v["hi"], v["pairs"], v["pairs"], v["max_abs_smd"], None]
    )
    return rows


def _told(effect: weighting.Effect, level: float) -> dict[str, float]:
    line = told(np.array([effect.estimate]), np.array([effect.se]), np.inf, level)
    return {"estimate": effect.estimate, "se": effect.se, "se_survey": effect.se_survey} | {
        k: float(line[k][0]) for k in ("lo", "hi", "p")
    }


def _overlap(e: np.ndarray, treated: np.ndarray) -> dict[str, float]:
    t, o = e[treated == 1], e[treated == 0]
    lo, hi = max(t.min(), o.min()), min(t.max(), o.max())
    return {
        "from": float(lo),
        "to": float(hi),
        "treated_outside": int(((t < lo) | (t > hi)).sum()),
        "others_outside": int(((o < lo) | (o > hi)).sum()),
        "share_extreme": float(((e < 0.1) | (e > 0.9)).mean()),
    }


def _notes(values: dict[str, Any], counts: list[int]) -> list[str]:
    shared = values["overlap_of_arms"]
    notes = [
        "Weights and pairs make alike what was measured; what was not measured may still differ.",
        "Propensities are by plain maximum likelihood: the penalty some libraries set by default moves them by up "
        "to a third.",
        "Errors take the weights as known: for ATE they are then rather too large than too small, for other "
        "weights they may be either.",
        "Overlap weights balance the means of the covariates exactly; their answer is about women who could have been "
        "in either arm.",
    ]
    if shared["share_extreme"] > 0.1 or shared["treated_outside"] + shared["others_outside"] > 0.05 * sum(counts):
        notes.append(
            f"The arms overlap little: {shared['share_extreme']:.0%} have a propensity below .1 or above .9, and "
            f"{shared['treated_outside'] + shared['others_outside']} lie outside the common range. Do not lean on "
            f"ATE; read overlap."
        )
    for kind in weighting.WEIGHTS:
        v = values[kind]
        if min(v["ess"]) < 0.5 * counts[int(np.argmin(v["ess"]))]:
            notes.append(f"{kind}: weights leave as much information as {min(v['ess']):.0f} rows in one arm.")
        if v["max_abs_smd"] > 0.1:
            notes.append(f"{kind}: after weighting a column still differs by {v['max_abs_smd']:.2f} SD.")
    if values["pairs"]["max_abs_smd"] > 0.1:
        notes.append(f"Pairs: a column still differs by {values['pairs']['max_abs_smd']:.2f} SD.")
    if values["pairs"]["pairs"] < counts[0]:
        notes.append(
            f"{counts[0] - values['pairs']['pairs']} of {counts[0]} found no partner; the pairs speak for the "
            f"others only."
        )
    if np.sign(values["naive"]) != np.sign(values["overlap"]["estimate"]):
        notes.append("The plain difference has the other sign: the arms were not alike to begin with.")
    return notes


METHOD = Method(
    "compare",
    "Whether arms differ that nobody drew by lot (another site, earlier years), once they are made alike.",
    (
        Option("outcome", "The column of scores or amounts.", "column", required=True),
        *ARM,
        *COVARIATES,
        Option(
            "caliper", "How far partners may be apart, in SDs of the propensity; without it any distance.", "number"
        ),
        Option("order", "Who chooses a partner first.", "choice", "largest", ("largest", "smallest", "data")),
        Option("propensities", "Give the propensity of each row, in the file's order.", "flag"),
        Option("evalue", "Risk ratios whose E-value is wanted.", "numbers"),
        LEVEL,
    ),
    run,
    "alongside analyse compare matchit_lalonde.csv --outcome re78 --arm treat --covariates "
    "age,educ,race,married,nodegree,re74,re75",
    keys={
        "n": "[arm, reference] used.",
        "arms": "Their names.",
        "naive": "Plain difference of means.",
        "propensity": "`coef`, `se` (at the maximum), `se_glm` (as R's glm prints, up to 5e-5 away), `fitted` with "
        "--propensities.",
        "smd_raw": "Standardised mean differences as it is.",
        "ancova": "Regression: `estimate`, `se`, `se_HC3`, `lo`, `hi`, `p`.",
        "ATE": "`estimate`, `se` (HC0), `se_survey`, `lo`, `hi`, `p`, `ess` [arm, reference], `smd`, `max_abs_smd`, "
        "`doubly_robust`; `g`, `g_lo`, `g_hi`: the difference by the pooled SD within the arms (Hedges 1981).",
        "ATT": "The same for those in the arm.",
        "overlap": "The same for those who could be in either.",
        "matching": "The same with matching weights.",
        "pairs": "One-to-one pairs: `n`, `pairs`, `estimate`, `se_cluster`, `lo`, `hi`, `p`, `mean_distance`, `smd`, "
        "`max_abs_smd`.",
        "pairs_below": "Pairs with the next lower propensity, which R's MatchIt 4.5.1 takes for the nearest: for "
        "comparison only.",
        "aipw_ate": "Augmented weighting.",
        "overlap_of_arms": "Common range of propensities and who is outside.",
        "evalue": "A list of `rr` and `e`.",
    },
    limits=(
        "What was not measured stays: read the E-value.",
        "Errors take the weights as known. For ATE they are then rather too large than too small (Lunceford and "
        "Davidian 2004); for ATT and the others either may be (Reifeis and Hudgens 2022).",
        "R's MatchIt 4.5.1 takes the next lower propensity for the nearest (770.39 instead of 894.37 on the shipped "
        "file); `pairs_below` repeats it.",
    ),
)
