"""``alongside analyse table``: do groups differ in what happened to them? Every usual test of one table of counts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.of._columns import cross_table
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option, parts
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import tables as t
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Tests of a 2 × 2 or larger table; shares by group; with --ordered columns that go from one end to the other."""
    counts, rows, columns, used = cross_table(table, asked)
    counts, columns = _in_order(table, asked, counts, columns)
    t.check(counts)
    shares = counts / counts.sum(axis=1, keepdims=True)
    values: dict[str, Any] = {"table": counts, "rows": rows, "columns": columns, "shares": shares}
    notes = [
        Sentence("Several tests of one table are shown; which of them counts is decided before the result is seen.")
    ]
    if counts.shape == (2, 2):
        values |= t.two_by_two(counts)
        notes.append(
            Sentence(
                "p_barnard and p_boschloo take column totals as fixed; p_barnard_rows and p_boschloo_rows take "
                "the sizes of the groups as fixed, which is how two arms are made."
            )
        )
    else:
        values |= t.chi_square(counts)
        values["p_fisher_freeman_halton"] = t.freeman_halton(counts)
        if values["p_fisher_freeman_halton"] is None:
            notes.append(Sentence("The exact test was left out: there are too many tables with these totals."))
    if counts.shape[0] == 2 and counts.shape[1] > 2:
        values["first_column"] = t.of_first_column(counts)
    if counts.shape[0] == 2 and (asked.ordered or asked.order or counts.shape[1] == 2):
        values["p_mann_whitney"], values["p_mann_whitney_corrected"] = t.ordered(counts)
        values |= t.trend(counts)
    if values["least_expected"] < 5:
        notes.append(
            Sentence(
                "The least expected count is {least_expected:.2g}: prefer an exact test to chi-square.",
                least_expected=values["least_expected"],
            )
        )
    if used["used"] < used["rows"]:
        notes.append(Sentence("{rest} rows with a missing value were left out.", rest=used["rows"] - used["used"]))
    exact = values.get("p_fisher", values.get("p_fisher_freeman_halton"))
    told = [
        Sentence("{name}: {share:.0%} {column}", name=name, share=share[0], column=columns[0])
        for name, share in zip(rows, shares, strict=True)
    ]
    sentence = Sentence(
        "{told:;} (chi² = {chi2:.3g}, p = {p_chi2:.2g}{exact}).",
        told=told,
        chi2=values["chi2"],
        p_chi2=values["p_chi2"],
        exact="" if exact is None else Sentence("; exact p = {p:.2g}", p=exact),
    )
    every = values | {f"{columns[0]}: {key}": value for key, value in values.get("first_column", {}).items()}
    parts = [
        Part("Counts", ["", *columns], [[name, *line.tolist()] for name, line in zip(rows, counts, strict=True)]),
        Part("Shares", ["", *columns], [[name, *line.tolist()] for name, line in zip(rows, shares, strict=True)]),
        Part("Tests", ["what", "value"], [[key, value] for key, value in every.items() if np.isscalar(value)]),
    ]
    series = [Series(name, list(columns), line.tolist()) for name, line in zip(rows, shares, strict=True)]
    return Outcome(values, parts, notes, sentence, used, Drawing("bars", "Shares", series, y_label="share"))


def _in_order(
    table: Table, asked: SimpleNamespace, counts: np.ndarray, columns: list[str]
) -> tuple[np.ndarray, list[str]]:
    """Columns as --order says. Raises Unfit where words would stand in the order of the alphabet."""
    if asked.order:
        named = list(parts(asked.order))
        if sorted(named) != sorted(columns):
            raise Unfit("no_level", f"--order names each of these once: {', '.join(columns)}.")
        return counts[:, [columns.index(name) for name in named]], named
    if asked.ordered and asked.columns and len(columns) > 2 and not table.is_numeric(asked.columns):
        raise Unfit(
            "which_order",
            f"In which order do these stand: {', '.join(columns)}?",
            "Say --order from one end to the other.",
        )
    return counts, columns


METHOD = Method(
    name="table",
    summary="Says whether groups differ in what happened to them: every usual test of one table of counts.",
    options=(
        Option("rows", "People or counts: the column of groups.", "column"),
        Option("columns", "People or counts: the column of what happened.", "column"),
        Option("count", "Counts: how many each row of the file stands for.", "column"),
        Option("cells", "A ready table: its columns of counts; each row is a group.", "columns"),
        Option("label", "A ready table: the column that names its rows.", "column"),
        Option("order", "The words of --columns from one end to the other, with commas between.", "text"),
        Option("ordered", "Columns go from one end to the other (two groups: Mann–Whitney).", "flag"),
    ),
    run=run,
    example="alongside analyse table reliable_change.csv --cells improved,unchanged,worse --label arm --ordered",
    keys={
        "chi2, df, p_chi2, g, p_g": "Pearson and likelihood ratio, without correction; least_expected",
        "p_chi2_onesided, p_yates, p_fisher, p_fisher_onesided": "2 × 2 only; one-sided in the direction that was seen",
        "p_barnard, p_boschloo": "2 × 2 only; column totals fixed; with _rows: group sizes fixed",
        "odds_ratio, difference, low, high, wald_low, wald_high, number_needed": "first row less second in the first "
        "column: "
        "limits by Newcombe and by Wald; how many must be reached for one more. Two larger rows: under first_column",
        "trend_z, p_trend": "two groups with ordered columns: linear by linear (Mantel), above 0 the first row lies "
        "lower; "
        "cochran_armitage_z and p_cochran_armitage: the same with n in place of n - 1",
        "p_fisher_freeman_halton": "larger tables, exact; null when there are too many tables",
        "p_mann_whitney, p_mann_whitney_corrected": "two groups with ordered columns, without and with continuity "
        "correction",
    },
    limits=("A p near a limit changes sides with the test: the one that counts is named before.",),
)
