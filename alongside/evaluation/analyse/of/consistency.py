"""`consistency`: do the items of a scale go together, and how unsteady is their sum?"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from alongside.evaluation.analyse.outcome import Outcome, Part, who_is_in
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.agreement import alpha
from alongside.evaluation.methods.refusing import Unfit


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Cronbach's alpha of complete rows, item by item."""
    items = table.matrix(*asked.items)
    for name in asked.reverse:
        if name not in asked.items:
            raise Unfit("bad_option", f"--reverse names “{name}”, which --items does not.")
        column = list(asked.items).index(name)
        if asked.lowest is None or asked.highest is None:
            raise Unfit("option_needed", "--reverse needs --lowest and --highest, the ends of an item's scale.")
        items[:, column] = asked.lowest + asked.highest - items[:, column]
    whole = ~np.isnan(items).any(1)
    found = alpha(items[whole], asked.level)
    notes = []
    if not whole.all():
        notes.append(f"{int((~whole).sum())} rows with a gap were left out.")
    against = [name for name, r in zip(asked.items, found["item_rest"], strict=True) if r < 0]
    if against:
        notes.append(f"These items run against the others: {', '.join(against)}. Turn them round with --reverse?")
    if found["alpha"] < 0:
        notes.append("Alpha is below 0: as they stand the items are no scale.")
    rows = [(name, float(items[whole][:, k].mean()), float(items[whole][:, k].std(ddof=1)), found["item_rest"][k],
             found["without"][k]) for k, name in enumerate(asked.items)]  # fmt: skip
    return Outcome(
        {"n": int(whole.sum()), "items": list(asked.items), **found},
        [Part("Item by item", ("item", "mean", "sd", "with the others", "alpha without it"), rows)], notes,
        f"Alpha is {found['alpha']:.3f} ({found['lower']:.3f} to {found['upper']:.3f}) over {len(asked.items)} items; "
        f"a sum is "
        f"unsteady by {found['se_measurement']:.3g} points (standard error of measurement).",
        who_is_in(table, asked.items),
    )  # fmt: skip


METHOD = Method(
    "consistency",
    "Do the items of a scale go together, and how unsteady is their sum?",
    (
        Option("items", "The columns of the items.", "columns", required=True),
        Option("reverse", "Those of them that are turned round first.", "columns"),
        Option("lowest", "The lowest answer of an item.", "number"),
        Option("highest", "The highest answer of an item.", "number"),
        Option("level", "Of the interval.", "number", 0.95),
    ),
    run,
    "alongside analyse consistency shrout_fleiss_1979.csv --items J1,J2,J3,J4",
    keys={
        "alpha, lower, upper": "Cronbach's alpha with Feldt's interval.",
        "standardised_alpha, mean_r": "From the mean correlation of two items.",
        "mean, sd, se_measurement": "Of the sum: mean, SD, standard error of measurement.",
        "item_rest, without": "By item: its correlation with the sum of the others, alpha without it.",
        "n, items": "Rows without a gap, and the items.",
    },
    limits=(
        "Alpha grows with the number of items and does not say that they measure one thing.",
        "It is no test-retest reliability: `change` asks for one that fits the time between the waves.",
    ),
)  # fmt: skip
