"""The same figures without an engine: plain loops and NumPy over the rows, written from the definitions alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np

from tests.engines.made import Rows

HOLDS = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}


def _all(pool: dict[str, Rows], table: str) -> list[dict[str, Any]]:
    return [row for tables in pool.values() for row in tables.get(table, [])]


def _grouped(rows: Iterable[dict[str, Any]], *names: str) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def _register(pool: dict[str, Rows]) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {key: rows[0] for key, rows in _grouped(_all(pool, "measures"), "site", "instrument", "scale").items()}


def _above(norm: dict[str, Any], value: float) -> bool:
    return norm["cut_op"] is not None and bool(HOLDS[norm["cut_op"]](value, norm["cut_value"]))


def scores(pool: dict[str, Rows]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """{(site, arm, instrument, scale, wave): (n, families, mean, sd, with_cut, above, distinct, its cut-off)}"""
    register, found = _register(pool), {}
    for key, rows in _grouped(_all(pool, "scores"), "site", "arm", "instrument", "scale", "wave").items():
        norm = register[key[0], key[2], key[3]]
        values = np.array([row["value"] for row in rows])
        sd = float(values.std(ddof=1)) if len(values) > 1 else None
        with_cut = len(values) if norm["cut_op"] else 0
        above = sum(_above(norm, value) for value in values)
        families = len({row["family"] for row in rows})
        found[key] = (len(values), families, float(values.mean()), sd, with_cut, above, len(np.unique(values)),
                      *(norm[name] for name in ("cut_op", "cut_value")))  # fmt: skip
    return found


def change(pool: dict[str, Rows]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """{(site, arm, instrument, scale, until): (n, families, recovered, improved, crossed, unchanged, deteriorated, its
    norm)}"""
    register = _register(pool)
    counted: dict[tuple[Any, ...], list[tuple[str, int]]] = defaultdict(list)
    whose = ("site", "arm", "family", "person", "instrument", "scale")
    for key, rows in _grouped(_all(pool, "scores"), *whose).items():
        site, arm, family, _, instrument, scale = key
        norm = register[site, instrument, scale]
        if norm["better"] is None or not norm["judged"]:
            continue
        first, *later = sorted(rows, key=lambda row: row["place"])
        ends = {row["wave"]: row["value"] for row in later if row["wave"]}  # the last of a wave stays
        if later:
            ends["latest"] = later[-1]["value"]
        for until, post in ends.items():
            counted[site, arm, instrument, scale, until].append((family, _class(norm, first["value"], post)))
    return {
        key: (len(pairs), len({family for family, _ in pairs}), *np.bincount([n for _, n in pairs], minlength=5).tolist(),
              *(register[key[0], key[2], key[3]][name] for name in ("better", "cut_op", "cut_value", "s_diff", "points")))
        for key, pairs in counted.items()
    }  # fmt: skip


def _class(norm: dict[str, Any], pre: float, post: float) -> int:
    moved = post - pre
    reliable = abs(moved / norm["s_diff"]) > 1.959963984540054 if norm["s_diff"] else abs(moved) >= norm["points"]
    better = moved < 0 if norm["better"] == "lower" else moved > 0
    crossed = _above(norm, pre) and not _above(norm, post)
    if reliable:
        return (0 if crossed else 1) if better else 4
    return 2 if crossed else 3


def dose(pool: dict[str, Rows]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """{(site, arm, quarter): (families, contacts, minutes, months, timed)}"""
    found = {}
    for key, rows in _grouped(_all(pool, "services"), "site", "arm", "quarter").items():
        minutes = [row["minutes"] for row in rows if row["minutes"] is not None]
        found[key] = (len({row["family"] for row in rows}), sum(row["contacts"] for row in rows),
                      float(np.sum(minutes)) if minutes else None, sum(row["months"] for row in rows),
                      len({row["family"] for row in rows if row["minutes"] is not None}))  # fmt: skip
    return found


def retention(pool: dict[str, Rows]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """{(site, arm, months): (families, started, there)}"""
    found: dict[tuple[Any, ...], list[tuple[str, bool]]] = defaultdict(list)
    for (site, arm, family, _), spans in _grouped(_all(pool, "retention"), "site", "arm", "family", "person").items():
        for months in (3, 6, 12):
            if spans[0]["known_months"] >= months:
                there = any(span["from_month"] <= months <= span["to_month"] for span in spans)
                found[site, arm, months].append((family, there))
    return {key: (len({f for f, _ in all}), len(all), sum(t for _, t in all)) for key, all in found.items()}
