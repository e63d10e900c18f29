"""People with three and more waves, for the variant by slopes."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit


@dataclass(frozen=True)
class People:
    """``person``, ``time``, ``score`` (rows,); ``ids``, ``first``, ``last``, ``group`` a person each; who was left
    out.
    """

    person: np.ndarray
    time: np.ndarray
    score: np.ndarray
    ids: list[str]
    first: np.ndarray
    last: np.ndarray
    group: np.ndarray
    levels: list[str]
    left_out: int
    missing: dict[str, int]


def people_with_waves(table: Table, asked: SimpleNamespace) -> People:
    """Rows of a long file, by person and time. Raises Unfit for a wave that stands twice or a group that changes."""
    for name in ("id", "score", "time"):
        if not getattr(asked, name):
            raise Unfit("option_needed", f"The variant HLM reads a long file and needs --{name}.")
    codes, ids = table.factor(asked.id)
    group, levels = table.factor(asked.group) if asked.group else (np.zeros(table.rows, dtype=int), ["all"])
    time, score = table.numbers(asked.time), table.numbers(asked.score)
    missing = {name: int(table.missing(name).sum()) for name in (asked.id, asked.time, asked.score)}
    rows = np.flatnonzero((codes >= 0) & ~np.isnan(time) & ~np.isnan(score) & (group >= 0))
    rows = rows[np.lexsort((time[rows], codes[rows]))]
    same = (np.diff(codes[rows]) == 0) & (np.diff(time[rows]) == 0)
    if same.any():
        n = rows[np.flatnonzero(same)[0]]
        raise Unfit(
            "wave_twice", f"“{ids[codes[n]]}” has the wave {time[n]:g} twice.", "One row a person and wave is needed."
        )
    waves = np.bincount(codes[rows], minlength=len(ids))
    kept = np.flatnonzero(waves >= 3)
    place = np.full(len(ids), -1)
    place[kept] = np.arange(kept.size)
    inside = rows[place[codes[rows]] >= 0]
    person = place[codes[inside]]
    if not inside.size:
        raise Unfit("too_few", "Nobody has three waves.")
    starts = np.flatnonzero(np.diff(person, prepend=-1))
    ends = np.append(starts[1:], person.size) - 1
    mine = group[inside]
    if (mine != mine[starts][person]).any():
        raise Unfit("group_changes", f"Somebody's {asked.group} is not the same in all waves.")
    return People(
        person, time[inside], score[inside], [ids[k] for k in kept], score[inside][starts], score[inside][ends],
        mine[starts], levels, int((waves > 0).sum() - kept.size), missing,
    )  # fmt: skip
