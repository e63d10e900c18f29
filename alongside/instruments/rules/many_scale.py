"""One scale over a block of rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from alongside.instruments.rules.answers import possible
from alongside.instruments.rules.conditions import COMPARE, verdict
from alongside.instruments.rules.definition import Scale
from alongside.instruments.rules.many_block import Array, Block

TIE = 1e-9  # a half that floating point has put a hair too low still rounds up


@dataclass
class ScaleColumns:
    """A scale of many rows. ``value``: rounded; ``exact``: before rounding; NaN where there is none."""

    value: Array
    exact: Array
    n_missing: Array
    prorated: Array
    met: dict[str, Array] = field(default_factory=dict)
    band: Array | None = None
    at_least: Array | None = None
    disagrees: Array | None = None


@dataclass
class Counted:
    """What the answers of a scale count: the sum of those there, where the rest are missing, how many."""

    block: Block
    scale: Scale
    lines: list[int]
    blank: Array  # items x rows
    added: Array | None  # what skip rules add
    n_missing: Array

    @property
    def answered(self) -> Array:
        """How many items count."""
        return len(self.lines) - self.n_missing


def score_scale(block: Block, scale: Scale, months: Array | None) -> ScaleColumns:
    """Score one scale of all rows of a block."""
    counted = _count(block, scale)
    closed, stopped = _gate(block)
    exact = _total(counted)
    missing, method = counted.n_missing, scale.missing.method
    some = bool(missing.any())
    prorated = np.zeros(block.rows, dtype=bool)
    if some and method == "prorate_sum":
        prorated = (missing > 0) & (missing <= scale.missing.most) & (counted.answered > 0)
        exact = np.where(prorated, exact * len(scale.items) / np.maximum(counted.answered, 1), exact)
    if scale.multiply != 1:
        exact = exact * scale.multiply
    low = exact
    if some:
        allowed = scale.missing.most if method in ("prorate_sum", "available") else 0
        allowed = len(scale.items) if method == "zero" else allowed
        exact = np.where((missing <= allowed) & (counted.answered > 0), exact, np.nan)
    if stopped is not None and stopped.any():
        held = float(_held(scale, block.definition.gate.implies))  # type: ignore[union-attr]
        exact, missing = np.where(stopped, held, exact), np.where(stopped, 0, missing)
        prorated = prorated & ~stopped
    if closed is not None and closed.any():
        exact, prorated = np.where(closed, np.nan, exact), prorated & ~closed
    made = ScaleColumns(exact, exact, missing, prorated)
    if scale.entered:
        _enter(block, counted, stopped, made, closed)
    _name(scale, made, months)
    if method == "lower_bound":
        _at_least(counted, low, closed, stopped, made)
    made.value = _rounded(made.exact, scale.decimals)
    return made


def _gate(block: Block) -> tuple[Array | None, Array | None]:
    """Where the first question has no answer, and where its answer ends the form."""
    gate = block.definition.gate
    if not gate:
        return None, None
    closed = block.missing(gate.item.id)
    return closed, np.isin(block.value(gate.item.id), gate.stops) & ~closed


def _held(scale: Scale, implied: float) -> float:
    """The value when every item counts ``implied``."""
    n = len(scale.items)
    return (implied if scale.method in ("mean", "max") else implied * n) * scale.multiply


def _count(block: Block, scale: Scale) -> Counted:
    lines = block.lines(scale.items)
    whole = lines == list(range(len(block.place)))
    blank = block.blank if whole else block.blank[lines]
    added = None
    missing = _count_true(blank) if block.any_blank else np.zeros(block.rows, dtype=np.int16)
    if scale.missing.method == "skip_rule_zero" and block.any_blank:
        blank = blank.copy()
        for rule in block.definition.skips:
            surely, _ = verdict(rule.when, block)
            for name in set(rule.skips) & set(scale.items):
                filled = blank[scale.items.index(name)] & surely
                added = filled * rule.implies + (0 if added is None else added)
                blank[scale.items.index(name)] &= ~filled
        missing = _count_true(blank)
    return Counted(block, scale, lines, blank, added, missing)


def _count_true(mask: Array) -> Array:
    """How many are True in each column."""
    return np.add.reduce(mask.view(np.uint8), axis=0, dtype=np.int16)


def _total(counted: Counted) -> Array:
    scale, block = counted.scale, counted.block
    if scale.maps or scale.method in ("max", "percent_positive", "weighted"):
        return _uncommon(counted)
    backward = [n for n, name in zip(counted.lines, scale.items, strict=True) if name in scale.reverse]
    total = _sum(block, counted.lines).astype(float)
    if backward:
        held = len(backward) - _count_true(block.blank[backward]) if block.any_blank else len(backward)
        total += held * scale.reverse_base
        total -= 2 * _sum(block, backward)
    if counted.added is not None:
        total += counted.added
    if scale.method == "mean":
        return total / np.maximum(counted.answered, 1)
    return total


def _sum(block: Block, lines: list[int]) -> Array:
    kind = np.int16 if block.matrix.dtype == np.int8 else np.float64  # 16 bits hold 300 items of 100
    whole = lines == list(range(len(block.place)))
    return np.add.reduce(block.matrix if whole else block.matrix[lines], axis=0, dtype=kind)


def _uncommon(counted: Counted) -> Array:
    """Scales whose answers are mapped, weighed, or compared, item by item."""
    scale, block = counted.scale, counted.block
    values = {}
    for n, name in enumerate(scale.items):
        value = block.value(name).astype(float)
        if scale.maps:
            value = np.array(scale.maps[name])[np.clip(value.astype(int) - 1, 0, len(scale.maps[name]) - 1)]
        elif name in scale.reverse:
            value = scale.reverse_base - value
        values[name] = np.where(counted.blank[n], 0.0, value)
    if scale.method == "weighted":
        total = np.zeros(block.rows)
        for part in scale.parts:
            one = sum((values[name] for name in part.items), np.zeros(block.rows))
            if part.logarithm:
                one = np.where(one > 0, np.log(np.where(one > 0, one, 1)), 0)
            total += one * part.multiply / part.divide
        return total
    if scale.method == "max":
        kept = [np.where(counted.blank[n], -np.inf, values[name]) for n, name in enumerate(scale.items)]
        return np.maximum.reduce(kept)
    if scale.method == "percent_positive":
        good = np.zeros(block.rows)
        for n, name in enumerate(scale.items):
            middle = sum(block.definition.item(name).among) / 2
            liked = values[name] < middle if name in scale.positive_low else values[name] > middle
            good += liked & ~counted.blank[n]
        return 100 * good / np.maximum(counted.answered, 1)
    return sum(values.values(), np.zeros(block.rows)) + (0 if counted.added is None else counted.added)


def _enter(block: Block, counted: Counted, stopped: Array | None, made: ScaleColumns, closed: Array | None) -> None:
    """A total she counted herself takes the place of the sum; it must be one her single answers can come to."""
    scale = counted.scale
    given = ~block.missing(scale.entered)
    if closed is not None:
        given = given & ~closed
    if not given.any():
        return
    entered = block.value(scale.entered).astype(float)
    low, high = _among(counted, stopped)
    made.disagrees = given & ((entered < low) | (entered > high))
    made.exact = np.where(given, entered, made.exact)
    made.n_missing, made.prorated = np.where(given, 0, made.n_missing), made.prorated & ~given


def _among(counted: Counted, stopped: Array | None) -> tuple[Array, Array]:
    """The least and the most that the sum could come to."""
    scale, block = counted.scale, counted.block
    plain_sum = np.zeros(block.rows) if counted.added is None else counted.added
    low, high = np.zeros(block.rows), np.zeros(block.rows)
    for n, name in enumerate(scale.items):
        value = block.value(name).astype(float)
        if scale.maps:
            value = np.array(scale.maps[name])[np.clip(value.astype(int) - 1, 0, len(scale.maps[name]) - 1)]
        elif name in scale.reverse:
            value = scale.reverse_base - value
        plain_sum = plain_sum + np.where(block.missing(name), 0, value)
        least, most = possible(scale, block.definition.item(name))
        low, high = low + counted.blank[n] * least, high + counted.blank[n] * most
    if stopped is not None:
        held = (block.definition.gate.implies if block.definition.gate else 0) * len(scale.items)
        plain_sum = np.where(stopped, held, plain_sum)
        low, high = np.where(stopped, 0, low), np.where(stopped, 0, high)
    return (plain_sum + low) * scale.multiply, (plain_sum + high) * scale.multiply


def _name(scale: Scale, made: ScaleColumns, months: Array | None) -> None:
    """Cut-offs and bands of the exact values."""
    unknown = np.isnan(made.exact)
    for cutoff in scale.cutoffs:
        met = cutoff.check.holds(made.exact).astype(np.int8)
        if unknown.any():
            met[unknown] = -1
        made.met[cutoff.key] = met
    if scale.by_month:
        made.band = _band_by_month(scale, made.exact, months)
    elif scale.has_bands:
        made.band = _band(scale, made.exact)


def _band(scale: Scale, exact: Array) -> Array:
    """Names of ranges; None below the first and above the last."""
    labels = np.empty(1 + len(scale.bands_below) + len(scale.bands), dtype=object)
    chosen = np.zeros(len(exact), dtype=np.intp)
    if scale.bands:
        begins = np.array([band.low for band in scale.bands], dtype=float)
        labels[1 : 1 + len(begins)] = [band.label for band in scale.bands]
        chosen = np.searchsorted(begins, exact, side="right")
        chosen[~(exact <= scale.bands[-1].high)] = 0
    if scale.bands_below:
        limits = np.array([limit for limit, _ in scale.bands_below], dtype=float)
        first = 1 + len(scale.bands)
        labels[first:] = [label for _, label in scale.bands_below]
        below = np.searchsorted(limits, exact, side="right")
        within = (below < len(limits)) & ~np.isnan(exact)
        chosen = np.where(within, first + np.minimum(below, len(limits) - 1), chosen)
    return labels[chosen]


def _band_by_month(scale: Scale, exact: Array, months: Array | None) -> Array:
    rule = scale.by_month
    assert rule
    words = np.empty(len(exact), dtype=object)
    if months is None:
        return words
    known = ~np.isnan(np.asarray(months, dtype=float)) & ~np.isnan(exact)
    words[known] = rule.none
    for month, limit in rule.months.items():
        here = known & (months == month)
        met = COMPARE[rule.op](exact, limit)
        words[here & met], words[here & ~met] = rule.met, rule.otherwise
    return words


def _at_least(counted: Counted, low: Array, closed: Array | None, stopped: Array | None, made: ScaleColumns) -> None:
    """Where answers are missing: no total, but "at least so many", and what they cannot change any more."""
    scale, block = counted.scale, counted.block
    partly = (counted.n_missing > 0) & (counted.answered > 0)
    for away in (closed, stopped):
        partly = partly if away is None else partly & ~away
    if scale.entered:
        partly = partly & block.missing(scale.entered)
    least, most = _among(counted, None)
    made.at_least = np.where(partly, _rounded(least, scale.decimals), np.nan)
    for cutoff in scale.cutoffs:
        one, other = cutoff.check.holds(least), cutoff.check.holds(most)
        made.met[cutoff.key] = np.where(partly, np.where(one == other, one, -1), made.met[cutoff.key]).astype(np.int8)
    if made.band is not None and not scale.by_month:
        one, other = _band(scale, least), _band(scale, most)
        one[one != other] = None
        made.band = np.where(partly, one, made.band)


def _rounded(exact: Array, decimals: int) -> Array:
    """Half up (away from nought), as ``scoring.rounded``; whole numbers are left as they are."""
    broken = np.flatnonzero((exact != np.rint(exact)) & (exact == exact))
    if not len(broken):
        return exact
    tenfold, rounded = 10.0**decimals, exact.copy()
    some = exact[broken]
    rounded[broken] = np.copysign(np.floor(np.abs(some) * tenfold + 0.5 + TIE) / tenfold, some)
    return rounded
