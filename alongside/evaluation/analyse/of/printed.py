"""``alongside analyse printed``: tests of counts as they stand in a publication, without a file."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from alongside.evaluation.analyse.of import table as of_table
from alongside.evaluation.analyse.outcome import Outcome
from alongside.evaluation.analyse.registry import Method, Option, number, parts
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(_table: Table | None, asked: SimpleNamespace) -> Outcome:
    """Read "arm: 11,24,1; arm: 4,28,7" and ask `table` of it."""
    words = list(parts(asked.words))
    groups = [each for each in asked.counts.split(";") if each.strip()]
    rows = [_row(each, words) for each in groups]
    if len({name for name, _ in rows}) < len(rows):
        raise Unfit("bad_option", "--counts names each group once.")
    columns: dict[str, Sequence[str]] = {"group": [name for name, _ in rows]}
    columns |= {word: [str(counts[n]) for _, counts in rows] for n, word in enumerate(words)}
    plain = {option.name.replace("-", "_"): None for option in of_table.METHOD.options}
    found = of_table.run(Table(columns, name="what was printed"), SimpleNamespace(**{
        **plain, "cells": tuple(words), "label": "group", "ordered": asked.ordered, "seed": asked.seed,
    }))  # fmt: skip
    found.notes.append(
        Sentence("Counts were typed from print: look whether they are of all who began, or of those who were seen.")
    )
    found.used = {}
    return found


def _row(text: str, words: list[str]) -> tuple[str, list[int]]:
    name, colon, rest = text.rpartition(":")
    counts = [number("counts", each) for each in parts(rest)]
    if not colon or not name.strip() or len(counts) != len(words):
        raise Unfit(
            "bad_option", f"--counts is written group: {','.join('1' for _ in words)}; “{text.strip()}” is not."
        )
    if any(count != int(count) or count < 0 for count in counts):
        raise Unfit("no_table", f"“{text.strip()}” holds what is no whole number from 0.")
    return name.strip(), [int(count) for count in counts]


METHOD = Method(
    name="printed",
    summary="Says what the usual tests give for counts that stand in a publication, typed instead of read from a file.",
    options=(
        Option("counts", "Each group with its counts: programme: 11,24,1; usual care: 4,28,7.", "text", required=True),
        Option("words", "What the counts are of, in their order: improved,unchanged,worse.", "text", required=True),
        Option("ordered", "They go from one end to the other (two groups: Mann–Whitney).", "flag"),
    ),
    run=run,
    example='alongside analyse printed --counts "programme: 11,24,1; usual care: 4,28,7" --words '
    "improved,unchanged,worse "
    "--ordered",
    reads_table=False,
    keys={"all": "as of [table](#table)"},
    limits=("What was printed may be rounded, or of another number of people than began: `rounding` says what fits.",),
)
