"""Arms nobody drew by lot, and scores nobody saw: against R on real data, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import imputing, logistic, weighting
from alongside.evaluation.methods.refusing import Unfit

DATA = Path(__file__).parents[3] / "tests" / "data"
LALONDE = DATA / "evaluation" / "matchit_lalonde.csv"
COMPARED = {
    "outcome": "re78", "arm": "treat", "reference": "0", "covariates": "age,educ,race,married,nodegree,re74,re75",
}  # fmt: skip


def expected(name: str) -> dict[str, Any]:
    """The reference values of one file."""
    return json.loads((DATA / "evaluation" / f"{name}.json").read_text())["values"]  # type: ignore[no-any-return]


def near(found: Any, told: Any, much: float = 1e-6) -> None:
    """Equal within `much`, absolute or relative."""
    assert np.ravel(found) == pytest.approx(np.ravel(told), rel=much, abs=much)


def test_the_whole_comparison_is_that_of_r() -> None:
    """Every value of the reference within its tolerance of 1e-6."""
    e = expected("nonrandom_lalonde")
    told = call("compare", LALONDE, **COMPARED, propensities=True, evalue="1.5,2,0.34").as_json()
    v = told["values"]
    assert v["n"] == e["n"]
    for name, value in e["ps_coef"].items():
        near(v["propensity"]["coef"][name], value)
        near(v["propensity"]["se_glm"][name], e["ps_se"][name])
        near(v["propensity"]["se"][name], e["ps_se"][name], 1e-4)
    near(v["propensity"]["fitted"], e["ps"])
    near(v["naive"], e["naive"])
    near([v["ancova"][k] for k in ("estimate", "se", "se_HC3")], [e["ancova"][k] for k in ("est", "se", "se_HC3")])
    for mine, theirs in (("ATE", "ATE"), ("ATT", "ATT"), ("overlap", "OW"), ("matching", "MW")):
        a, b = v[mine], e[theirs]
        near(
            [a["estimate"], a["se_survey"], a["se"], *a["ess"], a["max_abs_smd"]],
            [b["est"], b["se_svyglm"], b["se_HC0"], *b["ess"], b["max_abs_smd"]],
        )
        near([a["doubly_robust"]["estimate"], a["doubly_robust"]["se_survey"]], [b["dr_est"], b["dr_se"]])
        near(list(a["smd"].values()), list(b["smd"].values()))
    near(list(v["smd_raw"].values()), list(e["smd_raw"].values()))
    near([v["aipw_ate"]["estimate"], v["aipw_ate"]["se"]], [e["aipw_ate"]["est"], e["aipw_ate"]["se"]])
    pairs, m = v["pairs_below"], e["match_nn_largest"]
    near(
        [pairs["n"], pairs["estimate"], pairs["se_cluster"], pairs["mean_distance"]],
        [m["n"], m["est"], m["se_cluster"], m["mean_dist_diff"]],
    )
    near([x["e"] for x in v["evalue"]], e["evalue"]["e"])
    said = " ".join(told["notes"])
    assert "overlap little" in said and "other sign" in said and "what was not measured may still differ" in said


def test_overlap_weights_balance_exactly_and_propensities_are_not_penalised() -> None:
    """Traps 8 and 9: means of covariates agree to 1e-8 with unpenalised propensities, and only with those."""
    v = call("compare", LALONDE, **COMPARED).as_json()["values"]
    assert v["overlap"]["max_abs_smd"] < 1e-8 < v["ATE"]["max_abs_smd"]
    assert v["naive"] < 0 < v["overlap"]["estimate"]
    rng = np.random.default_rng(2)
    x = rng.normal(size=(200, 2))
    t = (rng.random(200) < 1 / (1 + np.exp(-x @ [1, -1]))).astype(float)
    X = np.column_stack([np.ones(200), x])
    fit = logistic.fit(X, t, ["(Intercept)", "a", "b"])
    assert np.abs(X.T @ (t - fit.fitted)).max() < 1e-9  # the likelihood's own equations, without a penalty
    smd = weighting.balance(x, t, weighting.weights(fit.fitted, t, "overlap"))
    assert np.abs(smd).max() < 1e-10
    shrunk = 1 / (1 + np.exp(-(X @ (fit.coef * [1, 0.8, 0.8]))))
    assert np.abs(weighting.balance(x, t, weighting.weights(shrunk, t, "overlap"))).max() > 1e-3


def test_the_nearest_partner_is_the_nearest() -> None:
    """MatchIt 4.5.1 takes the next one below; on the shipped file that is another set of controls."""
    v = call("compare", LALONDE, **COMPARED).as_json()["values"]
    assert v["pairs"]["mean_distance"] < v["pairs_below"]["mean_distance"]
    assert v["pairs"]["estimate"] == pytest.approx(894.367, abs=1e-3)
    e, t = np.array([0.5, 0.49, 0.52, 0.9, 0.1]), np.array([1.0, 0, 0, 1, 0])
    near_by = weighting.nearest(np.arange(5.0), t, e, order="data")
    assert near_by.controls.tolist() == [1, 2]
    below = weighting.nearest(np.arange(5.0), t, e, order="data", pick="below")
    assert below.controls.tolist() == [1, 2]
    with pytest.raises(Unfit, match="two pairs"):
        weighting.nearest(np.arange(5.0), t, e, caliper=0.05, order="data")


def test_pooling_is_rubins_on_given_sets() -> None:
    """Tolerance 1e-8: estimates, variances, Barnard and Rubin's df, fractions, limits, delta, patterns."""
    e = expected("missing_mi")
    v = call("impute", DATA / "evaluation" / "mice_nhanes_completed_m20.csv", set=".imp", row=".id", outcome="chl",
             covariates="age,bmi").as_json()["values"]  # fmt: skip
    told = e["nhanes_pool_m20"]
    for key in ("qbar", "ubar", "b", "t", "df", "riv", "lambda", "fmi", "p"):
        near(list(v[key].values()), told[key], 1e-8)
    near(list(v["ci"].values()), list(zip(told["lo"], told["hi"], strict=True)), 1e-8)
    answer = call("impute", DATA / "evaluation" / "BtheB_completed_m50.csv", set=".imp", row=".id", outcome="bdi.8m",
                  covariates="tr,bdi.pre,drug,len", delta="0,2,4,6,8,10", delta_where="tr=1").as_json()  # fmt: skip
    v, told = answer["values"], e["BtheB_8m_pool_m50"]
    for key in ("qbar", "ubar", "b", "t", "df", "fmi"):
        near(list(v[key].values()), told[key], 1e-8)
    for mine, theirs in zip(v["delta"], e["tipping_delta"], strict=True):
        near([mine["delta"], mine["estimate"], mine["se"]], [theirs["delta"], theirs["est"], theirs["se"]], 1e-8)
    assert v["tipping_point"] == pytest.approx(2.7, abs=0.05) and v["mcse"]["tr"] == pytest.approx(0.21, abs=0.01)
    assert "Monte-Carlo error" in " ".join(answer["notes"])


def test_own_imputer_comes_to_the_same() -> None:
    """Trap 12: within four Monte-Carlo errors and .02 SE of mice's 400 sets; those who stayed say something else."""
    e = expected("missing_mi")
    asked = {
        "outcome": "bdi.8m", "arm": "treatment", "reference": "TAU", "covariates": "bdi.pre,drug,length",
        "also": "bdi.2m,bdi.3m,bdi.5m", "way": "normal", "seed": 7,
    }  # fmt: skip
    wide = DATA / "hsaur3_BtheB_wide.csv"
    v = call("impute", wide, m=400, **asked).as_json()["values"]
    reference = e["BtheB_8m_m400"]
    for mine, error, q, se, mcse in zip(v["qbar"].values(), v["mcse"].values(), reference["qbar"], reference["se"],
                                        reference["mcse_qbar"], strict=True):  # fmt: skip
        assert abs(mine - q) < 4 * np.hypot(mcse, error) + 0.02 * se
    assert v["patterns"] == e["patterns"] and v["pattern_columns"] == ["bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m"]
    assert v["complete_cases"]["n"] == e["BtheB_8m_completecase"]["n"]
    near(list(v["complete_cases"]["coef"].values()), e["BtheB_8m_completecase"]["coef"], 1e-8)
    near(list(v["complete_cases"]["se"].values()), e["BtheB_8m_completecase"]["se"], 1e-8)
    assert v["qbar"]["treatmentBtheB"] > v["complete_cases"]["coef"]["treatmentBtheB"] + 1
    shifted = call("impute", wide, m=5, rounds=2, delta="0,2", delta_where="treatment=BtheB", **asked).as_json()[
        "values"
    ]
    assert shifted["delta_rows"] == 25 and shifted["delta"][1]["estimate"] > shifted["delta"][0]["estimate"]
    near_rows = call("impute", wide, m=5, rounds=3, **(asked | {"way": "pmm"}))
    assert near_rows.as_json() == call("impute", wide, m=5, rounds=3, **(asked | {"way": "pmm"})).as_json()
    data = np.array([[1.0, 2], [2, np.nan], [3, 6], [4, 8], [np.nan, 9], [6, 12], [7, 13], [8, 17]])
    full = imputing.chained(data, ["a", "b"], 30, 5, np.random.default_rng(0), "pmm")
    assert set(full[:, 1, 1]) <= set(data[~np.isnan(data[:, 1]), 1])
    assert np.array_equal(
        full[:, ~np.isnan(data).any(axis=1)], np.repeat(data[None, ~np.isnan(data).any(axis=1)], 30, 0)
    )


def test_what_cannot_be_compared_or_filled_in_is_refused() -> None:
    """Perfect separation, one arm, no variance, three rows, the same twice; nothing missing, nothing seen, gaps
    left."""
    arm, x = ["a"] * 6 + ["b"] * 6, [1, 2, 3, 4, 5, 6, 4, 5, 6, 7, 8, 9]
    y = [3, 4, 4, 6, 5, 7, 6, 6, 8, 9, 9, 12]
    apart = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    base = {"outcome": "y", "arm": "arm", "covariates": "x"}
    gaps = [None, *y[1:]]
    for code, method, table, options in (
        ("separation", "compare", Table.of(y=y, arm=arm, x=apart), base),
        ("not_two_arms", "compare", Table.of(y=y, arm=["a"] * 12, x=x), base),
        ("one_level", "compare", Table.of(y=[None] * 6 + y[6:], arm=arm, x=x), base),
        ("no_variance", "compare", Table.of(y=[4] * 12, arm=arm, x=x), base),
        ("too_few", "compare", Table.of(y=y[4:7], arm=arm[4:7], x=x[4:7]), base),
        ("collinear", "compare", Table.of(y=y, arm=arm, x=x, z=[2 * v for v in x]), base | {"covariates": "x,z"}),
        ("option_needed", "compare", Table.of(y=y, arm=arm), {"outcome": "y", "arm": "arm"}),
        ("ratio", "compare", Table.of(y=y, arm=arm, x=x), base | {"evalue": "-1"}),
        ("nothing_missing", "impute", Table.of(y=y, arm=arm, x=x), base),
        ("all_missing", "impute", Table.of(y=[None] * 12, arm=arm, x=x), base),
            ("group_unseen", "impute", Table.of(y=[None] * 6 + y[6:], arm=arm, x=x), base),
        ("no_variance", "impute", Table.of(y=[None] + [5] * 11, arm=arm, x=x), base),
        ("too_few", "impute", Table.of(y=[None, 1, 2], arm=["a", "a", "b"], x=[1, 2, 3]), base),
        ("arm_missing", "impute", Table.of(y=gaps, arm=[*arm[:11], None], x=x), base),
        ("groups_missing", "impute", Table.of(y=gaps, arm=arm, x=[None, "p", "q", "r"] * 3), base),
        ("not_completed", "impute", Table.of(y=gaps, x=x, s=[1] * 6 + [2] * 6), {"outcome": "y", "covariates": "x", "set": "s"}),
        ("too_few_sets", "impute", Table.of(y=y, x=x, s=[1] * 12), {"outcome": "y", "covariates": "x", "set": "s"}),
        ("sets_differ", "impute", Table.of(y=y, x=x, s=[1] * 5 + [2] * 7), {"outcome": "y", "covariates": "x", "set": "s"}),
    ):  # fmt: skip
        with pytest.raises(Unfit) as refused:
            call(method, table, **options)
        assert refused.value.code == code, (code, refused.value.code, str(refused.value))
        assert len(str(refused.value)) > 15
