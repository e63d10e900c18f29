"""A file as rows of a study: who is in it, in which arm, each answer at each wave; or all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from alongside.evaluation.analyse import cells
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.rules.framing import ARM, CODE
from alongside.evaluation.rules.registering import Shape
from alongside.evaluation.rules.telling import called, holds, is_code
from alongside.evaluation.terms import Layout, No, Telling

MOST_ROWS = 20_000
MOST_COLUMNS = 500
MOST_TROUBLES = 12


@dataclass(frozen=True)
class Trouble:
    """Why a file is not brought in: a code, and where (column, line of the file, what would say who somebody is)."""

    because: str
    column: str = ""
    line: int = 0
    telling: str = ""


@dataclass(frozen=True)
class Columns:
    """Which column is what. ``arm`` is a column; ``in_arm`` puts everybody of the file into one arm instead."""

    code: str
    layout: str = Layout.WIDE
    arm: str = ""
    in_arm: str = ""
    wave: str = ""


@dataclass
class Brought:
    """What a file would bring in. ``answers``: (place in ``people``, measure, wave, number or None, word).

    ``characteristics`` and ``outcomes`` are columns of the file; ``kept_as`` says what a characteristic is called here.
    """

    people: list[tuple[str, str]] = field(default_factory=list)
    characteristics: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    kept_as: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[int, str, str, float | None, str]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def wrong(self, because: str, column: str = "", line: int = 0, telling: str = "") -> None:
        """Something is wrong; a dozen are told at most."""
        if len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(Trouble(because, column, line, telling))


def outcome_of(column: str, shape: Shape) -> tuple[str, str] | None:
    """(measure, wave) of a column of a wide file, joined by a point, a dash or _; ``None``: no outcome of the study."""
    for measure in sorted(shape.measures, key=len, reverse=True):
        rest = column[len(measure) :]
        if column.casefold().startswith(measure.casefold()) and re.match(r"[._ -]", rest):
            for wave in shape.waves:
                if rest[1:].casefold() == wave.casefold():
                    return measure, wave
    return None


def own_name(name: str, shape: Shape) -> str:
    """What a characteristic is called in the study's table, where some names are taken: "code_" for "code"."""
    taken = {CODE, ARM, *(outcome.casefold() for outcome in shape.outcomes)}
    return f"{name}_" if name.casefold() in taken else name


def guess(names: Sequence[str], shape: Shape) -> Columns:
    """Which column is likely what, for a form that asks."""
    known = {name.casefold(): name for name in names}

    def one_of(words: str) -> str:
        return next((known[word] for word in words.split() if word in known), "")

    wave = one_of("wave time visit timepoint vague temps")
    return Columns(
        code=one_of("id code participant participant_id study_id subject record_id"),
        arm=one_of("arm group treatment condition bras groupe traitement") if len(shape.arms) > 1 else "",
        in_arm=shape.arms[0] if len(shape.arms) == 1 else "", wave=wave,
        layout=Layout.LONG if wave and not any(outcome_of(name, shape) for name in names) else Layout.WIDE,
    )  # fmt: skip


def bring(table: Table, shape: Shape, columns: Columns) -> Brought:
    """Read ``table`` as the study's. All that is wrong is in ``troubles``; with any, nothing may be brought in."""
    found = Brought()
    named = {
        "code": columns.code, "arm": columns.arm, "wave": columns.wave if columns.layout == Layout.LONG else ""
    }  # fmt: skip
    for name in filter(None, named.values()):
        if not table.has(name):
            found.wrong(No.COLUMN_UNKNOWN, name)
    if not columns.code:
        found.wrong(No.COLUMN_UNKNOWN)
    if not table.rows:
        found.wrong(No.FILE_EMPTY)
    if table.rows > MOST_ROWS or len(table.names) > MOST_COLUMNS:
        found.wrong(No.FILE_TOO_LONG)
    if found.troubles:
        return found
    _look_for_people(table, columns, found)
    _outcomes(table, shape, columns, found)
    first = _people(table, shape, columns, found)
    if not found.troubles:
        _answers(table, shape, columns, found, first)
    return found


def _look_for_people(table: Table, columns: Columns, found: Brought) -> None:
    """Names of columns first: what is called so is not even read."""
    for name in table.names:
        kind = called(name)
        if kind is None and name not in (columns.code, columns.arm, columns.wave):
            kind = holds(table.labels(name))
        if kind is not None:
            found.wrong(No.TELLS_WHO, name, telling=Telling(kind).value)
    for code, line in zip(table.labels(columns.code), table.lines, strict=True):
        if code is None:
            found.wrong(No.ID_MISSING, columns.code, line)
        elif not is_code(code):
            found.wrong(No.CODE_TELLS, columns.code, line)


def _outcomes(table: Table, shape: Shape, columns: Columns, found: Brought) -> None:
    taken = {columns.code, columns.arm, columns.wave if columns.layout == Layout.LONG else ""}
    for name in table.names:
        if name in taken:
            continue
        if columns.layout == Layout.LONG:
            is_outcome = name.casefold() in {measure.casefold() for measure in shape.measures}
        else:
            is_outcome = outcome_of(name, shape) is not None
        (found.outcomes if is_outcome else found.characteristics).append(name)
    found.kept_as = {name: own_name(name, shape) for name in found.characteristics}
    if not found.outcomes:
        found.wrong(No.NO_MEASURE)


def _people(table: Table, shape: Shape, columns: Columns, found: Brought) -> dict[str, int]:
    """{code: place in ``people``}; a code once in a wide file, and once a wave in a long one."""
    arms = {arm.casefold(): arm for arm in shape.arms}
    said = table.labels(columns.arm) if columns.arm else [columns.in_arm or None] * table.rows
    waves = table.labels(columns.wave) if columns.layout == Layout.LONG and columns.wave else [""] * table.rows
    known_waves = {wave.casefold() for wave in shape.waves}
    place: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for code, arm, wave, line in zip(table.labels(columns.code), said, waves, table.lines, strict=True):
        if code is None:
            continue
        if arm is None:
            found.wrong(No.ARM_MISSING, columns.arm, line)
        elif arm.casefold() not in arms:
            found.wrong(No.ARM_UNKNOWN, columns.arm, line)
        elif columns.layout == Layout.LONG and (wave or "").casefold() not in known_waves:
            found.wrong(No.WAVE_UNKNOWN, columns.wave, line)
        elif (code, (wave or "").casefold()) in seen:
            found.wrong(No.WAVE_TWICE if columns.layout == Layout.LONG else No.ID_TWICE, columns.code, line)
        elif code not in place:
            place[code] = len(found.people)
            found.people.append((code, arms[arm.casefold()]))
        elif found.people[place[code]][1] != arms[arm.casefold()]:
            found.wrong(No.ARM_NOT_ONE, columns.arm, line)
        seen.add((code, (wave or "").casefold()))
    return place


def _answers(table: Table, shape: Shape, columns: Columns, found: Brought, place: dict[str, int]) -> None:
    who = [place[str(code)] for code in table.labels(columns.code)]
    for name in found.characteristics:
        _once(table, name, who, found)
    waves = {wave.casefold(): wave for wave in shape.waves}
    measures = {measure.casefold(): measure for measure in shape.measures}
    at = [waves[str(w).casefold()] for w in table.labels(columns.wave)] if columns.layout == Layout.LONG else None
    for name in found.outcomes:
        try:
            numbers = table.numbers(name)
        except Unfit:
            found.wrong(No.SCORE_NO_NUMBER, name, _first_bad(table, name))
            continue
        if at is None:
            measure, wave = outcome_of(name, shape) or ("", "")
            spread = [wave] * table.rows
        else:
            measure, spread = measures[name.casefold()], at
        found.answers += [
            (person, measure, wave, float(number), "")
            for person, wave, number in zip(who, spread, numbers, strict=True)
            if number == number
        ]


def _first_bad(table: Table, name: str) -> int:
    for cell, line in zip(table.labels(name), table.lines, strict=True):
        try:
            cells.numbers([cell], name, [line], table.decimal, table.commas)
        except Unfit:
            return line
    return 0


def _once(table: Table, name: str, who: list[int], found: Brought) -> None:
    """A characteristic: the same in every row of somebody. Numbers as numbers, anything else as it stands."""
    numeric = table.is_numeric(name)
    numbers = table.numbers(name) if numeric else None
    kept: dict[int, str] = {}
    for n, (person, cell) in enumerate(zip(who, table.labels(name), strict=True)):
        if cell is None:
            continue
        if person in kept:
            if kept[person] != cell:
                found.wrong(No.DIFFERS, name, table.lines[n])
            continue
        kept[person] = cell
        number = float(numbers[n]) if numbers is not None else None
        found.answers.append((person, found.kept_as[name], "", number, "" if numeric else cell))
