"""`describe`: who is there, wave by wave and arm by arm."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option, parts
from alongside.evaluation.analyse.saying import Sentence
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
    measured = _measured(asked)
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
        notes.append(Sentence("Nobody answered in: {empty:;}.", empty=empty))
    if flat := [f"{row['wave']}, {row['arm']}" for row in rows if row["n"] > 1 and row["sd"] == 0]:
        notes.append(Sentence("Everybody has the same score in: {flat:;}. Comparisons there say nothing.", flat=flat))
    counted = _counted(table, asked.categories, arms, arm_of)
    tables = []
    if rows:
        tables.append(Part("By wave and arm", ("wave", "arm", *STATISTICS), [list(row.values()) for row in rows]))
        first = rows[0]
        said = Sentence(
            "{n} of {all} have a score in {wave}, {arm}.",
            n=first["n"],
            all=first["n"] + first["missing"],
            wave=first["wave"],
            arm=first["arm"],
        )
    else:
        said = Sentence("{rows} rows, {many} columns of words.", rows=table.rows, many=len(asked.categories))
    if counted:
        tables.append(Part("Words", tuple(counted[0]), [list(row.values()) for row in counted]))
    return Outcome(
        {"groups": rows, "categories": counted}, tables, notes, said,
        who_is_in(
            table, [*asked.columns, *asked.categories, *filter(None, (asked.arm, asked.wave))],
            int(np.sum((arm_of >= 0) & (wave_of >= 0))),
        ),
        None if not rows else _side_by_side(rows, arms, measured) if measured else _means(rows, arms),
    )  # fmt: skip


def _measured(asked: SimpleNamespace) -> dict[str, tuple[str, str]]:
    """{column: (measure, wave)} where --waves says that columns are measure.wave. Raises Unfit for one that is not."""
    waves, found = parts(asked.waves or ""), {}
    for column in asked.columns if waves else ():
        wave = next((each for each in waves if column.endswith(f".{each}") and column != f".{each}"), None)
        if wave is None:
            raise Unfit("bad_option", f"“{column}” is not a measure, a point and one of --waves.", "Such as bdi.pre.")
        found[column] = (column.removesuffix(f".{wave}"), wave)
    if found and asked.wave:
        raise Unfit("bad_option", "--wave is for long files, --waves for wide ones.", "Give one of them.")
    return found


def _side_by_side(rows: list[dict[str, Any]], arms: list[str], measured: dict[str, tuple[str, str]]) -> Drawing:
    """Small drawings, one for each measure: the mean of each arm at each wave."""
    waves = list(dict.fromkeys(wave for _measure, wave in measured.values()))
    series = []
    for measure in dict.fromkeys(measure for measure, _wave in measured.values()):
        for arm in arms:
            mine = [row for row in rows if row["arm"] == arm and measured[row["wave"]][0] == measure]
            mine.sort(key=lambda row: waves.index(measured[row["wave"]][1]))
            series.append(
                Series(
                    arm,
                    [measured[row["wave"]][1] for row in mine],
                    *_means_of(mine),
                    [row["n"] for row in mine],
                    measure,
                )
            )
    about = "Mean of each arm with its 95% interval; each drawing has a scale of its own."
    return Drawing("panels", "Outcomes by wave and arm", series, "wave", about)


def _means_of(rows: list[dict[str, Any]]) -> tuple[list[Any], list[Any], list[Any]]:
    return ([row["mean"] for row in rows], [row["mean"] - 1.959964 * row["se"] for row in rows],
            [row["mean"] + 1.959964 * row["se"] for row in rows])  # fmt: skip


def _means(rows: list[dict[str, Any]], arms: list[str]) -> Drawing:
    mine = [(arm, [row for row in rows if row["arm"] == arm]) for arm in arms]
    series = [
        Series(arm, [row["wave"] for row in own], *_means_of(own), [row["n"] for row in own]) for arm, own in mine
    ]
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
        Option("waves", "Columns are measure.wave, with these waves in order: draws each measure by itself.", "text"),
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
