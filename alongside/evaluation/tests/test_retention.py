"""Staying: against R's survival 3.5 (data lung, 228 people)."""

import json
from pathlib import Path

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import cox as c
from alongside.evaluation.methods import retention as r
from alongside.evaluation.methods.refusing import Unfit

DATA = Path(__file__).parents[3] / "tests" / "data" / "evaluation"
FILE = DATA / "survival_lung.csv"
EXPECTED = json.loads((DATA / "survival_lung.json").read_text())["values"]
near = lambda value: pytest.approx(value, rel=1e-6, abs=1e-6)  # noqa: E731


def asked(**options):
    return call("retention", FILE, time="time", status="status", **options).as_json()


def test_every_reference_value():
    found = asked(group="sex", covariates="age,sex,ph.ecog", times="100,365", tau=365)["values"]
    groups = list(found["groups"].values())
    assert [g["median"]["estimate"] for g in groups] == EXPECTED["median"]
    assert found["logrank"]["chisq"] == near(EXPECTED["logrank"])
    for mine, theirs in (("names", "names"), ("loglik", "logLik")):
        assert found["cox"][mine] == (EXPECTED["cox"][theirs] if mine == "names" else near(EXPECTED["cox"][theirs]))
    for key in ("coef", "hr", "se", "p"):
        assert found["cox"][key] == near(EXPECTED["cox"][key])
    # from R 4.2.2, survival 3.5.3: print(survfit, rmean = 365), summary(survfit, times), quantile, cox.zph, concordance
    assert [(g["median"]["low"], g["median"]["high"]) for g in groups] == [(212, 310), (348, 550)]
    assert [(g["quantiles"]["0.75"]["estimate"], g["quantiles"]["0.75"]["high"]) for g in groups] == [
        (457, 574),
        (687, None),
    ]
    assert [round(g["rmst"][key], 3) for g in groups for key in ("estimate", "se")] == [
        241.495,
        10.358,
        297.465,
        10.791,
    ]
    assert [round(v, 6) for v in list(groups[1]["at"][0].values())[1:]] == [0.922088, 0.868295, 0.979215, 0.028279, 82]
    proportional = found["cox"]["proportional"]
    assert [round(proportional[n]["chisq"], 6) for n in ("age", "sex", "ph.ecog", "GLOBAL")] == [
        0.187988, 2.305437, 2.054249, 4.463658,
    ]  # fmt: skip
    assert found["cox"]["concordance"] == near(0.637135493)


def test_strata_late_entry_clusters_and_other_tests():
    """Against R for each: the same rows with a late entry of (row number − 1) mod 50 days."""
    table = call("retention", FILE, time="time", status="status").outcome.values
    assert table["groups"]["all"]["median"] == {"estimate": 310, "low": 285, "high": 363}
    strata = asked(covariates="age,ph.ecog", strata="sex")["values"]
    assert strata["cox"]["coef"] == near([0.0105662546, 0.4624244344])
    assert strata["cox"]["loglik"] == near([-638.5097650, -628.7709395])
    assert strata["cox"]["proportional"]["GLOBAL"]["chisq"] == near(2.200479)
    assert asked(group="sex", strata="ph.ecog")["values"]["logrank"]["p"] == near(0.001018)
    assert asked(group="sex", rho=1)["values"]["logrank"]["chisq"] == near(12.7141514)
    ranks = asked(covariates="age,sex,ph.ecog", transform="rank", ties="efron")["values"]["cox"]["proportional"]
    assert [ranks["age"]["chisq"], ranks["GLOBAL"]["chisq"]] == near([0.117292, 4.710680])
    assert asked(covariates="age,sex,ph.ecog", ties="breslow")["values"]["cox"]["coef"] == near(
        [0.01104113635, -0.55188956979, 0.46294704059]
    )
    assert asked(confidence="log-log")["values"]["groups"]["all"]["median"]["high"] == 361

    whole = read_table(FILE)
    late = np.minimum(whole.numbers("time") - 1, np.arange(228) % 50)
    place = ["0" if cell is None else cell for cell in whole.labels("inst")]
    columns = {name: whole.labels(name) for name in ("time", "status", "age", "sex", "ph.ecog")}
    columns |= {"late": [f"{value:g}" for value in late], "inst": place}
    found = call(
        "retention", Table(columns), time="time", status="status", entry="late", covariates="age,sex,ph.ecog",
        cluster="inst",
    ).outcome.values  # fmt: skip
    assert found["cox"]["coef"] == near([0.01128957853, -0.55440395776, 0.46943525173])
    assert found["cox"]["se"] == near([0.007096607472, 0.112436794356, 0.118349403303])
    assert found["cox"]["proportional"]["GLOBAL"]["chisq"] == near(4.581725)
    assert found["groups"]["all"]["median"] == {"estimate": 284, "low": 208, "high": 340}


def test_ends_of_several_kinds():
    """Every third event is called another end; R: survfit(Surv(time, factor(kind)) ~ 1), summary at 100 and 365."""
    whole = read_table(FILE)
    kind = [
        "there" if status == "1" else "moved" if n % 3 == 0 else "left"
        for n, status in enumerate(whole.labels("status"))
    ]
    table = Table({"time": whole.labels("time"), "kind": kind})
    found = call("retention", table, time="time", status="kind", event="left", other_ends="moved", times="0.5,100,365")
    ends = found.as_json()["values"]["ends"]["all"]
    rows = [
        [each[key] for key in ("share", "se", "low", "high")] for name in ("left", "moved") for each in ends[name]["at"]
    ]
    assert rows[0] == rows[3] == [0, 0, 0, 0]
    assert rows[1] == near([0.09212730318, 0.01915563023, 0.06129170696, 0.1384761563])
    assert rows[2] == near([0.39935568086, 0.03521550496, 0.33596979190, 0.4747002965])
    assert rows[4] == near([0.04390372917, 0.01357565676, 0.02394957447, 0.08048316006])
    assert rows[5] == near([0.19140269468, 0.02756575556, 0.14433055135, 0.25382700467])
    # all kinds together and those still there make one
    free = call("retention", FILE, time="time", status="status", times="365").outcome.values["groups"]["all"]["at"][0]
    assert rows[2][0] + rows[5][0] + free["survival"] == pytest.approx(1)
    with pytest.raises(Unfit, match="or it is the event"):
        call("retention", table, time="time", status="kind", event="left", other_ends="gone")


def test_spells_of_the_same_woman():
    """Everybody's time cut in two changes no estimate; her rows stay together in the standard errors."""
    rng = np.random.default_rng(5)
    n = 80
    x, time = rng.normal(size=n), rng.exponential(20, n) + 1
    event = rng.random(n) < 0.7
    whole = {"who": list(range(n)), "from": [0.0] * n, "to": time, "gap": event.astype(int), "x": x}
    cut = {
        "who": [*range(n), *range(n)], "from": [*([0.0] * n), *(time / 2)], "to": [*(time / 2), *time],
        "gap": [*([0] * n), *event.astype(int)], "x": [*x, *x],
    }  # fmt: skip
    options = {"time": "to", "status": "gap", "entry": "from", "id": "who", "covariates": "x"}
    one, two = (call("retention", Table.of(**rows), **options).outcome.values for rows in (whole, cut))
    assert two["cox"]["coef"] == pytest.approx(one["cox"]["coef"], abs=1e-9)
    assert "robust" in two["cox"]["standard_errors"] and "recurrent" in two and "recurrent" not in one
    codes = np.arange(n)
    data = c.Data(x[:, None], np.zeros(n), time, event, np.zeros(n, dtype=int))
    assert two["cox"]["se"] == pytest.approx(np.sqrt(c.cox(data, "efron", codes).covariance[0]), rel=1e-9)
    # one event each at most: the mean number of events is the Nelson–Aalen curve
    when, mean, se = r.mean_events(np.zeros(n), time, event, codes)
    assert mean[-1] == pytest.approx(sum(1 / (time >= t).sum() for t in when))
    assert (se[1:] >= 0).all() and two["recurrent"]["persons"] == n
    with pytest.raises(Unfit, match="over each other"):
        call("retention", Table.of(**(cut | {"from": [0.0] * (2 * n)})), **options)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"t": [3, 4, 5, 6], "s": [0, 0, 0, 0]}, "no_events"),  # all still there
        ({"t": [3, 4, 5, 6], "s": [7, 8, 9, 7]}, "which_event"),
        ({"t": [3, -4, 5, 6], "s": [1, 0, 1, 1]}, "negative_time"),
        ({"t": [3], "s": [1]}, "too_few"),
    ],
)
def test_what_cannot_be_answered(columns, code):
    with pytest.raises(Unfit) as refused:
        call("retention", Table.of(**columns), time="t", status="s")
    assert refused.value.code == code


def test_what_is_answered_in_part_says_so():
    times = {"t": [1, 2, 3, 4, 5, 6, 7, 8], "s": [1, 1, 1, 1, 0, 0, 0, 0], "arm": list("aaaabbbb")}
    found = call("retention", Table.of(**times), time="t", status="s", group="arm", covariates="arm").as_json()
    assert found["values"]["groups"]["b"]["median"]["estimate"] is None
    assert any("Nobody in “b” had the event" in note for note in found["notes"])
    assert "coef" not in found["values"]["cox"] and any("completely" in note for note in found["notes"])
    with pytest.raises(Unfit) as refused:
        call("retention", Table.of(**(times | {"arm": ["a"] * 8})), time="t", status="s", covariates="arm")
    assert refused.value.code == "one_level"
    late = Table.of(t=[3, 4, 5, 6], s=[1, 0, 1, 1], since=[0, 4, 1, 1])
    with pytest.raises(Unfit) as refused:
        call("retention", late, time="t", status="s", entry="since")
    assert refused.value.code == "empty_interval"


def test_with_other_ends_the_answer_is_the_share_that_came_and_not_half() -> None:
    """40 come home, 60 are adopted: nobody may read that half came home."""
    day = list(range(1, 101))
    status = ["home" if n % 5 in (0, 2) else "adopted" for n in range(100)]
    columns = {"day": day, "status": status}
    asked = {"time": "day", "status": "status", "event": "home", "other_ends": "adopted"}
    found = call("retention", Table.of(**columns), **asked).outcome
    assert "Half" not in found.sentence and "“home” by 100" in found.sentence and "all: 40% (" in found.sentence
    drawn = found.drawing.series[0]
    assert (drawn.x[0], drawn.y[0]) == (0, 0) and drawn.y[-1] == pytest.approx(0.4) and "home" in found.drawing.title
    # told at the last time asked for to which everybody was seen, beside the test of those still waiting
    arms = columns | {"arm": ["a", "b"] * 50}
    told = call("retention", Table.of(**arms), group="arm", times="25,50,200", **asked).outcome
    at_50 = [told.values["ends"][arm]["home"]["at"][1]["share"] for arm in "ab"]
    assert all(f"{arm}: {share:.0%} (" in told.sentence for arm, share in zip("ab", at_50, strict=True))
    assert "by 50," in told.sentence and "among those still waiting: log-rank p" in told.sentence
    assert not any("more than half were still there" in note for note in told.notes)
    without = call("retention", Table.of(day=day, status=["home", *["there"] * 99]), **(asked | {"other_ends": None}))
    assert without.outcome.sentence.startswith("Half had the event by this time")
