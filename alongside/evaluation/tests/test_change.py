"""`change` against the R package clinicalsignificance on real data, person by person; its traps; data that allow no answer."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from alongside import evaluation
from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.of._change_sides import critical_value
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import change as methods
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.methods.slopes import random_slopes
from alongside.evaluation.tests.files import expected, refused, values
from alongside.instruments.rules import change as rules

CLAUS = {
    "id": "id", "score": "bdi", "time": "time", "first": "1", "second": "4", "group": "treatment", "better": "lower",
    "reliability": 0.801, "functional_mean": 7.69, "functional_sd": 7.52,
}  # fmt: skip
JACOBSON = {
    "id": "subject", "score": "das", "time": "time", "first": "pre", "second": "post", "better": "higher",
    "reliability": 0.88, "functional_mean": 114.8, "functional_sd": 17.8,
}  # fmt: skip
BTHEB = {
    "id": "id", "score": "bdi", "time": "time", "first": "0", "second": "8", "group": "group", "better": "lower",
    "reliability": 0.86, "functional_mean": 7.69, "functional_sd": 7.52,
}  # fmt: skip
NAMES = {
    "s_diff": "s_diff",
    "m_clinical": "m_clinical",
    "sd_clinical": "sd_clinical",
    "cutoff": "cutoff",
    "n_used": "n_used",
}


def counts(found: dict[str, Any]) -> dict[tuple[str, str], int]:
    return {(row["group"], row["category"]): row["n"] for row in found["summary"]}


@pytest.mark.parametrize(
    ("reference", "file", "options"),
    [
        ("rci_claus_bdi_by_group", "cs_claus_2020.csv", CLAUS),
        ("rci_jacobson_1989_das", "cs_jacobson_1989.csv", JACOBSON),
        ("rci_BtheB_8m", "hsaur3_BtheB_long.csv", BTHEB),
    ],
)
def test_every_variant_and_cut_off_person_by_person(reference: str, file: str, options: dict[str, Any]) -> None:
    """Six variants × three cut-offs: every index and figure within 1e-9 (stated: 1e-6), every class of every person."""
    seen = 0
    for name, wanted in expected(reference).items():
        variant, cutoff = name.split("_")
        found = values("change", file, **options, variant=variant, cutoff="b-clinical-sd" if cutoff == "b" else cutoff)
        for theirs, ours in NAMES.items():
            if wanted[theirs] is not None:
                assert found[ours] == pytest.approx(wanted[theirs], rel=1e-9, abs=1e-9), (name, theirs)
        each = found["each"]
        place = {who: n for n, who in enumerate(each["id"])}
        at = [place[str(who)] for who in wanted["id"]]
        assert np.take(each["rci"], at) == pytest.approx(np.array(wanted["rci"]), rel=1e-9, abs=1e-9), name
        assert [each["category"][n] for n in at] == wanted["category"], name
        if wanted.get("group"):
            assert [each["group"][n] for n in at] == wanted["group"], name
        ours = counts(found)
        for row in wanted["summary"]:
            group = row.get("group") or "all"
            assert ours[group, row["category"]] == row["n"], (name, row)
            shares_agree(found, {**row, "group": group})
        seen += 1
    assert seen == 18


def shares_agree(found: dict[str, Any], row: dict[str, Any]) -> None:
    """Shares of all and of the group, which the package tells rounded to four figures."""
    share = next(r for r in found["summary"] if (r["group"], r["category"]) == (row["group"], row["category"]))
    assert round(share["percent"], 4) == pytest.approx(row["percent"], abs=1.01e-4)
    if "percent_by_group" in row:
        assert round(share["percent_by_group"], 4) == pytest.approx(row["percent_by_group"], abs=1.01e-4)


def test_other_approaches() -> None:
    """A share, an anchor for persons and for groups, the cut-off alone: as the package says, within 1e-9."""
    wanted = expected("cs_other_approaches_claus")
    for name, options in (
        ("percentage_50", {"approach": "percentage"}), ("anchor_ind_mid8", {"approach": "anchor", "mid": 8}),
        ("statistical_c", {"approach": "cutoff"}),
    ):  # fmt: skip
        found = values("change", "cs_claus_2020.csv", **CLAUS, **options)
        assert counts(found) == {(row["group"], row["category"]): row["n"] for row in wanted[name]}, name
        assert all("percent_by_group" in row for row in wanted[name])
        for row in wanted[name]:
            shares_agree(found, row)
    between = values("change", "cs_claus_2020.csv", **CLAUS, approach="anchor-between", mid=8, reference="TAU")[
        "groups"
    ]
    theirs = wanted["anchor_group_between"]
    assert {k: v for k, v in between[0].items() if isinstance(v, str | int)} == {
        k: v for k, v in theirs.items() if isinstance(v, str | int)
    }
    for key in ("difference", "lower", "upper"):
        assert between[0][key] == pytest.approx(theirs[key], rel=1e-9), key
    alone = {**CLAUS, "group": None}
    within = values("change", "cs_claus_2020.csv", **alone, approach="anchor-within", mid=8)["groups"][0]
    theirs = wanted["anchor_group_within"]
    assert within["category"] == theirs["category"] and within["n"] == theirs["n"]
    for key in ("difference", "lower", "upper"):
        assert within[key] == pytest.approx(theirs[key], rel=1e-9), key


def test_the_variant_decides() -> None:
    """Trap 1: of 97 people 37 change class among the variants with one cut-off; the report says so."""
    options = {**BTHEB, "second": "2"}
    found = call("change", _long(), **options).as_json()
    assert found["values"]["n_used"] == 97 and found["values"]["variants"]["n_differ"] == 37
    assert any("37 of 97" in note for note in found["notes"])
    better = {
        variant: sum(n for (group, kind), n in counts(call("change", _long(), **options, variant=variant).as_json()[
            "values"]).items() if group == "BtheB" and kind in ("Recovered", "Improved"))
        for variant in methods.VARIANTS
    }  # fmt: skip
    assert (better["HLL"], better["EN"], better["HA"]) == (7, 21, 21) and min(better.values()) == 7


def _long() -> Any:
    from alongside.evaluation.tests.files import file

    return file("hsaur3_BtheB_long.csv")


def test_the_threshold_moves_with_those_who_are_left_unless_a_norm_is_given() -> None:
    """Trap 2: S_diff 5.71 at two months, 5.08 at eight; with the norm's SD, or everybody's first score, it stays."""
    at = {w: call("change", _long(), **{**BTHEB, "second": w}).as_json() for w in ("2", "8")}
    assert round(at["2"]["values"]["s_diff"], 2) == 5.71 and round(at["8"]["values"]["s_diff"], 2) == 5.08
    assert any("give the norm's with --sd" in note for note in at["8"]["notes"])
    for how in ({"sd": 10.8}, {"sd_from": "baseline"}):
        stays = [
            call("change", _long(), **{**BTHEB, "second": w}, **how).as_json()["values"]["s_diff"] for w in ("2", "8")
        ]
        assert stays[0] == stays[1]


def test_one_rule_says_what_is_reliable() -> None:
    """`change`, one woman's judgement, the reports of the database and those over sites: beyond the same quantile."""
    edge = rules.Z95
    assert edge == critical_value(SimpleNamespace(variant="JT", alpha=0.05)) == pooled_quantile()
    at = np.array([1.9599, np.nextafter(edge, 0), edge, np.nextafter(edge, 2), 1.96, 1.9601])
    norm = rules.Norm(sd=0.5, r=0.5, better="higher")
    assert norm.s_diff == pytest.approx(0.5, rel=1e-15)
    for moved in at[[0, 1, 3, 4, 5]] * norm.s_diff:  # type: ignore[operator]
        one = methods.classes(np.array([moved / norm.s_diff]), 1, edge)[0] == methods.IMPROVED
        assert rules.judge(0, float(moved), norm).reliable == one, moved
    assert (methods.classes(at, 1, edge) == methods.IMPROVED).tolist() == [False, False, False, True, True, True]
    written = (Path(evaluation.__file__).parent / "migrations" / "0008_reports.py").read_text()
    assert f".s_diff) > {edge!r}" in written


def pooled_quantile() -> float:
    """As it stands in the module, which needs libraries that are not always there."""
    text = (Path(evaluation.__file__).parent / "pooled" / "reports.py").read_text()
    found = re.search(r"^Z95 = ([0-9.]+)", text, re.MULTILINE)
    assert found and ".abs() > Z95" in text
    return float(found[1])


def test_cut_off_b_in_both_ways() -> None:
    """Trap 3: as published with the functional SD; as the package has it with the clinical one; both are named."""
    both = values("change", "cs_claus_2020.csv", **CLAUS)["cutoffs"]
    assert both["b"] == pytest.approx(7.69 + 2 * 7.52) and both["b-clinical-sd"] == pytest.approx(24.0072867276961)
    notes = call("change", _long(), **BTHEB, cutoff="b-clinical-sd").as_json()["notes"]
    assert any("uses the clinical SD" in note for note in notes)


def test_who_begins_at_0_has_no_share() -> None:
    """Trap 4: 0 → 10 with lower better is not both improved and deteriorated; it is in no class, and counted as such."""
    table = Table.of(a=[0, 0, 10, 10, 8], b=[10, 0, 5, 15, None])
    found = call("change", table, pre="a", post="b", better="lower", approach="percentage").as_json()
    assert found["values"]["each"]["category"] == [None, "Unchanged", "Improved", "Deteriorated"]
    assert found["values"]["n_undefined"] == 1 and any("began at 0" in note for note in found["notes"])


def test_hlm_judges_against_the_mean_slope() -> None:
    """Trap 5: everybody improves; whoever improves like the average is unchanged, and the report says why."""
    rng = np.random.default_rng(5)
    ids, waves = np.repeat(np.arange(40), 4), np.tile(np.arange(4.0), 40)
    scores = 30 + rng.normal(0, 3, 40)[ids] + (-5 + rng.normal(0, 0.4, 40))[ids] * waves + rng.normal(0, 2, 160)
    table = Table.of(id=ids, time=waves, score=scores)
    found = call(
        "change", table, id="id", score="score", time="time", better="lower", variant="HLM", approach="reliable"
    ).as_json()
    mean = int(np.argmin(np.abs(found["values"]["each"]["rci"])))
    who = int(found["values"]["each"]["id"][mean])
    own = scores[ids == who]
    assert own[-1] - own[0] < -10 and found["values"]["each"]["category"][mean] == "Unchanged"
    assert counts(found["values"])["all", "Improved"] < 20  # although everybody's scores fell
    assert any("against the mean slope" in note for note in found["notes"])
    assert found["values"]["fixed"]["time"] == pytest.approx(np.polyfit(waves, scores, 1)[0], abs=1e-6)  # balanced


def test_hlm_finds_the_optimum_that_another_program_finds() -> None:
    """REML and empirical Bayes on the real trial as statsmodels (default start) has them, within 1e-3; spreads by hand."""
    import warnings

    from statsmodels.regression.mixed_linear_model import MixedLM

    long = values("change", "cs_claus_2020.csv", **CLAUS, variant="HLM")
    from alongside.evaluation.analyse.reading import read_table
    from alongside.evaluation.tests.files import file

    table = read_table(file("cs_claus_2020.csv"))
    score, time, (person, ids) = table.numbers("bdi"), table.numbers("time"), table.factor("id")
    kept = ~np.isnan(score) & np.isin(person, [ids.index(each) for each in long["each"]["id"]])
    x = np.column_stack([np.ones(kept.sum()), time[kept]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = MixedLM(score[kept], x, groups=person[kept], exog_re=x).fit(reml=True)
    assert long["log_likelihood"] >= other.llf - 1e-6 and long["log_likelihood"] == pytest.approx(other.llf, abs=1e-3)
    assert list(long["fixed"].values()) == pytest.approx(other.fe_params, rel=1e-3)
    assert np.array(long["covariance"]) == pytest.approx(other.cov_re, rel=2e-2, abs=1e-2)
    theirs = [other.random_effects[ids.index(each)].iloc[1] for each in long["each"]["id"]]
    assert long["each"]["eb_estimate"] == pytest.approx(theirs, abs=2e-2)
    # The conditional SD from the definition: of the random effects given the scores, at these variances.
    mine = x[person[kept] == ids.index(long["each"]["id"][0])]
    g, s2 = np.array(long["covariance"]), long["sigma"] ** 2
    conditional = g - g @ mine.T @ np.linalg.inv(mine @ g @ mine.T + s2 * np.eye(len(mine))) @ mine @ g
    assert long["each"]["sd"][0] == pytest.approx(np.sqrt(conditional[1, 1]), rel=1e-9)


def test_exactly_on_the_cut_off() -> None:
    """Trap 6: on neither side unless somebody says whose it is; how many there are is told."""
    table = Table.of(a=[20, 14, 14, 30, 25], b=[14, 8, 14, 28, 10])
    options = {"pre": "a", "post": "b", "better": "lower", "sd": 1.0, "reliability": 0.9, "cutoff_value": 14}
    found = {
        rule: call("change", table, **options, on_cutoff=rule).as_json()
        for rule in ("neither", "clinical", "functional")
    }
    first = {rule: each["values"]["each"]["category"] for rule, each in found.items()}
    assert first["neither"] == ["Improved", "Improved", "Unchanged", "Improved", "Recovered"]
    assert first["clinical"] == ["Improved", "Recovered", "Unchanged", "Improved", "Recovered"]
    assert first["functional"] == ["Recovered", "Improved", "Unchanged", "Improved", "Recovered"]
    assert found["neither"]["values"]["n_on_cutoff"] == {"pre": 2, "post": 2}


def test_wide_and_long_files_say_the_same() -> None:
    long = values("change", "hsaur3_BtheB_long.csv", **BTHEB)
    wide = values(
        "change", "hsaur3_BtheB_wide.csv", id="id", pre="bdi.pre", post="bdi.8m", group="treatment", better="lower",
        reliability=0.86, functional_mean=7.69, functional_sd=7.52,
    )  # fmt: skip
    assert {k: v for k, v in wide.items() if k != "each"} == {k: v for k, v in long.items() if k != "each"}
    order = [long["each"]["id"].index(who) for who in wide["each"]["id"]]
    assert wide["each"]["rci"] == [long["each"]["rci"][n] for n in order]


def test_data_that_allow_no_answer() -> None:
    """A refusal that names what is wrong, or a result that says what it is: never a number that is not one."""
    table = Table.of(id=["a", "b", "c", "c"], a=[10, 12, 14, 9], b=[5, 6, 7, 8], g=["x", "x", "y", None])
    ask = {"pre": "a", "post": "b", "better": "lower", "approach": "reliable"}
    refused("id_twice", "change", table, **ask, id="id", reliability=0.8)
    assert "0 to below 1" in refused("reliability_missing", "change", table, **ask)
    for r in (1, 1.2, -0.1):
        refused("reliability_impossible", "change", table, **ask, reliability=r)
    refused("reliability_impossible", "change", table, **ask, variant="NK", reliability=0.8, reliability_post=1)
    flat = Table.of(a=[5, 5, 5], b=[1, 2, 3])
    refused("zero_variance", "change", flat, **ask, reliability=0.8)
    assert call("change", flat, **ask, reliability=0.8, sd=2.0).as_json()["values"]["n_used"] == 3
    refused("too_few", "change", Table.of(a=[5, None], b=[1, 2]), **ask, reliability=0.8)
    refused("no_rows", "change", Table.of(a=[5, None], b=[None, 2]), **ask, reliability=0.8)
    refused("norms_missing", "change", table, pre="a", post="b", better="lower", reliability=0.8)
    refused(
        "reliability_negative",
        "change",
        Table.of(a=[1, 9, 5, 3], b=[4, 4, 4.1, 4]),
        **ask,
        variant="HA",
        reliability=0.5,
    )
    refused(
        "option_needed", "change", table, pre="a", post="b", reliability=0.8
    )  # which way is better is never guessed
    refused("shape_unclear", "change", table, better="lower", reliability=0.8)
    refused("shape_unclear", "change", table, better="lower", reliability=0.8, pre="a", score="b")
    refused("no_level", "change", _long(), **{**BTHEB, "second": "9"})
    refused("bad_option", "change", table, **ask, reliability=0.8, alpha=0)
    refused("option_needed", "change", table, **{**ask, "approach": "anchor"})
    refused("not_two_arms", "change", table, **{**ask, "approach": "anchor-between"}, mid=2)
    refused("too_few", "change", Table.of(id=[1, 1, 2, 2], t=[0, 1, 0, 1], s=[1, 2, 3, 4]), better="lower", variant="HLM",
            approach="reliable", id="id", time="t", score="s")  # fmt: skip
    # n = 3, and an arm in which nobody is left: labelled.
    few = call("change", table, **ask, reliability=0.8, group="g").as_json()
    assert few["values"]["n_used"] == 3 and any("only 3 pairs" in note for note in few["notes"])
    gone = call(
        "change", Table.of(a=[9, 8, 7, 6], b=[1, 2, 3, None], g=list("xxxy")), **ask, reliability=0.8, group="g"
    ).as_json()
    assert any("Nobody has both scores in: y" in note for note in gone["notes"])
    assert [row["percent_by_group"] for row in gone["values"]["summary"] if row["group"] == "y"] == [None] * 3


def test_invariants() -> None:
    """Turning the scale round turns the signs and no class; shifting and stretching it changes nothing."""
    rng = np.random.default_rng(1)
    pre, post = rng.normal(20, 6, 300), rng.normal(16, 7, 300)
    for variant in methods.VARIANTS:

        def judged(a: np.ndarray, b: np.ndarray, better: int, variant: str = variant) -> tuple[np.ndarray, np.ndarray]:
            stand = methods.figures(a, b)
            rci, _ = methods.index(variant, a, b, stand, 0.8)
            cut = methods.cutoffs(methods.Norms(a.mean(), a.std(ddof=1)), better)["a"]
            return rci, methods.classes(
                rci, better, 1.96, methods.sides(a, cut, better)[0], methods.sides(b, cut, better)[1]
            )

        rci, kinds = judged(pre, post, -1)
        turned, same = judged(-pre, -post, 1)
        assert turned == pytest.approx(-rci, abs=1e-9) and (same == kinds).all(), variant
        stretched, same = judged(3 * pre + 7, 3 * post + 7, -1)
        assert stretched == pytest.approx(rci, abs=1e-9) and (same == kinds).all(), variant


def test_pairs_of_a_long_file() -> None:
    """Dense whole numbers, far numbers and texts pair alike, whatever the order of the rows."""
    rng = np.random.default_rng(2)
    ids, waves = np.repeat(np.arange(50), 3), np.tile([1, 2, 3], 50)
    values_ = rng.normal(size=150)
    order = rng.permutation(150)[:130]
    wanted = [(i, values_[3 * i] if 3 * i in order else np.nan, values_[3 * i + 2] if 3 * i + 2 in order else np.nan)
              for i in range(50) if {3 * i, 3 * i + 2} & set(order)]  # fmt: skip
    for keys in (ids, ids * 10**9, np.array([f"p{i:02}" for i in ids])):
        who, pre, post = methods.pairs(keys[order], waves[order], values_[order], 1, 3)
        assert list(who) == [keys[3 * i] for i, _, _ in wanted]
        assert pre == pytest.approx(np.array([a for _, a, _ in wanted]), nan_ok=True)
        assert post == pytest.approx(np.array([b for _, _, b in wanted]), nan_ok=True)
    with pytest.raises(Unfit) as why:
        methods.pairs(np.array([1, 2, 1]), np.array([1, 1, 1]), np.zeros(3), 1, 2)
    assert why.value.code == "wave_twice"
    with pytest.raises(Unfit):
        random_slopes(np.repeat([0, 1, 2], 3), np.tile([0.0, 1, 2], 3), np.ones(9), 3)
