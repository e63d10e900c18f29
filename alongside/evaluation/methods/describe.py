"""Who is there: counts, means and spread by group."""

from __future__ import annotations

import numpy as np


def summaries(values: np.ndarray, groups: np.ndarray, many: int) -> dict[str, np.ndarray]:
    """Counts, missing, mean, SD (n - 1), SE, median and quartiles, smallest and largest of each group.

    Estimand: the sample's own distribution; nothing is assumed about who is missing. ``values``: float64 (n,), nan is
    missing; ``groups``: int (n,), 0 … many - 1, others are left out. Quartiles interpolate linearly (type 7 of
    Hyndman and Fan 1996). Returns arrays (many,), nan where they are not defined (an SD needs two).
    """
    found = {name: np.full(many, np.nan) for name in ("mean", "sd", "se", "median", "q1", "q3", "smallest", "largest")}
    n, missing = np.zeros(many, dtype=int), np.zeros(many, dtype=int)
    for group in range(many):
        inside = values[groups == group]
        there = inside[~np.isnan(inside)]
        n[group], missing[group] = there.size, inside.size - there.size
        if not there.size:
            continue
        found["mean"][group] = there.mean()
        found["q1"][group], found["median"][group], found["q3"][group] = np.quantile(there, [0.25, 0.5, 0.75])
        found["smallest"][group], found["largest"][group] = there.min(), there.max()
        if there.size > 1:
            found["sd"][group] = there.std(ddof=1)
            found["se"][group] = found["sd"][group] / np.sqrt(there.size)
    return {"n": n, "missing": missing, **found}
