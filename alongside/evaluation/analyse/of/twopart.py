"""`twopart`: days or amounts, where many have none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import COVARIATES, LEVEL, level_of, model
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import twopart

TITLES = {"any": "Any at all (odds ratios)", "amount": "How much, of those with some (ratios of typical amounts)"}


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Both parts on the same columns, and by arm who has any and how much."""
    level = level_of(asked)
    first = [asked.baseline] if asked.baseline else []
    m = model(table, asked, asked.outcome, [asked.arm, *first], groups=[asked.arm])
    arm = m.design.variables[asked.arm]
    assert arm.levels is not None
    found = twopart.twopart(m.design.X, m.y, m.design.names, level)
    found["arms"] = []
    for k, name in enumerate(arm.levels):
        mine = m.y[arm.values == k]
        some = mine[mine > 0]
        found["arms"].append({
            "arm": name, "n": len(mine), "n_some": len(some), "share_some": float((mine > 0).mean()),
            "mean": float(mine.mean()), "mean_of_some": float(some.mean()) if len(some) else None,
            "median_of_some": float(np.median(some)) if len(some) else None,
        })  # fmt: skip
    parts = [Part("By arm", tuple(found["arms"][0]), [tuple(each.values()) for each in found["arms"]])]
    notes = [*m.notes, Sentence("The second part compares those who have some: arms differ in who that is.")]
    column = m.design.names[m.design.columns_of((asked.arm,))[0]]
    told = []
    for part, title in TITLES.items():
        if "refused" in found[part]:
            notes.append(Sentence("{title}: {what}", title=title, what=found[part]["what"]))
            continue
        rows = [[n, e["ratio"], e["lo"], e["hi"], e["p"]] for n, e in found[part].items()]
        parts.append(Part(title, ("", "ratio", "from", "to", "p"), rows))
        e = found[part][column]
        kind = Sentence("odds of any") if part == "any" else Sentence("typical amount of those with some")
        told.append(Sentence(
            "{kind} {ratio:.2f} times ({level:.0%} interval {low:.2f} to {high:.2f}; {p:p})",
            kind=kind, ratio=e["ratio"], level=level, low=e["lo"], high=e["hi"], p=e["p"],
        ))  # fmt: skip
    if m.used["used"] < m.used["rows"]:
        notes.append(Sentence("{rest} rows with a missing value were left out.", rest=m.used["rows"] - m.used["used"]))
    shares = [Sentence("{arm}: {share:.0%} have some", arm=e["arm"], share=e["share_some"]) for e in found["arms"]]
    against = (
        Sentence(" Under {arm} against {other}: {told}.", arm=arm.levels[1], other=arm.levels[0], told=told)
        if told
        else ""
    )
    values: dict[str, Any] = {**found, "reference": arm.levels[0]}
    series = [Series("share with any", [e["arm"] for e in found["arms"]], [e["share_some"] for e in found["arms"]])]
    return Outcome(
        values,
        parts,
        notes,
        Sentence("{outcome}: {shares:;}.{against}", outcome=asked.outcome, shares=shares, against=against),
        m.used,
        Drawing("bars", Sentence("{outcome}: who has any", outcome=asked.outcome), series, y_label="share"),
    )


METHOD = Method(
    "twopart",
    "Days or amounts where many have none: who has any, and how much those have who do.",
    (
        Option("outcome", "The column of days or amounts, 0 or more.", "column", required=True),
        Option("arm", "The column that says who is in which arm.", "column", required=True),
        Option("reference", "The arm others are compared with; without it the first by name.", "text"),
        Option("baseline", "The column of earlier days or amounts.", "column"),
        *COVARIATES,
        LEVEL,
    ),
    run,
    "alongside analyse twopart mass_birthwt.csv --outcome ftv --arm smoke --covariates age",
    keys={
        "n, n_some, share_some": "Rows, and those above 0.",
        "arms": "A list: `arm`, `n`, `n_some`, `share_some`, `mean`, `mean_of_some`, `median_of_some`.",
        "any": "By column: `coef` (log odds of any), `se`, `p`, `ratio` (odds ratio), `lo`, `hi`; or `refused` and "
        "`what`.",
        "amount": "By column: the same of log amounts of those with some (HC3); `ratio` of typical amounts.",
        "together": "By column: `chi2` of both parts, `df`, `p`; null where a part was refused.",
        "reference": "The arm others are compared with.",
    },
    limits=(
        "Less use among those who use can come from who stopped: read both parts, and the mean of all.",
        "Who left the study has no days: see `retention` and `impute`.",
    ),
)
