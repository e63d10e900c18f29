"""What the file of agencies' own sign-in may say, and who is told it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alongside.project import agency_doors
from alongside.project.address import child_environment
from alongside.project.home import CannotContinue, Home

NUMBER = "0190d0b0-0000-7000-8000-0000000000a1"
WHOLE = {
    "id": "society", "agency": NUMBER, "name": "The society", "issuer": "https://login.society.example",
    "client_id": "alongside", "client_secret": "known to two alone",
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for name in ("ALONGSIDE_AGENCY_SIGN_IN", "ALONGSIDE_AGENCY_DOORS", "THE_SECRET"):
        monkeypatch.delenv(name, raising=False)
    return Home(tmp_path / "home").make()


def write(home: Home, *tables: dict[str, Any], mode: int = 0o600) -> Path:
    path = agency_doors.file_of(home)
    lines = [line for table in tables for line in ("[[agency]]", *(f"{k} = {json.dumps(v)}" for k, v in table.items()))]
    path.write_text("\n".join(lines))
    path.chmod(mode)
    return path


def test_without_a_file_there_are_none(home: Home) -> None:
    assert agency_doors.of(home) == []
    assert "ALONGSIDE_AGENCY_DOORS" not in child_environment(home, "web")


def test_the_web_server_alone_is_told(home: Home) -> None:
    write(home, WHOLE, {**WHOLE, "id": "clinic", "second_factor": ["two"], "address_is_checked": True})
    handed = agency_doors.handed(child_environment(home, "web")["ALONGSIDE_AGENCY_DOORS"])
    assert list(handed) == ["society", "clinic"]
    assert handed["clinic"].second_factor == ("two",) and handed["clinic"].address_is_checked
    assert handed["society"].client_secret == "known to two alone"
    assert "known to two" not in repr(handed)
    for process in ("worker", "command", "loader"):
        assert "known to two" not in str(child_environment(home, process))


def test_the_secret_may_come_from_the_environment(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    table = {k: v for k, v in WHOLE.items() if k != "client_secret"} | {"client_secret_env": "THE_SECRET"}
    write(home, table)
    with pytest.raises(CannotContinue, match="the secret of 'society' is missing"):
        agency_doors.of(home)
    monkeypatch.setenv("THE_SECRET", "from outside")
    assert agency_doors.of(home)[0].client_secret == "from outside"


def test_a_file_elsewhere(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_AGENCY_SIGN_IN", str(tmp_path / "doors.toml"))
    with pytest.raises(CannotContinue, match="There is no file"):
        agency_doors.of(home)
    write(home, WHOLE)
    assert [door.id for door in agency_doors.of(home)] == ["society"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_that_others_may_read_is_refused(home: Home, mode: int) -> None:
    write(home, WHOLE, mode=mode)
    with pytest.raises(CannotContinue, match="can be read by others"):
        agency_doors.of(home)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"issuer": "http://login.society.example"}, "https"),
        ({"issuer": "ftp://localhost/"}, "https"),
        ({"issuer": ""}, "'issuer' is missing"),
        ({"agency": "the society"}, "number"),
        ({"id": "The Society"}, "short word"),
        ({"id": "../society"}, "short word"),
        ({"client_secret": ""}, "secret"),
        ({"clientsecret": "x"}, "'clientsecret' is not known"),
        ({"second_factor": "two"}, "list"),
        ({"address_is_checked": "yes"}, "true or false"),
        ({"name": " "}, "'name' is missing"),
    ],
)
def test_what_cannot_be_used_is_said_without_the_secret(home: Home, change: dict[str, Any], said: str) -> None:
    write(home, {**WHOLE, **change})
    with pytest.raises(CannotContinue) as no:
        agency_doors.of(home)
    assert said in no.value.what and "known to two" not in no.value.what


def test_no_toml_and_two_of_one_name(home: Home) -> None:
    path = write(home, WHOLE, WHOLE)
    with pytest.raises(CannotContinue, match="same id"):
        agency_doors.of(home)
    path.write_text("[[agency")
    with pytest.raises(CannotContinue, match="no TOML"):
        agency_doors.of(home)
    path.write_text('agency = "society"')
    with pytest.raises(CannotContinue, match="table"):
        agency_doors.of(home)


def test_a_provider_on_this_machine_may_be_tried_without_encryption(home: Home) -> None:
    write(home, {**WHOLE, "issuer": "http://localhost:9000"})
    assert agency_doors.of(home)[0].issuer == "http://localhost:9000"
