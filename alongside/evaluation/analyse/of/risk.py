"""`risk`: how many of a list of difficulties come together, and what goes with their number."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation import difficulties
from alongside.evaluation.analyse.modelling import (
    COVARIATES,
    LEVEL,
    codes_of,
    coefficient_part,
    level_of,
    model,
    yes_when,
)
from alongside.evaluation.analyse.of._columns import ERRORS
from alongside.evaluation.analyse.of._risk_list import RULE, shipped, told
from alongside.evaluation.analyse.of._risk_weights import weigh
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option, parts
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import linear
from alongside.evaluation.methods.refusing import Unfit

INDEX = "index"


def factors_of(table: Table, text: str) -> tuple[list[str], np.ndarray]:
    """Names and columns (rows, k) of 0, 1 or nan from "smoke,ptl>0,race=2": a column alone must hold 0 and 1 only."""
    names, columns = [], []
    for each in parts(text):
        found = RULE.fullmatch(each)
        column = table.called(found[1] if found else each)
        if found and found[2] == "=" and not table.is_numeric(column):
            labels = table.labels(column)
            if found[3] not in labels:
                raise Unfit("no_level", f"Column {column} has no “{found[3]}”.")
            values = np.array([np.nan if v is None else float(v == found[3]) for v in labels])
        else:
            values = yes_when(table.numbers(column), found[2] + found[3] if found else None, "--risks")
        if not np.isin(values[~np.isnan(values)], (0, 1)).all():
            raise Unfit(
                "not_yes_no", f"{column} holds more than 0 and 1. Say from where it counts, such as {column}>0."
            )
        names.append(each)
        columns.append(values)
    if len(set(names)) < 2 or len(set(names)) < len(names):
        raise Unfit("bad_option", "--risks names at least two difficulties, each once.")
    return names, np.column_stack(columns)


def index_of(columns: np.ndarray, least: float) -> np.ndarray:
    """The count (rows,), nan where fewer than `least` of the factors are known; where some are not, scaled up to
    all."""
    known = ~np.isnan(columns)
    share = known.mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((share >= least) & (share > 0), np.nansum(columns, axis=1) / share, np.nan)


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """The index, who has how many, and the outcome by it: a line, each count its own mean, a threshold, factors
    apart."""
    level = level_of(asked)
    known_list = shipped(asked)
    names, columns = factors_of(table, asked.risks)
    if not 0 < asked.least <= 1:
        raise Unfit("bad_option", "--least is a share above 0 and up to 1.")
    index = index_of(columns, asked.least)
    there = ~np.isnan(index)
    if not there.any():
        raise Unfit("no_rows", "In no row are enough of these difficulties known.")
    if np.ptp(index[there]) == 0:
        raise Unfit("no_variance", "Every row has the same number of difficulties: nothing can go with it.")
    counts, many = np.unique(np.round(index[there], 6), return_counts=True)
    prevalence = [
        {
            "factor": n,
            "known": int((~np.isnan(c)).sum()),
            "share": float(np.nanmean(c)) if (~np.isnan(c)).any() else None,
        }
        for n, c in zip(names, columns.T, strict=True)
    ]
    values: dict[str, Any] = {
        "called": asked.called,
        "factors": prevalence,
        "counts": [{"count": float(k), "n": int(n)} for k, n in zip(counts, many, strict=True)],
        "mean": float(index[there].mean()),
        "sd": float(index[there].std(ddof=1)),
    }
    shown = [
        Part(
            Sentence("Difficulties: {called}", called=asked.called) if asked.called else Sentence("Difficulties"),
            ("", "known", "share"),
            [[f["factor"], f["known"], f["share"]] for f in prevalence],
        ),
        Part("How many come together", ("count", "rows"), [[c["count"], c["n"]] for c in values["counts"]]),
    ]
    ways = told(known_list, names, columns, values, shown) if known_list else {}
    notes = [
        Sentence("Each difficulty counts one; which ones count is a choice: write it down before results are seen.")
    ]
    if asked.least < 1 and (there & np.isnan(columns).any(axis=1)).any():
        notes.append(Sentence("Where some difficulties are not known, the count of the known ones is scaled up."))
    used = {
        "rows": table.rows,
        "used": int(there.sum()),
        "missing": {n: int(np.isnan(c).sum()) for n, c in zip(names, columns.T, strict=True)},
    }
    if not asked.outcome:
        sentence = Sentence(
            "On average {mean:.2f} of {many} difficulties come together; the most is {most:g}.",
            mean=values["mean"],
            many=len(names),
            most=counts[-1],
        )
        bars = Drawing("bars", "How many come together", [Series("rows", [f"{c:g}" for c in counts], many.tolist())])
        return Outcome(values, shown, notes, sentence, used, bars)
    return _with_outcome(table, asked, names, columns, index, values, shown, notes, used, level, ways)


def _with_outcome(
    table: Table,
    asked: SimpleNamespace,
    names: list[str],
    columns: np.ndarray,
    index: np.ndarray,
    values: dict[str, Any],
    shown: list[Part],
    notes: list[str],
    used: dict[str, Any],
    level: float,
    ways: dict[str, np.ndarray],
) -> Outcome:
    whole = ~np.isnan(index)
    m = model(table.keep(whole), asked, asked.outcome, [], [asked.cluster] if asked.cluster else [])
    rows = np.flatnonzero(whole)[m.rows]
    x, apart = index[rows], columns[rows]
    clusters = codes_of(table.keep(whole), asked.cluster, m.rows) if asked.cluster else None
    chosen = asked.errors or ("CR2" if asked.cluster else "classical")
    base, base_names = m.design.X if len(m.design.X) else np.ones((len(x), 1)), m.design.names
    fit = linear.fit(np.column_stack([base, x]), m.y, [*base_names, INDEX], clusters=clusters)
    lines = fit.lines(chosen, level)
    values["n"] = fit.n
    values["errors_used"] = chosen
    values["linear"] = {k: float(lines[k][-1]) for k in ("estimate", "se", "df", "t", "p", "lo", "hi")} | {
        "r2": fit.r2,
        "intercept": float(fit.coef[0]),
        "se_classical": float(fit.lines()["se"][-1]),
    }
    values["by_count"] = _by_count(x, m.y)
    steps = np.unique(x)
    dummies = (x[:, None] == steps[1:][None, :]).astype(float)
    values["own_mean_each_count"] = _against(fit, base, dummies, [f"count {k:g}" for k in steps[1:]], m.y, base_names)
    known = ~np.isnan(apart).any(axis=1)
    if asked.draws or asked.weights:
        shown.append(weigh(asked, apart[known], m.y[known], base[known], names, values, notes, ways))
    same = known.all() and (np.ptp(apart, axis=0) > 0).all()
    values["factors_apart"] = _against(fit, base, apart, names, m.y, base_names) if same else None
    values["threshold"] = _threshold(base, base_names, x, m.y)
    e = values["linear"]
    notes += [*m.notes, *_notes(values)]
    if clusters is not None:
        notes.append(_held(asked.cluster))
    shown += [
        coefficient_part(
            Sentence("{outcome}: line, errors {chosen}", outcome=asked.outcome, chosen=chosen),
            [*base_names, INDEX],
            lines,
            level,
        ),
        Part(
            Sentence("{outcome} by count", outcome=asked.outcome),
            ("count", "rows", "mean", "sd"),
            [[c[k] for k in ("count", "n", "mean", "sd")] for c in values["by_count"]],
        ),
    ]
    used |= {"used": fit.n, "missing": used["missing"] | m.used["missing"]}
    means = values["by_count"]
    return Outcome(
        values,
        shown,
        notes,
        _sentence(asked.outcome, e, level),
        used,
        Drawing(
            "points",
            Sentence("Mean {outcome} by count", outcome=asked.outcome),
            [Series("mean", [f"{c['count']:g}" for c in means], [c["mean"] for c in means])],
        ),
    )


def _held(cluster: str) -> Sentence:
    return Sentence(
        "The line's errors hold rows of one “{cluster}” together. What stands beside it (each count its own mean, "
        "the threshold, each difficulty apart) takes each row as on its own: do not read its p alone.",
        cluster=cluster,
    )


def _sentence(outcome: str, e: dict[str, Any], level: float) -> Sentence:
    return Sentence(
        "With each further difficulty {outcome} changes by {estimate:short} ({level:.0%} interval "
        "{lo:short} to {hi:short}; {p:p}).",
        outcome=outcome,
        estimate=e["estimate"],
        level=level,
        lo=e["lo"],
        hi=e["hi"],
        p=e["p"],
    )


def _by_count(x: np.ndarray, y: np.ndarray) -> list[dict[str, Any]]:
    """How many rows have each count, and their mean and SD of the outcome."""
    return [
        {
            "count": float(k),
            "n": int((x == k).sum()),
            "mean": float(y[x == k].mean()),
            "sd": float(y[x == k].std(ddof=1)) if (x == k).sum() > 1 else None,
        }
        for k in np.unique(x)
    ]


def _notes(values: dict[str, Any]) -> list[str]:
    linearity, weights = values["own_mean_each_count"], values["factors_apart"]
    notes = []
    if linearity and linearity["p"] < 0.05:
        notes.append(Sentence("The outcome does not fall or rise evenly with the count: look at the means by count."))
    if weights and weights["p"] < 0.05:
        notes.append(Sentence("The difficulties do not weigh alike: the count hides that."))
    if min(c["n"] for c in values["by_count"]) < 5:
        notes.append(Sentence("Some counts have fewer than five rows: do not publish these lines."))
    return notes


def _against(
    fit: linear.Fit, base: np.ndarray, more: np.ndarray, names: list[str], y: np.ndarray, base_names: list[str]
) -> dict[str, Any] | None:
    """The freer model instead of the line: its R² and coefficients, and F of what it adds; None where rows are too
    few."""
    from scipy.stats import f as fisher

    try:
        free = linear.fit(np.column_stack([base, more]), y, [*base_names, *names])
    except Unfit:
        return None
    added = fit.df - free.df
    if added < 1 or free.rss <= 0:
        return None
    value = (fit.rss - free.rss) / added / free.sigma2
    return {
        "f": value,
        "df1": added,
        "df2": free.df,
        "p": float(fisher.sf(value, added, free.df)),
        "r2": free.r2,
        "coef": dict(zip(names, free.coef[base.shape[1] :].tolist(), strict=True)),
    }


def _threshold(base: np.ndarray, base_names: list[str], x: np.ndarray, y: np.ndarray) -> list[dict[str, float]]:
    """For each count: how those at or above it differ from those below, and the R² of that step."""
    told = []
    for k in np.unique(x)[1:]:
        step = (x >= k).astype(float)
        try:
            fit = linear.fit(np.column_stack([base, step]), y, [*base_names, "step"])
        except Unfit:
            continue
        line = fit.lines()
        told.append(
            {
                "from": float(k),
                "n": int(step.sum()),
                "r2": fit.r2,
                **{w: float(line[w][-1]) for w in ("estimate", "se", "p")},
            }
        )
    return told


METHOD = Method(
    "risk",
    "How many of a list of difficulties come together, and what goes with their number.",
    (
        Option("risks", "Columns of 0 and 1, or rules: smoke,ht,ptl>0,lwt<110; a group is race=2.", "text"),
        Option("list", "A shipped list of difficulties; without --risks all of its columns.", "text"),
        Option("period", "With --list: what is from one period only.", "choice", choices=difficulties.PERIODS),
        Option("outcome", "The column of scores; without it only the index is told.", "column"),
        *COVARIATES,
        Option("least", "Share of the difficulties that must be known.", "number", 1.0),
        Option("called", "Name and version of this list of difficulties, for the record.", "text"),
        Option("draws", "Other weights that are tried, with an outcome; 0 for none.", "integer", 1000),
        Option("weights", "Weights of your own to lay beside the count, in the order of --risks.", "numbers"),
        *ERRORS,
        LEVEL,
    ),
    run,
    'alongside analyse risk mass_birthwt.csv --risks "smoke,ht,ui,ptl>0,age<20,lwt<110" --outcome bwt',
    keys={
        "factors": "A list: `factor`, `known`, `share` that have it.",
        "counts": "A list: `count`, `n`.",
        "mean": "Of the index.",
        "sd": "Of the index.",
        "n": "Rows with index and outcome.",
        "errors_used": "Kind of error.",
        "linear": "For one difficulty more: `estimate`, `se`, `se_classical`, `df`, `t`, `p`, `lo`, `hi`, `r2`, "
        "`intercept`.",
        "by_count": "A list: `count`, `n`, `mean`, `sd` of the outcome.",
        "own_mean_each_count": "Each count its own mean instead of a line: `f`, `df1`, `df2`, `p`, `r2`, `coef`.",
        "factors_apart": "Each difficulty its own weight instead of the count: the same; null where some are "
        "not known.",
        "called": "What the list was called.",
        "list": "Of a shipped list: `id`, `name`, `version`, `written`, `sha256`, and `factors` with `column`, "
        "`title`, `domain`, `period`, `coded`, `source`.",
        "ways": "Of a shipped list: other ways to weigh it by name, as Spearman's correlation with the count.",
        "sensitivity": "SDs of the outcome for one SD of the index: `count` (equal weights), `without` each "
        "difficulty, `drawn` over random weights (`low`, `median`, `high`), `same_sign` (share of them), "
        "`least_rank_correlation` with the count, `draws`; `weighted` with --weights, "
        "`ways` of a shipped list; null where it cannot be told.",
        "threshold": "A list: those `from` a count on against those below: `estimate`, `se`, `p`, `n`, `r2`.",
    },
    limits=(
        "A count says how much comes together in families, not that one woman's child will fare so.",
        "An index is for groups in files without names. It is nowhere computed about one woman, and it is no forecast.",
        "The best of several thresholds was chosen by looking: its p is too small.",
    ),
)
