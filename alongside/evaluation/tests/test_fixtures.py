"""What the methods must say of figures that are known: published margins, textbook changes, studies that were made up."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.reading import read_table
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import change
from alongside.evaluation.methods import mediation as m
from alongside.evaluation.tests.files import file, values

MARGINS = {
    "ethnicity": {"Western European": (22, 95.7), "South Slavic": (1, 4.3)},
    "relationship": {"single or divorced": (14, 60.9), "cohabiting": (8, 34.8), "partner incarcerated": (1, 4.3)},
    "children": {"1": (11, 47.8), "2": (6, 26.1), "3": (5, 21.7), "5": (1, 4.3)},
    "substance": {
        "amphetamine": (8, 34.8),
        "cannabis": (6, 26.1),
        "cocaine": (5, 21.7),
        "heroin": (3, 13.0),
        "GHB": (1, 4.3),
    },
    "now": {"abstinent": (13, 56.5), "using": (10, 43.5)},
    "setting": {"inpatient": (11, 47.8), "outpatient": (12, 52.2)},
    "protection": {"voluntary": (4, 17.4), "court-ordered": (15, 65.2), "none": (4, 17.4)},
    "alcohol": {"yes": (9, 39.1), "no": (14, 60.9)},
    "trauma": {"told": (16, 69.6), "not told": (7, 30.4)},
    "parents_used": {"yes": (10, 43.5), "no": (13, 56.5)},
}


def test_the_margins_of_23_mothers() -> None:
    """Every count and share of the published table; 11 inpatient and 2 outpatient are the 13; 43 children, 1.87 each."""
    found = values("describe", "mothers_23.csv", categories=",".join(MARGINS))["categories"]
    seen: dict[str, dict[str, tuple[int, float]]] = {}
    for row in found:
        assert row["missing"] == 0
        seen.setdefault(row["column"], {})[row["word"]] = (row["n"], round(100 * row["share"], 1))
    assert seen == MARGINS
    by_setting = values("describe", "mothers_23.csv", categories="now", arm="setting")["categories"]
    counts = {(row["arm"], row["word"]): row["n"] for row in by_setting}
    assert counts["inpatient", "abstinent"] == 11 and counts["outpatient", "abstinent"] == 2
    children = values("describe", "mothers_23.csv", columns="children")["groups"][0]
    assert children["n"] * children["mean"] == 43 and round(children["mean"], 2) == 1.87
    table = read_table(file("mothers_23.csv"))
    assert sum(each != "none" for each in table.labels("protection")) == 19 and len(table.unique_ids("id")) == 23


def test_reliable_change_by_hand() -> None:
    """RCI = (x2 - x1) / (SD √2 √(1 - r)), reliable beyond 1.96 and not at it; c = (SD0 M1 + SD1 M0) / (SD0 + SD1)."""
    stand = change.Figures(40, 7.5, 50, 7.5, 0.5)
    rci, errors = change.index("JT", np.array([32.5]), np.array([47.5]), stand, 0.80)
    assert rci[0] == pytest.approx(15 / (7.5 * 2**0.5 * 0.2**0.5)) and round(rci[0], 2) == 3.16
    assert round(errors["se_measurement"], 2) == 3.35 and round(errors["s_diff"], 2) == 4.74
    found = change.cutoffs(change.Norms(40, 7.5, 60, 7.5), 1)
    assert found == {"a": 55, "b": 45, "b-clinical-sd": 45, "c": 50}
    uneven = change.cutoffs(change.Norms(30, 10, 12, 5), -1)
    assert uneven == {"a": 10, "b": 22, "b-clinical-sd": 32, "c": pytest.approx((5 * 30 + 10 * 12) / 15)}
    # An error of 1 point in each score (s_diff = √2): reliable from just above 1.96 √2 points, not below.
    table = Table.of(a=[10.0, 10, 10, 10], b=[10 + 2.7718, 10 + 2.7719, 10 - 2.7718, 10 - 2.7719])
    judged = call(
        "change", table, pre="a", post="b", better="higher", approach="reliable", reliability=0.75, sd=2
    ).as_json()
    assert judged["values"]["points_needed"] == pytest.approx(1.959963984540054 * 2**0.5)
    assert judged["values"]["each"]["category"] == ["Unchanged", "Improved", "Unchanged", "Deteriorated"]


def study() -> Table:
    """65 women with a programme that works through relationships, 25 elsewhere, with effects as large as they are here."""
    rng = np.random.default_rng(65)
    programme = np.repeat([1.0, 0.0], [65, 25])

    def noise(sd: float = 1.0) -> np.ndarray:
        return rng.normal(0, sd, 90)

    capacity1, use1, readiness, mood1 = noise(), noise(2) + 10, noise(), noise(4) + 22
    gain = 0.9 * programme + noise(0.8)
    mood2 = mood1 - 2 - 7 * programme + noise(3)
    use2 = use1 - 3 - 1.5 * gain + noise()
    confidence1, support1, stress1 = noise(), noise(), noise()
    return Table.of(
        arm=["programme" if each else "elsewhere" for each in programme], capacity1=capacity1, capacity2=capacity1 + gain, gain=gain,
        use1=use1, use2=use2, mood1=mood1, mood2=mood2, readiness=readiness, confidence1=confidence1,
        confidence2=confidence1 + 0.5 + 0.9 * programme + noise(0.6), support1=support1,
        support2=support1 - 0.6 + 1.4 * programme + noise(0.5), stress1=stress1, stress2=stress1 + noise(0.4),
    )  # fmt: skip


def test_the_directions_of_a_study_that_was_made_up() -> None:
    """Use falls in both; confidence, capacity and mood gain more with the programme; support goes opposite ways; capacity
    is the way; readiness says nothing; stress stays."""
    table = study()

    def within(name: str) -> dict[str, tuple[float, float]]:
        found = call(
            "change",
            table,
            pre=f"{name}1",
            post=f"{name}2",
            better="higher",
            group="arm",
            approach="anchor-within",
            mid=0.1,
        )
        return {row["group"]: (row["lower"], row["upper"]) for row in found.as_json()["values"]["groups"]}

    def more(name: str) -> tuple[float, float]:
        found = call(
            "ancova", table, outcome=f"{name}2", baseline=f"{name}1", arm="arm", reference="elsewhere"
        ).as_json()["values"]
        one = found["arm_effect"]["programme"]
        return one["lo"], one["hi"]

    assert all(high < 0 for _, high in within("use").values()) and more("use")[1] < 0
    assert more("confidence")[0] > 0 and more("capacity")[0] > 0 and more("mood")[1] < 0
    support = within("support")
    assert support["programme"][0] > 0 > support["elsewhere"][1]
    assert (
        within("capacity")["programme"][0] > 0
        and within("capacity")["elsewhere"][0] < 0 < within("capacity")["elsewhere"][1]
    )
    crossed = call(
        "cutoff", table, pre="mood1", post="mood2", cutoff=16, better="lower", arm="arm", reference="elsewhere"
    ).as_json()
    between = crossed["values"]["waves"]["mood2"]["between"][0]
    assert between["newcombe"]["lo"] > 0 and between["fisher_p"] < 0.05
    path = call(
        "mediation", table, x="arm", m="gain", y="use2", covariates="use1", reference="elsewhere", draws=2000, seed=1
    ).as_json()
    way = next(iter(path["values"]["indirect"].values()))
    assert way["percentile"]["high"] < 0
    after = call(
        "ancova", table, outcome="use2", arm="arm", reference="elsewhere", baseline="use1", covariates="readiness"
    ).as_json()
    low, high = next(iter(after["values"]["errors"].values()))["ci"]["readiness"]
    assert low < 0 < high
    stays = call("equivalence", table, y="stress2", before="stress1", margin=0.3).as_json()["values"]
    assert stays["equivalent"]


def test_no_mediation_is_found_where_there_is_none() -> None:
    """400 studies of 90 without a path from mediator to outcome: 95% intervals cover 0 in about 95 of 100 (here: 92 to 98)."""
    rng = np.random.default_rng(11)
    covered = 0
    for n in range(400):
        x = np.repeat([1.0, 0.0], [65, 25])
        mediator = 0.9 * x + rng.normal(size=90)
        model = m.Model(x, mediator[None, :], 0.4 * x + rng.normal(size=90), np.empty((0, 90)), ("m",))
        low, high = np.quantile(m.bootstrap(model, 600, n)[0], [0.025, 0.975])
        covered += bool(low <= 0 <= high)
    assert 368 <= covered <= 392, covered
