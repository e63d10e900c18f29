"""Behaviour in turn: against R (64 filmed couples, two streams of 48 intervals), and what it promises."""

import json
from pathlib import Path

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import sequential as s
from alongside.evaluation.methods.refusing import Unfit

DATA = Path(__file__).parents[3] / "tests" / "data" / "evaluation"
FILE = DATA / "dyseq_CouplesCope.csv"
EXPECTED = json.loads((DATA / "sequential_couples.json").read_text())["values"]
OPTIONS = {"first": "IKCB", "second": "DCCB", "first_name": "SC", "second_name": "DC"}


def flat(value):
    return np.ravel(value).tolist()


def near(value):
    return pytest.approx(value, rel=1e-6, abs=1e-6)


def test_every_reference_value():
    found = call("sequential", FILE, **OPTIONS).as_json()
    values = found["values"]
    assert (values["n_dyads"], values["n_int"]) == (EXPECTED["n_dyads"], EXPECTED["n_int"])
    same = {"odds_ratio": "or", "table": "table", "expected": "expected", "adj_resid": "adj_resid"}
    same |= {key: key for key in ("chisq", "p", "lnor", "se_lnor", "yule_q", "phi", "p_cond", "p_uncond")}
    for name, theirs in EXPECTED.items():
        if "_lag" in name:
            for mine, key in same.items():
                assert flat(values["lags"][name][mine]) == near(flat(theirs[key])), (name, mine)
            assert values["lags"][name]["p"] == pytest.approx(theirs["p"], rel=1e-6)
    joint = values["joint_states"]
    assert joint["counts"] == EXPECTED["joint4"]["counts"]
    assert flat(joint["adj_resid"]) == near(flat(EXPECTED["joint4"]["adj_resid"]))
    mine, theirs = values["by_dyad"]["SC_to_DC"], EXPECTED["per_dyad_lnor05"]
    for key in ("mean", "sd", "t"):
        assert mine[key] == near(theirs[key])
    assert mine["p"] == pytest.approx(theirs["p"], rel=1e-6)
    assert [mine["low"], mine["high"]] == near(theirs["ci"]) and mine["lnor"][:5] == near(theirs["first5"])
    mine, theirs = values["actor_partner"]["DC"], EXPECTED["apim_logit"]
    assert mine["names"] == theirs["names"]
    for key, name in (("coef", "coef"), ("se", "se"), ("cluster_se", "cluster_se_HC0")):
        assert mine[key] == near(theirs[name])
    # Taking every interval as new would say .0924 where .1326 is right.
    assert mine["cluster_se"][0] / mine["se"][0] > 1.4
    assert any("hold dyads together" in note for note in found["notes"])


def test_a_row_an_interval_says_the_same_and_gaps_are_not_skipped():
    wide = read_table(FILE)
    first, second = (wide.matrix(*(n for n in wide.names if n.startswith(stem))) for stem in ("IKCB", "DCCB"))
    dyad, time = np.meshgrid(np.arange(64), np.arange(48), indexing="ij")
    order = np.random.default_rng(3).permutation(64 * 48)
    columns = {"dyad": dyad, "second": 10 * time, "mother": first, "child": second}
    long = {name: each.ravel()[order] for name, each in columns.items()}
    options = {"first": "mother", "second": "child", "dyad": "dyad", "time": "second"}
    found = call("sequential", Table.of(**long), **options).as_json()["values"]
    assert (
        found["lags"]["mother_to_child_lag2"]["table"]
        == np.reshape(EXPECTED["SC_to_DC_lag2"]["table"], (2, 2)).tolist()
    )
    # Codes instead of 0 and 1, and three intervals that are not there.
    words = {**long, "mother": np.where(long["mother"] == 1, "smiles", "other")}
    gone = np.ones(64 * 48, dtype=bool)
    gone[np.flatnonzero(np.isin(long["second"], (100, 200, 300)))] = False
    fewer = {name: each[gone] for name, each in words.items()}
    found = call("sequential", Table.of(**fewer), first_code="smiles", **options).as_json()
    holes = [10, 20, 30]
    first[:, holes] = second[:, holes] = np.nan
    assert found["values"]["lags"]["mother_to_child_lag1"]["table"] == s.contingency(first, second, 1).table.tolist()
    assert any("not seen" in note for note in found["notes"])


def test_one_against_many_and_empty_cells():
    """Pooled over copies of each dyad: estimates stay, errors that hold copies together stay, naive ones shrink."""
    rng = np.random.default_rng(8)
    one = (rng.random((30, 25)) < 0.5).astype(float)
    two = np.where(rng.random((30, 25)) < 0.7, np.roll(one, 1, axis=1), 1 - one)
    design = np.column_stack([np.ones(30 * 24), one[:, :-1].ravel()])
    cluster = np.repeat(np.arange(30), 24)
    once = s.logit(design, two[:, 1:].ravel(), cluster)
    twice = s.logit(np.tile(design, (2, 1)), np.tile(two[:, 1:].ravel(), 2), np.tile(cluster, 2))
    assert twice.coef == pytest.approx(once.coef) and twice.cluster_se == pytest.approx(once.cluster_se)
    assert twice.se == pytest.approx(once.se / np.sqrt(2))
    always = np.tile([1.0, 0.0], (10, 6))
    columns = {f"a{n}": always[:, n] for n in range(12)} | {f"b{n}": 1 - always[:, n] for n in range(12)}
    found = call("sequential", Table.of(**columns), first="a", second="b", lags=1).as_json()
    assert found["values"]["lags"]["a_to_b_lag0"]["odds_ratio"] is None and found["values"]["actor_partner"] == {}
    assert any("no finite value" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("columns", "options", "code"),
    [
        ({"a1": [0, 1], "a2": [1, 0], "b1": [0, 1], "b2": [1, 1]}, {"lags": 3}, "too_short"),
        ({"a1": [0, 1], "a2": [1, 0], "b1": [0, 1], "b3": [1, 1]}, {"lags": 0}, "streams"),
        ({"a1": [0, 2], "a2": [1, 0], "b1": [0, 1], "b2": [1, 1]}, {"lags": 0}, "codes"),
        ({"a1": [1, 1], "a2": [1, 1], "b1": [0, 1], "b2": [1, 1]}, {"lags": 0}, "no_variance"),
        ({"x": [1, 1]}, {}, "no_column"),
        ({"d": [1, 1], "t": [1, 1], "a": [0, 1], "b": [0, 1]}, {"dyad": "d", "time": "t"}, "twice"),
        ({"d": [1, 1, 1], "t": [1, 2, 3.5], "a": [0, 1, 0], "b": [0, 1, 1]}, {"dyad": "d", "time": "t"}, "uneven_time"),
    ],
)
def test_what_cannot_be_answered(columns, options, code):
    with pytest.raises(Unfit) as refused:
        call("sequential", Table.of(**columns), first="a", second="b", **options)
    assert refused.value.code == code
