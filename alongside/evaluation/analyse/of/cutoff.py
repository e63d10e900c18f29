"""`cutoff`: who left the clinical side of a cut-off, wave by wave, within each arm and between arms."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.modelling import p_words
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import transitions
from alongside.evaluation.methods.change import sides
from alongside.evaluation.methods.refusing import Unfit


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Fourfold counts of every wave against the first; with arms, the share that left, compared and adjusted."""
    if asked.id:
        table.unique_ids(asked.id)
    better = 1 if asked.better == "higher" else -1
    codes, levels = table.factor(asked.arm, asked.reference) if asked.arm else (np.zeros(table.rows, dtype=int), [])
    pre = table.numbers(asked.pre)
    waves: dict[str, Any] = {}
    notes: list[str] = []
    for wave in asked.post:
        post = table.numbers(wave)
        whole = ~np.isnan(pre) & ~np.isnan(post) & (codes >= 0)
        if not whole.any():
            raise Unfit("no_rows", f"Nobody has both {asked.pre} and {wave}.")
        before, after = (sides(scores[whole], asked.cutoff, better, asked.on_cutoff)[0] for scores in (pre, post))
        waves[wave] = _wave(before, after, codes[whole], levels, asked)
        for k in range(1, len(levels)):
            waves[wave]["between"].append(
                _between(table, asked, np.flatnonzero(whole), before, after, codes[whole], levels, k, notes)
            )
    exactly = int((pre == asked.cutoff).sum())
    notes.append(
        f"A score exactly on the cut-off counts as {asked.on_cutoff} ({exactly} at the start); see --on-cutoff."
    )
    if len(asked.post) > 1 or levels:
        notes.append("Each wave has the people who are still there; all waves at once: `gee` with --yes-when.")
    if len(asked.post) * max(len(levels), 1) > 4:
        notes.append("Several tests stand side by side: the smallest p of many is small by chance.")
    used = {"rows": table.rows, "used": max(wave["n"] for wave in waves.values()),
            "missing": {name: int(table.missing(name).sum()) for name in (asked.pre, *asked.post)}}  # fmt: skip
    return _outcome(asked, waves, levels, notes, used)


def _wave(
    before: np.ndarray, after: np.ndarray, codes: np.ndarray, levels: list[str], asked: SimpleNamespace
) -> dict[str, Any]:
    def told(rows: np.ndarray) -> dict[str, Any]:
        stay, leave, come, never = transitions.fourfold(before[rows], after[rows])
        return {"n": int(rows.sum()), "clin_clin": stay, "clin_non": leave, "non_clin": come, "non_non": never,
                **transitions.mcnemar(leave, come)}  # fmt: skip

    everybody = np.ones(before.size, dtype=bool)
    return {
        "n": int(before.size), "arms": {level: told(codes == k) for k, level in enumerate(levels)},
        "all": told(everybody),
        "between": [],
    }  # fmt: skip


def _between(
    table: Table, asked: SimpleNamespace, rows: np.ndarray, before: np.ndarray, after: np.ndarray, codes: np.ndarray,
    levels: list[str], k: int, notes: list[str],
) -> dict[str, Any]:  # fmt: skip
    """Of those who began on the clinical side: who left it, in one arm against the first."""
    inside = before & ((codes == k) | (codes == 0))
    left, arm = ~after[inside], codes[inside] == k
    found: dict[str, Any] = {"arm": levels[k], "reference": levels[0]}
    if not arm.any() or arm.all():
        notes.append(f"Nobody began on the clinical side in {levels[0] if arm.any() or not arm.size else levels[k]}.")
        return found | {"refused": "empty_arm"}
    yes, n = int(left[arm].sum()), int(arm.sum())
    found |= transitions.between(yes, n, int(left[~arm].sum()), int((~arm).sum()), asked.level)
    if asked.covariates:
        try:
            found |= _adjusted(table, asked, rows[inside], left, arm, levels[k])
        except Unfit as why:
            found |= {"logit_adj": None, "gcomp": None, "refused": why.code}
            notes.append(f"{levels[k]} against {levels[0]} could not be adjusted: {why.what}")
    return found


def _adjusted(
    table: Table, asked: SimpleNamespace, rows: np.ndarray, left: np.ndarray, arm: np.ndarray, name: str
) -> dict[str, Any]:
    from alongside.evaluation.methods import logistic

    columns, names = [np.ones(rows.size), arm.astype(float)], ["(Intercept)", f"{asked.arm}={name}"]
    for covariate in asked.covariates:
        if table.is_numeric(covariate):
            columns.append(table.numbers(covariate)[rows])
            names.append(covariate)
            continue
        codes, levels = table.factor(covariate)
        for k, level in enumerate(levels[1:], start=1):
            columns.append(np.where(codes[rows] < 0, np.nan, codes[rows] == k))
            names.append(f"{covariate}={level}")
    design = np.column_stack(columns)
    whole = ~np.isnan(design).any(1)
    design = design[whole]
    fitted = logistic.fit(design, left[whole].astype(float), names)
    return {
        "logit_adj": {
            "n": int(whole.sum()), "names": names, "coef": fitted.coef, "se": np.sqrt(np.diag(fitted.covariance)),
            "se_glm": logistic.glm_errors(design, left[whole].astype(float)),
        },
        "gcomp": transitions.standardised_difference(design, fitted.coef, fitted.covariance, 1, asked.level),
    }  # fmt: skip


def _outcome(
    asked: SimpleNamespace, waves: dict[str, Any], levels: list[str], notes: list[str], used: dict[str, Any]
) -> Outcome:
    rows = [
        (wave, arm, one["n"], one["clin_clin"], one["clin_non"], one["non_clin"], one["non_non"],
         one["mcnemar_exact_p"])
        for wave, found in waves.items() for arm, one in (*found["arms"].items(), ("all", found["all"]))
    ]  # fmt: skip
    head = ("wave", "arm", "n", "stayed clinical", "left", "came", "never", "McNemar exact p")
    tables = [Part(f"From {asked.pre} to each wave", head, rows)]
    compared = [(wave, one) for wave, found in waves.items() for one in found["between"] if "newcombe" in one]
    if compared:
        tables.append(Part(
            "Of those on the clinical side at the start: share that left, between arms",
            ("wave", "arm", "against", "left", "left, other", "difference", "from", "to", "Fisher p",
             "adjusted difference"),
            [(wave, one["arm"], one["reference"], f"{one['recovered'][0]}/{one['n'][0]}",
              f"{one['recovered'][1]}/{one['n'][1]}", one["newcombe"]["diff"], one["newcombe"]["lo"],
              one["newcombe"]["hi"], one["fisher_p"], (one.get("gcomp") or {}).get("rd")) for wave, one in compared],
        ))  # fmt: skip
    last = asked.post[-1]
    found = waves[last]["all"]
    said = (
        f"By {last}, {found['clin_non']} of {found['clin_clin'] + found['clin_non']} who began on the clinical side "
        f"had left "
        f"it, and {found['non_clin']} of {found['non_clin'] + found['non_non']} others had come to it."
    )  # fmt: skip
    for one in (each for wave, each in compared if wave == last):
        points, low, high = (round(100 * one["newcombe"][key]) for key in ("diff", "lo", "hi"))
        left, stayed = (f"{k} of {n}" for k, n in zip(one["recovered"], one["n"], strict=True))
        said += (
            f" Under {one['arm']} {left} had left it, under {one['reference']} {stayed}: {points:+d} points "
            f"({low:+d} to {high:+d}; Fisher's {p_words(one['fisher_p'])})."
        )
    drawing = None
    if compared:
        drawing = Drawing("points", "Share that left the clinical side: difference between arms", [Series(
            "difference", [f"{wave}, {one['arm']}" for wave, one in compared],
            *([one["newcombe"][key] for _, one in compared] for key in ("diff", "lo", "hi")),
        )], "difference", reference=0.0)  # fmt: skip
    values = {
        "cutoff": asked.cutoff,
        "on_cutoff": asked.on_cutoff,
        "better": asked.better,
        "arms": levels,
        "waves": waves,
    }
    return Outcome(values, tables, notes, said, used, drawing)


METHOD = Method(
    "cutoff",
    "Who left the clinical side of a cut-off, wave by wave, and did more leave it in one arm than in the other?",
    (
        Option("pre", "The column of scores at the start.", "column", required=True),
        Option("post", "The columns of later waves.", "columns", required=True),
        Option("cutoff", "The cut-off, in points.", "number", required=True),
        Option("better", "Which way is better.", "choice", choices=("lower", "higher"), required=True),
        Option("on-cutoff", "What a score exactly on the cut-off counts as.", "choice", "clinical",
               ("clinical", "functional")),
        Option("arm", "The column of arms; others are compared with the first.", "column"),
        Option("reference", "Which arm is the first.", "text"),
        Option("covariates", "Adjust the comparison of arms for these columns.", "columns"),
        Option("id", "The column of ids; each stands once.", "column"),
        Option("level", "Of the intervals.", "number", 0.95),
    ),
    run,
    "alongside analyse cutoff hsaur3_BtheB_wide.csv --pre bdi.pre --post bdi.2m,bdi.8m --cutoff 14 --better lower "
    "--arm treatment --reference TAU --covariates bdi.pre,drug,length",
    keys={
        "waves": "For each later wave: `n`, `arms` (by arm), `all`, `between` (a list).",
        "waves.*.arms.*, waves.*.all": "`n`, `clin_clin`, `clin_non` (left), `non_clin` (came), `non_non`; "
        "`mcnemar_exact_p`, `mcnemar_midp`, `mcnemar_stat`, `mcnemar_p`, `mcnemar_cc_stat`, `mcnemar_cc_p`.",
        "waves.*.between[]": "Of those clinical at the start: `arm`, `reference`, `recovered` (both), `n` (both), "
        "`newcombe` (`diff`, `lo`, `hi`), `fisher_p`, `fisher_cond_or`, `fisher_or_ci`, `fisher_as_r` (`cond_or`, `ci` "
        "where R's search stops, as in printed results), `chi2`, `chi2_p`, `chi2_yates`, `chi2_yates_p`.",
        "waves.*.between[].logit_adj": "With covariates: `names`, `coef` (log odds of having left), `se` (at the "
        "maximum), `se_glm` (as R prints it, from the step before its last), `n`.",
        "waves.*.between[].gcomp": "The adjusted difference of shares (g-computation): `rd`, `se`, `lower`, `upper`, "
        "`risk`, `risk_reference`.",
    },
    limits=(
        "McNemar's tests ask whether leaving and coming are equally frequent within an arm; they compare no arms.",
        "A wave has those who stayed. Who left the study is in none of its figures; see `describe` and `retention`.",
        "Crossing a cut-off by one point counts like crossing it by ten: see `change` for how reliable a change is.",
        "All waves in one model, with errors that hold for repeated rows of one person: `gee --yes-when`.",
    ),
)  # fmt: skip
