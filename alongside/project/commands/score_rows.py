"""Rows of answers from a CSV file, scored batch by batch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from alongside.instruments.rules import Definition, score
from alongside.instruments.rules.definition import NOT_APPLICABLE, PREFER_NOT
from alongside.instruments.rules.many import as_rows, score_many
from alongside.project.home import CannotContinue
from alongside.stewardship.rules.problems import plain, shown
from alongside.stewardship.rules.reading import Record, Source

BATCH = 5_000  # rows
REMEMBERED = 20_000  # different texts of cells
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})")
COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
MONTHS = ("months", "age_months")
NAN = float("nan")


@dataclass
class Layout:
    """Which column holds what: items, what is carried along, the child's age in months."""

    items: dict[str, int]
    kept: dict[str, int]
    months: int | None
    unnamed: list[int]
    width: int
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One row: its line in the file, what is carried along, its cells, its scores. ``offset``: in bytes."""

    line: int
    offset: int
    kept: dict[str, str]
    cells: list[str]
    months: int | None
    flat: dict[str, Any]


def layout_of(definition: Definition, source: Source, keep: list[str]) -> Layout:
    """The columns of a file. Raises CannotContinue for a column that is neither an item nor to be kept."""
    header = [h.strip() for h in source.header]
    twice = sorted({h for h in header if h and header.count(h) > 1})
    if twice:
        raise CannotContinue(
            f"{source.name}: two columns are called {_named(twice)}.", "Rename or take out one of them."
        )
    by_fold = {name.casefold(): name for name in definition.every_item}
    items: dict[str, int] = {}
    kept: dict[str, int] = {}
    months, strange = None, []
    for n, name in enumerate(header):
        item = name if name in definition.every_item else by_fold.get(name.casefold())
        if name in keep or (item is None and name.casefold() == "id"):
            kept[name] = n
        elif item is not None:
            if item in items:
                raise CannotContinue(f"{source.name}: two columns hold item {item}.", "Rename or take out one of them.")
            items[item] = n
        elif name.casefold() in MONTHS and any(scale.by_month for scale in definition.scales):
            months = n
        elif name:
            strange.append(name)
    wanted = ", ".join(definition.every_item)
    missing = [name for name in keep if name not in kept]
    if strange or missing or not items:
        said = f"{source.name}: no column is called {_named(missing)}." if missing else ""
        if strange:
            said = (
                f"{source.name}: {_named(strange)} {'is' if len(strange) == 1 else 'are'} no item of {definition.code}."
            )
        raise CannotContinue(
            said or f"{source.name}: no column is an item of {definition.code}.",
            f"Its items are: {wanted}. An “id” column may be there too; --keep NAME carries another column along.",
        )
    unnamed = [n for n, name in enumerate(header) if not name]
    made = Layout(items, kept, months, unnamed, len(header))
    instead = {name for scale in definition.scales if scale.entered in items for name in scale.items}
    needed = [item.id for item in definition.every_item.values() if item.scored and not item.mode]
    absent = [name for name in needed if name not in items and name not in instead]
    if definition.gate and definition.gate.item.id not in items:
        absent.insert(0, definition.gate.item.id)
    if absent:
        made.notes.append(f"No column, so not answered by anybody: {', '.join(absent)}.")
    return made


def _named(names: list[str]) -> str:
    return ", ".join(f"“{shown(name)}”" for name in names[:10]) + (" …" if len(names) > 10 else "")


class Cells:
    """What texts of cells mean: a number, nothing (NaN), or a text that only the item itself can judge (None)."""

    def __init__(self, missing: list[str], comma: bool) -> None:
        self.known: dict[str, float | None] = dict.fromkeys(["", PREFER_NOT, *missing], NAN)
        self.comma = comma

    def meaning(self, text: str) -> float | None:
        """As above; texts that were seen before are looked up."""
        try:
            return self.known[text]
        except KeyError:
            found = self._read(text.strip())
            if len(self.known) < REMEMBERED:
                self.known[text] = found
            return found

    def _read(self, text: str) -> float | None:
        if text in self.known:
            return self.known[text]
        text = self.number(text)
        return float(text) if NUMBER.fullmatch(text) else None

    def number(self, text: str) -> str:
        """``2,5`` as 2.5 where columns are divided by semicolons."""
        return text.replace(",", ".") if self.comma and COMMA.fullmatch(text) else text

    def answer(self, text: str) -> Any:
        """What the one-row function is given."""
        found = self.meaning(text)
        if found is None:
            bare = text.strip()
            return NOT_APPLICABLE if bare.casefold() in ("na", "n/a") else bare
        return None if found != found else (int(found) if found.is_integer() else found)


def scored_rows(definition: Definition, source: Source, layout: Layout, cells: Cells) -> Iterator[Row]:
    """Every row of the file, scored; a batch at a time is held in memory. Raises FileTrouble."""
    records = source.records(blank=True)
    while batch := list(islice(records, BATCH)):
        yield from _batch(definition, layout, cells, batch)


def _batch(definition: Definition, layout: Layout, cells: Cells, batch: list[Record]) -> Iterator[Row]:
    whole = [len(record.cells) == layout.width for record in batch]
    padded = [record.cells if fits else [""] * layout.width for record, fits in zip(batch, whole, strict=True)]
    alone: set[int] = set()  # rows that only the one-row function can judge: words in a cell
    columns = {}
    for item, n in layout.items.items():
        values = [cells.meaning(row[n]) for row in padded]
        for at, value in enumerate(values):
            if value is None:
                alone.add(at)
        columns[item] = np.array(values, dtype=float)
    months = [_months(cells, row, layout) for row in padded]
    ages = np.array([NAN if month is None else month for month in months])
    together = as_rows(definition, score_many(definition, columns, months=ages))
    for at, (record, flat) in enumerate(zip(batch, together, strict=True)):
        row = padded[at]
        if not whole[at]:
            flat = {"error": f"the row has {len(record.cells)} cells and the header {layout.width}"}
        elif any(row[n].strip() for n in layout.unnamed):
            flat = {"error": "there is something in a column without a name"}
        elif layout.months is not None and months[at] is None and row[layout.months].strip():
            flat = {"error": f"invalid value {shown(row[layout.months].strip())} for months"}
        elif at in alone:
            flat = score(definition, answers_of(row, layout, cells), months=months[at]).flat()
        kept = {name: plain(row[n]) for name, n in layout.kept.items()}
        yield Row(record.line, record.offset, kept, row, months[at], flat)


def answers_of(row: list[str], layout: Layout, cells: Cells) -> dict[str, Any]:
    """A row as the one-row function is given it."""
    return {item: cells.answer(row[n]) for item, n in layout.items.items()}


def _months(cells: Cells, row: list[str], layout: Layout) -> int | None:
    if layout.months is None:
        return None
    value = cells.meaning(row[layout.months])
    return int(value) if value is not None and value == value and value >= 0 and value.is_integer() else None
