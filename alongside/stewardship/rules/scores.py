"""Repeated scores from one CSV file: wide (a column for each wave) or long (a row for each wave).

A missing score is never nought: the wave is kept as not available, or left out where the file has no row for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from alongside.families.rules import add_months
from alongside.stewardship.rules.problems import FileTrouble, Problem, nearest, shown
from alongside.stewardship.rules.reading import Record, Source, open_csv, trouble
from alongside.stewardship.rules.values import WHOLE, Unclear, read_day, read_total

MISSING = ("", "na", "n/a", "nan", "null", ".")
LATEST = 1200  # units after the start; a slip beyond that


@dataclass(frozen=True)
class Layout:
    """Where in the file what is.

    ``waves`` are pairs (column, time after the start) of a wide file; a long file names ``time`` and ``score`` instead.
    The start is one day for all, or each person's own, in ``start_column``. ``least`` and ``most`` are the ends of the
    scale, where the measure is known.
    """

    id: str
    waves: tuple[tuple[str, int], ...] = ()
    time: str = ""
    score: str = ""
    unit: str = "months"
    start_on: date | None = None
    start_column: str = ""
    missing: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def columns(self) -> list[str]:
        """Every column that is read."""
        named = [self.id, *(c for c, _ in self.waves), self.time, self.score, self.start_column]
        return [c for c in named if c]

    def day(self, start: date, when: int) -> date:
        """The planned day of a wave."""
        return (
            add_months(start, when)
            if self.unit == "months"
            else start + timedelta(days=when * (7 if self.unit == "weeks" else 1))
        )

    def can_be(self, total: Decimal) -> bool:
        """The scale has such a score, as far as its ends are known."""
        return (self.least is None or total >= self.least) and (self.most is None or total <= self.most)

    def wave(self, when: int) -> str:
        """The wave's name, as in ``5 months``."""
        return "start" if when == 0 else f"{when} {self.unit if when != 1 else self.unit[:-1]}"


@dataclass(frozen=True)
class Score:
    """One wave of one person; ``total`` is ``None`` when it is not available."""

    wave: str
    on: date
    total: Decimal | None
    line: int


@dataclass
class Scored:
    """One person of the file: the key, where she first appears, when it began for her, and her waves by time."""

    key: str
    file: str
    line: int
    start: date | None = None
    scores: dict[int, Score] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Scores:
    """A file of scores, read and grouped by person (in the order of the file).

    ``problems`` stand in the way of the whole file; each person holds her own. ``left_out`` are columns not read.
    """

    def __init__(self, path: Path, layout: Layout, *, today: date, encoding: str = "") -> None:
        self.layout, self.today = layout, today
        self.people: dict[str, Scored] = {}
        self.problems: list[Problem] = []
        self.astray: list[Problem] = []
        self.looks: list[Problem] = []
        self.left_out: list[str] = []
        try:
            source = open_csv(path, encoding=encoding, known=lambda header: header.strip() in layout.columns)
        except FileTrouble as why:
            self.problems.append(why.problem)
            return
        try:
            self._read(source)
        except FileTrouble as why:
            self.problems.append(why.problem)
        finally:
            source.close()

    def _read(self, source: Source) -> None:
        self.looks += source.looks
        header = source.header
        wanted = self.layout.columns
        for name in wanted:
            if header.count(name) != 1:
                code, hint = ("same_header" if name in header else "no_such_column"), nearest(name, header)
                self.problems.append(Problem(code, source.name, 1, {"column": shown(name), "hint": hint}))
        self.left_out = [h for h in header if h and h not in wanted]
        if self.problems:
            return
        at = {name: header.index(name) for name in wanted}
        count = 0
        for record in source.records():
            count += 1
            self._row(source.name, record, at, len(header))
        if not count:
            raise trouble("no_rows", source.name)

    def _row(self, file: str, record: Record, at: dict[str, int], wide: int) -> None:
        layout, cells = self.layout, record.cells
        if len(cells) < wide or any(c.strip() for c in cells[wide:]):
            self.astray.append(Problem("cells", file, record.line, {"found": len(cells), "wanted": wide}))
            return
        key = cells[at[layout.id]].strip()
        if not key or "\x00" in key:
            code = "nul" if key else "no_id"
            self.astray.append(Problem(code, file, record.line, {"column": layout.id}))
            return
        if len(key) > 200:
            self.astray.append(
                Problem("too_long", file, record.line, {"column": layout.id, "length": len(key), "limit": 200})
            )
            return
        person = self.people.get(key)
        if person is not None and layout.waves:
            person.problems.append(
                Problem("same_key", file, record.line, {"column": layout.id, "line": person.line}, key)
            )
            return
        person = self.people.setdefault(key, Scored(key, file, record.line))
        try:
            self._start(person, cells, at)
            if layout.waves:
                for column, when in layout.waves:
                    self._keep(person, column, when, cells[at[column]], record.line)
            else:
                self._keep(
                    person, layout.score, self._when(cells[at[layout.time]]), cells[at[layout.score]], record.line
                )
        except Unclear as why:
            person.problems.append(Problem(why.code, file, record.line, why.values, key))

    def _start(self, person: Scored, cells: list[str], at: dict[str, int]) -> None:
        column = self.layout.start_column
        start = read_day(column, cells[at[column]].strip()) if column else self.layout.start_on
        if start is None or not 1900 <= start.year <= 2200:
            raise Unclear("unlikely_year", column=column or "the first day", value=start)
        if start > self.today:
            raise Unclear("still_to_come", column=column or "the first day", value=start)
        person.start = person.start or start

    def _when(self, raw: str) -> int:
        text = raw.strip()
        if not WHOLE.fullmatch(text):
            raise Unclear("number_form", column=self.layout.time, value=shown(text))
        when = int(text.split(".")[0])
        if not 0 <= when <= LATEST:
            raise Unclear("out_of_bounds", column=self.layout.time, value=when, least=0, most=LATEST)
        return when

    def _keep(self, person: Scored, column: str, when: int, raw: str, line: int) -> None:
        text = raw.strip()
        missing = {*MISSING, *(m.casefold() for m in self.layout.missing)}
        total = None if text.casefold() in missing else read_total(column, text)
        if when in person.scores:
            raise Unclear("same_wave", column=self.layout.wave(when), line=person.scores[when].line)
        if person.start is None:
            return
        on = self.layout.day(person.start, when)
        if total is not None and not self.layout.can_be(total):
            raise Unclear("out_of_bounds", column=column, value=total, least=self.layout.least, most=self.layout.most)
        if total is not None and on > self.today:
            raise Unclear("still_to_come", column=column, value=on)
        person.scores[when] = Score(self.layout.wave(when), on, total, line)


def ready(scores: Scores) -> Iterator[Scored]:
    """The people whose rows can all be brought over."""
    return (person for person in scores.people.values() if not person.problems)


def summary(people: list[Scored]) -> dict[str, Any]:
    """Counts for the report: people, waves done, waves not available, and done by wave."""
    every = [score for person in people for score in person.scores.values()]
    done: dict[str, int] = {}
    for score in every:
        done[score.wave] = done.get(score.wave, 0) + (score.total is not None)
    available = sum(done.values())
    return {"people": len(people), "done": available, "not_available": len(every) - available, "by_wave": done}
