"""`norm`: how scores of children lie against the norm of a measure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import LEVEL, codes_of, level_of
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import linking
from alongside.evaluation.methods.refusing import Unfit


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """The mean against the norm's, and how many lie below −1 and −2 SD, for everybody and by group."""
    level = level_of(asked)
    columns = [asked.score, *(name for name in (asked.cluster, asked.by) if name)]
    kept = table.complete(*columns)
    if not kept.any():
        raise Unfit("no_rows", f"No row has all of: {', '.join(columns)}.")
    scores = table.numbers(asked.score)[kept]
    clusters = codes_of(table, asked.cluster, kept) if asked.cluster else None
    values: dict[str, Any] = {
        "norm_mean": asked.mean, "norm_sd": asked.sd,
        "all": linking.against_norm(scores, asked.mean, asked.sd, clusters, level), "groups": [],
    }  # fmt: skip
    notes = [
        Sentence("A norm stands for the children it was made with; in another language or land it may not fit."),
        Sentence("Below −1 SD lie 16%, and below −2 SD 2%, of a normal norm: so many are expected anyway."),
    ]
    if asked.by:
        _by_group(table, asked, kept, scores, clusters, level, values, notes)
    if clusters is not None:
        notes.append(
            Sentence(
                "{many} of “{cluster}” for {rows} rows: errors are CR2, and shares count as so many rows as "
                "are independent.",
                many=len(np.unique(clusters)),
                cluster=asked.cluster,
                rows=len(scores),
            )
        )
    found = values["all"]
    shown = [("all", found), *((each["group"], each) for each in values["groups"])]
    rows = [
        [name, one["n"], one["mean"], one["sd"], one["difference"], one["lo"], one["hi"], one["d"], one["p"],
         *(cell for below in one["below"] for cell in (below["share"], below["lo"], below["hi"]))]
        for name, one in shown
    ]  # fmt: skip
    head = ("", "n", "mean", "SD", "from the norm", "from", "to", "d", "p", "below −1 SD", "from", "to", "below −2 SD",
            "from", "to")  # fmt: skip
    return Outcome(
        values,
        [
            Part(
                Sentence("{score} against {mean:g} (SD {sd:g})", score=asked.score, mean=asked.mean, sd=asked.sd),
                head,
                rows,
            )
        ],
        notes,
        _sentence(asked, found, level),
        who_is_in(table, columns, int(kept.sum())),
        Drawing(
            "points",
            Sentence("{score} against the norm", score=asked.score),
            [
                Series(
                    "from the norm",
                    [name for name, _ in shown],
                    *([one[key] for _, one in shown] for key in ("difference", "lo", "hi")),
                )
            ],
            "points from the norm",
            reference=0.0,
        ),
    )


def _sentence(asked: SimpleNamespace, found: dict[str, Any], level: float) -> Sentence:
    below = found["below"]
    return Sentence(
        "The mean {score} is {difference:short} {side} the norm of {mean:g} ({level:.0%} interval of the "
        "difference {lo:short} to {hi:short}; {p:p}); {first:.0%} lie below −1 SD ({lo_first:.0%} to "
        "{hi_first:.0%}) and {second:.0%} below −2 SD.",
        score=asked.score,
        difference=abs(found["difference"]),
        side=Sentence("below") if found["difference"] < 0 else Sentence("above"),
        mean=asked.mean,
        level=level,
        lo=found["lo"],
        hi=found["hi"],
        p=found["p"],
        first=below[0]["share"],
        lo_first=below[0]["lo"],
        hi_first=below[0]["hi"],
        second=below[1]["share"],
    )


def _by_group(
    table: Table, asked: SimpleNamespace, kept: np.ndarray, scores: np.ndarray, clusters: np.ndarray | None,
    level: float, values: dict[str, Any], notes: list[str],
) -> None:  # fmt: skip
    codes, levels = table.factor(asked.by)
    few = []
    for k, name in enumerate(levels):
        inside = codes[kept] == k
        mine = None if clusters is None else clusters[inside]
        try:
            one = linking.against_norm(scores[inside], asked.mean, asked.sd, mine, level)
        except Unfit:
            few.append(name)
            continue
        values["groups"].append({"group": name, **one})
    if few:
        notes.append(Sentence("Too few, or too alike, to be told apart: {by} {few}.", by=asked.by, few=few))


METHOD = Method(
    "norm",
    "How scores lie against the norm of a measure: their mean, and how many are well below it.",
    (
        Option("score", "The column of standard scores.", "column", required=True),
        Option("mean", "The norm's mean.", "number", 100.0),
        Option("sd", "The norm's SD.", "number", 15.0),
        Option("by", "A column of groups, such as the number of exposures.", "column"),
        Option("cluster", "The column that says which rows belong together (children of one woman).", "column"),
        LEVEL,
    ),
    run,
    "alongside analyse norm mass_birthwt.csv --score bwt --mean 3300 --sd 500 --by smoke",
    keys={
        "all": "`n`, `mean`, `sd`; `difference` from the norm with `se`, `df`, `t`, `p`, `lo`, `hi`; the same in SDs "
        "of the norm: `d`, `d_lo`, `d_hi`; `below`: a list for 1 and 2 `sds`: `limit`, `n`, `share`, `lo`, `hi`, "
        "`expected`, `p` (exact; null with --cluster).",
        "groups": "With --by: a list, `group` and the same.",
        "norm_mean, norm_sd": "What was compared with.",
    },
    limits=(
        "Whoever was not assessed is not here; children who do well, or badly, may come less often.",
        "A norm of another time drifts: old norms make children look better than new ones.",
    ),
)
