"""`agreement` and `consistency` against psych and vcd on tables of the literature; what they come to by hand."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.agreement import alpha, icc, kappa, mean_squares
from alongside.evaluation.tests.files import expected, refused, values

ORDER = "Never Fun,Fairly Often,Very Often,Always fun"
WINNIPEG = ",".join(f"{each}.Winnipeg" for each in ("Certain", "Probable", "Possible", "Doubtful"))


def test_six_intraclass_correlations() -> None:
    """Shrout and Fleiss' own table: estimates, F tests and limits of psych within 1e-9 (stated: 1e-6)."""
    found = {row["type"]: row for row in values("agreement", "shrout_fleiss_1979.csv", raters="J1,J2,J3,J4")["icc"]}
    names = {
        "ICC": "icc",
        "F": "f",
        "df1": "df1",
        "df2": "df2",
        "p": "p",
        "lower bound": "lower",
        "upper bound": "upper",
    }
    wanted = expected("agreement")["icc_shrout_fleiss"]
    assert len(wanted) == 6
    for row in wanted:
        for theirs, ours in names.items():
            assert found[row["type"]][ours] == pytest.approx(row[theirs], rel=1e-9, abs=1e-9), (row["type"], theirs)
    assert [round(found[each]["icc"], 2) for each in ("ICC1", "ICC2", "ICC3")] == [0.17, 0.29, 0.71]  # as published


def test_kappas() -> None:
    """Plain, linear and quadratic with the errors of vcd within 1e-9; psych's variances by their own name."""
    wanted = expected("agreement")
    found = {
        "SexualFun": values(
            "agreement", "vcd_SexualFun.csv", kind="kappa", raters="Husband,Wife", frequency="Freq", order=ORDER
        ),
        "MSPatients": values("agreement", "vcd_MSPatients.csv", kind="kappa", counts=WINNIPEG),
    }
    for name, ours in found.items():
        assert np.sort(np.ravel(ours["table"])).tolist() == np.sort(np.ravel(wanted[f"{name}_table"])).tolist()
        for weights in ("linear", "quadratic"):
            for theirs, mine in (("unw", "none"), ("w", weights)):
                value, error = wanted[f"{name}_{weights}"][theirs]
                assert ours["kappa"][mine]["kappa"] == pytest.approx(value, rel=1e-9), (name, weights)
                assert ours["kappa"][mine]["se"] == pytest.approx(error, rel=1e-9), (name, weights)
        psych = wanted[f"{name}_psych"]
        plain = ours["kappa"]["none"]
        assert plain["variance"] == pytest.approx(psych["var_kappa"], rel=1e-9)
        assert [plain["lower"], plain["kappa"], plain["upper"]] == pytest.approx(psych["confid"][0], rel=1e-9)
        quadratic = ours["kappa"]["quadratic"]
        assert quadratic["variance_psych"] == pytest.approx(psych["var_w"], rel=1e-9)
        told = [quadratic["lower_psych"], quadratic["kappa"], quadratic["upper_psych"]]
        assert told == pytest.approx(psych["confid"][1], rel=1e-9)
        assert quadratic["variance"] != pytest.approx(psych["var_w"], rel=0.05)  # theirs and ours are not one


def test_the_order_of_classes_matters_to_weights_alone() -> None:
    """A table from rows and one from counts are the same; another order changes only weighted kappas; two classes: none."""
    right = values(
        "agreement", "vcd_SexualFun.csv", kind="kappa", raters="Husband,Wife", frequency="Freq", order=ORDER
    )["kappa"]
    other = values("agreement", "vcd_SexualFun.csv", kind="kappa", raters="Husband,Wife", frequency="Freq")["kappa"]
    assert (
        other["none"]["kappa"] == pytest.approx(right["none"]["kappa"])
        and other["linear"]["kappa"] != right["linear"]["kappa"]
    )
    two = np.array([[20.0, 5.0], [10.0, 15.0]])
    for weights in ("none", "linear", "quadratic"):
        assert kappa(two, weights)["kappa"] == pytest.approx(0.4)  # (0.7 - 0.5) / (1 - 0.5)
    assert kappa(np.diag([3.0, 4, 5]))["kappa"] == 1 and kappa(np.diag([3.0, 4, 5]))["se"] < 1e-7


def test_alpha_is_the_consistency_of_the_mean_of_all_raters() -> None:
    """Alpha = ICC3k, limits too; by hand for two items; the standard error of measurement is sd √(1 - alpha)."""
    ours = values("consistency", "shrout_fleiss_1979.csv", items="J1,J2,J3,J4")
    same = next(row for row in expected("agreement")["icc_shrout_fleiss"] if row["type"] == "ICC3k")
    assert ours["alpha"] == pytest.approx(same["ICC"], rel=1e-9)
    assert [ours["lower"], ours["upper"]] == pytest.approx([same["lower bound"], same["upper bound"]], rel=1e-9)
    assert ours["se_measurement"] == pytest.approx(ours["sd"] * (1 - ours["alpha"]) ** 0.5)
    rng = np.random.default_rng(3)
    items = rng.normal(size=(60, 1)) + rng.normal(size=(60, 5))
    found = alpha(items)
    covariance = np.cov(items, rowvar=False)
    assert found["alpha"] == pytest.approx(5 / 4 * (1 - np.trace(covariance) / covariance.sum()))
    without = [alpha(np.delete(items, k, 1))["alpha"] for k in range(5)]
    assert found["without"] == pytest.approx(without)
    rest = [np.corrcoef(items[:, k], np.delete(items, k, 1).sum(1))[0, 1] for k in range(5)]
    assert found["item_rest"] == pytest.approx(rest)
    turned = Table.of(**{f"i{k}": (items[:, k] if k else 4 - items[:, k]) for k in range(5)})
    names = ",".join(f"i{k}" for k in range(5))
    told = call("consistency", turned, items=names).as_json()
    assert any("run against the others: i0" in note for note in told["notes"])
    back = call("consistency", turned, items=names, reverse="i0", lowest=0, highest=4).as_json()["values"]
    assert back["alpha"] == pytest.approx(found["alpha"])


def test_data_that_allow_no_answer() -> None:
    table = Table.of(a=[3, 3, 3], b=[3, 3, 3], c=[1, None, None], x=["p", "p", "p"], y=["p", "p", "p"])
    refused("zero_variance", "agreement", table, raters="a,b")
    refused("too_few", "agreement", table, raters="a")
    refused("too_few", "agreement", table, raters="a,c")
    refused("too_few", "agreement", table, raters="x,y", kind="kappa")
    refused("zero_variance", "agreement", table, raters="x,y", kind="kappa", order="p,q")
    refused("no_level", "agreement", table, raters="x,y", kind="kappa", order="q,r")
    refused("bad_option", "agreement", table, raters="a,b,c", kind="kappa")
    refused("not_square", "agreement", table, counts="a,b", kind="kappa")
    refused("option_needed", "agreement", table)
    refused("zero_variance", "consistency", table, items="a,b")
    refused("bad_option", "consistency", table, items="a,b", reverse="c")
    refused("option_needed", "consistency", table, items="a,b", reverse="a")
    gaps = call("agreement", Table.of(a=[1, 2, 3, 5, None], b=[1, 2, 4, 5, 6]), raters="a,b").as_json()
    assert gaps["used"]["used"] == 4 and any("1 rows" in note for note in gaps["notes"])
    # All agree wholly: 1, and no test or limit that would be a number out of nothing.
    whole = {row["type"]: row for row in icc(np.array([[1.0, 1], [2, 2], [4, 4]]))}
    assert all(row["icc"] == 1 for row in whole.values()) and mean_squares(np.array([[1.0, 1], [2, 2]]))["within"] == 0
