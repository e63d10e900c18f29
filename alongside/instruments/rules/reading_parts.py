"""The parts of a definition file, read one by one: options, scales, algorithms, critical answers, skips, validators."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from alongside.instruments.rules.definition import (
    Algorithm,
    Band,
    ByMonth,
    Critical,
    Cutoff,
    Missing,
    Part,
    Scale,
    Skip,
    Validator,
)  # fmt: skip
from alongside.instruments.rules.noting import Notes
from alongside.instruments.rules.reading_conditions import read_check, read_condition, read_op

METHODS = ("sum", "mean", "max", "weighted", "position_map", "percent_positive")
MISSING = ("none", "prorate_sum", "available", "lower_bound", "skip_rule_zero", "zero")
SCALE_KEYS = [
    "code", "title", "items", "method", "reverse", "reverse_base", "multiply", "range", "direction", "missing",
    "bands", "bands_lt", "cutoffs", "decimals", "map_default", "map_items", "positive_low", "positive_high",
    "terms", "by_month", "entered", "note",
]  # fmt: skip


def unlike(names: list[str], where: str, what: str, notes: Notes) -> None:
    """No name twice."""
    for name in sorted({name for name in names if names.count(name) > 1}):
        notes.add(where, f"There is more than one {what} {name}.")


def read_options(value: Any, where: str, notes: Notes) -> tuple[tuple[Any, str], ...]:
    """Pairs of value and label."""
    found = []
    for n, pair in enumerate(notes.sequence(value, where)):
        good = isinstance(pair, (list, tuple)) and len(pair) == 2 and isinstance(pair[1], str)
        if not good or isinstance(pair[0], bool) or not isinstance(pair[0], (int, float, str)):
            notes.add(f"{where}[{n}]", "An option is written [value, “label”].")
            continue
        found.append((pair[0], pair[1]))
    values = [value for value, _ in found]
    if len(set(values)) < len(values):
        notes.add(where, "Two options have the same value.")
    return tuple(found)


def read_scales(value: Any, where: str, notes: Notes) -> tuple[Scale, ...]:
    """All scales."""
    return tuple(
        _scale(notes.mapping(one, f"{where}[{n}]"), f"{where}[{n}]", notes)
        for n, one in enumerate(notes.sequence(value, where))
    )


def _scale(one: Mapping[str, Any], where: str, notes: Notes) -> Scale:
    notes.only(one, SCALE_KEYS, where)
    method = one.get("method")
    if method not in METHODS:
        notes.add(f"{where}.method", f"One of {', '.join(METHODS)} is expected.")
        method = "sum"
    parts = _parts(one.get("terms"), f"{where}.terms", notes)
    items = notes.texts(one.get("items"), f"{where}.items") or tuple(name for part in parts for name in part.items)
    if not items:
        notes.add(where, "A scale needs items.")
    unlike(list(items), f"{where}.items", "item", notes)
    limits = notes.sequence(one.get("range"), f"{where}.range")
    if limits and not (len(limits) == 2 and all(_is_number(x) for x in limits) and limits[0] <= limits[1]):
        notes.add(f"{where}.range", "Two numbers are expected: from and to.")
        limits = []
    reverse = notes.texts(one.get("reverse"), f"{where}.reverse")
    if reverse and "reverse_base" not in one:
        notes.add(where, "“reverse_base” is missing: a reversed item counts as reverse_base minus the answer.")
    if method == "weighted" and not parts:
        notes.add(where, "A weighted scale needs “terms”.")
    low, high = (notes.texts(one.get(key), f"{where}.{key}") for key in ("positive_low", "positive_high"))
    if method == "percent_positive" and sorted((*low, *high)) != sorted(items):
        notes.add(where, "Each item is in “positive_low” or in “positive_high”, and in one of them only.")
    decimals = one.get("decimals", 2)
    if not isinstance(decimals, int) or not 0 <= decimals <= 6:
        notes.add(f"{where}.decimals", "A whole number from 0 to 6 is expected.")
        decimals = 2
    return Scale(
        code=notes.text(one, "code", where, needed=True),
        items=items,
        method=method,
        title=notes.text(one, "title", where),
        reverse=frozenset(reverse),
        reverse_base=notes.number(one, "reverse_base", where, 0),
        multiply=notes.number(one, "multiply", where, 1),
        range=(limits[0], limits[1]) if limits else None,
        direction=notes.text(one, "direction", where),
        missing=_missing(one.get("missing"), f"{where}.missing", notes),
        bands=_bands(one.get("bands"), f"{where}.bands", notes),
        bands_below=_bands_below(one.get("bands_lt"), f"{where}.bands_lt", notes),
        cutoffs=_cutoffs(one.get("cutoffs"), f"{where}.cutoffs", notes),
        decimals=decimals,
        maps=_maps(one, items, where, notes) if method == "position_map" else {},
        positive_low=frozenset(low),
        parts=parts,
        by_month=_by_month(one["by_month"], f"{where}.by_month", notes) if one.get("by_month") is not None else None,
        entered=notes.text(one, "entered", where),
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _missing(value: Any, where: str, notes: Notes) -> Missing:
    if value is None:
        notes.add(where, "Say what becomes of the scale when answers are missing: “missing” is missing.")
        return Missing()
    value = notes.mapping(value, where)
    notes.only(value, ["max_missing", "method", "basis"], where)
    method = value.get("method", "none")
    if method not in MISSING:
        notes.add(f"{where}.method", f"One of {', '.join(MISSING)} is expected.")
        method = "none"
    most = notes.number(value, "max_missing", where, 0)
    if most < 0 or most != int(most):
        notes.add(f"{where}.max_missing", "A whole number is expected.")
    basis = notes.text(value, "basis", where)
    if method == "zero" and not basis:
        notes.add(where, "Counting what is missing as nought needs a “basis”: who says so.")
    return Missing(int(most), method, basis)


def _bands(value: Any, where: str, notes: Notes) -> tuple[Band, ...]:
    found = []
    for n, one in enumerate(notes.sequence(value, where)):
        good = isinstance(one, (list, tuple)) and len(one) == 3 and _is_number(one[0]) and _is_number(one[1])
        if not good or not isinstance(one[2], str) or one[0] > one[1]:
            notes.add(f"{where}[{n}]", "A band is written [from, to, “label”].")
            continue
        found.append(Band(*one))
    for before, after in pairwise(found):
        if after.low <= before.high:
            notes.add(where, f"The bands “{before.label}” and “{after.label}” overlap or are out of order.")
    return tuple(found)


def _bands_below(value: Any, where: str, notes: Notes) -> tuple[tuple[float, str], ...]:
    found = []
    for n, one in enumerate(notes.sequence(value, where)):
        if not (isinstance(one, (list, tuple)) and len(one) == 2 and _is_number(one[0]) and isinstance(one[1], str)):
            notes.add(f"{where}[{n}]", "A band is written [below, “label”].")
            continue
        found.append((one[0], one[1]))
    if [limit for limit, _ in found] != sorted({limit for limit, _ in found}):
        notes.add(where, "The bands overlap or are out of order.")
    return tuple(found)


def _cutoffs(value: Any, where: str, notes: Notes) -> tuple[Cutoff, ...]:
    found = []
    for n, one in enumerate(notes.sequence(value, where)):
        one = notes.mapping(one, f"{where}[{n}]")
        notes.only(one, ["op", "value", "label", "source"], f"{where}[{n}]")
        check = read_check(one, f"{where}[{n}]", notes)
        found.append(Cutoff(check, notes.text(one, "label", where), notes.text(one, "source", where)))
    unlike([cutoff.key for cutoff in found], where, "cut-off", notes)
    return tuple(found)


def _maps(one: Mapping[str, Any], items: tuple[str, ...], where: str, notes: Notes) -> dict[str, tuple[float, ...]]:
    usual = notes.sequence(one.get("map_default"), f"{where}.map_default")
    own = notes.mapping(one.get("map_items") or {}, f"{where}.map_items")
    found = {}
    for name in items:
        values = notes.sequence(own.get(name, usual), f"{where}.map_items.{name}")
        if not values or not all(_is_number(v) for v in values):
            notes.add(where, f"Item {name} needs a list of numbers: what its first, second … answer counts.")
        found[name] = tuple(v for v in values if _is_number(v))
    for name in own:
        if name not in items:
            notes.add(f"{where}.map_items", f"Item {name} is not part of this scale.")
    return found


def _parts(value: Any, where: str, notes: Notes) -> tuple[Part, ...]:
    found = []
    for n, one in enumerate(notes.sequence(value, where)):
        here = f"{where}[{n}]"
        one = notes.mapping(one, here)
        notes.only(one, ["items", "divide", "multiply", "transform", "note"], here)
        divide = notes.number(one, "divide", here, 1)
        if divide == 0:
            notes.add(f"{here}.divide", "Nothing can be divided by nought.")
            divide = 1
        if one.get("transform") not in (None, "ln"):
            notes.add(f"{here}.transform", "“ln” is the only one known.")
        names = notes.texts(one.get("items"), f"{here}.items")
        found.append(Part(names, divide, notes.number(one, "multiply", here, 1), one.get("transform") == "ln"))
    return tuple(found)


def _by_month(value: Any, where: str, notes: Notes) -> ByMonth:
    value = notes.mapping(value, where)
    notes.only(value, ["op", "months", "met", "otherwise", "none"], where)
    months = {}
    for month, limit in notes.mapping(value.get("months", {}), f"{where}.months").items():
        if not str(month).isdecimal() or not _is_number(limit):
            notes.add(f"{where}.months", "Months are written “24”: 11 (age in months: the threshold).")
            continue
        months[int(month)] = limit
    words = [notes.text(value, key, where, needed=True) for key in ("met", "otherwise", "none")]
    return ByMonth(read_op(value, where, notes), months, *words)


def read_algorithms(value: Any, where: str, notes: Notes) -> tuple[Algorithm, ...]:
    """Patterns over answers."""
    found = []
    for n, one in enumerate(notes.sequence(value, where)):
        here = f"{where}[{n}]"
        one = notes.mapping(one, here)
        notes.only(one, ["code", "rule", "source", "results", "otherwise"], here)
        results = []
        for m, result in enumerate(notes.sequence(one.get("results"), f"{here}.results")):
            result = notes.mapping(result, f"{here}.results[{m}]")
            notes.only(result, ["value", "when"], f"{here}.results[{m}]")
            condition = read_condition(result.get("when"), f"{here}.results[{m}].when", notes)
            results.append((result.get("value"), condition))
        if not results or "otherwise" not in one:
            notes.add(here, "An algorithm needs “results” and “otherwise”.")
        code = notes.text(one, "code", here, needed=True)
        rule, source = notes.text(one, "rule", here), notes.text(one, "source", here)
        found.append(Algorithm(code, tuple(results), one.get("otherwise"), rule, source))
    return tuple(found)


def read_critical(value: Any, where: str, notes: Notes) -> tuple[Critical, ...]:
    """Answers that a person must hear of."""
    found = []
    for n, one in enumerate(notes.sequence(value, where)):
        here = f"{where}[{n}]"
        one = notes.mapping(one, here)
        notes.only(one, ["item", "op", "value", "label", "on"], here)
        item, label = (notes.text(one, key, here, needed=True) for key in ("item", "label"))
        found.append(Critical(item, read_check(one, here, notes), label))
    return tuple(found)


def read_skips(value: Any, where: str, notes: Notes) -> tuple[Skip, ...]:
    """What need not be asked."""
    found = []
    for n, one in enumerate(notes.sequence(value, where)):
        here = f"{where}[{n}]"
        one = notes.mapping(one, here)
        notes.only(one, ["if", "then", "when", "skips", "implies"], here)
        when = read_condition(one.get("when"), f"{here}.when", notes)
        skips = notes.texts(one.get("skips"), f"{here}.skips")
        if not skips:
            notes.add(here, "A skip rule names the items it leaves out in “skips”.")
        found.append(Skip(when, skips, notes.number(one, "implies", here, 0), notes.text(one, "then", here)))
    return tuple(found)


def read_validators(value: Any, where: str, notes: Notes) -> tuple[Validator, ...]:
    """Answers that cannot stand together."""
    found = []
    for n, one in enumerate(notes.sequence(value, where)):
        here = f"{where}[{n}]"
        one = notes.mapping(one, here)
        notes.only(one, ["rule", "item", "require"], here)
        item = notes.text(one, "item", here, needed=True)
        require = read_condition(one.get("require"), f"{here}.require", notes)
        found.append(Validator(item, require, notes.text(one, "rule", here, needed=True)))
    return tuple(found)
