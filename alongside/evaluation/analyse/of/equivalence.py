"""``alongside analyse equivalence``: is there no difference that matters?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.modelling import in_spread
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.methods import equivalence as e
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Means or shares of two arms, or the same people twice (--y and --before), against a margin."""
    if bool(asked.arm) == bool(asked.before):
        raise Unfit("bad_option", "Name --arm (two groups) or --before (the same people twice).")
    lower = -abs(asked.margin) if asked.lower is None else asked.lower
    upper = abs(asked.margin)
    if asked.id:
        table.unique_ids(asked.id)
    y = table.numbers(asked.y)
    columns = [asked.y, asked.arm or asked.before]
    kept = table.complete(*columns)
    sd: float | None
    if asked.before:
        names = [asked.y, asked.before]
        parts = [y[kept], table.numbers(asked.before)[kept]]
        found = e.paired(parts[0], parts[1], lower, upper, asked.alpha)
        sd = None
    else:
        codes, levels = table.two_arms(asked.arm, asked.reference)
        names, parts = [levels[1], levels[0]], [y[kept & (codes == 1)], y[kept & (codes == 0)]]
        if asked.shares:
            if not np.isin(np.concatenate(parts), (0, 1)).all():
                raise Unfit("codes", f"“{asked.y}” must hold 0 and 1 for shares.")
            (k, n), (j, m) = ((int(part.sum()), len(part)) for part in parts)
            found = e.proportions(k, n, j, m, lower, upper, asked.alpha)
            sd = None
        else:
            found = e.means(parts[0], parts[1], lower, upper, asked.alpha, asked.pooled)
            free = len(parts[0]) + len(parts[1]) - 2
            sd = float(np.sqrt(sum((len(part) - 1) * part.var(ddof=1) for part in parts) / free))
    values: dict[str, Any] = {
        **vars(found),
        "lower_margin": lower,
        "upper_margin": upper,
        "alpha": asked.alpha,
        "groups": {
            name: {"n": len(part), "mean": float(part.mean()), "sd": float(part.std(ddof=1))}
            for name, part in zip(names, parts, strict=True)
        },
        "margin_in_sd": upper / sd if sd else None,
    }
    size = in_spread({"estimate": found.difference, "lo": found.low, "hi": found.high}, *parts)
    values |= {key: None if asked.shares else size[key] for key in ("g", "g_lo", "g_hi")}
    level = 1 - 2 * asked.alpha
    who = who_is_in(table, columns, int(kept.sum()))
    notes = [
        "A margin counts only if it was set before anybody saw results, from what would matter to women and children.",
        "That a difference was not found is not that there is none: only an interval inside the margins says so.",
    ]
    if who["used"] < who["rows"]:
        notes.append(f"{who['rows'] - who['used']} rows with a missing value were left out.")
    rows = [[found.difference, found.se, found.low, found.high, lower, upper, found.p, found.p_difference,
             values["g"]]]  # fmt: skip
    heads = ["difference", "SE", f"{level:.0%} low", "high", "margin low", "high", "p (TOST)", "p of 0", "g"]
    series = Series("difference", [f"{names[0]} - {names[1]}"], [found.difference], [found.low], [found.high])
    return Outcome(
        values,
        [Part("Against the margin", heads, rows)],
        notes,
        f"{names[0]} less {names[1]} is {found.difference:.3g}, {level:.0%} interval {found.low:.3g} to "
        f"{found.high:.3g}{'' if values['g'] is None else ', g = ' + format(values['g'], '.2f')}, margins "
        f"{lower:g} to {upper:g}: {found.conclusion}.",
        who,
        Drawing("points", "Against the margin", [series], reference=0.0),
    )


METHOD = Method(
    name="equivalence",
    summary="Says whether there is no difference that matters (two one-sided tests against a margin).",
    options=(
        Option("y", "What is compared.", "column", required=True),
        Option("margin", "The difference that would matter; also the negative lower margin.", "number", required=True),
        Option("lower", "Another lower margin.", "number"),
        Option("arm", "Two groups.", "column"),
        Option("reference", "The group that is taken away from the other.", "text"),
        Option("before", "The same people earlier.", "column"),
        Option("shares", "The column holds 0 and 1: compare shares.", "flag"),
        Option("pooled", "Means: one variance for both groups.", "flag"),
        Option("id", "Each may stand there once.", "column"),
        Option("alpha", "Of each one-sided test.", "number", 0.05),
    ),
    run=run,
    example="alongside analyse equivalence psych_Tal_Or.csv --y pmi --arm cond --margin 1",
    keys={
        "difference, se, df, low, high": "second level less the reference, with the interval at 1 - 2 alpha; df null "
        "for shares",
        "p_lower, p_upper, p": "one-sided against each margin, and the larger",
        "p_difference": "two-sided, of no difference",
        "equivalent, conclusion": "whether both one-sided tests reject, and what both kinds of test say together",
        "g, g_lo, g_hi": "the difference by the pooled SD of both columns of scores (Hedges 1981); null for shares",
        "groups, margin_in_sd": "n, mean and sd of each; the margin in pooled SDs",
    },
    limits=("The margin decides: it comes from what matters, never from the data.",),
)
