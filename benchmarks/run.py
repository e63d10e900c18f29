"""One command: how fast are the busiest pages at 50,000 families, and what does the wall cost?

``make bench`` (or ``python benchmarks/run.py --families 50000``). The first run fills a database of its own in a folder
beside the test databases (or ``ALONGSIDE_BENCH_HOME``); later runs measure only. Prints ratios and statement counts and
writes them into ``benchmarks/README.md`` between its markers.

What is measured: server time of whole requests through Django's handler (middleware, transaction, token, page, trail,
template), warm, one at a time; the same requests with a role that row-level security does not bind; and page-shaped SQL
alone with and without it, interleaved, median.
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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.publishing import publish  # noqa: E402


def main() -> None:
    """Make the database when it is not there, measure in a fresh process, write the page."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--families", type=int, default=50_000)
    ask.add_argument("--rounds", type=int, default=60, help="requests per page")
    ask.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.inside:
        from benchmarks.measure import measure

        print(json.dumps(measure(given.rounds)))
        return
    home = _home(given.families)
    started = time.perf_counter()
    environment, made = _prepared(home, given.families)
    print(f"database ready after {time.perf_counter() - started:.0f} s")
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), "--inside", "--rounds", str(given.rounds)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-4000:])
    found = json.loads(done.stdout.strip().splitlines()[-1])
    page = render(found, given.families, made)
    print(page)
    publish("figures", page)


def _home(families: int) -> Path:
    given = os.environ.get("ALONGSIDE_BENCH_HOME")
    return Path(given) if given else Path(tempfile.gettempdir()) / f"alongside-bench-{os.getuid()}-{families}"


def _prepared(path: Path, families: int) -> tuple[dict[str, str], float | None]:
    """The server runs, the programme of that size is loaded; the environment of a measuring process."""
    import psycopg

    from alongside.project.address import DATABASE, child_environment
    from alongside.project.commands import make_ready
    from alongside.project.embedded import Embedded
    from alongside.project.home import Home

    home = Home(path).make()
    address = Embedded(home).start()
    make_ready(home, address)
    # The role that row-level security does not bind asks what the pages ask, also where only they may.
    with psycopg.connect(address.dsn(DATABASE), autocommit=True) as admin:
        admin.execute("grant execute on all functions in schema safekeeping to alongside_loader")
    mark = path / f"loaded-{families}"

    def alongside(*words: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "alongside", *words],
            env={**os.environ, "ALONGSIDE_HOME": str(path)},
            cwd=ROOT,
            check=True,
        )
        Embedded(home).start()

    if mark.exists():
        alongside("migrate")  # what an earlier version loaded
    else:
        started = time.perf_counter()
        alongside("demo", "--families", str(families))
        mark.write_text(f"{time.perf_counter() - started:.0f}")
    took = float(mark.read_text() or 0) or None
    environment = child_environment(home, "test", mode="demo", address=address)
    environment["ALONGSIDE_PROCESS"] = "test"
    return environment, took


def render(found: dict, families: int, made: float | None) -> str:
    """The figures as a page."""
    lines = [
        f"{found['families']:,} families, {found['rows']:,} rows; {platform.python_implementation()} "
        f"{platform.python_version()}, PostgreSQL {found['server']}, {os.cpu_count()} cores."
        + (f" Loading took {made / 60:.1f} minutes." if made else ""),
        "",
        "| page | statements | median ms | p95 ms | wall off: median ms | ratio | asked for |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in found["pages"]:
        ratio = row["median"] / row["open"] if row["open"] else 0
        lines.append(
            f"| {row['name']} | {row['statements']} | {row['median']:.1f} | {row['p95']:.1f} | {row['open']:.1f} |"
            f" {ratio:.2f} | {row['asked']} |"
        )
    lines += [
        "",
        "| statement alone | wall on, ms | wall off, ms | ratio | more, ms | asked for |",
        "|---|---|---|---|---|---|",
    ]
    for row in found["shapes"]:
        ratio = row["on"] / row["off"] if row["off"] else 0
        lines.append(
            f"| {row['name']} | {row['on']:.3f} | {row['off']:.3f} | {ratio:.2f} | {row['on'] - row['off']:.3f} | {row['asked']} |"
        )
    from benchmarks.answering import rendered

    lines += ["", *rendered(found["answers"])]
    lines += [
        "",
        f"Indexes {found['indexes'] / 2**20:,.0f} MB, tables {found['tables'] / 2**20:,.0f} MB"
        f" (ratio {found['indexes'] / found['tables']:.2f}; asked for: not larger than the tables).",
        "",
        f"Hidden and absent, asked for {found['alike']['n']} times each in turn: medians {found['alike']['hidden']:.2f} ms and"
        f" {found['alike']['absent']:.2f} ms; same status, length and statements: {found['alike']['same']}.",
    ]
    return "\n".join(lines)


def median(values: list[float]) -> float:
    """Middle of the measured times."""
    return statistics.median(values)


if __name__ == "__main__":
    main()
