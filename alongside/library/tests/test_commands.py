"""`alongside programmes`: without a database, and kind where something is not there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from alongside.library.catalogue import HERE, shipped
from alongside.project.command import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        main(["programmes", *arguments])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    out, err = capsys.readouterr()
    return code, out, err


def test_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "list", "--json")
    rows = {row["code"]: row for row in json.loads(out)}
    assert code == 0 and set(rows) == {each.code for each in shipped().programmes}
    assert rows["fff"]["plans"] == [{"plan": "53-hours", "dose": "33 sessions, 53 hours, 16 weeks"}]
    assert rows["bright"]["plans"][0]["dose"] == "open" and rows["fff"]["evidence"] == 6
    assert "fff" in run(capsys, "list")[1]


def test_one_is_told_session_by_session(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "show", "FFF")
    assert code == 0
    for said in ("1. A day together: goals of the family (300 minutes)", "33. Session 33 (90 minutes)", "Catalano RF"):
        assert said in out
    code, _out, err = run(capsys, "show", "nothing")
    assert code == 1 and "No programme is called “nothing”" in err and "fff" in err


def test_what_comes_along_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "validate")
    assert code == 0 and "all are right" in out


def test_a_folder_that_is_not_right_ends_with_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    shutil.copytree(HERE, tmp_path / "mine")
    file = tmp_path / "mine" / "programmes" / "mio.toml"
    file.write_text(file.read_text().replace('"PRFQ"', '"NOT-ONE"').replace('focus = "relationship"', 'focus = "x"'))
    code, out, _err = run(capsys, "validate", str(tmp_path / "mine"))
    assert code == 1 and "mio.toml.focus: one of these" in out and "no instrument is called “NOT-ONE”" in out
    file.write_text((HERE / "programmes" / "mio.toml").read_text().replace("sessions = 12", "sessions = 11"))
    code, out, _err = run(capsys, "validate", str(tmp_path / "mine"))
    assert code == 1 and "mio/12-weeks: was changed" in out
    file.write_text("[")
    code, _out, err = run(capsys, "validate", str(tmp_path / "mine"))
    assert code == 1 and "mio.toml" in err
