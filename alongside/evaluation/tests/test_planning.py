"""Equivalence and power against R (t.test, power.t.test, power.prop.test) and statsmodels."""

from pathlib import Path

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import equivalence as e
from alongside.evaluation.methods import power as p
from alongside.evaluation.methods.refusing import Unfit

FILE = Path(__file__).parents[3] / "tests" / "data" / "evaluation" / "psych_Tal_Or.csv"
# R 4.2.2: t.test(pmi of cond 1, pmi of cond 0, mu = ±1), t.test(pmi, import, paired), power.prop.test, power.t.test (strict)
R = {
    "p_lower": 2.725030309e-09, "p_upper": 0.01386988018, "interval": [0.08705826275, 0.86599213513],
    "paired": 0.9903920827, "power_prop": 0.7401671935, "power_t": 0.6934041966,
}  # fmt: skip


def test_means_shares_and_pairs_against_a_margin():
    from statsmodels.stats.weightstats import ttost_ind

    values = call("equivalence", FILE, y="pmi", arm="cond", margin=1).as_json()["values"]
    assert values["p_lower"] == pytest.approx(R["p_lower"], rel=1e-8)
    assert values["p_upper"] == values["p"] == pytest.approx(R["p_upper"], rel=1e-8)
    assert [values["low"], values["high"]] == pytest.approx(R["interval"], rel=1e-8)
    assert values["equivalent"] and values["conclusion"] == "a difference, but smaller than what matters"
    assert values["low"] > -1 and values["high"] < 1
    rng = np.random.default_rng(4)
    one, two = rng.normal(0, 1, 40), rng.normal(0.1, 2, 30)
    for pooled, kind in ((True, "pooled"), (False, "unequal")):
        mine, theirs = e.means(one, two, -0.8, 0.9, pooled=pooled), ttost_ind(one, two, -0.8, 0.9, usevar=kind)
        assert [mine.p, mine.p_lower, mine.p_upper] == pytest.approx([theirs[0], theirs[1][1], theirs[2][1]], rel=1e-9)
    pairs = call("equivalence", FILE, y="pmi", before="import", margin=1).as_json()["values"]
    assert pairs["p_upper"] == pytest.approx(R["paired"], rel=1e-8)
    # the interval lies inside the margins exactly when both tests reject
    for k in range(8, 23):
        found = e.proportions(k, 30, 15, 30, -0.25, 0.25)
        assert found.equivalent == (found.low > -0.25 and found.high < 0.25)
    assert e.proportions(15, 30, 15, 30, -0.25, 0.25).conclusion == "no difference that matters"
    assert e.proportions(2, 9, 3, 9, -0.1, 0.1).conclusion == "cannot be told: too little data"


def test_sizes_and_power():
    needed = call("power", d=0.5).as_json()["values"]["needed"]
    assert needed["n1"] == 64  # power.t.test: 63.77
    assert call("power", p1=0.5, p2=0.75, power=0.9).as_json()["values"]["needed"]["n1"] == 77  # power.prop.test: 76.7
    assert p.power_proportions(0.5, 0.75, 50) == pytest.approx(R["power_prop"], rel=1e-6)
    assert p.power_means(0.8, 20) == pytest.approx(R["power_t"], rel=1e-6)
    from statsmodels.stats.power import TTestIndPower

    assert p.power_means(0.4, 30, 1.5) == pytest.approx(TTestIndPower().power(0.4, 30, 0.05, 1.5), rel=1e-9)
    found = call("power", d=0.5, cluster_size=8, icc=0.05, cv=0.4, leaving=0.2, n=100).as_json()
    values = found["values"]
    assert values["design_effect"] == pytest.approx(1 + (8 * 1.16 - 1) * 0.05)
    real = values["with_n"]["counts_as"]
    assert real == pytest.approx(100 * 0.8 / values["design_effect"])
    assert p.power_means(values["with_n"]["least_difference"], real) == pytest.approx(0.8)
    assert p.power_means(0.5, values["needed"]["n1"] / values["design_effect"]) >= 0.8
    assert p.power_means(0.5, (values["needed"]["n1"] - 1) / values["design_effect"]) < 0.8
    assert (
        values["needed"]["asked_to_begin_n1"] >= values["needed"]["n1"] / 0.8 and "people are" not in found["sentence"]
    )


def test_power_is_what_a_simulation_says():
    rng = np.random.default_rng(12)
    one, two = rng.normal(0, 1, (20_000, 20)), rng.normal(0.8, 1, (20_000, 20))
    se = np.sqrt((one.var(axis=1, ddof=1) + two.var(axis=1, ddof=1)) / 20)
    found = (np.abs(one.mean(axis=1) - two.mean(axis=1)) / se > 2.0243942).mean()
    assert p.power_means(0.8, 20) == pytest.approx(found, abs=0.015)


@pytest.mark.parametrize(
    ("method", "options", "code"),
    [
        ("power", {}, "bad_option"),
        ("power", {"d": 0}, "bad_option"),
        ("power", {"d": 0.5, "p1": 0.1, "p2": 0.2}, "bad_option"),
        ("power", {"p1": 0.2, "p2": 0.2}, "bad_option"),
        ("power", {"d": 0.5, "icc": 1.0}, "bad_option"),
        ("power", {"d": 1e-9}, "too_small"),
        ("equivalence", {"y": "flat", "arm": "arm", "margin": 1}, "no_variance"),
        ("equivalence", {"y": "y", "arm": "one", "margin": 1}, "not_two_arms"),
        ("equivalence", {"y": "y", "arm": "arm", "margin": 1, "shares": True}, "codes"),
        ("equivalence", {"y": "y", "margin": 1}, "bad_option"),
        ("equivalence", {"y": "y", "arm": "arm", "margin": 0}, "bad_option"),
        ("equivalence", {"y": "y", "arm": "arm", "margin": 1, "id": "one"}, "id_twice"),
    ],
)
def test_what_cannot_be_answered(method, options, code):
    table = Table.of(y=[1.0, 2, 3, 5], flat=[2] * 4, arm=["a", "a", "b", "b"], one=["a"] * 4)
    with pytest.raises(Unfit) as refused:
        call(method, table if method == "equivalence" else None, **options)
    assert refused.value.code == code
