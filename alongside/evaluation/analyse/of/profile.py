"""`profile`: in how many parts of her life each woman gained, told of groups."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import LEVEL, level_of
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option, parts
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import profile as p
from alongside.evaluation.methods.refusing import Unfit


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Gained, the same or lost in each domain, and in how many together; by arm where arms are named."""
    level = level_of(asked)
    domains = len(asked.before)
    if len(asked.after) != domains or domains < 2:
        raise Unfit("bad_option", "--before and --after name the same domains, in the same order, at least two.")
    better = _each([1.0 if word == "higher" else -1.0 for word in _words(asked.better)], domains, "better")
    least = _each(list(asked.least) or [0.0], domains, "least")
    columns = [*asked.before, *asked.after, *([asked.arm] if asked.arm else [])]
    kept = table.complete(*columns)
    found = p.gains(table.matrix(*asked.before)[kept], table.matrix(*asked.after)[kept], better, least)
    groups = [("all", p.profile(found, level))]
    if asked.arm:
        codes, levels = table.factor(asked.arm)
        groups += [
            (name, p.profile(found[codes[kept] == k], level))
            for k, name in enumerate(levels)
            if (codes[kept] == k).any()
        ]
    names = list(asked.after)
    for _, one in groups:
        one["domains"] = [{"domain": name, **each} for name, each in zip(names, one["domains"], strict=True)]
    values: dict[str, Any] = {"least": least, "groups": [{"group": name, **one} for name, one in groups]}
    notes = [
        Sentence("Only those with every score are here."),
        Sentence("Nobody's own profile is told: these are counts of groups."),
    ]
    if not any(least):
        notes.append(
            Sentence("Any movement counts, however small: name --least to ask for more than a measure's unsteadiness.")
        )
    everybody = groups[0][1]
    wide = [[name, e["domain"], e["gained"], e["same"], e["lost"], e["share"], e["lo"], e["hi"]]
            for name, one in groups for e in one["domains"]]  # fmt: skip
    many = [[name, e["gains"], e["n"], e["share"], e["expected"]] for name, one in groups for e in one["numbers"]]
    shown = groups[1:] or groups
    return Outcome(
        values,
        [
            Part("By domain", ("group", "domain", "gained", "same", "lost", "share", "from", "to"), wide),
            Part("In how many domains", ("group", "gains", "n", "share", "if independent"), many),
        ],
        notes,
        Sentence(
            "Of {n}, {at_least_one:.0%} gained in at least one of {domains} domains and {in_all:.0%} in all; "
            "on average in {mean_gains:.1f}.",
            n=everybody["n"],
            at_least_one=everybody["at_least_one"],
            domains=domains,
            in_all=everybody["in_all"],
            mean_gains=everybody["mean_gains"],
        ),
        who_is_in(table, columns, int(kept.sum())),
        Drawing(
            "bars",
            "In how many domains they gained",
            [
                Series(name, [str(e["gains"]) for e in one["numbers"]], [e["share"] for e in one["numbers"]])
                for name, one in shown
            ],
            "domains",
            "share",
        ),
    )


def _words(text: str) -> list[str]:
    found = list(parts(text))
    if not found or any(word not in ("higher", "lower") for word in found):
        raise Unfit("bad_option", "--better is lower or higher, for all domains or one for each with commas between.")
    return found


def _each(given: list[float], domains: int, name: str) -> np.ndarray:
    if len(given) not in (1, domains):
        raise Unfit("bad_option", f"--{name} stands once for all domains, or once for each of the {domains}.")
    return np.array(given * domains if len(given) == 1 else given, dtype=float)


METHOD = Method(
    "profile",
    "In how many parts of life people gained together, and whether gains come together more than by chance.",
    (
        Option("before", "The earlier scores, a column a domain.", "columns", required=True),
        Option("after", "The later scores, in the same order.", "columns", required=True),
        Option("better", "Which way is better: lower or higher, once or for each domain.", "text", required=True),
        Option("least", "Points from which a change counts, once or for each domain; without it any.", "numbers"),
        Option("arm", "The column that says who is in which arm.", "column"),
        LEVEL,
    ),
    run,
    "alongside analyse profile hsaur3_BtheB_wide.csv --before bdi.pre,bdi.2m --after bdi.2m,bdi.3m --better lower "
    "--least 5 --arm treatment",
    keys={
        "groups": "A list, all and each arm: `group`, `n`, `mean_gains`, `at_least_one`, `in_all`; `domains`: "
        "`domain`, `gained`, `same`, `lost`, `share` with `lo`, `hi`; `numbers`: `gains`, `n`, `share`, "
        "`expected` (people, were gains independent).",
        "least": "Points from which a change counted, by domain.",
    },
    limits=("A gain by one point counts like one by ten, unless --least says from where it counts.",),
)
