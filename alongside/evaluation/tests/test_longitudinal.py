"""Repeated scores: adjusted comparison, mixed models and GEE against R on the Beat the Blues trial, and what they
refuse."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import linear, mixed
from alongside.evaluation.methods.refusing import Unfit

DATA = Path(__file__).parents[3] / "tests" / "data"
EXPECTED = json.loads((DATA / "evaluation" / "longitudinal_BtheB.json").read_text())["values"]
LONG = DATA / "evaluation" / "BtheB_long_model.csv"
WIDE = DATA / "hsaur3_BtheB_wide.csv"
MODEL = {"outcome": "bdi", "id": "id", "arm": "treatment", "reference": "TAU"}


def asked(method: str, file: Any, **options: Any) -> dict[str, Any]:
    """The JSON of a call, through the command's own path."""
    return call(method, file, **options).as_json()


def same(found: Any, expected: Any, rel: float, at: float | None = None) -> None:
    """Numbers, lists and mappings by name agree within rel, or `at` where they are near nothing."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            same(found[name.replace("mf", "month")], value, rel, at)
    else:
        assert found == pytest.approx(expected, rel=rel, abs=rel if at is None else at)


def test_ancova_is_that_of_r_with_every_kind_of_error() -> None:
    """Tolerance 1e-8: closed form."""
    for wave in ("2m", "3m", "8m"):
        e = EXPECTED[f"ancova_bdi.{wave}"]
        told = asked("ancova", WIDE, outcome=f"bdi.{wave}", arm="treatment", reference="TAU", baseline="bdi.pre",
                     covariates="drug,length")  # fmt: skip
        v, names = told["values"], e["names"]
        assert v["n"] == e["n"] == told["used"]["used"]
        for key, values in (("coef", v["coef"]), ("se", v["errors"]["classical"]["se"]), ("p", v["errors"]["classical"]["p"]),
                            ("se_HC3", v["errors"]["HC3"]["se"]), ("se_HC2", v["errors"]["HC2"]["se"])):  # fmt: skip
            same([values[n] for n in names], e[key], 1e-8)
        same(v["errors"]["classical"]["ci"]["treatmentBtheB"], e["ci"], 1e-8)
        same(v["r2"], e["r2"], 1e-8)
        for mean, other in zip(v["adjusted_means"], e["adj_means"], strict=True):
            assert mean["level"] == other["treatment"]
            same([mean["mean"], mean["se_classical"]], [other["emmean"], other["SE"]], 1e-8)
        assert v["errors_used"] == "HC3" and "HC3" in " ".join(told["notes"])
    e = EXPECTED["effect_3m"]
    raw = asked("ancova", WIDE, outcome="bdi.3m", arm="treatment", reference="TAU")["values"]["unadjusted"]["BtheB"]
    same(raw, e, 1e-8)


def test_who_left_is_said_where_it_decides() -> None:
    """Trap 12: complete cases say -3.08 at 8 months, every wave together -0.19; both must say who is missing."""
    one = asked(
        "ancova", WIDE, outcome="bdi.8m", arm="treatment", reference="TAU", baseline="bdi.pre", covariates="drug,length"
    )
    all_waves = asked("mixed", LONG, **MODEL, baseline="bdi.pre", covariates="drug,length", time="month",
                      random="unstructured", arm_by_time=True)  # fmt: skip
    assert one["values"]["arm_effect"]["BtheB"]["estimate"] == pytest.approx(-3.08, abs=0.01)
    assert all_waves["values"]["contrasts"][-1]["estimate"] == pytest.approx(-0.19, abs=0.01)
    assert "48 of 100 rows lack something" in " ".join(one["notes"]) and one["used"]["missing"]["bdi.8m"] == 48
    assert "who left counts as like those with the same scores before" in " ".join(all_waves["notes"])


def test_mixed_models_are_those_of_lme4_and_lmertest() -> None:
    """Far inside the tolerance of the reference (1e-3): the profiled likelihood is the same function."""
    base = MODEL | {"baseline": "bdi.pre", "covariates": "drug,length", "time": "month"}
    for key, more in (
        ("lmm_ri_ML", {"estimation": "ml"}),
        ("lmm_ri_REML", {}),
        ("lmm_gxt_REML", {"arm_by_time": True}),
        ("lmm_rs_REML", {"arm_by_time": True, "random": "slope"}),
    ):
        e, v = EXPECTED[key], asked("mixed", LONG, **base, **more)["values"]
        assert (v["n"], v["people"]) == (EXPECTED["n_obs"], EXPECTED["n_id"])
        for mine, theirs in (
            ("coef", "Estimate"),
            ("se", "Std. Error"),
            ("df", "df"),
            ("t", "t value"),
            ("p", "Pr(>|t|)"),
        ):
            same(v[mine], e["fixed"][theirs], 2e-5)
        same(v["residual_variance"], e["var_res"], 1e-5)
        same(np.ravel(v["random"]).tolist(), e.get("vc", [e.get("var_id")]), 1e-4)
        assert v["singular"] is e.get("singular", False), key
        if "logLik" in e:
            same([v["log_likelihood"], v["aic"], v["bic"]], [e["logLik"], e["AIC"], e["BIC"]], 1e-9)
        if "reml_logLik" in e:
            same(v["log_likelihood"], e["reml_logLik"], 1e-9)


def test_persons_of_one_family_are_held_together_as_clubsandwich_does() -> None:
    """sleepstudy, put into eight families of unlike size and cut to unlike lengths: R 4.2.2, lme4 1.1.31, clubSandwich
    0.5.8 (``coef_test(m, "CR2", cluster = family)``); the published adjustment to 1e-6."""
    rows = list(csv.DictReader((DATA / "evaluation" / "lme4_sleepstudy.csv").read_text().splitlines()))
    place = {name: n for n, name in enumerate(sorted({row["Subject"] for row in rows}))}
    kept = [row for row in rows if int(row["Days"]) <= 3 + place[row["Subject"]] % 7]
    table = Table.of(
        y=[float(row["Reaction"]) for row in kept], day=[int(row["Days"]) for row in kept],
        id=[row["Subject"] for row in kept], family=[math.isqrt(3 * place[row["Subject"]]) for row in kept],
        one=[place[row["Subject"]] for row in kept], torn=[n % 9 for n in range(len(kept))],
    )  # fmt: skip
    model = {"outcome": "y", "id": "id", "time": "day"}
    for random, coef, se, df in (
        ("slope", (255.540795317, 7.929213105), (6.405895582, 1.828154319), (4.779570515, 4.466607331)),
        ("intercept", (252.64217625, 9.66438228), (6.217019840, 1.115811884), (4.772072514, 3.654357099)),
    ):
        told = asked("mixed", table, **model, random=random, cluster="family")
        for key, expected in (("coef", coef), ("se", se), ("df", df)):
            assert list(told["values"][key].values()) == pytest.approx(expected, rel=1e-6)
        assert told["values"]["clusters"] == 8
        assert told["sentence"].endswith("Errors count 8 of “family”, not 18 of “id”.")
    # A person a cluster: near what the model itself says of its errors, for the covariance of every wave as well.
    waves = [{**model, "random": "unstructured"}, {**model, "random": "unstructured", "cluster": "one"}]
    few = table.keep(np.array([int(row["Days"]) < 4 for row in kept]))
    alone, held = (asked("mixed", few, **each)["values"] for each in waves)
    assert alone["coef"] == held["coef"] and 0.5 < held["se"]["day3"] / alone["se"]["day3"] < 2
    with pytest.raises(Unfit) as torn:
        asked("mixed", table, **model, cluster="torn")
    assert torn.value.code == "clusters"


def test_a_search_that_stops_early_is_not_believed() -> None:
    """Trap 7: one program stops on this model at -932.771 and says it has converged; the best likelihood is
    -932.1409."""
    v = asked("mixed", LONG, **MODEL, baseline="bdi.pre", covariates="drug,length", time="month", random="slope",
              arm_by_time=True)["values"]  # fmt: skip
    assert v["log_likelihood"] >= -932.14090 and len(v["starts"]) >= 4
    assert v["log_likelihood"] == pytest.approx(max(v["starts"]), abs=1e-9)


def test_every_wave_its_own_variance() -> None:
    """MMRM against nlme (1e-3), at a likelihood not below; each wave's contrast as emmeans."""
    e = EXPECTED["mmrm_gls_un_REML"]
    v = asked("mixed", LONG, **MODEL, baseline="bdi.pre", covariates="drug,length", time="month", random="unstructured",
              arm_by_time=True)["values"]  # fmt: skip
    same(v["coef"], e["coef"], 1e-3)
    same(v["se"], e["se"], 1e-3)
    assert v["log_likelihood"] >= e["reml_logLik"] and v["log_likelihood"] == pytest.approx(e["reml_logLik"], abs=1e-3)
    for mine, theirs in zip(v["contrasts"], e["contrast_by_month"], strict=True):
        assert mine["time"] == theirs["month"]
        same([mine["estimate"], mine["se"]], [theirs["est"], theirs["se"]], 1e-3)
    within = np.array(v["within"])
    assert np.linalg.eigvalsh(within).min() > 0 and np.allclose(within, within.T)


def test_gee_is_that_of_geepack() -> None:
    """Trap 11: programs differ in the working correlation by up to 2.5%; ours is geepack's to 1e-5 and says whose it
    is."""
    for structure in ("independence", "exchangeable", "ar1"):
        e = EXPECTED[f"gee_{structure}"]
        told = asked("gee", LONG, **MODEL, covariates="bdi.pre,month,drug,length", correlation=structure, time="month")
        same(told["values"]["coef"], e["coef"], 2e-5)
        same(told["values"]["robust"]["se"], e["robust_se"], 1e-5)
        assert told["values"]["alpha"] == (e["alpha"] and pytest.approx(e["alpha"], rel=1e-5))
        assert "geepack" in " ".join(told["notes"])
    cut = json.loads((DATA / "evaluation" / "cutoff_BtheB.json").read_text())["values"]
    for structure in ("independence", "exchangeable"):
        e = cut[f"gee_{structure}"]
        v = asked("gee", DATA / "hsaur3_BtheB_long.csv", outcome="bdi", id="id", arm="group", reference="TAU",
                  covariates="time", interactions="group:time", family="binomial", correlation=structure,
                  yes_when=">=14")["values"]  # fmt: skip
        same(list(v["coef"].values()), e["coef"], 1e-4)
        same(list(v["robust"]["se"].values()), e["robust_se"], 1e-4)
        assert v["alpha"] == (e["alpha"] and pytest.approx(e["alpha"], rel=1e-4))
        low, high = v["robust"]["ci"]["time"]
        assert v["ratio"]["time"][1:] == pytest.approx([np.exp(low), np.exp(high)])


def test_rows_of_one_woman_are_not_independent() -> None:
    """Trap 13, and children of one woman: the error between clusters; CR2 with df by hand, CR1 by its formula."""
    children = Table.of(
        woman=[1, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8], arm=[0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
        first=[3, 4, 5, 5, 2, 6, 7, 3, 4, 5, 6, 2], score=[3.5, 4.1, 6, 5.2, 2, 7.1, 6.8, 2, 2.5, 3.9, 4, 1.5],
    )  # fmt: skip
    plain = asked("ancova", children, outcome="score", arm="arm", baseline="first")
    told = asked("ancova", children, outcome="score", arm="arm", baseline="first", cluster="woman")
    assert told["values"]["errors_used"] == "CR2" and "8 clusters" in " ".join(told["notes"])
    assert told["values"]["coef"] == plain["values"]["coef"]
    X = np.column_stack([np.ones(12), children.numbers("arm"), children.numbers("first")])
    y, g = children.numbers("score"), children.numbers("woman")
    M = np.linalg.inv(X.T @ X)
    left = np.eye(12) - X @ M @ X.T
    e = left @ y
    meat, P = np.zeros((3, 3)), []
    for k in np.unique(g):
        rows = np.flatnonzero(g == k)
        values, vectors = np.linalg.eigh(left[np.ix_(rows, rows)])
        A = vectors @ np.diag(values**-0.5) @ vectors.T
        u = X[rows].T @ A @ e[rows]
        meat += np.outer(u, u)
        P.append(left[:, rows] @ A @ X[rows] @ M[:, 1])
    cross = np.array(P) @ np.array(P).T
    cr2 = told["values"]["errors"]["CR2"]
    assert cr2["se"]["arm1"] == pytest.approx(np.sqrt((M @ meat @ M)[1, 1]), rel=1e-10)
    assert cr2["df"]["arm1"] == pytest.approx(np.trace(cross) ** 2 / (cross**2).sum(), rel=1e-10)
    alone = linear.fit(X, y, ["a", "b", "c"], clusters=np.arange(12))
    assert np.allclose(alone.covariance("CR0"), alone.covariance("HC0")) and np.allclose(
        alone.covariance("CR2"), alone.covariance("HC2")
    )
    stream = DATA / "evaluation" / "BtheB_long_model.csv"
    v = asked(
        "gee", stream, **MODEL, covariates="month", correlation="independence", yes_when=">=14", family="binomial"
    )
    assert v["values"]["robust"]["se"]["treatmentBtheB"] > 1.4 * v["values"]["naive_se"]["treatmentBtheB"]


def test_the_mixed_likelihood_is_the_normal_density() -> None:
    """Invariant: −2 log-likelihood by sums within persons equals that of the whole covariance matrix, to 1e-9."""
    rng = np.random.default_rng(5)
    people = np.repeat(np.arange(6), [1, 2, 3, 4, 2, 3])
    X = np.column_stack([np.ones(15), rng.normal(size=15)])
    Z, y = np.column_stack([np.ones(15), np.arange(15.0)]), rng.normal(size=15) + people
    fit = mixed.fit(X, Z, y, people, ["a", "b"], reml=False)
    V = fit.sigma2 * np.eye(15) + (Z @ fit.random @ Z.T) * (people[:, None] == people[None, :])
    e = y - X @ fit.coef
    by_hand = -(np.linalg.slogdet(V)[1] + e @ np.linalg.solve(V, e) + 15 * np.log(2 * np.pi)) / 2
    assert fit.loglik == pytest.approx(by_hand, rel=1e-9)


def test_what_cannot_be_answered_is_refused() -> None:
    """Empty arm, no variance, three rows, columns that say the same, separation, one row each, twice at one time."""
    score, arm = [3.0, 4, 5, 7, 6, 9], ["a", "a", "a", "b", "b", "b"]
    flat = {"outcome": "y", "arm": "arm"}
    for code, method, table, options in (
        ("one_level", "ancova", Table.of(y=[1, 2, 3, None, None], arm=["a", "a", "a", "b", "b"]), flat),
        ("no_variance", "ancova", Table.of(y=[2] * 6, arm=arm), flat),
        ("too_few", "ancova", Table.of(y=[1, 2, 4], arm=["a", "a", "b"], x=[1, 5, 2]), flat | {"covariates": "x"}),
        ("collinear", "ancova", Table.of(y=score, arm=arm, x=[0, 0, 0, 2, 2, 2]), flat | {"covariates": "x"}),
        ("leverage", "ancova", Table.of(y=score, arm=["a"] * 5 + ["b"]), flat),
        ("no_number", "ancova", Table.of(y=score, arm=arm, x=["1", "2", "3", "4", "12a", "6"]), flat | {"covariates": "x"}),
        ("option_needed", "ancova", Table.of(y=score, arm=arm), flat | {"errors": "CR2"}),
        ("separation", "gee", Table.of(y=[0, 0, 0, 1, 1, 1], arm=arm, id=range(6)), flat | {"id": "id", "family": "binomial"}),
        ("family", "gee", Table.of(y=score, arm=arm, id=range(6)), flat | {"id": "id", "family": "binomial"}),
        ("twice", "gee", Table.of(y=score, arm=arm, id=[1, 1, 2, 3, 4, 5], t=[1] * 6),
         flat | {"id": "id", "time": "t", "correlation": "ar1"}),
        ("one_row_each", "mixed", Table.of(y=score, arm=arm, id=range(6)), flat | {"id": "id"}),
        ("option_needed", "mixed", Table.of(y=score, arm=arm, id=range(6)), flat | {"id": "id", "random": "slope"}),
        ("waves_apart", "mixed", Table.of(y=score * 2, arm=arm * 2, id=list(range(6)) * 2, t=[1] * 6 + [2, 3] * 3),
         flat | {"id": "id", "time": "t", "random": "unstructured"}),
        ("bad_option", "ancova", Table.of(y=score, arm=arm), flat | {"covariates": "y"}),
        ("no_residual", "ancova", Table.of(y=[1, 1, 1, 2, 2, 2], arm=arm), flat),
        ("clusters", "ancova", Table.of(y=score, arm=arm, w=arm), flat | {"cluster": "w"}),
        ("clusters", "gee", Table.of(y=[1, 2, 4], arm=["a", "a", "b"], id=[1, 2, 3]), flat | {"id": "id"}),
        ("correlation", "gee", Table.of(y=[1, 9] * 6, arm=arm * 2, id=[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]), flat | {"id": "id"}),
        ("not_settled", "gee", Table.of(y=[1, 2, 1, 0, 0, 0] * 2, arm=arm * 2, id=range(12)), flat | {"id": "id", "family": "poisson"}),
        ("no_residual", "mixed", Table.of(y=[1, 2, 3, 5, 5, 7] * 2, arm=arm * 2, id=list(range(6)) * 2), flat | {"id": "id"}),
        ("not_settled", "mixed", Table.of(y=[1, 2, 3, 5, 5, 7, 2, 3, 4, 6, 6, 8], arm=arm * 2, id=list(range(6)) * 2, t=[1] * 6 + [2] * 6),
         flat | {"id": "id", "time": "t", "random": "unstructured"}),
    ):  # fmt: skip
        with pytest.raises(Unfit) as refused:
            asked(method, table, **options)
        assert refused.value.code == code, (code, refused.value.code, str(refused.value))
        assert len(str(refused.value)) > 15
    gone = asked("mixed", Table.of(y=[1, 2, 2, 4, 5, 5, 3, 6], arm=["a"] * 4 + ["b"] * 4, id=[1, 1, 2, 2, 3, 3, 4, 4], t=[0, 1] * 4),
                 outcome="y", arm="arm", id="id", time="t")  # fmt: skip
    assert gone["values"]["people"] == 4
