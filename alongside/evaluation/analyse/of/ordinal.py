"""``alongside analyse ordinal``: what goes with a better ending, where endings have an order."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.of._about import ABOUT, asked_about, ratios
from alongside.evaluation.analyse.of._columns import INTERACTIONS, REFERENCES, columns, groups, times_over
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option, parts
from alongside.evaluation.methods import ordinal as o
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Odds ratios of a higher level, cuts, and Brant's test."""
    if not 0.5 < asked.level < 1:
        raise Unfit("bad_option", "--level lies between 0.5 and 1.")
    needed = [asked.y, *asked.covariates, *(name for name in (asked.cluster, asked.count) if name)]
    kept = table.complete(*needed)
    codes, levels = _levels(table, asked, kept)
    found = columns(table, asked.covariates, asked, kept)
    x, names = found.x[kept], found.names
    cluster = groups(table, asked.cluster)[kept] if asked.cluster else None
    if asked.count:
        again = times_over(table.numbers(asked.count)[kept], asked.count)
        codes, x, cluster = codes[again], x[again], None if cluster is None else cluster[again]
    fitted, test = o.fit(codes, len(levels), x, cluster), o.brant(codes, len(levels), x)
    se = np.sqrt(np.diag(fitted.robust if cluster is not None else fitted.covariance))
    values = _values(fitted, test, (codes, levels, names, se), asked.level)
    who = who_is_in(table, needed, int(kept.sum()))
    rows = [
        [name, *(float(values[key][n]) for key in ("coef", "se", "odds_ratio", "low", "high", "p"))]
        for n, name in enumerate(names)
    ]
    about = asked_about(table, asked, found)
    series = Series("odds ratio", names, *(values[key].tolist() for key in ("odds_ratio", "low", "high")))
    return Outcome(
        values,
        [
            Part("Odds of a higher level", ["", "coef", "SE", "odds ratio", "low", "high", "p"], rows),
            Part(
                "Endings", ["level", "n"], [[level, int(n)] for level, n in zip(levels, values["counts"], strict=True)]
            ),
        ],
        _notes(values, test, cluster is not None, who),
        ratios(about, f"the odds of a higher level of “{asked.y}”", values, asked.level, "odds_ratio"),
        who,
        Drawing("points", "Odds of a higher level", [series], reference=1.0),
    )


def _values(
    fitted: o.OrdinalFit, test: o.Brant | None, told: tuple[o.Codes, list[str], list[str], o.Array], level: float
) -> dict[str, Any]:
    """What is told of codes, levels, names and standard errors of one fit."""
    from scipy.stats import chi2, norm

    codes, levels, names, se = told
    p, z = len(names), fitted.coef / se[: len(names)]
    width = float(norm.ppf((1 + level) / 2)) * se[:p]
    ratio = 2 * (fitted.loglik - fitted.null_loglik)
    return {
        "n": len(codes),
        "levels": levels,
        "counts": np.bincount(codes, minlength=len(levels)),
        "names": names,
        "coef": fitted.coef,
        "se": se[:p],
        "z": z,
        "p": 2 * norm.sf(np.abs(z)),
        "odds_ratio": np.exp(fitted.coef),
        "low": np.exp(fitted.coef - width),
        "high": np.exp(fitted.coef + width),
        "cuts": {
            f"{one}|{two}": {"estimate": float(cut), "se": float(error)}
            for one, two, cut, error in zip(levels, levels[1:], fitted.cuts, se[p:], strict=False)
        },
        "loglik": fitted.loglik,
        "likelihood_ratio": {"chisq": ratio, "df": p, "p": float(chi2.sf(ratio, p))},
        "brant": None
        if test is None
        else {
            "chisq": test.chisq,
            "df": test.df,
            "p": test.p,
            "by_cut": test.by_cut,
            "each_chisq": test.each,
            "each_p": test.each_p,
        },
    }


def _levels(table: Table, asked: SimpleNamespace, kept: np.ndarray) -> tuple[o.Codes, list[str]]:
    codes, levels = table.factor(asked.y)
    here = sorted(set(codes[kept]) - {-1})
    if asked.order:
        named = list(parts(asked.order))
        strange = [levels[code] for code in here if levels[code] not in named]
        if strange or len(set(named)) < len(named):
            raise Unfit(
                "no_level", f"--order names every level once; it leaves out or repeats {', '.join(strange) or 'some'}."
            )
        here = [levels.index(name) for name in named if name in levels and levels.index(name) in here]
    elif not table.is_numeric(asked.y):
        raise Unfit("which_order", f"In which order do the levels of “{asked.y}” stand?", "Say --order worst,…,best.")
    if len(here) > 20:
        raise Unfit("too_many_levels", f"“{asked.y}” has {len(here)} levels; up to 20 are fitted.")
    place = {code: n for n, code in enumerate(here)}
    return np.array([place[code] for code in codes[kept]], dtype=np.int64), [levels[code] for code in here]


def _notes(values: dict[str, Any], test: o.Brant | None, together: bool, who: dict[str, Any]) -> list[str]:
    notes = [f"Levels from low to high: {', '.join(values['levels'])}."]
    if test is None:
        notes.append("Whether one odds ratio holds at every cut could not be tested.")
    elif test.p < 0.05:
        notes.append(
            f"One odds ratio does not hold at every cut (Brant's test, p = {test.p:.2g}): look at brant.by_cut before "
            "using it."
        )
    if int(values["counts"].min()) < 5:
        notes.append("A level has fewer than five people: its cut is known badly.")
    if together:
        notes.append("Standard errors hold the rows of one woman or cluster together.")
    if who["used"] < who["rows"]:
        notes.append(f"{who['rows'] - who['used']} rows with a missing value were left out.")
    notes.append("More service may go with better endings because those who do well stay longer.")
    return notes


METHOD = Method(
    name="ordinal",
    summary="Says what goes with a better ending, where endings have an order (proportional odds).",
    options=(
        Option("y", "The ending.", "column", required=True),
        Option("order", "Its levels from lowest to highest, with commas between (numbers need none).", "text"),
        Option("covariates", "What may go with it.", "columns", required=True),
        REFERENCES,
        INTERACTIONS,
        ABOUT,
        Option("count", "How many people each row of the file stands for.", "column"),
        Option("cluster", "Rows that belong together (robust standard errors).", "column"),
        Option("level", "Of the intervals.", "number", 0.95),
    ),
    run=run,
    example="alongside analyse ordinal mass_birthwt.csv --y ftv --covariates age,smoke",
    keys={
        "names, coef, se, z, p": "log odds of a higher level",
        "odds_ratio, low, high": "odds ratios with their interval",
        "cuts": "between neighbouring levels: estimate, se",
        "brant": "chisq, df, p of all; each_chisq and each_p by covariate; by_cut: log odds ratios at each cut",
        "loglik, likelihood_ratio": "against the model without covariates",
    },
    limits=("One odds ratio is taken to hold at every cut; Brant's test says when that is too simple.",),
)
