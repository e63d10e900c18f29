"""A block of rows: the answers to every item, checked, with what conditions may ask of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.instruments.rules.answers import could_pass
from alongside.instruments.rules.conditions import Check, Interval
from alongside.instruments.rules.definition import Definition, Item

Array = NDArray[Any]
SMALL = 100  # values within this fit a byte, also after a reversal
FEW = 150  # so many items of such values add up within 16 bits


def small_numbers(definition: Definition) -> bool:
    """Whether every answer is a small whole number, so that blocks may be kept in single bytes."""
    values = [value for item in definition.every_item.values() for value in item.values]
    numbers = [item.number for item in definition.every_item.values() if item.number]
    if numbers or len(definition.every_item) > FEW:
        return False
    return all(float(value).is_integer() and abs(value) <= SMALL for value in values)


class Room:
    """Room for a block, used again for the next: asking the system for it each time costs as much as scoring."""

    def __init__(self, items: int, rows: int) -> None:
        self.raw, self.blank = np.empty((items, rows)), np.empty((items, rows), dtype=bool)


class Block:
    """Rows of answers. ``matrix``: an item a line; what is missing is nought there and True in ``blank``."""

    def __init__(
        self, definition: Definition, answers: Mapping[str, Array], rows: slice, small: bool, room: Room
    ) -> None:
        self.definition = definition
        self.rows = rows.stop - rows.start
        self.scales: dict[str, Array] = {}
        self.place = {name: n for n, name in enumerate(definition.every_item)}
        raw, self.blank = room.raw[:, : self.rows], room.blank[:, : self.rows]
        for name, n in self.place.items():
            if name in answers:
                raw[n] = answers[name][rows]
            else:
                raw[n] = np.nan
        self.matrix = raw.astype(np.int8) if small else raw
        odd = self.matrix != raw  # gaps (NaN is like nothing, not even itself), and what is no small whole number
        self.any_blank = bool(odd.any())
        if self.any_blank:
            np.isnan(raw, out=self.blank)
            np.copyto(self.matrix, 0, where=self.blank)
            odd ^= self.blank
        else:
            self.blank[:] = False
        self.wrong: list[str] = []
        self._bad = self._check(raw, odd if self.any_blank and odd.any() else None)

    def _check(self, raw: Array, odd: Array | None) -> Array | None:
        """Which answers cannot be; None when all can. ``odd``: what is no small whole number."""
        small = self.matrix is not raw
        bad = None
        for name, n in self.place.items():
            item = self.definition.every_item[name]
            if small and odd is None and self._surely_fit(item, n):
                continue
            fits = _table(item.values)[self.matrix[n].view(np.uint8)] if small else _fits(item, raw[n])
            misfits = ~(self.blank[n] | (fits if odd is None else fits & ~odd[n]))
            if misfits.any():
                bad = np.zeros(raw.shape, dtype=bool) if bad is None else bad
                bad[n] = misfits
                self.wrong.append(name)
        if bad is not None:
            self.blank |= bad
            self.any_blank = True
            self.matrix[bad] = 0
        return bad

    def _surely_fit(self, item: Item, n: int) -> bool:
        """A quick look: all answers, and the noughts of blanks, lie among consecutive whole numbers."""
        low, high = item.among
        line = self.matrix[n]
        return _consecutive(item.values) and bool(line.min() >= low and line.max() <= high)

    def value(self, name: str) -> Array:
        """Raw answers to an item; nought where it is missing or cannot be."""
        return self.matrix[self.place[name]]

    def missing(self, name: str) -> Array:
        """Where an item has no answer (or one that cannot be)."""
        return self.blank[self.place[name]]

    def bad(self, name: str) -> Array:
        """Where the answer to an item cannot be."""
        return self._bad[self.place[name]] if self._bad is not None else np.zeros(self.rows, dtype=bool)

    def lines(self, names: tuple[str, ...]) -> list[int]:
        """Where in the matrix these items stand."""
        return [self.place[name] for name in names]

    # What conditions ask (see ``conditions.Known``).

    def item(self, name: str) -> Interval:
        """The answers twice, or all they could be."""
        value, missing = self.value(name).astype(float), self.missing(name)
        low, high = self.definition.item(name).among
        return np.where(missing, low, value), np.where(missing, high, value)

    def scale(self, code: str) -> Interval:
        """Exact values twice, or all they could be."""
        value = self.scales.get(code)
        if value is None:
            return np.full(self.rows, -np.inf), np.full(self.rows, np.inf)
        unknown = np.isnan(value)
        return np.where(unknown, -np.inf, value), np.where(unknown, np.inf, value)

    def count(self, name: str, check: Check) -> Interval:
        """1 or 0 twice; for missing answers what they could be."""
        could = could_pass(self.definition.item(name), check)
        passes, missing = check.holds(self.value(name)).astype(np.int16), self.missing(name)
        return np.where(missing, int(all(could)), passes), np.where(missing, int(any(could)), passes)


@cache
def _consecutive(values: tuple[int | float, ...]) -> bool:
    return bool(values) and sorted(values) == list(range(int(min(values)), int(max(values)) + 1))


@cache
def _table(values: tuple[int | float, ...]) -> Array:
    """For each byte, whether it is one of ``values``."""
    table = np.zeros(256, dtype=bool)
    table[[int(value) % 256 for value in values]] = True
    return table


def _fits(item: Item, column: Array) -> Array:
    """Where a column holds answers that may be given."""
    if item.number:
        steps = (column - item.number.low) / item.number.step
        on_step = np.abs(steps - np.rint(steps)) < 1e-6
        return (column >= item.number.low) & (column <= item.number.high) & on_step & np.isfinite(column)
    return np.isin(column, np.array(item.values, dtype=float))
