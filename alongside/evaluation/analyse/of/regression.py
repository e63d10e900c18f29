"""`regression`: blocks of columns one after another, in both orders, and each one's fair share of what is explained."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import (
    LEVEL,
    Model,
    codes_of,
    coefficient_part,
    error_block,
    level_of,
    model,
    named,
)
from alongside.evaluation.analyse.of._columns import ERRORS
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option, parts
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import explaining, linear
from alongside.evaluation.methods.refusing import Unfit


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Hierarchical regression: what each block adds, entered in the order given and in reverse."""
    level = level_of(asked)
    blocks = [[table.called(name) for name in parts(text)] for text in asked.blocks.split(";") if text.strip()]
    flat = [name for block in blocks for name in block]
    if not flat or len(set(flat)) < len(flat):
        raise Unfit(
            "bad_option", "--blocks names each column once: first,second;third puts two columns in the first block."
        )
    m = model(table, asked, asked.outcome, flat, [asked.cluster] if asked.cluster else [])
    clusters = codes_of(table, asked.cluster, m.rows) if asked.cluster else None
    X, names = m.design.X, m.design.names
    places = [[i for name in block for i in m.design.columns_of((name,))] for block in blocks]
    products = [m.design.columns_of(term) for term in m.design.terms if len(term) > 1]
    places += [[i for block in products for i in block]] if products else []
    titles = [", ".join(block) for block in blocks] + (["products"] if products else [])
    fit = linear.fit(X, m.y, names, clusters=clusters)
    chosen = asked.errors or ("CR2" if asked.cluster else "classical")
    lines = fit.lines(chosen, level)
    forward, backward = (explaining.steps(X, m.y, names, order) for order in (places, places[::-1]))
    values: dict[str, Any] = {
        "n": fit.n,
        "names": names,
        "coef": named(names, fit.coef),
        "errors_used": chosen,
        **error_block(names, lines),
        "beta": named(names[1:], fit.coef[1:] * X[:, 1:].std(axis=0) / m.y.std()),
        "vif": named(names[1:], explaining.inflation(X, names)),
        "r2": fit.r2,
        "adjusted_r2": forward[-1].adjusted,
        "steps": [{"block": t, **vars(s)} for t, s in zip(titles, forward, strict=True)],
        "reverse": [{"block": t, **vars(s)} for t, s in zip(titles[::-1], backward, strict=True)],
    }
    found = _shares(asked, m, titles, places, values, level)
    head = ("block", "R²", "adds", "F", "df", "df of the rest", "p")

    def table_of(title: str, rows: list[dict[str, Any]]) -> Part:
        return Part(title, head, [[r[k] for k in ("block", "r2", "change", "f", "df1", "df2", "p")] for r in rows])

    last, first = values["steps"][-1], values["reverse"][-1]
    notes = [*m.notes, *_notes(chosen, max(values["vif"].values()), fit.n < 10 * X.shape[1])]
    return Outcome(
        values,
        [
            table_of("Blocks in the order given", values["steps"]),
            table_of("In reverse", values["reverse"]),
            coefficient_part(
                Sentence("{outcome}: all blocks, errors {chosen}", outcome=asked.outcome, chosen=chosen),
                names,
                lines,
                level,
            ),
            found,
        ],
        notes,
        _sentence(asked.outcome, fit.r2, first, last),
        m.used,
        Drawing(
            "bars",
            "Fair shares of R²",
            [Series("share", [s["of"] for s in values["shares"]], [s["share"] for s in values["shares"]])],
        ),
    )


def _notes(chosen: str, inflation: float, few: bool) -> list[str]:
    notes = [
        Sentence(
            "Errors of coefficients: {chosen}. What a block adds depends on when it enters: read both orders.",
            chosen=chosen,
        )
    ]
    if inflation > 10:
        notes.append(
            Sentence(
                "Some columns say almost the same as others (variance inflation above 10): their coefficients "
                "are unsure."
            )
        )
    if few:
        notes.append(
            Sentence("Fewer than ten rows for each coefficient: R² is too good, and another sample would give less.")
        )
    return list(notes)


def _sentence(outcome: str, r2: float, first: dict[str, Any], last: dict[str, Any]) -> Sentence:
    return Sentence(
        "All blocks explain {r2:.0%} of {outcome}. {block} adds {change:.1%} after all others ({p:p}); "
        "{first} adds {at_first:.1%} when it comes last ({p_first:p}).",
        r2=r2,
        outcome=outcome,
        block=last["block"],
        change=last["change"],
        p=last["p"],
        first=first["block"],
        at_first=first["change"],
        p_first=first["p"],
    )


def _shares(
    asked: SimpleNamespace, m: Model, titles: list[str], places: list[list[int]], values: dict[str, Any], level: float
) -> Part:
    """Shapley shares of columns or blocks, with percentile intervals when draws are asked for."""
    if asked.shares == "columns":
        terms = list(m.design.terms)
        players, names = [m.design.columns_of(t) for t in terms], [":".join(t) for t in terms]
    else:
        players, names = places, titles
    players = [[i - 1 for i in player] for player in players]
    S = np.cov(np.column_stack([m.design.X[:, 1:], m.y]), rowvar=False)
    share = explaining.shares(S, players)
    low = high = [None] * len(names)
    if asked.draws:
        if not 100 <= asked.draws <= 1_000_000:
            raise Unfit("bad_option", "--draws is 0 or between 100 and 1,000,000.")
        again = explaining.resampled(m.design.X[:, 1:], m.y, asked.draws, np.random.default_rng(asked.seed))
        low, high = np.quantile(explaining.shares(again, players), [(1 - level) / 2, (1 + level) / 2], axis=0).tolist()
    values["shares"] = [{"of": n, "share": float(share[i]), "lo": low[i], "hi": high[i]} for i, n in enumerate(names)]
    rows = [[s["of"], s["share"], s["lo"], s["hi"]] for s in values["shares"]]
    return Part("Fair shares of R² (Shapley, LMG)", ("", "share", "from", "to"), rows)


METHOD = Method(
    "regression",
    "What explains an outcome: blocks of columns one after another, in both orders, and each one's fair share.",
    (
        Option("outcome", "The column of scores.", "column", required=True),
        Option("blocks", "Columns by block, blocks with ; between: first,second;third.", "text", required=True),
        Option("interactions", "Products of columns, such as risk:support; they enter last.", "text"),
        Option("factors", "Columns of numbers that are groups, not amounts.", "columns"),
        Option(
            "references", "The group others are compared with, such as drug=No; several with commas between.", "text"
        ),
        *ERRORS,
        Option("shares", "Fair shares of columns or of blocks.", "choice", "columns", ("columns", "blocks")),
        Option("draws", "Resamples for intervals of the shares; 0 for none.", "integer", 2000),
        LEVEL,
    ),
    run,
    'alongside analyse regression mass_birthwt.csv --outcome bwt --blocks "age,lwt;race;smoke,ht,ui" --factors '
    "race --seed 1",
    keys={
        "n": "Rows used.",
        "names": "Coefficients in order.",
        "coef": "With all blocks in.",
        "errors_used": "Kind of error.",
        "se": "By name.",
        "df": "By name.",
        "t": "By name.",
        "p": "By name.",
        "ci": "[from, to] by name.",
        "beta": "Coefficients in standard deviations.",
        "vif": "Variance inflation.",
        "r2": "With all blocks in.",
        "adjusted_r2": "Less what chance would explain.",
        "steps": "A list in the order given: `block`, `r2`, `adjusted`, `change`, `f`, `df1`, `df2`, `p`.",
        "reverse": "The same with the last block first.",
        "shares": "A list: `of`, `share` (they add up to r2), `lo`, `hi`.",
    },
    limits=(
        "What goes together is not what causes; a share is a share of prediction.",
        "F tests of blocks assume equal variances; with children of one woman read the coefficients' CR2 errors.",
    ),
)
