"""`alongside score`, `change`, `age`, `instruments`: files in, scores out, and kind words where something cannot be."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alongside.instruments.catalogue import shipped
from alongside.instruments.tests.test_vectors import RESEARCH, differences
from alongside.project.command import main
from tests.databases import ROOT

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``alongside …`` in a folder of its own; ``csv=`` becomes answers.csv. Gives code, output, error output."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, csv: str | bytes | None = None) -> tuple[int, str, str]:
        if csv is not None:
            (tmp_path / "answers.csv").write_bytes(csv if isinstance(csv, bytes) else csv.encode())
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        out, err = capsys.readouterr()
        return code, out, err

    return call


def rows(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def as_csv(examples: list[dict[str, Any]], separator: str = ",") -> str:
    """Answers of examples as a file: a column for each item that is answered in one of them."""
    items = list(dict.fromkeys(item for example in examples for item in example["responses"]))
    made = io.StringIO()
    table = csv.DictWriter(made, items, restval="", delimiter=separator)
    table.writeheader()
    for example in examples:
        table.writerow({item: "" if value is None else value for item, value in example["responses"].items()})
    return made.getvalue()


WITH_EXAMPLES = [entry for entry in RESEARCH["instruments"] if entry.get("examples")]


@pytest.mark.parametrize("entry", WITH_EXAMPLES, ids=lambda entry: entry["code"])
def test_every_example_of_an_instrument_through_one_file(run: Run, entry: dict) -> None:
    examples = [*entry["examples"], *entry["edge_examples"]]
    code, out, _ = run("score", entry["code"].lower(), "answers.csv", "--json", csv=as_csv(examples))
    assert code == 0 and len(rows(out)) == len(examples)
    for got, example in zip(rows(out), examples, strict=True):
        assert differences(got, example["expected"]) == {}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_files_as_people_have_them(run: Run, separator: str, encoding: str) -> None:
    text = separator.join(["id", "1", "2", "3"]) + "\r\n" + separator.join(["Zoé", "9", " 4 ", "6.0"]) + "\r\n"
    code, out, _ = run("score", "readiness-ruler", "answers.csv", "--json", csv=text.encode(encoding))
    assert code == 0 and rows(out)[0]["id"] == "Zoé"
    assert [rows(out)[0][name] for name in ("importance", "confidence", "readiness")] == [9, 4, 6]


def test_a_decimal_comma_where_semicolons_divide(run: Run) -> None:
    _, out, _ = run("score", "CIB", "answers.csv", "--json", csv="maternal_sensitivity;child_involvement\n3,5;2\n")
    assert rows(out)[0]["maternal_sensitivity"] == 3.5


def test_rows_stay_in_their_order_and_none_is_lost(run: Run) -> None:
    text = "1,2,3\n1,2,3\n,,\n4,x,5\n1,2\n4,99,5\n1,2,3,4\n7,8,9\n"
    code, out, err = run("score", "readiness-ruler", "answers.csv", "--json", csv=text)
    assert code == 0 and "4 could not be scored" in err
    got = rows(out)
    assert [row.get("importance", row.get("error")) for row in got] == [
        1, None, "invalid value x for item 2", "the row has 2 cells and the header 3", "invalid value 99 for item 2",
        "the row has 4 cells and the header 3", 7,
    ]  # fmt: skip
    assert run("score", "readiness-ruler", "answers.csv", "--strict")[0] == 1


def test_not_answered_is_said_in_further_ways_only_when_asked(run: Run) -> None:
    text = "1,2,3,4,5,6,7\n2,2,2,2,1,-99,prefer_not\n"
    assert rows(run("score", "gad-7", "answers.csv", "--json", csv=text)[1]) == [
        {"error": "invalid value -99 for item 6"}
    ]
    got = rows(run("score", "gad-7", "answers.csv", "--json", "--missing", "-99")[1])[0]
    assert (got["total"], got["total.n_missing"]) == (12.6, 2)


def test_a_table_of_scores_without_json(run: Run) -> None:
    text = "id,1,2,3,4,5,6,7,8,9,10\na,1,1,1,,0,0,0,0,0,0\nb,1,0,0,0,0,0,0,0,0,0\n"
    _, out, _ = run("score", "ace-10", "answers.csv", csv=text)
    table = list(csv.DictReader(io.StringIO(out)))
    assert [(row["id"], row["total"], row["total.at_least"]) for row in table] == [("a", "", "3"), ("b", "1", "")]
    assert table[1]["total.>=4"] == "false" and table[1]["error"] == ""


def test_the_age_of_the_child_may_stand_in_a_column(run: Run) -> None:
    text = "months,1,2,3,4,5,6\n23,2,2,2,2,2,0\n23,2,2,2,2,2,1\n,2,2,2,2,2,1\nx,2,2,2,2,2,1\n"
    got = rows(run("score", "swyc-24", "answers.csv", "--json", csv=text)[1])
    assert [row.get("total.band") for row in got] == ["needs review", "appears to meet age expectations", None, None]
    assert got[3] == {"error": "invalid value x for months"}


def test_it_can_be_said_how_a_score_came_about(run: Run) -> None:
    _, out, _ = run("score", "ces-d", "answers.csv", "--explain", csv=as_csv([
        {"responses": {str(n): None if n in (4, 20) else 1 for n in range(1, 21)}},
        {"responses": {str(n): None if n < 6 else 1 for n in range(1, 21)}},
    ]))  # fmt: skip
    assert "4, 8, 12 and 16 turned round (3 minus the answer)" in out
    assert "4 and 20 not answered, so 21 × 20 / 18" in out
    assert "not scored. Not answered: item 1, 2, 3, 4 and 5; at most 4 may be." in out
    _, out, _ = run("score", "phq-9", "answers.csv", "--explain", "--json", csv="9\n2\n")
    assert any("Somebody must be told at once: item 9" in line for line in rows(out)[0]["explain"])
    _, out, _ = run("score", "bam", "answers.csv", "--explain", csv="4,5\n0,1\n")
    assert "invalid value 1 for item 5 (if item 4 = 0 then item 5 must be 0)" in out


def test_standard_input(tmp_path: Path) -> None:
    """A process of its own: nothing of Django and no database is needed, also with nothing set up."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    script = "import sys; from alongside.project.command import main\n"
    script += "try: main()\nfinally: assert 'django' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-c", script, "score", "GAD-7", "-", "--json"],
        input=b"1,2,3,4,5,6,7\n2,2,1,1,1,1,0\n", capture_output=True, env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and json.loads(done.stdout)["total"] == 8, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "text", "says"),
    [
        (("PHQ-99", "answers.csv"), "1\n1\n", "No instrument is called “PHQ-99” here. Is one of these meant: PHQ-9"),
        (("PHQ-9@1999", "answers.csv"), "1\n1\n", "PHQ-9 has no version “1999” here. Known: standard-2w."),
        (("PHQ-9", "answers.csv"), "1,2,mood\n1,1,1\n", "“mood” is no item of PHQ-9"),
        (("PHQ-9", "answers.csv"), "mood\n1\n", "Its items are: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10."),
        (("PHQ-9", "answers.csv"), "id\n1\n", "no column is an item of PHQ-9"),
        (("PHQ-9", "answers.csv"), "1,1\n1,1\n", "two columns are called “1”"),
        (("BAM", "answers.csv"), "7A,7a\n1,1\n", "two columns hold item 7A"),
        (("PHQ-9", "answers.csv", "--keep", "site"), "1\n1\n", "no column is called “site”"),
        (("PHQ-9", "answers.csv"), "", "The file is empty."),
        (("PHQ-9", "answers.csv"), b"PK\x03\x04xx", "This is a workbook"),
        (("PHQ-9", "answers.csv"), '{"a": 1}', "This is a JSON file"),
        (("PHQ-9", "answers.csv"), '1,2\n"1,1\n', "The quotation marks do not add up"),
        (("PHQ-9", "nothing.csv"), None, "There is no file or folder of this name."),
        (("mine.json", "answers.csv"), "1\n1\n", "mine.json: There is no such file."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_the_way_on(run: Run, arguments: tuple, text: Any, says: str) -> None:
    code, out, err = run("score", *arguments, csv=text)
    assert code == 1 and says in err and "Traceback" not in err
    assert len(out.splitlines()) <= 1  # a header at most, no scores


def test_a_column_may_be_carried_along(run: Run) -> None:
    _, out, _ = run("score", "gad-7", "answers.csv", "--json", "--keep", "site", csv="site,1\nnorth,1\n")
    assert rows(out)[0]["site"] == "north"


def test_a_column_nobody_sent_is_told(run: Run) -> None:
    code, _, err = run("score", "gad-7", "answers.csv", csv="1,2,3,4,5,6\n1,1,1,1,1,1\n")
    assert code == 0 and "No column, so not answered by anybody: 7." in err
    assert "There are no rows" in run("score", "gad-7", "answers.csv", csv="1,2,3,4,5,6,7\n")[2]


def test_a_definition_of_ones_own_scores_too(run: Run, tmp_path: Path) -> None:
    file = next(f for f in shipped() if f.path.name.startswith("gad-7"))
    (tmp_path / "mine.json").write_text(file.text())
    assert (
        rows(run("score", "mine.json", "answers.csv", "--json", csv="1,2,3,4,5,6,7\n1,1,1,1,1,1,1\n")[1])[0]["total"]
        == 7
    )
    assert run("instruments", "check", "mine.json") == (0, "mine.json may be published.\n", "")
    document = json.loads(file.text())
    document["scoring"]["scales"][0]["range"] = [0, 20]
    (tmp_path / "mine.json").write_text(json.dumps(document))
    code, out, _ = run("instruments", "check", "mine.json")
    assert code == 1 and "“range” says 0 to 20, but its items come to 0 to 21." in out and "to mend" in out
    (tmp_path / "mine.json").write_text("{")
    assert run("score", "mine.json", "answers.csv")[0] == 1 == run("instruments", "check", "mine.json")[0]
    (tmp_path / "mine.json").write_bytes(b" " * 10_000_000)
    assert "This is 10.0 MB." in run("instruments", "check", "mine.json")[2]


def test_memory_is_bounded_by_a_batch(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows come out while later ones are not read yet."""
    from alongside.project.commands import score_rows

    read: list[int] = []
    batch = score_rows._batch
    monkeypatch.setattr(score_rows, "BATCH", 10)
    monkeypatch.setattr(score_rows, "_batch", lambda d, la, c, b: (read.append(len(b)), batch(d, la, c, b))[1])
    run("score", "gad-7", "answers.csv", "--json", csv="1\n" + "1\n" * 35)
    assert read == [10, 10, 10, 5]


# --- change


def test_change_in_the_keys_of_the_examples(run: Run) -> None:
    for example in RESEARCH["reliable_change"]["examples"]:
        code, out, _ = run("change", example["code"], "--pre", example["pre"], "--post", example["post"], "--json")
        assert code == 0 and differences(json.loads(out), example["expected"]) == {}
    got = json.loads(out)
    assert got["r"] == 0.84 and got["r_type"].startswith("test-retest") and got["SD"] == 6.1 and got["source"]


def test_a_change_says_on_what_it_stands(run: Run) -> None:
    _, out, _ = run("change", "phq-9", "--pre", "18", "--post", "9")
    assert "It stands on r = 0.84 (test-retest 48h (Kroenke 2001)), SD = 6.1; source:" in out
    _, out, _ = run("change", "phq-9", "--pre", "18", "--post", "12", "--r", "0.89", "--r-type", "alpha")
    assert "r = 0.89 (alpha)" in out and "source: your own figures" in out
    _, out, _ = run(
        "change", "raas-close", "--scale", "Close", "--pre", "2", "--post", "4", "--sd", "0.8", "--r", "0.7", "--json"
    )
    assert json.loads(out)["RCI"] == 3.23 and json.loads(out)["crossed_caseness"] is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ACE-10", "--pre", "3", "--post", "1"), "nothing is said about a change"),
        (("KPCS", "--pre", "30", "--post", "40"), "SD missing"),
        (("RAAS-close", "--pre", "3", "--post", "4"), "Say which with --scale: close, depend, anxiety, avoidance."),
        (("RAAS-close", "--scale", "total", "--pre", "3", "--post", "4"), "RAAS-close has no scale “total”."),
        (("PHQ-9", "--pre", "28", "--post", "4"), "--pre 28 cannot be: PHQ-9, total, goes from 0 to 27."),
        (("PHQ-9", "--pre", "nan", "--post", "4"), "--pre nan cannot be"),
        (("PHQ-9", "--pre", "9", "--post", "4", "--r", "1"), "r must be from 0 to below 1."),
        (("PHQ-9", "--pre", "9", "--post", "4", "--sd", "0"), "SD must be above nought."),
        (("PHQ-9", "--pre", "9", "--post", "4", "--caseness", "ten"), "--caseness is a number"),
        (("nothing", "--pre", "9", "--post", "4"), "No instrument is called “nothing” here."),
    ],
)  # fmt: skip
def test_a_change_about_which_nothing_can_be_said(run: Run, arguments: tuple, says: str) -> None:
    code, out, err = run("change", *arguments)
    assert code == 1 and out == "" and says in err


# --- age


def test_age_in_the_keys_of_the_examples(run: Run) -> None:
    for example in RESEARCH["age"]["examples"]:
        given = ["--dob", example["dob"], "--on", example["on"], "--weeks-early", example["weeks_early"]]
        code, out, _ = run("age", *given, "--json")
        expected = {key: value for key, value in example.items() if key != "note"}
        assert code == 0 and differences(json.loads(out), expected) == {}
    assert (
        "10 completed months (corrected)"
        in run("age", "--dob", "2023-03-15", "--on", "2024-03-14", "--weeks-early", "6")[1]
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--dob", "2023-02-29"), "A day is written year-month-day"),
        (("--dob", "15.03.2022"), "A day is written year-month-day"),
        (("--dob", "2024-01-02", "--on", "2024-01-01"), "was not born yet"),
        (("--dob", "2024-01-02", "--on", "2024-02-01", "--weeks-early", "30"), "--weeks-early is from 0 to 20"),
        (("--dob", "2024-01-02", "--on", "2024-02-01", "--weeks-early", "-1"), "--weeks-early is from 0 to 20"),
    ],
)  # fmt: skip
def test_an_age_that_cannot_be(run: Run, arguments: tuple, says: str) -> None:
    code, out, err = run("age", *arguments)
    assert code == 1 and out == "" and says in err


# --- instruments


def test_the_list_and_the_details(run: Run) -> None:
    _, out, _ = run("instruments", "list", "--json")
    assert {entry["code"] for entry in json.loads(out)} >= {entry["code"] for entry in RESEARCH["instruments"]}
    assert "PHQ-9" in run("instruments", "list")[1]
    _, out, _ = run("instruments", "show", "phq-9")
    assert "item 9 >= 1" in out and "Little interest or pleasure" in out and ">=10" in out
    assert json.loads(run("instruments", "show", "phq-9", "--json")[1])["scoring"]["code"] == "PHQ-9"
    assert run("instruments", "validate")[1].startswith("All ")


def test_licences_for_what_is_declared(run: Run) -> None:
    def state(*arguments: str) -> tuple[bool, str]:
        found = json.loads(run("instruments", "licence", *arguments, "--json")[1])[0]
        return found["allowed"], found["because"] or found["how"]

    assert state("AUDIT", "--use", "clinical") == (True, "shipped")
    assert state("AUDIT", "--use", "clinical", "--use", "commercial") == (False, "no_commercial")
    assert state("EPDS", "--use", "clinical") == (True, "score_only")
    assert state("EPDS", "--use", "clinical", "--overlay") == (True, "overlay")
    assert run("instruments", "licence", "--use", "fun")[0] == 1
    assert "not used (name your uses first" in run("instruments", "licence")[1]
