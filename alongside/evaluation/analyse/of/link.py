"""`link`: does a column go with an outcome, others held, or is it shown that it does not?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import COVARIATES, LEVEL, codes_of, level_of, model
from alongside.evaluation.analyse.of._columns import ERRORS
from alongside.evaluation.analyse.of._conclusions import CONCLUSIONS
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import equivalence, linear, linking
from alongside.evaluation.methods.refusing import Unfit

SHOWN = ("x", "n", "estimate", "lo", "hi", "p", "beta", "beta_lo", "beta_hi", "p_equivalent", "bayes_factor_none")


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Each column of --x in a model of its own, with the covariates."""
    level = level_of(asked)
    if not asked.margin > 0:
        raise Unfit("bad_option", "--margin lies above 0.")
    links, used, notes = [], {}, []
    for name in asked.x:
        one, used, more = _one(table, asked, name, level)
        links.append(one)
        notes += [each for each in more if each not in notes]
    if len(links) > 1:
        for each, p in zip(links, linking.holm([each["p"] for each in links]), strict=True):
            each["p_holm"] = p
        notes.append(Sentence("Several columns are asked about: p_holm holds their errors together."))
    chosen = links[0]["errors_used"]
    notes.append(
        Sentence(
            "Errors: {chosen}. The margin ±{margin:g} is in SDs of {outcome} for one SD of the column; it "
            "counts only if it was set before anybody saw results.",
            chosen=chosen,
            margin=asked.margin,
            outcome=asked.outcome,
        )
    )
    if any(each["bayes_factor_none"] is not None for each in links):
        notes.append(
            Sentence(
                "bayes_factor_none: how many times better the data fit nothing than something, with a prior "
                "worth one row (BIC). Above 3 speaks for nothing, below 1/3 for something."
            )
        )
    lines = [[each[key] for each in links] for key in ("beta", "beta_lo", "beta_hi")]
    return Outcome(
        {"links": links, "margin": asked.margin},
        [
            Part(
                Sentence("{outcome}, others held", outcome=asked.outcome),
                SHOWN,
                [[each[key] for key in SHOWN] for each in links],
            )
        ],
        notes,
        Sentence("{links:on}", links=[_said(asked, each, level) for each in links]),
        used,
        Drawing(
            "points",
            Sentence("What goes with {outcome}", outcome=asked.outcome),
            [Series("SDs for one SD", list(asked.x), *lines)],
            "SDs of the outcome for one SD of the column",
            reference=0.0,
        ),
    )


def _one(
    table: Table, asked: SimpleNamespace, name: str, level: float
) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    mine = SimpleNamespace(**{**vars(asked), "covariates": tuple(c for c in asked.covariates if c != name)})
    m = model(table, mine, asked.outcome, [name], [asked.cluster] if asked.cluster else [])
    places = m.design.columns_of((name,))
    if len(places) != 1:
        raise Unfit("not_two_arms", f"{name} has more than two groups; a link is asked of numbers or of two groups.")
    at = places[0]
    X, names = m.design.X, m.design.names
    fit = linear.fit(X, m.y, names, clusters=codes_of(table, asked.cluster, m.rows) if asked.cluster else None)
    chosen = asked.errors or ("CR2" if asked.cluster else "classical")
    lines = fit.lines(chosen, level)
    one: dict[str, Any] = {key: float(lines[key][at]) for key in ("estimate", "se", "df", "t", "p", "lo", "hi")}
    by = float(X[:, at].std(ddof=1) / m.y.std(ddof=1))
    tost = equivalence.of_estimate(
        one["estimate"] * by, one["se"] * by, one["df"], -asked.margin, asked.margin, asked.alpha
    )
    keep = [i for i in range(X.shape[1]) if i != at]
    rest = linear.fit(X[:, keep], m.y, [names[i] for i in keep])
    alone = asked.cluster is None
    partial = one["t"] / float(np.sqrt(one["t"] ** 2 + one["df"])) if alone and chosen == "classical" else None
    return (
        {
            "x": name, "n": fit.n, **one, "beta": one["estimate"] * by, "beta_lo": one["lo"] * by,
            "beta_hi": one["hi"] * by, "partial_r": partial, "r2": fit.r2, "r2_change": fit.r2 - rest.r2,
            "p_equivalent": tost.p, "equivalent": tost.equivalent, "equivalence_low": tost.low,
            "equivalence_high": tost.high, "conclusion": tost.conclusion,
            "bayes_factor_none": linking.bayes_factor(fit.rss, rest.rss, fit.n) if alone else None,
            "errors_used": chosen,
        },
        m.used,
        list(m.notes),
    )  # fmt: skip


def _said(asked: SimpleNamespace, e: dict[str, Any], level: float) -> str:
    return Sentence(
        "With one more of {x}, {outcome} changes by {estimate:short} ({level:.0%} interval {lo:short} to "
        "{hi:short}; {p:p}); {beta:.2f} SDs for one SD: {conclusion}.",
        x=e["x"],
        outcome=asked.outcome,
        estimate=e["estimate"],
        level=level,
        lo=e["lo"],
        hi=e["hi"],
        p=e["p"],
        beta=e["beta"],
        conclusion=CONCLUSIONS[e["conclusion"]],
    )


METHOD = Method(
    "link",
    "Whether a column goes with an outcome while others are held, or whether it is shown that it does not.",
    (
        Option("outcome", "The column of scores.", "column", required=True),
        Option("x", "The columns asked about, each in a model of its own.", "columns", required=True),
        *COVARIATES,
        Option("margin", "The link that would matter: SDs of the outcome for one SD of the column.", "number", 0.2),
        Option("alpha", "Of each one-sided test against the margin.", "number", 0.05),
        *ERRORS,
        LEVEL,
    ),
    run,
    "alongside analyse link mass_birthwt.csv --outcome bwt --x ftv,age --covariates lwt,smoke --margin 0.2",
    keys={
        "links": "A list, one for each column: `x`, `n`, `estimate`, `se`, `df`, `t`, `p`, `lo`, `hi`; `beta`, "
        "`beta_lo`, `beta_hi` (SDs for one SD); `partial_r`, `r2`, `r2_change`; `p_equivalent` (two one-sided tests "
        "against the margin), `equivalent`, `equivalence_low`, `equivalence_high`, `conclusion`; `bayes_factor_none` "
        "(null with --cluster); `errors_used`; with several `p_holm`.",
        "margin": "In SDs of the outcome for one SD of the column.",
    },
    limits=(
        "That no link was found is not that there is none: only an interval inside the margins says so.",
        "What goes together is not what causes.",
    ),
)
