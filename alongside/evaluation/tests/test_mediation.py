"""Mediation against lavaan and R's own regressions (data of Tal-Or and others, 123 people), and what it promises."""

import json
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import mediation as m
from alongside.evaluation.methods.refusing import Unfit

DATA = Path(__file__).parents[3] / "tests" / "data" / "evaluation"
FILE = DATA / "psych_Tal_Or.csv"
EXPECTED = json.loads((DATA / "mediation_TalOr.json").read_text())["values"]


def asked(**options):
    given = {"x": "cond", "y": "reaction", "draws": 2_000} | options
    return call("mediation", FILE, seed=1, **given).as_json()


def model(n=150, seed=3, serial=False, cluster=None):
    rng = np.random.default_rng(seed)
    x, c = rng.integers(0, 2, n).astype(float), rng.normal(size=n)
    one = 0.4 * x + 0.3 * c + rng.normal(size=n)
    two = 0.3 * x + 0.5 * one + rng.normal(size=n)
    y = 0.2 * x + 0.4 * one + 0.3 * two + 0.2 * c + rng.normal(size=n)
    return m.Model(x, np.stack([one, two]), y, c[None, :], ("one", "two"), serial, cluster)


def test_every_reference_value():
    simple = asked(m="pmi")["values"]
    assert simple["n"] == EXPECTED["n"]
    assert simple["indirect"]["pmi"]["estimate"] == pytest.approx(EXPECTED["simple_pmi"]["indirect"], abs=1e-8)
    for mine, theirs in (("a_pmi", "a"), ("b_pmi", "b"), ("total", "c"), ("direct", "cprime")):
        found = simple["paths"][mine]
        assert [found[key] for key in ("estimate", "se", "t", "p")] == pytest.approx(
            EXPECTED["simple_pmi"][theirs], abs=1e-8
        )
    sobel = simple["indirect"]["pmi"]["sobel"]
    assert [sobel["estimate"], sobel["z"], sobel["p"]] == pytest.approx(
        [EXPECTED["simple_pmi"]["sobel"][key] for key in ("ab", "z", "p")], abs=1e-8
    )
    assert simple["sd_y"] == pytest.approx(EXPECTED["simple_pmi"]["sd_y"], abs=1e-8)

    both = asked(m="pmi,import", draws=100_000)["values"]
    where = {
        "a1": ("paths_maximum_likelihood", "a_pmi"), "a2": ("paths_maximum_likelihood", "a_import"),
        "b1": ("paths_maximum_likelihood", "b_pmi"), "b2": ("paths_maximum_likelihood", "b_import"),
        "cp": ("paths_maximum_likelihood", "direct"), "ind1": ("indirect", "pmi"), "ind2": ("indirect", "import"),
        "tot_ind": ("total_indirect",), "diff": ("contrasts", "pmi - import"), "total": ("total",),
    }  # fmt: skip

    def at(label):
        found = both
        for key in where[label]:
            found = found[key]
        return found

    for row in EXPECTED["parallel_delta"]:
        found = at(row["label"])
        found = found.get("delta", found)
        assert [found[key] for key in ("estimate", "se", "p", "low", "high")] == pytest.approx(
            [row[key] for key in ("est", "se", "pvalue", "ci.lower", "ci.upper")], abs=1e-8
        ), row["label"]
        assert found["z"] == pytest.approx(row["z"], rel=1e-8)  # theirs comes out of a search, good to 5e-9 of itself
    for kind, theirs in (("percentile", "perc"), ("bias_corrected", "bca.simple")):
        for row in EXPECTED[f"parallel_boot10000_{theirs}"]:
            whole = at(row["label"])
            assert whole["estimate"] == pytest.approx(row["est"], abs=1e-8) and row["se"] is None
            assert whole["bootstrap_se"] == pytest.approx(whole["delta"]["se"], rel=0.1), (
                "they print none; delta's is near"
            )
            found = whole[kind]
            assert [found["low"], found["high"]] == pytest.approx([row["ci.lower"], row["ci.upper"]], abs=0.02)
    for mine, theirs in (
        ("a_pmi", "a1"),
        ("a_import", "a2"),
        ("b_pmi", "b1"),
        ("b_import", "b2"),
        ("direct", "cprime"),
    ):
        found = both["paths"][mine]
        assert [found[key] for key in ("estimate", "se", "t", "p")] == pytest.approx(
            EXPECTED["parallel_ols"][theirs], abs=1e-8
        )

    serial = asked(m="import,pmi", serial=True)["values"]["indirect"]
    for mine, theirs in (("import", "ind_import"), ("pmi", "ind_pmi"), ("import > pmi", "ind_serial")):
        assert serial[mine]["estimate"] == pytest.approx(EXPECTED["serial"][theirs], abs=1e-8)


@pytest.mark.parametrize("serial", [False, True])
def test_a_resample_is_fitted_as_least_squares_would(serial):
    """The same resamples, fitted one by one: equal to 1e-12; and leaving out one row equals fitting the others."""
    asked = model(serial=serial)
    n, rng = len(asked.y), np.random.default_rng(7)
    counts = rng.multinomial(n, np.full(n, 1 / n), size=20).astype(float)
    left_out = 1.0 - np.eye(n)[:5]
    table = m.products(asked)
    for rows, found in (
        (counts, m.effects(m.paths_from((counts @ table).T, 5, 2, serial), serial)),
        (left_out, m.jackknife(asked)[:, :5]),
    ):
        for weight, effects in zip(rows, found.T, strict=True):
            at = np.repeat(np.arange(n), weight.astype(int))
            alone = m.Model(
                asked.x[at], asked.mediators[:, at], asked.y[at], asked.covariates[:, at], asked.names, serial
            )
            base = np.column_stack([np.ones(len(at)), alone.x, *alone.covariates])
            fit = lambda design, y: np.linalg.lstsq(design, y, rcond=None)[0]  # noqa: E731
            y = fit(np.column_stack([base, *alone.mediators]), alone.y)
            one = fit(base, alone.mediators[0])
            two = fit(np.column_stack([base, alone.mediators[0]]) if serial else base, alone.mediators[1])
            ways = [one[1] * y[3], two[1] * y[4], *([one[1] * two[3] * y[4]] if serial else [])]
            total = fit(base, alone.y)[1]
            theirs = [*ways, sum(ways), *([] if serial else [ways[0] - ways[1]]), y[1], total]
            assert effects == pytest.approx(theirs, abs=1e-12)


def test_no_resample_is_lost_and_the_error_of_chance_is_said():
    """Traps 10 and 15: other software lost 217 of 10,000 such resamples; 10,000 draws look exact and are not."""
    few, many = asked(m="pmi", draws=10_000), asked(m="pmi", draws=160_000)
    assert few["values"]["bootstrap"]["lost"] == many["values"]["bootstrap"]["lost"] == 0
    one, other = (found["values"]["indirect"]["pmi"]["percentile"] for found in (few, many))
    assert other["mcse_high"] < 0.5 * one["mcse_high"]
    assert abs(one["high"] - other["high"]) < 5 * one["mcse_high"]
    # 2,000,000 draws by an independent program: (.0060, .5192)
    assert [other["low"], other["high"]] == pytest.approx([0.0060, 0.5192], abs=5 * other["mcse_high"])
    assert any("Monte-Carlo error" in note for note in many["notes"])
    assert any("default is 100,000" in note for note in few["notes"])
    assert asked(m="pmi", draws=10_000) == few  # the same seed, the same figures


def test_resamples_without_one_group_are_left_out_and_counted():
    """One woman of 13 in the other group is in no resample with probability (12/13)^13 = .353; rounding must not hide that."""
    rng = np.random.default_rng(2)
    for step in (0.3, 1.0, 7.3):
        x = np.array([1.0] + [0.0] * 12) * step
        columns = {"x": x, "m": x + rng.normal(size=13), "y": x + rng.normal(size=13)}
        found = call("mediation", Table.of(**columns), seed=1, x="x", m="m", y="y", draws=20_000).as_json()
        assert found["values"]["bootstrap"]["lost"] / 20_000 == pytest.approx((12 / 13) ** 13, abs=0.02)
        assert any("could not be fitted" in note for note in found["notes"])


def test_clusters_are_resampled_whole_and_memory_stays_small():
    twice = np.tile(np.arange(75), 2)
    one = model(cluster=twice)
    assert m.products(one).shape[0] == 75
    # Each row doubled within its cluster: the doubled data say no more than the single ones.
    single = model(75)
    doubled = m.Model(
        np.tile(single.x, 2), np.tile(single.mediators, 2), np.tile(single.y, 2), np.tile(single.covariates, 2),
        single.names, False, twice,
    )  # fmt: skip
    assert m.bootstrap(doubled, 500, 5) == pytest.approx(m.bootstrap(single, 500, 5), rel=1e-9, abs=1e-12)
    tracemalloc.start()
    m.bootstrap(model(2_000), 2_000, 1)
    assert tracemalloc.get_traced_memory()[1] < 8_000_000  # all counts at once would be 32 MB
    tracemalloc.stop()


def test_no_mediation_is_found_where_there_is_none():
    """200 simulated studies of 90 women without an effect on the mediator: intervals hold 0 in about 95% of them."""
    rng = np.random.default_rng(90)
    held = {"percentile": 0, "bca": 0}
    for study in range(200):
        x = np.repeat([0.0, 1.0], [25, 65])
        m1 = rng.normal(size=90)
        y = 0.5 * m1 + 0.3 * x + rng.normal(size=90)
        one = m.Model(x, m1[None, :], y, np.empty((0, 90)), ("m",))
        drawn, left_out, point = m.bootstrap(one, 1_000, study), m.jackknife(one), m.effects(m.estimate(one), False)
        found = m.intervals(drawn[0], float(point[0]), left_out[0], 0.95)
        for kind in held:
            held[kind] += found[kind].low <= 0 <= found[kind].high
    assert 182 <= held["percentile"] <= 198 and 180 <= held["bca"] <= 198, held


def test_waves_and_what_is_unmeasured_are_spoken_of():
    same, after = asked(m="pmi", m_wave="6 months", y_wave="6 months"), asked(m="pmi", m_wave="1", y_wave="2")
    assert any("share a wave" in note for note in same["notes"])
    assert not any("wave" in note for note in after["notes"])
    unmeasured = same["values"]["indirect"]["pmi"]["sensitivity"]
    at = dict(zip(unmeasured["rho"], unmeasured["indirect_at_rho"], strict=True))
    assert at[0.0] == pytest.approx(EXPECTED["simple_pmi"]["indirect"], abs=1e-12)
    assert at[0.4] > 0 > at[0.5]
    assert 0.4 < unmeasured["rho_at_zero"] < 0.5


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"x": [0, 1, 0], "m": [1, 2, 3], "y": [3, 1, 2]}, "too_few"),
        ({"x": [1] * 20, "m": list(range(20)), "y": [n * n % 7 for n in range(20)]}, "no_variance"),  # one arm empty
        ({"x": [0, 1] * 10, "m": [4] * 20, "y": [n * n % 7 for n in range(20)]}, "no_variance"),
        ({"x": [0, 1] * 10, "m": [3, 5] * 10, "y": [n * n % 7 for n in range(20)]}, "collinear"),
        ({"x": ["a", "b", "c", "a"] * 5, "m": list(range(20)), "y": list(range(20))}, "not_two_arms"),
    ],
)
def test_what_cannot_be_answered(columns, code):
    with pytest.raises(Unfit) as refused:
        call("mediation", Table.of(**columns), x="x", m="m", y="y", draws=1_000)
    assert refused.value.code == code
