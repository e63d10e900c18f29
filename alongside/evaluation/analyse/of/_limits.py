"""Limits of agreement of two or more raters, each with each, for ``agreement``."""

from __future__ import annotations

from itertools import combinations
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods.limits import limits
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


def told(table: Table, asked: SimpleNamespace) -> Outcome:
    """Bias and limits of every two raters, on the rows that both rated."""
    if len(asked.raters) < 2:
        raise Unfit("option_needed", "Limits of agreement compare two columns or more: name them with --raters.")
    if not 0.5 <= asked.coverage < 1:
        raise Unfit("bad_option", "--coverage is a share between .5 and 1, such as .95.")
    pairs: list[dict[str, Any]] = []
    notes = []
    for one, other in combinations(asked.raters, 2):
        both = table.complete(one, other)
        found = limits(table.numbers(one)[both], table.numbers(other)[both], asked.level, asked.coverage)
        pairs.append({"pair": f"{one} - {other}", **found})
        slope = found["slope"]
        if isinstance(slope, dict) and slope["p"] is not None and slope["p"] < 0.05:
            notes.append(
                Sentence(
                    "{one} - {other}: the difference changes with what is measured (p = {p:.2g}), so that one pair "
                    "of limits for all is too simple.",
                    one=one,
                    other=other,
                    p=slope["p"],
                )
            )
        if both.sum() < 60:
            notes.append(
                Sentence(
                    "{one} - {other}: with {many} pairs read the exact intervals of the limits.",
                    one=one,
                    other=other,
                    many=int(both.sum()),
                )
            )
    notes.append(
        Sentence("The limits take differences as normal. How far apart is too far is decided before, not by the data.")
    )
    notes.append(Sentence("Each row is taken as its own: children of one woman, or one person seen twice, need care."))
    rows = [
        [each["pair"], each["n"], line, block["estimate"], block["low"], block["high"], block.get("exact_low"),
         block.get("exact_high")]
        for each in pairs for line, block in (("bias", each["bias"]), ("lower limit", each["lower"]),
                                              ("upper limit", each["upper"]))
    ]  # fmt: skip
    series = [
        Series(each["pair"], ["lower limit", "bias", "upper limit"],
               *([each[line][key] for line in ("lower", "bias", "upper")] for key in ("estimate", "low", "high")))
        for each in pairs
    ]  # fmt: skip
    first = pairs[0]
    return Outcome(
        {"limits": pairs, "coverage": asked.coverage, "level": asked.level},
        [Part("Limits of agreement", ("", "n", "", "estimate", "from", "to", "exact from", "exact to"), rows)],
        notes,
        Sentence(
            "{pair}: {estimate:.3g} on average ({low:.3g} to {high:.3g}); {coverage:.0%} of differences lie "
            "from {lowest:.3g} to {highest:.3g}.",
            pair=first["pair"],
            estimate=first["bias"]["estimate"],
            low=first["bias"]["low"],
            high=first["bias"]["high"],
            coverage=asked.coverage,
            lowest=first["lower"]["estimate"],
            highest=first["upper"]["estimate"],
        ),
        who_is_in(
            table, asked.raters, int(np.any([table.complete(a, b) for a, b in combinations(asked.raters, 2)], 0).sum())
        ),
        Drawing("points", "Bias and limits of agreement", series, "difference", reference=0.0),
    )
