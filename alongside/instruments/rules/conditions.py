"""Conditions over answers, with three outcomes: it holds, it does not, or nobody can know yet.

A missing answer is never taken for nought. Every value is an interval from the least to the most it could be; a
condition holds (or fails) when it does so for the whole interval, and is unknown otherwise. An answer that is there is
an interval of one point.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Interval = tuple[Any, Any]  # (least, most): numbers, or arrays of numbers in the vectorised twin
NO_IDEA: Interval = (float("-inf"), float("inf"))

COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """A comparison with a fixed number: ``>= 2``."""

    op: str
    value: float

    def holds(self, value: Any) -> Any:
        """True where ``value`` (a number or an array) stands as asked to the fixed number."""
        return COMPARE[self.op](value, self.value)


class Known(Protocol):
    """What a condition may ask: the least and the most that an item or a scale could be."""

    def item(self, name: str) -> Interval:
        """Raw option value of an item."""

    def scale(self, code: str) -> Interval:
        """Value of a scale before rounding."""

    def count(self, name: str, check: Check) -> Interval:
        """1 where the item passes the check, else 0."""


@dataclass(frozen=True)
class Item:
    """The raw answer to one item."""

    name: str

    def among(self, known: Known) -> Interval:
        """The least and the most it could be."""
        return known.item(self.name)


@dataclass(frozen=True)
class Sum:
    """The sum of raw answers."""

    names: tuple[str, ...]

    def among(self, known: Known) -> Interval:
        """The least and the most it could be."""
        parts = [known.item(name) for name in self.names]
        return sum(low for low, _ in parts), sum(high for _, high in parts)


@dataclass(frozen=True)
class Count:
    """How many items pass a check; ``but`` holds other checks for single items."""

    names: tuple[str, ...]
    check: Check
    but: Mapping[str, Check] = field(default_factory=dict)

    def among(self, known: Known) -> Interval:
        """The least and the most it could be."""
        parts = [known.count(name, self.but.get(name, self.check)) for name in self.names]
        return sum(low for low, _ in parts), sum(high for _, high in parts)


@dataclass(frozen=True)
class Scale:
    """The value of a scale; unknown when it is not scored."""

    code: str

    def among(self, known: Known) -> Interval:
        """The least and the most it could be."""
        return known.scale(self.code)


@dataclass(frozen=True)
class Fixed:
    """A number."""

    value: float

    def among(self, known: Known) -> Interval:
        """Itself."""
        return self.value, self.value


Term = Item | Sum | Count | Scale | Fixed


@dataclass(frozen=True)
class Compare:
    """``left op right``."""

    left: Term
    op: str
    right: Term


@dataclass(frozen=True)
class AllOf:
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """Holds when one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """Holds when its part does not."""

    part: Condition


Condition = Compare | AllOf | AnyOf | Not


def verdict(condition: Condition, known: Known) -> tuple[Any, Any]:
    """``(surely, possibly)``: surely holds, and may hold. Unknown is ``(False, True)``. Works on arrays alike."""
    if isinstance(condition, Compare):
        return _compared(condition.op, condition.left.among(known), condition.right.among(known))
    if isinstance(condition, Not):
        surely, possibly = verdict(condition.part, known)
        return _opposite(possibly), _opposite(surely)
    both = [verdict(part, known) for part in condition.parts]
    join = operator.and_ if isinstance(condition, AllOf) else operator.or_
    surely, possibly = both[0]
    for more_surely, more_possibly in both[1:]:
        surely, possibly = join(surely, more_surely), join(possibly, more_possibly)
    return surely, possibly


def holds(condition: Condition, known: Known) -> bool | None:
    """True, False, or None when a missing answer leaves it open. For one person, not for arrays."""
    surely, possibly = verdict(condition, known)
    return True if surely else (None if possibly else False)


def _compared(op: str, left: Interval, right: Interval) -> tuple[Any, Any]:
    (low, high), (other_low, other_high) = left, right
    if op in (">=", ">"):
        return COMPARE[op](low, other_high), COMPARE[op](high, other_low)
    if op in ("<=", "<"):
        return COMPARE[op](high, other_low), COMPARE[op](low, other_high)
    same = (low == high) & (other_low == other_high) & (low == other_low)
    touching = (low <= other_high) & (high >= other_low)
    return (same, touching) if op == "=" else (_opposite(touching), _opposite(same))


def _opposite(truth: Any) -> Any:
    return not truth if isinstance(truth, bool) else ~truth


def names_in(condition: Condition) -> tuple[set[str], set[str]]:
    """The items and the scales that a condition asks about."""
    if isinstance(condition, Compare):
        items: set[str] = set()
        scales: set[str] = set()
        for term in (condition.left, condition.right):
            if isinstance(term, Item):
                items.add(term.name)
            elif isinstance(term, (Sum, Count)):
                items.update(term.names)
            elif isinstance(term, Scale):
                scales.add(term.code)
        return items, scales
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    found = [names_in(part) for part in parts]
    return set().union(*(i for i, _ in found)), set().union(*(s for _, s in found))
