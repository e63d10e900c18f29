"""What an instrument is: its items, their values, and how scores come of them. Read from a file by ``reading.read``.

A definition never changes once it is published; an answer keeps the definition it was given to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from alongside.instruments.rules.conditions import Check, Condition

PREFER_NOT = "prefer_not"  # she was asked and would rather not say: missing, but not "not asked"
NOT_APPLICABLE = "NA"

Value = int | float | str


@dataclass(frozen=True)
class Number:
    """A typed number instead of options: a result read off a licensed form, an amount of money."""

    low: float
    high: float
    step: float = 1


@dataclass(frozen=True)
class Item:
    """One question. ``options``: what is stored, and its label. ``na_value``: what "not applicable" counts, if it may
    be chosen. ``mode``: "total_only" for a question that takes the place of all others."""

    id: str
    text: str = ""
    options: tuple[tuple[Value, str], ...] = ()
    number: Number | None = None
    scored: bool = True
    na_value: int | float | None = None
    shown_if: Condition | None = None
    required_if: str = ""
    mode: str = ""

    @cached_property
    def values(self) -> tuple[int | float, ...]:
        """The numbers that may be chosen."""
        return tuple(value for value, _ in self.options if not isinstance(value, str))

    @cached_property
    def among(self) -> tuple[float, float]:
        """The least and the most that may be answered."""
        if self.number:
            return self.number.low, self.number.high
        return (min(self.values), max(self.values)) if self.values else (float("-inf"), float("inf"))


@dataclass(frozen=True)
class Critical:
    """An answer that a named person must hear of at once. It looks at the raw answer, on every save."""

    item: str
    check: Check
    label: str

    @property
    def op(self) -> str:
        """How the answer is compared."""
        return self.check.op

    @property
    def value(self) -> float:
        """What the answer is compared with."""
        return self.check.value


@dataclass(frozen=True)
class Cutoff:
    """A published threshold. ``key``: ``>=10``, as it is written behind the scale's code."""

    check: Check
    label: str
    source: str = ""

    @cached_property
    def key(self) -> str:
        """``>=10``."""
        return f"{self.check.op}{plain(self.check.value)}"


@dataclass(frozen=True)
class Band:
    """A range with a name. It begins at ``low`` and goes on to where the next begins, so that 9.4 has one too."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class ByMonth:
    """A threshold that depends on the child's age in months (SWYC)."""

    op: str
    months: Mapping[int, float]
    met: str
    otherwise: str
    none: str

    def band(self, value: Any, months: int | None) -> str | None:
        """The words for ``value`` at this age; None when the age is not known."""
        if months is None:
            return None
        if months not in self.months:
            return self.none
        return self.met if Check(self.op, self.months[months]).holds(value) else self.otherwise


@dataclass(frozen=True)
class Missing:
    """What becomes of a scale when answers are missing.

    ``none``: not scored. ``prorate_sum``: sum of those answered x items / answered. ``available``: mean or per cent of
    those answered. ``lower_bound``: "at least". ``skip_rule_zero``: what a skip rule leaves out counts as the rule
    says. ``zero``: counts as nought, only where the instrument's own authors say so.
    """

    most: int = 0
    method: str = "none"
    basis: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a weighted scale: the sum of ``items``, perhaps its natural logarithm, times a weight."""

    items: tuple[str, ...]
    divide: float = 1
    multiply: float = 1
    logarithm: bool = False


@dataclass(frozen=True)
class Scale:
    """How one score comes of items. ``reverse``: items counted as ``reverse_base`` minus the answer."""

    code: str
    items: tuple[str, ...]
    method: str
    title: str = ""
    reverse: frozenset[str] = frozenset()
    reverse_base: float = 0
    multiply: float = 1
    range: tuple[float, float] | None = None
    direction: str = ""
    missing: Missing = Missing()
    bands: tuple[Band, ...] = ()
    bands_below: tuple[tuple[float, str], ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    decimals: int = 2
    maps: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    positive_low: frozenset[str] = frozenset()
    parts: tuple[Part, ...] = ()
    by_month: ByMonth | None = None
    entered: str = ""

    @property
    def has_bands(self) -> bool:
        """Whether its values have names."""
        return bool(self.bands or self.bands_below or self.by_month)

    @property
    def better(self) -> str:
        """ "lower", "higher", or "" where neither is better (a curvilinear scale, a count of what was met)."""
        for begins, better in (("higher_better", "higher"), ("higher_worse", "lower"), ("lower_better", "lower")):
            if self.direction.startswith(begins):
                return better
        return ""


@dataclass(frozen=True)
class Algorithm:
    """A pattern over answers, such as the diagnostic pattern of PHQ-9. The first result whose condition holds."""

    code: str
    results: tuple[tuple[Any, Condition], ...]
    otherwise: Any
    rule: str = ""
    source: str = ""


@dataclass(frozen=True)
class Gate:
    """A first question. An answer in ``stops`` ends the form, and every item then counts ``implies``."""

    item: Item
    stops: tuple[int | float, ...]
    implies: int | float = 0


@dataclass(frozen=True)
class Skip:
    """When ``when`` holds, ``skips`` are not asked; left blank they count ``implies``."""

    when: Condition
    skips: tuple[str, ...]
    implies: int | float = 0
    says: str = ""


@dataclass(frozen=True)
class Validator:
    """Answers that cannot stand together. ``item`` is the one named to the person who typed them."""

    item: str
    require: Condition
    rule: str = ""


@dataclass(frozen=True)
class Licence:
    """Who may use the words. ``text``: "shipped", "overlay" (a site with permission installs them) or "score_only".

    ``notice`` stands on every rendering of the instrument, on screen and on paper.
    """

    kind: str = ""
    flags: frozenset[str] = frozenset()
    statement: str = ""
    notice: str = ""
    text: str = "score_only"
    seen: bool = False


@dataclass(frozen=True)
class Definition:
    """One version of one instrument, in one language."""

    code: str
    version: str
    title: str
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    language: str = "en"
    respondent: str = ""
    subject: str = "woman"
    category: str = ""
    constructs: tuple[str, ...] = ()
    recall: str = ""
    citation: str = ""
    minutes: int | None = None
    opt_in: bool = False
    default_enabled: bool = True
    static: bool = False
    groups_only: bool = False
    anonymous: bool = False
    modes: tuple[str, ...] = ()
    child_age_months: tuple[int, int] | None = None
    instructions: str = ""
    stem: str = ""
    introduction: str = ""
    algorithms: tuple[Algorithm, ...] = ()
    critical: tuple[Critical, ...] = ()
    gate: Gate | None = None
    skips: tuple[Skip, ...] = ()
    validators: tuple[Validator, ...] = ()
    licence: Licence = Licence()
    norms: tuple[Mapping[str, Any], ...] = ()
    reliability: tuple[Mapping[str, Any], ...] = ()
    examples: tuple[Mapping[str, Any], ...] = ()
    source: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def every_item(self) -> dict[str, Item]:
        """Items by id, in the order they are asked: the gate first."""
        first = (self.gate.item,) if self.gate else ()
        return {item.id: item for item in (*first, *self.items)}

    @cached_property
    def every_scale(self) -> dict[str, Scale]:
        """Scales by code."""
        return {scale.code: scale for scale in self.scales}

    def item(self, item_id: str) -> Item:
        """The item with this id. Raises KeyError."""
        return self.every_item[item_id]

    def scale(self, code: str) -> Scale:
        """The scale with this code. Raises KeyError."""
        return self.every_scale[code]


def plain(number: float) -> int | float:
    """4.0 as 4; 4.5 as it is."""
    return int(number) if float(number).is_integer() else float(number)
