"""Many rows at once give what one row at a time gives, for every definition and whatever is answered."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.instruments.catalogue import shipped
from alongside.instruments.rules import Definition, read, score
from alongside.instruments.rules.many import BLOCK, as_rows, score_many

ODD = [-1, 0, 1, 2.5, 99, 300, 1e9, math.inf]


def scale(code: str, method: str, missing: str = "none", most: int = 0, **more: Any) -> dict[str, Any]:
    """A scale of all six items."""
    rule = {"method": missing, "max_missing": most, "basis": "made up"}
    return {"code": code, "items": list("123456"), "method": method, "missing": rule, **more}


def everything(gate: bool) -> dict[str, Any]:
    """A made-up instrument with every kind of scale there is, so that none is proved only where one is shipped."""
    turned = {"reverse": ["2", "5"], "reverse_base": 6}
    scoring: dict[str, Any] = {
        "code": f"EVERYTHING{'-GATED' * gate}", "version": "1", "title": "Made up", "licence": {"class": "own"},
        "options": [[n, str(n)] for n in range(1, 6)], "items": [{"id": n} for n in "123456"],
        "extra_items": [{"id": "own", "number": {"min": 0, "max": 40, "step": 0.5}}],
        "skip_rules": [{"when": {"sum": ["1", "2"], "op": "<=", "value": 4}, "skips": ["4", "5"], "implies": 3}],
        "validators": [{"rule": "r", "item": "6", "require": {"item": "6", "op": "!=", "other_sum": ["1", "2"]}}],
        "scales": [
            scale("mean", "mean", "available", 3, **turned, bands_lt=[[2, "low"], [4, "middle"], [5.1, "high"]]),
            scale("times", "sum", "prorate_sum", 4, **turned, multiply=2.5, bands=[[15, 40, "a"], [41, 75, "b"]]),
            scale("most", "max"), scale("most_there", "max", "available", 5, **turned),
            scale("places", "position_map", "prorate_sum", 2, map_default=[0, 0, 1, 1, 2],
                  map_items={"3": [3, 2, 1, 1, 0]}),
            scale("liked", "percent_positive", "available", 4, positive_low=["1", "3", "5"],
                  positive_high=["2", "4", "6"]),
            scale("least", "sum", "lower_bound", **turned, cutoffs=[{"op": "<", "value": 20, "label": "x"}],
                  bands=[[6, 14, "few"], [15, 30, "many"]]),
            scale("skipped", "sum", "skip_rule_zero", **turned), scale("nought", "sum", "zero", 6),
            scale("counted", "sum", "prorate_sum", 3, entered="own", cutoffs=[{"op": "=", "value": 12, "label": "x"}]),
            scale("weighed", "weighted", decimals=4, terms=[
                {"items": ["1", "2", "3"], "divide": 7},
                {"items": ["4", "5", "6"], "transform": "ln", "multiply": 0.3}]),
        ],
        "algorithms": [{"code": "pattern", "rule": "r", "otherwise": 0, "results": [
            {"value": "a", "when": {"not": {"any": [{"scale": "mean", "op": "<=", "value": 3},
                                                   {"item": "1", "op": ">", "other": "6"}]}}},
            {"value": "b", "when": {"all": [{"count": {"items": ["1", "2", "3"], "op": ">=", "value": 3,
                                                      "except": {"3": {"op": "=", "value": 1}}}, "op": "=", "value": 2},
                                            {"scale": "times", "op": "!=", "value": 45}]}},
        ]}],
        "critical": [{"item": "6", "op": "=", "value": 5, "label": "x"}],
    }  # fmt: skip
    if gate:
        scoring["gate"] = {"id": "0", "text": "x", "options": [[0, "No"], [1, "Yes"]], "stops": [0], "implies": 1}
        gated = ("mean", "times", "least", "skipped", "counted")
        scoring["scales"] = [one for one in scoring["scales"] if one["code"] in gated]
        scoring["algorithms"] = []
    return {"scoring": scoring}


@cache
def every() -> dict[str, Definition]:
    documents = [json.loads(file.text()) for file in shipped()]
    found = [read(document) for document in (*documents, everything(False), everything(True))]
    return {definition.code: definition for definition in found}


def one_answer(item: Any, odd: bool) -> st.SearchStrategy:
    """An answer that may be given; at times none; ``odd``: at times one that may not."""
    if item.number:
        steps = round((item.number.high - item.number.low) / item.number.step)
        numbers = st.integers(0, min(steps, 10_000))
        likely = numbers.map(lambda n: round(item.number.low + n * item.number.step, 6))
    else:
        likely = st.sampled_from(item.values or (0,))
    return st.one_of(likely, likely, likely, st.none(), *([st.sampled_from(ODD)] if odd else []))


@st.composite
def rows_of(draw: Any, definition: Definition) -> list[dict[str, Any]]:
    """A few rows: whole, with gaps, or with answers that cannot be."""
    items, rows = definition.every_item, []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["whole", "gaps", "few gaps", "odd"]))
        row = {name: draw(one_answer(item, kind == "odd")) for name, item in items.items()}
        if kind in ("whole", "few gaps"):
            gaps = draw(st.integers(0, 2)) if kind == "few gaps" else 0
            for n, (name, item) in enumerate(items.items()):
                if row[name] is None and n >= gaps and not item.mode:
                    row[name] = item.number.low if item.number else (item.values or (None,))[0]
        rows.append(row)
    return rows


def columns_of(definition: Definition, rows: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    return {
        name: np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=float)
        for name in definition.every_item
    }


def kinds(row: dict[str, Any]) -> dict[str, Any]:
    """Values with their types: 4 is not 4.0, and true is not 1."""
    return {key: (type(value).__name__, value) for key, value in row.items()}


@pytest.mark.parametrize("code", sorted(every()))
def test_the_twin_gives_the_same(code: str) -> None:
    definition = every()[code]

    tries = 300 if code.startswith("EVERYTHING") else 25

    quiet = list(HealthCheck)

    @settings(max_examples=tries, deadline=None, derandomize=True, suppress_health_check=quiet, database=None)
    @given(rows_of(definition), st.one_of(st.none(), st.integers(0, 66)))
    def compared(rows: list[dict[str, Any]], months: int | None) -> None:
        ages = np.full(len(rows), np.nan if months is None else months)
        together = list(as_rows(definition, score_many(definition, columns_of(definition, rows), months=ages)))
        alone = [score(definition, row, months=months).flat() for row in rows]
        assert [kinds(row) for row in together] == [kinds(row) for row in alone]

    compared()


def test_blocks_meet_without_a_seam() -> None:
    """More rows than one block holds, with gaps and one impossible answer on each side of the seam."""
    definition, rng = every()["CES-D"], np.random.default_rng(7)
    count = BLOCK * 2 + 11
    columns = {name: rng.integers(0, 4, count).astype(float) for name in definition.every_item}
    for column in columns.values():
        column[rng.random(count) < 0.05] = np.nan
    columns["7"][[BLOCK - 1, BLOCK, count - 1]] = 9
    found = list(as_rows(definition, score_many(definition, columns)))
    for row in [0, BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, count - 1, *rng.integers(0, count, 200).tolist()]:
        answers = {name: None if math.isnan(column[row]) else column[row] for name, column in columns.items()}
        assert found[row] == score(definition, answers).flat()
    assert found[BLOCK]["error"] == "invalid value 9 for item 7"


def test_whole_numbers_may_come_as_any_kind_of_number() -> None:
    definition = every()["PHQ-9"]
    for kind in (np.int8, np.int64, np.uint8, np.float32):
        columns = {str(n): np.array([1, 3, 0], dtype=kind) for n in range(1, 10)}
        assert score_many(definition, columns)["total"].tolist() == [9, 27, 0]


def test_items_without_a_column_are_missing() -> None:
    definition = every()["GAD-7"]
    columns = {str(n): np.array([2.0]) for n in range(1, 6)}
    assert next(as_rows(definition, score_many(definition, columns)))["total"] == 14
    found = score_many(definition, {"1": np.array([2.0])})
    assert np.isnan(found["total"][0]) and found["total.n_missing"][0] == 6


def test_no_rows_give_no_rows() -> None:
    definition = every()["GAD-7"]
    assert list(as_rows(definition, score_many(definition, {"1": np.array([])}))) == []
    assert list(as_rows(definition, score_many(definition, {}))) == []


def test_unknown_and_unequal_columns_are_refused() -> None:
    with pytest.raises(KeyError):
        score_many(every()["GAD-7"], {"8": np.array([1.0])})
    with pytest.raises(ValueError, match="unequal"):
        score_many(every()["GAD-7"], {"1": np.array([1.0]), "2": np.array([1.0, 2.0])})
