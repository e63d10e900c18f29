"""The WHO Child Growth Standards as tables: L, M and S for every day of age from 0 to 1856 (see LICENCE.md)."""

from __future__ import annotations

import csv
import functools
import math
from importlib import resources
from typing import NamedTuple

LAST_DAY = 1856
MEASURED = ("weight", "length", "head")
CHARTS = ("girls", "boys")


class LMS(NamedTuple):
    """Power (L), median in kg or cm (M) and coefficient of variation (S) of one day of age."""

    l: float  # noqa: E741 (the letters are WHO's own)
    m: float
    s: float

    def at(self, z: float) -> float:
        """The value (kg, cm) that lies ``z`` standard deviations from the median, for ``z`` from -3 to 3."""
        if self.l == 0:
            return self.m * math.exp(self.s * z)
        return float(self.m * (1 + self.l * self.s * z) ** (1 / self.l))


@functools.cache
def table(measured: str, chart: str) -> tuple[LMS, ...]:
    """One value for each day from 0 to ``LAST_DAY``; kept once read. Raises KeyError for a word it does not know."""
    if measured not in MEASURED or chart not in CHARTS:
        raise KeyError(f"no table of {measured} for {chart}")
    with resources.files(__package__).joinpath(f"{measured}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(LMS(*(float(row[f"{chart}_{part}"]) for part in "lms")) for row in csv.DictReader(lines))
