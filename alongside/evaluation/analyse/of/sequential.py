"""``alongside analyse sequential``: what one of two does after the other, interval by interval."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.of._columns import groups
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import sequential as s
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Contingency in both directions at every lag, joint states, each dyad's own, and actor and partner effects."""
    if asked.time:
        first, second, columns = _long(table, asked)
    else:
        first, second, columns = _wide(table, asked)
    s.check(first, second, asked.lags)
    if len(first) < 2:
        raise Unfit("too_few", "At least two dyads are needed.")
    names = (asked.first_name or asked.first, asked.second_name or asked.second)
    if names[0] == names[1]:
        raise Unfit("streams", "The two streams must have different names.")
    ways = {f"{names[0]}_to_{names[1]}": (first, second), f"{names[1]}_to_{names[0]}": (second, first)}
    counts, adjusted = s.joint_states(first, second)
    values: dict[str, Any] = {
        "n_dyads": len(first),
        "n_int": first.shape[1],
        "lags": {
            f"{way}_lag{lag}": vars(s.contingency(given, target, lag))
            for lag in range(asked.lags + 1)
            for way, (given, target) in ways.items()
        },
        "joint_states": {
            "states": ["neither", *(Sentence("{name} only", name=name) for name in names[1::-1]), "both"],
            "counts": counts,
            "adj_resid": adjusted,
        },
        "by_dyad": {way: _spread(s.by_dyad(given, target, 1)) for way, (given, target) in ways.items()},
        "actor_partner": {},
    }
    notes = []
    for name, (own, other) in {names[0]: (first, second), names[1]: (second, first)}.items():
        try:
            fitted = s.actor_partner(own, other)
        except Unfit as why:
            notes.append(
                Sentence("{name}: actor and partner effects were not fitted. {what}", name=name, what=why.what)
            )
            continue
        z = fitted.coef / fitted.cluster_se
        values["actor_partner"][name] = {
            "names": ["(Intercept)", "act", "par", "act:par"],
            "coef": fitted.coef,
            "se": fitted.se,
            "cluster_se": fitted.cluster_se,
            "z": z,
            "p": _two_sided(z),
            "n": fitted.n,
            "loglik": fitted.loglik,
        }
    notes = _notes(values, first, second) + notes
    who = who_is_in(table, columns, table.rows if not asked.time else int(table.complete(*columns).sum()))
    return Outcome(values, _tables(values), notes, _sentence(values, names), who, _drawing(values))


def _two_sided(z: Any) -> Any:
    from scipy.special import ndtr

    return 2 * ndtr(-np.abs(z))


def _present(table: Table, name: str, code: str | None) -> s.Array:
    """A column as 1 (that code), 0 (another), nan. Without a code it must hold 0 and 1."""
    if code is None:
        return table.numbers(name)
    return np.array([np.nan if cell is None else float(cell == code) for cell in table.labels(name)])


def _wide(table: Table, asked: SimpleNamespace) -> tuple[s.Array, s.Array, list[str]]:
    found = []
    for prefix in (asked.first, asked.second):
        numbered = [
            (int(m[1]), name) for name in table.names if (m := re.fullmatch(re.escape(prefix) + r"\D?(\d+)", name))
        ]
        if not numbered:
            raise Unfit(
                "no_column",
                f"No columns are called “{prefix}” with a number behind.",
                "For a row an interval, name --time and --dyad.",
            )
        if len({place for place, _ in numbered}) < len(numbered):
            raise Unfit("twice", f"Two columns of “{prefix}” have the same number.")
        found.append(sorted(numbered))
    if [place for place, _ in found[0]] != [place for place, _ in found[1]]:
        raise Unfit("streams", "Both streams must have the same intervals.")
    if asked.dyad:
        table.unique_ids(asked.dyad)
    codes = (asked.first_code, asked.second_code)
    first, second = (
        np.column_stack([_present(table, name, code) for _, name in numbered])
        for numbered, code in zip(found, codes, strict=True)
    )
    return first, second, [name for numbered in found for _, name in numbered]


def _long(table: Table, asked: SimpleNamespace) -> tuple[s.Array, s.Array, list[str]]:
    if not asked.dyad:
        raise Unfit("option_needed", "With --time, --dyad says who belongs together.")
    columns = [table.called(name) for name in (asked.first, asked.second)]
    dyad, time = groups(table, asked.dyad), table.numbers(asked.time)
    kept = (dyad >= 0) & np.isfinite(time)
    if not kept.any():
        raise Unfit("missing", "No row says dyad and time.")
    place = np.unique(dyad[kept], return_inverse=True)[1].astype(np.int64)
    first, second = (
        s.stacked(place, time[kept], _present(table, name, code)[kept])
        for name, code in zip(columns, (asked.first_code, asked.second_code), strict=True)
    )
    return first, second, [asked.dyad, asked.time, *columns]


def _spread(values: s.Array) -> dict[str, Any]:
    from scipy.stats import t as student

    seen = values[np.isfinite(values)]
    mean, sd, n = float(seen.mean()), float(seen.std(ddof=1)), len(seen)
    se = sd / np.sqrt(n)
    width = float(student.ppf(0.975, n - 1)) * se
    t = mean / se if se else float("nan")
    return {"n": n, "mean": mean, "sd": sd, "t": t, "p": float(2 * student.sf(abs(t), n - 1)), "low": mean - width,
            "high": mean + width, "lnor": values}  # fmt: skip


def _notes(values: dict[str, Any], first: s.Array, second: s.Array) -> list[str]:
    notes = []
    ratios = [each["cluster_se_lnor"] / each["se_lnor"] for each in values["lags"].values()]
    ratios = [ratio for ratio in ratios if np.isfinite(ratio)]
    if ratios:
        notes.append(
            Sentence(
                "Intervals of one dyad are not independent: standard errors that hold dyads together are "
                "{least:.2g} to {most:.2g} times those that take every interval as new. Chi-squares and "
                "residuals take them as new.",
                least=min(ratios),
                most=max(ratios),
            )
        )
    empty = [name for name, each in values["lags"].items() if not np.isfinite(each["lnor"])]
    if empty:
        notes.append(Sentence("A cell is empty in {empty}: the odds ratio there has no finite value.", empty=empty))
    missing = int(np.isnan(first).sum() + np.isnan(second).sum())
    if missing:
        notes.append(
            Sentence("{missing} intervals were not seen; pairs with one of them were left out.", missing=missing)
        )
    notes.append(Sentence("The log odds ratio of each dyad has a half added to every cell."))
    if values["n_dyads"] < 20:
        notes.append(Sentence("With fewer than twenty dyads robust standard errors are too small as a rule."))
    return notes


def _tables(values: dict[str, Any]) -> list[Part]:
    keys = ("odds_ratio", "lnor", "se_lnor", "cluster_se_lnor", "yule_q")
    rows = []
    for name, each in values["lags"].items():
        shares = [each["p_cond"], each["p_uncond"], each["adj_resid"][0, 0]]
        rows.append([name, *(int(cell) for cell in each["table"].ravel()), *shares, *(each[key] for key in keys)])
    columns = ["way and lag", "both", "given only", "target only", "neither", "P(target | given)", "P(target)",
               "adj. residual", "OR", "log OR", "SE", "SE by dyads", "Yule's Q"]  # fmt: skip
    states = values["joint_states"]
    found = [Part("What follows on what", columns, rows)]
    rows = [[state, *line.astype(int).tolist()] for state, line in zip(states["states"], states["counts"], strict=True)]
    found.append(Part("From one state (rows) to the next", ["", *states["states"]], rows))
    rows = [
        [name, term, *(float(each[key][place]) for key in ("coef", "se", "cluster_se", "p"))]
        for name, each in values["actor_partner"].items()
        for place, term in enumerate(each["names"])
    ]
    found.append(Part("Logit on both streams before", ["stream", "on", "coef", "SE", "SE by dyads", "p"], rows))
    rows = [
        [way, *(each[key] for key in ("n", "mean", "sd", "low", "high", "p"))]
        for way, each in values["by_dyad"].items()
    ]
    return [
        *found,
        Part("Log odds ratio of each dyad, lag 1", ["way", "dyads", "mean", "SD", "low", "high", "p"], rows),
    ]


def _sentence(values: dict[str, Any], names: tuple[str, str]) -> str:
    lag = min(1, max(int(name.rsplit("lag", 1)[1]) for name in values["lags"]))
    each = values["lags"][f"{names[0]}_to_{names[1]}_lag{lag}"]
    return Sentence(
        "After {given}, {target} follows in {p_cond:.0%} of intervals, against {p_uncond:.0%} in all "
        "(Yule's Q {yule_q:.2f}, lag {lag}).",
        given=names[0],
        target=names[1],
        p_cond=each["p_cond"],
        p_uncond=each["p_uncond"],
        yule_q=each["yule_q"],
        lag=lag,
    )


def _drawing(values: dict[str, Any]) -> Drawing:
    series = []
    for way in values["by_dyad"]:
        each = [
            (int(name.rsplit("lag", 1)[1]), one)
            for name, one in values["lags"].items()
            if name.startswith(f"{way}_lag")
        ]
        lnor = [one["lnor"] for _, one in each]
        width = [1.959964 * one["cluster_se_lnor"] for _, one in each]
        series.append(
            Series(
                way.replace("_to_", " → "),
                [lag for lag, _ in each],
                lnor,
                [value - w for value, w in zip(lnor, width, strict=True)],
                [value + w for value, w in zip(lnor, width, strict=True)],
            )
        )
    return Drawing("curves", "What follows on what", series, x_label="lag", y_label="log odds ratio", reference=0.0)


METHOD = Method(
    name="sequential",
    summary="Says whether what one of a dyad does makes what the other does next more likely.",
    options=(
        Option(
            "first",
            "First stream: the beginning of its columns' names (name and number), or a column.",
            "text",
            required=True,
        ),
        Option("second", "Second stream, in the same way.", "text", required=True),
        Option("first-name", "What to call it (mother).", "text"),
        Option("second-name", "What to call it (child).", "text"),
        Option("first-code", "The code that counts as present, where it is not 1 of 0/1.", "text"),
        Option("second-code", "The same for the second stream.", "text"),
        Option("dyad", "Who belongs together.", "column"),
        Option("time", "A row an interval: its number or time.", "column"),
        Option("lags", "Lags from 0 to this.", "integer", 3),
    ),
    run=run,
    example="alongside analyse sequential dyseq_CouplesCope.csv --first IKCB --second DCCB --first-name SC "
    "--second-name DC",
    keys={
        "lags.A_to_B_lagK": "table [[both, given only], [target only, neither]], expected, adj_resid, chisq, p, "
        "odds_ratio, "
        "lnor, se_lnor, cluster_se_lnor (holds dyads together), yule_q, phi, p_cond, p_uncond",
        "joint_states": "states, counts (from, to) and adjusted residuals at lag 1",
        "by_dyad.A_to_B": "log odds ratio of each dyad at lag 1 (a half in every cell): mean, sd, t, p, low, high, "
        "lnor",
        "actor_partner.B": "logit of B on its own (act) and the other's (par) interval before: coef, se, cluster_se, "
        "z, p",
    },
    limits=(
        "Errors that take intervals as independent are too small; the ones that hold dyads together are given beside "
        "them.",
        "That one follows the other does not say that it is because of the other: both may answer to a third thing.",
    ),
)
