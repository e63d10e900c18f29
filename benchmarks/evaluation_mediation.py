"""How fast is the mediation bootstrap beside what people use today?

``make bench-mediation`` puts the peer (pingouin, locked in mediation.txt) into an environment of its own and runs this. The
same simulated data (n = 120 and 2,000; one and two mediators), 10,000 resamples, one core, one BLAS thread; ours and the
peer's take turns, each in a process of its own that has already loaded everything. Ours does the whole of what `alongside
analyse mediation` prints: paths, delta method, resamples, jackknife, three intervals of every effect. Where Rscript and
lavaan are there, its ``se = "bootstrap"`` is timed on 200 resamples and scaled. Time is the processor's, so that whatever else
the machine does does not count. The bias-corrected intervals of both must agree within chance, or it stops. The figures go
into ``benchmarks/README.md`` between their markers.
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

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.publishing import publish  # noqa: E402

DRAWS, ROUNDS = 10_000, 5
SHAPES = ((120, 1), (120, 2), (2_000, 1), (2_000, 2))
ASKED = {120: 50, 2_000: 20}
FEW = 200  # lavaan's resamples, scaled

LAVAAN = """
suppressMessages(library(lavaan)); d <- read.csv(commandArgs(TRUE)[1]); k <- as.integer(commandArgs(TRUE)[2])
one <- "m1 ~ a1*x\ny ~ b1*m1 + c*x\nind1 := a1*b1"
two <- "m1 ~ a1*x\nm2 ~ a2*x\ny ~ b1*m1 + b2*m2 + c*x\nm1 ~~ m2\nind1 := a1*b1\nind2 := a2*b2"
t <- system.time(sem(if (k == 1) one else two, d, se = "bootstrap", bootstrap = %d)); cat(t[["user.self"]] + t[["sys.self"]])
"""


def data(n: int, mediators: int) -> Any:
    """Columns x, m1 … , y of simulated people."""
    import numpy as np

    rng = np.random.default_rng(n + mediators)
    x = rng.integers(0, 2, n).astype(float)
    m = [0.4 * x + rng.normal(size=n) for _ in range(mediators)]
    y = 0.2 * x + sum(0.3 * each for each in m) + rng.normal(size=n)
    return np.column_stack([x, *m, y])


def ours(table: Any, seed: int) -> tuple[float, list[float]]:
    """Seconds of the whole analysis, and the bias-corrected limits of the first indirect effect."""
    import numpy as np

    from alongside.evaluation.methods import mediation as m
    from alongside.evaluation.methods import mediation_fit as f

    columns = table.T.copy()
    start = time.process_time()
    model = m.Model(columns[0], columns[1:-1], columns[-1], np.empty((0, len(table))),
                    tuple(f"m{n}" for n in range(1, len(columns) - 1)))  # fmt: skip
    m.check(model)
    f.delta(model, f.fit(model))
    point = m.effects(m.estimate(model), False)
    drawn, left_out = m.bootstrap(model, DRAWS, seed), m.jackknife(model)
    found = [m.intervals(drawn[e], float(point[e]), left_out[e], 0.95) for e in range(len(point))]
    seconds = time.process_time() - start
    first = found[0]["bias_corrected"]
    return seconds, [first.low, first.high, first.mcse_low, first.mcse_high]


def peers(table: Any, seed: int) -> tuple[float, list[float]]:
    """The same of pingouin."""
    import pandas
    import pingouin

    names = ["x", *(f"m{n}" for n in range(1, table.shape[1] - 1)), "y"]
    frame = pandas.DataFrame(table, columns=names)
    start = time.process_time()
    found = pingouin.mediation_analysis(data=frame, x="x", m=names[1:-1], y="y", n_boot=DRAWS, seed=seed)
    seconds = time.process_time() - start
    first = found[found["path"].str.startswith("Indirect")].iloc[0]
    low, high = (first[name] for name in found.columns if name.startswith("CI"))
    return seconds, [float(low), float(high)]


def serve(run: Any) -> None:
    """A process that answers a line "n mediators seed" with seconds and limits, on one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for line in sys.stdin:
        n, mediators, seed = map(int, line.split())
        print(json.dumps(run(data(n, mediators), seed)), flush=True)


def lavaan(n: int, mediators: int) -> float | None:
    """Seconds that lavaan would take for all resamples, scaled from few; None where it is not installed."""
    if not shutil.which("Rscript"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        names = ["x", *(f"m{each}" for each in range(1, mediators + 1)), "y"]
        rows = [",".join(names), *(",".join(map(repr, row)) for row in data(n, mediators).tolist())]
        (Path(folder) / "data.csv").write_text("\n".join(rows))
        (Path(folder) / "time.R").write_text(LAVAAN % FEW)
        core = {min(os.sched_getaffinity(0))}
        done = subprocess.run(
            ["Rscript", "time.R", "data.csv", str(mediators)], cwd=folder, capture_output=True, text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, core),
        )  # fmt: skip
    return float(done.stdout.split()[-1]) * DRAWS / FEW if done.returncode == 0 else None


def main() -> None:
    """Measure in turns, compare, write the page."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("peer", nargs="?", default=str(ROOT / ".cache" / "mediation" / "bin" / "python"))
    ask.add_argument("--serve", choices=("ours", "peers"))
    asked = ask.parse_args()
    if asked.serve:
        return serve(ours if asked.serve == "ours" else peers)
    pythons = {"ours": sys.executable, "peers": asked.peer}
    inside = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    servers = {
        name: subprocess.Popen(
            [python, __file__, "--serve", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=inside
        )
        for name, python in pythons.items()
    }

    def answer(name: str, *words: int) -> tuple[float, list[float]]:
        server = servers[name]
        assert server.stdin and server.stdout
        server.stdin.write(" ".join(map(str, words)) + "\n")
        server.stdin.flush()
        seconds, limits = json.loads(server.stdout.readline())
        return seconds, limits

    rows = []
    for n, mediators in SHAPES:
        times: dict[str, list[float]] = {"ours": [], "peers": []}
        for turn in range(ROUNDS + 1):  # the first turn warms up
            told = {}
            for name in times:
                seconds, told[name] = answer(name, n, mediators, 100 + turn)
                if turn:
                    times[name].append(seconds)
            for mine, theirs, error in zip(told["ours"][:2], told["peers"], told["ours"][2:], strict=True):
                if abs(mine - theirs) > 6 * 2**0.5 * error:
                    raise SystemExit(f"n = {n}: limits differ by more than chance: {told}")
        mine, theirs = statistics.median(times["ours"]), statistics.median(times["peers"])
        third = lavaan(n, mediators)
        rows.append(
            f"| {n:,} | {mediators} | {mine * 1000:.1f} | {theirs:.2f} | {theirs / mine:.0f} | {ASKED[n]} | "
            + (f"{third:.0f} | {third / mine:,.0f} |" if third else "not here | |")
        )
        print(rows[-1], flush=True)
    for server in servers.values():
        server.communicate()
    page = "\n".join([
        f"{DRAWS:,} resamples; CPython {platform.python_version()}, one of {os.cpu_count()} cores, one BLAS thread, median processor "
        f"time of {ROUNDS} turns. Limits of both agree within chance. lavaan is scaled from {FEW} resamples.",
        "",
        "| n | mediators | ours, ms | pingouin 0.7.0, s | times faster | asked for, at least | lavaan, s | times faster (asked for: 1,000) |",
        "|---|---|---|---|---|---|---|---|",
        *rows,
    ])  # fmt: skip
    publish("mediation", page)


if __name__ == "__main__":
    main()
