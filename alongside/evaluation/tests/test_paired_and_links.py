"""Change within arms, links, norms, correlations, joint profiles, two parts, and other weights: against SciPy, against
formulas of the sources, and on data that do not allow an answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import linking, paired, profile, weighing
from alongside.evaluation.tests.files import file, refused, values

BTHEB = "hsaur3_BtheB_wide.csv"


def btheb() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    from alongside.evaluation.analyse.reading import read_table

    table = read_table(file(BTHEB))
    before, after = table.numbers("bdi.pre"), table.numbers("bdi.2m")
    there = ~np.isnan(before) & ~np.isnan(after)
    return before[there], after[there], table.factor("treatment", "TAU")[0][there]


def test_change_within_arms_is_scipys_and_between_arms_is_welchs() -> None:
    before, after, arm = btheb()
    found = values("paired", BTHEB, pre="bdi.pre", post="bdi.2m", arm="treatment", reference="TAU")
    for k, name in enumerate(("TAU", "BtheB")):
        x, y = before[arm == k], after[arm == k]
        t = stats.ttest_rel(y, x)
        one = found["arms"][name]
        interval = t.confidence_interval()
        assert one["t"] == pytest.approx(t.statistic) and one["p"] == pytest.approx(t.pvalue)
        assert (one["lo"], one["hi"]) == pytest.approx((interval.low, interval.high))
        assert one["p_wilcoxon"] == pytest.approx(stats.wilcoxon(y - x).pvalue)
        assert one["p_sign"] == pytest.approx(stats.binomtest(one["up"], one["up"] + one["down"]).pvalue)
        assert one["up"] + one["down"] + one["same"] == one["n"] == len(x)
        assert one["dz"] == pytest.approx(one["t"] / np.sqrt(one["n"]))
        assert one["g"] == pytest.approx((y - x).mean() / x.std(ddof=1) * (1 - 3 / (4 * (len(x) - 1) - 1)))
    moved = after - before
    welch = stats.ttest_ind(moved[arm == 1], moved[arm == 0], equal_var=False)
    between = found["between"][0]
    interval = welch.confidence_interval()
    assert (between["t"], between["df"], between["p"]) == pytest.approx((welch.statistic, welch.df, welch.pvalue))
    assert (between["lo"], between["hi"]) == pytest.approx((interval.low, interval.high))
    assert between["g_lo"] < between["g"] < between["g_hi"]


def test_change_turned_round_is_the_same_turned_round() -> None:
    before, after, arm = btheb()
    there, back = paired.within(before, after), paired.within(-before, -after)
    assert there["change"] == -back["change"] and there["p"] == back["p"] and there["up"] == back["down"]
    shifted = paired.between(before[arm == 1] + 7, after[arm == 1] + 7, before[arm == 0], after[arm == 0])
    assert shifted == pytest.approx(
        paired.between(before[arm == 1], after[arm == 1], before[arm == 0], after[arm == 0])
    )


def test_change_that_cannot_be_told() -> None:
    same = Table.of(a=[1, 2, 3, 4], b=[2, 3, 4, 5], arm=["x"] * 4)
    assert "exactly the same" in refused("no_variance", "paired", same, pre="a", post="b")
    few = Table.of(a=[1, 2, 3, 4], b=[2, 9, 4, 5], arm=["x", "x", "x", "y"])
    assert "y: 1" in refused("too_few", "paired", few, pre="a", post="b", arm="arm")
    twice = Table.of(id=["1", "1", "2"], a=[1, 2, 3], b=[2, 9, 4])
    refused("id_twice", "paired", twice, id="id", pre="a", post="b")
    refused("no_rows", "paired", Table.of(a=[1, None], b=[None, 2]), pre="a", post="b")


def test_a_link_is_the_regressions_coefficient_with_its_bayes_factor() -> None:
    found = values("link", "mass_birthwt.csv", outcome="bwt", x="ftv,age", covariates="lwt,smoke", margin=0.2)["links"]
    whole = values("regression", "mass_birthwt.csv", outcome="bwt", blocks="ftv;lwt,smoke", draws=0)
    one = found[0]
    assert one["estimate"] == pytest.approx(whole["coef"]["ftv"]) and one["p"] == pytest.approx(whole["p"]["ftv"])
    assert one["beta"] == pytest.approx(whole["beta"]["ftv"]) and one["lo"] == pytest.approx(whole["ci"]["ftv"][0])
    rest = values("regression", "mass_birthwt.csv", outcome="bwt", blocks="lwt,smoke", draws=0)
    n, more, less = one["n"], 1 - whole["r2"], 1 - rest["r2"]
    assert one["bayes_factor_none"] == pytest.approx(np.sqrt(n) * (more / less) ** (n / 2))
    assert one["bayes_factor_none"] > 3 and one["equivalent"] and one["conclusion"] == "no difference that matters"
    assert (one["equivalence_low"] > -0.2) and (one["equivalence_high"] < 0.2)
    assert found[0]["p_holm"] >= found[0]["p"] and linking.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_the_bayes_factor_is_the_integral_over_a_prior_worth_one_row() -> None:
    """With known variance the unit-information prior has a closed form; BIC comes to it within some per cent."""
    rng = np.random.default_rng(5)
    n = 400
    x = rng.normal(size=n)
    x = (x - x.mean()) / x.std()
    y = rng.normal(size=n) + 0.08 * x
    b = float(x @ y / n)
    sigma2 = float(((y - y.mean() - b * x) ** 2).mean())
    at = b
    density = stats.norm(at, np.sqrt(sigma2))  # centred on the estimate, worth one row (Kass and Wasserman 1995)

    def likelihood(beta: float) -> float:
        return float(np.exp(-n * (beta - b) ** 2 / (2 * sigma2)))

    something = integrate.quad(lambda v: likelihood(v) * density.pdf(v), b - 1, b + 1, points=[b])[0]
    rss = float(((y - y.mean() - b * x) ** 2).sum()), float(((y - y.mean()) ** 2).sum())
    assert linking.bayes_factor(*rss, n) == pytest.approx(likelihood(0) / something, rel=0.03)


def test_children_of_one_woman_are_held_together_in_links_and_norms() -> None:
    rng = np.random.default_rng(2)
    mothers = np.repeat(np.arange(40), 3)
    own = rng.normal(size=40)[mothers]
    table = Table.of(
        mother=[f"m{k}" for k in mothers], x=rng.normal(size=40)[mothers].tolist(),
        y=(90 + 12 * own + 3 * rng.normal(size=120)).tolist(),
    )  # fmt: skip
    together, alone = (call("link", table, outcome="y", x="x", **more).outcome.values["links"][0]
                       for more in ({"cluster": "mother"}, {}))  # fmt: skip
    assert together["se"] > 1.4 * alone["se"] and together["bayes_factor_none"] is None
    norm, single = (
        call("norm", table, score="y", **more).outcome.values["all"] for more in ({"cluster": "mother"}, {})
    )
    assert norm["se"] > 1.5 * single["se"] and norm["difference"] == pytest.approx(single["difference"])
    wide, narrow = (one["below"][0]["hi"] - one["below"][0]["lo"] for one in (norm, single))
    assert wide > 1.3 * narrow and norm["below"][0]["p"] is None


def test_scores_beside_a_norm() -> None:
    rng = np.random.default_rng(8)
    scores = np.round(rng.normal(91, 14, 50))
    table = Table.of(score=[*scores.tolist(), None], by=["a"] * 30 + ["b"] * 18 + ["c"] * 3)
    found = call("norm", table, score="score", by="by").outcome
    one = found.values["all"]
    t = stats.ttest_1samp(scores, 100)
    interval = t.confidence_interval()
    assert (one["t"], one["p"], one["df"]) == pytest.approx((t.statistic, t.pvalue, 49))
    assert (one["lo"] + 100, one["hi"] + 100) == pytest.approx((interval.low, interval.high))
    k = int((scores < 85).sum())
    exact = stats.binomtest(k, 50, stats.norm.cdf(-1))
    wilson = stats.binomtest(k, 50).proportion_ci(method="wilson")
    below = one["below"][0]
    assert (below["n"], below["p"]) == (k, pytest.approx(exact.pvalue))
    assert (below["lo"], below["hi"]) == pytest.approx((wilson.low, wilson.high))
    assert [each["group"] for each in found.values["groups"]] == ["a", "b"] and found.used["used"] == 50
    assert any("c" in note for note in found.notes)
    refused("too_few", "norm", Table.of(score=[90, 80]), score="score")
    refused("bad_option", "norm", table, score="score", sd=0)
    refused("no_variance", "norm", Table.of(score=[90] * 5), score="score")


def test_correlations_are_scipys() -> None:
    found = values("correlate", BTHEB, columns="bdi.pre,bdi.2m,bdi.8m")["pairs"]
    before, after, _ = btheb()
    r = stats.pearsonr(before, after)
    interval = r.confidence_interval()
    assert (found[0]["r"], found[0]["p"]) == pytest.approx((r.statistic, r.pvalue)) and found[0]["n"] == len(before)
    assert (found[0]["lo"], found[0]["hi"]) == pytest.approx((interval.low, interval.high))
    rho = stats.spearmanr(before, after)
    assert (found[0]["rho"], found[0]["p_rho"]) == pytest.approx((rho.statistic, rho.pvalue))
    assert len(values("correlate", BTHEB, columns="bdi.pre", others="bdi.2m,bdi.8m")["pairs"]) == 2
    refused("no_variance", "correlate", Table.of(a=[1, 1, 1, 1, 1], b=[1, 2, 3, 4, 5]), columns="a,b")
    refused("too_few", "correlate", Table.of(a=[1, 2, 3], b=[1, 2, 3]), columns="a,b")
    assert linking.correlation(np.arange(6.0), -np.arange(6.0))["r"] == -1


def test_gains_of_several_domains_are_counted() -> None:
    before = np.array([[10, 5], [10, 5], [10, 5], [10, 5.0]])
    after = np.array([[5, 5], [7, 9], [10, 1], [14, 6.0]])
    better, least = np.array([-1, 1.0]), np.array([5, 0.0])
    assert profile.gains(before, after, better, least).tolist() == [[1, 0], [0, 1], [0, -1], [0, 1]]
    table = Table.of(a=before[:, 0].tolist(), b=before[:, 1].tolist(), c=after[:, 0].tolist(), d=after[:, 1].tolist(),
                     arm=["x", "x", "y", "y"])  # fmt: skip
    asked: dict[str, Any] = {"before": "a,b", "after": "c,d", "better": "lower,higher", "least": "5,0", "arm": "arm"}
    groups = call("profile", table, **asked).outcome.values["groups"]
    assert [each["group"] for each in groups] == ["all", "x", "y"]
    everybody = groups[0]
    assert [each["n"] for each in everybody["numbers"]] == [1, 3, 0] and everybody["at_least_one"] == 0.75
    assert [each["expected"] for each in everybody["numbers"]] == pytest.approx([4 * 0.375, 4 * 0.5, 4 * 0.125])
    assert everybody["domains"][1] | {"lo": 0, "hi": 0} == {
        "domain": "d", "gained": 2, "same": 1, "lost": 1, "share": 0.5, "lo": 0, "hi": 0
    }  # fmt: skip
    refused("bad_option", "profile", table, **{**asked, "better": "up"})
    refused("bad_option", "profile", table, **{**asked, "before": "a"})
    refused("bad_option", "profile", table, **{**asked, "least": "1,2,3"})


def test_two_parts_are_their_own_models() -> None:
    import statsmodels.api as sm

    found = values("twopart", "mass_birthwt.csv", outcome="ftv", arm="smoke", covariates="age")
    from alongside.evaluation.analyse.reading import read_table

    table = read_table(file("mass_birthwt.csv"))
    X = sm.add_constant(table.matrix("smoke", "age"))
    y = table.numbers("ftv")
    first = sm.Logit((y > 0).astype(float), X).fit(disp=0)
    second = sm.OLS(np.log(y[y > 0]), X[y > 0]).fit(cov_type="HC3", use_t=True)
    names = ["smoke1", "age"]
    for n, name in enumerate(names, start=1):
        assert found["any"][name]["coef"] == pytest.approx(first.params[n], rel=1e-6)
        assert found["any"][name]["p"] == pytest.approx(first.pvalues[n], rel=1e-4)
        assert found["amount"][name]["coef"] == pytest.approx(second.params[n])
        assert found["amount"][name]["se"] == pytest.approx(second.bse[n])
        assert found["amount"][name]["hi"] == pytest.approx(np.exp(second.conf_int()[n, 1]), rel=1e-6)
        assert 0 <= found["together"][name]["p"] <= 1
    assert found["arms"][0]["n_some"] + found["arms"][1]["n_some"] == (y > 0).sum()
    every = Table.of(y=[1, 2, 3, 4, 5, 7, 9, 4], arm=["a", "b"] * 4)
    some = call("twopart", every, outcome="y", arm="arm").outcome.values
    assert some["any"]["refused"] == "no_variance" and some["together"] is None and some["amount"]
    refused("no_variance", "twopart", Table.of(y=[0] * 8, arm=["a", "b"] * 4), outcome="y", arm="arm")
    refused("negative", "twopart", Table.of(y=[-1, 2] * 4, arm=["a", "b"] * 4), outcome="y", arm="arm")
    refused("one_level", "twopart", Table.of(y=[0, 2] * 4, arm=["a"] * 8), outcome="y", arm="arm")


def test_arms_are_compared_in_reliable_change() -> None:
    """The counts of the published headline come out as classes, and with them every test of `table`."""
    rows = [("programme", 11, 24, 1), ("care", 4, 28, 7)]
    before, after, arm = [], [], []
    for name, up, same, down in rows:
        for count, to in ((up, 10), (same, 30), (down, 50)):
            before += [30] * count
            after += [to] * count
            arm += [name] * count
    table = Table.of(before=before, after=after, arm=arm)
    found = call("change", table, pre="before", post="after", group="arm", reference="care", better="lower",
                 approach="reliable", reliability=0.8, sd=8).outcome.values  # fmt: skip
    known = values("table", "reliable_change.csv", cells="improved,unchanged,worse", label="arm", ordered=True)
    one = found["between"][0]
    assert one["counts"] == [[11, 24, 1], [4, 28, 7]] and one["p_exact"] == pytest.approx(
        known["p_fisher_freeman_halton"]
    )
    for key in ("chi2", "p_chi2", "trend_z", "p_trend"):
        assert one[key] == pytest.approx(known[key])
    for key in ("difference", "low", "high", "number_needed"):
        assert one[key] == pytest.approx(known["first_column"][key])
    same = Table.of(before=[10, 20, 30, 40], after=[10, 20, 30, 40], arm=["a", "a", "b", "b"])
    nothing = call("change", same, pre="before", post="after", group="arm", better="lower", approach="reliable",
                   reliability=0.8, sd=8).outcome  # fmt: skip
    assert nothing.values["between"][0]["refused"] == "no_variance"


def test_other_weights_of_a_count() -> None:
    asked: dict[str, Any] = {"risks": "smoke,ht,ui,ptl>0", "outcome": "bwt", "draws": 500}
    found = values("risk", "mass_birthwt.csv", called="list 1", weights="1,1,1,1", **asked)
    told = found["sensitivity"]
    assert found["called"] == "list 1" and told["weighted"] == pytest.approx(told["count"])
    assert told["drawn"]["low"] < told["drawn"]["median"] < told["drawn"]["high"] < 0 and told["same_sign"] == 1
    assert told["count"] == pytest.approx(
        values("link", "mass_birthwt.csv", {"make": ["some=from(ptl,1)", "count=sum(smoke,ht,ui,some)"]}, outcome="bwt",
               x="count")["links"][0]["beta"]
    )  # fmt: skip
    assert set(told["without"]) == {"smoke", "ht", "ui", "ptl>0"}
    again = values("risk", "mass_birthwt.csv", **asked)["sensitivity"]
    assert again["drawn"] == told["drawn"], "the same seed, the same weights"
    rng = np.random.default_rng(0)
    factors = (rng.random((60, 3)) < 0.4).astype(float)
    y, base = rng.normal(size=60), np.ones((60, 1))
    alone = weighing.slopes(base, factors[:, :1], y)[0]
    assert alone == pytest.approx(np.corrcoef(factors[:, 0], y)[0, 1])
    from alongside.evaluation.analyse.reading import read_table

    table = read_table(file("mass_birthwt.csv"))
    refused("bad_option", "risk", table, **{**asked, "weights": "1,2"})
    refused("bad_option", "risk", table, **{**asked, "draws": 5})
