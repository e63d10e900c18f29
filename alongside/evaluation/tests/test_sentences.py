"""Sentences are about what was asked: not about the strongest covariate, the last one, or the other arm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.evaluation import invented
from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.outcome import Part
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import linear
from alongside.evaluation.templates.reading import TEMPLATES
from alongside.evaluation.templates.running import run
from alongside.evaluation.tests import invented_service
from alongside.evaluation.tests.files import file, refused

BTHEB: dict[str, Any] = {"arm": "treatment", "reference": "TAU"}


def told(id: str, path: Path, roles: dict[str, Any], folder: Path) -> dict[str, dict[str, Any]]:
    ran = run(TEMPLATES[id], path, roles, seed=1, folder=folder)
    return {each["name"].removeprefix(f"{id} "): each for each in ran.told["results"]}


def test_templates_tell_of_what_they_ask(tmp_path: Path) -> None:
    use = told("A-32", file("mass_birthwt.csv"), {"endings": "low", "use": "ftv", "covariates": "age,smoke"}, tmp_path)
    one = use["low by use"]
    assert one["values"]["names"] == ["ftv", "age", "smoke"]
    assert one["sentence"].startswith(
        f"One more of “ftv” goes with {one['values']['odds_ratio'][0]:.2f} times the odds"
    )

    women, children, *_ = invented.write(tmp_path)
    drank = {"before": "severity.T1", "after": "severity.T2", "days-before": "days.T1", "days-after": "days.T2"}
    days = told("A-05", women, {**drank, "arm": "arm", "reference": "standard"}, tmp_path)
    for name in ("days.T2: as counts", "days.T2: as counts, by Poisson's model with robust errors"):
        ratio = days[name]["values"]["ratio"][1]
        assert days[name]["sentence"].startswith("“relationship-focused” instead of “standard” (“arm”) goes with "), (
            name
        )
        assert f"{ratio:.2f} times the rate of “days.T2”" in days[name]["sentence"], name
    alike = tmp_path / "alike.csv"  # days that vary no more than Poisson says: the second call answers all the same
    rng = np.random.default_rng(4)
    rows = [f"{k},{'ab'[k % 2]},{4 + k % 3},{4 + rng.integers(0, 2)},{5 + k % 4},{4 + k % 4}" for k in range(80)]
    alike.write_text("\n".join(["id,arm,d1,d2,s1,s2", *rows]) + "\n")
    roles = {"arm": "arm", "reference": "a", "before": "s1", "after": "s2", "days-before": "d1", "days-after": "d2"}
    by_name = told("A-05", alike, roles, tmp_path)
    assert "refused" in by_name["d2: as counts"], "the negative binomial has nothing to hold"
    assert "“b” instead of “a”" in by_name["d2: as counts, by Poisson's model with robust errors"]["sentence"]

    behaviour = {f"{what}-{when}": f"{what}.{wave}" for what in ("behaviour", "depression")
                 for when, wave in (("before", "T1"), ("after", "T2"))}  # fmt: skip
    roles = {**behaviour, "child": "code", "cluster": "cluster", "covariates": "months.T1,alcohol"}
    both = told("A-18", children, roles, tmp_path)[
        "behaviour and depression at the same wave, a mother’s children together"
    ]
    assert both["sentence"].startswith(f"depression: difference {both['values']['coef']['depression']:.3g} ")

    stretches = {
        "id": "family",
        "begins": "from",
        "ends": "to",
        "quiet": "quiet",
        "changed": "changed",
        "covariates": "age",
    }
    quiet = told("A-34", invented_service.stretches(tmp_path), stretches, tmp_path)[
        "gaps after a change of worker, stretch by stretch"
    ]
    names, ratios = quiet["values"]["cox"]["names"], quiet["values"]["cox"]["hr"]
    assert names[0].startswith("changed") and f"{ratios[0]:.2f} times the hazard" in quiet["sentence"].split(". ")[0]
    home = {"days": "days", "status": "status", "home": "home", "other-ends": "adopted", "tasks": "tasks"}
    tasks = told("A-78", invented_service.system(tmp_path), home, tmp_path)["time until home"]
    assert tasks["sentence"].startswith("One more of “tasks” goes with ") and "Share with the end" in tasks["sentence"]


def test_calls_of_one_template_compare_the_same_way_round(tmp_path: Path) -> None:
    """A-40 with either arm as the reference: the difference, and for whom it is larger, have one sign."""
    roles = {"arm": "treatment", "id": "id", "before": "bdi.pre", "later": "bdi.2m", "severity": "bdi.pre"}
    for reference, other in (("TAU", "BtheB"), ("BtheB", "TAU")):
        found = told("A-40", file("hsaur3_BtheB_wide.csv"), {**roles, "reference": reference}, tmp_path)
        assert f"under {other} is" in found["bdi.2m: arms, allowing for the start"]["sentence"]
        larger = found["bdi.2m: for whom the difference is larger"]
        assert f"the effect of treatment{other} on" in larger["sentence"]
        effect = found["bdi.2m: arms, allowing for the start"]["values"]["arm_effect"][other]["estimate"]
        assert np.sign(larger["values"]["simple_slopes"][1]["estimate"]) == np.sign(effect)
    taking = [o.name for m in ("moderation", "ancova", "mixed", "gee", "paired") for o in call_options(m)]
    assert taking.count("reference") == 5


def call_options(method: str) -> Any:
    from alongside.evaluation.analyse.registry import METHODS

    return METHODS[method].options


def test_whoever_asks_by_about_is_answered_about_that() -> None:
    births = file("mass_birthwt.csv")
    for method, options, start in (
        ("ordinal", {"y": "ftv"}, "One more of “smoke”"),
        ("counts", {"y": "ftv"}, "One more of “smoke”"),
        ("counts", {"y": "ftv", "references": "race=1", "margin": None}, "“2” instead of “1” (“race”)"),
        ("gee", {"outcome": "bwt", "id": "age"}, "smoke: difference"),
        ("retention", {"time": "age", "status": "low"}, "One more of “smoke”"),
    ):  # fmt: skip
        race = "references" in options
        asked = {
            **options,
            "covariates": "lwt,race,smoke" if race else "lwt,smoke",
            "about": "race" if race else "smoke",
        }
        sentence = call(method, births, **asked).outcome.sentence
        assert sentence.startswith(start), (method, sentence)
        refused("bad_option", method, births, **{**asked, "about": "ht"})
        first = call(method, births, **{**asked, "about": None}).outcome.sentence
        assert "lwt" in first and "smoke" not in first, (method, first)
    both = call("counts", births, y="ftv", covariates="lwt,race", references="race=1", about="race").outcome.sentence
    assert "“2” instead of “1”" in both and "“3” instead of “1”" in both
    refused("bad_option", "counts", births, y="ftv", covariates="race", references="race=1", margin=1.2)
    product = call("counts", births, y="ftv", covariates="lwt,smoke", interactions="lwt:smoke").outcome.sentence
    assert product.startswith("One more of “lwt” (where smoke is 0 or its first group) goes with")


def test_every_arm_is_told_and_how_far_apart_they_are_in_standard_deviations() -> None:
    """Hedges' g of the adjusted difference: by the pooled SD within both arms, in values, tables and the sentence."""
    rng = np.random.default_rng(3)
    arm, before = np.repeat(["a", "b", "c"], 30), rng.normal(size=90)
    after = before + rng.normal(size=90) + (arm == "b") - 2 * (arm == "c")
    table = Table.of(id=[f"w{k}" for k in range(90)], arm=arm.tolist(), before=before, after=after)
    for method, options in (("ancova", {"baseline": "before"}), ("mixed", {"baseline": "before", "id": "id"})):
        if method == "mixed":
            twice = {"id": [f"w{k % 90}" for k in range(180)], "arm": arm.tolist() * 2, "wave": [0] * 90 + [1] * 90,
                     "before": np.tile(before, 2), "after": np.concatenate([before + rng.normal(size=90), after])}  # fmt: skip
            table, options = Table.of(**twice), {**options, "time": "wave", "arm-by-time": True}
        found = call(method, table, outcome="after", arm="arm", reference="a", **options).outcome
        each = found.values.get("arm_effect") or {e["arm"]: e for e in found.values["contrasts"] if e["time"] == "1"}
        for other in ("b", "c"):
            by = linear.by_spread(after[arm == other], after[arm == "a"])
            assert by is not None and each[other]["g"] == pytest.approx(each[other]["estimate"] * by, rel=1e-12)
            assert each[other]["g_lo"] == pytest.approx(each[other]["lo"] * by, rel=1e-12)
            assert f"under {other} is" in found.sentence and f"g = {each[other]['g']:.2f})" in found.sentence
        assert any("g" in part.columns for part in found.tables if isinstance(part, Part))
    raw = linear.difference(after[arm == "b"], after[arm == "a"])
    by = linear.by_spread(after[arm == "b"], after[arm == "a"])
    assert by is not None and raw["hedges_g"] == pytest.approx(by * raw["difference"], rel=1e-12)
    assert linear.by_spread(np.ones(3), np.ones(4)) is None and linear.by_spread(np.ones(1), np.arange(4.0)) is None
    three = Table.of(arm=arm.tolist(), before=before, after=after)
    moved = call("paired", three, pre="before", post="after", arm="arm", reference="a").outcome
    for e in moved.values["between"]:
        assert f"The change under {e['arm']} is" in moved.sentence and f"g = {e['g']:.2f})" in moved.sentence
    weighted = call(
        "compare", file("matchit_lalonde.csv"), outcome="re78", arm="treat", covariates="age,educ,re74"
    ).outcome
    assert f"g = {weighted.values['overlap']['g']:.2f})" in weighted.sentence
    same = call("equivalence", file("psych_Tal_Or.csv"), y="pmi", arm="cond", margin=1).outcome
    assert f"g = {same.values['g']:.2f}" in same.sentence
