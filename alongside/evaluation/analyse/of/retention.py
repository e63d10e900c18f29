"""``alongside analyse retention``: how long people stay, and what goes with staying."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.figure_pen import NARROW_TICKS, ticks
from alongside.evaluation.analyse.of import _ends
from alongside.evaluation.analyse.of._about import ABOUT, asked_about, ratios
from alongside.evaluation.analyse.of._columns import INTERACTIONS, REFERENCES, columns, groups
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.methods import cox as c
from alongside.evaluation.methods import retention as r
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

YES = ({"0", "1"}, "1"), ({"1", "2"}, "2"), ({"false", "true"}, "true"), ({"no", "yes"}, "yes"), ({"1"}, "1")


def happened(table: Table, name: str, value: str | None) -> tuple[r.Mask, str]:
    """Which rows had the event, and the value that says so. Raises Unfit where that cannot be told."""
    codes, levels = table.factor(name)
    if value is None:
        found = [yes for both, yes in YES if {level.casefold() for level in levels} <= both]
        if levels == ["0"]:
            raise Unfit("no_events", f"Nobody had the event: all rows of “{name}” are 0.")
        if not found:
            raise Unfit(
                "which_event", f"“{name}” holds {', '.join(levels[:8])}: which of them is the event?", "Say --event."
            )
        value = found[0]
    same = [level for level in levels if level.casefold() == value.casefold()]
    if not same:
        raise Unfit("no_level", f"No row of “{name}” is “{value}”.", f"It has: {', '.join(levels[:8])}.")
    return codes == levels.index(same[0]), same[0]


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Curves by group, log-rank test, restricted mean time, Cox regression with a test of proportionality."""
    if not 0.5 < asked.level < 1:
        raise Unfit("bad_option", "--level lies between 0.5 and 1.")
    chosen = [asked.time, asked.status, asked.entry, asked.group, asked.strata, asked.id]
    needed = [name for name in chosen if name]
    kept = table.complete(*needed)
    event, which = happened(table, asked.status, asked.event)
    # without --entry people are there before the clock starts, so that a time of 0 counts, as R's survival counts it
    time, entry = table.numbers(asked.time), np.full(table.rows, -1.0)
    if asked.entry:
        entry = table.numbers(asked.entry)
    r.check(entry[kept], time[kept], event[kept])
    notes = [f"The event is “{asked.status}” = {which}; every other row counts as still there when last seen."]
    if (time[kept] == 0).any():
        notes.append(f"{int((time[kept] == 0).sum())} row(s) end at time 0: there at the start, and not after it.")
    if asked.id:
        _once(table, asked, entry, time, kept)
    codes, levels = table.factor(asked.group, asked.reference) if asked.group else (np.zeros(table.rows, int), ["all"])
    strata = groups(table, asked.strata) if asked.strata else np.zeros(table.rows, dtype=np.int64)
    tau = asked.tau if asked.tau is not None else float(min(time[kept & (codes == g)].max() for g in set(codes[kept])))
    if tau <= 0:
        raise Unfit("bad_option", "--tau lies after 0.")
    values: dict[str, Any] = {"n": int(kept.sum()), "events": int(event[kept].sum()), "event": which, "tau": tau}
    values["groups"] = {
        level: _group(entry[at], time[at], event[at], asked, tau)
        for g, level in enumerate(levels)
        if (at := kept & (codes == g)).any()
    }
    if asked.other_ends:
        rows = {level: kept & (codes == g) for g, level in enumerate(levels) if (kept & (codes == g)).any()}
        values["ends"] = _ends.by_group(table, asked, entry, time, event, rows, which)
        notes.append(_ends.NOTE)
    if len(values["groups"]) > 1:
        present = np.unique(codes[kept], return_inverse=True)[1]
        test = r.log_rank(entry[kept], time[kept], event[kept], present, strata[kept], asked.rho)
        values["logrank"] = vars(test)
        values["rmst_difference"] = _ends.differences(values["groups"])
    hazards = ""
    if asked.covariates or asked.about:
        values["cox"], hazards = _cox(table, asked, entry, time, event, strata, kept, notes)
    if asked.id and len(set(table.factor(asked.id)[0][kept])) < kept.sum():
        person = groups(table, asked.id)[kept]
        when, mean, se = r.mean_events(entry[kept], time[kept], event[kept], person)
        values["recurrent"] = {"persons": len(np.unique(person)), "time": when, "mean_events": mean, "se": se}
        notes.append(
            "People have several rows: the curve describes spells, not people; recurrent.mean_events counts events per "
            "person, and the Cox model's standard errors hold a person's rows together."
        )
    _more_notes(values, asked, int(table.rows - kept.sum()), notes)
    who = who_is_in(table, [*needed, *asked.covariates], int(kept.sum()))
    drawing = _ends.drawing(values, asked.time) if asked.other_ends else _drawing(values, asked)
    latest = float(time[kept].max())
    round_times = sorted({*ticks(0.0, latest), *ticks(0.0, latest, NARROW_TICKS)})
    for one in drawing.series:
        mine = kept & (codes == levels.index(one.name))
        one.followed = list(zip(round_times, r.followed(entry[mine], time[mine], round_times), strict=True))
    return Outcome(values, _tables(values), notes, f"{hazards} {_sentence(values, asked)}".strip(), who, drawing)


def _once(table: Table, asked: SimpleNamespace, entry: r.Array, time: r.Array, kept: r.Mask) -> None:
    """An id may come again only with spells that do not lie over each other."""
    codes, levels = table.factor(asked.id)
    order = np.flatnonzero(kept)[np.lexsort((entry[kept], codes[kept]))]
    again = codes[order][1:] == codes[order][:-1]
    over = again & (entry[order][1:] < time[order][:-1])
    if over.any():
        name = levels[codes[order][1:][over][0]]
        raise Unfit(
            "id_twice",
            f"“{name}” in “{asked.id}” has rows that lie over each other in time.",
            "Give each row its start (--entry), or one row a person.",
        )


def _group(entry: r.Array, time: r.Array, event: r.Mask, asked: SimpleNamespace, tau: float) -> dict[str, Any]:
    from scipy.stats import norm

    curve = r.kaplan_meier(entry, time, event, asked.level, asked.confidence)
    mean, se = r.restricted_mean(curve, tau)
    z = float(norm.ppf((1 + asked.level) / 2))
    quarters = {
        f"{share:g}": dict(zip(("estimate", "low", "high"), r.quantile(curve, share), strict=True))
        for share in (0.25, 0.5, 0.75)
    }
    times = np.array(asked.times, dtype=float)
    survival, low, high, spread = r.at(curve, times) if len(times) else (times,) * 4
    at_risk = r.followed(entry, time, asked.times)
    return {
        "n": len(time),
        "events": int(event.sum()),
        "median": quarters["0.5"],
        "quantiles": quarters,
        "rmst": {"tau": tau, "estimate": mean, "se": se, "low": mean - z * se, "high": mean + z * se},
        "at": [
            dict(zip(("time", "survival", "low", "high", "se", "at_risk"), row, strict=True))
            for row in zip(times, survival, low, high, spread, at_risk, strict=True)
        ],
        "curve": {
            "time": curve.time,
            "at_risk": curve.at_risk,
            "events": curve.events,
            "censored": curve.censored,
            "survival": curve.survival,
            "se": curve.se_survival,
            "low": curve.low,
            "high": curve.high,
        },
    }


def _cox(
    table: Table, asked: SimpleNamespace, entry: r.Array, time: r.Array, event: r.Mask, strata: c.Codes, kept: r.Mask,
    notes: list[str],
) -> tuple[dict[str, Any], str]:  # fmt: skip
    """Cox's model as values, and what it says of the covariate that was asked about."""
    from scipy.stats import chi2, norm

    whole = kept & table.complete(*asked.covariates, *([asked.cluster] if asked.cluster else []))
    if gone := int(kept.sum() - whole.sum()):
        notes.append(f"The Cox model leaves out {gone} more row(s), in which a covariate or the cluster is missing.")
    found = columns(table, asked.covariates, asked, whole)
    names, about = found.names, asked_about(table, asked, found)
    data = c.Data(found.x[whole], entry[whole], time[whole], event[whole], strata[whole])
    r.check(data.entry, data.time, data.event)
    person = groups(table, asked.id)[whole] if asked.id else None
    several = person is not None and len(np.unique(person)) < len(person)
    cluster = groups(table, asked.cluster)[whole] if asked.cluster else person if several else None
    try:
        fitted = c.cox(data, asked.ties, cluster)
    except Unfit as why:
        if why.code not in ("separation", "no_end"):
            raise
        notes.append(f"The Cox model was not fitted. {why.what}")
        return {"names": names, "n": int(whole.sum()), "why_not": why.what}, ""
    se, naive = np.sqrt(np.diag(fitted.covariance)), np.sqrt(np.diag(fitted.naive))
    z, width = fitted.coef / se, float(norm.ppf((1 + asked.level) / 2)) * se
    terms = {name: [k] for k, name in enumerate(names)}
    terms |= {name: at for name, at in found.terms.items() if len(at) > 1}
    moved = c.proportional(data, fitted.coef, asked.ties, asked.transform, [*terms.values(), [*range(len(names))]])
    ratio = 2 * (fitted.loglik[1] - fitted.loglik[0])
    wald = float(fitted.coef @ np.linalg.solve(fitted.covariance, fitted.coef))

    def test(chisq: float, df: float = len(names)) -> dict[str, Any]:
        return {"chisq": chisq, "df": int(df), "p": float(chi2.sf(chisq, df))}

    values = {
        "names": names,
        "n": int(whole.sum()),
        "events": fitted.events,
        "coef": fitted.coef,
        "se": se,
        "naive_se": naive,
        "z": z,
        "p": 2 * norm.sf(np.abs(z)),
        "hr": np.exp(fitted.coef),
        "low": np.exp(fitted.coef - width),
        "high": np.exp(fitted.coef + width),
        "loglik": list(fitted.loglik),
        "likelihood_ratio": test(ratio),
        "wald": test(wald),
        "score": test(fitted.score),
        "concordance": c.concordance(data, fitted.coef),
        "proportional": {
            "transform": asked.transform,
            **{name: test(each, len(terms[name])) for name, each in zip(terms, moved, strict=False)},
            "GLOBAL": test(moved[-1]),
        },
        "standard_errors": "robust, rows of one cluster together" if cluster is not None else "of the model",
    }
    return values, ratios(about, "the hazard of the event", values, asked.level, "hr")


def _more_notes(values: dict[str, Any], asked: SimpleNamespace, left_out: int, notes: list[str]) -> None:
    for name, group in values["groups"].items():
        if not group["events"]:
            notes.append(f"Nobody in “{name}” had the event: its curve stays at 1 and says nothing about its median.")
        elif not np.isfinite(group["median"]["estimate"]) and not asked.other_ends:
            notes.append(f"The median of “{name}” was not reached: more than half were still there when last seen.")
    found = values.get("cox", {}).get("proportional", {})
    moving = [name for name, each in found.items() if name not in ("transform", "GLOBAL") and each["p"] < 0.05]
    if moving:
        notes.append(
            f"The hazard ratio of {', '.join(moving)} changes with time (p < .05): one number for the whole time "
            "misleads; use strata, or compare restricted mean times."
        )
    notes.append(
        "Leaving and losing touch are counted as the data say; if people who are not seen again differ from those who "
        "are, all of this is tilted."
    )
    if left_out:
        notes.append(f"{left_out} rows with a missing value were left out.")


def _tables(values: dict[str, Any]) -> list[Part]:
    rows = [
        [name, g["n"], g["events"], g["median"]["estimate"], g["median"]["low"], g["median"]["high"],
         g["rmst"]["estimate"], g["rmst"]["low"], g["rmst"]["high"]]
        for name, g in values["groups"].items()
    ]  # fmt: skip
    columns = ["group", "n", "events", "median", "low", "high", f"mean until {values['tau']:g}", "low", "high"]
    found = [Part("Staying, were there no other ends" if "ends" in values else "Staying", columns, rows)]
    if "logrank" in values:
        test = values["logrank"]
        found.append(Part("Do the groups differ?", ["chi²", "df", "p"], [[test["chisq"], test["df"], test["p"]]]))
    at = [[name, *each.values()] for name, g in values["groups"].items() for each in g["at"]]
    if at:
        found.append(Part("Still there", ["group", "time", "share", "low", "high", "SE", "at risk"], at))
    if "ends" in values:
        found.append(_ends.part(values))
    model = values.get("cox", {})
    if "coef" in model:
        keys = ("coef", "se", "hr", "low", "high", "p")
        rows = [
            [name, *(float(model[key][place]) for key in keys), model["proportional"][name]["p"]]
            for place, name in enumerate(model["names"])
        ]
        found.append(
            Part(
                "Cox model", ["covariate", *("coef", "SE", "hazard ratio", "low", "high", "p"), "p proportional"], rows
            )
        )
    return found


def _sentence(values: dict[str, Any], asked: SimpleNamespace) -> str:
    if "ends" in values:
        return _ends.sentence(values, asked.times)

    def middle(group: dict[str, Any]) -> str:
        value = group["median"]["estimate"]
        return f"{value:g}" if np.isfinite(value) else "longer than was followed"

    told = "; ".join(f"{name}: {middle(group)}" for name, group in values["groups"].items())
    end = f" (log-rank p = {values['logrank']['p']:.2g})" if "logrank" in values else ""
    return f"Half had the event by this time: {told}{end}."


def _drawing(values: dict[str, Any], asked: SimpleNamespace) -> Drawing:
    series = []
    for name, group in values["groups"].items():
        curve = group["curve"]
        start = [0.0] if curve["time"][0] > 0 else []
        one = [1.0] * len(start)
        series.append(
            Series(
                name,
                [*start, *curve["time"].tolist()],
                [*one, *curve["survival"].tolist()],
                [*one, *curve["low"].tolist()],
                [*one, *curve["high"].tolist()],
            )
        )
    return Drawing("steps", "Still there", series, x_label=asked.time, y_label="share", extent=(0.0, 1.0))


METHOD = Method(
    name="retention",
    summary="Says how long people stay, whether groups differ, and what goes with staying.",
    options=(
        Option("time", "Time until the event or until last seen.", "column", required=True),
        Option("status", "Whether the event came: 0/1, 1/2, yes/no, or say --event.", "column", required=True),
        Option("event", "The value of the status that is the event.", "text"),
        Option("other-ends", "Values of the status that are other ends (with commas): shares of each kind.", "text"),
        Option("entry", "Time at which a row begins (late entry, spells, covariates that change).", "column"),
        Option("group", "Groups to compare.", "column"),
        Option("reference", "The first group.", "text"),
        Option("strata", "A baseline for each (log-rank test and Cox model).", "column"),
        Option("covariates", "Of the Cox model.", "columns"),
        REFERENCES,
        INTERACTIONS,
        ABOUT,
        Option("id", "Person: may come again only with --entry; then standard errors are robust.", "column"),
        Option("cluster", "Rows that belong together (robust standard errors).", "column"),
        Option("times", "Times at which the share still there is stated.", "numbers"),
        Option("tau", "End of the restricted mean time (else the shortest group's last time).", "number"),
        Option("ties", "Handling of ties in the Cox model.", "choice", "efron", ("efron", "breslow")),
        Option("confidence", "Scale of the curve's limits.", "choice", "log", r.CONFIDENCE),
        Option("transform", "Of time, in the test of proportionality.", "choice", "km", c.TRANSFORMS),
        Option("rho", "0: log-rank, 1: Peto and Peto.", "number", 0.0),
        Option("level", "Of the intervals.", "number", 0.95),
    ),
    run=run,
    example="alongside analyse retention survival_lung.csv --time time --status status --group sex "
    "--covariates age,sex,ph.ecog",
    keys={
        "groups.G": "n, events, median (estimate, low, high; null: not reached), quantiles, rmst (restricted mean "
        "time until "
        "tau), at (the shares at --times, and how many were at risk), curve",
        "logrank": "chisq, df, p, observed, expected",
        "rmst_difference": "each group less the first: estimate, se, z, p",
        "cox": "names, coef, se, hr, low, high, z, p; loglik without and with covariates; likelihood_ratio, wald, "
        "score; "
        "concordance; naive_se where the others are robust",
        "cox.proportional": "chisq, df, p of each coefficient, of each covariate of several groups as a whole, and "
        "GLOBAL: small p says that the hazard ratio changes with time",
        "ends.G.KIND": "with --other-ends: share with that end by time, se, low, high; at: the same at --times",
        "recurrent": "mean number of events per person by time, where people have several rows",
    },
    limits=(
        "Other ends count as not seen any longer in curves, tests and Cox model; --other-ends gives the share of each "
        "kind.",
        "Spells with gaps, returns and re-entry are made from the days of contacts by `gaps`.",
        "A hazard ratio is one number for the whole time; the test of proportionality says when that is too simple.",
    ),
)
