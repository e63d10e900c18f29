"""How long does the whole Mother-Child plan take on an invented study of 90 women, and is each result the one of its call?

``make bench-plan`` runs the shipped plan (``alongside analyse --plan``) on the invented study in a process of its own, one
core, one BLAS thread, start-up and reading of files in it; then makes each analysis by a call of its own and stops should
one say anything else. Then 2,000 null studies: how often the interval of what goes through relationship capacity, and of
the difference of arms, holds 0. The figures go into ``benchmarks/README.md`` between their markers.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, ASKED, STUDIES, DRAWS = 5, 10.0, 2_000, 10_000


def measured(folder: Path) -> tuple[list[float], dict]:
    """Seconds of each round of the command as a whole, and what it told."""
    seconds, told = [], {}
    words = [sys.executable, "-m", "alongside", "analyse", "--plan", str(folder / "plan.toml"), "--json"]
    for _ in range(ROUNDS):
        start = time.perf_counter()
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
        seconds.append(time.perf_counter() - start)
        told = json.loads(done.stdout)
    return seconds, told


def same_by_single_calls(folder: Path, told: dict) -> int:
    """How many analyses were compared; stops at the first that says anything else."""
    from alongside.evaluation.analyse.calling import call
    from alongside.evaluation.analyse.plan import read_plan

    plan = read_plan(folder / "plan.toml")
    for result, each in zip(told["results"], plan["analysis"], strict=True):
        alone = call(
            each["method"], folder / each["file"], seed=plan["seed"], reading=each.get("read", {}), **each["options"]
        ).as_json()
        if json.dumps(alone, sort_keys=True) != json.dumps(
            {k: v for k, v in result.items() if k != "name"}, sort_keys=True
        ):
            raise SystemExit(f"“{each['name']}” says something else by a call of its own.")
    return len(told["results"])


def coverage() -> dict[str, float]:
    """Shares of null studies whose 95% interval holds 0."""
    import numpy as np
    from scipy import stats

    from alongside.evaluation import invented
    from alongside.evaluation.tests.test_invented import numbers, through_capacity

    inside, changes = 0, []
    for seed in range(STUDIES):
        study = invented.women(10_000 + seed, null=True, missing=0)
        interval = through_capacity(study, seed, DRAWS)
        inside += interval.low <= 0 <= interval.high
        changes.append([numbers(study, f"{m}.T2") - numbers(study, f"{m}.T1") for m in invented.CHANGES])
    moved = np.array(changes)
    arm = np.array([v == invented.FOCUSED for v in study["arm"]])
    limits = stats.ttest_ind(moved[..., arm], moved[..., ~arm], axis=2, equal_var=False).confidence_interval()
    arms = np.mean((limits.low <= 0) & (limits.high >= 0), axis=0)
    return {"through": inside / STUDIES, "arms_low": float(arms.min()), "arms_high": float(arms.max())}


def main() -> None:
    """Measure, compare, write down."""
    sys.path.insert(0, str(ROOT))
    from alongside.evaluation import invented
    from benchmarks.publishing import publish

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        invented.write(folder)
        seconds, told = measured(folder)
        many = same_by_single_calls(folder, told)
    median = statistics.median(seconds)
    held = coverage()
    lines = [
        "", f"{platform.machine()}, {os.cpu_count()} cores, one used; Python {platform.python_version()}. "
        f"Median of {ROUNDS} rounds, start of the command and reading of files included.", "",
        "| what | figure | asked |", "|---|---|---|",
        f"| the Mother-Child plan, {many} analyses, 90 women and their children | {median:.1f} s "
        f"({min(seconds):.1f} to {max(seconds):.1f}) | ≤ {ASKED:.0f} s |",
        f"| analyses that say the same by a call of their own | {many} of {many} | all |",
        f"| null studies of {STUDIES:,} whose interval through capacity holds 0 (percentile, {DRAWS:,} resamples) | "
        f"{held['through']:.1%} | about 95% |",
        f"| the same of differences of arms, over {len(invented.CHANGES)} measures | {held['arms_low']:.1%} to "
        f"{held['arms_high']:.1%} | about 95% |", "",
    ]  # fmt: skip
    page = "\n".join(lines)
    print(page)
    publish("plan", page)
    if median > ASKED:
        raise SystemExit(f"The plan took {median:.1f} s; at most {ASKED:.0f} s were asked.")


if __name__ == "__main__":
    main()
