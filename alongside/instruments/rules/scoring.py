"""Scores of one person's answers. One pure function; `many.py` does the same for many rows at once.

Missing is never nought. Means, pro-rated sums and per cent are kept exact and rounded (half up) only for showing; bands
and cut-offs look at the exact value. A band begins at its lower end and goes on to where the next begins: 9.4 is not
yet 10.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from alongside.instruments.rules.answers import Invalid, OnePerson, cleaned, possible
from alongside.instruments.rules.conditions import holds
from alongside.instruments.rules.definition import Band, Definition, Item, Part, Scale, plain

# Why a scale has no value.
MISSING, GATE, LOWER_BOUND, NOTHING, INVALID = "missing", "gate", "lower_bound", "nothing_answered", "invalid"


Exact = int | Fraction


@dataclass(frozen=True)
class ScaleScore:
    """One score. ``value``: rounded for showing, or None with a ``reason``; ``exact``: before rounding."""

    code: str
    value: int | float | None = None
    exact: Fraction | None = None
    band: str | None = None
    met: Mapping[str, bool | None] = field(default_factory=dict)
    n_missing: int = 0
    prorated: bool = False
    reason: str = ""
    at_least: int | float | None = None


@dataclass(frozen=True)
class Scores:
    """All that comes of one person's answers. With an ``error`` nothing is scored, but critical answers still stand."""

    definition: Definition
    scales: Mapping[str, ScaleScore]
    algorithms: Mapping[str, Any] = field(default_factory=dict)
    critical: tuple[str, ...] = ()
    error: str = ""
    because: str = ""

    def flat(self) -> dict[str, Any]:
        """One object in the keys of worked examples: ``total``, ``total.band``, ``total.>=10``, ``critical`` …

        An answer that cannot be gives ``{"error": …}``, with ``critical`` when one fired and ``because`` when two
        answers cannot stand together.
        """
        if self.error:
            more = {"because": self.because} if self.because else {}
            return {"error": self.error, **more, **({"critical": list(self.critical)} if self.critical else {})}
        found: dict[str, Any] = {}
        for scale in self.definition.scales:
            score = self.scales[scale.code]
            found[scale.code] = score.value
            if scale.has_bands:
                found[f"{scale.code}.band"] = score.band
            found.update({f"{scale.code}.{key}": met for key, met in score.met.items()})
            found[f"{scale.code}.n_missing"] = score.n_missing
            found[f"{scale.code}.prorated"] = score.prorated
            if score.at_least is not None:
                found[f"{scale.code}.at_least"] = score.at_least
        return {**found, **self.algorithms, "critical": list(self.critical)}


def score(definition: Definition, answers: Mapping[str, Any], *, months: int | None = None) -> Scores:
    """Score ``answers``: raw option values by item id, as they were chosen, before any reversal.

    None, "" and "prefer_not" are missing, "NA" is not applicable. ``months``: the child's (corrected) age, for
    thresholds that depend on it. An answer that cannot be makes the whole form unscored and says which: nothing is
    guessed.
    """
    values, error, because = _read(definition, answers)
    fired = [c.item for c in definition.critical if c.item in values and _fires(c.check, c.item, values, answers)]
    critical = tuple(dict.fromkeys(fired))
    if error:
        unscored = {s.code: ScaleScore(s.code, reason=INVALID) for s in definition.scales}
        return Scores(definition, unscored, {a.code: None for a in definition.algorithms}, critical, error, because)
    try:
        scales = {scale.code: _scale(definition, scale, values, months) for scale in definition.scales}
    except Invalid as why:
        unscored = {s.code: ScaleScore(s.code, reason=INVALID) for s in definition.scales}
        none = {a.code: None for a in definition.algorithms}
        return Scores(definition, unscored, none, critical, str(why), why.because)
    known = OnePerson(definition, values, {code: found.exact for code, found in scales.items()})
    return Scores(definition, scales, {a.code: _pattern(a, known) for a in definition.algorithms}, critical)


def _read(definition: Definition, answers: Mapping[str, Any]) -> tuple[dict[str, Any], str, str]:
    """The answers that are there; the first that cannot be, in the order of the form; why two cannot stand together."""
    values: dict[str, Any] = {}
    error = because = ""
    for name, item in definition.every_item.items():
        try:
            value = cleaned(item, answers.get(name))
        except Invalid as why:
            error = error or str(why)
            continue
        if value is not None:
            values[name] = value
    unknown = [name for name in answers if name not in definition.every_item]
    if unknown:
        error = error or f"unknown item {unknown[0]}"
    if not error:
        known = OnePerson(definition, values, {})
        for validator in definition.validators:
            if holds(validator.require, known) is False:
                value = values.get(validator.item)
                return values, f"invalid value {value} for item {validator.item}", validator.rule
    return values, error, because


def _fires(check: Any, name: str, values: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    chosen = answers.get(name)
    return not (isinstance(chosen, str) and chosen.strip() == "NA") and bool(check.holds(values[name]))


def _pattern(algorithm: Any, known: OnePerson) -> Any:
    """The first result that holds; None as soon as one before it cannot be known."""
    for value, when in algorithm.results:
        truth = holds(when, known)
        if truth is None:
            return None
        if truth:
            return value
    return algorithm.otherwise


def _scale(definition: Definition, scale: Scale, values: Mapping[str, Any], months: int | None) -> ScaleScore:
    counts = {name: _counts(scale, name, values[name]) for name in scale.items if name in values}
    if scale.missing.method == "skip_rule_zero":
        known = OnePerson(definition, values, {})
        for rule in definition.skips:
            if holds(rule.when, known):
                counts = {**{name: exactly(rule.implies) for name in rule.skips if name in scale.items}, **counts}
    if definition.gate:
        first = values.get(definition.gate.item.id)
        if first is None:
            return ScaleScore(scale.code, met=_unknown(scale), n_missing=len(scale.items) - len(counts), reason=GATE)
        if first in definition.gate.stops:
            counts = dict.fromkeys(scale.items, exactly(definition.gate.implies))
    if scale.entered in values:
        exact = exactly(values[scale.entered])
        _agrees(definition, scale, counts, exact)
        return _valued(scale, exact, 0, False, months)
    return _combined(definition, scale, counts, months)


def _agrees(definition: Definition, scale: Scale, counts: Mapping[str, Exact], entered: Exact) -> None:
    """A total that she counted herself must be one that her answers, if there are any, can come to."""
    low, high = _among(definition, scale, counts)
    if not low <= entered <= high:
        said = f"invalid value {plain(float(entered))} for item {scale.entered}"
        raise Invalid("not_a_choice", said, "the answers to the single items come to something else")


def _among(definition: Definition, scale: Scale, counts: Mapping[str, Exact]) -> tuple[Exact, Exact]:
    """The least and the most that the sum could come to."""
    low = high = sum(counts.values(), 0)
    for name in scale.items:
        if name not in counts:
            least, most = possible(scale, definition.item(name))
            low, high = low + exactly(least), high + exactly(most)
    return low * exactly(scale.multiply), high * exactly(scale.multiply)


def _counts(scale: Scale, name: str, value: Any) -> Exact:
    """What one answer counts: mapped by its position, reversed, or as it is."""
    if scale.maps:
        return exactly(scale.maps[name][int(value) - 1])
    number = exactly(value)
    return exactly(scale.reverse_base) - number if name in scale.reverse else number


def _combined(definition: Definition, scale: Scale, counts: dict[str, Exact], months: int | None) -> ScaleScore:
    missing, method = len(scale.items) - len(counts), scale.missing.method
    if missing and method == "lower_bound" and counts:
        return _at_least(definition, scale, counts, missing)
    if missing and method == "zero" and counts:
        counts = {**dict.fromkeys(scale.items, 0), **counts}
    elif missing and (not counts or missing > scale.missing.most or method not in ("prorate_sum", "available")):
        reason = MISSING if counts else NOTHING
        return ScaleScore(scale.code, met=_unknown(scale), n_missing=missing, reason=reason)
    prorated = bool(missing) and method == "prorate_sum"
    exact = _total(definition, scale, counts)
    if prorated:
        exact = Fraction(exact * len(scale.items)) / len(counts)
    return _valued(scale, exact * exactly(scale.multiply), missing, prorated, months)


def _total(definition: Definition, scale: Scale, counts: Mapping[str, Exact]) -> Exact:
    every = list(counts.values())
    if scale.method == "mean":
        return Fraction(sum(every, start=0)) / len(every)
    if scale.method == "max":
        return max(every)
    if scale.method == "percent_positive":
        good = sum(positive(definition.item(name), scale, value) for name, value in counts.items())
        return Fraction(100 * good, len(every))
    if scale.method == "weighted":
        return sum((_weighed(part, counts) for part in scale.parts), 0)
    return sum(every, 0)


def positive(item: Item, scale: Scale, value: Any) -> Any:
    """Whether an answer lies in the favourable half: the lower half for ``positive_low`` items, else the upper."""
    middle = sum(item.among) / 2
    return value < middle if item.id in scale.positive_low else value > middle


def _weighed(part: Part, counts: Mapping[str, Exact]) -> Exact:
    total = sum((counts[name] for name in part.items), 0)
    if part.logarithm:
        total = Fraction(math.log(total)) if total > 0 else 0
    return Fraction(total) * exactly(part.multiply) / exactly(part.divide)


def _valued(scale: Scale, exact: Exact, missing: int, prorated: bool, months: int | None) -> ScaleScore:
    met = {cutoff.key: bool(cutoff.check.holds(exact)) for cutoff in scale.cutoffs}
    band = scale.by_month.band(exact, months) if scale.by_month else band_of(scale, exact)
    return ScaleScore(scale.code, rounded(exact, scale.decimals), Fraction(exact), band, met, missing, prorated)


def _at_least(definition: Definition, scale: Scale, counts: dict[str, Exact], missing: int) -> ScaleScore:
    """No total, but "at least so many"; a cut-off or band stands when the missing answers cannot change it."""
    low, high = _among(definition, scale, counts)
    met = {}
    for cutoff in scale.cutoffs:
        ends = {bool(cutoff.check.holds(low)), bool(cutoff.check.holds(high))}
        met[cutoff.key] = ends.pop() if len(ends) == 1 else None
    bands = {band_of(scale, low), band_of(scale, high)}
    band = bands.pop() if len(bands) == 1 else None
    found = rounded(low, scale.decimals)
    return ScaleScore(scale.code, None, None, band, met, missing, False, LOWER_BOUND, found)


def _unknown(scale: Scale) -> dict[str, bool | None]:
    return {cutoff.key: None for cutoff in scale.cutoffs}


def band_of(scale: Scale, value: Any) -> str | None:
    """The name of the range in which ``value`` lies; None below the first, above the last, or where there are none."""
    for limit, label in scale.bands_below:
        if value < limit:
            return label
    begun: list[Band] = [band for band in scale.bands if value >= band.low]
    return begun[-1].label if begun and value <= scale.bands[-1].high else None


def rounded(exact: Exact, decimals: int) -> int | float:
    """Half up to ``decimals`` places: 2.345 is 2.35 and -2.345 is -2.35; a whole number comes without a point."""
    if exact.denominator == 1:
        return int(exact)
    with localcontext() as context:
        context.prec = 60
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        return plain(float(value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)))


def exactly(number: float) -> Exact:
    """A number as it is written: 0.1 is one tenth."""
    return number if type(number) is int else Fraction(str(number))
