"""Counts and ordered endings: against R's glm, MASS::glm.nb and MASS::polr (189 births), and what they promise."""

from pathlib import Path

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import counts as c
from alongside.evaluation.methods import ordinal as o
from alongside.evaluation.methods.refusing import Unfit

FILE = Path(__file__).parents[3] / "tests" / "data" / "evaluation" / "mass_birthwt.csv"


def births(**more):
    table = read_table(FILE)
    columns = {name: table.labels(name) for name in ("ftv", "age", "smoke", "lwt", "id")}
    columns["group"] = [f"group {race}" for race in table.labels("race")]
    return Table(columns | more)


def test_rates_against_r():
    """glm(ftv ~ age + smoke + factor(race), poisson), glm.nb of the same, glm.nb(ftv ~ age + smoke + offset(log(lwt)))."""
    options = {"y": "ftv", "covariates": "age,smoke,group"}
    values = call("counts", births(), **options).as_json()["values"]
    assert values["names"] == ["(Intercept)", "age", "smoke", "group=group 2", "group=group 3"]
    assert values["coef"] == pytest.approx(
        [-1.21624566041, 0.04590093173, -0.11470678824, 0.03364524476, -0.23383078677], rel=1e-8
    )
    assert values["se"] == pytest.approx(
        [0.41138050152, 0.01449055657, 0.17757467035, 0.24888140786, 0.19887326985], rel=1e-4
    )
    assert values["loglik"] == pytest.approx(-230.6404724, rel=1e-9)
    negative = call("counts", births(), family="negative-binomial", **options).as_json()["values"]
    assert negative["coef"] == pytest.approx(
        [-1.28382644722, 0.04883835431, -0.13082787766, 0.07308054456, -0.24107984423], rel=1e-5
    )
    assert negative["se"][1] == pytest.approx(0.01757419573, rel=1e-5)
    assert [negative["theta"], negative["se_theta"]] == pytest.approx([2.236949116, 1.032823527], rel=1e-5)
    assert negative["loglik"] == pytest.approx(-226.51760457, rel=1e-8)
    # numbers that are groups, and another group to compare with
    other = call("counts", FILE, y="ftv", covariates="age,smoke,race", references="race=2").as_json()["values"]
    assert other["names"][3:] == ["race=1", "race=3"]
    assert other["coef"][3] == pytest.approx(-values["coef"][3]) and other["loglik"] == pytest.approx(values["loglik"])
    with pytest.raises(Unfit, match="covariate=level"):
        call("counts", FILE, y="ftv", covariates="age", references="race=2")
    timed = call("counts", births(), y="ftv", covariates="age,smoke", time="lwt", family="negative-binomial")
    assert timed.outcome.values["coef"] == pytest.approx([-6.10908910039, 0.04337496069, -0.07032391067], rel=1e-8)
    assert timed.outcome.values["theta"] == pytest.approx(2.208780357, rel=1e-6)


def test_rows_together_and_what_is_said():
    one = births()
    twice = Table({name: [*one.labels(name)] * 2 for name in one.names})
    single = call("counts", one, y="ftv", covariates="age", robust=True).outcome.values
    both = call("counts", twice, y="ftv", covariates="age", cluster="id").as_json()
    assert both["values"]["coef"] == pytest.approx(single["coef"].tolist(), rel=1e-9)
    factor = np.sqrt(one.rows / (one.rows - 1))  # of clusters, as sandwich has it; without clusters HC0 has none
    assert both["values"]["se"] == pytest.approx((factor * single["se"]).tolist(), rel=1e-9)
    assert any("held" in note or "hold" in note for note in both["notes"])
    poisson = call("counts", births(), y="ftv", covariates="age").as_json()
    assert any("name --time" in note for note in poisson["notes"])
    rng = np.random.default_rng(6)
    wild = Table.of(n=rng.negative_binomial(0.4, 0.1, 300), x=rng.normal(size=300))
    assert any("vary" in note for note in call("counts", wild, y="n", covariates="x").as_json()["notes"])


def test_time_before_a_group_begins_is_not_the_groups():
    """Nobody's rate changes here, and who stays long comes more seldom and joins more often. Taken as exposed from the
    start, joining seems to keep people away; split where each joins, it does not."""
    rng = np.random.default_rng(21)
    n = 3_000
    time, since = rng.uniform(1, 24, n), rng.uniform(0.5, 20, n)
    rate = 2 * np.exp(-time / 24)  # who stays long comes more seldom
    joins = since < time
    before = rng.poisson(rate * np.where(joins, since, time))
    total = before + rng.poisson(rate * np.where(joins, time - since, 0))
    columns = {"n": total, "months": time, "ever": joins.astype(int), "early": np.where(joins, before, 0)}
    columns["joined"] = [value if yes else None for value, yes in zip(since.tolist(), joins, strict=True)]
    table = Table.of(**columns)
    naive = call("counts", table, y="n", time="months", covariates="ever").outcome.values
    split = call("counts", table, y="n", time="months", exposed_from="joined", before="early", covariates="ever")
    values = split.as_json()["values"]
    assert naive["high"][-1] < 0.9  # wrong: "joining makes women come less"
    assert values["low"][-1] < 1 < values["high"][-1] and values["names"][-1] == "exposed"
    assert values["time"] == pytest.approx(time.sum()) and values["events"] == total.sum()
    assert any("counted as unexposed" in note for note in split.as_json()["notes"])
    with pytest.raises(Unfit, match="came before must be known"):
        call("counts", table, y="n", time="months", exposed_from="joined")
    rows = c.split_at(*(np.array(v, float) for v in ([5, 4, 3], [2, 0, 0], [10, 8, 6], [4, np.nan, 0])))
    assert [each.tolist() for each in rows] == [[2, 4, 3, 3], [4, 8, 6, 6], [0, 0, 1, 1], [0, 1, 0, 2]]


def test_ordered_endings_against_r():
    """polr(factor(pmin(ftv, 2)) ~ age + smoke + lwt)."""
    some = ["some" if int(n) == 1 else "none" if n == "0" else "more" for n in births().labels("ftv")]
    options = {"y": "visits", "covariates": "age,smoke,lwt"}
    found = call("ordinal", births(visits=some), order="none,some,more", **options).as_json()
    values = found["values"]
    assert values["coef"] == pytest.approx([0.081976215844, -0.326847358924, 0.002437368842], rel=1e-5)
    assert [cut["estimate"] for cut in values["cuts"].values()] == pytest.approx(
        [2.229572408639, 3.427674638658], rel=1e-6
    )
    # polr's errors come from numerical derivatives, ours from exact ones
    assert values["se"] == pytest.approx([0.026922185189, 0.295376344995, 0.004840815905], rel=3e-3)
    assert values["loglik"] == pytest.approx(-186.079522392, rel=1e-10)
    turned = call("ordinal", births(visits=some), order="more,some,none", **options).outcome.values
    assert turned["coef"] == pytest.approx([-value for value in values["coef"]], rel=1e-6)
    assert turned["brant"]["chisq"] == pytest.approx(values["brant"]["chisq"], rel=1e-8)
    assert values["brant"]["p"] < 0.05 and any("does not hold at every cut" in note for note in found["notes"])
    with pytest.raises(Unfit, match="In which order"):
        call("ordinal", births(visits=some), **options)
    # Two levels: the logit. One odds ratio that does hold: Brant's test keeps its size.
    rng = np.random.default_rng(30)
    small = 0
    for _ in range(60):
        x = rng.normal(size=(200, 1))
        level = np.searchsorted([-0.5, 0.8, 1.8], 0.7 * x[:, 0] + rng.logistic(size=200))
        test = o.brant(level, 4, x)
        small += test is not None and test.p < 0.05
    assert small <= 9
    fitted = o.fit(level, 4, x)
    assert fitted.coef[0] == pytest.approx(0.7, abs=4 * np.sqrt(fitted.covariance[0, 0]))


@pytest.mark.parametrize(
    ("method", "columns", "options", "code"),
    [
        ("counts", {"y": [1, 2, 1.5, 3]}, {}, "no_counts"),
        ("counts", {"y": [1, 2, -1, 3]}, {}, "no_counts"),
        ("counts", {"y": [2, 2, 2, 2]}, {}, "no_variance"),
        ("counts", {"y": [1, 2, 3, 4], "t": [1, 0, 2, 3]}, {"time": "t"}, "no_exposure"),
        ("counts", {"y": [1, 2, 3, 4], "x": [1] * 4}, {"covariates": "x"}, "collinear"),
        ("counts", {"y": [0] * 6 + [3, 4, 2, 5, 3, 4], "x": [0] * 6 + [1] * 6}, {"covariates": "x"}, "separation"),
        ("counts", {"y": [3, 4, 3, 4, 3, 4]}, {"family": "negative-binomial"}, "not_overdispersed"),
        ("counts", {"y": [1, 2, 3], "i": [1, 1, 2]}, {"id": "i"}, "id_twice"),
        ("ordinal", {"y": [1] * 9, "x": range(9)}, {"covariates": "x"}, "no_variance"),
        ("ordinal", {"y": [1, 2, 3], "x": range(3)}, {"covariates": "x"}, "too_few"),
        ("ordinal", {"y": [1] * 5 + [2] * 5 + [3] * 5, "x": range(15)}, {"covariates": "x"}, "separation"),
        ("ordinal", {"y": [1, 2, 3] * 5, "x": [7] * 15}, {"covariates": "x"}, "collinear"),
    ],
)
def test_what_cannot_be_answered(method, columns, options, code):
    with pytest.raises(Unfit) as refused:
        call(method, Table.of(**columns), y="y", **options)
    assert refused.value.code == code
