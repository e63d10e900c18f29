"""`moderation`: for whom, or where, an effect is stronger: simple slopes and the Johnson–Neyman points."""

from __future__ import annotations

from collections.abc import Sequence
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
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import explaining, linear
from alongside.evaluation.methods.refusing import Unfit

KINDS = ("classical", "HC3", "CR1")


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """y = b0 + b1 x + b2 w + b3 xw + covariates, and the effect b1 + b3 w of x along w (or in each group of w)."""
    level = level_of(asked)
    asked.interactions = f"{asked.x}:{asked.by}"
    mine = SimpleNamespace(**vars(asked), arm=asked.x)  # so that --reference is of x
    m = model(table, mine, asked.outcome, [asked.x, asked.by], [asked.cluster] if asked.cluster else [])
    chosen = asked.errors or ("CR1" if asked.cluster else "classical")
    if chosen == "CR1" and not asked.cluster:
        raise Unfit(
            "option_needed", "Errors of kind CR1 need --cluster: the column that says which rows belong together."
        )
    clusters = codes_of(table, asked.cluster, m.rows) if asked.cluster else None
    fit = linear.fit(m.design.X, m.y, m.design.names, clusters=clusters)
    lines, names = fit.lines(chosen, level), m.design.names
    effects, both = m.design.columns_of((asked.x,)), m.design.columns_of((asked.x, asked.by))
    kept = [name for i, name in enumerate(names) if i not in both]
    without = linear.fit(np.delete(m.design.X, both, axis=1), m.y, kept)
    told = [_of_one(m, fit, asked, chosen, level, one) for one in effects]
    values: dict[str, Any] = {
        "n": fit.n,
        "df": float(lines["df"][both[0]]),
        "names": names,
        "coef": named(names, fit.coef),
        "errors_used": chosen,
        **{k: v for k, v in error_block(names, lines).items() if k != "df"},
        "r2": fit.r2,
        "interaction": _interaction(fit, chosen, lines, both) | {"r2_change": fit.r2 - without.r2},
        **told[0],
    }
    if len(told) > 1:
        values["effects"] = {names[one]: found for one, found in zip(effects, told, strict=True)}
    by = m.design.variables[asked.by]
    notes = [*m.notes, Sentence("Errors of kind {chosen}.", chosen=chosen)]
    if by.levels is None:
        notes.append(
            Sentence(
                "Between the Johnson–Neyman points nothing changes at once: they are where p is {p:.2g}.",
                p=1 - level,
            )
        )
        if any(one["johnson_neyman"]["roots"] and not any(one["johnson_neyman"]["inside"]) for one in told):
            notes.append(
                Sentence("Points that lie outside what was seen of the moderator: nothing was measured there.")
            )
        if len(np.unique(by.values)) == 2:
            notes.append(Sentence("{by} has two values only: read the two simple slopes, not the points.", by=asked.by))
    slopes = [
        Part(
            Sentence("Effect of {name} at values of {by}", name=names[one], by=asked.by),
            (asked.by, "effect", "se", "from", "to", "p"),
            [[r[k] for k in ("at", "estimate", "se", "lo", "hi", "p")] for r in found["simple_slopes"]],
        )
        for one, found in zip(effects, told, strict=True)
    ]
    return Outcome(
        values,
        [
            coefficient_part(
                Sentence("{outcome}: coefficients, errors {chosen}", outcome=asked.outcome, chosen=chosen),
                names,
                lines,
                level,
            ),
            *slopes,
        ],
        notes,
        _sentence(values, [names[one] for one in effects], asked, level),
        m.used,
        _drawing(told, [names[one] for one in effects], asked, by.levels is None),
    )


def _interaction(fit: linear.Fit, chosen: str, lines: dict[str, np.ndarray], both: list[int]) -> dict[str, Any]:
    """The product's line and F; where it has several columns, Wald's F of all of them together."""
    from scipy.stats import f

    if len(both) == 1:
        i = both[0]
        one = {k: float(lines[k][i]) for k in ("estimate", "se", "t", "p", "lo", "hi")}
        return one | {"f": float(lines["t"][i] ** 2), "df1": 1, "df2": float(lines["df"][i])}
    b, V, df2 = fit.coef[both], fit.covariance(chosen)[np.ix_(both, both)], float(min(lines["df"][both]))
    wald = float(b @ np.linalg.solve(V, b)) / len(both)
    return {"f": wald, "df1": len(both), "df2": df2, "p": float(f.sf(wald, len(both), df2))}


def _of_one(m: Model, fit: linear.Fit, asked: SimpleNamespace, chosen: str, level: float, one: int) -> dict[str, Any]:
    """The effect of one column of x at chosen values of the moderator (or in each of its groups), and where it
    differs from 0."""
    from scipy.stats import t as student

    names, by = m.design.names, m.design.variables[asked.by]
    V = fit.covariance(chosen)

    def product(column: str) -> int:
        name = f"{names[one]}:{column}"
        return names.index(name if name in names else f"{column}:{names[one]}")

    def effect(at: Sequence[Any], weights: np.ndarray, products: list[int]) -> list[dict[str, Any]]:
        """weights (points, products): how much of each product belongs to the effect."""
        c = np.zeros((len(at), len(names)))
        c[:, one] = 1
        c[:, products] = weights
        df = fit.freedom(chosen, np.eye(len(names))[products[0]])
        line = linear.told(c @ fit.coef, np.sqrt(np.einsum("ij,jk,ik->i", c, V, c)), df, level)
        keys = ("estimate", "se", "t", "p", "lo", "hi")
        return [{"at": value, **{k: float(line[k][i]) for k in keys}} for i, value in enumerate(at)]

    if by.levels is not None:
        products = [product(f"{asked.by}{word}") for word in by.levels[1:]]
        slopes = effect(by.levels, np.vstack([np.zeros(len(products)), np.eye(len(products))]), products)
        return {"simple_slopes": slopes, "johnson_neyman": None, "curve": None, "moderator": {"levels": by.levels}}
    w, both = by.values, product(asked.by)

    def along(at: np.ndarray) -> list[dict[str, Any]]:
        return effect([float(v) for v in at], at[:, None], [both])

    critical = float(student.ppf(0.5 + level / 2, fit.freedom(chosen, np.eye(len(names))[both])))
    turn = explaining.turning(fit.coef[one], fit.coef[both], V[one, one], V[one, both], V[both, both], critical)
    return {
        "simple_slopes": along(_points(w, asked)),
        "johnson_neyman": {
            "roots": list(turn.roots),
            "inside": [bool(w.min() <= r <= w.max()) for r in turn.roots],
            "share_below": [float((w < r).mean()) for r in turn.roots],
            "differs": turn.where,
        },
        "curve": along(np.linspace(w.min(), w.max(), 21)),
        "moderator": {
            "mean": float(w.mean()),
            "sd": float(w.std(ddof=1)),
            "from": float(w.min()),
            "to": float(w.max()),
        },
    }


def _points(w: np.ndarray, asked: SimpleNamespace) -> np.ndarray:
    seen = np.unique(w)
    if asked.at:
        return np.array(asked.at)
    if len(seen) == 2:
        return seen
    if asked.points == "percentiles":
        return np.asarray(np.percentile(w, [16, 50, 84]))
    return np.asarray(w.mean() + w.std(ddof=1) * np.array([-1, 0, 1]))


def _sentence(values: dict[str, Any], effects: list[str], asked: SimpleNamespace, level: float) -> str:
    e, jn = values["interaction"], values["johnson_neyman"]
    if jn is not None and len(effects) == 1:
        return Sentence(
            "With each unit of {by} the effect of {effect} on {outcome} changes by {estimate:short} "
            "({level:.0%} interval {lo:short} to {hi:short}; {p:p}). {where}",
            by=asked.by,
            effect=effects[0],
            outcome=asked.outcome,
            estimate=e["estimate"],
            level=level,
            lo=e["lo"],
            hi=e["hi"],
            p=e["p"],
            where=_where(jn, asked.by),
        )
    slopes = [Sentence("{at}: {slope:short}", at=r["at"], slope=r["estimate"]) for r in values["simple_slopes"]]
    differs = Sentence("differs") if e["p"] < 1 - level else Sentence("was not shown to differ")
    return Sentence(
        "The effect of {x} on {outcome} {differs} by {by} ({p:p}); {effect} by {by}: {slopes:;}.",
        x=asked.x,
        outcome=asked.outcome,
        differs=differs,
        by=asked.by,
        p=e["p"],
        effect=effects[0],
        slopes=slopes,
    )


def _drawing(told: list[dict[str, Any]], effects: list[str], asked: SimpleNamespace, curves: bool) -> Drawing:
    title = Sentence("Effect of {name}", name=effects[0] if len(effects) == 1 else asked.x)
    series = [
        Series(
            "effect" if len(effects) == 1 else name,
            *[[r[k] for r in found["curve" if curves else "simple_slopes"]] for k in ("at", "estimate", "lo", "hi")],
        )
        for name, found in zip(effects, told, strict=True)
    ]
    return Drawing("curves" if curves else "points", title, series, asked.by, "effect", 0.0)


def _where(jn: dict[str, Any], by: str) -> str:
    told = [Sentence("{value:short}", value=value) for value in jn["roots"]]
    return {
        "between": Sentence("It differs from 0 where {by} is between {told:and}.", by=by, told=told),
        "outside": Sentence("It differs from 0 outside {told:and} of {by}.", by=by, told=told),
        "above": Sentence("It differs from 0 where {by} is above {told:and}.", by=by, told=told),
        "below": Sentence("It differs from 0 where {by} is below {told:and}.", by=by, told=told),
        "everywhere": Sentence("It differs from 0 at every {by}.", by=by),
        "nowhere": Sentence("It differs from 0 at no {by}.", by=by),
    }[jn["differs"]]


METHOD = Method(
    "moderation",
    "For whom, or where, an effect is stronger: simple slopes and the points where it begins to differ from 0.",
    (
        Option("outcome", "The column of scores.", "column", required=True),
        Option("x", "The column whose effect is asked about: numbers, or groups.", "column", required=True),
        Option("reference", "The group of --x that others are compared with; without it the first by name.", "text"),
        Option("by", "The column the effect may depend on: numbers, or groups.", "column", required=True),
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
        "interaction": "`estimate`, `se`, `t`, `p`, `lo`, `hi`, `r2_change`, `f`, `df1`, `df2` of the product; of "
        "several products together `f`, `df1`, `df2`, `p`, `r2_change`.",
        "simple_slopes": "A list: `at` (a value, or a group), `estimate`, `se`, `t`, `p`, `lo`, `hi`.",
        "effects": "Where --x has several groups: `simple_slopes`, `johnson_neyman` and `curve` of each; those "
        "above are of the first.",
        "johnson_neyman": "`roots` ascending, `inside` what was seen, `share_below`, and where the effect "
        "`differs` from 0; null where --by has groups.",
        "curve": "The effect at 21 values of the moderator; null where it has groups.",
        "moderator": "`mean`, `sd`, `from`, `to`; or its `levels`.",
    },
    limits=("Products need many rows: not finding one is not showing that there is none.",),
)
