"""A file as a table of texts, and its columns as numbers, groups or days when a method asks for them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from alongside.evaluation.analyse import cells
from alongside.evaluation.methods.refusing import Unfit

Cell = str | None


class Table:
    """Columns of equal length; None is a missing cell.

    ``lines``: the line of the file for each row, for messages. ``decimal``, ``date_form``: what somebody said of the
    file. ``commas``: its separator shows that decimals stand after commas. ``notes``: how it was read.
    """

    def __init__(
        self, columns: Mapping[str, Sequence[Cell]], *, name: str = "", lines: Sequence[int] = (), decimal: str = "",
        date_form: str = "", commas: bool = False, notes: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self._columns = {each: list(column) for each, column in columns.items()}
        self.names = list(self._columns)
        self.rows = len(next(iter(self._columns.values()), []))
        self.name, self.decimal, self.date_form, self.commas = name, decimal, date_form, commas
        self.lines = list(lines) or list(range(2, self.rows + 2))
        self.notes = list(notes)
        self._numbers: dict[str, np.ndarray] = {}

    @classmethod
    def of(cls, **columns: Sequence[Any]) -> Table:
        """A table from values: None and nan are missing. For tests and for callers with data at hand."""
        return cls({
            name: [None if v is None or v != v else v if isinstance(v, str) else repr(_python(v)) for v in column]
            for name, column in columns.items()
        }, name="table")  # fmt: skip

    def with_columns(self, columns: Mapping[str, Sequence[Cell]], lines: Sequence[int] = ()) -> Table:
        """Another table that was read in the same way."""
        return Table(
            columns, name=self.name, lines=lines, decimal=self.decimal, date_form=self.date_form, commas=self.commas,
            notes=self.notes,
        )  # fmt: skip

    def called(self, name: str) -> str:
        """The column of that name; small and capital letters may differ. Raises Unfit with names that are alike."""
        if name in self._columns:
            return name
        alike = [each for each in self.names if each.casefold() == name.casefold()]
        if len(alike) == 1:
            return alike[0]
        near = difflib.get_close_matches(name, self.names, 3, 0.5)
        have = f"Did you mean {' or '.join(near)}?" if near else f"It has: {', '.join(self.names[:40])}."
        raise Unfit("no_column", f"{self.name or 'The table'} has no column “{name}”.", have)

    def has(self, name: str) -> bool:
        """Is there a column of that name?"""
        return name in self._columns

    def labels(self, name: str) -> list[Cell]:
        """The column's texts; None where nothing stands."""
        return list(self._columns[self.called(name)])

    def missing(self, name: str) -> np.ndarray:
        """bool (rows,): where nothing stands."""
        return np.array([cell is None for cell in self._columns[self.called(name)]], dtype=bool)

    def numbers(self, name: str) -> np.ndarray:
        """float64 (rows,), nan where nothing stands. Raises Unfit (line, column) for what is no number."""
        name = self.called(name)
        if name not in self._numbers:
            self._numbers[name] = cells.numbers(self._columns[name], name, self.lines, self.decimal, self.commas)
        return self._numbers[name].copy()

    def is_numeric(self, name: str) -> bool:
        """Is every cell that is there a number?"""
        try:
            self.numbers(name)
        except Unfit:
            return False
        return True

    def matrix(self, *names: str) -> np.ndarray:
        """float64 (rows, len(names)): several columns of numbers."""
        return np.column_stack([self.numbers(name) for name in names]) if names else np.empty((self.rows, 0))

    def dates(self, name: str) -> np.ndarray:
        """datetime64[D] (rows,), NaT where nothing stands; see ``cells.days`` for the forms."""
        name = self.called(name)
        return cells.days(self._columns[name], name, self.lines, self.date_form)

    def factor(self, name: str, reference: str | None = None) -> tuple[np.ndarray, list[str]]:
        """(codes (rows,), -1 where nothing stands; levels). The reference first, the others sorted (numbers by size).

        Raises Unfit when the reference is none of the levels.
        """
        texts = self._columns[self.called(name)]
        levels = sorted({cell for cell in texts if cell is not None}, key=_sorting)
        if reference is not None and reference != "":
            same = [level for level in levels if level == str(reference)] or [
                level for level in levels if level.casefold() == str(reference).casefold()
            ]
            if not same:
                raise Unfit("no_level", f"Column {name} has no “{reference}”.", f"It has: {', '.join(levels[:20])}.")
            levels = [same[0], *(level for level in levels if level != same[0])]
        place = {level: n for n, level in enumerate(levels)}
        return np.array([-1 if cell is None else place[cell] for cell in texts], dtype=np.int64), levels

    def two_arms(self, name: str, reference: str | None = None) -> tuple[np.ndarray, list[str]]:
        """Like ``factor`` for a column with exactly two groups. Raises Unfit when there are fewer or more."""
        codes, levels = self.factor(name, reference)
        if len(levels) != 2:
            told = ", ".join(levels[:20]) or "nothing"
            raise Unfit("not_two_arms", f"Column {name} needs two groups; it holds: {told}.")
        return codes, levels

    def complete(self, *names: str) -> np.ndarray:
        """bool (rows,): nothing is missing in any of these columns."""
        whole = np.ones(self.rows, dtype=bool)
        for name in names:
            whole &= ~self.missing(name)
        return whole

    def unique_ids(self, name: str) -> list[str]:
        """The column as ids. Raises Unfit when one is missing or stands twice, with its lines."""
        seen: dict[str, int] = {}
        for cell, line in zip(self._columns[self.called(name)], self.lines, strict=True):
            if cell is None:
                raise Unfit("id_missing", f"Column {name}, line {line}: there is no id.")
            if cell in seen:
                raise Unfit(
                    "id_twice", f"Column {name}: “{cell}” stands in line {seen[cell]} and in line {line}.",
                    "One row a person is needed here; for a row a wave, see --wide.",
                )  # fmt: skip
            seen[cell] = line
        return list(seen)

    def keep(self, rows: np.ndarray) -> Table:
        """The table of those rows (bool mask or positions)."""
        chosen = np.flatnonzero(rows) if rows.dtype == bool else rows
        columns = {name: [column[n] for n in chosen] for name, column in self._columns.items()}
        return self.with_columns(columns, [self.lines[n] for n in chosen])


def _python(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _sorting(level: str) -> tuple[int, float, str]:
    try:
        return 0, float(level.replace(",", ".")), level
    except ValueError:
        return 1, 0.0, level
