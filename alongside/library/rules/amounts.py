"""Amounts as sources give them: a number or a range, and how long something lasts."""

from __future__ import annotations

from dataclasses import dataclass

WEEKS_IN = {"weeks": 1.0, "months": 365.25 / 12 / 7, "years": 365.25 / 7}


@dataclass(frozen=True)
class Span:
    """From ``low`` to ``high``; the same twice for one number."""

    low: int
    high: int

    @property
    def one(self) -> bool:
        """One number, not a range."""
        return self.low == self.high

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Span) -> Span:
        return Span(self.low * other.low, self.high * other.high)


@dataclass(frozen=True)
class Lasts:
    """How long: ``span`` in ``unit`` (weeks, months or years), as the source says it."""

    span: Span
    unit: str

    @property
    def weeks(self) -> Span:
        """The same in whole weeks, rounded: 3 months are 13."""
        each = WEEKS_IN[self.unit]
        return Span(round(self.span.low * each), round(self.span.high * each))
