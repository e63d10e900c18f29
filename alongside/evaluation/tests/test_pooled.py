"""A site's own rows for a pool, and what of a report is shown. What engines make of them: tests/engines."""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.pooled import months
from alongside.evaluation.pooled.engines import engine
from alongside.evaluation.pooled.gathering import Site, gather
from alongside.evaluation.pooled.reports import CLASSES, REPORTS
from alongside.evaluation.pooled.schema import LAYOUTS, package
from alongside.evaluation.pooled.withholding import shown, together
from alongside.evaluation.pooled.writing import folder_of
from alongside.project.address import checkout


def extract(**columns: Any) -> Table:
    """Twelve women in two arms with two waves, and whatever else is said."""
    whole: dict[str, Any] = {
        "code": [f"W-{n:02}" for n in range(12)], "arm": ["programme"] * 6 + ["comparison"] * 6,
        "bdi.pre": [float(20 + n) for n in range(12)], "bdi.6m": [float(10 + n) for n in range(12)],
    }  # fmt: skip
    return Table.of(**whole | columns)


def gathered(table: Table | None = None, **more: Any) -> Site:
    return gather("North", table or extract(), shuffle=random.Random(1).shuffle, **more)


def refused(code: str, table: Table | None = None, **more: Any) -> str:
    with pytest.raises(Unfit) as why:
        gathered(table, **more)
    assert why.value.code == code
    return why.value.what


def test_a_site_brings_scores_under_new_codes_and_the_waves_in_their_order() -> None:
    made = gathered(waves=["6m", "pre"])
    assert all(tuple(row) == LAYOUTS[name].names for name, rows in made.tables.items() for row in rows)
    codes = [row["person"] for row in made.tables["people"]]
    assert sorted(codes) == [f"P{n:04}" for n in range(1, 13)] and "W-" not in json.dumps(made.tables)
    # Another order of codes than that of the file, so that they lead back to nobody.
    first = {row["person"]: row["value"] for row in made.tables["scores"] if row["wave"] == "pre"}
    assert list(first.values()) != sorted(first.values())
    assert {(row["wave"], row["place"]) for row in made.tables["scores"]} == {("6m", 1), ("pre", 2)}
    assert {row["value"] for row in made.tables["scores"]} == {float(n) for n in range(10, 32)}
    assert {row["family"][0] for row in made.tables["people"]} == {"F"}


def test_a_long_file_brings_the_same_as_a_wide_one() -> None:
    wide = extract()
    rows = [(c, a, "bdi", w, v) for w in ("pre", "6m") for c, a, v in zip(
        wide.labels("code"), wide.labels("arm"), wide.numbers(f"bdi.{w}"), strict=True)]  # fmt: skip
    names = ("code", "arm", "instrument", "wave", "value")
    long = Table.of(**dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    assert gathered(long).tables == gathered(wide).tables


def test_the_register_takes_the_sites_own_norms_before_published_ones() -> None:
    published = {
        "better": "lower",
        "sd": 6.0,
        "r": 0.84,
        "points": 5.0,
        "cut_op": ">=",
        "cut_value": 10.0,
        "judged": True,
    }
    measures = Table.of(measure=["bdi"], instrument=["PHQ-9"], scale=[None], sd=[8.0], cutoff=["<=39"])
    row = gathered(measures=measures, published=lambda i, s: published if i == "PHQ-9" else {}).tables["measures"][0]
    assert (row["instrument"], row["scale"], row["sd"], row["r"]) == ("PHQ-9", "", 8.0, 0.84)
    assert (row["cut_op"], row["cut_value"], row["judged"]) == ("<=", 39.0, True)
    assert row["s_diff"] == pytest.approx(2**0.5 * 8 * 0.16**0.5, rel=1e-15)
    without = gathered().tables["measures"][0]
    assert without["judged"] is False and without["s_diff"] is None and without["instrument"] == "bdi"


def test_what_would_say_who_somebody_is_or_count_twice_is_refused() -> None:
    assert "“Ana”" in refused("tells_who", extract(code=["Ana"] + [f"W-{n}" for n in range(11)]))
    assert "twice at the wave" in refused("wave_twice", Table.of(
        code=["W1", "W1"], arm=["a", "a"], instrument=["bdi"] * 2, wave=["pre"] * 2, value=[1.0, 2.0]))  # fmt: skip
    assert "two arms" in refused("two_arms", Table.of(
        code=["W1", "W1"], arm=["a", "b"], instrument=["bdi"] * 2, wave=["pre", "6m"], value=[1.0, 2.0]))  # fmt: skip
    few = [1.0, 2.0] + [None] * 4 + [float(n) for n in range(6)]
    assert "bdi.6m" in refused("too_few", extract(**{"bdi.6m": few}))
    assert "bdi.6m" in refused("too_few", extract(family=[f"F-{n % 4}" for n in range(12)]))  # of four families
    assert "arm" in refused("too_few", extract(arm=["programme"] * 10 + ["comparison"] * 2))
    assert "latest" in refused("bad_option", extract(**{"bdi.latest": [1.0] * 12}))
    refused("reliability_impossible", measures=Table.of(measure=["bdi"], sd=[1.0], r=[1.0]))
    refused("zero_variance", measures=Table.of(measure=["bdi"], sd=[0.0], r=[0.5]))
    refused("bad_measures", measures=Table.of(measure=["bdi", "bdi"]))
    refused("bad_measures", measures=Table.of(measure=["bdi", "other"], instrument=["bdi", "bdi"]))
    refused("id_missing", services=Table.of(code=["W-99"], day=["2026-01-05"]))
    refused("tells_who", services=Table.of(code=["W-01"], day=["2026-01-05"], phone=["416 555 0100"]))
    refused("option_needed", retention=Table.of(code=["W-01"], start=["2026-01-05"], end=[None]))
    late = Table.of(code=["W-01"] * 2, start=["2026-01-05", "2026-01-20"], end=["2026-02-05", None])
    assert "overlap" in refused("overlap", retention=late, known=date(2026, 3, 1))


def test_days_become_quarters_and_months() -> None:
    services = Table.of(code=["W-01"] * 4, day=["2026-01-05", "2026-01-30", "2026-03-01", "2026-04-01"],
                        minutes=[30.0, None, 15.5, None])  # fmt: skip
    retention = Table.of(code=["W-01", "W-01", "W-02"], start=["2025-01-31", "2025-06-10", "2025-08-01"],
                         end=["2025-04-30", None, "2025-08-15"])  # fmt: skip
    made = gathered(services=services, retention=retention, known=date(2025, 12, 30))
    used = [(r["quarter"], r["contacts"], r["minutes"], r["months"]) for r in made.tables["services"]]
    assert sorted(used) == [("2026-01-01", 3, 45.5, 2), ("2026-04-01", 1, None, 1)]
    spans = sorted((r["from_month"], r["to_month"], r["known_months"]) for r in made.tables["retention"])
    # She left on the very day on which three months were full, so she was not there at three.
    assert spans == [(0, 0, 4), (0, 2, 10), (5, 10, 10)]
    assert not re.search(r"\d{4}-\d\d-(?!01\b)\d\d", json.dumps(made.tables))


def test_months_are_those_of_the_calendar_on_any_day() -> None:
    draw = random.Random(7)
    for _ in range(2000):
        first = date(2020, 1, 1) + timedelta(days=draw.randrange(2500))
        begins = first + timedelta(days=draw.randrange(800))
        ends = begins + timedelta(days=draw.randrange(800))
        there = [m for m in range(60) if begins <= months.after(first, m) < ends]
        found = months.span(first, begins, ends, ends)
        assert there == (list(range(found[0], found[1] + 1)) if found else [])
        still = [m for m in range(60) if begins <= months.after(first, m) <= ends]
        found = months.span(first, begins, None, ends)
        assert still == (list(range(found[0], found[1] + 1)) if found else [])


def cells(name: str, *figures: tuple[Any, ...], **private: list[Any]) -> list[dict[str, Any]]:
    """Cells of one report at one scale, a site each; ``private``: one for each site, if they are not like this."""
    report = REPORTS[name]
    rest = [3 if each == "months" else "x" for each in report.cell[2:]]
    found = [
        dict(zip(report.columns, (f"site {n}", "programme", *rest, *each), strict=True)) for n, each in enumerate(figures)
    ]  # fmt: skip
    for n, row in enumerate(found):
        usual = {"distinct": 9, "timed": row["families"]}
        row |= {each: private[each][n] if each in private else usual.get(each) for each in report.private}
    return found


def test_few_families_show_nothing_and_no_total_gives_them_away() -> None:
    report = REPORTS["scores"]
    one_few = shown(report, cells("scores", (40, 40, 10.0, 2.0, 40, 20), (4, 4, 12.0, 3.0, 4, 2)))
    assert [row["n"] for row in one_few] == [40, None]  # and no total, which would tell by subtraction
    assert one_few[1]["withheld"] == list(report.figures) and one_few[1]["site"] == "site 1"
    three = [(4, 4, 12.0, 3.0, 4, 2), (3, 3, 1.0, 1.0, 3, 0), (2, 2, 0.0, None, 2, 0)]
    hidden = shown(report, cells("scores", (40, 40, 10.0, 2.0, 40, 20), *three))
    assert hidden[-1]["site"] is None and hidden[-1]["n"] == 49 and hidden[-1]["above"] is None
    # Two that hold 4 without their largest could be told from the total.
    assert shown(report, cells("scores", (40, 40, 10.0, 2.0, 40, 20), *three[1:]))[-1]["site"] is not None
    near = shown(report, cells("scores", (40, 40, 10.0, 2.0, 40, 37), (20, 20, 12.0, 3.0, 20, 10)))
    assert [row["above"] for row in near] == [None, 10, None]  # 3 are below at the first
    same = shown(report, cells("scores", (40, 40, 7.0, 0.0, 40, 20)))
    assert same[0]["mean"] is None and same[0]["n"] == 40  # it would be everybody's score
    beside = shown(report, cells("scores", (40, 40, 7.0, 1e-16, 40, 20), (30, 30, 9.0, 2.0, 30, 15), distinct=[2, 9]))
    assert [row["mean"] for row in beside] == [None, 9.0, None]
    twins = shown(report, cells("scores", (40, 36, 10.0, 2.0, 40, 32)))
    assert twins[0]["above"] is None  # the 8 below could be of 4 families
    classes = shown(REPORTS["change"], cells("change", (30, 27, 12, 0, 0, 11, 7)))
    assert classes[0]["deteriorated"] is None and classes[0]["recovered"] == 12  # of 4 families, perhaps
    assert near[-1]["n"] == 60 and near[-1]["mean"] == pytest.approx(640 / 60, rel=1e-15)


def test_all_sites_together_have_the_mean_and_sd_of_all_scores() -> None:
    import numpy as np

    draw = np.random.default_rng(5)
    groups = [draw.normal(1e5, 3, n) for n in (50, 7, 1, 12)]
    figures = [(g.size, 9, g.mean(), g.std(ddof=1) if g.size > 1 else None, g.size, 0) for g in groups]
    whole = together(REPORTS["scores"], cells("scores", *figures))
    every = np.concatenate(groups)
    assert whole["n"] == 70 and whole["families"] == 36
    assert whole["mean"] == pytest.approx(every.mean(), rel=1e-12)
    assert whole["sd"] == pytest.approx(every.std(ddof=1), rel=1e-9)


def possible(rows: list[dict[str, Any]], withheld: dict[tuple[int, str], int]) -> dict[tuple[int, str], set[int]]:
    """Every value that each withheld class can have, by trying: what a reader knows are n of each row, all other
    classes, and the totals where they are shown."""
    names = sorted(withheld)
    total = rows[-1] if rows[-1]["site"] is None else None
    found: dict[tuple[int, str], set[int]] = {name: set() for name in names}

    def go(place: int, chosen: dict[tuple[int, str], int]) -> None:
        if place == len(names):
            for n, row in enumerate(rows):
                if row is not total and row["n"] is not None:
                    known = sum(row[c] if row[c] is not None else chosen[n, c] for c in CLASSES)
                    if known != row["n"]:
                        return
            if total is not None:
                for c in CLASSES:
                    column = [chosen.get((n, c), row[c]) for n, row in enumerate(rows[:-1])]
                    if total[c] is not None and sum(column) != total[c]:
                        return
            for name in names:
                found[name].add(chosen[name])
            return
        n, _ = names[place]
        left = rows[n]["n"] - sum(v for (m, _), v in chosen.items() if m == n)
        left -= sum(rows[n][c] for c in CLASSES if rows[n][c] is not None)
        for value in range(max(left, 0) + 1):
            go(place + 1, {**chosen, names[place]: value})

    go(0, {})
    return found


def test_small_classes_cannot_be_worked_out_from_the_rest() -> None:
    """Every withheld class of 1 to 4 could be at least as many numbers as there are few, whoever subtracts."""
    report, draw = REPORTS["change"], random.Random(11)
    kinds: Counter[str] = Counter()
    for turn in range(60):
        counts = [[draw.choice([0, 2, 4, 6, 9, 15]) for _ in CLASSES] for _ in range(1 + turn % 3)]
        figures = [(sum(each), sum(each), *each) for each in counts if sum(each) >= 5]
        if not figures:
            continue
        rows = shown(report, cells("change", *figures))
        hidden = {(n, c): figures[n][2 + CLASSES.index(c)] for n, row in enumerate(rows) if row["site"] is not None
                  for c in row["withheld"]}  # fmt: skip
        for row in rows:
            if row["site"] is not None:
                assert all(row[c] is None or not 0 < row[c] < 5 for c in CLASSES), "a small class is shown"
        if not hidden or len(hidden) > 5:
            kinds["none" if not hidden else "many"] += 1
            continue
        kinds["tried"] += 1
        for name, values in possible(rows, hidden).items():
            if 0 < hidden[name] < 5:
                assert hidden[name] in values and max(values) - min(values) >= 5, (figures, name)
    assert kinds["tried"] >= 12


def test_shares_of_few_who_stayed_or_left_are_withheld() -> None:
    rows = shown(REPORTS["retention"], cells("retention", (30, 30, 28), (20, 20, 10), (12, 12, 12)))
    assert [row["there"] for row in rows] == [None, 10, 12, None]
    assert [row["started"] for row in rows] == [30, 20, 12, 62]
    # Two of each family: the 8 who left could be of 4 families, and so could the 8 who stayed.
    twos = shown(REPORTS["retention"], cells("retention", (20, 24, 16), (20, 24, 8), (20, 24, 12)))
    assert [row["there"] for row in twos] == [None, None, 12, None]


def test_minutes_are_shown_where_they_are_known_of_enough_families_or_of_none() -> None:
    def minutes(*timed: int, known: tuple[int, ...] = (9, 9)) -> list[Any]:
        figures = [(families, 30, 100.5 if n else None, 12) for families, n in zip(known, timed, strict=True)]
        rows = shown(REPORTS["dose"], cells("dose", *figures, timed=list(timed)))
        assert all("timed" not in row for row in rows) and rows[0]["contacts"] == 30
        return [row["minutes"] for row in rows]

    assert minutes(9, 0) == [100.5, None, 100.5]
    assert minutes(9, 1) == [100.5, None, None]  # of one family
    assert minutes(9, 8) == [100.5, None, None]  # of all but one
    assert minutes(9, 5, known=(9, 10)) == [100.5, 100.5, 201.0]
    # Of three small sites one knows minutes: the total less the large site's would be hers.
    assert minutes(9, 1, 0, 0, known=(9, 4, 4, 4))[-1] is None


def test_few_different_scores_have_no_mean_that_would_say_how_many_there_are_of_each() -> None:
    report = REPORTS["scores"]
    yes_no = cells("scores", (20, 20, 0.05, 0.2236, 20, 1), (30, 30, 0.5, 0.5085, 30, 15), distinct=[2, 2])
    assert [row["mean"] for row in shown(report, yes_no)] == [None, None, None]
    without_cut = cells("scores", (20, 20, 0.05, 0.2236, 0, 0), (30, 30, 1.5, 1.1, 0, 0), distinct=[3, 4])
    rows = shown(report, without_cut)
    assert [row["mean"] for row in rows] == [None, 1.5, None] and [row["sd"] for row in rows] == [None, 1.1, None]
    assert [row["with_cut"] for row in rows] == [0, 0, 0] and all("distinct" not in row for row in rows)


def test_change_until_the_last_score_is_shown_only_where_there_are_no_waves() -> None:
    """Until a wave and until the last are of nearly the same women: one more, and her class would be told."""
    report = REPORTS["change"]
    wave, last = cells("change", (20, 20, 4, 0, 0, 16, 0)), cells("change", (21, 21, 5, 0, 0, 16, 0))
    wave[0]["until"], last[0]["until"] = "8m", "latest"
    both = shown(report, [*wave, *last])
    assert [(row["until"], row["recovered"]) for row in both] == [("8m", None)]
    assert [(row["until"], row["recovered"]) for row in shown(report, last)] == [("latest", 5)]
    elsewhere = [{**last[0], "site": "without waves"}]
    assert [row["site"] for row in shown(report, [*wave, *last, *elsewhere])] == ["site 0", "without waves"]


def test_sites_that_judge_by_other_rules_are_not_judged_together() -> None:
    figures = (40, 40, 10.0, 2.0, 40, 20), (30, 30, 11.0, 2.0, 30, 15)
    for cuts, told in (((14.0, 14.0 + 1e-13), 35), ((14.0, 13.0), None), ((14.0, None), None)):
        rows = shown(REPORTS["scores"], cells("scores", *figures, cut_op=[">=", ">="], cut_value=list(cuts)))
        assert [row["above"] for row in rows] == [20, 15, told] and rows[-1]["n"] == 70 and rows[-1]["mean"] is not None
        assert [row["differ"] for row in rows] == [[], [], [] if told else ["cut_value"]]
    changes = (40, 40, 10, 10, 0, 20, 0), (30, 30, 6, 8, 0, 8, 8)
    for name in ("better", "cut_op", "cut_value", "s_diff", "points"):
        rows = shown(REPORTS["change"], cells("change", *changes, **{name: [1.0, 2.0]}))
        assert rows[-1]["n"] == 70 and rows[-1]["withheld"] == list(CLASSES) and rows[-1]["differ"] == [name]
        assert [row["unchanged"] for row in rows] == [20, 8, None]
    assert shown(REPORTS["change"], cells("change", *changes))[-1]["unchanged"] == 28


def test_folders_are_called_so_that_any_machine_can_read_them() -> None:
    assert folder_of("Maison  d’Élise / Est") == "maison-d-elise-est"
    assert re.fullmatch(r"site-[0-9a-f]{8}", folder_of("Ψυχή")) and folder_of("Ψυχή") != folder_of("Ψ")


def test_without_an_engine_it_is_said_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, missing in (("duckdb", "duckdb"), ("spark", "pyspark.sql")):
        monkeypatch.setitem(sys.modules, missing, None)
        with pytest.raises(Unfit) as why, engine(name):
            pass
        assert why.value.code == "no_engine" and "requirements-s" in why.value.do
    with pytest.raises(Unfit, match="no engine “polars”"), engine("polars"):
        pass


def test_the_files_are_described_as_a_data_package() -> None:
    said = json.loads(package())
    names = {each["name"]: [field["name"] for field in each["schema"]["fields"]] for each in said["resources"]}
    assert names == {name: list(layout.names) for name, layout in LAYOUTS.items()}
    assert all(set(each["schema"]["primaryKey"]) <= set(names[each["name"]]) for each in said["resources"])
    telling = {"name", "birth", "day", "date", "address", "phone", "start", "end"}
    assert not telling & {word for each in names.values() for name in each for word in name.split("_")}


@pytest.mark.parametrize("name", ["requirements-scale.txt", "requirements-spark-build.txt", "requirements-spark.txt"])
def test_locks_of_the_engines_have_hashes_no_address_and_the_programmes_own_versions(name: str) -> None:
    def locked(path: Path) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for each, version in re.findall(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", path.read_text(), re.MULTILINE):
            found.setdefault(each, set()).add(version)
        return found

    text, mine = (checkout() / name).read_text(), locked(checkout() / name)
    assert "://" not in text and "index" not in text
    hashed = re.findall(r"^[a-z0-9].*==.*(?:\n +--hash=sha256:[0-9a-f]{64}(?: \\)?)+", text, re.MULTILINE)
    assert len(hashed) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) >= (3 if "build" in name else 16)
    own = locked(checkout() / "requirements.txt")
    assert {each: mine[each] for each in mine.keys() & own.keys()} == {
        each: own[each] for each in mine.keys() & own.keys()
    }
    assert not {"duckdb", "pyarrow", "pyspark", "ibis-framework"} & own.keys()
    if "build" in name:  # what packs Spark's source; without it pip would fetch its own, without hashes
        assert {"setuptools", "wheel"} <= mine.keys()
    if name == "requirements-spark.txt":
        assert next(iter(mine["pyspark"])).startswith("4.0.")
