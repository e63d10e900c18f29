"""What other weights would have made of `risk`."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.outcome import Part
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import weighing
from alongside.evaluation.methods.refusing import Unfit


def weigh(
    asked: SimpleNamespace, factors: np.ndarray, y: np.ndarray, base: np.ndarray, names: list[str],
    values: dict[str, Any], notes: list[str], ways: dict[str, np.ndarray],
) -> Part:  # fmt: skip
    """Put ``sensitivity`` beside the line, and a note; the table for people. ``ways``: further weights by name. Raises
    Unfit for weights that do not fit."""
    weights = np.array(asked.weights) if asked.weights else None
    try:
        found = weighing.sensitivity(factors, y, base, names, asked.draws or 1000, asked.seed, weights, ways)
    except Unfit as why:
        if why.code == "bad_option":
            raise
        values["sensitivity"] = None
        return Part("Other weights", ("", "SDs for one SD"), [])
    values["sensitivity"] = found
    drawn = found["drawn"]
    notes.append(
        Sentence(
            "With {draws:,} other weights the slope, in SDs, lay between {low:.2f} and {high:.2f} (95% of "
            "them) where the plain count has {count:.2f}; {same_sign:.0%} had its sign.",
            draws=found["draws"],
            low=drawn["low"],
            high=drawn["high"],
            count=found["count"],
            same_sign=found["same_sign"],
        )
    )
    rows: list[list[Any]] = [["the count", found["count"]]]
    rows += [[Sentence("without {name}", name=name), slope] for name, slope in found["without"].items()]
    ends = {
        "low": Sentence("other weights, low"),
        "median": Sentence("other weights, median"),
        "high": Sentence("other weights, high"),
    }
    rows += [[ends[name], slope] for name, slope in drawn.items()]
    rows += [[name, slope] for name, slope in found.get("ways", {}).items()]
    rows += [["weights as given", found["weighted"]]] if "weighted" in found else []
    return Part("Other weights: SDs of the outcome for one SD of the index", ("", "SDs for one SD"), rows)
