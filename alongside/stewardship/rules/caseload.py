"""A caseload in several files: which file is which table, and all rows of one family together, whatever their order."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alongside.stewardship.rules.problems import FileTrouble, Problem, nearest
from alongside.stewardship.rules.reading import Record, Source, check_header, normal, open_csv
from alongside.stewardship.rules.schema import NEEDED, TABLES, Column, table
from alongside.stewardship.rules.values import Unclear, read_cell

ENDINGS = (".csv", ".tsv", ".txt")


@dataclass
class Row:
    """One row as read: its table, line, and values by column."""

    table: str
    file: str
    line: int
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


@dataclass
class Bundle:
    """All rows of one family, by table, in the order of the file, and what could not be read of them.

    A row with a cell that could not be read is among ``rows`` with that cell empty, so that other rows find its keys.
    """

    key: str
    rows: dict[str, list[Row]]
    problems: list[Problem] = field(default_factory=list)


class Caseload:
    """The files of a caseload, opened and indexed by family. Use as a context manager.

    ``problems`` holds what stands in the way of the whole (nothing can be brought over until it is mended), ``astray``
    rows that belong to no family of families.csv, ``looks`` what deserves a second look.
    """

    def __init__(self, paths: Iterable[Path], *, encoding: str = "", ignore_columns: bool = False) -> None:
        self.problems: list[Problem] = []
        self.astray: list[Problem] = []
        self.looks: list[Problem] = []
        self._ignore = ignore_columns
        self._sources: dict[str, Source] = {}
        self._columns: dict[str, list[Column | None]] = {}
        # family key -> triples (table number, offset, line); 24 bytes a row
        self._places: dict[str, array[int]] = {}
        self._person_lines: dict[str, int] = {}
        self._repeated: dict[str, list[Problem]] = {}
        for name, path in self._found(paths).items():
            self._open(name, path, encoding)
        for name in NEEDED:
            if name not in self._sources and not any(p.file.lower().startswith(name) for p in self.problems):
                self.problems.append(Problem("table_missing", f"{name}.csv", 0, {"table": name}))

    def __enter__(self) -> Caseload:
        return self

    def __exit__(self, *trouble: object) -> None:
        for source in self._sources.values():
            source.close()

    def __len__(self) -> int:
        """How many families there are (after ``index``)."""
        return len(self._places)

    @property
    def bytes(self) -> int:
        """Bytes of all files, for a progress bar."""
        return sum(source.handle.seek(0, 2) for source in self._sources.values())

    def _found(self, paths: Iterable[Path]) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for path in paths:
            inside = sorted(path.iterdir()) if path.is_dir() else [path]
            for one in inside:
                name = normal(one.stem).removesuffix(".csv")
                if name in TABLES and one.suffix.lower() in ENDINGS:
                    if name in found:
                        self.problems.append(
                            Problem("same_table", one.name, 0, {"table": name, "other": found[name].name})
                        )
                    found.setdefault(name, one)
                elif path.is_dir():
                    if one.is_file() and one.suffix.lower() in ENDINGS:
                        self.looks.append(Problem("ignored_file", one.name, second_look=True))
                elif not one.exists():
                    self.problems.append(Problem("no_file", one.name))
                else:
                    hint = nearest(name, TABLES)
                    names = ", ".join(f"{t}.csv" for t in TABLES)
                    self.problems.append(Problem("unknown_table", one.name, 0, {"hint": hint, "names": names}))
        return {name: found[name] for name in TABLES if name in found}

    def _open(self, name: str, path: Path, encoding: str) -> None:
        columns = {c.name: c for c in table(name).columns}
        try:
            source = open_csv(path, encoding=encoding, known=lambda header: normal(header) in columns)
        except FileTrouble as why:
            self.problems.append(why.problem)
            return
        needed = [c.name for c in columns.values() if c.required]
        for problem in check_header(source, list(columns), needed, name, ignore=self._ignore):
            (self.looks if problem.second_look else self.problems).append(problem)
        self.looks += source.looks
        self._sources[name] = source
        self._columns[name] = [columns.get(normal(h)) for h in source.header]

    def index(self) -> Iterator[int]:
        """Read every file once and note where each family's rows are; yields bytes read so far, for a progress bar."""
        before = 0
        for number, name in enumerate(TABLES):
            if name not in self._sources:
                continue
            source, count = self._sources[name], 0
            key_at = self._position(name, "family_key")
            try:
                for count, record in enumerate(source.records(), 1):
                    self._note(number, name, source, record, key_at)
                    if count % 2000 == 0:
                        yield before + record.offset
            except FileTrouble as why:
                self.problems.append(why.problem)
            if name in NEEDED and not count and not self.problems:
                self.problems.append(Problem("no_rows", source.name))
            before += source.handle.seek(0, 2)
            yield before

    def _position(self, name: str, column: str) -> int:
        return next((i for i, c in enumerate(self._columns[name]) if c is not None and c.name == column), -1)

    def _note(self, number: int, name: str, source: Source, record: Record, key_at: int) -> None:
        key = record.cells[key_at].strip() if key_at < len(record.cells) else ""
        if not key:
            self.astray.append(Problem("needed", source.name, record.line, {"column": "family_key"}))
            return
        if name == "families":
            if key in self._places:
                first = self._places[key][2]
                again = Problem("same_key", source.name, record.line, {"column": "family_key", "line": first}, key)
                self._repeated.setdefault(key, []).append(again)
                return
            self._places[key] = array("q")
        elif key not in self._places:
            self.astray.append(Problem("no_such_family", source.name, record.line))
            return
        self._places[key].extend((number, record.offset, record.line))
        if name == "people":
            self._note_person(key, source, record)

    def _note_person(self, family: str, source: Source, record: Record) -> None:
        at = self._position("people", "person_key")
        key = record.cells[at].strip() if at < len(record.cells) else ""
        if not key:
            return
        line = self._person_lines.setdefault(key, record.line)
        if line != record.line:
            again = Problem("same_key", source.name, record.line, {"column": "person_key", "line": line}, family)
            self._repeated.setdefault(family, []).append(again)

    def families(self) -> Iterator[Bundle]:
        """Each family with all its rows (after ``index``), in the order of families.csv."""
        for key, places in self._places.items():
            bundle = Bundle(key, {name: [] for name in TABLES}, list(self._repeated.get(key, ())))
            for i in range(0, len(places), 3):
                name = TABLES[places[i]]
                source = self._sources[name]
                self._read(bundle, name, source, source.record_at(places[i + 1], places[i + 2]))
            yield bundle

    def _read(self, bundle: Bundle, name: str, source: Source, record: Record) -> None:
        columns, cells = self._columns[name], record.cells
        if len(cells) < len(columns) or any(c.strip() for c in cells[len(columns) :]):
            counts = {"found": len(cells), "wanted": len(columns)}
            bundle.problems.append(Problem("cells", source.name, record.line, counts, bundle.key))
            return
        values: dict[str, Any] = {c.name: "" if c.type == "string" else None for c in table(name).columns}
        for column, header, cell in zip(columns, source.header, cells, strict=False):
            try:
                if column is not None:
                    values[column.name] = read_cell(column, cell)
                elif not header and cell.strip():
                    raise Unclear("unnamed")
            except Unclear as why:
                bundle.problems.append(Problem(why.code, source.name, record.line, why.values, bundle.key))
        bundle.rows[name].append(Row(name, source.name, record.line, values))
