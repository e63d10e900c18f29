"""Numbers and days as people write them in files. What can be read in two ways is asked about, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

import numpy as np

from alongside.evaluation.methods.refusing import Unfit

HUGE = 1e100  # beyond it squares overflow
DATE_FORMS = ("iso", "dmy", "mdy", "d-month-y")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv", "february feb fevrier fevr", "march mar mars", "april apr avril avr", "may mai",
            "june jun juin", "july jul juillet juil", "august aug aout", "september sep sept septembre",
            "october oct octobre", "november nov novembre", "december dec decembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
SPACES = {ord(" "): None, ord("\u00a0"): None, ord("\u202f"): None, ord("\u2212"): "-", ord("'"): None, ord("’"): None}
THOUSANDS_POINT = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
THOUSANDS_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
BOTH = re.compile(r"[.,]")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
NAMED = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?[ .-]+([^\W\d_]+)\.?,?[ .-]+(\d{4})")


def _no_number(column: str, line: int, cell: str) -> Unfit:
    return Unfit(
        "no_number", f"Column {column}, line {line}: “{cell}” is not a number.",
        "Mend it, or name it with --missing if it says that there is no answer.",
    )  # fmt: skip


def numbers(
    cells: Sequence[str | None], column: str, lines: Sequence[int], decimal: str = "", commas: bool = False
) -> np.ndarray:
    """Texts as float64, None as nan. ``decimal`` is "." or "," where somebody said so.

    ``commas``: the file's separator shows that commas are decimal. Raises Unfit with column and line for a text that
    is no finite number (or one beyond 1e100, which nothing measures), and where "1,234" might be two different numbers.
    """  # fmt: skip
    try:
        whole = np.array(["nan" if cell is None else cell for cell in cells], dtype=np.float64)
        plainly = decimal != "," and not (commas and any(cell and THOUSANDS_POINT.fullmatch(cell) for cell in cells))
        if plainly and (np.abs(whole) < HUGE).sum() == sum(c is not None and "_" not in c for c in cells):
            return whole
    except ValueError:
        pass
    tidy = [None if cell is None else cell.translate(SPACES) for cell in cells]
    mark = decimal or _mark(tidy, column, lines, commas)
    other = "," if mark == "." else "."
    thousands = THOUSANDS_COMMA if mark == "." else THOUSANDS_POINT
    found = np.full(len(tidy), np.nan)
    for n, cell in enumerate(tidy):
        if cell is None:
            continue
        text = cell
        if other in text:
            if not thousands.fullmatch(text.split(mark, 1)[0]):
                raise _no_number(column, lines[n], cells[n] or "")
            text = text.replace(other, "")
        try:
            value = float(text.replace(mark, "."))
        except ValueError:
            raise _no_number(column, lines[n], cells[n] or "") from None
        if not abs(value) < HUGE or "_" in text:
            raise _no_number(column, lines[n], cells[n] or "")
        found[n] = value
    return found


def _mark(cells: Sequence[str | None], column: str, lines: Sequence[int], commas: bool) -> str:
    """Which sign stands before the decimals in this column; "." where there are none at all."""
    seen: dict[str, int] = {}
    doubtful: tuple[str, int] | None = None
    for n, cell in enumerate(cells):
        if cell is None or not BOTH.search(cell):
            continue
        last = max(cell.rfind("."), cell.rfind(","))
        groups = cell.count(cell[last]) > 1
        unsure = THOUSANDS_COMMA.fullmatch(cell) or (commas and THOUSANDS_POINT.fullmatch(cell))
        if "," in cell and "." in cell:
            seen.setdefault(cell[last], n)
        elif groups:
            seen.setdefault("." if cell[last] == "," else ",", n)
        elif unsure and not (commas and cell[last] == ","):
            doubtful = doubtful or (cell, n)
        else:
            seen.setdefault(cell[last], n)
    if len(seen) > 1:
        n = max(seen.values())
        raise Unfit(
            "two_decimal_signs", f"Column {column} has decimals after a point and after a comma (line {lines[n]}).",
            "Write them in one way.",
        )  # fmt: skip
    if seen:
        return next(iter(seen))
    if doubtful:
        raise Unfit(
            "decimal_unclear",
            f"Column {column}, line {lines[doubtful[1]]}: “{doubtful[0]}” can be read in two ways.",
            "Say --decimal , or --decimal . for this file.",
        )
    return "," if commas else "."


def _month(word: str) -> int | None:
    bare = unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()
    return MONTHS.get(bare)


def days(cells: Sequence[str | None], column: str, lines: Sequence[int], form: str = "") -> np.ndarray:
    """Texts as datetime64[D], None as NaT: 2026-11-23, 23/11/2026, 11/23/2026, 23 November 2026 (also in French).

    Day and month with slashes, points or dashes are read by the one order that fits every cell; where both do and
    differ, ``form`` (dmy or mdy) is asked for; it says nothing of days that can be read in one way. Raises Unfit with
    column and line.
    """
    found = np.full(len(cells), np.datetime64("NaT"), dtype="datetime64[D]")
    slashed: list[tuple[int, int, int, int]] = []
    for n, cell in enumerate(cells):
        if cell is None:
            continue
        if (iso := ISO.fullmatch(cell)) and form != "d-month-y":
            found[n] = _day(int(iso[1]), int(iso[2]), int(iso[3]), column, lines[n], cell)
        elif (named := NAMED.fullmatch(cell)) and form != "iso" and (month := _month(named[2])):
            found[n] = _day(int(named[3]), month, int(named[1]), column, lines[n], cell)
        elif (way := SLASHED.fullmatch(cell)) and form in ("", "dmy", "mdy"):
            slashed.append((n, int(way[1]), int(way[2]), int(way[3])))
        else:
            raise Unfit(
                "no_date", f"Column {column}, line {lines[n]}: “{cell}” is not a day that can be read here.",
                "Days are written 2026-11-23, 23/11/2026, 11/23/2026 or 23 November 2026; years have four digits.",
            )  # fmt: skip
    if not slashed:
        return found
    order = form if form in ("dmy", "mdy") else _order(slashed, column, lines)
    for n, first, second, year in slashed:
        day, month = (first, second) if order == "dmy" else (second, first)
        found[n] = _day(year, month, day, column, lines[n], cells[n] or "")
    return found


def _order(slashed: Sequence[tuple[int, int, int, int]], column: str, lines: Sequence[int]) -> str:
    dmy = all(second <= 12 for _, _, second, _ in slashed)
    mdy = all(first <= 12 for _, first, _, _ in slashed)
    if dmy and mdy and any(first != second for _, first, second, _ in slashed):
        raise Unfit(
            "date_unclear", f"Column {column}: every day could be day/month or month/day.",
            "Say --date-form dmy or --date-form mdy.",
        )  # fmt: skip
    if not dmy and not mdy:
        n = next(n for n, first, _, _ in slashed if first > 12)
        m = next(n for n, _, second, _ in slashed if second > 12)
        raise Unfit(
            "two_date_forms", f"Column {column}: line {lines[n]} is day/month, line {lines[m]} month/day.",
            "Write them in one way.",
        )  # fmt: skip
    return "dmy" if dmy else "mdy"


def _day(year: int, month: int, day: int, column: str, line: int, cell: str) -> np.datetime64:
    try:
        return np.datetime64(date(year, month, day), "D")
    except ValueError:
        raise Unfit("no_date", f"Column {column}, line {line}: there is no day “{cell}”.") from None
