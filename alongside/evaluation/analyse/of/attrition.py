"""``alongside analyse attrition``: who answered later, who did not, and were they alike to begin with?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.of._columns import REFERENCES, columns
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import frequency, linear, logistic, tables, weighting
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Shares who answered each later column, by arm; first scores of who stayed against who did not; what goes with
    staying."""
    if not 0.5 < asked.level < 1:
        raise Unfit("bad_option", "--level lies between 0.5 and 1.")
    if asked.id:
        table.unique_ids(asked.id)
    codes, arms = table.factor(asked.arm, asked.reference) if asked.arm else (np.zeros(table.rows, int), ["all"])
    scores = columns(table, asked.baseline, asked)
    names = scores.names
    answered = {name: ~table.missing(name) for name in asked.later}
    lines = _answered(answered, codes, arms, asked.level)
    notes: list[str] = []
    last = asked.later[-1]
    stayed = answered[last] & (codes >= 0)
    values: dict[str, Any] = {
        "arms": arms,
        "answered": lines,
        "stayed": int(stayed.sum()),
        "of": int((codes >= 0).sum()),
    }
    if len(arms) == 2:
        values["difference"] = _difference(stayed, codes, arms, asked.level)
    if asked.baseline:
        left = ~answered[last] & (codes >= 0)
        values["baseline"] = [_beside(column, name, stayed, left, asked.level) for column, name in
                              zip(scores.x.T, names, strict=True)]  # fmt: skip
        values["model"] = _model(scores.x.T, names, stayed, codes, arms, asked.level)
    _say(values, last, arms, notes)
    who = who_is_in(table, [*asked.later, *asked.baseline, *filter(None, (asked.arm,))], values["of"])
    return Outcome(values, _parts(values, last), notes, _sentence(values, last), who, _drawing(lines, arms))


def _answered(
    answered: dict[str, np.ndarray], codes: np.ndarray, arms: list[str], level: float
) -> list[dict[str, Any]]:
    found = []
    for name, there in answered.items():
        for k, arm in enumerate(arms):
            mine = codes == k
            share, low, high = frequency.wilson(np.array(there[mine].sum()), np.array(mine.sum()), level)
            found.append({"column": name, "arm": arm, "answered": int(there[mine].sum()), "of": int(mine.sum()),
                          "share": float(share), "low": float(low), "high": float(high)})  # fmt: skip
    return found


def _difference(stayed: np.ndarray, codes: np.ndarray, arms: list[str], level: float) -> dict[str, Any]:
    (a, n), (b, m) = ((int(stayed[codes == k].sum()), int((codes == k).sum())) for k in (1, 0))
    value, low, high = tables.newcombe(a, n, b, m, level)
    return {"arms": f"{arms[1]} - {arms[0]}", "difference": value, "low": low, "high": high}


def _beside(column: np.ndarray, name: str, stayed: np.ndarray, left: np.ndarray, level: float) -> dict[str, Any]:
    """First scores of who stayed less who did not, with Welch's interval; in SDs of both."""
    from scipy.stats import t as student

    a, b = (column[mask & np.isfinite(column)] for mask in (stayed, left))
    row: dict[str, Any] = {"column": name, "n_stayed": len(a), "n_left": len(b),
                           "mean_stayed": float(a.mean()) if len(a) else None,
                           "mean_left": float(b.mean()) if len(b) else None}  # fmt: skip
    if min(len(a), len(b)) < 2 or a.var() + b.var() == 0:
        return row | {"difference": None, "low": None, "high": None, "p": None, "smd": None}
    told = linear.difference(a, b)
    se = abs(told["difference"] / told["welch_t"]) if told["welch_t"] else float(np.sqrt(
        a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b)))  # fmt: skip
    far = float(student.ppf((1 + level) / 2, told["welch_df"])) * se
    both = np.concatenate([a, b])[:, None], np.repeat([1.0, 0.0], [len(a), len(b)])
    return row | {"difference": told["difference"], "low": told["difference"] - far, "high": told["difference"] + far,
                  "p": told["welch_p"], "smd": float(weighting.balance(*both)[0])}  # fmt: skip


def _model(
    columns: np.ndarray, names: list[str], stayed: np.ndarray, codes: np.ndarray, arms: list[str], level: float
) -> dict[str, Any]:
    """Odds of staying on arm and first scores together."""
    from scipy.stats import norm

    arm = (
        np.stack([codes == k for k in range(1, len(arms))]).astype(float)
        if len(arms) > 1
        else np.empty((0, len(codes)))
    )
    X = np.vstack([np.ones(len(codes)), arm, columns]).T
    whole = np.isfinite(X).all(axis=1) & (codes >= 0)
    named = ["(Intercept)", *arms[1:], *names]
    try:
        fit = logistic.fit(X[whole], stayed[whole].astype(float), named)
    except Unfit as why:
        return {"why_not": why.what}
    se = np.sqrt(np.diag(fit.covariance))
    wide = float(norm.ppf((1 + level) / 2)) * se
    return {"names": named, "n": int(whole.sum()), "coef": fit.coef, "se": se, "odds_ratio": np.exp(fit.coef),
            "low": np.exp(fit.coef - wide), "high": np.exp(fit.coef + wide),
            "p": 2 * norm.sf(np.abs(fit.coef / se))}  # fmt: skip


def _say(values: dict[str, Any], last: str, arms: list[str], notes: list[str]) -> None:
    if values["stayed"] == values["of"]:
        notes.append(Sentence("Everybody has “{last}”: nobody was lost.", last=last))
    if "difference" in values and (values["difference"]["low"] > 0 or values["difference"]["high"] < 0):
        notes.append(
            Sentence(
                "The arms differ in how many answered, so that comparing those who did compares people who may "
                "not be alike any longer."
            )
        )
    far = [each["column"] for each in values.get("baseline", []) if each["smd"] is not None and abs(each["smd"]) > 0.25]
    if far:
        notes.append(Sentence("Who stayed and who did not differ by more than a quarter of an SD in: {far}.", far=far))
    if "why_not" in values.get("model", {}):
        notes.append(Sentence("What goes with staying was not modelled. {why_not}", why_not=values["model"]["why_not"]))
    notes.append(
        Sentence("First scores that are alike do not show that later ones would be: see `impute` with --delta.")
    )


def _parts(values: dict[str, Any], last: str) -> list[Part]:
    lines = values["answered"]
    found = [Part("Who answered", tuple(lines[0]), [list(each.values()) for each in lines])]
    if values.get("baseline"):
        rows = [list(each.values()) for each in values["baseline"]]
        found.append(
            Part(
                Sentence("At the start: those with {last}, and those without", last=last),
                tuple(values["baseline"][0]),
                rows,
            )
        )
    model = values.get("model", {})
    if "coef" in model:
        rows = [[name, *(float(model[key][n]) for key in ("odds_ratio", "low", "high", "p"))]
                for n, name in enumerate(model["names"])][1:]  # fmt: skip
        found.append(Part("What goes with staying", ("", "odds ratio", "from", "to", "p"), rows))
    return found


def _sentence(values: dict[str, Any], last: str) -> str:
    told = Sentence(
        "{stayed} of {of} ({share:.0%}) have {last}",
        stayed=values["stayed"],
        of=values["of"],
        share=values["stayed"] / max(values["of"], 1),
        last=last,
    )
    if "difference" not in values:
        return Sentence("{told}.", told=told)
    d = values["difference"]
    points, low, high = (round(100 * d[key]) for key in ("difference", "low", "high"))
    return Sentence(
        "{told}; {arms}: {points:+d} points ({low:+d} to {high:+d}).",
        told=told,
        arms=d["arms"],
        points=points,
        low=low,
        high=high,
    )


def _drawing(lines: list[dict[str, Any]], arms: list[str]) -> Drawing:
    series = []
    for arm in arms:
        mine = [each for each in lines if each["arm"] == arm]
        series.append(Series(arm, [each["column"] for each in mine],
                             *([each[key] for each in mine] for key in ("share", "low", "high"))))  # fmt: skip
    return Drawing("points", "Who answered", series, "share")


METHOD = Method(
    name="attrition",
    summary="Says who answered later and who did not, arm by arm, and whether both were alike at the start.",
    options=(
        Option(
            "later",
            "Columns of later waves, in their order; the last one decides who stayed.",
            "columns",
            required=True,
        ),
        Option(
            "baseline", "Columns of the start in which those who stayed and those who did not are compared.", "columns"
        ),
        REFERENCES,
        Option("arm", "The column that says who is in which arm.", "column"),
        Option("reference", "The arm others are compared with; without it the first by name.", "text"),
        Option("id", "Each may stand there once.", "column"),
        Option("level", "Of the intervals.", "number", 0.95),
    ),
    run=run,
    example="alongside analyse attrition hsaur3_BtheB_wide.csv --later bdi.2m,bdi.8m --baseline bdi.pre,drug,length "
    "--arm treatment --reference TAU",
    keys={
        "answered": "a list by column and arm: answered, of, share, low, high (Wilson)",
        "stayed, of": "who has the last column, of how many",
        "difference": "two arms: difference of the shares who stayed, low, high (Newcombe)",
        "baseline": "a list: column, n_stayed, n_left, mean_stayed, mean_left, difference, low, high, p (Welch), smd",
        "model": "odds of staying on arm and first scores: names, n, coef, se, odds_ratio, low, high, p; why_not",
    },
    limits=("It describes who was lost; whether an estimate would move is what `impute` and `mixed` tell.",),
)
