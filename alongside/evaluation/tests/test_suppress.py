"""Small cells: against patterns and bounds that were worked out independently, and against trying everything."""

import json
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import suppress as s
from alongside.evaluation.methods.refusing import Unfit

DATA = Path(__file__).parents[3] / "tests" / "data" / "evaluation"
EXPECTED = json.loads((DATA / "suppression.json").read_text())


def asked(counts, **options):
    columns = {f"c{n}": column for n, column in enumerate(np.transpose(counts).tolist())}
    return call("suppress", Table.of(**columns), cells=",".join(columns), **options).as_json()


def intervals(found):
    return {str(tuple(each["cell"])): [each["low"], each["high"]] for each in found}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_reference_value(name):
    """Trap 14 among them: withholding the small cells alone leaves each of them to be worked out."""
    case = EXPECTED[name]
    found = asked(case["table"], threshold=case["threshold"], width=case["width"])
    values = found["values"]
    assert values["primary"] == case["primary"]
    assert intervals(values["naive_intervals"]) == case["naive_intervals"]
    assert ("infeasible" in case) == (values["secondary"] is None)
    if "infeasible" in case:
        assert not values["safe"] and values["published"] is None and values["secondary"] is None
        assert intervals(values["intervals_all"]) == case["intervals_all"]
        assert "join categories" in found["sentence"]
        return
    assert (values["min_secondary_cells"], values["min_secondary_value"]) == (
        case["min_secondary_cells"], case["min_secondary_value"],
    )  # fmt: skip
    assert values["secondary"] == case["one_optimal"] and values["optima_found"] == case["n_optimal"]
    assert intervals(values["intervals"]) == case["intervals"]
    # Withholding only the small cells would give every one of them away.
    assert all(each["low"] == each["high"] for each in values["naive_intervals"])
    assert any("hide nothing" in note for note in found["notes"])
    withheld = ",".join(f"{i}:{j}" for i, j in case["primary"])
    audit = asked(case["table"], threshold=case["threshold"], width=case["width"], withheld=withheld)["values"]
    assert not audit["safe"] and sorted(audit["too_close"]) == sorted(case["primary"])


def test_against_trying_everything():
    """Small tables: no cheaper pattern is safe, and bounds are those of all tables that agree."""
    rng = np.random.default_rng(11)
    tried = 0
    for _ in range(4):
        table = rng.integers(0, 9, (3, 3))
        pattern = s.protect(table, 3, 3)
        if not pattern.secondary:
            continue
        tried += 1
        others = [cell for cell in product(range(3), range(3)) if cell not in pattern.primary]
        best = (len(pattern.secondary), pattern.value)
        for size in range(best[0] + 1):
            for chosen in combinations(others, size):
                if (size, sum(table[cell] for cell in chosen)) < best:
                    left = s.bounds(table, [*pattern.primary, *chosen], pattern.primary)
                    assert any(high - low < 3 for low, high in left.values())
    assert tried >= 2
    table = np.array([[1, 4, 6], [3, 0, 7], [5, 5, 2]])
    # rows leave 5 and 3, columns 4 and 4: with x in the corner the others are 5 − x, 4 − x and x − 1
    found = s.bounds(table, [(0, 0), (0, 1), (1, 0), (1, 1)])
    assert found == {(0, 0): (1, 4), (0, 1): (1, 4), (1, 0): (0, 3), (1, 1): (0, 3)}


def test_people_and_counts_make_the_same_table():
    counts = Table.of(group=["a", "a", "b", "b"], end=["home", "away"] * 2, n=[40, 3, 30, 20])
    people = Table.of(group=["a"] * 43 + ["b"] * 50, end=["home"] * 40 + ["away"] * 3 + ["home"] * 30 + ["away"] * 20)
    one = call("suppress", counts, rows="group", columns="end", count="n").as_json()["values"]
    two = call("suppress", people, rows="group", columns="end").as_json()["values"]
    assert one == two
    assert one["published"]["cells"] == [[None, None], [None, None]] and one["safe"]
    assert asked([[10, 20], [30, 40]])["values"]["published"]["cells"] == [[10, 20], [30, 40]]


@pytest.mark.parametrize(
    ("counts", "options", "code"),
    [
        ([[1, 2]], {}, "no_table"),
        ([[1, -2], [3, 4]], {}, "negative"),
        ([[1, 2.5], [3, 4]], {}, "no_table"),
        ([[1, 2], [3, 4]], {"threshold": 1}, "bad_option"),
        ([[1, 2], [3, 4]], {"withheld": "5:5"}, "bad_option"),
        ([[1, 2], [3, 4]], {"withheld": "first"}, "bad_option"),
    ],
)
def test_what_cannot_be_answered(counts, options, code):
    with pytest.raises(Unfit) as refused:
        asked(counts, **options)
    assert refused.value.code == code
