"""Who is in a study and what they answered: a row for each participant, a column for each measure and wave."""

from __future__ import annotations

import csv
import hashlib
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alongside.evaluation.rules.registering import Shape

CODE, ARM = "code", "arm"
FILE = "study.csv"  # what a plan calls the table, and what an extract holds

Cell = str | float | None
# An answer and its participant: who (a key), code, arm, measure, wave, number, word; nothing after the arm without one.
Row = tuple[uuid.UUID | str, str, str, str | None, str | None, float | None, str | None]


@dataclass(frozen=True)
class Frame:
    """A table: the names of its columns and its rows. Characteristics stand before outcomes."""

    names: tuple[str, ...]
    characteristics: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def column(self, name: str) -> list[Cell]:
        """One column, in the order of the rows."""
        place = self.names.index(name)
        return [row[place] for row in self.rows]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The columns of measures."""
        return self.names[2 + len(self.characteristics) :]

    def only(self, names: Sequence[str]) -> Frame:
        """Code, arm and those columns."""
        kept = tuple(name for name in self.names if name in (CODE, ARM) or name in names)
        places = [self.names.index(name) for name in kept]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return Frame(kept, tuple(name for name in self.characteristics if name in kept), rows)


def assemble(shape: Shape, characteristics: Iterable[str], rows: Iterable[Row]) -> Frame:
    """The table of ``rows``, participants in the order in which they come; outcomes that nobody has are left out."""
    held: dict[uuid.UUID | str, dict[str, Cell]] = {}
    there: set[str] = set()
    for id, code, arm, measure, wave, number, word in rows:
        mine = held.setdefault(id, {CODE: code, ARM: arm})
        if measure is not None:
            name = f"{measure}.{wave}" if wave else measure
            mine[name] = number if number is not None else word
            there.add(name)
    known = tuple(name for name in dict.fromkeys(characteristics) if name in there)
    outcomes = tuple(name for name in shape.outcomes if name in there and name not in known)
    names = (CODE, ARM, *known, *outcomes)
    return Frame(names, known, tuple(tuple(mine.get(name) for name in names) for mine in held.values()))


def as_csv(frame: Frame) -> str:
    """The table as CSV (RFC 4180, lines end in CR LF): whole numbers without a point, nothing where nothing stands."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(frame.names)
    writer.writerows([_cell(cell) for cell in row] for row in frame.rows)
    return out.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return cell


def checksum(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal figures."""
    return hashlib.sha256(text.encode()).hexdigest()
