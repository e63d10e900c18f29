"""Reliable change against results that were computed elsewhere, person by person: the variant of Jacobson and Truax.

Variants class up to a third of people differently (37 of 97 after two months of this trial), so the variant is named
and its figures are fixed: SD and reliability are given, never taken from whoever happened to stay to the end.
"""

from __future__ import annotations

import csv
import json
import uuid
from collections import Counter
from datetime import date
from typing import Any

import pytest

from alongside.assessment.rules import reading
from alongside.assessment.rules.reading import Line, Point
from alongside.instruments import catalogue
from alongside.instruments.rules import Definition, read
from alongside.instruments.rules.change import Norm, caseness, judge
from tests.databases import ROOT

DATA = ROOT / "tests" / "data"
SAID = {
    "Recovered": "recovered (reliable and below caseness)",
    "Improved": "reliably improved",
    "Deteriorated": "reliably deteriorated",
    "Harmed": "reliably deteriorated",  # there: across the cut-off, too
}


def expected(name: str, cutoff: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / name).read_text())["values"][f"JT_{cutoff}"]
    return found


def norm(values: dict[str, Any], r: float, better: str) -> Norm:
    return Norm(
        sd=values["sd_clinical"], r=r, r_type="illustrative", source="the trial itself", better=better,
        caseness=caseness(values["cutoff"], better),
    )  # fmt: skip


@pytest.fixture(scope="module")
def trial() -> dict[str, tuple[float, float]]:
    """{id: (start, after 8 months)} of everybody who has both."""
    with (DATA / "hsaur3_BtheB_wide.csv").open() as handle:
        rows = [row for row in csv.DictReader(handle) if row["bdi.8m"] not in ("", "NA")]
    return {row["id"]: (float(row["bdi.pre"]), float(row["bdi.8m"])) for row in rows}


@pytest.fixture(scope="module")
def couples() -> dict[str, tuple[float, float]]:
    found: dict[str, dict[str, float]] = {}
    with (DATA / "cs_jacobson_1989.csv").open() as handle:
        for row in csv.DictReader(handle):
            if row["das"] not in ("", "NA"):
                found.setdefault(row["subject"], {})[row["time"]] = float(row["das"])
    return {id: (both["pre"], both["post"]) for id, both in found.items() if len(both) == 2}


def check(people: dict[str, tuple[float, float]], values: dict[str, Any], held: Norm) -> Counter[str]:
    """Everybody's index and class; answers how many there are of each."""
    assert held.s_diff == pytest.approx(values["s_diff"], abs=1e-9)
    assert [id for id in people if id in set(values["id"])] == values["id"]
    counted: Counter[str] = Counter()
    for id, rci, category in zip(values["id"], values["rci"], values["category"], strict=True):
        change = judge(*people[id], held)
        assert change.rci == pytest.approx(rci, abs=0.005 + 1e-9), id
        wanted = SAID.get(category, "unchanged")
        if category == "Unchanged":
            assert not change.reliable, id  # there, only a reliable change has a name
            assert change.klass in ("unchanged", "below caseness but not reliable"), id
        else:
            assert change.klass == wanted, id
        counted[category] += 1
    return counted


@pytest.mark.parametrize(
    ("cutoff", "counted"),
    [
        ("a", {"Recovered": 11, "Improved": 17, "Unchanged": 23, "Deteriorated": 1}),
        ("b", {"Recovered": 15, "Improved": 13, "Unchanged": 23, "Deteriorated": 1}),
        ("c", {"Recovered": 24, "Improved": 4, "Unchanged": 23, "Harmed": 1}),
    ],
)
def test_the_trial_after_eight_months(
    trial: dict[str, tuple[float, float]], cutoff: str, counted: dict[str, int]
) -> None:
    values = expected("rci_BtheB_8m.json", cutoff)
    assert check(trial, values, norm(values, 0.86, "lower")) == counted


@pytest.mark.parametrize("cutoff", ["a", "b", "c"])
def test_the_couples_of_jacobson_and_truax_where_higher_is_better(
    couples: dict[str, tuple[float, float]], cutoff: str
) -> None:
    values = expected("rci_jacobson_1989_das.json", cutoff)
    counted = check(couples, values, norm(values, 0.88, "higher"))
    assert sum(counted.values()) == values["n_used"] == 30


def bdi() -> Definition:
    [found] = [each for each in catalogue.shipped() if each.path.name.startswith("bdi-ii.")]
    return read(json.loads(found.text()))


def test_a_line_of_the_trial_says_the_same_and_names_the_variant(trial: dict[str, tuple[float, float]]) -> None:
    """Somebody whose score went from 20 to 35 or so is judged alike, whoever else stayed in the trial."""
    values = expected("rci_BtheB_8m.json", "c")
    held = norm(values, 0.86, "lower")
    for id, category in zip(values["id"], values["category"], strict=True):
        points = tuple(
            Point(date(2001, month, 15), uuid.uuid4(), value)
            for month, value in zip((1, 9), trial[id], strict=True)
        )  # fmt: skip
        line = Line(uuid.uuid4(), "BDI-II", "total", points, uuid.uuid4(), bdi(), (held,))
        compared = reading.compare(line)
        assert compared.overall is not None and compared.overall.change is not None
        assert compared.overall.change.klass == SAID.get(category, compared.overall.change.klass)
    assert reading.VARIANT == "Jacobson–Truax"


def test_a_threshold_does_not_move_with_who_stays(trial: dict[str, tuple[float, float]]) -> None:
    """The same two scores, judged by the published figures of the catalogue: 9.35 points, with everybody or alone."""
    from alongside.instruments.rules.change import norm_of

    held = norm_of(bdi(), "total")
    assert held.points == pytest.approx(9.351, abs=0.001)
    assert (held.sd, held.r) == (12.75, 0.93) and "general knowledge" in held.source
    some = [judge(*trial[id], held).klass for id in list(trial)[:5]]
    everybody = [judge(*both, held).klass for both in trial.values()]
    assert everybody[:5] == some
