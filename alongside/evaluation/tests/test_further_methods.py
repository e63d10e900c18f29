"""Omega, limits of agreement, net-benefit regression, gaps from days, shares over time, attrition: against R."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import frequency as f
from alongside.evaluation.methods import gaps as g
from alongside.evaluation.methods import linking, tables
from alongside.evaluation.methods.factor import omega, one_factor
from alongside.evaluation.tests.files import expected, file, refused, values

HOLZINGER = "lavaan_HolzingerSwineford1939.csv"
WANTED = expected("further_methods")


def near(value, rel: float = 1e-8):
    return pytest.approx(value, rel=rel, abs=1e-9)


@pytest.mark.parametrize("which", sorted(WANTED["omega"]))
def test_omega_with_its_error(which: str) -> None:
    """lavaan's one factor: omega and its delta-method error, loadings, chi-square; one that fits badly is said to."""
    wanted = WANTED["omega"][which]
    told = call("consistency", file(HOLZINGER), items=",".join(wanted["items"])).as_json()
    found = told["values"]["omega"]
    assert found["total"] == near(wanted["omega"], 1e-6) and found["se"] == near(wanted["se"], 1e-5)
    assert found["loadings"] == pytest.approx(wanted["loadings"], abs=1e-5)
    assert found["chisq"] == pytest.approx(wanted["chisq"], rel=1e-6, abs=1e-6) and found["df"] == wanted["df"]
    assert found["p"] == (None if wanted["df"] == 0 else pytest.approx(wanted["p"], rel=1e-5, abs=1e-12))
    assert found["lower"] < found["total"] < found["upper"]
    said = any("One factor does not reproduce" in note for note in told["notes"])
    assert said == (which == "nine")


def test_omega_of_what_is_known() -> None:
    """Parallel items: omega is alpha. Unequal loadings: above alpha. An item turned round: below. Scale and sign: "
    "nothing."""
    rng = np.random.default_rng(5)
    factor = rng.normal(size=(4000, 1))
    parallel = factor + rng.normal(size=(4000, 4))
    found = call("consistency", Table.of(**{f"i{k}": parallel[:, k] for k in range(4)}), items="i0,i1,i2,i3").as_json()
    assert found["values"]["omega"]["total"] == pytest.approx(found["values"]["alpha"], abs=2e-4)
    uneven = factor * np.array([1, 0.9, 0.3, 0.2]) + rng.normal(size=(4000, 4)) * 0.4
    true = 2.4**2 / (2.4**2 + 4 * 0.16)
    got = omega(uneven)
    assert got["total"] == pytest.approx(true, abs=0.01)
    assert omega(100 - 7 * uneven)["total"] == near(got["total"], 1e-7)
    turned = uneven * np.array([1, 1, 1, -1])
    assert omega(turned)["total"] < got["total"]
    fitted = one_factor(turned)
    assert fitted.loadings[3] < 0 < fitted.loadings[0]


def test_consistency_wave_by_wave() -> None:
    """Each wave as its own file would say; a wave with hardly anybody says why not; the numbers reach the sentence."""
    table = read_table(file(HOLZINGER))
    found = call("consistency", table, items="x4,x5,x6", wave="school").as_json()["values"]["waves"]
    for school, each in found.items():
        alone = table.keep(np.array([label == school for label in table.labels("school")]))
        own = call("consistency", alone, items="x4,x5,x6").as_json()["values"]
        assert each["alpha"] == near(own["alpha"]) and each["omega"]["total"] == near(own["omega"]["total"])
    small = Table.of(w=["T1"] * 9 + ["T2"], a=[1, 2, 3, 4, 5, 6, 7, 8, 9, 1], b=[1, 3, 2, 4, 6, 5, 7, 9, 8, 2],
                     c=[2, 1, 3, 5, 4, 6, 8, 7, 9, 3])  # fmt: skip
    told = call("consistency", small, items="a,b,c", wave="w").as_json()["values"]["waves"]
    assert "why_not" in told["T2"] and told["T1"]["n"] == 9
    refused("too_few", "consistency", Table.of(w=["T1", "T2"], a=[1, 2], b=[2, 1], c=[1, 1]), items="a,b,c", wave="w")


def test_omega_that_cannot_be() -> None:
    """Two items, an item that never varies, one that says another again: alpha stands, omega says why not."""
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=40), rng.normal(size=40)
    for columns in ({"a": a, "b": a + b}, {"a": a, "b": a + b, "c": np.ones(40)}, {"a": a, "b": b, "c": a + b}):
        told = call("consistency", Table.of(**columns), items=",".join(columns)).as_json()
        assert told["values"]["omega"]["total"] is None and told["values"]["omega"]["why_not"]
        assert told["values"]["alpha"] is not None and any(note.startswith("No omega") for note in told["notes"])
    # Correlations that one factor could only make with a negative own part: held at its limit, without an error.
    c = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    raw = rng.normal(size=(60, 3))
    raw = (raw - raw.mean(0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False))).T @ np.linalg.cholesky(c).T
    found = call("consistency", Table.of(a=raw[:, 0], b=raw[:, 1], c=raw[:, 2]), items="a,b,c").as_json()
    assert found["values"]["omega"]["at_limit"] == [0] and found["values"]["omega"]["se"] is None
    assert any("ran to 0" in note for note in found["notes"])


def test_limits_of_agreement() -> None:
    """Bland and Altman's own peak flows: R's figures, and those they printed (with 2 SD, before 1999's error of a "
    "limit)."""
    wanted = WANTED["limits"]
    found = values("agreement", "pefr_1986.csv", kind="limits", raters="wright,mini")["limits"][0]
    assert found["n"] == 17 and found["sd"] == near(wanted["sd"])
    assert [found["bias"][key] for key in ("estimate", "low", "high")] == near([wanted["bias"], *wanted["bias_ci"]])
    for side in ("lower", "upper"):
        assert found[side]["estimate"] == near(wanted[side]) and found[side]["se"] == near(wanted["se_limit"])
        exact = [found[side]["exact_low"], found[side]["exact_high"]]
        assert exact == pytest.approx(wanted[f"exact_{side}"], rel=1e-6)  # R's own qt stops about there
    slope = [found["slope"][key] for key in ("estimate", "se", "p")]
    assert slope == near([wanted["slope"], wanted["slope_se"], wanted["slope_p"]])
    printed = wanted["published"]
    two = values("agreement", "pefr_1986.csv", kind="limits", raters="wright,mini", coverage=0.954499736)["limits"][0]
    assert [round(two[key]["estimate"], 1) for key in ("bias", "lower", "upper")] == [-2.1, -79.6, 75.4]
    for side in ("lower", "upper"):
        assert two[side]["estimate"] == pytest.approx(printed[side], abs=0.15)  # they rounded before adding
        assert [two[side]["low"], two[side]["high"]] == pytest.approx(printed[f"{side}_ci"], abs=1.1)
    three = call("agreement", Table.of(a=[1, 2, 3, 4, 5.0], b=[1, 2, 4, 4, 6.0], c=[3, 3, 3, 4, None]), kind="limits",
                 raters="a,b,c").as_json()  # fmt: skip
    assert [(each["pair"], each["n"]) for each in three["values"]["limits"]] == [
        ("a - b", 5),
        ("a - c", 4),
        ("b - c", 4),
    ]
    assert three["used"]["used"] == 5
    grows = call("agreement", Table.of(a=np.arange(1, 21) * 1.5 + np.tile([0, 0.5], 10), b=np.arange(1, 21)), kind="limits",
                 raters="a,b").as_json()  # fmt: skip
    assert any("changes with what is measured" in note for note in grows["notes"])
    refused("too_few", "agreement", Table.of(a=[1, 2, 3], b=[2, 3, 5]), kind="limits", raters="a,b")
    refused("zero_variance", "agreement", Table.of(a=[1, 2, 3, 4], b=[2, 3, 4, 5]), kind="limits", raters="a,b")
    refused(
        "bad_option", "agreement", Table.of(a=[1, 2, 3, 4], b=[2, 3, 4, 6]), kind="limits", raters="a,b", coverage=1
    )


def test_net_benefit_regression() -> None:
    """R's lm at each threshold, plain and with a covariate, classical and HC3; unadjusted it is k ΔE − ΔC of the "
    "means."""
    asked = {
        "arm": "arm",
        "reference": "usual care",
        "cost": "cost",
        "effect": "effect",
        "k": "0,1000,20000",
        "draws": 1000,
    }
    name = "programme - usual care"
    for which, more in (("plain", {}), ("adjusted", {"covariates": "severity"})):
        for errors in ("classical", "HC3"):
            all_of = values("cost", "net_benefit_invented.csv", errors=errors, **more, **asked)
            found = all_of["net_benefit"]["comparisons"][name]
            for n, wanted in enumerate(WANTED["net_benefit"][which]):
                assert found["inb"][n] == near(wanted["inb"], 1e-7)
                assert found["se"][n] == near(wanted["se" if errors == "classical" else "hc3"], 1e-7)
                if errors == "classical":
                    assert found["p"][n] == near(wanted["p"], 1e-6)
                    assert found["probability"][n] == near(wanted["probability"], 1e-6)
                else:
                    assert [found["low"][n], found["high"][n]] == near([wanted["hc3_low"], wanted["hc3_high"]], 1e-7)
            if which == "plain":
                seen = all_of["observed"][name]
                assert found["inb"] == near([k * seen["de"] - seen["dc"] for k in (0, 1000, 20000)], 1e-7)
                # the curve by resampling and the one by regression are the same curve
                assert all_of["comparisons"][name]["ceac"] == pytest.approx(found["probability"], abs=0.06)
    together = call(
        "cost", file("net_benefit_invented.csv"), cluster="family", covariates="severity", **asked
    ).as_json()
    assert together["values"]["net_benefit"]["errors"] == "CR2"
    simulated = {"costs": "a", "effects": "b", "covariates": "a"}
    refused("bad_option", "cost", Table.of(a=range(12), b=range(12)), **simulated)
    three = Table.of(arm=["a"] * 6 + ["b"] * 6, cost=[1, 2, 3, 4, 5, 6, 7, 8, 9, 5, 4, 3], effect=[0, 1] * 6,
                     twin=["x"] * 6 + ["y"] * 6)  # fmt: skip
    refused("collinear", "cost", three, arm="arm", cost="cost", effect="effect", covariates="twin", draws=1000)


def test_gaps_from_days() -> None:
    """150 people's visits, a gap after 400 days: R made the same spells row by row; its models and curves are these."""
    wanted = WANTED["gaps"]
    asked = {"id": "id", "day": "day", "gap": 400, "until": "futime", "end": "end", "still": "censored"}
    more = {"covariates": "trt,age,sex", "references": "sex=m"}
    told = call("gaps", file("survival_pbcseq.csv"), times="365,1095", **asked, **more).as_json()
    found = told["values"]
    assert (found["people"], found["gaps"], found["came_back"]) == (150, wanted["gaps"], wanted["returns"])
    model = found["recurrent"]
    assert model["names"] == ["trt", "age", "sex=f"] and model["spells"] == wanted["spells"]
    for mine, theirs in (("coef", "coef"), ("se", "se"), ("naive_se", "naive")):
        assert model[mine] == near(wanted["ag"][theirs], 1e-6)
    first = found["first_gap"]["all"]
    assert (first["n"], first["gaps"]) == (wanted["first"]["n"], wanted["first"]["gaps"])
    assert first["median"]["estimate"] == wanted["first"]["median"]
    assert [row["in_touch"] for row in first["at"]] == near(wanted["first"]["at"])
    assert [row["low"] for row in first["at"]] == near(wanted["first"]["at_low"])
    for kind, place in (("gap", 1), ("died", 2), ("transplant", 3)):
        shares = [row["share"] for row in found["ends"]["all"][kind]["at"]]
        assert shares == near([row[place] for row in wanted["ends"]["p"]])
    back = call("gaps", file("survival_pbcseq.csv"), times="100,365", **asked).as_json()["values"]["return"]
    for kind, place in (("came back", 1), ("died", 2), ("transplant", 3)):
        assert [row["share"] for row in back[kind]["at"]] == near([row[place] for row in wanted["ret"]["p"]])
        assert [row["se"] for row in back[kind]["at"]] == pytest.approx(
            [row[place] for row in wanted["ret"]["se"]], rel=0.02
        )
    by_order = values("gaps", "survival_pbcseq.csv", by_order=True, **asked, **more)["recurrent"]
    assert by_order["coef"] == near(wanted["pwp"]["coef"], 1e-6) and by_order["se"] == near(wanted["pwp"]["se"], 1e-6)
    grouped = values("gaps", "survival_pbcseq.csv", group="trt", **asked)
    assert grouped["logrank"]["chisq"] == near(wanted["logrank"], 1e-7)
    followed = found["use"]["followed"]["all"]
    assert [followed[key] for key in ("q1", "median", "q3")] == wanted["followed"]


def test_gaps_by_hand_in_every_form_of_day() -> None:
    """Seen on days 0, 10, 100 and 104, followed to 200, a gap after 30: opens on 40 and 134; one return, on day 100."""
    days, last = np.array([0.0, 10, 100, 104, 104, 50]), np.array([200.0, 50])
    touch = g.spells(np.array([0, 0, 0, 0, 0, 1]), days, np.full(2, np.nan), last, 30)
    assert touch.entry.tolist() == [0, 100] and touch.time.tolist() == [40, 134] and touch.gap.all()
    assert (
        touch.left.tolist() == [40, 134] and touch.until.tolist() == [100, 200] and touch.back.tolist() == [True, False]
    )
    assert touch.no_time == 1 and touch.order.tolist() == [0, 1]  # the second person was seen on her last day alone
    # A clock that begins at a birth on day 20: what lay before is not at risk, and she is away at the beginning.
    born = g.spells(np.zeros(4, dtype=int), np.array([0.0, 10, 100, 104]), np.array([20.0]), np.array([200.0]), 30)
    assert born.entry.tolist() == [0, 80] and born.time.tolist() == [20, 114]
    earlier = g.spells(np.zeros(2, dtype=int), np.array([0.0, 10]), np.array([-25.0]), np.array([20.0]), 30)
    assert earlier.entry.tolist() == [25] and earlier.time.tolist() == [45] and not earlier.gap.any()
    edge = g.spells(np.zeros(2, dtype=int), np.array([0.0, 30]), np.array([np.nan]), np.array([60.0]), 30)
    assert not edge.gap.any()  # 30 days are not more than 30 days
    numbers = call("gaps", Table.of(who=["a"] * 4 + ["b"] * 2, day=[0, 10, 100, 104, 3, 20]), id="who", day="day", gap=30,
                   as_of="200").as_json()["values"]  # fmt: skip
    ahead = np.datetime64("2026-03-01") + np.array([0, 10, 100, 104, 3, 20])
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"):
        written = [each.item().strftime(form) for each in (*ahead, np.datetime64("2026-09-17"))]
        table = Table({"who": ["a"] * 4 + ["b"] * 2, "day": written[:-1]}, date_form="dmy" if "/" in form else "")
        told = call("gaps", table, id="who", day="day", gap=30, as_of=written[-1]).as_json()["values"]
        assert told["use"] == numbers["use"] and told["gaps"] == numbers["gaps"] == 3
    table = Table.of(who=["a", "a", "b", None], day=[1, 50, 2, 7], x=[1, 2, 1, 1], until=[60, 60, 40, 70])
    refused("differs", "gaps", table, id="who", day="day", gap=10, covariates="x", until="until")
    refused("contact_after_last", "gaps", Table.of(who=["a", "a"], day=[1, 9], until=[5, 5]), id="who", day="day", gap=3,
            until="until")  # fmt: skip
    refused("bad_option", "gaps", table, id="who", day="day", gap=0)
    refused("bad_option", "gaps", table, id="who", day="day", gap=5, as_of="2026-01-01")
    refused("no_time", "gaps", Table.of(who=["a", "b"], day=[5, 5]), id="who", day="day", gap=3)
    refused("option_needed", "gaps", Table.of(who=["a", "b"], day=[1, 5], end=["moved", "0"]), id="who", day="day", gap=3,
            end="end")  # fmt: skip
    quiet = call("gaps", Table.of(who=["a", "a", "b", "b"], day=[0, 5, 1, 6]), id="who", day="day", gap=30).as_json()
    assert quiet["values"]["gaps"] == 0 and any("Nobody had a gap" in note for note in quiet["notes"])


def test_recurrent_gaps_have_the_rate_they_were_made_with() -> None:
    """400 people made up, one half with twice the rate of going quiet: the model's interval holds ln 2, errors "
    "robust."""
    rng = np.random.default_rng(7)
    who, day, group = [], [], []
    for person in range(400):
        twice, now = person % 2, 0.0
        while now < 700:
            who.append(person)
            day.append(round(now, 3))
            group.append(twice)
            now += 40.0 if rng.random() < 0.03 * (1 + twice) else 7.0  # a contact a week, now and then none for long
    found = call("gaps", Table.of(who=who, day=day, twice=group), id="who", day="day", gap=8, as_of="700",
                 covariates="twice").as_json()["values"]["recurrent"]  # fmt: skip
    assert found["low"][0] < 2 < found["high"][0] and found["high"][0] / found["low"][0] < 1.5


def test_shares_over_time() -> None:
    """R's Wilson limits, trends and Holm's p; first against last; words as things; periods from days."""
    told = call("frequency", file("mass_birthwt.csv"), items="low,smoke,ht", period="ftv").as_json()
    found = told["values"]
    for name in ("low", "smoke", "ht"):
        wanted = WANTED["frequency"][name]
        lines = [each for each in found["lines"] if each["item"] == name]
        assert [each["period"] for each in lines] == wanted["levels"]
        for mine, theirs in (("count", "count"), ("n", "n"), ("low", "low"), ("high", "high")):
            assert [each[mine] for each in lines] == near(wanted[theirs])
        trend = next(each["trend"] for each in found["over_time"] if each["item"] == name)
        assert (trend["chisq"], trend["p"]) == (near(wanted["chisq"]), near(wanted["p"]))
    assert [each["p_holm"] for each in found["over_time"]] == near(WANTED["frequency"]["holm"])
    assert linking.holm([0.01, np.nan, 0.04, 0.03]) == pytest.approx([0.03, np.nan, 0.06, 0.06], nan_ok=True)
    days = ["2024-12-31", "2025-01-01", "2025-08-09", "2025-08-10", None, "2026-02-03"]
    table = Table.of(day=days, named=["yes", "no", "yes", "yes", "yes", "no"], why=["bus", "fear", "bus", "bus", "fear", "x"],
                     who=["a", "b", "a", "c", "d", "e"])  # fmt: skip
    years = call("frequency", table, items="named", period="day", every="year", id="who").as_json()
    assert [(each["period"], each["count"], each["n"]) for each in years["values"]["lines"]] == [
        ("2024", 1, 1), ("2025", 2, 3), ("2026", 0, 1),
    ]  # fmt: skip
    assert any("comes again: 6 rows are of 5" in note for note in years["notes"])
    quarters = call("frequency", table, items="named", period="day", every="quarter").as_json()["values"]
    assert quarters["periods"] == ["2024 Q4", "2025 Q1", "2025 Q2", "2025 Q3", "2025 Q4", "2026 Q1"]
    empty = next(each for each in quarters["lines"] if each["period"] == "2025 Q2")
    assert empty["n"] == 0 and empty["share"] is None
    words = call("frequency", table, categories="why", group="named").as_json()["values"]
    assert {each["item"] for each in words["lines"]} == {"why=bus", "why=fear", "why=x"}
    between = next(each for each in words["between"] if each["item"] == "why=bus")
    assert between["groups"] == "yes - no" and between["difference"] == pytest.approx(3 / 4)
    share, low, high = f.wilson(np.array([0.0, 10]), np.array([10.0, 10]))
    assert share.tolist() == [0, 1] and low[0] == 0 and high[1] == 1 and 0 < high[0] < 1 and 0 < low[1] < 1
    refused("no_yes", "frequency", table, items="why")
    refused("option_needed", "frequency", table, period="day")
    refused("no_level", "frequency", table, items="named", period="why", order="bus,fear")
    refused("no_rows", "frequency", Table.of(named=["yes", "no"], when=[None, None]), items="named", period="when")


def test_shares_of_the_same_people_over_time() -> None:
    """Answers of one person go together: a change is surer than of strangers, several of hers in a period are less sure."""
    rng = np.random.default_rng(11)
    own = rng.random(120) < 0.5
    often = [np.where(rng.random(120) < 0.85, own, rng.random(120) < 0.5) for _ in range(3)]
    y, who, when = np.concatenate(often).astype(float), np.tile(np.arange(120), 3), np.repeat(np.arange(3), 120)
    low, high = f.difference(y, who, when == 2, when == 0)[1:]
    # everybody once in both: Newcombe's limits for pairs, with the correlation of the answers in them
    (p, l1, u1), (q, l2, u2) = (
        tuple(float(v) for v in f.wilson(x.sum(), np.array(120.0))) for x in (often[2], often[0])
    )
    phi = np.corrcoef(often[2], often[0])[0, 1]
    assert low == near(p - q - np.sqrt((p - l1) ** 2 - 2 * phi * (p - l1) * (u2 - q) + (u2 - q) ** 2))
    assert high == near(p - q + np.sqrt((u1 - p) ** 2 - 2 * phi * (u1 - p) * (q - l2) + (q - l2) ** 2))
    strangers = f.difference(y, np.arange(360), when == 2, when == 0)
    assert strangers == near(tables.newcombe(int(often[2].sum()), 120, int(often[0].sum()), 120))
    assert high - low < 0.75 * (strangers[2] - strangers[1])
    # the same row again says nothing new
    twice = (np.tile(y, 2), np.tile(who, 2), np.tile(when, 2))
    assert f.difference(twice[0], twice[1], twice[2] == 2, twice[2] == 0)[1:] == near((low, high))
    assert f.trend_by_person(twice[0], twice[2].astype(float), twice[1])["p"] == near(
        f.trend_by_person(y, when.astype(float), who)["p"]
    )
    assert f.by_person(twice[0], twice[1], twice[2] == 0) == near((q, l2, u2))
    # the method: with whose the rows are, each period as before, change and trend surer; groups together less sure
    table = Table.of(y=y.astype(int), who=[f"w{n}" for n in who], when=when, arm=["a" if n % 2 else "b" for n in who])
    with_id, without = (
        call("frequency", table, items="y", period="when", group="arm", **more) for more in ({"id": "who"}, {})
    )
    assert "hold the rows of one together" in " ".join(with_id.outcome.notes)
    for key in ("low", "high"):
        lines = [[each[key] for each in one.outcome.values["lines"]] for one in (with_id, without)]
        assert lines[0] == near(lines[1])

    def wide(each: dict[str, Any]) -> float:
        return float(each["high"] - each["low"])

    for one, other in zip(with_id.outcome.values["over_time"], without.outcome.values["over_time"], strict=True):
        assert wide(one["change"]) < wide(other["change"]) and one["trend"]["p"] < other["trend"]["p"]
    assert wide(with_id.outcome.values["between"][0]) > wide(without.outcome.values["between"][0])
    # nothing changes, many times: the test of a trend is right in one of twenty, and was in hardly any
    told, blind = [], []
    for _ in range(400):
        level = rng.normal(0, 2, 80)
        named = (rng.random((3, 80)) < 1 / (1 + np.exp(-level))).astype(float)
        who, at = np.tile(np.arange(80), 3), np.repeat([0.0, 1.0, 2.0], 80)
        told.append(f.trend_by_person(named.ravel(), at, who)["p"] < 0.05)
        blind.append(f.trend(named.sum(axis=1), np.full(3, 80.0), np.arange(3.0))["p"] < 0.05)
    assert 0.025 < np.mean(told) < 0.08 and np.mean(blind) < 0.02


def test_a_margin_on_a_ratio_of_counts() -> None:
    """Two one-sided tests for one SD more: shown where nothing goes with it and rows are many, not where it does or few."""
    rng = np.random.default_rng(12)
    x, more = rng.normal(10, 4, 800), rng.poisson(2, 800)
    found = call("counts", Table.of(y=more, x=x), y="y", covariates="x", margin=1.25).outcome
    e = found.values["equivalence"]
    assert e["per"] == near(x.std(ddof=1)) and e["equivalent"] and 1 / 1.25 < e["low"] < e["high"] < 1.25
    assert e["ratio"] == near(found.values["ratio"][-1] ** e["per"]) and "It is shown that" in found.sentence
    few = call("counts", Table.of(y=more[:40], x=x[:40]), y="y", covariates="x", margin=1.1).outcome
    assert not few.values["equivalence"]["equivalent"] and "It is not shown that" in few.sentence
    goes = rng.poisson(np.exp(0.1 * x - 0.3))
    assert call("counts", Table.of(y=goes, x=x), y="y", covariates="x", margin=1.25).outcome.values["equivalence"][
        "p_equivalent"
    ] > 0.9  # fmt: skip
    refused("bad_option", "counts", Table.of(y=more, x=x), y="y", covariates="x", margin=0.8)


def test_who_was_lost() -> None:
    """Beat the Blues at 8 months: R's glm of staying, Welch's comparison of first scores; a difference by Newcombe."""
    wanted = WANTED["attrition"]
    found = values("attrition", "hsaur3_BtheB_wide.csv", later="bdi.2m,bdi.8m", baseline="bdi.pre,drug,length",
                   references="length=<6m", arm="treatment", reference="TAU")  # fmt: skip
    model = found["model"]
    assert model["names"][1] == "BtheB" and found["stayed"] == 52 and found["of"] == 100
    order = [0, 1, 2, 3, 4]
    assert [model["coef"][n] for n in order] == near(wanted["coef"], 1e-6)
    assert [model["se"][n] for n in order] == near(wanted["se"], 1e-6)
    first = found["baseline"][0]
    assert [first[key] for key in ("difference", "low", "high", "p", "smd")] == near(
        [wanted["bdi"]["difference"], *wanted["bdi"]["ci"], wanted["bdi"]["p"], wanted["bdi"]["smd"]]
    )
    eight = {each["arm"]: each for each in found["answered"] if each["column"] == "bdi.8m"}
    assert {arm: each["answered"] for arm, each in eight.items()} == {"TAU": 25, "BtheB": 27}
    assert found["difference"]["difference"] == pytest.approx(27 / 52 - 25 / 48)
    nobody_lost = call("attrition", Table.of(a=[1, 2, 3, 4], b=[1, 1, 2, 2]), later="a", baseline="b").as_json()
    assert "why_not" in nobody_lost["values"]["model"] and any("nobody was lost" in n for n in nobody_lost["notes"])
    refused("id_twice", "attrition", Table.of(id=["x", "x"], a=[1, None]), later="a", id="id")


def test_counts_typed_from_print() -> None:
    """The same figures as of a file with these counts, to the last digit; what is written otherwise is asked about."""
    asked = {"counts": "programme: 11,24,1; usual care: 4,28,7", "words": "improved,unchanged,worse", "ordered": True}
    typed = call("printed", **asked).as_json()
    read = call(
        "table", file("reliable_change.csv"), cells="improved,unchanged,worse", label="arm", ordered=True
    ).as_json()
    assert typed["values"] == read["values"] and typed["sentence"] == read["sentence"]
    for counts in ("11,24,1", "a: 1,2", "a: 1,2,x; b: 1,2,3", "a: 1,2,3; a: 1,2,4"):
        refused("bad_option", "printed", None, counts=counts, words="improved,unchanged,worse")
    refused("no_table", "printed", None, counts="a: 1,2.5,3; b: 1,2,3", words="x,y,z")
    refused("one_group", "printed", None, counts="a: 0,0; b: 1,2", words="x,y")
