"""A pool of four sites with everything that could come out otherwise on another engine. The same on each run."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from alongside.evaluation.pooled.schema import LAYOUTS
from alongside.evaluation.pooled.writing import arrow_schema, folder_of

Rows = dict[str, list[dict[str, Any]]]
SITES = ("North", "Élan – Ouest", "Ψυχή 3", 'O\'Hare; "East"')
ARMS = ("programme", "comparison")
WAVES = ("pre", "6 m.", "12 m.", "été")
NORMS: dict[tuple[str, str], dict[str, Any]] = {
    ("BDI", "total"): {"better": "lower", "cut_op": ">=", "cut_value": 14.0, "sd": 7.52, "r": 0.86},
    # 49 points are 1.96 errors exactly, which is beyond the quantile 1.959964 and so reliable.
    ("Exact", ""): {"better": "higher", "cut_op": "<=", "cut_value": 50.0, "s_diff": 25.0},
    ("Rule", ""): {"better": "lower", "cut_op": ">", "cut_value": 0.0, "points": 5.0},
    ("No cut-off", "Ärger"): {"better": "higher", "sd": 2.5, "r": 0.0},
    ("No side", ""): {"cut_op": "<", "cut_value": 3.5, "sd": 1.0, "r": 0.5},
    ("Not judged", ""): {"better": "lower", "sd": 1.0, "r": 0.5, "judged": False},
    ("Far off", ""): {"better": "lower", "sd": 2.0, "r": 0.9},
}


def _value(instrument: str, draw: random.Random, who: int, place: int) -> float:
    if instrument == "Exact":
        return (50.0, 1.0, 99.0, 100.0, 50.5)[(who + place) % 5]
    if instrument == "Rule":
        return (-0.0, 5.0, 0.0, -5.0, 10.0, 4.999999999999999)[(3 * who + 5 * place) % 6]
    if instrument == "Far off":
        return 1e5 + round(draw.gauss(0, 2), 3)
    if instrument == "No side":
        return 0.1
    return float(max(0, round(draw.gauss(20 - 3 * place, 9)))) if instrument == "BDI" else draw.gauss(0, 1e-3)


def _scores(who: dict[str, Any], number: int, draw: random.Random) -> list[dict[str, Any]]:
    found = []
    for n, (instrument, scale) in enumerate(NORMS):
        if (number + n) % 11 == 0:
            continue  # never answered
        waves = [wave for wave in WAVES if draw.random() < 0.75] or ["pre"]
        if number % 7 == 3:
            waves = [*waves, waves[-1]]  # taken again at the same wave
        if number % 5 == 2:
            waves.insert(1, "")  # and once outside of waves
        for place, wave in enumerate(waves, start=1):
            found.append({**who, "instrument": instrument, "scale": scale, "wave": wave, "place": place,
                          "value": _value(instrument, draw, number, place)})  # fmt: skip
    return found


def rows_of(site: str, number: int) -> Rows:
    """The rows of one site. Its people are few where ``number`` is 3."""
    draw = random.Random(1000 + number)
    found: Rows = {name: [] for name in LAYOUTS}
    many = (47, 31, 23, 3)[number]
    for n in range(many):
        arm = ARMS[0] if n % 3 else ARMS[number % 2]
        # Every eighth is a child of the family before her.
        family = f"F{n - 1 if n % 8 == 7 else n:04}"
        if n % 8 == 7:
            arm = found["people"][-1]["arm"]
        who = {"site": site, "arm": arm, "family": family, "person": f"P{n:04}"}
        found["people"].append(who)
        found["scores"] += _scores(who, n, draw)
        family_key = {key: who[key] for key in ("site", "arm", "family")}
        for quarter in ("2025-10-01", "2026-01-01"):
            if draw.random() < 0.7 and n % 8 != 7:
                months = draw.randint(1, 3)
                found["services"].append({
                    **family_key, "quarter": quarter, "contacts": months + draw.randint(0, 9), "months": months,
                    "minutes": None if quarter == "2026-01-01" and number == 2 else draw.choice([None, 45.5, 0.1, 60.0]),
                })  # fmt: skip
        known = draw.randint(0, 15)
        first = draw.randint(0, known)
        spans = [(0, first)] + ([(first + 2, known)] if first + 2 <= known else [])
        found["retention"] += [{**who, "from_month": a, "to_month": b, "known_months": known} for a, b in spans]
    for (instrument, scale), norm in NORMS.items():
        row = dict.fromkeys(LAYOUTS["measures"].names) | {
            "site": site, "instrument": instrument, "scale": scale, "judged": True, "source": "made up",
        } | norm  # fmt: skip
        if row["sd"] is not None:
            row["s_diff"] = 2**0.5 * row["sd"] * (1 - row["r"]) ** 0.5
        found["measures"].append(row)
    return found


def pool_rows() -> dict[str, Rows]:
    """All sites' rows. The second has a cut-off of its own; the last brings no services."""
    found = {site: rows_of(site, n) for n, site in enumerate(SITES)}
    found[SITES[1]]["measures"][0] |= {"cut_op": "<=", "cut_value": 9.0}
    del found[SITES[3]]["services"]
    return copy.deepcopy(found)


def write_pool(folder: Path, pool: dict[str, Rows]) -> Path:
    """The files, in small row groups, so that an engine has several parts to put together."""
    for site, tables in pool.items():
        place = folder / folder_of(site)
        place.mkdir(parents=True)
        for name, rows in tables.items():
            table = pa.Table.from_pylist(rows, schema=arrow_schema(LAYOUTS[name]))
            pq.write_table(table, place / f"{name}.parquet", row_group_size=64)
    return folder
