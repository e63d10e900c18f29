"""An invented study: 65 women in relationship-focused care, 25 in standard integrated care, and their children.

Nobody in it is real and no figure in it was measured. It has the shape of the Mother-Child Study (two waves, a third on
request), with effects built in whose directions are those that study told, so that a plan, a template or a page can be
tried out before there are data, and so that tests can say whether a direction comes out. In its null variant care makes
no difference to anything, while women still differ and change: whatever is then "found" is chance.

Every code begins with "invented".
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Columns = dict[str, list[Any]]

FOCUSED, STANDARD = "relationship-focused", "standard"
WOMEN, CHILDREN, PLAN = "invented_women.csv", "invented_children.csv", "plan.toml"
SIZES = (65, 25)
SEED = 20260101

# Measure: mean and SD at the start, and the mean change after a year in standard care and what relationship-focused
# care adds, both in SDs. The directions are those of the published findings; the sizes are invented.
CHANGES: dict[str, tuple[float, float, float, float]] = {
    "closeness": (16.0, 4.0, 0.0, 0.85),
    "reliance": (14.0, 4.0, 0.0, 0.85),
    "worry": (20.0, 5.0, 0.0, -0.85),
    "confidence": (55.0, 20.0, 0.55, 0.75),
    "depression": (24.0, 9.0, -0.25, -1.15),
    "anxiety": (22.0, 9.0, -0.25, -1.15),
    "friends": (18.0, 6.0, -0.30, 0.90),
    "family": (15.0, 6.0, -0.30, 0.90),
    "stress": (90.0, 15.0, 0.0, 0.0),
}
BETTER = {"closeness": 1, "reliance": 1, "worry": -1, "confidence": 1, "depression": -1, "anxiety": -1, "friends": 1,
          "family": 1, "stress": -1}  # fmt: skip
WITH_CAPACITY = {"closeness": 0.75, "reliance": 0.75, "worry": -0.75, "confidence": 0.25, "depression": -0.3,
                 "anxiety": -0.3, "friends": 0.2, "family": 0.2, "stress": 0.0}  # fmt: skip
CONTEXT = ("relationships", "violence", "trauma", "family_use", "mental_health", "law", "poverty", "homelessness",
           "isolation")  # fmt: skip
PRENATAL = ("alcohol", "opioids", "cocaine", "nicotine", "early_birth", "low_weight")


def women(
    seed: int | None = None,
    *,
    null: bool = False,
    waves: int = 2,
    sizes: tuple[int, int] = SIZES,
    missing: float = 0.02,
) -> Columns:
    """One row a woman: ``code``, ``arm``, what holds from the start, and ``measure.wave`` (T1, T2, with three T3).

    ``null``: care has no effect; that women change, and that capacity goes with use, stays. ``missing``: share of later
    answers that are not there (None). Scores are rounded as questionnaires are.
    """
    rng = np.random.default_rng(SEED if seed is None else seed)
    n = sum(sizes)
    focused = np.repeat([1.0, 0.0], sizes)
    trait = rng.normal(size=n)
    # What moves in a woman: her capacity for relationships, which care can add to.
    grew = rng.normal(size=n) * 0.75 + (0 if null else 0.85) * focused
    gain = grew - (0 if null else 0.85) * focused
    columns: Columns = {
        "code": [f"invented-{k:03}" for k in range(1, n + 1)],
        "arm": [FOCUSED] * sizes[0] + [STANDARD] * sizes[1],
        "age": _whole(rng.normal(30, 5, n), 19, 45),
        "custody": [("with her", "elsewhere")[int(k)] for k in rng.random(n) < 0.4],
        "opioid_therapy": [("no", "yes")[int(k)] for k in rng.random(n) < 0.5],
        "months_in_service": _whole(rng.gamma(4, 3, n), 1, 36),
        "feels_ready.T1": _whole(rng.normal(30, 5, n), 8, 40),
    }
    scores: dict[str, list[Array]] = {}
    for name, (_mean, _sd, alone, more) in CHANGES.items():
        stable = -0.5 * BETTER[name] * trait + np.sqrt(0.75) * rng.normal(size=n)
        own = 0.55 * rng.normal(size=n)
        step = alone + (0 if null else more) * focused + WITH_CAPACITY[name] * gain / 0.75 + own
        noise = [0.35 * rng.normal(size=n) for _ in range(waves)]
        scores[name] = [stable + noise[0], stable + step + noise[1]]
        if waves > 2:
            scores[name].append(stable + 1.1 * step + noise[2])
    dependence = 0.5 * trait + np.sqrt(0.75) * rng.normal(size=n)
    severity = _severity(rng, trait, dependence, grew, scores, waves)
    columns["dependence.T1"] = _whole(20 + 5 * dependence, 0, 40)
    for k in range(waves):
        wave = f"T{k + 1}"
        for name, (mean, sd, _alone, _more) in CHANGES.items():
            columns[f"{name}.{wave}"] = _whole(mean + sd * scores[name][k], 0, 200)
        columns[f"severity.{wave}"] = _rounded(0.35 + 0.1 * severity[k])
        columns[f"difficulties.{wave}"] = _whole(24 + 5 * severity[k] + 1.5 * rng.normal(size=n), 0, 60)
        columns[f"days.{wave}"] = _days(rng, severity[k])
        if k:
            for name in (*CHANGES, "severity", "difficulties", "days"):
                gone = rng.random(n) < missing * k
                columns[f"{name}.{wave}"] = [
                    None if g else v for g, v in zip(gone, columns[f"{name}.{wave}"], strict=True)
                ]
    return columns


def _severity(
    rng: np.random.Generator,
    trait: Array,
    dependence: Array,
    grew: Array,
    scores: Mapping[str, list[Array]],
    waves: int,
) -> list[Array]:
    """How severe use is at each wave, in SDs: less everywhere, and least where capacity grew. Readiness has no part."""
    n = len(trait)
    found = [0.4 * trait + 0.4 * dependence + 0.8 * rng.normal(size=n)]
    less = scores["confidence"][1] - scores["confidence"][0]
    low = scores["depression"][1] - scores["depression"][0]
    moved = -0.75 - 0.7 * grew - 0.06 * less + 0.06 * low + 0.05 * dependence
    found.append(0.35 * found[0] + moved + 0.55 * rng.normal(size=n))
    if waves > 2:
        found.append(0.45 * found[1] - 0.2 - 0.35 * grew + 0.5 * rng.normal(size=n))
    return found


def _days(rng: np.random.Generator, severity: Array) -> list[int]:
    """Days of use in the last thirty: none for some, more where use is more severe."""
    some = rng.random(len(severity)) < 1 / (1 + np.exp(-(1.9 + 1.1 * severity)))
    many = np.clip(1 + rng.poisson(np.exp(np.clip(2.2 + 0.35 * severity, -2, 3.3))), 1, 30)
    return [int(v) for v in np.where(some, many, 0)]


def children(mothers: Columns, seed: int | None = None, *, null: bool = False) -> Columns:
    """One row a child, one to three of each woman, by ``code`` and ``cluster`` (her code): difficulties before and
    after birth (0, 1), the relationship as three sources rate it, standard scores at three yearly visits, and the
    mother's depression.

    In the null study nothing of a child goes with her mother's depression, the relationship or the difficulties.
    """
    rng = np.random.default_rng([SEED if seed is None else seed, 1])
    many = rng.choice([1, 2, 3], size=len(mothers["code"]), p=[0.6, 0.3, 0.1])
    of = np.repeat(np.arange(len(many)), many)
    n, on = len(of), 0.0 if null else 1.0
    family = rng.normal(size=len(many))[of]
    columns: Columns = {
        "code": [f"{mothers['code'][m]}-{k}" for m in range(len(many)) for k in range(1, many[m] + 1)],
        "arm": [mothers["arm"][m] for m in of],
        "cluster": [mothers["code"][m] for m in of],
    }
    burden = rng.normal(size=n) * 0.7 + family * 0.7
    for name, level in zip(
        (*PRENATAL[:4], *CONTEXT), (0.2, 0, -0.6, 0.8, *[0.0] * 5, -0.4, 0.3, -0.6, 0.1), strict=True
    ):
        columns[name] = [int(v) for v in rng.random(n) < 1 / (1 + np.exp(-(level + 0.9 * burden)))]
    weeks = np.clip(np.round(39 - 0.7 * burden + 1.8 * rng.normal(size=n)), 27, 42)
    columns["weeks_at_birth"] = [int(v) for v in weeks]
    columns["early_birth"] = [int(v < 37) for v in weeks]
    columns["low_weight"] = [int(v) for v in rng.random(n) < np.where(weeks < 37, 0.6, 0.08)]
    risk = _z(sum(np.array(columns[name], dtype=float) for name in (*PRENATAL, *CONTEXT)))
    secure = _z(-0.45 * on * risk + 0.85 * rng.normal(size=n) + 0.3 * rng.normal(size=len(many))[of])
    for name, noise in (("relation_mother", 0.9), ("relation_clinician", 0.6), ("relation_observed", 0.5)):
        columns[name] = _rounded(5 + 1.2 * (secure + noise * rng.normal(size=n)))
    deep = [np.array([np.nan if v is None else v for v in mothers[f"depression.T{k}"]])[of] for k in (1, 2)]
    for k in (1, 2):
        columns[f"depression.T{k}"] = [None if np.isnan(v) else int(v) for v in deep[k - 1]]
    eased = np.nan_to_num(deep[1] - deep[0]) / 9
    child = 0.5 * family * 0 + rng.normal(size=n)
    ability = on * (-0.15 * risk + 0.35 * secure + 0.28 * risk * secure) + 0.75 * child
    age = rng.uniform(8, 30, n)
    for k in (1, 2, 3):
        months = age + 12 * (k - 1) + rng.uniform(-1, 1, n)
        columns[f"months.T{k}"] = _rounded(months)
        for name, lower in (("learning", 6.0), ("language", 8.0), ("motor", 4.0)):
            score = 100 - lower + 11 * ability + 1.5 * (k - 1) * on + 5 * rng.normal(size=n)
            columns[f"{name}.T{k}"] = _whole(score, 40, 160)
    trouble = on * (0.25 * risk - 0.45 * secure) + 0.7 * rng.normal(size=n)
    columns["behaviour.T1"] = _whole(57 + 8 * trouble + 3 * rng.normal(size=n), 28, 100)
    columns["behaviour.T2"] = _whole(57 + 8 * (trouble + 0.3 * on * eased) + 3 * rng.normal(size=n), 28, 100)
    return columns


def _z(values: Array) -> Array:
    return np.asarray((values - values.mean()) / values.std())


def _whole(values: Array, low: int, high: int) -> list[int]:
    return [int(v) for v in np.clip(np.round(values), low, high)]


def _rounded(values: Array) -> list[float]:
    return [round(float(v), 2) for v in np.maximum(values, 0)]


def as_csv(columns: Columns, path: Path) -> Path:
    """Write columns as a CSV file; nothing stands where an answer is missing."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([("" if v is None else v) for v in row] for row in zip(*columns.values(), strict=True))
    return path


def write(folder: Path, *, seed: int | None = None, null: bool = False, waves: int = 3) -> list[Path]:
    """Both tables and the Mother-Child plan into a folder, which is made if it is not there. Raises OSError."""
    from alongside.evaluation import plans

    folder.mkdir(parents=True, exist_ok=True)
    mothers = women(seed, null=null, waves=waves)
    plan = folder / PLAN
    plan.write_text(plans.expanded("mother-child"), encoding="utf-8")
    return [
        as_csv(mothers, folder / WOMEN),
        as_csv(children(mothers, seed, null=null), folder / CHILDREN),
        plan,
    ]
