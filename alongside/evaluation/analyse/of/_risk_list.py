"""What `risk` knows of its columns where they are those of a shipped list of difficulties."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation import difficulties
from alongside.evaluation.analyse.outcome import Part
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods.refusing import Unfit

RULE = re.compile(r"(.+?)\s*(>=|<=|>|<|=)\s*([^=<>]+)")


def shipped(asked: SimpleNamespace) -> difficulties.List | None:
    """The list that is asked for by --list, or whose name and version stand under --called; fills in what it says.

    Raises Unfit: no_list, option_needed (neither a list nor columns), bad_option (a period without a list).
    """
    found = difficulties.read(asked.list) if asked.list else difficulties.called(asked.called or "")
    if found is None:
        if not asked.risks:
            raise Unfit("option_needed", "`risk` needs --risks (your own columns) or --list (a shipped list).")
        if asked.period:
            raise Unfit("bad_option", "--period goes with --list: your own columns are named one by one.")
        return None
    if not asked.called:
        asked.called = found.called + (f", {asked.period}" if asked.period else "")
    if not asked.risks:
        asked.risks = ",".join(found.of(asked.period))
    return found


def told(
    found: difficulties.List, names: list[str], factors: np.ndarray, values: dict[str, Any], shown: list[Part]
) -> dict[str, np.ndarray]:
    """Print what each column is, and lay other ways to weigh them beside the count; returns these ways' weights.

    ``factors`` (rows, k). Raises Unfit("not_in_list"): a column that the list does not have, under the list's name.
    """
    mine = {each.column: each for each in found.factors}
    columns = [match[1] if (match := RULE.fullmatch(name)) else name for name in names]
    if strange := [column for column in columns if column not in mine]:
        raise Unfit(
            "not_in_list", f"“{strange[0]}” is not in {found.called}.",
            "Give the list of your columns a name of its own, or put the column under the list's name with --make.",
        )  # fmt: skip
    rows = [mine[column] for column in columns]
    values["list"] = {
        "id": found.id, "name": found.name, "version": found.version, "written": found.written, "sha256": found.sha256,
        "factors": [vars(each) for each in rows],
    }  # fmt: skip
    shown.append(
        Part(
            Sentence("{called}, of {day}", called=found.called, day=found.written),
            ("", "what it is", "domain", "period", "coded"),
            [[each.column, each.title, each.domain, each.period, each.coded] for each in rows],
        )
    )
    ways = {name: np.array(weights) for name, weights in found.ways(columns).items()}
    whole = factors[~np.isnan(factors).any(axis=1)]
    values["ways"] = {name: _alike(whole, weights) for name, weights in ways.items()}
    if ways:
        rank = [[name, value] for name, value in values["ways"].items()]
        shown.append(Part("Weighed in other ways", ("way", "rank correlation with the count"), rank))
    return ways


def _alike(factors: np.ndarray, weights: np.ndarray) -> float | None:
    """Spearman's correlation of the weighed index with the count; None where one of them does not vary."""
    from scipy.stats import rankdata

    count, other = factors.sum(axis=1), factors @ weights
    if len(count) < 3 or np.ptp(count) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(rankdata(count), rankdata(other.round(9)))[0, 1])
