"""Blocks and fair shares, effects that depend, and difficulties that come together."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import explaining, linear
from alongside.evaluation.methods.refusing import Unfit

DATA = Path(__file__).parents[3] / "tests" / "data"
BIRTHS = DATA / "evaluation" / "mass_birthwt.csv"


def r2(X: np.ndarray, y: np.ndarray) -> float:
    """By least squares, another way than the code's."""
    A = np.column_stack([np.ones(len(y)), X])
    left = y - A @ np.linalg.lstsq(A, y, rcond=None)[0]
    return float(1 - left @ left / ((y - y.mean()) ** 2).sum())


def values(method: str, file: Any, **options: Any) -> dict[str, Any]:
    """What the command's JSON holds."""
    return call(method, file, **options).as_json()["values"]  # type: ignore[no-any-return]


def test_blocks_in_both_orders_and_fair_shares() -> None:
    """R² by hand; reverse entry ends at the same R²; shares are means over all orders of entry and add up to it."""
    v = values("regression", BIRTHS, outcome="bwt", blocks="age,lwt;smoke;ht,ui", draws=500, seed=4)
    raw = np.genfromtxt(BIRTHS, delimiter=",", names=True, dtype=None, encoding="utf8")
    y, names = raw["bwt"].astype(float), ["age", "lwt", "smoke", "ht", "ui"]
    X = np.column_stack([raw[n] for n in names]).astype(float)
    assert [s["r2"] for s in v["steps"]] == pytest.approx([r2(X[:, :2], y), r2(X[:, :3], y), r2(X, y)], rel=1e-10)
    assert [s["block"] for s in v["reverse"]] == ["ht, ui", "smoke", "age, lwt"]
    assert v["reverse"][0]["r2"] == pytest.approx(r2(X[:, 3:], y), rel=1e-10)
    assert v["reverse"][-1]["r2"] == pytest.approx(v["steps"][-1]["r2"], rel=1e-12)
    last = v["steps"][-1]
    assert last["f"] == pytest.approx((last["change"] / 2) / ((1 - last["r2"]) / 183), rel=1e-10) and last["df2"] == 183
    by_hand = np.zeros(5)
    for order in permutations(range(5)):
        for place, who in enumerate(order):
            by_hand[who] += r2(X[:, order[: place + 1]], y) - (r2(X[:, order[:place]], y) if place else 0)
    assert [s["share"] for s in v["shares"]] == pytest.approx(by_hand / 120, rel=1e-9)
    assert sum(s["share"] for s in v["shares"]) == pytest.approx(v["r2"], rel=1e-12)
    assert all(s["lo"] < s["share"] < s["hi"] for s in v["shares"] if s["share"] > 0.02)
    assert v == values("regression", BIRTHS, outcome="bwt", blocks="age,lwt;smoke;ht,ui", draws=500, seed=4)
    assert v["vif"]["age"] == pytest.approx(1 / (1 - r2(X[:, 1:], X[:, 0])), rel=1e-9)
    again = explaining.resampled(X, y, 3, np.random.default_rng(9))
    counts = np.random.default_rng(9).multinomial(189, np.full(189, 1 / 189), 3)
    rows = np.repeat(np.arange(189), counts[1])
    share = explaining.shares(again[1], [[0], [1], [2], [3], [4]])
    assert share.sum() == pytest.approx(r2(X[rows], y[rows]), rel=1e-10)


def test_where_an_effect_begins() -> None:
    """At each Johnson–Neyman point p is .05 exactly, by a model whose moderator is moved there; slopes likewise."""
    wide = DATA / "hsaur3_BtheB_wide.csv"
    asked = {
        "outcome": "bdi.3m",
        "x": "treatment",
        "references": "treatment=TAU",
        "by": "bdi.pre",
        "covariates": "drug",
    }
    v = values("moderation", wide, **asked)
    table = np.genfromtxt(
        wide, delimiter=",", names=True, dtype=None, encoding="utf8", missing_values="", filling_values=-1
    )
    seen = table["bdi3m"] >= 0
    t, w, y = (
        (table["treatment"][seen] == '"BtheB"').astype(float),
        table["bdipre"][seen] * 1.0,
        table["bdi3m"][seen] * 1.0,
    )
    drug = (table["drug"][seen] == '"Yes"').astype(float)

    def at(point: float) -> dict[str, np.ndarray]:
        X = np.column_stack([np.ones(len(y)), t, w - point, drug, t * (w - point)])
        return linear.fit(X, y, ["i", "t", "w", "d", "tw"]).lines()

    jn = v["johnson_neyman"]
    assert len(jn["roots"]) == 2 and jn["differs"] == "between" and jn["inside"] == [True, False]
    for root in jn["roots"]:
        assert at(root)["p"][1] == pytest.approx(0.05, abs=1e-9)
    for slope in v["simple_slopes"]:
        assert [slope["estimate"], slope["se"]] == pytest.approx(
            [at(slope["at"])[k][1] for k in ("estimate", "se")], rel=1e-9
        )
    assert v["interaction"]["f"] == pytest.approx(v["interaction"]["r2_change"] / ((1 - v["r2"]) / v["df"]), rel=1e-9)
    robust = values("moderation", wide, **asked, errors="HC3", at="10,30")
    assert (
        [s["at"] for s in robust["simple_slopes"]] == [10, 30]
        and robust["se"] != v["se"]
        and robust["coef"] == v["coef"]
    )
    for told, b1, b3, v11, v33 in (
        ("nowhere", 0, 0.1, 1, 1),
        ("between", 9, 0.01, 1, 0.0001),
        ("outside", 0, 5, 1, 1),
    ):
        assert explaining.turning(b1, b3, v11, 0.0, v33, 1.96).where == told


def test_difficulties_that_come_together() -> None:
    """189 births: 255 g less for each further difficulty (SE 45); gaps are counted, scaled up only when asked."""
    asked = {"risks": "smoke,ht,ui,ptl>0,age<20,lwt<110", "outcome": "bwt"}
    v = values("risk", BIRTHS, **asked)
    assert v["linear"]["estimate"] == pytest.approx(-255.18, abs=0.01) and v["linear"]["se"] == pytest.approx(
        44.94, abs=0.01
    )
    assert sum(c["n"] for c in v["counts"]) == 189 and v["linear"]["r2"] < v["factors_apart"]["r2"]
    assert v["factors_apart"]["df1"] == 5 and v["own_mean_each_count"]["df1"] == 4
    alone = values("risk", BIRTHS, risks=asked["risks"])
    assert alone["counts"] == v["counts"] and "linear" not in alone
    gaps = Table.of(a=[1, 0, 1, None, 0, 1, 0, 1], b=[1, 0, 0, 1, 0, 1, 1, 0], y=[1, 5, 3, 2, 6, 2, 4, 3.5])
    assert values("risk", gaps, risks="a,b", outcome="y")["n"] == 7
    half = call("risk", gaps, risks="a,b", outcome="y", least=0.5).as_json()
    assert half["values"]["n"] == 8 and "scaled up" in " ".join(half["notes"]) and half["used"]["missing"]["a"] == 1
    twins = values("risk", Table.of(a=[1, 1, 0, 0, 1, 1, 0, 0], b=[1, 1, 0, 0, 0, 0, 1, 0], y=[1, 2, 5, 6, 3, 3, 4, 6],
                                    w=[1, 1, 2, 2, 3, 3, 4, 5]), risks="a,b", outcome="y", cluster="w")  # fmt: skip
    assert twins["errors_used"] == "CR2" and twins["linear"]["se"] != twins["linear"]["se_classical"]


def test_what_cannot_be_explained_is_refused() -> None:
    """Same columns, no variance, too few rows, words where numbers are needed, three arms, what is not yes or no."""
    y, x, z = [3, 4, 4, 6, 5, 7.0], [1, 2, 3, 4, 5, 6], [1, 0, 1, 1, 0, 0]
    base = {"outcome": "y"}
    for code, method, table, options in (
        ("collinear", "regression", Table.of(y=y, x=x, z=[2 * v for v in x]), base | {"blocks": "x;z"}),
        ("bad_option", "regression", Table.of(y=y, x=x), base | {"blocks": "x;x"}),
        ("no_variance", "regression", Table.of(y=[2] * 6, x=x), base | {"blocks": "x"}),
        ("too_few", "regression", Table.of(y=y[:3], x=x[:3], z=z[:3]), base | {"blocks": "x;z"}),
        ("too_few", "moderation", Table.of(y=y, x=list("abcabc"), w=x), base | {"x": "x", "by": "w"}),
        ("too_few", "moderation", Table.of(y=y[:4], x=x[:4], w=z[:4]), base | {"x": "x", "by": "w"}),
        ("not_yes_no", "risk", Table.of(y=y, x=x, z=z), base | {"risks": "x,z"}),
        ("no_variance", "risk", Table.of(y=y, x=z, z=[1 - v for v in z]), base | {"risks": "x,z"}),
        ("bad_option", "risk", Table.of(y=y, z=z), base | {"risks": "z"}),
        ("bad_option", "risk", Table.of(y=y, x=x, z=z), base | {"risks": "z,x>many"}),
        ("no_rows", "risk", Table.of(y=y, x=[None] * 6, z=z), base | {"risks": "x,z"}),
    ):  # fmt: skip
        with pytest.raises(Unfit) as refused:
            call(method, table, **options)
        assert refused.value.code == code, (code, refused.value.code, str(refused.value))
        assert len(str(refused.value)) > 15
