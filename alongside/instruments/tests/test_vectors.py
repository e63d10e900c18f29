"""Every worked and boundary example of the design research comes out, and each reversal is protected by one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from alongside.instruments.catalogue import shipped
from alongside.instruments.rules import Definition, read, score
from alongside.instruments.rules.ages import SWYC_WINDOWS, form_for, months_for_norms
from alongside.instruments.rules.change import judge, norm_of
from alongside.instruments.rules.checking import same
from alongside.instruments.rules.many import as_rows, score_many
from tests.databases import ROOT

RESEARCH = json.loads((ROOT / "tests" / "data" / "instrument_vectors.json").read_text())


@cache
def every() -> dict[str, Definition]:
    found = [read(json.loads(file.text())) for file in shipped()]
    return {definition.code: definition for definition in found}


def vectors() -> list[Any]:
    found = []
    for entry in RESEARCH["instruments"]:
        for kind in ("examples", "edge_examples"):
            for n, example in enumerate(entry.get(kind, [])):
                found.append(pytest.param(entry["code"], example, id=f"{entry['code']}-{kind}-{n}"))
    return found


def differences(got: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    return {k: (v, got.get(k, "absent")) for k, v in expected.items() if k not in got or not same(got[k], v)}


@pytest.mark.parametrize(("code", "example"), vectors())
def test_each_example_comes_out(code: str, example: dict) -> None:
    got = score(every()[code], example["responses"]).flat()
    assert differences(got, example["expected"]) == {}
    if "error" in example["expected"]:
        assert got == example["expected"]


def in_numbers() -> list[Any]:
    """Those without words such as NA, which are scored one row at a time."""
    return [p for p in vectors() if not any(isinstance(answer, str) for answer in p.values[1]["responses"].values())]


@pytest.mark.parametrize(("code", "example"), in_numbers())
def test_each_example_comes_out_among_many(code: str, example: dict) -> None:
    definition = every()[code]
    columns = {
        item: np.array([np.nan if answer is None else answer] * 3, dtype=float)
        for item, answer in example["responses"].items()
    }
    for got in as_rows(definition, score_many(definition, columns)):
        assert differences(got, example["expected"]) == {}


def test_there_are_as_many_examples_as_there_were() -> None:
    assert len(vectors()) == 120 and len(in_numbers()) == 118
    assert {entry["code"] for entry in RESEARCH["instruments"]} <= set(every())


def reversals() -> list[Any]:
    return [
        pytest.param(definition.code, scale.code, item, id=f"{definition.code}-{scale.code}-{item}")
        for definition in every().values()
        for scale in definition.scales
        for item in scale.items
        if item in scale.reverse
    ]


def comes_out(definition: Definition, examples: list[Any]) -> bool:
    return all(
        not differences(score(definition, e["responses"], months=e.get("months")).flat(), e["expected"])
        for e in examples
    )


@pytest.mark.parametrize(("code", "scale_code", "item"), reversals())
def test_a_forgotten_reversal_breaks_an_example(code: str, scale_code: str, item: str) -> None:
    """With the examples of the research alone where it has the instrument, else with those of the file."""
    definition = every()[code]
    entry = next((e for e in RESEARCH["instruments"] if e["code"] == code), None)
    examples = [*entry["examples"], *entry["edge_examples"]] if entry else list(definition.examples)
    assert comes_out(definition, examples)
    forgotten = tuple(
        replace(scale, reverse=scale.reverse - {item}) if scale.code == scale_code else scale
        for scale in definition.scales
    )
    assert not comes_out(replace(definition, scales=forgotten), examples)


def test_reversals_are_there() -> None:
    found = {(p.values[0], p.values[1]): 0 for p in reversals()}
    for p in reversals():
        found[p.values[0], p.values[1]] += 1
    wanted = {
        ("CES-D", "total"): 4, ("DAST-10", "total"): 1, ("PRFQ", "certainty"): 1, ("PRFQ", "interest_curiosity"): 1,
        ("RAAS-close", "close"): 3, ("RAAS-close", "depend"): 4, ("RAAS-close", "avoidance"): 5,
        ("ECR-RS-general", "avoidance"): 4, ("PBQ", "total"): 8, ("PBQ", "factor1_general"): 4,
        ("PBQ", "factor2_rejection_anger"): 2, ("PBQ", "factor3_anxiety"): 2, ("CORE-10", "total"): 2,
        ("PSOC-16", "satisfaction"): 9, ("PSOC-16", "total"): 9, ("PARENTAL-STRESS-SCALE", "total"): 8,
        ("M-CHAT-R", "total"): 17,
    }  # fmt: skip
    assert {key: found.get(key) for key in wanted} == wanted


DRUGS = [
    "heroin", "methadone", "other_opiates", "barbiturates", "other_sedatives", "cocaine", "amphetamines", "cannabis",
    "hallucinogens", "more_than_one", "drug_days_troubled",
]  # fmt: skip
ALCOHOL = {
    "days_any": "alcohol_days", "days_intox": "alcohol_days_intoxicated", "days_troubled": "alcohol_days_troubled",
    "troubled": "alcohol_troubled", "important": "alcohol_important", "money": "alcohol_money",
}  # fmt: skip
COMPOSITES = next(e for e in RESEARCH["instruments"] if e["code"] == "ASI-CS")["formula_examples"]


@pytest.mark.parametrize("example", COMPOSITES)
def test_composites_of_the_addiction_severity_index(example: dict) -> None:
    given = example["inputs"]
    if example["composite"] == "drug":
        answers = dict(zip(DRUGS, given["days"], strict=True))
        answers |= {"drug_troubled": given["troubled"], "drug_important": given["important"]}
    else:
        answers = {ALCOHOL[name]: value for name, value in given.items()}
    definition = every()["ASI-CS"]
    assert score(definition, answers).flat()[example["composite"]] == example["expected"]
    columns = {item: np.array([value], dtype=float) for item, value in answers.items()}
    assert next(as_rows(definition, score_many(definition, columns)))[example["composite"]] == example["expected"]


def milestones(total: int) -> dict[str, int]:
    return {str(n): min(2, max(0, total - 2 * (n - 1))) for n in range(1, 11)}


@pytest.mark.parametrize("example", RESEARCH["swyc"]["examples"])
def test_milestones_by_form(example: dict) -> None:
    got = score(every()[f"SWYC-{example['form']}"], milestones(example["score"]), months=example["age_months"]).flat()
    assert (got["total"], got["total.band"]) == (example["score"], example["expected"])


def test_every_threshold_by_month() -> None:
    asked = 0
    for form, months in RESEARCH["swyc"]["needs_review_if_score_at_or_below"].items():
        definition = every()[f"SWYC-{form}"]
        for month, limit in months.items():
            bands = [
                score(definition, milestones(t), months=int(month)).flat()["total.band"] for t in (limit, limit + 1)
            ]
            assert bands == ["needs review", "appears to meet age expectations"], (form, month)
            asked += 1
    assert asked == 55
    assert {form: list(window) for form, window in SWYC_WINDOWS.items()} == RESEARCH["swyc"]["form_windows_months"]


@pytest.mark.parametrize("example", RESEARCH["age"]["examples"])
def test_ages(example: dict) -> None:
    found = months_for_norms(
        date.fromisoformat(example["dob"]), date.fromisoformat(example["on"]), example["weeks_early"]
    )
    assert found.months == example["completed_months"]
    assert found.chronological == example.get("chronological_months", found.chronological)
    assert form_for(SWYC_WINDOWS, found.months) == example["form"]


@pytest.mark.parametrize("example", RESEARCH["reliable_change"]["examples"])
def test_reliable_change(example: dict) -> None:
    got = judge(example["pre"], example["post"], norm_of(every()[example["code"]], "total")).flat()
    assert differences(got, example["expected"]) == {}
    assert got["r"] == 0.84 and "test-retest" in got["r_type"] and got["SD"] == 6.1 and got["source"]
