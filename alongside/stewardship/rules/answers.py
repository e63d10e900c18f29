"""Answers question by question from one CSV file: wide (a column for each question) or long (a row for each answer).

Columns of a wide file are called as the questions are in the definition, as for ``alongside score``. A blank answer was
not given; it is never nought. Nothing is guessed: an answer that cannot be is named by file and line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from alongside.instruments.rules import NOT_APPLICABLE, PREFER_NOT, Definition, check_answer, score
from alongside.instruments.rules.answers import fires
from alongside.stewardship.rules.problems import FileTrouble, Problem, nearest, shown
from alongside.stewardship.rules.reading import Record, Source, open_csv, trouble
from alongside.stewardship.rules.scores import MISSING
from alongside.stewardship.rules.values import Unclear, read_day

PREFERRED_NOT = ("prefer_not", "prefer not to say")


@dataclass(frozen=True)
class Columns:
    """Which column holds whose row it is, the day, which time it was; a long file also names question and answer."""

    id: str
    on: str
    wave: str = ""
    item: str = ""
    answer: str = ""
    missing: tuple[str, ...] = ()
    ignore: bool = False

    @property
    def long(self) -> bool:
        """A row for each answer."""
        return bool(self.item)

    @property
    def named(self) -> list[str]:
        """Every column that is no question."""
        return [name for name in (self.id, self.on, self.wave, self.item, self.answer) if name]


@dataclass
class Form:
    """One time: the day, which time it was, the answers by question, the line on which it begins."""

    on: date
    wave: str
    line: int
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass
class Somebody:
    """One person of the file with all her times; ``problems`` stand in the way of all of them."""

    key: str
    file: str
    line: int
    forms: dict[date, Form] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def start(self) -> date | None:
        """The first day."""
        return min(self.forms, default=None)


class Answers:
    """A file of answers to one measure, read and grouped by person, in the order of the file.

    ``problems`` stand in the way of the whole file, ``astray`` are rows that belong to nobody. ``looks``: answers of
    which somebody is told at once when they are given here.
    """

    def __init__(self, path: Path, columns: Columns, terms: Definition, *, today: date, encoding: str = "") -> None:
        self.columns, self.terms, self.today = columns, terms, today
        self.people: dict[str, Somebody] = {}
        self.problems: list[Problem] = []
        self.astray: list[Problem] = []
        self.looks: list[Problem] = []
        self.left_out: list[str] = []
        self._names = {name.casefold(): name for name in terms.every_item}
        try:
            source = open_csv(path, encoding=encoding, known=self._known)
        except FileTrouble as why:
            self.problems.append(why.problem)
            return
        try:
            self._read(source)
        except FileTrouble as why:
            self.problems.append(why.problem)
        finally:
            source.close()

    def _known(self, header: str) -> bool:
        return header.strip() in self.columns.named or header.strip().casefold() in self._names

    def _read(self, source: Source) -> None:
        self.looks += source.looks
        at, items = self._places(source)
        if self.problems:
            return
        count = 0
        for record in source.records():
            count += 1
            self._row(source, record, at, items)
        if not count:
            raise trouble("no_rows", source.name)
        for person in self.people.values():
            self._check(person)

    def _places(self, source: Source) -> tuple[dict[str, int], dict[int, str]]:
        """Where the named columns and the questions are; problems for what is not there or not known."""
        header, columns = [name.strip() for name in source.header], self.columns
        for name in columns.named:
            if header.count(name) != 1:
                code = "same_header" if name in header else "no_such_column"
                values = {"column": shown(name), "hint": nearest(name, header)}
                self.problems.append(Problem(code, source.name, 1, values))
        at = {name: header.index(name) for name in columns.named if name in header}
        items: dict[int, str] = {}
        for place, name in enumerate(header):
            if not name or place in at.values():
                continue
            item = None if columns.long else self._names.get(name.casefold())
            if item in items.values():
                self.problems.append(Problem("same_header", source.name, 1, {"column": shown(name)}))
            elif item is not None:
                items[place] = item
            elif columns.ignore or columns.long:
                self.left_out.append(name)
            else:
                values = {"column": shown(name), "measure": self.terms.code, "hint": nearest(name, self._names)}
                self.problems.append(Problem("no_item", source.name, 1, values))
        if not columns.long and not items and not self.problems:
            self.problems.append(Problem("no_items", source.name, 1, {"measure": self.terms.code}))
        return at, items

    def _row(self, source: Source, record: Record, at: dict[str, int], items: dict[int, str]) -> None:
        file, cells, wide = source.name, record.cells, len(source.header)
        if len(cells) < wide or any(cell.strip() for cell in cells[wide:]):
            self.astray.append(Problem("cells", file, record.line, {"found": len(cells), "wanted": wide}))
            return
        key = cells[at[self.columns.id]].strip()
        if not key or "\x00" in key or len(key) > 200:
            self.astray.append(Problem("no_id", file, record.line, {"column": self.columns.id}))
            return
        person = self.people.setdefault(key, Somebody(key, file, record.line))
        try:
            form = self._form(person, cells, at, record.line)
            for item, raw in self._given(cells, at, items):
                self._keep(person, form, item, raw, record.line)
        except Unclear as why:
            person.problems.append(Problem(why.code, file, record.line, why.values, key))

    def _form(self, person: Somebody, cells: list[str], at: dict[str, int], line: int) -> Form:
        column = self.columns.on
        on = read_day(column, cells[at[column]].strip())
        if not 1900 <= on.year <= 2200:
            raise Unclear("unlikely_year", column=column, value=on)
        if on > self.today:
            raise Unclear("still_to_come", column=column, value=on)
        if on in person.forms and not self.columns.long:
            raise Unclear("same_wave", column=str(on), line=person.forms[on].line)
        wave = cells[at[self.columns.wave]].strip() if self.columns.wave else ""
        return person.forms.setdefault(on, Form(on, wave, line))

    def _given(self, cells: list[str], at: dict[str, int], items: dict[int, str]) -> Iterator[tuple[str, str]]:
        if not self.columns.long:
            yield from ((item, cells[place]) for place, item in items.items())
            return
        said = cells[at[self.columns.item]].strip()
        item = self._names.get(said.casefold())
        if item is None:
            values = {"column": shown(said), "measure": self.terms.code, "hint": nearest(said, self._names)}
            raise Unclear("no_item", **values)
        yield item, cells[at[self.columns.answer]]

    def _keep(self, person: Somebody, form: Form, item: str, raw: str, line: int) -> None:
        value = self._value(item, raw.strip())
        if value is None:
            return
        if item in form.answers:
            raise Unclear("same_answer", column=item, line=form.line)
        if not check_answer(self.terms, item, value):
            raise Unclear("not_an_answer", column=item, value=shown(raw.strip()), measure=self.terms.code)
        form.answers[item] = value
        if fires(self.terms, item, value):
            self.looks.append(Problem("told_at_once", person.file, line, {"column": item}, second_look=True))

    def _value(self, item: str, text: str) -> Any:
        """An answer as instruments score it; None for one that was not given."""
        folded = text.casefold()
        if folded in PREFERRED_NOT:
            return PREFER_NOT
        if folded in ("na", "n/a") and self.terms.item(item).na_value is not None:
            return NOT_APPLICABLE
        if folded in {*MISSING, *(each.casefold() for each in self.columns.missing)}:
            return None
        return text

    def _check(self, person: Somebody) -> None:
        """Answers that cannot stand together, and times at which nothing was answered."""
        for on, form in list(person.forms.items()):
            if not form.answers:
                del person.forms[on]
                continue
            found = score(self.terms, form.answers)
            if found.error:
                values = {"why": found.because or found.error}
                person.problems.append(Problem("cannot_stand", person.file, form.line, values, person.key))


def ready(answers: Answers) -> Iterator[Somebody]:
    """The people all of whose answers can be brought over."""
    return (person for person in answers.people.values() if not person.problems and person.forms)
