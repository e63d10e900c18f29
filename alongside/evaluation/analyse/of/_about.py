"""Of several covariates, the one that a sentence is about: whatever was asked, not what came out strongest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from alongside.evaluation.analyse.of._columns import Columns
from alongside.evaluation.analyse.registry import Option, parts
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

ABOUT = Option("about", "The covariate that the sentence is about; without it the first.", "column")


def asked_about(table: Table, asked: SimpleNamespace, found: Columns) -> list[tuple[int, str]]:
    """Its columns among those of ``found``, each with words: “one more of “age”” or ““south” instead of “north””.

    A covariate of several groups has a column for each group but the first. Raises Unfit: bad_option, where --about
    is no covariate.
    """
    name = asked.about or next(iter(asked.covariates))
    if name not in found.terms:
        raise Unfit("bad_option", f"--about names one of the covariates; “{name}” is none of them.")
    beside = [one.split(":") for one in parts(asked.interactions or "")]
    others = [other for pair in beside if name in pair for other in pair if other != name]
    where = f" (where {', '.join(others)} is 0 or its first group)" if others else ""
    return [
        (
            place,
            f"{_group(table, name, found)[n]} (“{name}”){where}"
            if name in found.against
            else f"one more of “{name}”{where}",
        )
        for n, place in enumerate(found.terms[name])
    ]


def _group(table: Table, name: str, found: Columns) -> list[str]:
    levels = [found.names[place].removeprefix(f"{name}=") for place in found.terms[name]]
    return [f"“{level}” instead of “{found.against[name]}”" for level in levels]


def ratios(
    about: Sequence[tuple[int, str]], of: str, lines: Mapping[str, Any], level: float, ratio: str = "ratio"
) -> str:
    """A sentence for each column asked about: its ratio with the limits, from the lists ``ratio``, low and high."""
    told = []
    for at, words in about:
        one, low, high = (float(lines[key][at]) for key in (ratio, "low", "high"))
        told.append(
            f"{words[0].upper()}{words[1:]} goes with {one:.2f} times {of} ({level:.0%} interval {low:.2f} to "
            f"{high:.2f})."
        )
    return " ".join(told)
