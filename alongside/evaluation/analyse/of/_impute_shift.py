"""What would have to be true of those who are missing before the answer turns: `impute --delta`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import (
    level_of,
)
from alongside.evaluation.analyse.outcome import Drawing, Part, Series
from alongside.evaluation.analyse.registry import number
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import imputing
from alongside.evaluation.methods.design import Design
from alongside.evaluation.methods.refusing import Unfit


def shift(
    asked: SimpleNamespace,
    reference: Design,
    sets: list[dict[str, np.ndarray]],
    filled: dict[str, np.ndarray],
    X: np.ndarray,
    y: np.ndarray,
    names: list[str],
    i: int,
    values: dict[str, Any],
    parts: list[Part],
) -> Drawing:
    """Add each delta to what was filled in of the outcome (in one arm, where asked), and see when the answer turns."""
    who = filled[asked.outcome]
    if asked.delta_where is not None:
        column, sign, text = asked.delta_where.partition("=")
        known = reference.variables.get(column)
        if not sign or known is None:
            raise Unfit(
                "bad_option", "--delta-where takes column=value, a column of the regression, such as tr=1 or arm=B."
            )
        if known.levels is not None and text in known.levels:
            who = who & (sets[0][column] == known.levels.index(text))
        else:
            who = who & (sets[0][column] == number("delta-where", text))
    if not who.any():
        raise Unfit("nothing_missing", "Nothing of the outcome was filled in there, so there is nothing to shift.")
    told = []
    for delta in asked.delta:
        coef, variances, df = imputing.regressions(X, y + delta * who, names)
        pooled = imputing.pool(coef, variances, df)
        line = pooled.lines(level_of(asked))
        told.append(
            {"delta": delta, "estimate": float(pooled.qbar[i]), "se": float(pooled.t[i] ** 0.5)}
            | {k: float(line[k][i]) for k in ("p", "lo", "hi")}
        )
    values["delta"] = told
    values["delta_rows"] = int(who.sum())
    values["tipping_point"] = imputing.tipping(np.array(asked.delta), np.array([t["estimate"] for t in told]))
    parts.append(
        Part(
            Sentence("{name}, were those missing otherwise by delta", name=names[i]),
            ("delta", "estimate", "se", "from", "to", "p"),
            [[t[k] for k in ("delta", "estimate", "se", "lo", "hi", "p")] for t in told],
        )
    )
    lines = [[t[k] for t in told] for k in ("delta", "estimate", "lo", "hi")]
    return Drawing(
        "curves",
        Sentence("{name} by delta", name=names[i]),
        [Series("estimate", *lines)],
        "delta",
        names[i],
        reference=0.0,
    )
