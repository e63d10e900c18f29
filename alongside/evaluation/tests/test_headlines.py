"""Published headlines: tests of tables, rounded percentages and points of curves, against R and independent code."""

import json
from pathlib import Path

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import tables as t
from alongside.evaluation.methods.refusing import Unfit

DATA = Path(__file__).parents[3] / "tests" / "data" / "evaluation"
EXPECTED = json.loads((DATA / "published_headlines.json").read_text())
TWO_BY_TWO = (
    "reliable_change_36_39",
    "deterioration_36_39",
    "reliable_change_48_52_nearest",
    "deterioration_48_52_nearest",
)


def asked(counts, **options):
    columns = {f"c{n}": column for n, column in enumerate(np.transpose(counts).tolist())}
    return call("table", Table.of(**columns), cells=",".join(columns), **options).as_json()


def test_tables():
    cases = [EXPECTED[name] for name in TWO_BY_TWO]
    for case in [*cases, EXPECTED["ITT_bounds"]["improved_missing_as_no_change"]]:
        values = asked(case["table"])["values"]
        for key in set(case) - {"table"}:
            assert values["p_g" if key == "p_G" else key] == pytest.approx(case[key], rel=1e-8), key
    bounds = EXPECTED["ITT_bounds"]
    assert asked([[11, 37], [17, 35]])["values"]["p_chi2"] == pytest.approx(bounds["improved_worst"], rel=1e-8)
    assert asked([[23, 25], [4, 48]])["values"]["p_chi2"] == pytest.approx(bounds["improved_best"], rel=1e-8)
    case, found = EXPECTED["three_by_two_36_39"], call(
        "table", DATA / "reliable_change.csv", cells="improved,unchanged,worse", label="arm", ordered=True
    ).as_json()  # fmt: skip
    values = found["values"]
    assert values["table"] == case["table"]
    assert [values["chi2"], values["df"], values["p_chi2"]] == pytest.approx(
        [case["chi2"], case["df"], case["p"]], rel=1e-8
    )
    assert values["p_fisher_freeman_halton"] == pytest.approx(case["p_fisher_freeman_halton_exact_R"], rel=1e-8)
    assert values["p_mann_whitney"] == pytest.approx(case["mannwhitney_p"], rel=1e-8)
    assert "programme: 31% improved" in found["sentence"] and any("least expected count" in n for n in found["notes"])
    assert [round(100 * share, 1) for row in values["shares"] for share in (row[0], row[2])] == [30.6, 2.8, 10.3, 17.9]
    assert [round(values["trend_z"], 3), round(values["p_trend"], 4)] == [2.793, 0.0052]
    first = values["first_column"]
    assert [round(first[key], 3) for key in ("difference", "wald_low", "wald_high")] == [0.203, 0.025, 0.381]
    assert (round(first["odds_ratio"], 2), round(first["number_needed"], 2)) == (3.85, 4.93)
    # The exact test of any table is Fisher's on a 2 × 2 one.
    assert t.freeman_halton(np.array([[11, 25], [4, 35]])) == pytest.approx(cases[0]["p_fisher"], rel=1e-8)
    assert t.newcombe(15, 20, 12, 23)[1:] == pytest.approx((-0.059, 0.465), abs=5e-4)


def test_which_sizes_fit_rounded_percentages():
    for percents, largest, name in (("30.6,2.8", 48, "PuP"), ("10.3,17.9", 52, "TAU")):
        values = call("rounding", percents=percents, largest=largest).as_json()["values"]
        assert [[each["n"], *each["counts"]] for each in values["denominators"]] == EXPECTED["consistent_denominators"][
            name
        ]
        assert values["fits_largest"][0] is False
    assert EXPECTED["any_k_over_48_is_30.6"] is EXPECTED["any_k_over_52_is_10.3"] is False
    # every share is found again from its rounded self
    for n in range(1, 60):
        for k in range(n + 1):
            shown = f"{100 * k / n:.1f}"
            found = call("rounding", percents=shown, largest=n).as_json()["values"]["denominators"][-1]
            assert found["n"] == n and k in found["counts"][0]
    with pytest.raises(Unfit, match="no number"):
        call("rounding", percents="30.6,many", largest=48)


def test_what_two_points_of_a_curve_leave_open():
    points = {"k": "1000,20000", "p": "0.518,0.98"}
    family = EXPECTED["ceac_PuP_family"]
    strengths = sorted({row["mu_e_over_se"] for row in family})
    found = call("ceac-points", effect_z=strengths, **points).as_json()["values"]
    assert found["z"] == pytest.approx([EXPECTED["ceac_z"]["z1000"], EXPECTED["ceac_z"]["z20000"]], rel=1e-9)
    mine = {(row["effect_z"], row["rho"]): row for row in found["family"]}
    several = 0
    for row in family:
        one = mine[row["mu_e_over_se"], row["rho"]]
        assert one["p_effect"] == pytest.approx(row["p_effect_two_sided"], rel=1e-9)
        for key, theirs in (("icer", "icer"), ("se_cost", "sd_cost_per_unit_effect"), ("cost_z", "cost_z")):
            assert one[key] == (None if row[theirs] is None else pytest.approx(row[theirs], rel=1e-8))
        several += len(one["solutions"]) > 1
        for each in one["solutions"]:  # every curve does go through both points, and its ratio is below 1,000
            assert np.interp([1000, 20000], found["at"], each["curve"]) == pytest.approx([0.518, 0.98], abs=1e-9)
            assert each["icer"] < 1_000
    assert several == 3  # not identified: two curves fit
    case = EXPECTED["ceac_PuP_case"]
    at = ",".join(case["curve"])
    one = call("ceac-points", effect_z="2.17", rho="0", at=at, **points).as_json()["values"]["family"][0]
    assert one["solutions"][0]["curve"] == pytest.approx(list(case["curve"].values()), rel=1e-8)
    assert one["limit"] == pytest.approx(case["limit"], rel=1e-8)
    # Made-up differences: effect 2.2 (SE 1), cost 2,002.38 (SE 4,262.84), independent.
    known = {"effect": 2.2, "se_effect": 1, "cost": 2002.38, "se_cost": 4262.84}
    known = call("ceac-points", k="0,1000,2000,5000,10000,20000", rho="0", **known).as_json()["values"]
    assert [round(p, 3) for p in known["p"]] == [0.319, 0.518, 0.695, 0.915, 0.967, 0.98] and round(
        known["icer"]
    ) == 910
    other = EXPECTED["ceac_PIN_Crealey2024"]
    values = call(
        "ceac-points", k="1000", p="0.87", cost="2216", cost_low="-665", cost_high="5096", icer="614",
        rho=[row["rho"] for row in other["solutions"]],
    ).as_json()["values"]  # fmt: skip
    assert values["se_cost"] == pytest.approx(other["se_c"], rel=1e-8) and values["z"][0] == pytest.approx(other["z87"])
    assert values["effect"] == pytest.approx(other["mu_e"]) and values["p_cost"] == pytest.approx(
        0.13160018299732257, rel=1e-6
    )
    assert [len(row["se_effect"]) for row in values["solutions"]] == [len(row["se_e"]) for row in other["solutions"]]
    assert values["solutions"][-1]["se_effect"] == pytest.approx(other["solutions"][-1]["se_e"], rel=1e-6)


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ([[3, 4], [0, 0]], "one_group"),
        ([[3, 0], [4, 0]], "no_variance"),
        ([[3, 4]], "no_table"),
        ([[3, -1], [2, 2]], "negative"),
    ],
)
def test_what_cannot_be_answered(counts, code):
    with pytest.raises(Unfit) as refused:
        asked(counts)
    assert refused.value.code == code
