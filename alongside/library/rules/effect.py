"""How large an effect was, with its interval: worked out from counts where there are counts, else as it was published.

Sources: the interval of a difference between two shares is Wald's (Newcombe 1998, Stat Med 17:873-890, method 1), at
95 %, the one in which the figures of the requirements digest are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
DIFFERENCE, SMD, RATIO = KINDS = ("difference", "smd", "ratio")


@dataclass(frozen=True)
class Effect:
    """A figure from a source. ``difference``: how many of how many, with the programme and without. ``smd`` and
    ``ratio``: ``value`` with ``low`` and ``high`` where an interval was given. ``better``: "higher" or "lower".

    ``derived``: the counts were worked out by us from published percentages and were not printed anywhere we saw.
    """

    kind: str
    better: str
    programme: tuple[int, int] | None = None
    compared: tuple[int, int] | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    derived: bool = False


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval (None where none is known), turned so that more is better for people.

    ``unit``: "points" (percentage points), "sd" (standard deviations) or "times".
    """

    value: float
    low: float | None
    high: float | None
    unit: str

    @property
    def drawn(self) -> bool:
        """Only what has an interval is drawn: a dot alone looks surer than it is."""
        return self.low is not None and self.high is not None and self.unit != "times"


def shares(effect: Effect) -> tuple[float, float]:
    """The two shares of a difference, with the programme and without, in per cent. Raises ValueError for others."""
    if effect.programme is None or effect.compared is None:
        raise ValueError("only a difference has two shares")
    (some, of), (others, of_others) = effect.programme, effect.compared
    return 100 * some / of, 100 * others / of_others


def estimate(effect: Effect) -> Estimate:
    """The figure as it is shown. A ratio is not turned round: 0.5 stays 0.5."""
    if effect.kind == DIFFERENCE:
        value, low, high = _difference(effect)
    else:
        assert effect.value is not None
        value, low, high = effect.value, effect.low, effect.high
    unit = {DIFFERENCE: "points", SMD: "sd", RATIO: "times"}[effect.kind]
    if effect.better == "lower" and effect.kind != RATIO:
        value, low, high = -value, None if high is None else -high, None if low is None else -low
    return Estimate(value, low, high, unit)


def _difference(effect: Effect) -> tuple[float, float | None, float | None]:
    assert effect.programme is not None and effect.compared is not None
    (some, of), (others, of_others) = effect.programme, effect.compared
    one, other = some / of, others / of_others
    wide = Z95 * sqrt(one * (1 - one) / of + other * (1 - other) / of_others)
    return 100 * (one - other), 100 * (one - other - wide), 100 * (one - other + wide)
