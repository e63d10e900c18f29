"""Net-benefit regression of people, for ``cost``."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.of._columns import columns, groups
from alongside.evaluation.analyse.outcome import Part
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import net_benefit
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


def regressed(table: Table, asked: SimpleNamespace, kept: np.ndarray, k: np.ndarray) -> dict[str, Any]:
    """Each arm against the reference at every threshold; or ``why_not``, where these rows allow no such error."""
    codes, names = table.factor(asked.arm, asked.reference)
    others = columns(table, asked.covariates, asked, kept)
    also = others.names
    arms = np.stack([codes[kept] == place for place in range(1, len(names))]).astype(float)
    X = np.column_stack([np.ones(int(kept.sum())), arms.T, others.x[kept]])
    cluster = groups(table, asked.cluster)[kept] if asked.cluster else None
    errors = asked.errors or ("CR2" if cluster is not None else "HC3")
    try:
        found = net_benefit.regress(
            table.numbers(asked.cost)[kept], table.numbers(asked.effect)[kept], X,
            ["(Intercept)", *names[1:], *also], list(range(1, len(names))), k, errors, cluster, asked.level,
        )  # fmt: skip
    except Unfit as why:
        if asked.covariates or asked.errors:
            raise
        return {"why_not": why.what}
    pairs = {
        f"{name} - {names[0]}": {
            "inb": gain.estimate, "se": gain.se, "df": gain.df, "p": gain.p, "low": gain.low, "high": gain.high,
            "probability": gain.above, "dc": gain.cost, "de": gain.effect,
            "icer": gain.cost["estimate"] / gain.effect["estimate"] if gain.effect["estimate"] else None,
        }
        for name, gain in zip(names[1:], found, strict=True)
    }  # fmt: skip
    return {"n": int(kept.sum()), "errors": errors, "adjusted_for": also, "k": k, "comparisons": pairs}


def part(found: dict[str, Any]) -> Part:
    """The table of net benefits by threshold."""
    rows = [
        [name, float(worth), *(float(pair[key][n]) for key in ("inb", "low", "high", "p", "probability"))]
        for name, pair in found["comparisons"].items()
        for n, worth in enumerate(found["k"])
    ]
    beside = list(found["adjusted_for"])
    adjusted = Sentence(", allowing for {beside}", beside=beside) if beside else ""
    return Part(
        Sentence("Net benefit by regression{adjusted}", adjusted=adjusted),
        ["", "k", "net benefit", "from", "to", "p", "P(worth it)"],
        rows,
    )
