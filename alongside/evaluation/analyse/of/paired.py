"""`paired`: how far scores moved within each arm, and whether one arm moved further."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import LEVEL, level_of, said, said_with_g
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.pairing import PAIR_OPTIONS, Pairs, read_pairs
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import paired
from alongside.evaluation.methods.refusing import Unfit

ONE = ("n", "before", "after", "change", "lo", "hi", "p", "g", "up", "down", "same", "p_sign")


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Each arm's own change, and the difference of changes between arms."""
    level = level_of(asked)
    pairs = read_pairs(table, asked, asked.arm, asked.reference)
    if not pairs.whole.any():
        raise Unfit("no_rows", "Nobody has both scores.")
    arms: dict[str, dict[str, Any]] = {}
    for k, name in enumerate(pairs.levels):
        try:
            arms[name] = paired.within(*_of(pairs, k), level)
        except Unfit as why:
            raise Unfit(why.code, f"{name}: {why.what}", why.do) from why
    first = pairs.levels[0]
    between = [
        {"arm": name, "against": first, **paired.between(*_of(pairs, k), *_of(pairs, 0), level)}
        for k, name in enumerate(pairs.levels)
        if k
    ]
    used = pairs.used()
    values: dict[str, Any] = {"arms": arms, "between": between}
    tables = [Part("Change within arms", ("arm", *ONE), [[a, *(one[k] for k in ONE)] for a, one in arms.items()])]
    if between:
        keys = ("arm", "against", "difference", "lo", "hi", "p", "g", "g_lo", "g_hi")
        tables.append(Part("Difference of changes", keys, [[each[k] for k in keys] for each in between]))
    notes = _notes(pairs, arms, between)
    later = pairs.columns[1]
    words = [f"{a}: {said(one['change'], one['lo'], one['hi'], one['p'], level)}" for a, one in arms.items()]
    sentence = f"{later} is, beside the earlier score: {'; '.join(words)}."
    for e in between:
        further = said_with_g(e | {"estimate": e["difference"]}, level)
        sentence += f" The change under {e['arm']} is {further} than under {first}."
    lines = [[one[key] for one in arms.values()] for key in ("change", "lo", "hi")]
    drawing = Drawing("points", f"Change to {later}", [Series("change", list(arms), *lines)], "points", reference=0.0)
    return Outcome(values, tables, notes, sentence, used, drawing)


def _of(pairs: Pairs, k: int) -> tuple[np.ndarray, np.ndarray]:
    inside = pairs.whole & (pairs.group == k)
    return pairs.pre[inside], pairs.post[inside]


def _notes(pairs: Pairs, arms: dict[str, dict[str, Any]], between: list[dict[str, Any]]) -> list[str]:
    notes = ["Only those with both scores are here: who left is in none of these figures."]
    if gone := int(pairs.whole.size - pairs.whole.sum()):
        notes.append(f"{gone} of {pairs.whole.size} lack a score or an arm.")
    if between:
        notes.append("That one arm moved and another did not is no difference of arms: read the difference of changes.")
    else:
        notes.append("Without others to compare with, a change also holds what time alone does.")
    if small := [a for a, one in arms.items() if one["n"] < 10]:
        notes.append(f"Fewer than ten in: {', '.join(small)}. One woman can move this much.")
    if len(arms) > 1:
        notes.append("g is the change by the SD of the earlier scores, corrected for few people.")
    return notes


METHOD = Method(
    "paired",
    "How far scores moved within each arm, and whether one arm moved further.",
    (
        *PAIR_OPTIONS,
        Option("arm", "The column that says who is in which arm.", "column"),
        Option("reference", "The arm others are compared with; without it the first by name.", "text"),
        LEVEL,
    ),
    run,
    "alongside analyse paired hsaur3_BtheB_wide.csv --pre bdi.pre --post bdi.2m --arm treatment --reference TAU",
    keys={
        "arms": "By arm: `n`, `before`, `after` (means), `sd_before`, `sd_after`, `r`, `change`, `se`, `df`, `t`, `p`, "
        "`lo`, `hi`; `d` (by the SD before), `g` (corrected), `dz` (by the SD of changes); `up`, `down`, `same`, "
        "`p_sign` (exact), `p_wilcoxon`.",
        "between": "A list, each arm against the reference: `difference` of mean changes, `se`, `df`, `t`, `p`, `lo`, "
        "`hi` (Welch); `g`, `g_lo`, `g_hi` (by the pooled SD before, corrected).",
    },
    limits=(
        "Scores high or low by chance at the start come back by themselves (regression to the mean): only the "
        "comparison of arms takes that away, and only if they began alike.",
        "Limits of g take the SD as known.",
    ),
)
