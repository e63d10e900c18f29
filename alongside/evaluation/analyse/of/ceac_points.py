"""``alongside analyse ceac-points``: what two published points of an acceptability curve leave open."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import headlines as h
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

RHO = (-0.5, -0.25, 0.0, 0.25, 0.5)
AT = (0.0, 500.0, 1000.0, 2000.0, 5000.0, 10000.0, 20000.0, 30000.0, 1000000.0)


def run(_table: Table | None, asked: SimpleNamespace) -> Outcome:
    """Two points: curves through them. One point with --cost, its interval and --icer: the effect's standard error."""
    from scipy.special import ndtr, ndtri

    k, p = np.array(asked.k, dtype=float), np.array(asked.p, dtype=float)
    if asked.effect is not None:
        return _moments(asked, k)
    h.check_points(k, p)
    if any(not -1 < rho < 1 for rho in asked.rho):
        raise Unfit("bad_option", "--rho lies between -1 and 1.")
    values: dict[str, Any] = {"k": k, "p": p, "z": ndtri(p)}
    used = {}
    if asked.cost is not None:
        return _one(values, asked, k, p, used)
    if len(k) != 2 or not asked.effect_z or min(asked.effect_z) <= 0:
        raise Unfit(
            "bad_option", "Two points need --effect-z (effect / its SE, above 0); one point needs --cost and --icer."
        )
    points = np.array(asked.at or AT)
    family = []
    for z in asked.effect_z:
        for rho in asked.rho:
            found = [
                {"icer": c.icer, "se_cost": c.se_cost, "se_effect": c.se_effect, "cost_z": c.icer / c.se_cost}
                | {"curve": c.at(points)}
                for c in h.curves_through(k, p, z, rho)
            ]
            first = found[0] if found else {"icer": None, "se_cost": None, "cost_z": None}
            row = {"effect_z": z, "p_effect": 2 * float(ndtr(-z)), "rho": rho, "limit": float(ndtr(z))}
            row |= {key: first[key] for key in ("icer", "se_cost", "cost_z")}
            family.append(row | {"solutions": found})
    values |= {"at": points, "family": family}
    ratios = [each["icer"] for row in family for each in row["solutions"]]
    told = (
        Sentence("from {least:,.0f} to {most:,.0f}", least=min(ratios), most=max(ratios))
        if ratios
        else Sentence("not to be had with these")
    )
    rows = [
        [row["effect_z"], row["p_effect"], row["rho"], row["icer"], row["se_cost"], len(row["solutions"])]
        for row in family
    ]
    series = [
        Series(
            Sentence("z {effect_z:g}, rho {rho:g}", effect_z=row["effect_z"], rho=row["rho"]),
            list(points),
            list(one["curve"]),
        )
        for row in family
        for one in row["solutions"][:1]
    ]
    return Outcome(
        values,
        [Part("Per unit of effect", ["effect / SE", "p", "rho", "ratio", "SE of cost", "curves"], rows)],
        [
            Sentence(
                "Two points leave the ratio open: publish differences of cost and effect, their SEs and their "
                "correlation."
            ),
            Sentence("Where several curves fit, the one with the smallest SE of cost stands first."),
        ],
        Sentence("The two points fit cost-effectiveness ratios {told}.", told=told),
        used,
        Drawing("curves", "Curves through the points", series[:8], x_label="worth of a unit", y_label="probability"),
    )


def _moments(asked: SimpleNamespace, k: Any) -> Outcome:
    """The curve of known differences: nothing is open."""
    if asked.cost is None or not asked.se_cost or not asked.se_effect or min(asked.se_cost, asked.se_effect) <= 0:
        raise Unfit("bad_option", "With --effect, give --se-effect, --cost and --se-cost (above 0).")
    if len(asked.rho) != 1 and asked.rho != RHO:
        raise Unfit("bad_option", "With --effect, give one --rho (0: independent).")
    rho = asked.rho[0] if len(asked.rho) == 1 else 0.0
    if not -1 < rho < 1:
        raise Unfit("bad_option", "--rho lies between -1 and 1.")
    spread = k**2 * asked.se_effect**2 + asked.se_cost**2 - 2 * k * rho * asked.se_effect * asked.se_cost
    from scipy.special import ndtr

    p = ndtr((k * asked.effect - asked.cost) / np.sqrt(spread))
    icer = asked.cost / asked.effect if asked.effect else None
    values = {"k": k, "p": p, "icer": icer, "rho": rho, "limit": float(ndtr(asked.effect / asked.se_effect))}
    rows = [[float(worth), float(each)] for worth, each in zip(k, p, strict=True)]
    return Outcome(
        values,
        [Part("Probability of being worth it", ["k", "P"], rows)],
        [Sentence("Cost and effect are taken as normal with a correlation of {rho:g}.", rho=rho)],
        Sentence("At {k:,.0f} a unit it is worth its cost with a probability of {p:.1%}.", k=k[-1], p=p[-1]),
        {},
        Drawing(
            "curves",
            "Acceptability",
            [Series("curve", list(k), list(p))],
            x_label="worth of a unit",
            y_label="probability",
        ),
    )


def _one(values: dict[str, Any], asked: SimpleNamespace, k: Any, p: Any, used: dict[str, Any]) -> Outcome:
    from scipy.special import ndtr

    if len(k) != 1 or not asked.icer or asked.cost_low is None or asked.cost_high is None:
        raise Unfit("bad_option", "With --cost, give one point, --icer, --cost-low and --cost-high (its 95% interval).")
    if not asked.cost_low < asked.cost_high:
        raise Unfit("bad_option", "--cost-low lies below --cost-high.")
    se = (asked.cost_high - asked.cost_low) / (2 * 1.959963984540054)
    solutions = [
        {"rho": rho, "se_effect": h.effect_errors(asked.cost, se, asked.icer, float(k[0]), float(p[0]), rho)}
        for rho in asked.rho
    ]
    p_cost = 2 * float(ndtr(-abs(asked.cost / se)))
    values |= {"se_cost": se, "effect": asked.cost / asked.icer, "p_cost": p_cost, "solutions": solutions}
    fitting = [row["rho"] for row in solutions if row["se_effect"]]
    told = (
        Sentence("with correlations of {rhos}", rhos=[f"{rho:g}" for rho in fitting])
        if fitting
        else Sentence("with none of these correlations")
    )
    rows = [[row["rho"], ", ".join(f"{each:.4g}" for each in row["se_effect"]) or "none"] for row in solutions]
    return Outcome(
        values,
        [Part("SE of the effect", ["rho", "SE"], rows)],
        [Sentence("From its interval the difference of cost has p = {p_cost:.3g}.", p_cost=p_cost)],
        Sentence("Cost, ratio and the point of the curve agree {told}.", told=told),
        used,
    )


METHOD = Method(
    name="ceac-points",
    summary="Says what published points of an acceptability curve leave open about costs and effects.",
    options=(
        Option("k", "Thresholds of the points, rising.", "numbers", required=True),
        Option("p", "Probability of being worth it at each.", "numbers"),
        Option("effect-z", "Two points: effect divided by its standard error (several may be tried).", "numbers"),
        Option(
            "rho", "Correlation of cost and effect (several may be tried).", "numbers", (-0.5, -0.25, 0.0, 0.25, 0.5)
        ),
        Option("at", "Two points: where the curves are told.", "numbers"),
        Option("effect", "Nothing open: difference of effect, with its standard error and those of cost.", "number"),
        Option("se-effect", "Nothing open: standard error of the effect.", "number"),
        Option("se-cost", "Nothing open: standard error of the cost.", "number"),
        Option("cost", "One point, or nothing open: difference of cost.", "number"),
        Option("cost-low", "One point: lower 95% limit of it.", "number"),
        Option("cost-high", "One point: upper 95% limit of it.", "number"),
        Option("icer", "One point: cost-effectiveness ratio.", "number"),
    ),
    run=run,
    example="alongside analyse ceac-points --k 1000,20000 --p 0.518,0.98 --effect-z 2.17 --rho 0",
    reads_table=False,
    keys={
        "family": "two points: for each effect_z and rho the ratio (icer), se_cost and cost_z per unit of effect, "
        "limit, all "
        "solutions with their curve at `at`",
        "p, icer, limit": "nothing open: the probability at each k, the ratio, and where the curve ends",
        "solutions": "one point: standard errors of the effect that agree with it, by rho",
        "z, se_cost, effect, p_cost": "normal quantiles of the points; what follows from --cost, its limits and --icer",
    },
    limits=("Differences of cost and effect are taken as normal.",),
)
