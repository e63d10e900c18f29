"""How fast is reliable change of a million pairs, beside a bare expression of a data-frame engine?

``make bench-change`` puts the peer (Polars, locked in change.txt) into an environment of its own and runs this. The same two
million rows of a long file (a person's two waves; in order, and shuffled; one score in twenty missing), one core; ours and the peer's
take turns, each in a process of its own that has already loaded everything. Both pair the rows, take the index of Jacobson
and Truax with cut-off c and count the five classes; the counts must be the same, or it stops. Where Rscript and the package
clinicalsignificance are there, that is timed too. The figures go into ``benchmarks/README.md`` between their markers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ[threads] = "1"

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.publishing import publish  # noqa: E402

PEOPLE, ROUNDS, RELIABILITY, MEAN, SD, CRITICAL = 1_000_000, 9, 0.86, 7.69, 7.52, 1.959963984540054
# Where the R package cannot be had: what it took in another run, on another machine (R 4.2.2, clinicalsignificance
# 3.0.0.9000, two million rows in order, reading them not counted), beside the same bare expression of Polars 2.1.0 there.
R_ELSEWHERE, POLARS_ELSEWHERE = 4_500, 63  # ms

R = """
suppressMessages(library(clinicalsignificance)); d <- read.csv(commandArgs(TRUE)[1])
t <- system.time(x <- cs_combined(d, id, wave, score, pre = 1, post = 2, reliability = %g, m_functional = %g,
  sd_functional = %g, cutoff_type = "c"))[["elapsed"]]; cat(t)
"""


def data(shuffled: bool) -> dict[str, Any]:
    """Columns id, wave, score of two million rows, a person's two one after the other or anywhere."""
    import numpy as np

    rng = np.random.default_rng(1991)
    before = rng.normal(23, 10, PEOPLE)
    score = np.round(np.concatenate([before, 0.6 * before + rng.normal(4, 7, PEOPLE)]), 0)
    score[rng.random(2 * PEOPLE) < 0.05] = np.nan
    order = rng.permutation(2 * PEOPLE) if shuffled else np.arange(2 * PEOPLE).reshape(2, PEOPLE).T.ravel()
    ids, wave = np.tile(np.arange(PEOPLE), 2), np.repeat([1, 2], PEOPLE)
    return {"id": ids[order], "wave": wave[order], "score": score[order]}


def ours(columns: dict[str, Any]) -> Any:
    """A function that counts the five classes with the methods of `alongside analyse change`."""
    import numpy as np

    from alongside.evaluation.methods import change as m

    def run() -> list[int]:
        _, pre, post = m.pairs(columns["id"], columns["wave"], columns["score"], 1, 2)
        whole = ~(np.isnan(pre) | np.isnan(post))
        pre, post = pre[whole], post[whole]
        stand = m.figures(pre, post)
        rci, _ = m.index("JT", pre, post, stand, RELIABILITY)
        cut = m.cutoffs(m.Norms(stand.mean_pre, stand.sd, MEAN, SD), -1)["c"]
        assert cut is not None
        found = m.classes(rci, -1, CRITICAL, m.sides(pre, cut, -1)[0], m.sides(post, cut, -1)[1])
        return np.bincount(found, minlength=5).tolist()

    return run


def peers(columns: dict[str, Any]) -> Any:
    """The same as one expression of Polars."""
    import polars as pl

    frame = pl.DataFrame(columns).with_columns(pl.col("score").fill_nan(None))

    def run() -> list[int]:
        waves = (frame.lazy().filter(pl.col("wave") == wave).select("id", pl.col("score").alias(name)).drop_nulls()
                 for wave, name in ((1, "pre"), (2, "post")))  # fmt: skip
        first, second = waves
        pre, post = pl.col("pre"), pl.col("post")
        rci = (post - pre) / (pre.std() * (2 * (1 - RELIABILITY)) ** 0.5)
        cut = (pre.std() * MEAN + SD * pre.mean()) / (pre.std() + SD)
        kind = (
            pl.when(rci < -CRITICAL).then(pl.when((pre > cut) & (post < cut)).then(0).otherwise(1))
            .when(rci > CRITICAL).then(pl.when(~(pre > cut) & ~(post < cut)).then(4).otherwise(3))
            .otherwise(2)
        )  # fmt: skip
        found = dict(
            first.join(second, on="id").select(kind.alias("kind")).group_by("kind").len().collect().iter_rows()
        )
        return [found.get(n, 0) for n in range(5)]

    return run


def serve(make: Any) -> None:
    """A process that answers each line with its seconds and counts, on one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    runs = {"shuffled": make(data(True)), "in order": make(data(False))}
    for line in sys.stdin:
        run = runs[line.strip()]
        start = time.perf_counter()
        counts = run()
        print(json.dumps([time.perf_counter() - start, counts]), flush=True)


def package() -> float | None:
    """Seconds of the R package on the same rows; None where it is not installed."""
    if not shutil.which("Rscript"):
        return None
    columns = data(False)
    with tempfile.TemporaryDirectory() as folder:
        rows = zip(columns["id"].tolist(), columns["wave"].tolist(), columns["score"].tolist(), strict=True)
        lines = "\n".join(f"{a},{b},{'NA' if c != c else c}" for a, b, c in rows)
        (Path(folder) / "data.csv").write_text("id,wave,score\n" + lines)
        (Path(folder) / "time.R").write_text(R % (RELIABILITY, MEAN, SD))
        done = subprocess.run(
            ["Rscript", "time.R", "data.csv"], cwd=folder, capture_output=True, text=True, check=False
        )
    return float(done.stdout.split()[-1]) if done.returncode == 0 else None


def _beside_r(order: str, third: float | None, mine: float, theirs: float) -> str:
    """The two cells about the R package: measured here, or by way of Polars, which both runs have."""
    if order != "in order":
        return "| |"
    if third is not None:
        return f"{1000 * third:.0f} | {1000 * third / mine:.0f} |"
    many = R_ELSEWHERE / POLARS_ELSEWHERE
    return f"not here; elsewhere {R_ELSEWHERE:,}, {many:.0f} × Polars there | {many * theirs / mine:.0f}, by way of Polars |"


def main() -> None:
    """Measure in turns, compare, write the page."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("peer", nargs="?", default=str(ROOT / ".cache" / "change" / "bin" / "python"))
    ask.add_argument("--serve", choices=("ours", "peers"))
    asked = ask.parse_args()
    if asked.serve:
        return serve(ours if asked.serve == "ours" else peers)
    inside = {**os.environ, "PYTHONPATH": str(ROOT)}
    servers = {
        name: subprocess.Popen(
            [python, __file__, "--serve", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=inside
        )
        for name, python in {"ours": sys.executable, "peers": asked.peer}.items()
    }
    rows, same = [], []
    third = package()
    for order in ("in order", "shuffled"):
        times: dict[str, list[float]] = {name: [] for name in servers}
        counts: dict[str, list[int]] = {}
        for turn in range(ROUNDS + 1):  # the first turn warms up
            for name, server in servers.items():
                assert server.stdin and server.stdout
                server.stdin.write(order + "\n")
                server.stdin.flush()
                seconds, counts[name] = json.loads(server.stdout.readline())
                if turn:
                    times[name].append(seconds)
        if counts["ours"] != counts["peers"]:
            raise SystemExit(f"They come to something else: {counts}")
        mine, theirs = (statistics.median(times[name]) * 1000 for name in ("ours", "peers"))
        same.append(counts["ours"])
        rows.append(
            f"| {order} | {mine:.0f} | {theirs:.0f} | {mine / theirs:.2f} | 2 | {_beside_r(order, third, mine, theirs)}"
        )
    for server in servers.values():
        server.communicate()
    page = "\n".join([
        f"{PEOPLE:,} pairs in {2 * PEOPLE:,} rows, one score in twenty missing; CPython {platform.python_version()}, one of "
        f"{os.cpu_count()} cores, one thread, median of {ROUNDS} turns. The classes are the same: {', '.join(map(str, same[0]))}.",
        "",
        "| rows | ours, ms | Polars 2.1.0, ms | ratio | asked for, at most | the R package, ms | times faster (asked for: 50) |",
        "|---|---|---|---|---|---|---|",
        *rows,
    ])  # fmt: skip
    print(page)
    publish("change", page)


if __name__ == "__main__":
    main()
