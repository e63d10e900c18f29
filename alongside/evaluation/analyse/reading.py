"""Reading a CSV file: its letters, its separator, what says that an answer is missing, and its shape (wide or long)."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from alongside.evaluation.analyse import making
from alongside.evaluation.analyse.cells import days as days_of
from alongside.evaluation.analyse.registry import parts
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit

MISSING = ("", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", ".", "#N/A")
SEPARATORS = (",", ";", "\t", "|")
USUAL = ["cp1252", "latin_1", "cp1250", "cp1251", "mac_roman", "cp850"]


def read_table(
    file: Path | str, *, missing: Sequence[str] = (), encoding: str = "", decimal: str = "", date_form: str = "",
    where: Sequence[str] = (), days: Sequence[str] = (), wide: str = "", long: Sequence[str] = (),
    make: Sequence[str] = (),
) -> Table:  # fmt: skip
    """The table in a CSV file (``-``: standard input), separated by , ; tab or |, in UTF-8, UTF-16, Windows-1252 …

    ``missing``: further texts that say "no answer". ``where``: "column=value" keeps those rows. ``days``, ``wide``,
    ``make``, ``long``: see ``with_days``, ``to_wide``, ``making.make``, ``to_long``; they are done in this order.
    Raises Unfit when there is no such file, no header, or a row of another length.
    """
    path = Path(file)
    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else path.read_bytes()
    except OSError as why:
        raise Unfit("no_file", f"{file} cannot be read: {why.strerror or why}.") from why
    name = "standard input" if str(file) == "-" else path.name
    text, notes = _letters(raw, encoding, name)
    separator, header = _header(text, name)
    columns, lines = _columns(text, separator, header, {*MISSING, *missing}, name)
    table = Table(
        columns, name=name, lines=lines, decimal=decimal, date_form=date_form, commas=separator == ";", notes=notes
    )
    return shaped(table, where=where, days=days, wide=wide, long=long, make=make)


def shaped(
    table: Table, *, where: Sequence[str] = (), days: Sequence[str] = (), wide: str = "", long: Sequence[str] = (),
    make: Sequence[str] = (),
) -> Table:  # fmt: skip
    """Rows kept, days counted, a row a person, columns made, a row a wave: in this order.

    A rule of ``where`` about a column that is not there yet (made, or of one wave) holds as soon as it is, and a column
    made from one of a row a wave is made last.
    """
    later = [each for each in where if not _about(table, each)]
    for each in where:
        if each not in later:
            table = _where(table, each)
    for each in days:
        table = with_days(table, each)
    if wide:
        table = to_wide(table, wide)
    last = []
    for each in make:
        if long and not making.can(table, each):
            last.append(each)
        else:
            table = making.make(table, each)
    for each in later:
        table = _where(table, each)
    for each in long:
        table = to_long(table, each)
    for each in last:
        table = making.make(table, each)
    return table


def _about(table: Table, words: str) -> bool:
    """Is the column of a rule there already?"""
    return table.has(words.split("!=" if "!=" in words else "=", 1)[0].strip())


def _letters(raw: bytes, encoding: str, name: str) -> tuple[str, list[str]]:
    if encoding:
        try:
            return raw.decode(encoding).lstrip("\ufeff"), []
        except (UnicodeDecodeError, LookupError) as why:
            raise Unfit("bad_letters", f"{name} is not kept as {encoding}.") from why
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16"), []
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    lines = b"".join(line for line in raw.splitlines(keepends=True) if not line.isascii())[:200_000]
    ranked = from_bytes(lines, cp_isolation=USUAL)
    best = ranked.best()
    likely = {each for match in ranked for each in match.could_be_from_charset}
    for guess in ("cp1252" if best is None or "cp1252" in likely else best.encoding, "latin-1"):
        try:
            return raw.decode(guess), [f"{name} was read as {guess}; say --encoding if letters look wrong."]
        except UnicodeDecodeError:
            continue
    raise Unfit("bad_letters", f"The letters of {name} cannot be told.", "Say how they are kept with --encoding.")


def _header(text: str, name: str) -> tuple[str, list[str]]:
    """The separator that splits the header most, and the header's names."""
    best: tuple[str, list[str]] = (",", [])
    for separator in SEPARATORS:
        names = next(csv.reader(io.StringIO(text), delimiter=separator), [])
        if len(names) > len(best[1]):
            best = (separator, [each.strip() for each in names])
    separator, names = best
    if not any(names):
        raise Unfit("no_header", f"{name} has no header.", "Its first line holds the names of the columns.")
    if names[0] == "":  # row names, as statistics packages write them
        names[0] = "row"
    twice = {each for each in names if names.count(each) > 1}
    if twice:
        raise Unfit("column_twice", f"{name} has the column “{min(twice)}” twice.", "Give each column one name.")
    return separator, names


def _columns(
    text: str, separator: str, header: list[str], missing: set[str], name: str
) -> tuple[dict[str, list[str | None]], list[int]]:
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    next(reader)
    rows, lines = [], []
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise Unfit(
                "row_length", f"{name}, line {reader.line_num}: {len(row)} cells under {len(header)} columns.",
                "A comma inside a cell needs quotes around that cell.",
            )  # fmt: skip
        rows.append(row)
        lines.append(reader.line_num)
    columns: dict[str, list[str | None]] = {}
    for each, column in zip(header, zip(*rows, strict=True) if rows else [()] * len(header), strict=True):
        tidy = [cell.strip() for cell in column]
        columns[each] = [None if cell in missing else cell for cell in tidy]
    return columns, lines


def _where(table: Table, words: str) -> Table:
    for sign in ("!=", "="):
        if sign in words:
            name, value = (part.strip() for part in words.split(sign, 1))
            same = np.array([(cell or "") == value for cell in table.labels(name)], dtype=bool)
            return table.keep(~same if sign == "!=" else same)
    raise Unfit("bad_option", "--where is written column=value or column!=value.")


def with_days(table: Table, words: str) -> Table:
    """A further column: the days between two dates. ``words``: "name=from:to", or "name=from:to:day".

    ``from`` and ``to`` are columns, or a day (2026-11-23) that holds for every row; the third stands where ``to`` is
    empty (somebody who is still there). Raises Unfit where a day lies before the one it is counted from.
    """
    name, sign, rest = (part.strip() for part in words.partition("="))
    ends = [part.strip() for part in rest.split(":")]
    if not (name and sign and len(ends) in (2, 3) and all(ends)):
        raise Unfit("bad_option", "--days is written name=from:to or name=from:to:day, such as stay=entered:left.")
    if table.has(name):
        raise Unfit("column_twice", f"{table.name} has a column “{name}” already: call the days otherwise.")

    def day(text: str) -> np.ndarray:
        if not table.has(text) and text[:1].isdigit():
            return np.full(table.rows, days_of([text], "--days", [0], table.date_form)[0])
        return table.dates(text)

    begin, end = day(ends[0]), day(ends[1])
    if len(ends) == 3:
        end = np.where(np.isnat(end), day(ends[2]), end)
    known = ~(np.isnat(begin) | np.isnat(end))
    passed = (end - begin).astype("timedelta64[D]").astype(np.int64)
    if (back := np.flatnonzero(known & (passed < 0))).size:
        raise Unfit("days_back", f"Line {table.lines[back[0]]}: {ends[1]} lies before {ends[0]}.", "Mend the dates.")
    columns = {each: table.labels(each) for each in table.names}
    told = [str(n) if there else None for n, there in zip(passed, known, strict=True)]
    return table.with_columns({**columns, name: told}, table.lines)


def to_wide(table: Table, words: str) -> Table:
    """One row a person from a row a wave. ``words``: "id,wave,score[,score…]".

    Each score gets a column a wave, "score.wave". Other columns stay when they say the same in all rows of a person.
    Raises Unfit when a person has the same wave twice.
    """
    names = [table.called(each) for each in parts(words)]
    if len(names) < 3:
        raise Unfit("bad_option", "--wide is written id,wave,score: who, when, and what to spread out.")
    who, when, *what = names
    ids, waves = table.labels(who), table.labels(when)
    if None in ids or None in waves:
        n = next(n for n, pair in enumerate(zip(ids, waves, strict=True)) if None in pair)
        raise Unfit("id_missing", f"Line {table.lines[n]}: {who if ids[n] is None else when} is missing.")
    place: dict[tuple[str, str], int] = {}
    for n, key in enumerate(zip(ids, waves, strict=True)):
        if key in place:
            raise Unfit(
                "wave_twice", f"“{key[0]}” has the wave “{key[1]}” in line {table.lines[place[key]]} and in line "
                f"{table.lines[n]}.", "One row a person and wave is needed.",
            )  # fmt: skip
        place[key] = n  # type: ignore[index]
    people: dict[str, list[int]] = {}
    for n, who_is in enumerate(ids):
        people.setdefault(str(who_is), []).append(n)
    columns: dict[str, list[str | None]] = {who: list(people)}
    for name in table.names:
        if name in (who, when, *what):
            continue
        cells = table.labels(name)
        each = [{cells[n] for n in rows} for rows in people.values()]
        if all(len(values) == 1 for values in each):
            columns[name] = [next(iter(values)) for values in each]
    for name in what:
        cells = table.labels(name)
        for wave in table.factor(when)[1]:
            found = [place.get((person, wave)) for person in people]
            columns[f"{name}.{wave}"] = [None if n is None else cells[n] for n in found]
    return table.with_columns(columns, [table.lines[rows[0]] for rows in people.values()])


def to_long(table: Table, words: str) -> Table:
    """A row a wave from one row a person. ``words``: "score=column:wave,column:wave…" (or the column's name).

    Makes the columns "wave" and "score"; every other column is repeated. A wave that is missing stays as a row.
    Several scores with the same waves stand with ; between: "score=a:1,b:2;mood=c:1,d:2"; where one names no waves,
    they are those of the first, in its order.
    """
    scores = [_spread(table, each) for each in words.split(";") if each.strip()]
    waves = [wave for _, wave in scores[0][1]] if scores else []
    unnamed = [all(column == wave for column, wave in spread) for _, spread in scores]
    if not scores or any(
        len(spread) != len(waves) or not (free or [wave for _, wave in spread] == waves)
        for free, (_, spread) in zip(unnamed, scores, strict=True)
    ):
        raise Unfit("bad_option", "--long spreads several scores over the same waves, in the same order.")
    taken = {column for _, spread in scores for column, _ in spread} | {name for name, _ in scores} | {"wave"}
    many = len(waves)
    columns: dict[str, list[str | None]] = {
        each: [cell for cell in table.labels(each) for _ in range(many)] for each in table.names if each not in taken
    }
    columns["wave"] = [wave for _ in range(table.rows) for wave in waves]
    for name, spread in scores:
        each_wave = [table.labels(column) for column, _ in spread]
        columns[name] = [cells[n] for n in range(table.rows) for cells in each_wave]
    return table.with_columns(columns, [line for line in table.lines for _ in range(many)])


def _spread(table: Table, words: str) -> tuple[str, list[tuple[str, str]]]:
    """A score's name, and its columns with their waves."""
    name, sign, rest = words.partition("=")
    spread = [
        tuple(part.strip() for part in (each.rsplit(":", 1) if ":" in each else (each, each))) for each in parts(rest)
    ]
    if not sign or not parts(name) or not spread:
        raise Unfit("bad_option", "--long is written score=column:wave,column:wave, such as bdi=bdi.2m:2,bdi.3m:3.")
    return parts(name)[0], [(table.called(column), wave) for column, wave in spread]
