"""`describe`: who is there, wave by wave and arm by arm."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.describe import summaries
from alongside.evaluation.methods.refusing import Unfit

STATISTICS = ("n", "missing", "mean", "sd", "se", "median", "q1", "q3", "smallest", "largest")


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Every column (a wave each), or one column by wave of a long file, by arm."""
    if not asked.columns and not asked.categories:
        raise Unfit("option_needed", "`describe` needs --columns (scores) or --categories (words).")
    if asked.wave and len(asked.columns) > 1:
        raise Unfit("bad_option", "With --wave one column is described.", "Name one with --columns.")
    arms, arm_of = _groups(table, asked.arm)
    waves, wave_of = _groups(table, asked.wave)
    lines: list[tuple[str, str, dict[str, np.ndarray], int]] = []
    for column in asked.columns:
        values = table.numbers(column)
        groups = np.where((arm_of < 0) | (wave_of < 0), -1, arm_of * len(waves) + wave_of)
        found = summaries(values, groups, len(arms) * len(waves))
        for n in range(len(arms) * len(waves)):
            lines.append((waves[n % len(waves)] if asked.wave else column, arms[n // len(waves)], found, n))
    lines.sort(key=lambda line: ([*waves, *asked.columns].index(line[0]), arms.index(line[1])))
    rows = [
        {"wave": wave, "arm": arm, **{name: found[name][n] for name in STATISTICS}} for wave, arm, found, n in lines
    ]
    notes = []
    if empty := [f"{row['wave']}, {row['arm']}" for row in rows if not row["n"]]:
        notes.append(f"Nobody answered in: {'; '.join(empty)}.")
    if flat := [f"{row['wave']}, {row['arm']}" for row in rows if row["n"] > 1 and row["sd"] == 0]:
        notes.append(f"Everybody has the same score in: {'; '.join(flat)}. Comparisons there say nothing.")
    counted = _counted(table, asked.categories, arms, arm_of)
    parts = []
    if rows:
        parts.append(Part("By wave and arm", ("wave", "arm", *STATISTICS), [list(row.values()) for row in rows]))
        first = rows[0]
        said = f"{first['n']} of {first['n'] + first['missing']} have a score in {first['wave']}, {first['arm']}."
    else:
        said = f"{table.rows} rows, {len(asked.categories)} columns of words."
    if counted:
        parts.append(Part("Words", tuple(counted[0]), [list(row.values()) for row in counted]))
    return Outcome(
        {"groups": rows, "categories": counted}, parts, notes, said,
        who_is_in(
            table, [*asked.columns, *asked.categories, *filter(None, (asked.arm, asked.wave))],
            int(np.sum((arm_of >= 0) & (wave_of >= 0))),
        ),
        _means(rows, arms) if rows else None,
    )  # fmt: skip


def _means(rows: list[dict[str, Any]], arms: list[str]) -> Drawing:
    each = [
        (row["arm"], row["wave"], row["mean"], row["mean"] - 1.959964 * row["se"], row["mean"] + 1.959964 * row["se"])
        for row in rows
    ]
    series = [Series(arm, *map(list, zip(*(one[1:] for one in each if one[0] == arm), strict=True))) for arm in arms]
    return Drawing("points", "Means with 95% intervals (normal)", series, "mean")


def _counted(table: Table, columns: tuple[str, ...], arms: list[str], arm_of: np.ndarray) -> list[dict[str, Any]]:
    """How often each word of a column stands in each arm, its share of those who have one, and how many have none."""
    rows = []
    for column in columns:
        codes, levels = table.factor(column)
        for k, arm in enumerate(arms):
            mine = codes[arm_of == k]
            there = int((mine >= 0).sum())
            for n, level in enumerate(levels):
                count = int((mine == n).sum())
                rows.append({"column": column, "arm": arm, "word": level, "n": count,
                             "share": count / there if there else None, "missing": mine.size - there})  # fmt: skip
    return rows


def _groups(table: Table, column: str | None) -> tuple[list[str], np.ndarray]:
    if not column:
        return ["all"], np.zeros(table.rows, dtype=int)
    codes, levels = table.factor(column)
    return levels, codes


METHOD = Method(
    "describe",
    "Who is there: counts, means, spread and what is missing, wave by wave and arm by arm.",
    (
        Option("columns", "Scores: a column a wave, or the one column of a long file.", "columns"),
        Option("categories", "Columns of words, counted.", "columns"),
        Option("arm", "The column that says who is in which arm.", "column"),
        Option("wave", "The column of waves, in a long file.", "column"),
    ),
    run,
    "alongside analyse describe hsaur3_BtheB_wide.csv --columns bdi.pre,bdi.8m --arm treatment",
    keys={
        "groups": "A list, one for each wave and arm: `wave`, `arm`, `n` (who has a score), `missing`, `mean`, `sd`, "
        "`se`, `median`, `q1`, `q3`, `smallest`, `largest`.",
        "categories": "A list, one for each column, arm and word: `column`, `arm`, `word`, `n`, `share` (of those who "
        "have one), `missing`.",
    },
    limits=("What is missing is counted, not filled in: a mean of those who stayed is not the mean of all.",),
)  # fmt: skip
