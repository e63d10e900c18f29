"""Costs against effects: against BCEA (its example of a vaccine), by hand for several arms, and from people."""

import json
from pathlib import Path

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import cost as c
from alongside.evaluation.methods.refusing import Unfit

DATA = Path(__file__).parents[3] / "tests" / "data" / "evaluation"
EXPECTED = json.loads((DATA / "cea_bcea.json").read_text())["values"]["vaccine"]


def test_every_reference_value():
    thresholds = ",".join(map(str, EXPECTED["k"]))
    found = call("cost", DATA / "bcea_Vaccine.csv", costs="cost0,cost1", effects="eff0,eff1", k=thresholds).as_json()
    values, pair = found["values"], found["values"]["comparisons"]["1 - 0"]
    for theirs in (EXPECTED, EXPECTED["bcea"]):
        assert pair["icer"] == pytest.approx(theirs["icer"], abs=1e-9)
        assert pair["ceac"] == pytest.approx(theirs["ceac"], abs=1e-9)
        assert pair["eib"] == pytest.approx(theirs["eib"], abs=1e-9)
    assert values["evpi"] == pytest.approx(EXPECTED["evpi"], abs=1e-9)
    assert values["evpi"] == pytest.approx(EXPECTED["bcea"]["evi"], abs=1e-9)
    assert values["kstar"] == [EXPECTED["bcea"]["kstar"]]
    for key in ("mean_de", "mean_dc", "sd_de", "sd_dc", "cor"):
        assert pair[key] == pytest.approx(EXPECTED[key], abs=1e-9)
    assert pair["quadrants"] == pytest.approx(EXPECTED["quadrants"], abs=1e-9)
    other = values["comparisons"]["0 - 1"]
    assert other["eib"] == pytest.approx([-value for value in EXPECTED["eib"]], abs=1e-9)
    assert "probability of 2%" in found["sentence"] or "at 0 of 2%" in found["sentence"]


def test_several_arms():
    """Four arms whose place is known: one costs more for less, one is not worth its step, two are on the frontier."""
    rng = np.random.default_rng(2)
    mean_cost, mean_effect = np.array([100.0, 300.0, 500.0, 600.0]), np.array([1.0, 0.9, 1.5, 3.0])
    costs, effects = rng.normal(mean_cost, 5, (4_000, 4)), rng.normal(mean_effect, 0.02, (4_000, 4))
    steps = {step.arm: step.standing for step in c.frontier(costs, effects)}
    assert steps == {0: "on the frontier", 1: "dominated", 2: "extendedly dominated", 3: "on the frontier"}
    k = np.array([0.0, 240.0, 260.0, 1_000.0])
    decision = c.decide(costs, effects, k)
    assert decision.p_best.sum(axis=0) == pytest.approx([1, 1, 1, 1])
    assert decision.best.tolist() == [0, 0, 3, 3]
    net = k[:, None, None] * effects - costs
    assert decision.evpi == pytest.approx(net.max(axis=2).mean(axis=1) - net.mean(axis=1).max(axis=1), abs=1e-9)
    assert (decision.highest >= decision.frontier).all()


def test_people():
    """The bootstrap of people gives the standard errors that hold, and cost and effect stay together."""
    rng = np.random.default_rng(9)
    n = 120
    arm = np.repeat(["usual care", "with us"], n)
    gain = rng.normal(0, 1, 2 * n) + (arm == "with us") * 0.6
    spent = 1_000 + 300 * gain + rng.normal(0, 200, 2 * n) + (arm == "with us") * 150
    table = Table.of(arm=list(arm), cost=list(spent), gain=list(gain), who=list(range(2 * n)))
    options = {"arm": "arm", "cost": "cost", "effect": "gain", "id": "who", "k": "0,500,5000"}
    found = call("cost", table, seed=4, draws=40_000, **options).as_json()
    drawn, seen = (
        found["values"]["comparisons"]["with us - usual care"],
        found["values"]["observed"]["with us - usual care"],
    )
    assert drawn["mean_dc"] == pytest.approx(seen["dc"], abs=4 * seen["se_dc"] / 200)
    # resampling n people divides by n where the sample's variance divides by n − 1
    assert drawn["sd_dc"] / seen["se_dc"] == pytest.approx(np.sqrt(1 - 1 / n), rel=0.02)
    assert drawn["cor"] == pytest.approx(seen["cor"], abs=0.03)
    low, high = seen["icer_fieller"]
    assert low < seen["icer"] < high
    # at the limits the net benefit is 1.96 standard errors from 0
    for k in (low, high):
        se = np.sqrt(
            k**2 * seen["se_de"] ** 2 + seen["se_dc"] ** 2 - 2 * k * seen["cor"] * seen["se_de"] * seen["se_dc"]
        )
        assert abs(k * seen["de"] - seen["dc"]) / se == pytest.approx(1.959964, rel=1e-5)
    assert call("cost", table, seed=4, draws=40_000, **options).as_json() == found
    # Every person twice, copies held together: nothing more is known than from each once.
    again = Table.of(arm=[*arm, *arm], cost=[*spent, *spent], gain=[*gain, *gain], who=[*range(2 * n), *range(2 * n)])
    together = {**options, "id": None, "cluster": "who"}
    doubled = call("cost", again, seed=4, draws=40_000, **together).as_json()["values"]["observed"][
        "with us - usual care"
    ]
    assert doubled["se_dc"] / seen["se_dc"] == pytest.approx(np.sqrt(1 - 1 / n), rel=0.02)
    with pytest.raises(Unfit, match="stands in line"):
        call("cost", Table.of(arm=list(arm), cost=list(spent), gain=list(gain), who=[1] * (2 * n)), **options)


@pytest.mark.parametrize(
    ("columns", "options", "code"),
    [
        ({"a": [1.0] * 12, "b": [2.0] * 12}, {"costs": "a", "effects": "b"}, "arms"),
        ({"a": [1.0] * 12, "b": [1.0] * 12}, {"costs": "a,b", "effects": "b,a"}, "no_variance"),
        ({"a": [1.0, 2, 3], "b": [2.0, 3, 1]}, {"costs": "a,b", "effects": "b,a"}, "too_few"),
        ({"g": ["x"] * 9 + ["y"], "a": range(10), "b": range(10)}, {"arm": "g", "cost": "a", "effect": "b"}, "arms"),
        ({"g": ["x"] * 10, "a": range(10), "b": range(10)}, {"arm": "g", "cost": "a", "effect": "b"}, "arms"),
    ],
)
def test_what_cannot_be_answered(columns, options, code):
    with pytest.raises(Unfit) as refused:
        call("cost", Table.of(**columns), **options)
    assert refused.value.code == code


def test_a_ratio_is_not_told_without_its_quadrant():
    rng = np.random.default_rng(1)
    columns = {
        "c0": rng.normal(10, 1, 50),
        "c1": rng.normal(20, 1, 50),
        "e0": rng.normal(2, 0.1, 50),
        "e1": rng.normal(1, 0.1, 50),
    }
    notes = call("cost", Table.of(**columns), costs="c0,c1", effects="e0,e1").as_json()["notes"]
    assert any("less effect for more cost" in note for note in notes)
