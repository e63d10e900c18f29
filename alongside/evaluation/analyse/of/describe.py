"""`describe`: who is there, wave by wave and arm by arm."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.describe import summaries
from alongside.evaluation.methods.refusing import Unfit

STATISTICS = ("n", "missing", "mean", "sd", "se", "median", "q1", "q3", "smallest", "largest")


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Every column (a wave each), or one column by wave of a long file, by arm."""
    if asked.wave and len(asked.columns) != 1:
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
    first = rows[0]
    whole = [first["n"], first["n"] + first["missing"]]
    return Outcome(
        {"groups": rows},
        [Part("By wave and arm", ("wave", "arm", *STATISTICS), [list(row.values()) for row in rows])],
        notes,
        f"{len(rows)} groups are described; in the first ({first['wave']}, {first['arm']}) "
        f"{whole[0]} of {whole[1]} have a score.",
        who_is_in(
            table, [*asked.columns, *filter(None, (asked.arm, asked.wave))], int(np.sum((arm_of >= 0) & (wave_of >= 0)))
        ),
        Drawing(
            "points", "Means with 95% intervals (normal)", [
                Series(arm, *map(list, zip(*[
                    (row["wave"], row["mean"], row["mean"] - 1.959964 * row["se"], row["mean"] + 1.959964 * row["se"])
                    for row in rows if row["arm"] == arm
                ], strict=True)))
                for arm in arms
            ], "mean",
        ),
    )  # fmt: skip


def _groups(table: Table, column: str | None) -> tuple[list[str], np.ndarray]:
    if not column:
        return ["all"], np.zeros(table.rows, dtype=int)
    codes, levels = table.factor(column)
    return levels, codes


METHOD = Method(
    "describe",
    "Who is there: counts, means, spread and what is missing, wave by wave and arm by arm.",
    (
        Option("columns", "A column a wave, or the one column of a long file.", "columns", required=True),
        Option("arm", "The column that says who is in which arm.", "column"),
        Option("wave", "The column of waves, in a long file.", "column"),
    ),
    run,
    "alongside analyse describe hsaur3_BtheB_wide.csv --columns bdi.pre,bdi.8m --arm treatment",
    keys={"groups": "A list, one for each wave and arm: `wave`, `arm`, `n` (who has a score), `missing`, `mean`, `sd`, "
          "`se`, `median`, `q1`, `q3`, `smallest`, `largest`."},
    limits=("What is missing is counted, not filled in: a mean of those who stayed is not the mean of all.",),
)  # fmt: skip
