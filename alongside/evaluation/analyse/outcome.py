"""What a method found, for people and for programs."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


@dataclass
class Part:
    """A table for people: a title, the names of its columns, its rows (numbers as numbers, None for none)."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass
class Series:
    """What is drawn in one look: ``y`` over ``x``; ``low`` and ``high`` are the limits of intervals (None: none).

    ``x`` holds numbers for curves, and labels for points, bars and panels. ``n``: how many each ``y`` rests on.
    ``panel``: in which of several small drawings. ``followed``: (time, how many are still followed) at round times.
    """

    name: str
    x: Sequence[Any]
    y: Sequence[float | None]
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()
    n: Sequence[int] = ()
    panel: str = ""
    followed: Sequence[tuple[float, int]] = ()


@dataclass
class Drawing:
    """What ``figure`` draws. ``kind``: points (estimates with intervals), rows (a row for each label, with a mark of
    each series in it), curves, steps, bars, panels or diagram.

    ``reference``: where a thin line stands for "no difference". ``extent``: what the upright axis holds at least.
    ``band``: from where to where of the lower axis rows are shaded. ``below``: a further drawing under it. For a
    diagram ``nodes`` are (name, column, row) in the order of the way, and ``paths`` (from, to, "0.5 (0.1 to 0.9)"); its
    series are drawn as points below.
    """

    kind: str
    title: str
    series: Sequence[Series] = ()
    x_label: str = ""
    y_label: str = ""
    reference: float | None = None
    nodes: Sequence[tuple[str, float, float]] = ()
    paths: Sequence[tuple[str, str, str]] = ()
    extent: Sequence[float] = ()
    band: Sequence[float] = ()
    below: Drawing | None = None


@dataclass
class Outcome:
    """What one call came to.

    ``values``: ready for JSON, at full precision, what is not known as None. ``tables``: for people. ``notes``:
    limits and warnings in whole sentences. ``sentence``: the answer in plain words. ``used``: see ``who_is_in``.
    """

    values: dict[str, Any]
    tables: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sentence: str = ""
    used: dict[str, Any] = field(default_factory=dict)
    drawing: Drawing | None = None


def who_is_in(table: Table, columns: Sequence[str], used: int | None = None) -> dict[str, Any]:
    """How many rows there are, how many were used (without ``used``: those with all columns), and what is missing."""
    columns = list(dict.fromkeys(columns))
    return {
        "rows": table.rows,
        "used": int(table.complete(*columns).sum()) if used is None else int(used),
        "missing": {name: int(table.missing(name).sum()) for name in columns},
    }


def plain(value: Any) -> Any:
    """A value as JSON takes it: arrays as lists, NumPy's numbers as Python's, what is not finite as None."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return plain(dataclasses.asdict(value))
    return str(value)
