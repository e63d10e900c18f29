"""Each method on one real data set more, with the call that somebody would type, against what R's packages say.

Tolerances are those of the reference results: closed forms 1e-8, R's iterative fits 1e-4 to 1e-3, where R itself stops
earlier than we do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.tests import files

R: dict[str, Any] = files.expected("other_data")


def same(ours: Any, theirs: Any, rel: float = 1e-8) -> None:
    """Equal within `rel`; mappings key by key, which must be the same keys."""
    if isinstance(theirs, Mapping):
        assert set(ours) == set(theirs)
        ours, theirs = [ours[key] for key in theirs], list(theirs.values())
    np.testing.assert_allclose(np.array(ours, float), np.array(theirs, float), rtol=rel, atol=1e-10)


def test_gee_of_wheezing_children() -> None:
    """537 children in four years, mothers who smoke: three working correlations, with the product."""
    for kind, r in R["ohio"].items():
        v = files.values(
            "gee", "geepack_ohio.csv", outcome="resp", id="id", covariates="age,smoke", interactions="age:smoke",
            family="binomial", correlation=kind,
        )  # fmt: skip
        same(v["coef"], r["coef"], 1e-4)
        same(v["robust"]["se"], r["se"], 1e-3)
        if kind != "independence":
            same(v["alpha"], r["alpha"], 1e-3)


def test_gee_of_counts_for_the_time_watched() -> None:
    """Seizures in eight weeks before and two after, an exposure in each row."""
    for kind, r in R["seizure"].items():
        v = files.values(
            "gee", "geepack_seizure.csv", outcome="y", id="id", covariates="after,trt", interactions="after:trt",
            family="poisson", exposure="weeks", correlation=kind, time="visit",
        )  # fmt: skip
        same(v["coef"], r["coef"], 1e-4)
        same(v["robust"]["se"], r["se"], 1e-3)


def test_random_slopes() -> None:
    """Reaction times over ten days: fixed effects, likelihood, covariance and each person's slope, by REML and ML."""
    for kind in ("reml", "ml"):
        r = R["sleepstudy"][kind]
        v = files.values(
            "mixed", "lme4_sleepstudy.csv", outcome="Reaction", id="Subject", time="Days", random="slope",
            estimation=kind,
        )  # fmt: skip
        same(v["coef"], r["coef"], 1e-6)
        same(v["se"], r["se"], 1e-3)
        same(v["df"], r["df"], 1e-2)
        same([v["log_likelihood"], v["aic"], v["bic"]], [r["log_likelihood"], r["aic"], r["bic"]], 1e-9)
        (a, b), (_, c) = v["random"]
        same([a, b, c, v["residual_variance"]], [*r["random"], r["residual"]], 1e-3)
    v = files.values(
        "change", "lme4_sleepstudy.csv", id="Subject", score="Reaction", time="Days", better="lower", variant="HLM",
        approach="reliable",
    )["each"]  # fmt: skip
    r = R["sleepstudy"]["slopes"]
    place = [v["id"].index(one) for one in r["id"]]
    same([v["eb_estimate"][n] for n in place], r["estimate"], 1e-4)
    same([v["sd"][n] for n in place], r["sd"], 1e-4)


def test_a_row_that_stands_twice_is_told() -> None:
    """A copied row, or one id for two people, would count twice in silence."""
    one = read_table(files.file("lme4_sleepstudy.csv"))
    asked = {"outcome": "Reaction", "id": "Subject", "time": "Days"}
    assert not any("is each meant" in note for note in call("mixed", one, **asked).outcome.notes)
    twice = one.keep(np.array([*range(one.rows), 7]))
    assert any(
        "1 row(s) have the same Subject and Days" in note for note in call("mixed", twice, **asked).outcome.notes
    )


def test_moderation_by_numbers_and_by_groups() -> None:
    """Protest and sexism: two arms, three arms (each with its own points), and groups as the moderator."""
    r = R["garcia"]
    v = files.values("moderation", "psych_Garcia.csv", outcome="liking", x="prot2", by="sexism")
    same(v["coef"], r["two"]["coef"])
    same(v["se"], r["two"]["se"])
    same(v["johnson_neyman"]["roots"], r["two"]["roots"])
    assert [f"{root:.4f}" for root in v["johnson_neyman"]["roots"]] == ["3.5087", "4.9753"]
    same([one["estimate"] for one in v["simple_slopes"]], r["two"]["slopes"]["estimate"])
    same([one["se"] for one in v["simple_slopes"]], r["two"]["slopes"]["se"])
    three = files.values(
        "moderation", "psych_Garcia.csv", outcome="liking", x="protest", by="sexism", factors="protest"
    )
    same(
        [three["interaction"][key] for key in ("f", "df1", "df2", "p")],
        [r["three"][k] for k in ("f", "df1", "df2", "p")],
    )
    same(three["r2"], r["three"]["r2"])
    assert list(three["effects"]) == ["protest1", "protest2"]
    for ours, theirs in zip(three["effects"].values(), (r["three"]["one"], r["three"]["two"]), strict=True):
        same(ours["johnson_neyman"]["roots"], theirs["roots"])
        same([one["estimate"] for one in ours["simple_slopes"]], theirs["slopes"]["estimate"])
        same([one["se"] for one in ours["simple_slopes"]], theirs["slopes"]["se"])
    groups = files.values(
        "moderation", "psych_Garcia.csv", outcome="liking", x="sexism", by="protest", factors="protest"
    )
    assert [one["at"] for one in groups["simple_slopes"]] == ["0", "1", "2"] and groups["johnson_neyman"] is None
    same([one["estimate"] for one in groups["simple_slopes"]], r["by_group"]["estimate"])
    same([one["se"] for one in groups["simple_slopes"]], r["by_group"]["se"])
    same(groups["interaction"]["f"], r["three"]["f"])


def test_counts_with_products_robust_errors_and_exposure() -> None:
    """Seizures once more, and claims of policy holders: negative binomial, HC0, clusters, an offset."""
    asked = {
        "y": "y", "covariates": "lbase,trt,lage,V4", "interactions": "lbase:trt", "references": "trt=placebo",
    }  # fmt: skip
    r = R["epil"]["negative_binomial"]
    v = files.values("counts", "mass_epil.csv", family="negative-binomial", **asked)
    same(v["coef"], r["coef"], 1e-5)
    same(v["se"], r["se"], 1e-4)
    same([v["theta"], v["se_theta"]], [r["theta"], r["se_theta"]], 1e-4)
    r = R["epil"]["poisson"]
    v = files.values("counts", "mass_epil.csv", robust=True, **asked)
    same(v["coef"], r["coef"], 1e-7)
    same(v["se_model"], r["se"], 1e-6)
    same(v["se"], r["hc0"], 1e-6)
    same(v["dispersion"], r["dispersion"], 1e-6)
    same(files.values("counts", "mass_epil.csv", cluster="subject", **asked)["se"], r["clustered"], 1e-6)
    v = files.values(
        "counts", "mass_Insurance.csv", y="Claims", time="Holders", covariates="District,Group,Age",
        references="District=1,Group=<1l,Age=<25",
    )  # fmt: skip
    assert v["names"][4:7] == ["Group=1-1.5l", "Group=1.5-2l", "Group=>2l"]
    same(v["coef"], R["insurance"]["coef"], 1e-7)
    same(v["se"], R["insurance"]["se"], 1e-6)
    same(v["loglik"], R["insurance"]["loglik"])


def test_endings_that_stand_as_counts() -> None:
    """1,681 people in 72 rows of a table; how content they are with where they live."""
    r = R["housing"]
    v = files.values(
        "ordinal", "mass_housing.csv", y="Sat", order="Low,Medium,High", covariates="Infl,Type,Cont", count="Freq",
        references="Infl=Low,Type=Tower,Cont=Low",
    )  # fmt: skip
    ours = dict(zip(v["names"], zip(v["coef"], v["se"], strict=True), strict=True))
    names = [
        "Infl=Medium", "Infl=High", "Type=Apartment", "Type=Atrium", "Type=Terrace", "Cont=High",
    ]  # fmt: skip
    assert v["n"] == 1681
    same([ours[name][0] for name in names], r["coef"], 1e-5)
    same([ours[name][1] for name in names], r["se"], 1e-5)
    same([v["cuts"][name]["estimate"] for name in ("Low|Medium", "Medium|High")], r["cuts"], 1e-5)
    same(v["loglik"], r["loglik"])


def test_words_have_an_order_only_where_it_is_said() -> None:
    """None, Some, Marked: the alphabet would put Marked first, and every test of order would be wrong in silence."""
    arthritis = files.file("vcd_Arthritis.csv")
    asked = {"rows": "Treatment", "columns": "Improved"}
    assert "Marked, None, Some" in files.refused("which_order", "table", arthritis, ordered=True, **asked)
    files.refused("no_level", "table", arthritis, order="None,Some", **asked)
    v, r = files.values("table", "vcd_Arthritis.csv", order="None,Some,Marked", **asked), R["arthritis"]
    assert v["columns"] == ["None", "Some", "Marked"] and v["trend_z"] > 0
    same(
        [v["chi2"], v["p_fisher_freeman_halton"], v["p_mann_whitney"], v["p_mann_whitney_corrected"]],
        [r["chi2"], r["exact"], r["mann_whitney"], r["corrected"]],
    )


def test_cox_terms_products_and_who_is_at_risk() -> None:
    """A covariate of four groups is tested as a whole for proportionality; shares say of how many they are."""
    r = R["veteran"]
    asked = {"time": "time", "status": "status"}
    v = files.values(
        "retention", "survival_veteran.csv", covariates="trt,celltype,karno,diagtime,age,prior", group="celltype",
        references="celltype=squamous", times="90,180", **asked,
    )  # fmt: skip
    assert v["cox"]["names"][1:4] == ["celltype=adeno", "celltype=large", "celltype=smallcell"]
    order = [0, 3, 1, 2, 4, 5, 6, 7]  # R: smallcell, adeno, large
    same([v["cox"]["coef"][n] for n in order], r["coef"], 1e-6)
    same([v["cox"]["se"][n] for n in order], r["se"], 1e-6)
    moved = v["cox"]["proportional"]
    same([moved[name]["chisq"] for name in r["zph"]["names"]], r["zph"]["chisq"], 1e-6)
    assert [moved[name]["df"] for name in r["zph"]["names"]] == r["zph"]["df"]
    at = [one for name in ("squamous", "smallcell", "adeno", "large") for one in v["groups"][name]["at"]]
    told = [one for one in at if one["survival"] is not None]  # R leaves out what lies after the last time of a group
    assert [one["at_risk"] for one in told] == r["at_risk"]
    same([one["survival"] for one in told], r["survival"])
    same(v["logrank"]["chisq"], r["logrank"])
    v = files.values("retention", "survival_veteran.csv", covariates="trt,karno", interactions="trt:karno", **asked)[
        "cox"
    ]
    same(v["coef"], r["product"]["coef"], 1e-6)
    same(v["se"], r["product"]["se"], 1e-6)


def test_rows_without_a_cluster_are_left_out() -> None:
    """One of 228 has no site: not a site of its own kind."""
    v = files.values(
        "retention", "survival_lung.csv", time="time", status="status", covariates="age,sex", cluster="inst"
    )["cox"]
    assert v["n"] == 227
    same(v["coef"], R["lung_sites"]["coef"], 1e-6)
    same(v["se"], R["lung_sites"]["se"], 1e-6)


def test_spells_of_one_person() -> None:
    """Recurrences as one process, and each number of a recurrence with its own baseline."""
    for kind, more in (("gaps_as_one", {}), ("by_number", {"strata": "enum"})):
        v = files.values(
            "retention", "survival_bladder2.csv", time="stop", entry="start", status="event", id="id",
            covariates="rx,size,number", **more,
        )["cox"]  # fmt: skip
        r = R["bladder2"][kind]
        for key in ("coef", "se", "naive"):
            same(v["naive_se" if key == "naive" else key], r[key], 1e-6)


def test_who_left_before_the_first_wave_counts() -> None:
    """Last seen at the start is a time of 0. R counts such people, and so do we: the null case of Beat the Blues."""
    table = read_table(files.file("hsaur3_BtheB_wide.csv"))
    waves = table.matrix("bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m")
    seen, months = ~np.isnan(waves), np.array([2, 3, 5, 8])
    last = np.where(seen.any(axis=1), months[3 - np.argmax(seen[:, ::-1], axis=1)], 0)
    rows = Table.of(
        last=last, left=(~seen[:, 3]).astype(int), treatment=table.labels("treatment"), pre=table.numbers("bdi.pre")
    )
    called = call(
        "retention", rows, time="last", status="left", group="treatment", reference="TAU", covariates="treatment,pre",
        references="treatment=TAU",
    )  # fmt: skip
    v, r = called.as_json()["values"], R["btheb_staying"]
    assert any("3 row(s) end at time 0" in note for note in called.outcome.notes)
    same(v["logrank"]["p"], r["p"])
    assert f"{v['logrank']['p']:.3f}" == "0.993"
    same(v["cox"]["coef"], r["coef"], 1e-6)
    same(v["cox"]["se"], r["se"], 1e-6)
    same([v["groups"][arm]["rmst"]["estimate"] for arm in ("TAU", "BtheB")], r["rmean"])
    same([v["groups"][arm]["rmst"]["se"] for arm in ("TAU", "BtheB")], r["se_rmean"])
    same([v["cox"]["proportional"][name]["chisq"] for name in ("treatment=BtheB", "pre", "GLOBAL")], r["zph"], 1e-6)
    files.refused("bad_option", "retention", rows, time="last", status="left", covariates="pre", transform="log")


def test_pooling_with_groups_and_their_reference() -> None:
    """Age in three groups against the middle one, over twenty completed sets."""
    v = files.values(
        "impute", "mice_nhanes_completed_m20.csv", set=".imp", row=".id", outcome="chl", covariates="age,bmi",
        factors="age", references="age=2",
    )  # fmt: skip
    assert v["names"] == ["(Intercept)", "age1", "age3", "bmi"]
    for key, theirs in R["nhanes"].items():
        same(list(v[key].values()), theirs)


def test_sizes_before_they_are_rounded_up() -> None:
    """What R's power.t.test and power.prop.test say, strictly two-sided; and the difference that 45 can show."""
    r = R["power"]
    same(call("power", d=0.5).as_json()["values"]["needed"]["n1_exact"], r["size"], 1e-7)
    same(call("power", p1=0.3, p2=0.5).as_json()["values"]["needed"]["n1_exact"], r["shares"], 1e-7)
    v = call("power", n=45, power=0.9).as_json()["values"]
    same(v["with_n"]["least_difference"], r["difference"], 1e-7)


ROWS = 24


def made(**columns: Sequence[Any]) -> Table:
    """Rows of two arms with scores that vary; columns may be replaced."""
    rng = np.random.default_rng(8)
    plain: dict[str, Sequence[Any]] = {
        "arm": ["A", "B"] * (ROWS // 2), "pre": rng.normal(20, 4, ROWS), "post": rng.normal(16, 4, ROWS),
        "count": rng.poisson(2, ROWS), "time": rng.uniform(1, 9, ROWS), "event": [1, 0, 1] * (ROWS // 3),
        "end": ["p", "q", "r", "q"] * (ROWS // 4), "x": rng.normal(0, 1, ROWS),
    }  # fmt: skip
    return Table.of(**{**plain, **columns})


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("counts", {"y": "count", "covariates": "arm,x"}),
        ("ordinal", {"y": "end", "order": "p,q,r", "covariates": "arm,x"}),
        ("retention", {"time": "time", "status": "event", "covariates": "arm,x"}),
        ("mediation", {"x": "x", "m": "pre", "y": "post", "covariates": "arm", "draws": 1000}),
    ],
)
def test_a_covariate_that_is_always_the_same(method: str, options: dict[str, Any]) -> None:
    """One arm only, or one arm only among the rows that can be used, is said; it does not leave the model unseen."""
    assert "arm is always “A”" in files.refused("one_level", method, made(arm=["A"] * ROWS), **options)
    needed = next(options[key] for key in ("y", "time") if key in options)
    gone = [None if n % 2 else value for n, value in enumerate(made().labels(needed))]
    assert "arm is always “A”" in files.refused("one_level", method, made(**{needed: gone}), **options)
    files.refused("no_level", method, made(**{needed: gone}), references="arm=B", **options)
    if method != "mediation":
        assert "x is the same" in files.refused("collinear", method, made(x=[1.5] * ROWS), **options)
        files.refused("bad_option", method, made(), interactions="arm:pre", **options)


def test_a_group_in_which_nothing_happened() -> None:
    """One woman alone in a group: her ratio is 0 or without limit. It is said; no figure of 1e-14 is printed."""
    arm = [*(["A", "B"] * (ROWS // 2))[:-1], "C"]
    event = [*([1, 0, 1] * (ROWS // 3))[:-1], 0]
    alone = made(arm=arm, event=event, time=[*range(1, ROWS), 30])
    called = call("retention", alone, time="time", status="event", group="arm", covariates="arm,x")
    cox = called.as_json()["values"]["cox"]
    assert "coef" not in cox and "no finite" in cox["why_not"]
    assert any("The Cox model was not fitted" in note for note in called.outcome.notes)
    end = [*(["p", "q", "r", "q"] * (ROWS // 4))[:-1], "r"]
    files.refused("separation", "ordinal", made(arm=arm, end=end), y="end", order="p,q,r", covariates="arm,x")
    none = made(arm=arm, count=[*range(1, ROWS), 0])
    files.refused("separation", "counts", none, y="count", covariates="arm,x")


def test_what_cannot_be_filled_in_or_judged() -> None:
    """An arm that nobody saw, raters with no class in common, items of a few, an index that rests on the mean."""
    unseen = made(post=[None if n % 2 else float(n) for n in range(ROWS)])
    said = files.refused("group_unseen", "impute", unseen, outcome="post", arm="arm", covariates="pre", m=5)
    assert "“B”" in said
    files.refused("no_common_class", "agreement", made(), kind="kappa", raters="arm,end")
    few = Table.of(a=[1, 2, 3], b=[1, 2, 4], c=[2, 2, 3])
    assert any("3 rows" in note for note in call("consistency", few, items="a,b,c").outcome.notes)
    judged = {
        "pre": "pre", "post": "post", "better": "lower", "reliability": 0.7, "functional-mean": 8,
        "functional-sd": 4, "variant": "HA",
    }  # fmt: skip
    rng = np.random.default_rng(3)
    start = rng.normal(20, 4, ROWS)
    alike = made(pre=start, post=start - 3 + np.random.default_rng(4).normal(0, 4, ROWS))
    assert any("mostly by the mean change" in note for note in call("change", alike, **judged).outcome.notes)
    files.refused("no_number", "describe", made(post=["1e300", *["4"] * (ROWS - 1)]), columns="post")
    said = files.refused("no_variance", "mediation", made(post=[5] * ROWS), x="arm", m="pre", y="post", draws=1000)
    assert "post is always the same" in said
