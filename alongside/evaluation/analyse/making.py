"""Columns made from others of a table: a change, a mean, a z score, a limit that is passed, an age corrected for birth.

What a plan makes is written in the plan, so that nobody has to make it in another programme first.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from alongside.evaluation.analyse.registry import number, parts
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit

How = Callable[[Table, str, str], np.ndarray]
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
LINE = re.compile(r"(?P<name>[^=]+?)\s*=\s*(?P<how>[a-z]+)\((?P<of>.*)\)\s*", re.DOTALL)
# As ages of children are corrected everywhere here: born before 37 weeks, until 24 months (families, `corrected_age`).
TERM_WEEKS, EARLY_WEEKS, WEEKS_A_MONTH, CORRECTED_UNTIL = 40.0, 37.0, 52.1775 / 12, 24.0


def make(table: Table, line: str) -> Table:
    """The table with one more column. ``line``: "gain=change(before,after)"; see ``HOW`` for what there is.

    A cell is missing where one of its columns is. Raises Unfit: what is not written so, a name that is taken, a column
    that is not there or holds no numbers.
    """
    found = LINE.fullmatch(line.strip())
    if found is None or found["how"] not in HOW:
        raise Unfit(
            "bad_option", f"“{line}” makes no column.", f"It is written name=how(column,column), how: {', '.join(HOW)}."
        )
    name = found["name"].strip()
    if table.has(name):
        raise Unfit("column_twice", f"{table.name or 'The table'} has a column “{name}” already.", "Choose another.")
    values = HOW[found["how"]](table, found["of"], line)
    columns = {each: table.labels(each) for each in table.names}
    columns[name] = [None if np.isnan(v) else f"{v:.0f}" if abs(v) < 1e15 and v == round(v) else repr(float(v))
                     for v in values]  # fmt: skip
    if table.commas or table.decimal == ",":  # as the rest of the file is written
        columns[name] = [cell and cell.replace(".", ",") for cell in columns[name]]
    return table.with_columns(columns, table.lines)


def can(table: Table, line: str) -> bool:
    """Are the columns that a line names there? (A name that is no column may be a number.)"""
    found = LINE.fullmatch(line.strip())
    names = [name for part in found["of"].split(";") for name in parts(part)] if found else []
    return all(table.has(name) or table.has(name.lstrip("-").strip()) or NUMBER.fullmatch(name) for name in names)


def _signed(table: Table, of: str, line: str) -> np.ndarray:
    """(rows, columns); a column with - before its name is turned round."""
    names = parts(of)
    if not names:
        raise Unfit("bad_option", f"“{line}” names no column.")
    columns = []
    for name in names:
        turned = name.startswith("-") and not table.has(name)
        columns.append(-table.numbers(name[1:].strip()) if turned else table.numbers(name))
    return np.column_stack(columns)


def _change(table: Table, of: str, line: str) -> np.ndarray:
    names = parts(of)
    if len(names) != 2:
        raise Unfit("bad_option", f"“{line}”: a change has two columns, the earlier one first.")
    return table.numbers(names[1]) - table.numbers(names[0])


def _gain(table: Table, of: str, line: str) -> np.ndarray:
    """Mean over scales of the change, each in SDs of its earlier scores."""
    halves = of.split(";")
    if len(halves) != 2 or len(parts(halves[0])) != len(parts(halves[1])):
        raise Unfit(
            "bad_option", f"“{line}”: a gain has the earlier columns, a ; and the later ones in the same order."
        )
    before, after = (_signed(table, half, line) for half in halves)
    with np.errstate(invalid="ignore"):
        spread = np.array([c[~np.isnan(c)].std(ddof=1) if (~np.isnan(c)).sum() > 1 else 0.0 for c in before.T])
    if not (spread > 0).all():
        raise Unfit("zero_variance", f"“{line}”: an earlier score is the same in every row, so it has no SD.")
    return np.asarray(((after - before) / spread).mean(axis=1))


def _mean(table: Table, of: str, line: str) -> np.ndarray:
    return np.asarray(_signed(table, of, line).mean(axis=1))


def _sum(table: Table, of: str, line: str) -> np.ndarray:
    return np.asarray(_signed(table, of, line).sum(axis=1))


def _zmean(table: Table, of: str, line: str) -> np.ndarray:
    columns = _signed(table, of, line)
    for n, name in enumerate(parts(of)):
        there = columns[~np.isnan(columns[:, n]), n]
        spread = there.std(ddof=1) if there.size > 1 else 0.0
        if not spread > 0:
            raise Unfit("zero_variance", f"{name.lstrip('-')} is the same in every row: it has no z score.")
        columns[:, n] = (columns[:, n] - there.mean()) / spread
    return np.asarray(columns.mean(axis=1))


def _limit(test: Callable[[np.ndarray, float], np.ndarray]) -> How:
    def passed(table: Table, of: str, line: str) -> np.ndarray:
        names = parts(of)
        if len(names) != 2:
            raise Unfit("bad_option", f"“{line}” needs a column and a number.")
        values = table.numbers(names[0])
        return np.where(np.isnan(values), np.nan, test(values, number("make", names[1])).astype(float))

    return passed


def _corrected(table: Table, of: str, line: str) -> np.ndarray:
    """Months of age, for children born before 37 weeks less what is missing to 40, until 24 months of age."""
    names = parts(of)
    if len(names) != 2:
        raise Unfit("bad_option", f"“{line}” needs the age in months and the weeks of pregnancy at birth.")
    age, weeks = table.numbers(names[0]), table.numbers(names[1])
    if ((weeks < 20) | (weeks > 45)).any():
        raise Unfit("not_weeks", f"{names[1]} holds what are no weeks of pregnancy at birth (20 to 45).")
    early = np.where(weeks < EARLY_WEEKS, TERM_WEEKS - weeks, 0.0) / WEEKS_A_MONTH
    return np.where(age < CORRECTED_UNTIL, np.maximum(age - early, 0.0), age) + 0 * weeks


HOW: dict[str, How] = {
    "change": _change,
    "gain": _gain,
    "mean": _mean,
    "sum": _sum,
    "zmean": _zmean,
    "over": _limit(np.greater),
    "from": _limit(np.greater_equal),
    "under": _limit(np.less),
    "upto": _limit(np.less_equal),
    "corrected": _corrected,
}
MEANING = {
    "change(earlier,later)": "the later less the earlier",
    "gain(a1,-b1;a2,-b2)": "mean over scales of the change, each in SDs of its earlier scores; - turns one round",
    "mean(a,b)": "of several columns, where all are there; - before a name turns a column round",
    "sum(a,b)": "of several columns, where all are there",
    "zmean(a,-b)": "mean of z scores (each column less its mean, by its SD over the rows of the file)",
    "over(a,14)": "1 above a number, 0 up to it",
    "from(a,14)": "1 from a number on, 0 below it",
    "under(a,70)": "1 below a number, 0 from it on",
    "upto(a,70)": "1 up to a number, 0 above it",
    "corrected(age,weeks)": "age in months; born before 37 weeks, less what was missing to 40, until 24 months",
}
