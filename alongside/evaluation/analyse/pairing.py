"""Two scores of each person, from a wide file (two columns) or a long one (id, wave, score)."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from alongside.evaluation.analyse.registry import Option
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit

PAIR_OPTIONS = (
    Option("id", "The column of ids; each stands once (once a wave in a long file).", "column"),
    Option("pre", "A wide file: the column of earlier scores.", "column"),
    Option("post", "A wide file: the column of later scores.", "column"),
    Option("score", "A long file: the column of scores.", "column"),
    Option("time", "A long file: the column of waves.", "column"),
    Option("first", "A long file: which wave is the earlier one.", "text"),
    Option("second", "A long file: which wave is the later one.", "text"),
)


@dataclass(frozen=True)
class Pairs:
    """A row a person, in the order of the file: ``ids`` (or None), scores (nan is missing), group codes and levels."""

    ids: list[str] | None
    pre: np.ndarray
    post: np.ndarray
    group: np.ndarray
    levels: list[str]
    columns: tuple[str, ...]

    @property
    def whole(self) -> np.ndarray:
        """bool (people,): who has both scores and a group."""
        return ~np.isnan(self.pre) & ~np.isnan(self.post) & (self.group >= 0)

    def used(self) -> dict[str, object]:
        """As an outcome says it: people, people with both scores, how many lack the earlier or later one or the
        group.
        """
        gaps = {
            self.columns[0]: int(np.isnan(self.pre).sum()), self.columns[1]: int(np.isnan(self.post).sum()),
        }  # fmt: skip
        if len(self.columns) > 2:
            gaps[self.columns[2]] = int((self.group < 0).sum())
        return {"rows": self.pre.size, "used": int(self.whole.sum()), "missing": gaps}


def read_pairs(table: Table, asked: SimpleNamespace, group: str | None, reference: str | None = None) -> Pairs:
    """The pairs that the options name. Raises Unfit when neither shape is named wholly, and for ids that stand
    twice.
    """
    long = asked.score or asked.time
    if bool(long) == bool(asked.pre or asked.post):
        raise Unfit(
            "shape_unclear", "Two scores of each person are needed.",
            "A wide file: --pre COLUMN --post COLUMN. A long one: --id, --score, --time, --first WAVE, --second WAVE.",
        )  # fmt: skip
    if long:
        return _from_long(table, asked, group, reference)
    if not (asked.pre and asked.post):
        raise Unfit("option_needed", "--pre and --post are given together.")
    ids = table.unique_ids(asked.id) if asked.id else None
    code, levels = table.factor(group, reference) if group else (np.zeros(table.rows, dtype=int), ["all"])
    columns = (asked.pre, asked.post, *([group] if group else []))
    return Pairs(ids, table.numbers(asked.pre), table.numbers(asked.post), code, levels, columns)


def _from_long(table: Table, asked: SimpleNamespace, group: str | None, reference: str | None) -> Pairs:
    from alongside.evaluation.analyse.reading import to_wide

    for name in ("id", "score", "time", "first", "second"):
        if not getattr(asked, name):
            raise Unfit("option_needed", f"A long file needs --{name}.")
    waves = np.array([cell or "" for cell in table.labels(asked.time)], dtype=object)
    known = table.factor(asked.time)[1]
    for wave in (asked.first, asked.second):
        if wave not in known:
            raise Unfit("no_level", f"Column {asked.time} has no wave “{wave}”.", f"It has: {', '.join(known[:20])}.")
    if asked.first == asked.second:
        raise Unfit("bad_option", "--first and --second are two waves.")
    chosen = table.keep((waves == asked.first) | (waves == asked.second))
    wide = to_wide(chosen, f'"{asked.id}","{asked.time}","{asked.score}"')
    if group and not wide.has(group):
        raise Unfit("group_changes", f"Somebody's {group} is not the same in both waves.")
    code, levels = wide.factor(group, reference) if group else (np.zeros(wide.rows, dtype=int), ["all"])
    before, after = f"{asked.score}.{asked.first}", f"{asked.score}.{asked.second}"
    columns = (before, after, *([group] if group else []))
    ids = [str(each) for each in wide.labels(asked.id)]
    return Pairs(ids, wide.numbers(before), wide.numbers(after), code, levels, columns)
