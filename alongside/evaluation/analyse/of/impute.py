"""`impute`: what missing scores may have been, many times over; or the pooling of sets that were completed
elsewhere."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import (
    LEVEL,
    coefficient_part,
    level_of,
    named,
    references_of,
    said,
    variable,
)
from alongside.evaluation.analyse.of import _impute_shift
from alongside.evaluation.analyse.outcome import Outcome, Part
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import imputing, linear
from alongside.evaluation.methods.design import Design, Variable, design
from alongside.evaluation.methods.refusing import Unfit

FACTORS = Option("factors", "Columns of numbers that are groups, not amounts.", "columns")
REFERENCES = Option(
    "references", "The group others are compared with, such as drug=No; several with commas between.", "text"
)


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Complete (or take completed sets), fit the same regression in each, pool, and shift what was filled in."""
    level = level_of(asked)
    explain = list(dict.fromkeys([*filter(None, (asked.arm,)), *asked.covariates]))
    columns = list(dict.fromkeys([asked.outcome, *explain, *asked.also]))
    if asked.outcome in explain:
        raise Unfit("bad_option", f"{asked.outcome} is the outcome; it cannot also explain itself.")
    notes: list[str] = []
    if asked.set:
        sets, filled = _completed(table, asked, columns, notes)
    else:
        sets, filled = _made(table, asked, columns, notes)
    reference = _design(table, asked, explain)
    X = np.stack([reference.at({name: one[name] for name in explain}, len(one[asked.outcome])) for one in sets])
    y = np.stack([one[asked.outcome] for one in sets])
    names = reference.names
    coef, variances, df = imputing.regressions(X, y, names)
    pooled = imputing.pool(coef, variances, df)
    lines = pooled.lines(level)
    gone = {name: int(filled[name].sum()) for name in columns if name in filled and filled[name].any()}
    values = _values(pooled, lines, names, len(sets), y.shape[1]) | {"filled_in": gone}
    i = 1 if len(names) > 1 else 0
    parts = [
        coefficient_part(
            Sentence("{outcome}: pooled from {many} completed sets", outcome=asked.outcome, many=len(sets)),
            names,
            lines,
            level,
        ),
        Part(
            "What missingness costs",
            ("", "fmi", "Monte-Carlo error"),
            [[n, float(pooled.fmi[k]), float(pooled.mcse[k])] for k, n in enumerate(names)],
        ),
    ]
    if not asked.set:
        parts.append(_beside(table, asked, columns, reference, explain, values, level))
        some = [c for c in table.names if gone.get(c)]
        values["patterns"] = imputing.patterns(np.column_stack([table.missing(c) for c in some]))
        values["pattern_columns"] = some
        shown = [[p, many] for p, many in values["patterns"].items()]
        parts.append(Part(Sentence("Who is seen (1) in {some}", some=some), ("pattern", "rows"), shown))
    drawing = (
        _impute_shift.shift(asked, reference, sets, filled, X, y, names, i, values, parts) if asked.delta else None
    )
    worst = float(pooled.mcse[i] / np.sqrt(pooled.t[i]))
    notes.append(_unsteady(names[i], pooled.mcse[i], worst))
    notes.append(
        Sentence(
            "Filling in is right when who is missing depends on what was seen. Nothing in the data can show "
            "that: see --delta."
        )
    )
    e = {k: float(lines[k][i]) for k in ("estimate", "lo", "hi", "p")}
    return Outcome(
        values,
        parts,
        notes,
        Sentence(
            "With what is missing filled in {many} times, {outcome} is {said} for {name}.",
            many=len(sets),
            outcome=asked.outcome,
            said=said(e["estimate"], e["lo"], e["hi"], e["p"], level),
            name=names[i],
        ),
        {"rows": table.rows, "used": int(y.shape[1]), "missing": {c: int(table.missing(c).sum()) for c in columns}},
        drawing,
    )


def _unsteady(name: str, error: float, worst: float) -> Sentence:
    return Sentence(
        "Monte-Carlo error of {name}: {error:.2g}, {worst:.0%} of its standard error.{more}",
        name=name,
        error=error,
        worst=worst,
        more=Sentence(" Take more sets: --m.") if worst > 0.1 else "",
    )


def _values(pooled: imputing.Pooled, lines: dict[str, np.ndarray], names: list[str], m: int, n: int) -> dict[str, Any]:
    return {
        "m": m,
        "n": n,
        "names": names,
        "qbar": named(names, pooled.qbar),
        "se": named(names, np.sqrt(pooled.t)),
        "ubar": named(names, pooled.ubar),
        "b": named(names, pooled.b),
        "t": named(names, pooled.t),
        "df": named(names, pooled.df),
        "riv": named(names, pooled.riv),
        "lambda": named(names, pooled.share),
        "fmi": named(names, pooled.fmi),
        "p": named(names, lines["p"]),
        "ci": {name: [float(lines["lo"][i]), float(lines["hi"][i])] for i, name in enumerate(names)},
        "mcse": named(names, pooled.mcse),
    }


def _design(table: Table, asked: SimpleNamespace, explain: list[str]) -> Design:
    made = [_variable(table, asked, name) for name in explain]
    lengths = {len(v.values) for v in made}
    short = min(lengths) if lengths else 0
    return design([type(v)(v.name, v.values[:short], v.levels) for v in made], [(n,) for n in explain])


def _variable(table: Table, asked: SimpleNamespace, name: str) -> Variable:
    """A column where it is known: numbers, or groups with the reference that was asked for."""
    groups = {*filter(None, (asked.arm,)), *asked.factors}
    return variable(table, table.complete(name), name, groups, references_of(asked).get(name))


def _numbers(table: Table, asked: SimpleNamespace, name: str) -> np.ndarray:
    """A column as numbers: groups of words as codes (the arm's reference first), nan where missing."""
    known = table.complete(name)
    if not known.any():
        return np.full(table.rows, np.nan)
    v = _variable(table, asked, name)
    out = np.full(table.rows, np.nan)
    out[known] = v.values
    if v.levels is not None and len(v.levels) > 2 and not known.all() and not asked.set:
        raise Unfit(
            "groups_missing", f"{name} has more than two groups and gaps; it cannot be filled in here. Leave it out."
        )
    return out


def _made(
    table: Table, asked: SimpleNamespace, columns: list[str], notes: list[str]
) -> tuple[list[dict[str, np.ndarray]], dict[str, np.ndarray]]:
    if not 2 <= asked.m <= 5000 or not 1 <= asked.rounds <= 1000:
        raise Unfit("bad_option", "--m is between 2 and 5000, --rounds between 1 and 1000.")
    data = {c: _numbers(table, asked, c) for c in columns}
    some = [c for c in columns if np.isnan(data[c]).any()]
    whole = [c for c in columns if c not in some]
    if not some:
        raise Unfit("nothing_missing", "Nothing is missing in these columns: use ancova or regression.")
    if asked.arm in some:
        raise Unfit(
            "arm_missing", f"{asked.arm}: the arm is missing in some rows. It is not filled in; leave these rows out."
        )
    blocks = [np.empty((table.rows, 0))]
    for c in whole:
        v = _variable(table, asked, c)
        blocks.append(v.dummies(v.values)[1])
        for one in (c for c in some if v.levels and not np.isnan(data[c]).all()):
            unseen = [w for k, w in enumerate(v.levels or ()) if np.isnan(data[one][v.values == k]).all()]
            if unseen:
                raise Unfit(
                    "group_unseen", f"{one} is missing for everybody whose {c} is “{'”, “'.join(unseen)}”.",
                    "Nothing here says what it would be; leave these rows or that column out.",
                )  # fmt: skip
    side = np.column_stack(blocks)
    side = side[:, np.ptp(side, axis=0) > 0] if side.size else side
    rng = np.random.default_rng(asked.seed)
    try:
        full = imputing.chained(
            np.column_stack([data[c] for c in some]), some, asked.m, asked.rounds, rng, asked.way, side
        )
    except np.linalg.LinAlgError as why:
        raise Unfit(
            "collinear", "Among the rows that are seen, columns say the same thing twice (or one is always the same).",
            "Name fewer columns.",
        ) from why  # fmt: skip
    notes.append(
        Sentence(
            "Chained equations over {some}, {rounds} rounds, {sets} sets, {how}.",
            some=list(some),
            rounds=asked.rounds,
            sets=asked.m,
            how=Sentence("values of five near rows (predictive mean matching)")
            if asked.way == "pmm"
            else Sentence("draws from the normal"),
        )
    )
    sets = [{c: full[k, :, some.index(c)] if c in some else data[c] for c in columns} for k in range(asked.m)]
    return sets, {c: np.isnan(data[c]) for c in columns}


def _completed(
    table: Table, asked: SimpleNamespace, columns: list[str], notes: list[str]
) -> tuple[list[dict[str, np.ndarray]], dict[str, np.ndarray]]:
    number, data = table.numbers(asked.set), {c: _numbers(table, asked, c) for c in columns}
    kept = sorted(set(number[number > 0].tolist()))
    sizes = {int((number == k).sum()) for k in kept}
    if len(sizes) != 1:
        raise Unfit(
            "sets_differ", f"The sets of {asked.set} have different numbers of rows. Each must hold everyone once."
        )
    order = None
    if asked.row:
        order = {k: np.argsort(table.factor(asked.row)[0][number == k], kind="stable") for k in [*kept, 0.0]}

    def part(k: float) -> dict[str, np.ndarray]:
        got = {c: data[c][number == k] for c in columns}
        return {c: v[order[k]] for c, v in got.items()} if order is not None else got

    sets = [part(k) for k in kept]
    if any(np.isnan(v).any() for one in sets for v in one.values()):
        raise Unfit("not_completed", "A completed set still has gaps in these columns.")
    if (number == 0).any():
        filled = {c: np.isnan(v) for c, v in part(0.0).items()}
    else:
        filled = {c: np.ptp(np.stack([one[c] for one in sets]), axis=0) > 0 for c in columns}
        notes.append(
            Sentence(
                "What was filled in is taken to be what differs between sets; set 0, the data with gaps, would "
                "say it surely."
            )
        )
    return sets, filled


def _beside(
    table: Table,
    asked: SimpleNamespace,
    columns: list[str],
    reference: Design,
    explain: list[str],
    values: dict[str, Any],
    level: float,
) -> Part:
    """The same regression on those with everything, for comparison."""
    rows = table.complete(asked.outcome, *explain)
    whole = {c: _numbers(table, asked, c)[rows] for c in [asked.outcome, *explain]}
    head = ("", "estimate", "se")
    try:
        one = linear.fit(reference.at(whole, int(rows.sum())), whole[asked.outcome], reference.names)
    except Unfit as why:
        values["complete_cases"] = None
        return Part(Sentence("Only those with everything: {why}", why=str(why)), head, [])
    found = one.lines("classical", level)
    values["complete_cases"] = {"n": one.n, "coef": named(one.names, one.coef), "se": named(one.names, found["se"])}
    return Part(
        Sentence("Only those with everything ({n})", n=one.n),
        head,
        [[n, float(one.coef[k]), float(found["se"][k])] for k, n in enumerate(one.names)],
    )


METHOD = Method(
    "impute",
    "What an answer would be had nobody been missing, how sure that is, and how wrong it may be before it turns.",
    (
        Option("outcome", "The column of scores.", "column", required=True),
        Option("arm", "The column that says who is in which arm.", "column"),
        Option("reference", "The arm others are compared with; without it the first by name.", "text"),
        Option("covariates", "Columns of the regression beside the arm.", "columns"),
        Option("also", "Columns that help to fill in but are not in the regression (earlier waves).", "columns"),
        FACTORS,
        REFERENCES,
        Option("way", "Values of near rows, or draws from the normal.", "choice", "pmm", imputing.WAYS),
        Option("m", "How many completed sets.", "integer", 50),
        Option("rounds", "Rounds of the chained equations.", "integer", 10),
        Option("set", "The column that numbers sets completed elsewhere (0: the data with gaps).", "column"),
        Option("row", "The column that numbers the rows of such a set.", "column"),
        Option("delta", "By how much those missing may differ from what is filled in: 0,2,4.", "numbers"),
        Option("delta-where", "Only there: column=value, such as tr=1 or treatment=BtheB.", "text"),
        LEVEL,
    ),
    run,
    "alongside analyse impute hsaur3_BtheB_wide.csv --outcome bdi.8m --arm treatment --reference TAU "
    "--covariates bdi.pre,drug,length --also bdi.2m,bdi.3m,bdi.5m --way normal --m 100 --delta 0,2,4 --delta-where "
    "treatment=1",
    keys={
        "m": "Completed sets.",
        "n": "Rows of each.",
        "names": "Coefficients in order.",
        "qbar": "Pooled estimates by name.",
        "se": "Their errors, √t.",
        "ubar": "Mean variance within sets.",
        "b": "Variance between sets.",
        "t": "Total variance.",
        "df": "Degrees of freedom (Barnard and Rubin).",
        "riv": "Relative increase of variance.",
        "lambda": "Share of the variance that missingness makes.",
        "fmi": "Fraction of missing information.",
        "p": "Two-sided.",
        "ci": "[from, to] by name.",
        "mcse": "Monte-Carlo error of the pooled estimate.",
        "filled_in": "Values filled in, by column.",
        "complete_cases": "The same regression on those with everything: `n`, `coef`, `se`.",
        "patterns": "Rows by pattern, 1 seen and 0 missing, in the order of `pattern_columns`.",
        "pattern_columns": "The columns of the patterns.",
        "delta": "A list: `delta`, `estimate`, `se`, `p`, `lo`, `hi` of the first coefficient after the intercept.",
        "delta_rows": "Rows shifted.",
        "tipping_point": "The delta at which that estimate is 0; null when it is not crossed.",
    },
    limits=(
        "Who left decides: on the Beat the Blues trial those who stayed say -3.08 at 8 months, imputation -1.51, all "
        "waves -0.19.",
        "The answer moves with the draws: 50 sets gave -1.35 there with a Monte-Carlo error of .21. It is printed; "
        "take more sets.",
    ),
)
