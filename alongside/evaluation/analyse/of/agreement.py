"""`agreement`: do two raters, or several, say the same?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.of import _limits
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option, parts
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import agreement as methods
from alongside.evaluation.methods.refusing import Unfit


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Intraclass correlations of scores, kappas of classes, or limits of agreement."""
    if bool(asked.raters) == bool(asked.counts):
        raise Unfit("option_needed", "Name the raters' columns with --raters, or the columns of a table with --counts.")
    if asked.kind != "kappa":
        if asked.counts:
            raise Unfit("bad_option", "Scores are read from columns: name them with --raters.")
        return _scores(table, asked) if asked.kind == "icc" else _limits.told(table, asked)
    return _classes(table, asked)


def _scores(table: Table, asked: SimpleNamespace) -> Outcome:
    ratings = table.matrix(*asked.raters)
    whole = ~np.isnan(ratings).any(1)
    found = methods.icc(ratings[whole], asked.level)
    squares = methods.mean_squares(ratings[whole])
    notes = [
        Sentence(
            "ICC1: raters change from row to row. ICC2: raters stand for others, levels count. ICC3: these "
            "raters, levels do not count. …k: of their mean."
        )
    ]
    if not whole.all():
        notes.append(Sentence("{many} rows that not everybody rated were left out.", many=int((~whole).sum())))
    if whole.sum() < 30:
        notes.append(
            Sentence(
                "With {many} rows the intervals are wide: read them, not the estimates alone.", many=int(whole.sum())
            )
        )
    rows = [tuple(row.values()) for row in found]
    two = found[1]
    drawing = Drawing("points", "Intraclass correlations", [Series("icc", [row["type"] for row in found], *(
        [row[key] for row in found] for key in ("icc", "lower", "upper")))], "correlation", reference=0.0)  # fmt: skip
    return Outcome(
        {"n": int(whole.sum()), "raters": len(asked.raters), "icc": found, "mean_squares": squares},
        [Part("Intraclass correlations", ("form", "icc", "F", "df1", "df2", "p", "from", "to"), rows)],
        notes,
        Sentence(
            "Raters who stand for others agree with {icc:.2f} (ICC2, {lower:.2f} to {upper:.2f}); their mean "
            "with {of_mean:.2f}.",
            icc=two["icc"],
            lower=two["lower"],
            upper=two["upper"],
            of_mean=found[4]["icc"],
        ),
        who_is_in(table, asked.raters),
        drawing,
    )


def _classes(table: Table, asked: SimpleNamespace) -> Outcome:
    notes: list[str] = []
    if asked.counts:
        counts, levels = table.matrix(*asked.counts), list(asked.counts)
        if np.isnan(counts).any() or counts.shape[0] != counts.shape[1]:
            raise Unfit("not_square", f"A table has as many rows as columns and no gaps; this has "
                        f"{counts.shape[0]} rows and {counts.shape[1]} columns.")  # fmt: skip
        used: dict[str, Any] = {"rows": table.rows, "used": table.rows, "missing": {}}
    else:
        counts, levels = _counted(table, asked)
        used = who_is_in(table, [*asked.raters, *filter(None, (asked.frequency,))])
    if not (counts.sum(axis=0) * counts.sum(axis=1)).any():
        raise Unfit("no_common_class", "The two raters have no class in common: are these the columns of two raters?")
    kinds = ("none", "linear", "quadratic")
    found = {kind: methods.kappa(counts, kind, asked.level) for kind in kinds}
    if len(levels) > 2:
        notes.append(
            Sentence(
                "Linear and quadratic weights count near classes as partly agreed; they need "
                "classes in order: {levels}.",
                levels=list(levels),
            )
        )
    rows = [(kind, one["kappa"], one["se"], one["lower"], one["upper"], one["observed"], one["chance"])
            for kind, one in found.items()]  # fmt: skip
    plain = found["none"]
    drawing = Drawing("points", "Kappa", [Series("kappa", list(kinds), *(
        [one[key] for one in found.values()] for key in ("kappa", "lower", "upper")))],
        "kappa", reference=0.0)  # fmt: skip
    return Outcome(
        {"levels": levels, "table": counts, "kappa": found},
        [Part("Kappa", ("weights", "kappa", "se", "from", "to", "observed", "by chance"), rows)],
        notes,
        Sentence(
            "The two agree in {observed:.0f}% of {n:.0f} ratings, {chance:.0f}% would be chance: kappa "
            "{kappa:.2f} ({lower:.2f} to {upper:.2f}).",
            observed=100 * plain["observed"],
            n=plain["n"],
            chance=100 * plain["chance"],
            kappa=plain["kappa"],
            lower=plain["lower"],
            upper=plain["upper"],
        ),
        used,
        drawing,
    )


def _counted(table: Table, asked: SimpleNamespace) -> tuple[np.ndarray, list[str]]:
    if len(asked.raters) != 2:
        raise Unfit("bad_option", f"Kappa compares two raters; --raters names {len(asked.raters)}.")
    one, two = (table.labels(rater) for rater in asked.raters)
    seen = {cell for cell in (*one, *two) if cell is not None}
    levels = list(parts(asked.order)) if asked.order else sorted(seen, key=_sorting)
    if strange := sorted(seen - set(levels)):
        raise Unfit("no_level", f"--order does not name “{strange[0]}”.")
    weights = table.numbers(asked.frequency) if asked.frequency else np.ones(table.rows)
    counts = np.zeros((len(levels), len(levels)))
    for a, b, weight in zip(one, two, weights, strict=True):
        if a is not None and b is not None and not np.isnan(weight):
            counts[levels.index(a), levels.index(b)] += weight
    return counts, levels


def _sorting(level: str) -> tuple[int, float, str]:
    try:
        return 0, float(level.replace(",", ".")), level
    except ValueError:
        return 1, 0.0, level


METHOD = Method(
    "agreement",
    "Do raters say the same? Kappa for classes, intraclass correlations and limits of agreement for scores.",
    (
        Option(
            "kind", "Scores (icc), scores of every two raters (limits), or classes (kappa).", "choice", "icc",
            ("icc", "limits", "kappa"),
        ),
        Option("raters", "The columns of the raters; a row each for whom they rated.", "columns"),
        Option("frequency", "kappa: a column that says how often a row occurred.", "column"),
        Option("order", "kappa: the classes in their order, with commas between.", "text"),
        Option("counts", "kappa: the columns of a square table of counts, rows in the same order.", "columns"),
        Option("coverage", "limits: the share of differences that shall lie between them.", "number", 0.95),
        Option("level", "Of the intervals.", "number", 0.95),
    ),
    run,
    "alongside analyse agreement shrout_fleiss_1979.csv --raters J1,J2,J3,J4",
    keys={
        "icc": "A list of the six forms: `type` (ICC1, ICC2, ICC3, ICC1k, ICC2k, ICC3k), `icc`, `f`, `df1`, `df2`, "
        "`p`, `lower`, `upper`.",
        "mean_squares": "`between` rows, `within` rows, `raters`, `residual`.",
        "kappa": "By weights (`none`, `linear`, `quadratic`): `kappa`, `se`, `variance`, `lower`, `upper`, `observed`, "
        "`chance`, `n`; `variance_psych`, `lower_psych`, `upper_psych` (only to compare).",
        "table, levels": "kappa: the counts, rows the first rater.",
        "limits": "limits (Bland and Altman): a list of every two raters: `pair`, `n`, `bias`, `sd`, `lower`, `upper` "
                  "(each "
        "`estimate`, `se`, `low`, `high`; of the limits `exact_low`, `exact_high` too), `slope` of the difference on "
        "the "
        "mean, `within` (share between the limits).",
        "n, raters": "icc: rows that everybody rated, and how many raters.",
    },
    limits=(
        "Kappa falls where one class is rare, however well raters agree: look at `observed` and `chance` with it.",
        "The error of kappa is that of Fleiss, Cohen and Everitt, for weighted kappas too; one package prints another "
        "one for these.",
        "Limits of agreement are for one person; a correlation is not agreement, however high.",
        "Which form of ICC is right follows from who will rate later, not from which is highest.",
    ),
)  # fmt: skip
