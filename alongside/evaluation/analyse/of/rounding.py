"""``alongside analyse rounding``: which group sizes can published percentages come from?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from alongside.evaluation.analyse.outcome import Outcome, Part
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import headlines as h
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


def run(_table: Table | None, asked: SimpleNamespace) -> Outcome:
    """Sizes up to the largest that fit every percentage of one group, and the counts behind them."""
    percents = []
    for text in asked.percents.replace("%", "").split(";" if ";" in asked.percents else ","):
        number = text.strip().replace(",", ".")
        try:
            value = float(number)
        except ValueError as why:
            raise Unfit("bad_option", f"--percents holds “{text.strip()}”, which is no number.") from why
        if not 0 <= value <= 100:
            raise Unfit("bad_option", "Percentages lie between 0 and 100.")
        percents.append((value, len(number.partition(".")[2])))
    if not 1 <= asked.largest <= 100_000:
        raise Unfit("bad_option", "--largest lies between 1 and 100,000.")
    found = h.denominators(percents, asked.largest)
    at_largest = [bool(h.counts_that_fit(value, decimals, asked.largest)) for value, decimals in percents]
    values = {
        "percents": [value for value, _ in percents],
        "denominators": [{"n": n, "counts": counts} for n, counts in found],
        "fits_largest": at_largest,
    }
    sizes = ", ".join(str(n) for n, _ in found[:12]) or "none"
    rows = [[n, *("/".join(map(str, each)) for each in counts)] for n, counts in found]
    return Outcome(
        values,
        [Part("Sizes that fit", ["n", *(f"{value:g} %" for value, _ in percents)], rows)],
        [Sentence("This follows from rounding alone; a paper's own tables say more.")],
        Sentence("Group sizes up to {largest} that fit all percentages: {sizes}.", largest=asked.largest, sizes=sizes),
        {},
    )


METHOD = Method(
    name="rounding",
    summary="Says which group sizes published percentages can come from.",
    options=(
        Option(
            "percents", "Percentages of one group as they were printed: 30.6,2.8 (or 30,6;2,8).", "text", required=True
        ),
        Option("largest", "The largest size that the group can have had.", "integer", required=True),
    ),
    run=run,
    example="alongside analyse rounding --percents 30.6,2.8 --largest 48",
    reads_table=False,
    keys={
        "denominators": "each n with the counts that give each percentage",
        "fits_largest": "for each percentage whether the largest size fits it",
    },
    limits=("A half may have been rounded up or down: both are let in.",),
)
