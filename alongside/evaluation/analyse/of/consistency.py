"""`consistency`: do the items of a scale go together, and how unsteady is their sum?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.agreement import alpha
from alongside.evaluation.methods.factor import omega
from alongside.evaluation.methods.refusing import Unfit

ALPHA, OMEGA = ("alpha", "lower", "upper"), ("total", "lower", "upper")


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Cronbach's alpha and McDonald's omega of complete rows, item by item; wave by wave in a long file."""
    items = table.matrix(*asked.items)
    for name in asked.reverse:
        if name not in asked.items:
            raise Unfit("bad_option", f"--reverse names “{name}”, which --items does not.")
        column = list(asked.items).index(name)
        if asked.lowest is None or asked.highest is None:
            raise Unfit("option_needed", "--reverse needs --lowest and --highest, the ends of an item's scale.")
        items[:, column] = asked.lowest + asked.highest - items[:, column]
    whole = ~np.isnan(items).any(1)
    if asked.wave:
        return _waves(table, asked, items, whole)
    notes: list[str] = []
    found = _one(items[whole], asked, notes, "")
    if not whole.all():
        notes.insert(0, Sentence("{gone} rows with a gap were left out.", gone=int((~whole).sum())))
    of = found["omega"]
    rows = [(name, float(items[whole][:, k].mean()), float(items[whole][:, k].std(ddof=1)), found["item_rest"][k],
             found["without"][k], of["loadings"][k] if "loadings" in of else None)
            for k, name in enumerate(asked.items)]  # fmt: skip
    beside = (
        Sentence(", omega {total:.3f}{limits},", total=of["total"], limits=_limits(of))
        if of.get("total") is not None
        else ""
    )
    return Outcome(
        found,
        [Part("Item by item", ("item", "mean", "sd", "with the others", "alpha without it", "loading"), rows)],
        notes,
        Sentence(
            "Alpha is {alpha:.3f} ({lower:.3f} to {upper:.3f}){beside} over {many} items; a sum is unsteady "
            "by {se_measurement:.3g} points (standard error of measurement).",
            alpha=found["alpha"],
            lower=found["lower"],
            upper=found["upper"],
            beside=beside,
            many=len(asked.items),
            se_measurement=found["se_measurement"],
        ),
        who_is_in(table, asked.items),
        Drawing(
            "points",
            "Item by item",
            [Series("with the others", list(asked.items), list(found["item_rest"]))],
            "correlation",
            reference=0.0,
        ),
    )


def _limits(of: dict[str, Any]) -> str:
    if of.get("lower") is None:
        return ""
    return Sentence(" ({lower:.3f} to {upper:.3f})", lower=of["lower"], upper=of["upper"])


def _one(items: np.ndarray, asked: SimpleNamespace, notes: list[str], where: str) -> dict[str, Any]:
    """Alpha, omega and what to say about them; ``where`` begins a note ("T2: ")."""
    found: dict[str, Any] = {"n": len(items), "items": list(asked.items), **alpha(items, asked.level)}
    if len(items) < 30:
        notes.append(
            Sentence(
                "{where}With {many} rows the interval is wide: read it, not alpha alone.", where=where, many=len(items)
            )
        )
    against = [name for name, r in zip(asked.items, found["item_rest"], strict=True) if r < 0]
    if against:
        notes.append(
            Sentence(
                "{where}These items run against the others: {against}. Turn them round with --reverse?",
                where=where,
                against=against,
            )
        )
    if found["alpha"] < 0:
        notes.append(Sentence("{where}Alpha is below 0: as they stand the items are no scale.", where=where))
    try:
        found["omega"] = omega(items, asked.level)
    except Unfit as why:
        found["omega"] = {"total": None, "why_not": why.what}
        notes.append(Sentence("{where}No omega. {what}", where=where, what=why.what))
        return found
    held = [asked.items[j] for j in found["omega"]["at_limit"]]
    if held:
        notes.append(
            Sentence(
                "{where}The own part of {held} ran to 0, so omega has no error here: two items say nearly the "
                "same, or the rows are few.",
                where=where,
                held=held,
            )
        )
    if found["omega"]["p"] is not None and found["omega"]["p"] < 0.05:
        notes.append(
            Sentence(
                "{where}One factor does not reproduce the items (chi² {chisq:.1f}, df {df}): omega is then of "
                "the best single factor, not of all they share.",
                where=where,
                chisq=found["omega"]["chisq"],
                df=found["omega"]["df"],
            )
        )
    return found


def _waves(table: Table, asked: SimpleNamespace, items: np.ndarray, whole: np.ndarray) -> Outcome:
    codes, waves = table.factor(asked.wave)
    notes: list[str] = []
    found: dict[str, Any] = {}
    for code, wave in enumerate(waves):
        here = whole & (codes == code)
        try:
            found[wave] = _one(items[here], asked, notes, f"{wave}: ")
        except Unfit as why:
            found[wave] = {"n": int(here.sum()), "why_not": why.what}
            notes.append(Sentence("{wave}: {what}", wave=wave, what=why.what))
    answered = {wave: each for wave, each in found.items() if "alpha" in each}
    if not answered:
        raise Unfit("too_few", "In no wave are there enough rows without a gap.")
    rows = [[wave, each["n"], each["alpha"], each["lower"], each["upper"], each["omega"]["total"],
             each["omega"].get("lower"), each["omega"].get("upper"), each["se_measurement"]]
            for wave, each in answered.items()]  # fmt: skip
    series = [
        Series("alpha", list(answered), *([one[key] for one in answered.values()] for key in ALPHA)),
        Series("omega", list(answered), *([one["omega"].get(key) for one in answered.values()] for key in OMEGA)),
    ]  # fmt: skip
    first, last = next(iter(answered.items())), list(answered.items())[-1]
    return Outcome(
        {"items": list(asked.items), "waves": found},
        [Part("Wave by wave", ("wave", "n", "alpha", "from", "to", "omega", "from", "to", "SEM"), rows)],
        notes,
        Sentence(
            "Alpha is {alpha:.3f} in {first} and {later:.3f} in {last}, over {many} items.",
            alpha=first[1]["alpha"],
            first=first[0],
            later=last[1]["alpha"],
            last=last[0],
            many=len(asked.items),
        ),
        who_is_in(table, [*asked.items, asked.wave]),
        Drawing("points", "Consistency wave by wave", series, "coefficient"),
    )


METHOD = Method(
    "consistency",
    "Do the items of a scale go together, and how unsteady is their sum?",
    (
        Option("items", "The columns of the items.", "columns", required=True),
        Option("reverse", "Those of them that are turned round first.", "columns"),
        Option("lowest", "The lowest answer of an item.", "number"),
        Option("highest", "The highest answer of an item.", "number"),
        Option("wave", "The column of waves, in a long file: each wave has its own answer.", "column"),
        Option("level", "Of the interval.", "number", 0.95),
    ),
    run,
    "alongside analyse consistency shrout_fleiss_1979.csv --items J1,J2,J3,J4",
    keys={
        "alpha, lower, upper": "Cronbach's alpha with Feldt's interval.",
        "omega": "McDonald's, of one factor by maximum likelihood: `total`, `se` (delta method), `lower`, `upper` (on "
                 "the "
        "logit scale), `loadings` and `own` of items with variance 1, `chisq`, `df`, `p` (does one factor do?), "
        "`at_limit` "
        "(items whose own part ran to 0), `why_not`.",
        "standardised_alpha, mean_r": "From the mean correlation of two items.",
        "mean, sd, se_measurement": "Of the sum: mean, SD, standard error of measurement.",
        "item_rest, without": "By item: its correlation with the sum of the others, alpha without it.",
        "n, items": "Rows without a gap, and the items.",
        "waves": "With --wave: all of these by wave.",
    },
    limits=(
        "Alpha grows with the number of items and does not say that they measure one thing.",
        "Omega is of the best single factor: look whether one factor does (chisq, p) before using it.",
        "It is no test-retest reliability: `change` asks for one that fits the time between the waves.",
    ),
)  # fmt: skip
