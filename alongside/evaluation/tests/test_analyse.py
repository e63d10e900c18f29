"""`alongside analyse` as a person types it: lists, refusals, plans, figures, the same figures every time."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from alongside import __version__
from alongside.evaluation.analyse import version
from alongside.evaluation.analyse.figure import svg, ticks
from alongside.evaluation.analyse.outcome import Drawing, Series
from alongside.evaluation.analyse.registry import KINDS, METHODS
from alongside.project.command import main
from alongside.project.commands.docs_analyse import settled

DATA = Path(__file__).parents[3] / "tests" / "data"
BTHEB = str(DATA / "hsaur3_BtheB_wide.csv")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        main(["analyse", *arguments])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    out, err = capsys.readouterr()
    return code, out, err


def test_every_method_declares_itself_well() -> None:
    """Names, kinds and examples are what the command, plans and the reference page are made from."""
    for name in METHODS:
        method = METHODS[name]
        assert method.name == name and method.summary.endswith((".", "?")) and method.keys, name
        assert method.example.startswith(f"alongside analyse {name} "), name
        assert len({option.name for option in method.options}) == len(method.options), name
        for option in method.options:
            assert option.kind in KINDS and option.help.endswith((".", "?")) and "_" not in option.name, (name, option)
            assert (option.kind == "choice") == bool(option.choices), (name, option)


def test_what_a_person_sees(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys)
    assert code == 0 and all(name in out for name in METHODS)
    code, out, _err = run(capsys, "describe", BTHEB, "--columns", "bdi.pre,bdi.8m", "--arm", "treatment")
    assert code == 0 and "Missing: bdi.8m 48." in out and "bdi.8m   TAU    25       23    13.6" in out
    assert run(capsys, "describe", "--help")[0] == 0
    for words, said in (
        (["describe", BTHEB, "--columns", "bdi.9m"], "no column “bdi.9m”"),
        (["describe", BTHEB], "needs --columns"),
        (["describe", "nowhere.csv", "--columns", "a"], "nowhere.csv cannot be read"),
        (["describe", BTHEB, "--columns", "drug"], "line 2: “No” is not a number"),
        (["describe", BTHEB, "--columns", "bdi.pre", "--where", "drug=Perhaps"], "no rows"),
        (["describe", BTHEB, "--columns", "bdi.pre", "--figure", "/nowhere/at/all.svg"], "cannot be written"),
    ):
        code, out, err = run(capsys, *words)
        assert code == 1 and out == "" and said in err, words
    assert run(capsys, "nothing")[0] == 2 and run(capsys, "describe", BTHEB, "--nothing")[0] == 2


def test_json_at_full_precision(capsys: pytest.CaptureFixture[str]) -> None:
    """Long and wide files of one trial come to the same numbers, and a second run to the same bytes."""
    words = ["describe", BTHEB, "--columns", "bdi.pre,bdi.8m", "--arm", "treatment", "--json"]
    code, out, _err = run(capsys, *words)
    wide = json.loads(out)
    assert code == 0 and set(wide) == {
        "method", "version", "file", "options", "seed", "used", "values", "notes", "sentence",
    }  # fmt: skip
    assert out == run(capsys, *words)[1] and wide["version"] == version.code_version()
    long = json.loads(
        run(capsys, "describe", str(DATA / "hsaur3_BtheB_long.csv"), "--columns", "bdi", "--arm", "group", "--wave", "time",
            "--json")[1]
    )  # fmt: skip
    by = {(row["wave"], row["arm"]): row for row in long["values"]["groups"]}
    names = {"bdi.pre": "0", "bdi.8m": "8"}
    for row in wide["values"]["groups"]:
        other = by[names[row["wave"]], row["arm"]]
        assert {**row, "wave": ""} == {**other, "wave": ""}
    assert by["0", "TAU"]["mean"] == pytest.approx(24.1875, abs=1e-12)


def test_figures_of_different_code_do_not_look_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The release with a digest of methods and command: another sign anywhere, or another name, and it differs."""
    now = version.code_version()
    assert re.fullmatch(rf"{re.escape(__version__)}\+[0-9a-f]{{12}}", now)
    for folder in version.SOURCES:
        shutil.copytree(version.ROOM / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "ROOM", tmp_path)
    fresh = version.code_version.__wrapped__
    assert fresh() == now
    other = tmp_path / "methods" / "linear.py"
    other.write_bytes(other.read_bytes() + b"\n")
    changed = fresh()
    other.rename(other.with_name("linear2.py"))
    assert len({now, changed, fresh()}) == 3


def test_a_plan_runs_as_one_and_says_what_it_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(Path(BTHEB).read_bytes())
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'title = "A trial"\nseed = 7\nfile = "rows.csv"\n[read]\nwhere = ["treatment=TAU"]\n'
        '[[analysis]]\nname = "one"\nmethod = "describe"\noptions = { columns = ["bdi.pre"] }\n'
        '[[analysis]]\nname = "two"\nmethod = "describe"\nseed = 8\noptions = { columns = "bdi.9m" }\n'
    )
    code, out, _err = run(capsys, "--plan", str(plan), "--json")
    told = json.loads(out)
    one, two = told["results"]
    assert code == 1 and one["name"] == "one" and one["seed"] == 7 and one["values"]["groups"][0]["n"] == 48
    assert two["refused"]["code"] == "no_column" and len(told["data"]["rows.csv"]) == 64
    assert "Refused" in run(capsys, "--plan", str(plan))[1]
    good = plan.read_text()
    for change, said in (
        (("seed = 7", "seeds = 7"), "“seeds”"), (("[[analysis]]", "[[analyses]]"), "“analyses”"), (('"two"', '"one"'), "two"),
        (('method = "describe"', 'methods = "describe"'), "“methods”"), (('"A trial"', '"A trial'), "not TOML"),
    ):  # fmt: skip
        plan.write_text(good.replace(*change))
        code, out, err = run(capsys, "--plan", str(plan))
        assert code == 1 and out == "" and said in err, change
    assert run(capsys, "--plan", str(tmp_path / "none.toml"))[0] == 1


def test_a_figure_has_a_name_a_sentence_and_its_numbers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """No style and no script: a page with a strict policy may show it. Words of a file are only words."""
    file = tmp_path / "out.svg"
    assert run(capsys, "describe", BTHEB, "--columns", "bdi.pre", "--figure", str(file))[0] == 0
    space = "{http://www.w3.org/2000/svg}"
    root = ET.fromstring(file.read_text())
    assert (
        root.get("role") == "img" and root.find(f"{space}title").text and "100 of 100" in root.find(f"{space}desc").text
    )
    assert "23.33" in [text.text for text in root.iter(f"{space}text")]
    for kind in ("points", "curves", "steps", "bars"):
        x = ["<b>", "c"] if kind in ("points", "bars") else [0, 1.5]
        drawn = svg(Drawing(kind, "<script>", [Series("&", x, [1, None], [0.5, None], [2, None])], "x", "y", 0), "<s>")
        assert ET.fromstring(drawn) is not None and "<script" not in drawn and "style=" not in drawn
    nodes = [("a", 0, 1), ("m", 1, 0), ("y", 2, 1)]
    assert "0.24" in svg(Drawing("diagram", "t", nodes=nodes, paths=[("a", "m", "0.24"), ("m", "y", "0.5")]), "s")
    for low, high in ((0, 1), (-3.2, 11.4), (5, 5), (0, 0), (1e-6, 2e-6), (-1e7, 1e7)):
        marks = ticks(low, high)
        assert marks[0] <= low and marks[-1] >= high and 2 <= len(marks) <= 11, (low, high)


def test_the_reference_page_settles_on_figures_that_differ_in_their_last_digits() -> None:
    assert settled("x 0.12345678901 y", "x 0.12345678902 y") == "x 0.12345678901 y"
    assert settled("x 0.1234 y", "x 0.1235 y") == "x 0.1235 y" and settled("x 1 y", "x 1 z") == "x 1 z"


def test_it_starts_without_django_or_a_database() -> None:
    code = (
        "import sys; from alongside.project.command import main\n"
        f"try: main(['analyse', 'describe', {BTHEB!r}, '--columns', 'bdi.pre', '--json'])\n"
        "except SystemExit: pass\n"
        "assert not {'django', 'psycopg', 'scipy', 'statsmodels'} & set(sys.modules), sorted(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
