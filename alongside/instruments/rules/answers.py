"""One answer at a time: may it be given? Which items are asked now? Does somebody need to hear of it?"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from alongside.instruments.rules.conditions import Check, Interval, holds
from alongside.instruments.rules.definition import NOT_APPLICABLE, PREFER_NOT, Critical, Definition, Item, Scale, plain
from alongside.recordkeeping.rules import Decision

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?|[+-]?\.[0-9]+")
ASKED = "item_level"


class Invalid(Exception):
    """An answer that cannot be given to this item. ``code`` is for pages, the text for files and people."""

    def __init__(self, code: str, says: str, because: str = "") -> None:
        super().__init__(says)
        self.code, self.because = code, because


def cleaned(item: Item, value: object) -> int | float | str | None:
    """The answer as it counts: a number, a text for items that are not scored, or None when there is none.

    None, "", NaN and "prefer_not" are missing; "NA" is what the instrument says it counts. Numbers may
    come as text ("2"). Raises Invalid for anything else: nothing is guessed.
    """
    if type(value) is int and value in item.values:
        return value  # nearly every answer
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "" or value == PREFER_NOT or (isinstance(value, float) and math.isnan(value)):
        return None
    if value == NOT_APPLICABLE and NOT_APPLICABLE not in {v for v, _ in item.options}:
        if item.na_value is None:
            raise Invalid("na_not_allowed", f"NA not allowed for item {item.id}")
        return item.na_value
    number = _number(value)
    if item.number:
        if number is not None and _fits(item, number):
            return number
    elif number is not None and number in item.values:
        return number
    elif isinstance(value, str) and any(value == v for v, _ in item.options if isinstance(v, str)):
        return value
    raise Invalid("not_a_choice", f"invalid value {_shown(value, number)} for item {item.id}")


def _number(value: object) -> int | float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return plain(float(value)) if len(value) <= 40 and NUMBER.fullmatch(value) else None
    if isinstance(value, (int, float, Decimal, Fraction)) or hasattr(value, "__float__"):
        try:
            number = float(value)  # type: ignore[arg-type]
        except OverflowError:
            return None
        return plain(number) if math.isfinite(number) else None
    return None


def _fits(item: Item, number: float) -> bool:
    limits = item.number
    assert limits
    steps = (Fraction(str(number)) - Fraction(str(limits.low))) / Fraction(str(limits.step))
    return limits.low <= number <= limits.high and steps.denominator == 1


def _shown(value: object, number: float | None) -> str:
    if number is not None:
        return str(number)
    text = "".join(c if c.isprintable() else " " for c in str(value))
    return text if len(text) <= 40 else text[:39] + "…"


@dataclass(frozen=True)
class OnePerson:
    """What is known of one person's answers: ``values`` after ``cleaned``; ``scales`` as far as they are scored."""

    definition: Definition
    values: Mapping[str, int | float | str]
    scales: Mapping[str, int | Fraction | None]

    def item(self, name: str) -> Interval:
        """The answer twice, or all that it could be."""
        value = self.values.get(name)
        if value is None:
            return self.definition.item(name).among
        return value, value

    def scale(self, code: str) -> Interval:
        """The exact value twice, or all that it could be."""
        value = self.scales.get(code)
        return (value, value) if value is not None else (float("-inf"), float("inf"))

    def count(self, name: str, check: Check) -> Interval:
        """1 or 0 twice; for a missing answer, what it could be."""
        value = self.values.get(name)
        if value is not None:
            passes = int(bool(check.holds(value)))
            return passes, passes
        could = could_pass(self.definition.item(name), check)
        return int(all(could)), int(any(could))


def could_pass(item: Item, check: Check) -> list[bool]:
    """For each answer that may be given (for a number: the least and the most), whether it passes."""
    possible = item.among if item.number else item.values
    return [bool(check.holds(value)) for value in possible] or [False]


def check_answer(definition: Definition, item_id: str, value: object) -> Decision:
    """Whether this answer may be saved. Codes: ``unknown_item``, ``not_a_choice``, ``na_not_allowed``.

    No answer, and "prefer not to say", may always be saved.
    """
    if item_id not in definition.every_item:
        return Decision(False, "unknown_item")
    try:
        cleaned(definition.item(item_id), value)
    except Invalid as why:
        return Decision(False, why.code)
    return Decision(True)


def fires(definition: Definition, item_id: str, value: object) -> Critical | None:
    """The critical answer that this one is, if it is one. Looks at one saved answer; the form need not be complete."""
    if item_id not in definition.every_item or (isinstance(value, str) and value.strip() == NOT_APPLICABLE):
        return None
    try:
        number = cleaned(definition.item(item_id), value)
    except Invalid:
        return None
    if number is None or isinstance(number, str):
        return None
    return next((c for c in definition.critical if c.item == item_id and c.check.holds(number)), None)


def readable(definition: Definition, answers: Mapping[str, Any]) -> dict[str, int | float | str]:
    """Those answers that are there and may be given; everything else is left out."""
    found = {}
    for name, item in definition.every_item.items():
        try:
            value = cleaned(item, answers.get(name))
        except Invalid:
            continue
        if value is not None:
            found[name] = value
    return found


def shown(definition: Definition, answers: Mapping[str, Any], *, mode: str = ASKED) -> list[str]:
    """The ids of the items to ask now, in order.

    After the gate only what the answer lets through; nothing that a skip rule leaves out; a follow-up only when its
    condition surely holds. ``mode`` "total_only": only the question that takes the place of all others.
    """
    values = readable(definition, answers)
    known = OnePerson(definition, values, {})
    ids = []
    if definition.gate:
        first = definition.gate.item.id
        if values.get(first) is None or values[first] in definition.gate.stops:
            return [first]
        ids.append(first)
    skipped = {name for rule in definition.skips if holds(rule.when, known) for name in rule.skips}
    wanted = "" if mode == ASKED else mode
    for item in definition.items:
        asked = item.mode == wanted and item.id not in skipped
        if asked and (item.shown_if is None or holds(item.shown_if, known)):
            ids.append(item.id)
    return ids


def counted(definition: Definition, answers: Mapping[str, Any], *, mode: str = ASKED) -> dict[str, Any]:
    """Answers to items that are asked: what was answered before a skip rule left it out is set aside, not scored."""
    asked = set(shown(definition, answers, mode=mode))
    return {name: value for name, value in answers.items() if name in asked}


def possible(scale: Scale, item: Item) -> tuple[float, float]:
    """The least and the most that one item can add to a scale before weights, after reversal."""
    low, high = item.among
    if scale.maps:
        return min(scale.maps[item.id]), max(scale.maps[item.id])
    if item.id in scale.reverse:
        return scale.reverse_base - high, scale.reverse_base - low
    return low, high
