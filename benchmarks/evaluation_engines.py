"""What does it cost that the reports over several sites are written once, for any engine?

``make bench-engines`` makes five million scores of eight sites (Parquet) and runs this in the engines' own environment.
Ours (`alongside pool report`: opening the files, the expression, what comes of it) and the same in SQL, written by hand
for DuckDB, take turns in one process, on one core; what comes out must be the same, or it stops. The check of the
files, which the bare statements do not do, is timed by itself; ``--spark`` times Spark, too, on all cores. The
figures go into ``benchmarks/README.md`` between their markers.
"""

from __future__ import annotations

import math
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "engines-pool"
SITES, PEOPLE, SCALES, WAVES, TURNS = 8, 15_625, 10, ("pre", "3m", "6m", "12m"), 5
GROUPS = "site, arm, instrument, scale"

SCORES = """
select {groups}, wave, count(*)::bigint, count(distinct family)::bigint, avg(value), stddev_samp(value),
  count(cut_op)::bigint, count(*) filter (where case cut_op when '>=' then value >= cut_value when '>' then value > cut_value
    when '<=' then value <= cut_value when '<' then value < cut_value end)::bigint, count(distinct value)::bigint
from read_parquet('{folder}/*/scores.parquet') e join read_parquet('{folder}/*/measures.parquet') m using (site, instrument, scale)
group by all
"""
CHANGE = """
with every as (from read_parquet('{folder}/*/scores.parquet')),
judged as (from read_parquet('{folder}/*/measures.parquet')
  where better is not null and judged and (s_diff is not null or points is not null)),
waves as (select site, arm, family, person, instrument, scale, wave, arg_max(value, place) as post, max(place) as latest
  from every where place > 1 group by all),
ends as (select * exclude (wave, latest), wave as until from waves where wave <> ''
  union all by name select site, arm, family, person, instrument, scale, arg_max(post, latest) as post, 'latest' as until
  from waves group by all),
pairs as (select e.*, f.value as pre, case when s_diff is null then abs(post - pre) >= points
    else abs((post - pre) / s_diff) > 1.959963984540054 end as reliable,
  case better when 'lower' then post < pre else post > pre end as towards,
  coalesce(case cut_op when '>=' then pre >= cut_value and post < cut_value when '>' then pre > cut_value and post <= cut_value
    when '<=' then pre <= cut_value and post > cut_value when '<' then pre < cut_value and post >= cut_value end, false) as over
  from ends e join every f using (site, person, instrument, scale) join judged using (site, instrument, scale) where f.place = 1)
select {groups}, until, count(*)::bigint, count(distinct family)::bigint,
  count(*) filter (where reliable and towards and over)::bigint, count(*) filter (where reliable and towards and not over)::bigint,
  count(*) filter (where not reliable and over)::bigint, count(*) filter (where not reliable and not over)::bigint,
  count(*) filter (where reliable and not towards)::bigint
from pairs group by all
"""
BARE = {"scores": SCORES, "change": CHANGE}


def make() -> None:
    """Five million scores: each person has each scale at each wave. The same each time."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from alongside.evaluation.pooled.schema import LAYOUTS
    from alongside.evaluation.pooled.writing import arrow_schema

    rng, per = np.random.default_rng(20261123), SCALES * len(WAVES)
    for site in range(SITES):
        folder, many = FOLDER / f"site-{site}", PEOPLE * per
        folder.mkdir(parents=True)
        person = np.repeat(np.arange(PEOPLE), per)
        names = np.array([f"P{n:05}" for n in range(PEOPLE)])
        families = np.array([f"F{n - n % 8 // 7:05}" for n in range(PEOPLE)])  # every eighth is a child
        arms = np.where((np.arange(PEOPLE) - np.arange(PEOPLE) % 8 // 7) % 3 == 0, "comparison", "programme")
        wave = np.tile(np.arange(len(WAVES)), PEOPLE * SCALES)
        said = {
            "site": np.full(many, f"Site {site}"), "arm": arms[person], "family": families[person],
            "person": names[person], "instrument": np.tile(np.repeat([f"I{n}" for n in range(SCALES)], len(WAVES)), PEOPLE),
            "scale": np.full(many, "total"), "wave": np.array(WAVES)[wave], "place": wave + 1,
            "value": np.clip(np.round(rng.normal(22 - 2 * wave, 9)), 0, 63),
        }  # fmt: skip
        people = {"site": np.full(PEOPLE, f"Site {site}"), "arm": arms, "family": families, "person": names}
        register = [
            dict.fromkeys(LAYOUTS["measures"].names) | {
                "site": f"Site {site}", "instrument": f"I{n}", "scale": "total", "better": "lower", "cut_op": ">=",
                "cut_value": 14.0, "sd": 9.0, "r": 0.86, "s_diff": math.sqrt(2) * 9.0 * math.sqrt(1 - 0.86), "judged": True,
            } for n in range(SCALES)
        ]  # fmt: skip
        for name, table in (("scores", pa.table(said, schema=arrow_schema(LAYOUTS["scores"]))),
                            ("people", pa.table(people, schema=arrow_schema(LAYOUTS["people"]))),
                            ("measures", pa.Table.from_pylist(register, schema=arrow_schema(LAYOUTS["measures"])))):  # fmt: skip
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came out."""
    start = time.perf_counter()
    found = run()
    return time.perf_counter() - start, found


def same(one: list[tuple[Any, ...]], other: list[tuple[Any, ...]]) -> bool:
    """Counts exactly, numbers to 1e-9."""

    def key(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return row[:5]

    return len(one) == len(other) and all(
        math.isclose(a, b, rel_tol=1e-9) if isinstance(a, float) else a == b
        for x, y in zip(sorted(one, key=key), sorted(other, key=key), strict=True) for a, b in zip(x, y, strict=True)
    )  # fmt: skip


def main() -> None:
    """Measure in turns, compare, write the page."""
    sys.path.insert(0, str(ROOT))
    import duckdb

    from alongside.evaluation.pooled.checking import check
    from alongside.evaluation.pooled.engines import engine
    from alongside.evaluation.pooled.pool import open_pool
    from alongside.evaluation.pooled.reports import REPORTS, RULE, answer
    from benchmarks.publishing import publish

    if not FOLDER.is_dir():
        make()
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    lines = []
    with engine("duckdb", threads=1) as opened:
        bare = duckdb.connect(config={"threads": 1})

        def ours(name: str) -> list[tuple[Any, ...]]:
            rows = answer(REPORTS[name], open_pool(opened, str(FOLDER)))
            return [tuple(value for name, value in row.items() if name not in RULE) for row in rows]

        def by_hand(name: str) -> list[tuple[Any, ...]]:
            return bare.execute(BARE[name].format(folder=FOLDER, groups=GROUPS)).fetchall()

        times: dict[tuple[str, str], list[float]] = {}
        for name in BARE:
            for turn in range(TURNS + 1):  # the first turn warms up
                found = {}
                for who, run in (("ours", ours), ("bare", by_hand)):
                    seconds, found[who] = timed(lambda run=run, name=name: run(name))
                    if turn:
                        times.setdefault((name, who), []).append(seconds)
                if not same(found["ours"], found["bare"]):
                    raise SystemExit(f"{name}: they come to something else.")
            times[name, "rows"] = [len(found["ours"])]
        checked = statistics.median(timed(lambda: check(open_pool(opened, str(FOLDER))))[0] for _ in range(3))
    os.sched_setaffinity(0, cores)
    if "--spark" in sys.argv:
        with engine("spark") as opened:
            for name in BARE:
                pool = open_pool(opened, str(FOLDER))
                for _ in range(2):
                    seconds, rows = timed(lambda name=name, pool=pool: answer(REPORTS[name], pool))
                    times.setdefault((name, "spark"), []).append(seconds)
                if len(rows) != times[name, "rows"][0]:
                    raise SystemExit(f"{name}: Spark comes to something else.")
    for name in BARE:
        mine, theirs = (1000 * statistics.median(times[name, who]) for who in ("ours", "bare"))
        lines.append(f"| {name} | {times[name, 'rows'][0]} | {mine:.0f} | {theirs:.0f} | {mine / theirs:.2f} | 1.5 | "
                     + (f"{min(times[name, 'spark']):.1f} |" if (name, "spark") in times else "not in this run |"))  # fmt: skip
    page = "\n".join([
        f"{SITES * PEOPLE * SCALES * len(WAVES):,} scores of {SITES} sites in Parquet; CPython {platform.python_version()}, DuckDB "
        f"{duckdb.__version__}, one of {os.cpu_count()} cores, one thread, median of {TURNS} turns. The "
        f"figures are the same. Checking the files takes {1000 * checked:.0f} ms more, which no bare statement does.",
        "",
        "| report | cells | ours, ms | bare DuckDB, ms | ratio | asked for, at most | Spark, s |",
        "|---|---|---|---|---|---|---|",
        *lines,
    ])  # fmt: skip
    print(page)
    publish("engines", page)


if __name__ == "__main__":
    main()
