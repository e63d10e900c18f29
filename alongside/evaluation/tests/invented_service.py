"""Invented tables of a service, for templates: nobody in them is anybody. Each has its effects built in, with a seed."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np


def written(folder: Path, name: str, columns: Mapping[str, Sequence[Any]]) -> Path:
    """A CSV file of the columns, numbers with three decimals; None stays empty."""
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(columns)
        for row in zip(*columns.values(), strict=True):
            rows.writerow(["" if v is None or v != v else f"{v:.3f}" if isinstance(v, float) else v for v in row])
    return path


def families(folder: Path) -> Path:
    """150 families: who came while pregnant is met 1.8 times as often after the birth, and ends better; each change of
    worker in a year takes a fifth of the contacts."""
    rng = np.random.default_rng(31)
    weeks = np.where(rng.random(150) < 0.5, rng.integers(4, 30, 150), 0)
    months, age = rng.uniform(4, 30, 150), rng.normal(30, 5, 150)
    changes = rng.integers(0, 4, 150)
    rate = 1.5 * np.where(weeks > 0, 1.8, 1.0) * 0.8**changes
    contacts = rng.poisson(rate * months * rng.gamma(4, 1 / 4, 150))
    latent = 0.04 * contacts + rng.logistic(size=150)
    words = np.array(["not yet", "partly", "wholly"])
    left = np.random.default_rng(3131).exponential(20, 150) + 0.5
    return written(folder, "families", {
        "mother": [f"F{n}" for n in range(150)], "pregnant": ["yes" if w else "no" for w in weeks], "weeks": weeks.tolist(),
        "months": months.tolist(), "contacts": contacts.tolist(), "age": age.tolist(), "changes": changes.tolist(),
        "stayed": np.minimum(left, months).tolist(), "ended": np.where(left < months, "yes", "no").tolist(),
        "goals": words[np.digitize(latent, [0.5, 2.5])].tolist(),
        "child": words[np.digitize(latent + rng.logistic(size=150), [1, 3])].tolist(),
        **{f"barrier_{name}": np.where(rng.random(150) < share, "yes", "no").tolist()
           for name, share in (("waiting", 0.5), ("transport", 0.3), ("fear", 0.7))},
        "named": rng.choice(["waiting", "transport", "fear"], 150).tolist(),
        "quarter": [("2025-02-10", "2025-05-10", "2025-08-10")[n % 3] for n in range(150)],
    })  # fmt: skip


def contacts(folder: Path) -> Path:
    """Contacts of 60 families by day: a visit every fortnight, now and then a gap; one site with twice the gaps."""
    rng = np.random.default_rng(33)
    rows: dict[str, list[Any]] = {name: [] for name in ("family", "day", "site", "type", "whom", "last", "end", "age")}
    for family in range(60):
        site, now, age = ("north", "south")[family % 2], float(rng.integers(0, 60)), int(rng.integers(20, 42))
        last = int(rng.integers(300, 720))
        ended = ("moved", "her choice", "still there")[int(rng.integers(0, 3))]
        while now <= last:
            for name, value in (("family", family), ("day", round(now)), ("site", site), ("last", last), ("end", ended),
                                ("age", age), ("type", ("visit", "call", "text")[int(rng.integers(0, 3))]),
                                ("whom", ("woman", "child", "dyad")[int(rng.integers(0, 3))])):  # fmt: skip
                rows[name].append(value)
            quiet = rng.random() < (0.05 if site == "north" else 0.10)
            now += rng.uniform(80, 200) if quiet else rng.uniform(5, 20)
    return written(folder, "contacts", rows)


def stretches(folder: Path) -> Path:
    """Stretches of time of 80 families; after a change of worker a gap is three times as likely to begin."""
    rng = np.random.default_rng(34)
    rows: dict[str, list[Any]] = {name: [] for name in ("family", "from", "to", "quiet", "changed", "age")}
    for family in range(80):
        now, age = 0.0, int(rng.integers(20, 42))
        for _ in range(5):
            changed, long = int(rng.random() < 0.4), rng.uniform(30, 90)
            came = rng.exponential(300 / (3 if changed else 1))
            rows["family"].append(family)
            rows["from"].append(now)
            rows["to"].append(now + min(came, long))
            rows["quiet"].append("yes" if came < long else "no")
            rows["changed"].append(changed)
            rows["age"].append(age)
            now += min(came, long) + rng.uniform(1, 20)
    return written(folder, "stretches", rows)


def referrals(folder: Path) -> Path:
    """180 referrals in three sectors; housing answers late."""
    rng = np.random.default_rng(35)
    sector = rng.choice(["health", "housing", "legal"], 180)
    wait = np.ceil(rng.exponential(np.where(sector == "housing", 60, 15)))
    status = np.where(wait > 90, "waiting", np.where(rng.random(180) < 0.15, "never answered", "met"))
    met = status == "met"
    return written(folder, "referrals", {
        "days": np.minimum(wait, 90).tolist(), "status": status.tolist(), "sector": sector.tolist(),
        "completed": np.where(met, "yes", "no").tolist(), "warm": np.where(met & (rng.random(180) < 0.5), 1, 0).tolist(),
        "handed": np.where(met, rng.integers(1, 40, 180).astype(float), np.nan).tolist(),
        "wheel_health": np.where(rng.random(180) < 0.9, 1, 0).tolist(), "wheel_legal": np.where(rng.random(180) < 0.2, 1, 0).tolist(),
        "answered": np.where(status == "never answered", "no", "yes").tolist(),
        "joint": np.where(rng.random(180) < np.repeat([0.2, 0.4, 0.7], 60), "yes", "no").tolist(),
        "year": np.repeat([2023, 2024, 2025], 60).tolist(), "family": [f"F{n % 60}" for n in range(180)],
    })  # fmt: skip


def dyads(folder: Path) -> Path:
    """87 mothers in two arms over four waves: more reflection and sensitivity in one, more so where use was heavier; each
    step leads to the next, and none to fewer returns to use."""
    rng = np.random.default_rng(40)
    programme = (np.arange(87) < 44).astype(float)
    severity, fidelity = rng.normal(size=87), rng.normal(size=87)
    before = rng.normal(4, 1, 87)
    reflection = before + 0.8 * programme + 0.5 * programme * severity + 0.6 * fidelity + rng.normal(0, 0.7, 87)
    sensitivity = 0.7 * reflection + rng.normal(0, 0.8, 87)
    later = np.where(rng.random(87) < 0.2, np.nan, reflection + rng.normal(0, 0.6, 87))
    return written(folder, "dyads", {
        "dyad": [f"D{n}" for n in range(87)], "arm": np.where(programme > 0, "programme", "education").tolist(),
        "before": before.tolist(), "post": reflection.tolist(), "later": later.tolist(), "severity": severity.tolist(),
        "fidelity": fidelity.tolist(), "sensitivity": sensitivity.tolist(),
        "attachment": (0.7 * sensitivity + rng.normal(0, 0.8, 87)).tolist(), "distress": rng.normal(size=87).tolist(),
        "returns": rng.poisson(2, 87).tolist(),
    })  # fmt: skip


def system(folder: Path) -> Path:
    """40 dyads, teams and agencies over three years: scores that rise by 3 a year, ratings by half a point."""
    rng = np.random.default_rng(70)
    year, dyad = np.tile([2023, 2024, 2025], 40), np.repeat(np.arange(40), 3)
    own = np.repeat(rng.normal(0, 6, 40), 3)
    passed = year - 2023
    rating = np.clip(3 + 0.5 * passed + own / 10 + rng.normal(0, 0.5, 120), 1, 7)
    months = np.ceil(rng.exponential(30, 120))
    away = np.ceil(rng.exponential(300, 120))
    return written(folder, "system", {
        "child": [f"C{d}" for d in dyad], "mother": [f"M{d // 2}" for d in dyad], "year": year.tolist(),
        "score": (92 + 3 * passed + own + rng.normal(0, 6, 120)).tolist(), "rating": rating.tolist(),
        "arm": np.where(dyad % 2, "north", "south").tolist(), "session": (passed + 1).tolist(),
        "team": rng.integers(1, 8, 120).tolist(), "held": np.where(rng.random(120) < 0.7, "yes", "no").tolist(),
        "months": np.minimum(months, 60).tolist(), "left": np.where(months < 60, "yes", "no").tolist(),
        "earlier": rng.integers(1, 6, 120).tolist(), "afterwards": (rng.integers(1, 6, 120) + 1).tolist(),
        "hours": rng.integers(2, 25, 120).tolist(), "tasks": rng.integers(1, 12, 120).tolist(),
        "days": np.minimum(away, 600).tolist(),
        "status": np.where(away > 600, "away", np.where(rng.random(120) < 0.8, "home", "adopted")).tolist(),
    })  # fmt: skip
