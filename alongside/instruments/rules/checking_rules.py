"""Rules of a definition that cannot be: they ask for what is not there, never hold, or wait for themselves."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from alongside.instruments.rules.answers import could_pass, possible
from alongside.instruments.rules.conditions import (
    AllOf,
    AnyOf,
    Check,
    Compare,
    Condition,
    Interval,
    Not,
    holds,
    names_in,
)
from alongside.instruments.rules.definition import Definition, Scale, plain
from alongside.instruments.rules.noting import Notes
from alongside.instruments.rules.words import listed
from alongside.safekeeping.terms import Category

SUBJECTS = ("woman", "child", "dyad", "service")


@dataclass(frozen=True)
class Anybody:
    """What could be answered when nothing is known: a condition that is not open then can never be, or is always so."""

    definition: Definition

    def item(self, name: str) -> Interval:
        """All that may be answered."""
        return self.definition.item(name).among

    def scale(self, code: str) -> Interval:
        """All that the scale can come to."""
        return reach(self.definition, self.definition.scale(code))

    def count(self, name: str, check: Check) -> Interval:
        """1 or 0, as far as any answer passes."""
        could = could_pass(self.definition.item(name), check)
        return int(all(could)), int(any(could))


def problems_of_rules(definition: Definition, notes: Notes) -> None:
    """Note every rule that cannot be."""
    if not definition.items:
        notes.add("scoring.items", "A definition needs at least one item.")
    if definition.subject not in SUBJECTS:
        notes.add("scoring.subject", f"Who is it about? One of {', '.join(SUBJECTS)}.")
    categories = [category.name.lower() for category in Category]
    if definition.category not in categories:
        notes.add("scoring.category", f"“category” says who may read the answers: one of {', '.join(categories)}.")
    if definition.gate and definition.gate.item.id in {item.id for item in definition.items}:
        notes.add("scoring.gate", "Its id is also that of an item.")
    codes = [scale.code for scale in definition.scales] + [a.code for a in definition.algorithms]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        notes.add("scoring.algorithms", f"“{code}” is the name of two results.")
    for scale in definition.scales:
        _scale(definition, scale, f"scoring.scales “{scale.code}”", notes)
    _items(definition, notes)
    _conditions(definition, notes)
    _critical(definition, notes)
    _norms(definition, notes)


def reach(definition: Definition, scale: Scale) -> tuple[float, float]:
    """The least and the most that a scale can come to."""
    if scale.method == "percent_positive":
        return 0, 100
    if scale.method == "weighted":
        low = high = 0.0
        for part in scale.parts:
            ends = [sum(definition.item(name).among[n] for name in part.items) for n in (0, 1)]
            if part.logarithm:
                ends = [math.log(end) if end > 0 else 0 for end in ends]
            weighed = sorted(end * part.multiply / part.divide for end in ends)
            low, high = low + weighed[0], high + weighed[1]
        return low * scale.multiply, high * scale.multiply
    ends_of = [possible(scale, definition.item(name)) for name in scale.items]
    lows, highs = [low for low, _ in ends_of], [high for _, high in ends_of]
    if scale.method == "mean":
        low, high = sum(lows) / len(lows), sum(highs) / len(highs)
    elif scale.method == "max":
        low, high = max(lows), max(highs)
    else:
        low, high = sum(lows), sum(highs)
    return low * scale.multiply, high * scale.multiply


def _known(definition: Definition, names: Iterable[str], where: str, notes: Notes) -> bool:
    missing = [name for name in names if name not in definition.every_item]
    if missing:
        notes.add(where, f"There is no item {listed(missing)}.")
    return not missing


def _scale(definition: Definition, scale: Scale, where: str, notes: Notes) -> None:
    inside = {name for part in scale.parts for name in part.items} | set(scale.items)
    if not _known(definition, [*scale.items, *sorted(inside - set(scale.items))], where, notes):
        return
    if scale.parts and inside != set(scale.items):
        notes.add(where, "“items” and the items of its “terms” are not the same.")
    for name in scale.items:
        item = definition.item(name)
        if not item.scored:
            notes.add(where, f"Item {name} is not scored, and yet it is part of this scale.")
        if any(isinstance(value, str) for value, _ in item.options):
            notes.add(where, f"Answers to item {name} are words; only numbers can be scored.")
            return
        if scale.maps and sorted(item.values) != list(range(1, len(scale.maps[name]) + 1)):
            notes.add(where, f"Item {name}: a position map needs the answers 1 to {len(scale.maps[name])}.")
            return
    _reversals(definition, scale, where, notes)
    _missing(scale, where, notes)
    if scale.method not in ("sum", "mean") and (definition.gate or scale.missing.method == "skip_rule_zero"):
        notes.add(where, "What a gate or a skip rule leaves out can be counted in sums and means only.")
    low, high = reach(definition, scale)
    if scale.range and not all(math.isclose(a, b, abs_tol=1e-9) for a, b in zip(scale.range, (low, high), strict=True)):
        notes.add(where, f"“range” says {_span(*scale.range)}, but its items come to {_span(low, high)}.")
    _bands(scale, low, high, where, notes)
    for cutoff in scale.cutoffs:
        if cutoff.check.holds(low) == cutoff.check.holds(high):
            notes.add(
                where, f"The cut-off {cutoff.key} divides nobody from anybody: values go from {_span(low, high)}."
            )
    if scale.entered and _known(definition, [scale.entered], where, notes):
        if scale.entered in scale.items:
            notes.add(where, "“entered” cannot be one of its own items.")
        if not definition.item(scale.entered).number:
            notes.add(where, f"Item {scale.entered} must be a number to be entered for the scale.")


def _reversals(definition: Definition, scale: Scale, where: str, notes: Notes) -> None:
    for name in sorted(scale.reverse - set(scale.items)):
        notes.add(where, f"Item {name} is reversed, but it is not part of this scale.")
    for name in scale.items:
        low, high = definition.item(name).among
        if name in scale.reverse and scale.reverse_base != low + high:
            says = f"“reverse_base” {plain(scale.reverse_base)} does not turn the answers {_span(low, high)} round"
            notes.add(where, f"{says} (item {name}); {plain(low + high)} does.")
        if name in scale.reverse and definition.item(name).na_value is not None:
            notes.add(where, f"Item {name} is reversed and may be “not applicable”: it is not clear what that counts.")


def _missing(scale: Scale, where: str, notes: Notes) -> None:
    method, most = scale.missing.method, scale.missing.most
    fits = {"prorate_sum": ("sum", "position_map"), "available": ("mean", "percent_positive", "max")}
    if method in fits and scale.method not in fits[method]:
        notes.add(where, f"“{method}” is for {listed(fits[method])}, not for {scale.method}.")
    if method in ("prorate_sum", "available") and not 0 < most < len(scale.items):
        notes.add(where, f"“max_missing” must be from 1 to {len(scale.items) - 1} for “{method}”.")
    if method in ("none", "lower_bound", "skip_rule_zero") and most:
        notes.add(where, f"“max_missing” {most} does nothing with “{method}”.")
    if method == "lower_bound" and scale.method not in ("sum", "position_map"):
        notes.add(where, "“at least” can be said of sums only.")


def _bands(scale: Scale, low: float, high: float, where: str, notes: Notes) -> None:
    bands = scale.bands
    if bands and scale.bands_below:
        notes.add(where, "Either “bands” or “bands_lt”, not both.")
    if bands and (bands[0].low > low or bands[-1].high < high):
        notes.add(where, f"The bands go from {_span(bands[0].low, bands[-1].high)}, values from {_span(low, high)}.")
    for before, after in pairwise(bands):
        if after.low - before.high > 1:
            notes.add(where, f"No band holds what lies between {plain(before.high)} and {plain(after.low)}.")
    if scale.bands_below and scale.bands_below[-1][0] <= high:
        notes.add(where, f"No band holds {plain(high)}.")


def _items(definition: Definition, notes: Notes) -> None:
    used = {name for scale in definition.scales for name in scale.items} | {s.entered for s in definition.scales}
    for item in definition.items:
        if item.scored and item.id not in used and definition.scales:
            notes.add("scoring.items", f"Item {item.id} is part of no scale. If so it shall be: “scored”: false.")
        if item.mode and item.mode not in definition.modes:
            notes.add("scoring.items", f"Item {item.id} belongs to the mode “{item.mode}”, which is not in “modes”.")
    if any(s.missing.method == "skip_rule_zero" for s in definition.scales) and not definition.skips:
        notes.add("scoring.skip_rules", "A scale counts what skip rules leave out, but there is no skip rule.")


def _conditions(definition: Definition, notes: Notes) -> None:
    """Each condition asks for what is there, can hold and can fail; no item waits for itself."""
    waits: dict[str, set[str]] = {}
    sound = True
    for item in definition.items:
        if item.shown_if:
            where = f"scoring.items “{item.id}”.shown_if"
            sound &= _condition(definition, item.shown_if, where, notes)
            waits.setdefault(item.id, set()).update(_asks(definition, item.shown_if))
    for n, rule in enumerate(definition.skips):
        where = f"scoring.skip_rules[{n}]"
        sound &= _known(definition, rule.skips, where, notes) and _condition(definition, rule.when, where, notes)
        for name in rule.skips:
            waits.setdefault(name, set()).update(_asks(definition, rule.when))
    for n, validator in enumerate(definition.validators):
        where = f"scoring.validators[{n}]"
        _known(definition, [validator.item], where, notes)
        _condition(definition, validator.require, where, notes)
    for algorithm in definition.algorithms:
        for n, (_, when) in enumerate(algorithm.results):
            _condition(definition, when, f"scoring.algorithms “{algorithm.code}”.results[{n}]", notes)
    circle = _circle(waits) if sound else []
    if circle:
        notes.add("scoring", f"Items {' → '.join(circle)} wait for each other in a circle: none could ever be asked.")


def _condition(definition: Definition, condition: Condition, where: str, notes: Notes) -> bool:
    items, scales = names_in(condition)
    good = _known(definition, sorted(items), where, notes)
    for code in sorted(scales):
        scale = definition.every_scale.get(code)
        if scale is None or not all(name in definition.every_item for name in scale.items):
            notes.add(where, f"There is no scale “{code}”." if scale is None else f"Scale “{code}” cannot be scored.")
            good = False
    if not good:
        return False
    for part in _parts(condition):
        answer = holds(part, Anybody(definition))
        if answer is not None:
            says = "This rule always holds" if answer else "This rule can never hold"
            notes.add(where, f"{says}, whatever is answered. Is a number or a sign wrong?")
            return False
    return True


def _parts(condition: Condition) -> list[Condition]:
    """The single comparisons; the whole is asked too, for parts that exclude each other."""
    if isinstance(condition, Compare):
        return [condition]
    inside = [condition.part] if isinstance(condition, Not) else list(condition.parts)
    assert isinstance(condition, (AllOf, AnyOf, Not))
    return [*(one for part in inside for one in _parts(part)), condition]


def _asks(definition: Definition, condition: Condition) -> set[str]:
    items, scales = names_in(condition)
    through = {name for code in scales if code in definition.every_scale for name in definition.scale(code).items}
    return items | through


def _circle(waits: dict[str, set[str]]) -> list[str]:
    """A circle of items, each waiting for the next; empty when there is none."""
    done: set[str] = set()
    for start in waits:
        path: list[str] = []
        stack = [(start, iter(sorted(waits.get(start, ()))))]
        path.append(start)
        while stack:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                done.add(name)
                stack.pop()
                path.pop()
            elif following in path:
                return [*path[path.index(following) :], following]
            elif following not in done:
                path.append(following)
                stack.append((following, iter(sorted(waits.get(following, ())))))
    return []


def _critical(definition: Definition, notes: Notes) -> None:
    for n, critical in enumerate(definition.critical):
        where = f"scoring.critical[{n}]"
        if not _known(definition, [critical.item], where, notes):
            continue
        could = could_pass(definition.item(critical.item), critical.check)
        if not any(could):
            notes.add(where, f"No answer to item {critical.item} is {critical.op} {plain(critical.value)}.")
        elif all(could):
            notes.add(where, f"Every answer to item {critical.item} would call somebody. Is the sign right?")


def _norms(definition: Definition, notes: Notes) -> None:
    for key, rows in (("norms", definition.norms), ("reliability", definition.reliability)):
        for n, row in enumerate(rows):
            where, code = f"scoring.{key}[{n}]", row.get("scale")
            if row.get("applies", True) and code not in definition.every_scale:
                notes.add(where, f"There is no scale “{code}”. If it belongs to another form: “applies”: false.")
            r, sd = row.get("r"), row.get("SD_ref")
            if r is not None and not (isinstance(r, (int, float)) and 0 <= r < 1):
                notes.add(where, "“r” is a number from 0 to below 1.")
            if sd is not None and not (isinstance(sd, (int, float)) and sd > 0):
                notes.add(where, "“SD_ref” is a number above nought.")


def _span(low: float, high: float) -> str:
    return f"{plain(round(low, 4))} to {plain(round(high, 4))}"
