"""`moderation`: for whom, or where, an effect is stronger: simple slopes and the Johnson–Neyman points."""

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
    p_words,
    short,
)
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import explaining, linear
from alongside.evaluation.methods.refusing import Unfit

KINDS = ("classical", "HC3", "CR1")


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """y = b0 + b1 x + b2 w + b3 xw + covariates, and the effect b1 + b3 w of x along w."""
    level = level_of(asked)
    asked.interactions = f"{asked.x}:{asked.by}"
    m = model(table, asked, asked.outcome, [asked.x, asked.by], [asked.cluster] if asked.cluster else [])
    by = m.design.variables[asked.by]
    if by.levels is not None:
        raise Unfit(
            "not_numbers", f"{asked.by} holds words; what an effect depends on must be numbers here (0 and 1 will do)."
        )
    if len(m.design.columns_of((asked.x,))) != 1:
        raise Unfit(
            "not_two_arms", f"{asked.x} has more than two groups. Keep two with --where, or give a column of numbers."
        )
    chosen = asked.errors or ("CR1" if asked.cluster else "classical")
    if chosen == "CR1" and not asked.cluster:
        raise Unfit(
            "option_needed", "Errors of kind CR1 need --cluster: the column that says which rows belong together."
        )
    clusters = codes_of(table, asked.cluster, m.rows) if asked.cluster else None
    fit = linear.fit(m.design.X, m.y, m.design.names, clusters=clusters)
    lines, names = fit.lines(chosen, level), m.design.names
    one, both = m.design.columns_of((asked.x,))[0], m.design.columns_of((asked.x, asked.by))[0]
    without = linear.fit(np.delete(m.design.X, both, axis=1), m.y, [n for i, n in enumerate(names) if i != both])
    rows, found = _along(m, fit, asked, chosen, level, one, both)
    values: dict[str, Any] = {
        "n": fit.n,
        "df": float(lines["df"][both]),
        "names": names,
        "coef": named(names, fit.coef),
        "errors_used": chosen,
        **{k: v for k, v in error_block(names, lines).items() if k != "df"},
        "r2": fit.r2,
        "interaction": {k: float(lines[k][both]) for k in ("estimate", "se", "t", "p", "lo", "hi")}
        | {"r2_change": fit.r2 - without.r2, "f": float(lines["t"][both] ** 2)},
    } | found
    jn, e = found["johnson_neyman"], values["interaction"]
    notes = [
        *m.notes,
        f"Errors of kind {chosen}. Between the Johnson–Neyman points nothing changes at once: they are where p is "
        f"{1 - level:.2g}.",
    ]
    if jn["roots"] and not any(jn["inside"]):
        notes.append("The points lie outside what was seen of the moderator: nothing was measured there.")
    if len(np.unique(by.values)) == 2:
        notes.append(f"{asked.by} has two values only: read the two simple slopes, not the points.")
    return Outcome(
        values,
        [
            coefficient_part(f"{asked.outcome}: coefficients, errors {chosen}", names, lines, level),
            Part(
                f"Effect of {names[one]} at values of {asked.by}",
                (asked.by, "effect", "se", "from", "to", "p"),
                [[r[k] for k in ("at", "estimate", "se", "lo", "hi", "p")] for r in rows],
            ),
        ],
        notes,
        f"With each unit of {asked.by} the effect of {names[one]} on {asked.outcome} changes by {short(e['estimate'])} "
        f"({level:.0%} interval {short(e['lo'])} to {short(e['hi'])}; {p_words(e['p'])}). {_where(jn, asked.by)}",
        m.used,
        Drawing(
            "curves",
            f"Effect of {names[one]}",
            [Series("effect", *[[r[k] for r in found["curve"]] for k in ("at", "estimate", "lo", "hi")])],
            asked.by,
            "effect",
            0.0,
        ),
    )


def _along(
    m: Model, fit: linear.Fit, asked: SimpleNamespace, chosen: str, level: float, one: int, both: int
) -> tuple[list[dict[str, float]], dict[str, Any]]:
    """The effect at chosen values and along the moderator, and where it differs from 0."""
    from scipy.stats import t as student

    w, V = m.design.variables[asked.by].values, fit.covariance(chosen)
    df = fit.freedom(chosen, np.eye(len(fit.coef))[both])

    def effect(at: np.ndarray) -> list[dict[str, float]]:
        se = np.sqrt(V[one, one] + 2 * at * V[one, both] + at**2 * V[both, both])
        line = linear.told(fit.coef[one] + at * fit.coef[both], se, df, level)
        keys = ("estimate", "se", "t", "p", "lo", "hi")
        return [{"at": float(a), **{k: float(line[k][i]) for k in keys}} for i, a in enumerate(at)]

    seen = np.unique(w)
    if asked.at:
        points = np.array(asked.at)
    elif len(seen) == 2:
        points = seen
    elif asked.points == "percentiles":
        points = np.percentile(w, [16, 50, 84])
    else:
        points = w.mean() + w.std(ddof=1) * np.array([-1, 0, 1])
    critical = float(student.ppf(0.5 + level / 2, df))
    turn = explaining.turning(fit.coef[one], fit.coef[both], V[one, one], V[one, both], V[both, both], critical)
    rows = effect(points)
    return rows, {
        "simple_slopes": rows,
        "johnson_neyman": {
            "roots": list(turn.roots),
            "inside": [bool(w.min() <= r <= w.max()) for r in turn.roots],
            "share_below": [float((w < r).mean()) for r in turn.roots],
            "differs": turn.where,
        },
        "curve": effect(np.linspace(w.min(), w.max(), 21)),
        "moderator": {
            "mean": float(w.mean()),
            "sd": float(w.std(ddof=1)),
            "from": float(w.min()),
            "to": float(w.max()),
        },
    }


def _where(jn: dict[str, Any], by: str) -> str:
    told = " and ".join(short(r) for r in jn["roots"])
    return {
        "between": f"It differs from 0 where {by} is between {told}.",
        "outside": f"It differs from 0 outside {told} of {by}.",
        "above": f"It differs from 0 where {by} is above {told}.",
        "below": f"It differs from 0 where {by} is below {told}.",
        "everywhere": f"It differs from 0 at every {by}.",
        "nowhere": f"It differs from 0 at no {by}.",
    }[jn["differs"]]


METHOD = Method(
    "moderation",
    "For whom, or where, an effect is stronger: simple slopes and the points where it begins to differ from 0.",
    (
        Option("outcome", "The column of scores.", "column", required=True),
        Option("x", "The column whose effect is asked about.", "column", required=True),
        Option("by", "The column of numbers the effect may depend on.", "column", required=True),
        Option("covariates", "Columns to allow for; a column of words becomes groups.", "columns"),
        Option("factors", "Columns of numbers that are groups, not amounts.", "columns"),
        Option(
            "references", "The group others are compared with, such as drug=No; several with commas between.", "text"
        ),
        Option("at", "Values of --by at which the effect is told.", "numbers"),
        Option(
            "points",
            "Without --at: mean and one SD below and above, or percentiles 16, 50, 84.",
            "choice",
            "sd",
            ("sd", "percentiles"),
        ),
        Option("cluster", "The column that says which rows belong together (children of one woman).", "column"),
        Option(
            "errors", "Kind of standard error; without it classical, or CR1 with --cluster.", "choice", choices=KINDS
        ),
        LEVEL,
    ),
    run,
    "alongside analyse moderation hsaur3_BtheB_wide.csv --outcome bdi.3m --x treatment --references treatment=TAU "
    "--by bdi.pre",
    keys={
        "n": "Rows used.",
        "df": "Degrees of freedom of the test.",
        "names": "Coefficients in order.",
        "coef": "By name.",
        "errors_used": "Kind of error.",
        "se": "By name.",
        "t": "By name.",
        "p": "By name.",
        "ci": "[from, to] by name.",
        "r2": "Share explained.",
        "interaction": "`estimate`, `se`, `t`, `p`, `lo`, `hi`, `r2_change`, `f` of the product.",
        "simple_slopes": "A list: `at`, `estimate`, `se`, `t`, `p`, `lo`, `hi`.",
        "johnson_neyman": "`roots` ascending, `inside` what was seen, `share_below`, and where the effect "
        "`differs` from 0.",
        "curve": "The effect at 21 values of the moderator.",
        "moderator": "`mean`, `sd`, `from`, `to`.",
    },
    limits=("Products need many rows: not finding one is not showing that there is none.",),
)
