"""`cutoff` against R (stats, sandwich) on the Beat the Blues trial; tests by hand; data that allow no answer."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import transitions
from alongside.evaluation.methods.tables import newcombe
from alongside.evaluation.tests.files import expected, refused, values

ASKED = {
    "pre": "bdi.pre", "post": "bdi.2m,bdi.3m,bdi.5m,bdi.8m", "cutoff": 14, "better": "lower", "arm": "treatment",
    "reference": "TAU", "covariates": "bdi.pre,drug,length",
}  # fmt: skip


def test_every_wave_of_the_trial() -> None:
    """Counts, McNemar in four ways, Fisher, Pearson, Newcombe, adjusted logit, g-computation.

    Within 1e-6, as stated. R looks for the conditional odds ratio and its limits in steps that may end 1e-4 away: there
    within 3e-4. It prints errors of a logistic model from the step before its last: `se_glm` has those within 1e-6.
    """
    found = values("cutoff", "hsaur3_BtheB_wide.csv", **ASKED)["waves"]
    for wave, wanted in expected("cutoff_BtheB").items():
        if wave.startswith("gee"):
            continue
        ours = found[wave]
        assert ours["n"] == wanted["n"]
        for arm, mine in (*ours["arms"].items(), ("all", ours["all"])):
            assert set(wanted[arm]) <= set(mine)
            for key, value in wanted[arm].items():
                assert mine[key] == pytest.approx(value, rel=1e-9, abs=1e-12), (wave, arm, key)
        theirs, mine = wanted["between"], ours["between"][0]
        assert (mine["arm"], mine["reference"]) == ("BtheB", "TAU")
        assert mine["recovered"] == theirs["recovered"] and mine["n"] == theirs["n"]
        for key in ("fisher_p", "chi2", "chi2_p", "chi2_yates", "chi2_yates_p"):
            assert mine[key] == pytest.approx(theirs[key], rel=1e-6), (wave, key)
        assert mine["newcombe"] == pytest.approx(theirs["newcombe"], rel=1e-9)
        assert mine["fisher_cond_or"] == pytest.approx(theirs["fisher_cond_or"], rel=3e-4)
        assert mine["fisher_or_ci"] == pytest.approx(theirs["fisher_or_ci"], rel=3e-4)
        assert mine["fisher_as_r"]["cond_or"] == pytest.approx(theirs["fisher_cond_or"], rel=1e-9)
        assert mine["fisher_as_r"]["ci"] == pytest.approx(theirs["fisher_or_ci"], rel=1e-9)
        logit = mine["logit_adj"]
        assert len(logit["names"]) == len(theirs["logit_adj"]["names"]) == 5
        assert logit["coef"] == pytest.approx(theirs["logit_adj"]["coef"], rel=1e-6)
        assert logit["se"] == pytest.approx(theirs["logit_adj"]["se"], rel=1e-4)
        assert logit["se_glm"] == pytest.approx(theirs["logit_adj"]["se"], rel=1e-6)
        assert mine["gcomp"]["rd"] == pytest.approx(theirs["gcomp_rd"], rel=1e-6)


def test_mcnemar_by_hand() -> None:
    """Exact and mid-p by counting; nobody discordant is 1, and no statistic out of nothing."""
    for b, c in product(range(5), range(5)):
        found = transitions.mcnemar(b, c)
        n = b + c
        if n == 0:
            assert found["mcnemar_exact_p"] == 1 and found["mcnemar_stat"] is None
            continue
        tail = sum(comb(n, k) for k in range(min(b, c) + 1)) / 2**n
        assert found["mcnemar_exact_p"] == pytest.approx(min(1, 2 * tail))
        assert found["mcnemar_midp"] == pytest.approx(1 if b == c else 2 * tail - comb(n, min(b, c)) / 2**n)
        assert found["mcnemar_stat"] == pytest.approx((b - c) ** 2 / n)


def test_shares_of_two_arms() -> None:
    """Newcombe's own example (1998, table II a: 56/70 and 48/80: .0524 to .3339); ends stay within -1 and 1."""
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    for a, b in product(range(4), range(4)):
        d, low, high = newcombe(a, 3, b, 3)
        assert -1 <= low <= d <= high <= 1
    assert transitions.between(3, 3, 0, 3)["fisher_or_ci"][1] == np.inf
    assert (
        transitions.between(3, 3, 3, 3)["fisher_cond_or"] is None and transitions.between(3, 3, 3, 3)["fisher_p"] == 1
    )


def test_data_that_allow_no_answer() -> None:
    table = Table.of(
        a=[20, 21, 22, 23, 5, 6], b=[10, 10, 30, 30, 20, 5], g=list("xxyyxx"), only=list("xxxxyy"), gone=[None] * 6,
        id=[1, 1, 2, 3, 4, 5],
    )  # fmt: skip
    ask = {"pre": "a", "post": "b", "cutoff": 14, "better": "lower"}
    refused("no_rows", "cutoff", table, **{**ask, "post": "gone"})
    refused("id_twice", "cutoff", table, **ask, id="id")
    refused("option_needed", "cutoff", table, **{k: v for k, v in ask.items() if k != "better"})
    refused("no_level", "cutoff", table, **ask, arm="g", reference="z")
    # The arm tells who left apart wholly: the counts stand, the model is refused by name.
    told = call("cutoff", table, **ask, arm="g", covariates="a").as_json()
    one = told["values"]["waves"]["b"]["between"][0]
    assert one["recovered"] == [0, 2] and one["refused"] == "separation" and one["logit_adj"] is None
    assert any("could not be adjusted" in note for note in told["notes"])
    # Nobody of one arm began on the clinical side: said, not divided by.
    told = call("cutoff", table, **ask, arm="only").as_json()
    assert told["values"]["waves"]["b"]["between"][0]["refused"] == "empty_arm"
    assert any("Nobody began on the clinical side in y" in note for note in told["notes"])
    # A score exactly on the cut-off is clinical, unless it is said to be functional.
    edge = Table.of(a=[14, 14], b=[13, 14])
    both = {
        on: call("cutoff", edge, **ask, on_cutoff=on).as_json()["values"]["waves"]["b"]["all"]
        for on in ("clinical", "functional")
    }
    assert (both["clinical"]["clin_clin"], both["clinical"]["clin_non"]) == (1, 1) and both["functional"][
        "non_non"
    ] == 2
