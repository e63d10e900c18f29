"""``alongside analyse mediation``: how much of an effect goes through mediators."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.of import _mediation_told
from alongside.evaluation.analyse.of._columns import REFERENCES, columns, groups, numbers_or_two
from alongside.evaluation.analyse.outcome import Outcome, Part, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import mediation as m
from alongside.evaluation.methods import mediation_fit as f
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

RHO = np.round(np.arange(-0.9, 0.91, 0.1), 1)
KINDS = ("percentile", "bias_corrected", "bca")


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Point estimates, standard errors, three bootstrap intervals and sensitivity of every indirect effect."""
    names = tuple(asked.m)
    if len({asked.x, asked.y, *names}) != len(names) + 2:
        raise Unfit("same_column", "Exposure, mediators and outcome must be different columns.")
    if not 0.5 < asked.level < 1:
        raise Unfit("bad_option", "--level lies between 0.5 and 1.")
    if not 1_000 <= asked.draws <= 20_000_000:
        raise Unfit("bad_option", "--draws lies between 1,000 and 20,000,000.")
    needed = [asked.x, *names, asked.y, *asked.covariates, *([asked.cluster] if asked.cluster else [])]
    kept = table.complete(*needed)
    x, which = numbers_or_two(table, asked.x, asked.reference)
    covariates = columns(table, asked.covariates, asked, kept).x.T
    model = m.Model(
        x=x[kept],
        mediators=np.stack([table.numbers(name) for name in names])[:, kept],
        y=table.numbers(asked.y)[kept],
        covariates=covariates[:, kept],
        names=names,
        serial=asked.serial and len(names) > 1,
        cluster=groups(table, asked.cluster)[kept] if asked.cluster else None,
    )
    for name, column in ((asked.x, model.x), (asked.y, model.y)):
        if len(column) > 1 and np.ptp(column) == 0:
            raise Unfit(
                "no_variance", f"In the rows that can be used, {name} is always the same: nothing goes with it."
            )
    m.check(model)
    values, drawn = _values(model, asked)
    who = who_is_in(table, needed)
    notes = _notes(model, asked, values, int(drawn), who)
    if which:
        notes.insert(0, which)
    return Outcome(
        values,
        _tables(values, asked.level),
        notes,
        _mediation_told.sentence(values, asked),
        who,
        _mediation_told.drawing(values, asked),
    )


def _values(model: m.Model, asked: SimpleNamespace) -> tuple[dict[str, Any], int]:
    from scipy.stats import norm
    from scipy.stats import t as student

    fitted, paths = f.fit(model), m.estimate(model)
    point = m.effects(paths, model.serial)
    by_ols, by_ml = f.delta(model, fitted)
    drawn, left_out = m.bootstrap(model, asked.draws, asked.seed), m.jackknife(model)
    lost = int(np.count_nonzero(~np.isfinite(drawn).all(axis=0)))
    z = float(norm.ppf((1 + asked.level) / 2))
    alone = model.cluster is None

    def path(at: int) -> dict[str, Any]:
        value, se, free = fitted.theta[at], np.sqrt(fitted.cov_ols[at, at]), fitted.df[at]
        return _tested(
            value, se, 2 * student.sf(abs(value / se), free), student.ppf((1 + asked.level) / 2, free), "t", free
        )

    def likely(value: float, se: float) -> dict[str, Any]:
        return _tested(value, se, 2 * norm.sf(abs(value / se)), z, "z")

    effects: dict[str, Any] = {}
    for place, name in enumerate(m.effect_names(model.names, model.serial)):
        found = m.intervals(drawn[place], float(point[place]), left_out[place], asked.level)
        effects[name] = {
            "estimate": float(point[place]),
            "bootstrap_se": float(np.nanstd(drawn[place], ddof=1)),
            **{kind: vars(found[kind]) for kind in KINDS},
        }
        if alone:
            effects[name]["delta"] = likely(point[place], by_ml[place])
            effects[name]["delta_least_squares"] = likely(point[place], by_ols[place])
    at = {name: place for place, name in enumerate(fitted.names)}
    c, c_ols, c_ml, c_free = fitted.total
    values: dict[str, Any] = {
        "n": len(model.y),
        "mediators": list(model.names),
        "order": "serial" if model.serial else "parallel",
        "sd_x": float(model.x.std(ddof=1)),
        "sd_y": float(model.y.std(ddof=1)),
        "bootstrap": {
            "draws": asked.draws,
            "lost": lost,
            "level": asked.level,
            "unit": "rows" if alone else "clusters",
        },
        "paths": {name: {"estimate": float(fitted.theta[place])} for name, place in at.items()},
        "indirect": {},
        "contrasts": {},
        **{name: effects[name] for name in ("total_indirect", "direct", "total")},
    }
    if alone:
        values["paths"] = {name: path(place) for name, place in at.items()}
        values["paths"]["total"] = _tested(
            c, c_ols, 2 * student.sf(abs(c / c_ols), c_free), student.ppf((1 + asked.level) / 2, c_free), "t", c_free
        )
        values["paths_maximum_likelihood"] = {
            name: likely(fitted.theta[place], np.sqrt(fitted.cov_ml[place, place])) for name, place in at.items()
        } | {"total": likely(c, c_ml)}
    ways = m.routes(model.k, model.serial)
    for way, (name, effect) in zip(ways, list(effects.items())[: len(ways)], strict=True):
        values["indirect"][name] = effect | _scaled(effect["estimate"], values)
        if len(way) == 1:
            values["indirect"][name] |= _single(model, fitted, way[0], effect, values["sd_y"], alone)
    for name in list(effects)[len(ways) + 1 : -2]:
        values["contrasts"][name] = effects[name]
    return values, lost


def _tested(value: float, se: float, p: float, times: float, statistic: str, df: float | None = None) -> dict[str, Any]:
    found = {"estimate": float(value), "se": float(se), statistic: float(value / se), "p": float(p)}
    found |= {"low": float(value - times * se), "high": float(value + times * se)}
    return found | ({"df": int(df)} if df is not None else {})


def _scaled(indirect: float, values: dict[str, Any]) -> dict[str, Any]:
    total = values["total"]["estimate"]
    return {
        "in_sd_of_y": indirect / values["sd_y"],
        "standardised": indirect * values["sd_x"] / values["sd_y"],
        "share_of_total": indirect / total if total else None,
    }


def _single(model: m.Model, fitted: f.Fit, j: int, effect: dict[str, Any], sd: float, alone: bool) -> dict[str, Any]:
    """Sobel and sensitivity of the way through one mediator alone."""
    a, b = (fitted.names.index(f"{letter}_{model.names[j]}") for letter in "ab")
    found: dict[str, Any] = {}
    if alone:
        ses = [float(np.sqrt(fitted.cov_ols[at, at])) for at in (a, b)]
        product, z, p = f.sobel(float(fitted.theta[a]), ses[0], float(fitted.theta[b]), ses[1])
        found["sobel"] = {"estimate": product, "z": z, "p": p, "se": abs(product / z) if z else None}
    at_zero, curve = f.sensitivity(model, float(fitted.theta[a]), j, RHO)
    low, high = effect["bca"]["low"], effect["bca"]["high"]
    nearest = 0.0 if low <= 0 <= high else min(abs(low), abs(high))
    found["sensitivity"] = {
        "rho_at_zero": at_zero,
        "shared_unexplained_variance_at_zero": at_zero**2,
        "rho": RHO.tolist(),
        "indirect_at_rho": curve.tolist(),
        "e_value": f.e_value(effect["estimate"], sd),
        "e_value_of_limit": f.e_value(nearest, sd),
    }
    return found


def _notes(model: m.Model, asked: SimpleNamespace, values: dict[str, Any], lost: int, who: dict[str, Any]) -> list[str]:
    notes = []
    if asked.m_wave and asked.y_wave:
        if asked.m_wave == asked.y_wave:
            notes.append(
                Sentence(
                    "Mediator and outcome share a wave ({m_wave}): which came first is not known, and the outcome "
                    "may just as well have changed the mediator.",
                    m_wave=asked.m_wave,
                )
            )
    else:
        notes.append(
            Sentence(
                "It was not said at which waves mediator and outcome were measured (--m-wave, --y-wave); if it "
                "was the same wave, which came first is not known."
            )
        )
    notes.append(
        Sentence(
            "Indirect effects are causes only if nothing unmeasured moves both mediator and outcome: "
            "rho_at_zero says how strong that would have to be (Imai, Keele and Yamamoto 2010), the E-value "
            "the same as a risk ratio (Smith and VanderWeele 2019)."
        )
    )
    error = max(effect["bca"][key] for effect in values["indirect"].values() for key in ("mcse_low", "mcse_high"))
    notes.append(
        Sentence(
            "{draws:,} resamples with seed {seed}: another seed moves a limit of an indirect effect by about "
            "{error:.2g} (its Monte-Carlo error).",
            draws=asked.draws,
            seed=asked.seed,
            error=error,
        )
    )
    if asked.draws < 100_000:
        notes.append(Sentence("With few draws a limit looks exact and is not: the default is 100,000."))
    if lost:
        notes.append(
            Sentence("{lost:,} resamples could not be fitted (a column without variance) and were left out.", lost=lost)
        )
    if model.cluster is not None:
        notes.append(
            Sentence(
                "{many} clusters of “{cluster}” were resampled whole, so children of one woman stay together; "
                "standard errors that take rows as independent are not given.",
                many=len(np.unique(model.cluster)),
                cluster=asked.cluster,
            )
        )
    if model.k > 1 and not model.serial:
        notes.append(Sentence("Parallel mediators: each indirect effect holds the other mediators constant."))
    for name, column in [*zip(model.names, model.mediators, strict=True), (asked.y, model.y)]:
        if len(np.unique(column)) == 2:
            notes.append(
                Sentence(
                    "“{name}” has two values and is fitted on its own scale: effects are differences of shares.",
                    name=name,
                )
            )
    if who["used"] < who["rows"]:
        notes.append(
            Sentence("{rest} rows with a missing value were left out (complete cases).", rest=who["rows"] - who["used"])
        )
    return notes


def _tables(values: dict[str, Any], level: float) -> list[Part]:
    percent = f"{level:.0%}"
    rows = []
    parts = [*values["indirect"].items(), *((name, values[name]) for name in ("total_indirect", "direct", "total"))]
    for name, effect in [*parts, *values["contrasts"].items()]:
        rows.append([name, effect["estimate"], effect["bootstrap_se"],
                     *(effect[kind][end] for kind in KINDS for end in ("low", "high")),
                     max(effect["percentile"]["mcse_low"], effect["percentile"]["mcse_high"])])  # fmt: skip
    limits = [
        Sentence("percentile low"), Sentence("percentile high"), Sentence("bias-corrected low"),
        Sentence("bias-corrected high"), Sentence("BCa low"), Sentence("BCa high"),
    ]  # fmt: skip
    columns = ["effect", "estimate", "SE", *limits, "MC error"]
    found = [Part(Sentence("Effects, with {percent} bootstrap intervals", percent=percent), columns, rows)]
    paths = [
        [name, *(path.get(key) for key in ("estimate", "se", "t", "p", "low", "high"))]
        for name, path in values["paths"].items()
    ]
    found.append(Part("Paths (least squares)", ["path", "estimate", "SE", "t", "p", "low", "high"], paths))
    unmeasured = [
        [
            name,
            each["sensitivity"]["rho_at_zero"],
            each["sensitivity"]["e_value"],
            each["sensitivity"]["e_value_of_limit"],
        ]
        for name, each in values["indirect"].items()
        if "sensitivity" in each
    ]
    found.append(
        Part("An unmeasured common cause", ["through", "rho at which it is 0", "E-value", "of the limit"], unmeasured)
    )
    return found


METHOD = Method(
    name="mediation",
    summary="Says how much of an effect goes through one or more mediators, with bootstrap intervals.",
    options=(
        Option("x", "Exposure: numbers, or words with two groups.", "column", required=True),
        Option("m", "Mediators; in a series in the order in which they act.", "columns", required=True),
        Option("y", "Outcome.", "column", required=True),
        Option("covariates", "Held constant in every equation.", "columns"),
        REFERENCES,
        Option("serial", "Mediators act on each other in the order given.", "flag"),
        Option("reference", "The group of the exposure that counts as 0.", "text"),
        Option("cluster", "Rows that belong together (children of one woman): resampled whole.", "column"),
        Option("draws", "Resamples.", "integer", 100_000),
        Option("level", "Of the intervals.", "number", 0.95),
        Option("m-wave", "When the mediators were measured.", "text"),
        Option("y-wave", "When the outcome was measured.", "text"),
    ),
    run=run,
    example="alongside analyse mediation psych_Tal_Or.csv --x cond --m pmi,import --y reaction --seed 1",
    keys={
        "paths.a_M, b_M, direct, total": "coefficients by least squares: estimate, se, t, p, low, high, df; "
        "d_M1_M2 in a series: of the earlier on the later mediator",
        "paths_maximum_likelihood": "the same with the divisor n and the normal distribution, as structural-equation "
        "programmes say it",
        "indirect.WAY": "estimate, bootstrap_se; percentile, bias_corrected and bca (low, high, and Monte-Carlo "
        "errors mcse_low, "
        "mcse_high); delta (maximum likelihood) and delta_least_squares; sobel; in_sd_of_y, standardised, "
        "share_of_total",
        "indirect.WAY.sensitivity": "rho_at_zero: correlation of residuals at which the effect is 0; the effect at "
        "other rho; E-values",
        "total_indirect, direct, total, contrasts": "as indirect.WAY",
        "bootstrap": "draws, how many were lost, level, what was resampled",
    },
    limits=(
        "Linear models without an interaction of exposure and mediator.",
        "Structural-equation programmes lose some resamples because their search does not end; least squares has a "
        "closed form, and a resample is lost only when a column in it has no variance (on a trial one such programme "
        "lost 217 of 10,000, and here none is lost).",
        "A limit from 10,000 draws can be several hundredths of its interval off; the Monte-Carlo error is printed "
        "with each limit. Draws cost little: take 100,000 or more.",
    ),
)
