"""Tests between arms of what `change` counted in each."""

from __future__ import annotations

from typing import Any

import numpy as np

from alongside.evaluation.analyse.outcome import Part
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import tables
from alongside.evaluation.methods.refusing import Unfit

GOOD = ("Recovered", "Improved")
SHOWN = ("arm", "against", "p_chi2", "p_exact", "p_trend", "difference", "low", "high", "number_needed")


def between_arms(values: dict[str, Any], notes: list[str], levels: list[str]) -> None:
    """Put ``between`` beside the counts: each arm against the first, over all classes and for improved or better."""
    rows = values["summary"]
    names = list(dict.fromkeys(row["category"] for row in rows))
    counts = {level: [row["n"] for row in rows if row["group"] == level] for level in levels}
    first = levels[0]
    values["between"] = []
    for other in levels[1:]:
        found: dict[str, Any] = {
            "arm": other,
            "against": first,
            "classes": names,
            "counts": [counts[other], counts[first]],
        }
        both = np.array([counts[other], counts[first]])
        try:
            found |= _tests(both, names)
        except Unfit as why:
            found |= {"refused": why.code}
            notes.append(Sentence("{other} against {first}: {what}", other=other, first=first, what=why.what))
        values["between"].append(found)
    notes.append(
        Sentence("Of the tests between arms the one that counts was named before: exact, if few are expected anywhere.")
    )


def _tests(both: np.ndarray, names: list[str]) -> dict[str, Any]:
    seen = both[:, both.sum(axis=0) > 0]
    if seen.shape[1] < 2:
        raise Unfit("no_variance", "Everybody is in one class, so arms cannot differ.")
    tables.check(seen)
    found = tables.chi_square(seen) | tables.trend(seen)
    if seen.shape == (2, 2):
        from scipy.stats import fisher_exact

        found["p_exact"] = float(fisher_exact(seen)[1])
    else:
        found["p_exact"] = tables.freeman_halton(seen)  # type: ignore[assignment]
    found["p_mann_whitney"] = tables.ordered(seen)[0]
    good = [n for n, name in enumerate(names) if name in GOOD]
    yes = both[:, good].sum(axis=1)
    split = np.column_stack([yes, both.sum(axis=1) - yes])
    return {**found, **tables.of_first_column(split)}


def as_part(between: list[dict[str, Any]]) -> Part:
    """For people: one line for each arm against the first."""
    return Part("Between arms", SHOWN, [[each.get(key) for key in SHOWN] for each in between])
