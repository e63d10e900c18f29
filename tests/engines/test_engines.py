"""Every figure of every report over several sites: the same from DuckDB, from Spark, and from plain NumPy."""

from __future__ import annotations

import copy
import json
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.pooled import engines
from alongside.evaluation.pooled.checking import SAID, check, faults
from alongside.evaluation.pooled.engines import Engine, engine
from alongside.evaluation.pooled.pool import open_pool
from alongside.evaluation.pooled.reports import REPORTS, answer
from alongside.evaluation.pooled.withholding import shown
from alongside.project.command import main
from tests.engines import derived
from tests.engines.made import SITES, Rows, pool_rows, write_pool

Both = dict[str, Engine]
# Ibis calls DuckDB by names that it will give up in a later version; both are locked.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ibis", "ignore:.* is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def both() -> Iterator[Both]:
    """Both engines, each opened once: Spark takes some seconds to start."""
    with engine("duckdb", threads=2) as duck, engine("spark", threads=2) as spark:
        yield {"duckdb": duck, "spark": spark}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A folder called like a column, and with a space and an accent: it is a folder all the same.
    return write_pool(tmp_path_factory.mktemp("pools") / "arm=all sites é", pool_rows())


def same(one: Any, other: Any) -> bool:
    """Counts and words exactly, and of one kind; numbers to 1e-9 of their size."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9 if abs(one) < 1e-6 else 0.0)
    return type(one) is type(other) and one == other


def differences(one: dict[Any, Any], other: dict[Any, Any]) -> list[str]:
    """Every cell that is on one side only, and every figure that is another."""
    found = [f"only on one side: {key}" for key in one.keys() ^ other.keys()]
    for key in one.keys() & other.keys():
        if len(one[key]) != len(other[key]) or not all(map(same, one[key], other[key])):
            found.append(f"{key}: {one[key]} is not {other[key]}")
    return found


def test_every_figure_is_the_same_from_both_engines_and_from_plain_numpy(both: Both, folder: Path) -> None:
    plain = {name: getattr(derived, name)(pool_rows()) for name in REPORTS}
    for name, opened in both.items():
        pool = open_pool(opened, str(folder))
        check(pool)
        for report in REPORTS.values():
            rows = answer(report, pool)
            asked = report.figures + report.private
            found = {tuple(row[n] for n in report.cell): tuple(row[n] for n in asked) for row in rows}
            assert len(found) == len(rows)
            assert differences(found, plain[report.name]) == [], (name, report.name)
            # Sites in the order of their letters, whatever the engine's own order is.
            assert rows == sorted(rows, key=lambda row: [(isinstance(row[n], str), row[n]) for n in report.cell])


def test_the_data_holds_what_could_come_out_otherwise() -> None:
    """So that the comparison above cannot become an empty one."""
    scores, change = derived.scores(pool_rows()), derived.change(pool_rows())
    dose, kept = derived.dose(pool_rows()), derived.retention(pool_rows())
    assert any(sd is None for _, _, _, sd, *_ in scores.values())  # one score alone
    assert any(sd is not None and sd < 1e-15 for _, _, _, sd, *_ in scores.values())  # all the same
    assert any(mean > 9e4 and 0 < (sd or 0) < 5 for _, _, mean, sd, *_ in scores.values())  # little spread far off
    assert any(families < n for n, families, *_ in scores.values())
    assert all(sum(row[2 + n] for row in change.values()) > 10 for n in range(5))  # every class
    assert any(minutes is None for _, _, minutes, *_ in dose.values()) and len(dose) >= 6
    assert any(0 < timed < families for families, *_, timed in dose.values())
    assert {months for _, _, months in kept} == {3, 6, 12} and any(there < n for _, n, there in kept.values())
    values = [row["value"] for tables in pool_rows().values() for row in tables["scores"]]
    assert any(value == 0 and math.copysign(1, value) < 0 for value in values)
    places = [(row["person"], row["instrument"], row["wave"]) for row in pool_rows()[SITES[0]]["scores"]]
    assert len(set(places)) < len(places)  # a wave taken again
    exact = [row["value"] for row in pool_rows()[SITES[0]]["scores"] if row["instrument"] == "Exact"]
    assert {50.0, 1.0, 99.0} <= set(exact)  # on the cut-off, and 49 points from it


def spoiled() -> dict[str, Rows]:
    """Each fault somewhere, at least once."""
    pool = pool_rows()
    north, west, third, _ = (pool[site] for site in SITES)
    north["scores"].append(copy.deepcopy(north["scores"][5]))
    north["scores"][9]["value"] = float("nan")
    north["scores"][10]["value"] = float("-inf")
    north["scores"][11]["wave"] = "latest"
    north["scores"][12]["arm"] = "another"
    north["measures"].pop(2)
    west["people"].append({**west["people"][3], "arm": "programme", "person": "P9999"})
    west["people"].append({**west["people"][4], "arm": "comparison", "person": "P9998"})
    west["scores"][0]["place"] = 7
    west["scores"][20]["value"] = None
    west["services"].append(copy.deepcopy(west["services"][0]))
    third["people"].pop(2)
    third["services"][0]["months"] = 4
    third["retention"][1]["to_month"] = 99
    third["retention"][2]["from_month"] = None
    third["measures"][1]["r"] = 1.0
    third["measures"][3]["better"] = "lower is better"
    third["people"][5]["person"] = " "
    return pool


def test_both_engines_find_the_same_faults_and_refuse(both: Both, tmp_path: Path) -> None:
    folder = write_pool(tmp_path / "spoiled", spoiled())
    found = {}
    for name, opened in both.items():
        pool = open_pool(opened, str(folder))
        found[name] = sorted(
            (site, table, fault, n)
            for site, table, *counts in opened.rows(faults(pool))
            for fault, n in zip(SAID, counts, strict=True) if n
        )  # fmt: skip
        with pytest.raises(Unfit) as refused:
            check(pool)
        assert refused.value.code == "bad_pool"
        assert "North: " in refused.value.what
    assert found["duckdb"] == found["spark"]
    assert {fault for _, _, fault, _ in found["spark"]} == set(SAID)
    assert ("North", "scores", "no_number", 2) in found["spark"]
    assert ("North", "scores", "twice", 1) in found["spark"]
    assert (SITES[1], "people", "two_arms", 2) in found["spark"]


def refusal(opened: Engine, folder: Path) -> str:
    """What is said of a pool that is refused."""
    with pytest.raises(Unfit) as refused:
        check(open_pool(opened, str(folder)))
    return f"{refused.value.what} {refused.value.do}"


def test_what_no_engine_would_notice_is_refused(both: Both, tmp_path: Path) -> None:
    duck = both["duckdb"]
    twins = pool_rows()
    for row in twins[SITES[1]]["scores"]:
        row["wave"] = "PRE " if row["wave"] == "pre" else row["wave"]
    assert "written in two ways" in refusal(duck, write_pool(tmp_path / "twins", twins))
    norms = pool_rows()
    norms[SITES[0]]["measures"][0]["s_diff"] += 1e-3
    assert "s_diff is" in refusal(duck, write_pool(tmp_path / "norms", norms))
    ways = pool_rows()
    ways[SITES[1]]["measures"][0]["better"] = "higher"
    said = refusal(duck, write_pool(tmp_path / "ways", ways))
    assert f"BDI total: at North, lower is better; at {SITES[1]}, higher is." in said
    once = write_pool(tmp_path / "once", pool_rows())
    os.rename(once / "north", tmp_path / "north")
    assert "not there" not in refusal_or_nothing(duck, once)
    (once / "copy").mkdir()
    for file in (once / "elan-ouest").iterdir():
        (once / "copy" / file.name).write_bytes(file.read_bytes())
    assert "stand twice" in refusal(duck, once)
    file = once / "copy" / "scores.parquet"
    table = pq.read_table(file)
    pq.write_table(table.set_column(7, "place", table["place"].cast(pa.int32())), file)
    assert "place is int32; int64 is needed" in refusal(duck, once)
    pq.write_table(table.drop_columns(["wave"]), file)
    assert "in this order" in refusal(duck, once)
    file.write_bytes(b"PAR1")
    assert "cannot be read as Parquet" in refusal(duck, once)
    file.unlink()
    assert "scores.parquet is not there" in refusal(duck, once)
    assert "no people.parquet" in refusal(duck, tmp_path / "north")


def refusal_or_nothing(opened: Engine, folder: Path) -> str:
    """What is said of a pool, if anything."""
    try:
        check(open_pool(opened, str(folder)))
    except Unfit as why:
        return why.what
    return ""


def test_without_java_spark_says_what_would_help(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(Unfit) as refused:
        engines.check_java()
    assert refused.value.code == "no_java" and "Java 17" in refused.value.what and "openjdk-17" in refused.value.do
    old = tmp_path / "bin" / "java"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    old.chmod(0o755)
    with pytest.raises(Unfit, match="is 11"):
        engines.check_java()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(Unfit, match="none here"):
        engines.check_java()


def test_the_command_says_the_same_with_either_engine(
    folder: Path, both: Both, capsys: pytest.CaptureFixture[str]
) -> None:
    """As somebody calls it; and what is withheld is what the rules say. The last test: the command closes its Spark,
    which is the one that runs here already."""
    told = {}
    for name in ("duckdb", "spark"):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["pool", "report", str(folder), "--engine", name, "--threads", "2", "--json"])
        assert not ended.value.code
        told[name] = json.loads(capsys.readouterr().out)
        assert told[name].pop("engine") == name
    assert told["duckdb"].keys() == told["spark"].keys() == {"least", "variant", "reports"}
    pool = open_pool(both["duckdb"], str(folder))
    for report in REPORTS.values():
        wanted = json.loads(json.dumps(shown(report, answer(report, pool))))
        for name in told:
            rows = told[name]["reports"][report.name]["rows"]
            assert all(set(row) == {*report.columns, "withheld", "differ"} for row in rows)  # nothing private
            keyed = [{tuple(row[n] for n in report.cell): (row["withheld"], row["differ"]) for row in each}
                     for each in (rows, wanted)]  # fmt: skip
            assert keyed[0] == keyed[1]
            figures = [{tuple(row[n] for n in report.cell): tuple(row[n] for n in report.figures) for row in each}
                       for each in (rows, wanted)]  # fmt: skip
            assert differences(*figures) == [], (name, report.name)
    few = [row for row in told["spark"]["reports"]["scores"]["rows"] if row["site"] == SITES[3]]
    assert few and all(row["n"] is None and row["mean"] is None for row in few)
