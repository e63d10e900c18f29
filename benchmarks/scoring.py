"""How fast are scores of many questionnaires, and how much memory does a file of them take?

``python benchmarks/scoring.py`` (part of ``make bench``). CES-D: twenty items, four of them turned round, pro-rated up to
four gaps. Compared in turns in one run: many rows at once, the function that scores one row, and what somebody would write
by hand in NumPy for this one instrument (which checks no answer). Prints the ratios and writes them into
``benchmarks/README.md`` between its markers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from alongside.instruments.rules import score  # noqa: E402
from alongside.instruments.rules.many import score_many  # noqa: E402
from alongside.project.commands.instruments_found import find  # noqa: E402
from benchmarks.publishing import publish  # noqa: E402

ITEMS, TURNED, MOST_MISSING = 20, (4, 8, 12, 16), 4
ALONE = 5_000  # rows that are scored one by one; the time for all is reckoned from them
Columns = dict[str, np.ndarray]


def answers(rows: int, gaps: float) -> Columns:
    """Random answers 0 to 3; a share ``gaps`` of them missing."""
    rng = np.random.default_rng(1977)
    columns = {str(n): rng.integers(0, 4, rows).astype(float) for n in range(1, ITEMS + 1)}
    for column in columns.values():
        column[rng.random(rows) < gaps] = np.nan
    return columns


def by_column(columns: Columns) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By hand, item by item: total (rounded), how many are missing, whether 16 is reached. Nothing is checked."""
    rows = len(columns["1"])
    total, answered = np.zeros(rows), np.zeros(rows)
    for n in range(1, ITEMS + 1):
        value = 3 - columns[str(n)] if n in TURNED else columns[str(n)]
        there = value == value
        total += np.where(there, value, 0)
        answered += there
    total = np.where(answered >= ITEMS - MOST_MISSING, total * ITEMS / answered, np.nan)
    return np.floor(total * 100 + 0.5) / 100, ITEMS - answered, total >= 16


def by_table(columns: Columns) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By hand, as most would: one table, turned and added up."""
    table = np.stack([columns[str(n)] for n in range(1, ITEMS + 1)])
    turned = [n - 1 for n in TURNED]
    table[turned] = 3 - table[turned]
    answered = ITEMS - np.isnan(table).sum(axis=0)
    total = np.where(answered >= ITEMS - MOST_MISSING, np.nansum(table, axis=0) * ITEMS / answered, np.nan)
    return np.floor(total * 100 + 0.5) / 100, ITEMS - answered, total >= 16


def measure(rows: int, gaps: float, rounds: int) -> dict[str, float]:
    """Median seconds for ``rows`` rows, each way in turn; raises when they do not come to the same."""
    definition, columns = find("CES-D").definition, answers(rows, gaps)
    ours = score_many(definition, columns)
    for total, missing, reached in (by_column(columns), by_table(columns)):
        same = np.array_equal(ours["total"], total, equal_nan=True) and (ours["total.n_missing"] == missing).all()
        if not same or not ((ours["total.>=16"] == 1) == reached).all():
            raise SystemExit("What is written by hand comes to something else.")
    single = [
        {name: None if column[n] != column[n] else int(column[n]) for name, column in columns.items()}
        for n in range(min(ALONE, rows))
    ]
    ways: dict[str, Callable[[], object]] = {
        "many": lambda: score_many(definition, columns),
        "column": lambda: by_column(columns),
        "table": lambda: by_table(columns),
        "alone": lambda: [score(definition, one) for one in single],
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - began)
    found = {name: statistics.median(took) for name, took in times.items()}
    found["alone"] *= rows / len(single)
    return found


def command(rows: int) -> tuple[float, float]:
    """`alongside score` on a file of so many rows, in a process of its own: seconds, and its memory at most in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        table = np.random.default_rng(1977).integers(0, 4, (rows, ITEMS))
        head = ",".join(str(n) for n in range(1, ITEMS + 1))
        np.savetxt(path, table, fmt="%d", delimiter=",", header=head, comments="")
        del table
        began = time.perf_counter()
        inside = [sys.executable, str(Path(__file__)), "--inside", str(path)]
        done = subprocess.run(inside, capture_output=True, text=True, cwd=ROOT, check=True)
        return time.perf_counter() - began, json.loads(done.stdout)


def _inside(path: str) -> None:
    """Score a file, throw the scores away, say how much memory that took."""
    from alongside.project.command import main

    away, out = os.open(os.devnull, os.O_WRONLY), os.dup(1)
    os.dup2(away, 1)
    try:
        main(["score", "CES-D", path, "--json"])
    except SystemExit as end:
        if end.code:
            raise
    sys.stdout.flush()
    os.dup2(out, 1)
    # Not getrusage: what it tells begins with the memory of the process that started this one.
    status = Path("/proc/self/status").read_text()
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)


def render(rows: int, rounds: int) -> str:
    """The figures as a page."""
    lines = [
        f"{rows:,} rows of CES-D; CPython {platform.python_version()}, NumPy {np.__version__}, {os.cpu_count()} cores,"
        f" median of {rounds}. Asked for: at least 20 × the one-row function, at most 1.5 × what is written by hand.",
        "",
        "| answers missing | many rows at once, ms | one row at a time, s | times faster | by hand, item by item, ms | ratio |"
        " by hand, as a table, ms | ratio |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for gaps in (0.0, 0.02):
        took = measure(rows, gaps, rounds)
        lines.append(
            f"| {gaps:.0%} | {took['many'] * 1e3:.0f} | {took['alone']:.0f} | {took['alone'] / took['many']:.0f} "
            f"| {took['column'] * 1e3:.0f} | {took['many'] / took['column']:.2f} "
            f"| {took['table'] * 1e3:.0f} | {took['many'] / took['table']:.2f} |"
        )
    small, large = command(rows // 10), command(rows // 2)
    lines += [
        "",
        f"`alongside score CES-D FILE.csv --json`: {rows // 2 / large[0]:,.0f} rows a second; memory at most"
        f" {small[1]:.0f} MB for {rows // 10:,} rows and {large[1]:.0f} MB for {rows // 2:,}.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, print, write the page."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--rows", type=int, default=1_000_000)
    ask.add_argument("--rounds", type=int, default=7)
    ask.add_argument("--inside", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.inside:
        _inside(given.inside)
        return
    page = render(given.rows, given.rounds)
    print(page)
    publish("scoring", page)


if __name__ == "__main__":
    main()
