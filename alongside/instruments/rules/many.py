"""Scores of many rows at once: the vectorised twin of ``scoring.score``, with the same definitions and results.

A property test holds the two equal on random rows of every definition. Rows are gone through in blocks that fit into
the processor's cache, so memory stays bounded by the results; where all answers are small whole numbers, blocks are
kept in single bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.instruments.rules.answers import Invalid, cleaned
from alongside.instruments.rules.conditions import verdict
from alongside.instruments.rules.definition import Algorithm, Definition, Scale, plain
from alongside.instruments.rules.many_block import Block, Room, small_numbers
from alongside.instruments.rules.many_scale import ScaleColumns, score_scale

Columns = dict[str, NDArray[Any]]

BLOCK = 16_384  # rows: twenty items of one byte each stay in the cache
YES, NO, UNKNOWN = 1, 0, -1


def score_many(
    definition: Definition, answers: Mapping[str, NDArray[Any]], *, months: NDArray[Any] | None = None
) -> Columns:
    """Score rows of answers, column by column.

    Parameters
    ----------
    answers: item id to an array of numbers (NaN = missing), all of one length. An item without a column is missing
        everywhere; "NA" is scored by ``scoring.score`` only.
    months: ages of the children in months (NaN = not known), for thresholds that depend on it.

    Returns columns in the keys of ``Scores.flat()``: values as floats (NaN = not scored), bands and algorithms as
    objects (None = not known), cut-offs as 1, 0 and -1 (not known), ``n_missing``, ``prorated``, ``at_least``; a column
    ``critical.<item>`` for each critical item; ``error`` (None, or what cannot be). Rows with an error have no scores.
    Raises KeyError for a column that is no item, ValueError for columns of unequal length.
    """
    for name in answers:
        if name not in definition.every_item:
            raise KeyError(name)
    lengths = {len(column) for column in answers.values()}
    if len(lengths) > 1:
        raise ValueError("columns of unequal length")
    rows = lengths.pop() if lengths else 0
    found = _empty(definition, rows)
    small, room = small_numbers(definition), Room(len(definition.every_item), min(rows, BLOCK))
    with np.errstate(invalid="ignore"):
        for start in range(0, rows, BLOCK):
            _score_block(definition, answers, months, found, slice(start, min(start + BLOCK, rows)), small, room)
    return found


def _empty(definition: Definition, rows: int) -> Columns:
    """Columns in which nothing is scored yet (an empty array of objects holds None)."""
    found: Columns = {}
    for scale in definition.scales:
        found[scale.code] = np.full(rows, np.nan)
        if scale.has_bands:
            found[f"{scale.code}.band"] = np.empty(rows, dtype=object)
        for cutoff in scale.cutoffs:
            found[f"{scale.code}.{cutoff.key}"] = np.full(rows, UNKNOWN, dtype=np.int8)
        found[f"{scale.code}.n_missing"] = np.zeros(rows, dtype=np.int16)
        found[f"{scale.code}.prorated"] = np.zeros(rows, dtype=bool)
        if scale.missing.method == "lower_bound":
            found[f"{scale.code}.at_least"] = np.full(rows, np.nan)
    for algorithm in definition.algorithms:
        found[algorithm.code] = np.empty(rows, dtype=object)
    for critical in definition.critical:
        found[f"critical.{critical.item}"] = np.zeros(rows, dtype=bool)
    found["error"] = np.empty(rows, dtype=object)
    found["because"] = np.empty(rows, dtype=object)
    return found


def _score_block(
    definition: Definition, answers: Mapping[str, NDArray[Any]], months: NDArray[Any] | None, found: Columns,
    rows: slice, small: bool, room: Room,
) -> None:  # fmt: skip
    block = Block(definition, answers, rows, small, room)
    broken = _invalid(definition, answers, block, found, rows)
    for critical in definition.critical:
        fired = critical.check.holds(block.value(critical.item)) & ~block.missing(critical.item)
        found[f"critical.{critical.item}"][rows] |= fired & ~block.bad(critical.item)
    ages = months[rows] if months is not None else None
    scored = {scale.code: score_scale(block, scale, ages) for scale in definition.scales}
    broken |= _entered_wrongly(definition, scored, block, found, rows)
    for scale in definition.scales:
        _store(scale, scored[scale.code], found, rows)
        block.scales[scale.code] = scored[scale.code].exact
    for algorithm in definition.algorithms:
        found[algorithm.code][rows] = _pattern(algorithm, block)
    if broken:
        _take_out(definition, found, rows, np.array([error is not None for error in found["error"][rows]]))


def _invalid(
    definition: Definition, answers: Mapping[str, NDArray[Any]], block: Block, found: Columns, rows: slice
) -> bool:
    """Say of each row which answer cannot be: the first in the order of the form, then the first that cannot stand.

    True when there is one.
    """
    error, because, broken = found["error"][rows], found["because"][rows], bool(block.wrong)
    for name in reversed(block.wrong):
        for row in np.flatnonzero(block.bad(name)):
            try:
                cleaned(definition.item(name), answers[name][rows][row])
            except Invalid as why:
                error[row] = str(why)
    for validator in reversed(definition.validators):
        _, possibly = verdict(validator.require, block)
        for row in np.flatnonzero(~(np.zeros(block.rows, dtype=bool) | possibly)):
            if error[row] is None or because[row] is not None:
                missing = block.missing(validator.item)[row]
                value = None if missing else plain(float(block.value(validator.item)[row]))
                error[row] = f"invalid value {value} for item {validator.item}"
                because[row], broken = validator.rule, True
    return broken


def _entered_wrongly(
    definition: Definition, scored: Mapping[str, ScaleColumns], block: Block, found: Columns, rows: slice
) -> bool:
    """A total counted by herself that her single answers cannot come to. True when there is one."""
    error, because, broken = found["error"][rows], found["because"][rows], False
    for scale in reversed(definition.scales):
        wrong = scored[scale.code].disagrees
        if wrong is None:
            continue
        for row in np.flatnonzero(wrong):
            if error[row] is None or because[row] == DISAGREES:
                value = plain(float(block.value(scale.entered)[row]))
                error[row], because[row] = f"invalid value {value} for item {scale.entered}", DISAGREES
                broken = True
    return broken


DISAGREES = "the answers to the single items come to something else"


def _store(scale: Scale, scored: ScaleColumns, found: Columns, rows: slice) -> None:
    found[scale.code][rows] = scored.value
    found[f"{scale.code}.n_missing"][rows] = scored.n_missing
    found[f"{scale.code}.prorated"][rows] = scored.prorated
    for key, met in scored.met.items():
        found[f"{scale.code}.{key}"][rows] = met
    if scored.band is not None:
        found[f"{scale.code}.band"][rows] = scored.band
    if scored.at_least is not None:
        found[f"{scale.code}.at_least"][rows] = scored.at_least


def _pattern(algorithm: Algorithm, block: Block) -> NDArray[Any]:
    values: list[Any] = [*(value for value, _ in algorithm.results), algorithm.otherwise, None]
    chosen = np.full(block.rows, len(values) - 2)
    open_ = np.ones(block.rows, dtype=bool)
    for n, (_, when) in enumerate(algorithm.results):
        surely, possibly = verdict(when, block)
        chosen[open_ & surely] = n
        chosen[open_ & possibly & ~(np.zeros(block.rows, dtype=bool) | surely)] = len(values) - 1
        open_ &= ~(np.zeros(block.rows, dtype=bool) | possibly)
    return _objects(values)[chosen]


def _objects(values: list[Any]) -> NDArray[Any]:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _take_out(definition: Definition, found: Columns, rows: slice, wrong: NDArray[Any]) -> None:
    """Nothing is scored in a row with an answer that cannot be; critical answers stand."""
    kept = {"error", "because", *(f"critical.{c.item}" for c in definition.critical)}
    for key, column in found.items():
        if key not in kept:
            blank: Any = {"f": np.nan, "O": None, "b": False}.get(column.dtype.kind, UNKNOWN)
            column[rows][wrong] = 0 if key.endswith(".n_missing") else blank


def as_rows(definition: Definition, found: Columns) -> Iterator[dict[str, Any]]:
    """The rows of ``score_many``, each as ``Scores.flat()`` gives it."""
    critical = list(dict.fromkeys(c.item for c in definition.critical))
    fired = [found[f"critical.{item}"].tolist() for item in critical]
    keys = [key for key in found if not key.startswith("critical.") and key not in ("error", "because")]
    columns = [_plain(found[key], key.endswith(".at_least")) for key in keys]
    maybe = {key for key in keys if key.endswith(".at_least")}
    errors, because = found["error"].tolist(), found["because"].tolist()
    for n, error in enumerate(errors):
        alarms = [item for item, column in zip(critical, fired, strict=True) if column[n]]
        if error is not None:
            why = {"because": because[n]} if because[n] else {}
            yield {"error": error, **why, **({"critical": alarms} if alarms else {})}
            continue
        row = {key: column[n] for key, column in zip(keys, columns, strict=True)}
        for key in maybe:
            if row[key] is None:
                del row[key]
        yield {**row, "critical": alarms}


def _plain(column: NDArray[Any], _: bool = False) -> list[Any]:
    """Python values: NaN and -1 are None, whole floats are ints."""
    if column.dtype.kind == "f":
        return [None if value != value else (int(value) if value == int(value) else value) for value in column.tolist()]
    if column.dtype == np.int8:
        return [None if value == UNKNOWN else bool(value) for value in column.tolist()]
    return list(column.tolist())
