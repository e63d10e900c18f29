"""In how many parts of her life did each woman gain? The joint profile of several changes.

Counts only; whoever moved by the least that counts, or more, in the good direction has gained. Limits of shares: Wilson
(1927). Were gains independent of each other, the number of them would have the Poisson–binomial distribution.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.linking import wilson
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


def gains(before: Array, after: Array, better: Array, least: Array) -> NDArray[np.int8]:
    """1 gained, −1 lost, 0 neither: (people, domains). better: 1 or −1 a domain; least: points that count, ≥ 0.

    Where ``least`` is 0 any movement counts. No value may be missing.
    """
    if (least < 0).any():
        raise Unfit("bad_option", "The least change that counts is 0 or more.")
    moved = (after - before) * better
    counts = np.where(least > 0, np.abs(moved) >= least, moved != 0)
    return np.where(counts, np.sign(moved), 0).astype(np.int8)


def profile(found: NDArray[np.int8], level: float = 0.95) -> dict[str, Any]:
    """``found`` (people, domains) as of ``gains``: each domain's shares, how many gained in how many domains.

    ``expected``: people with so many gains, were gains independent. Raises Unfit: no_rows.
    """
    people, domains = found.shape
    if not people:
        raise Unfit("no_rows", "Nobody has every score.")
    gained = found > 0
    each = []
    for column in found.T:
        k = int((column > 0).sum())
        lo, hi = wilson(k, people, level)
        each.append({"gained": k, "same": int((column == 0).sum()), "lost": int((column < 0).sum()),
                     "share": k / people, "lo": lo, "hi": hi})  # fmt: skip
    chance = np.array([1.0])
    for share in gained.mean(axis=0):
        chance = np.convolve(chance, [1 - share, share])
    number = gained.sum(axis=1)
    return {
        "n": people,
        "domains": each,
        "mean_gains": float(number.mean()),
        "numbers": [
            {"gains": k, "n": int((number == k).sum()), "share": float((number == k).mean()),
             "expected": float(chance[k] * people)} for k in range(domains + 1)
        ],
        "at_least_one": float((number > 0).mean()),
        "in_all": float((number == domains).mean()),
    }  # fmt: skip
