"""`correlate`: which changes go together."""

from __future__ import annotations

from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import LEVEL, level_of
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import linking
from alongside.evaluation.methods.refusing import Unfit

KEYS = ("one", "other", "n", "r", "lo", "hi", "p", "p_holm", "rho", "p_rho")


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Every pair of columns, or each of --columns with each of --with."""
    level = level_of(asked)
    others = asked.others
    wanted = product(asked.columns, others) if others else combinations(asked.columns, 2)
    names = [pair for pair in wanted if pair[0] != pair[1]]
    if not names:
        raise Unfit("bad_option", "At least two columns are needed.")
    pairs: list[dict[str, Any]] = []
    for one, other in names:
        x, y = table.numbers(one), table.numbers(other)
        there = ~np.isnan(x) & ~np.isnan(y)
        try:
            pairs.append({"one": one, "other": other, **linking.correlation(x[there], y[there], level)})
        except Unfit as why:
            raise Unfit(why.code, f"{one} with {other}: {why.what}", why.do) from why
    for each, p in zip(pairs, linking.holm([each["p"] for each in pairs]), strict=True):
        each["p_holm"] = p
    notes = [Sentence("Each pair uses the rows that have both. What goes together is not what causes.")]
    if len(pairs) > 1:
        notes.append(Sentence("{many} pairs stand side by side: p_holm holds their errors together.", many=len(pairs)))
    most = max(pairs, key=lambda each: abs(each["r"]))
    lines = [[each[key] for each in pairs] for key in ("r", "lo", "hi")]
    return Outcome(
        {"pairs": pairs},
        [Part("Correlations", KEYS, [[each[key] for key in KEYS] for each in pairs])],
        notes,
        Sentence(
            "{one} goes most with {other}: r = {r:.2f} ({level:.0%} interval {lo:.2f} to {hi:.2f}; {p:p}).",
            one=most["one"],
            other=most["other"],
            r=most["r"],
            level=level,
            lo=most["lo"],
            hi=most["hi"],
            p=most["p"],
        ),
        who_is_in(table, [*asked.columns, *others]),
        Drawing(
            "points",
            "Correlations",
            [Series("r", [f"{e['one']}, {e['other']}" for e in pairs], *lines)],
            "r",
            reference=0.0,
        ),
    )


METHOD = Method(
    "correlate",
    "Which columns go together: correlations with intervals, and by ranks.",
    (
        Option("columns", "The columns.", "columns", required=True),
        Option("others", "Only with these columns, instead of with each other.", "columns"),
        LEVEL,
    ),
    run,
    "alongside analyse correlate hsaur3_BtheB_wide.csv --columns bdi.pre,bdi.2m,bdi.8m",
    keys={
        "pairs": "A list: `one`, `other`, `n` (rows with both), `r` (Pearson) with `lo`, `hi` (Fisher), `p`, `p_holm`; "
        "`rho` (Spearman), `p_rho`."
    },
    limits=("Two changes from one questionnaire, or from one person's mood on one day, go together for that alone.",),
)
