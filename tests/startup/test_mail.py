"""Where letters are handed over: how the address is read, who is told it, and that a password in it stays secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alongside.project import mail
from alongside.project.address import Address, child_environment
from alongside.project.commands.checks import FAILED, OK, WARNING, _letters
from alongside.project.home import CannotContinue, Home

URL = "smtp://user:p%40ss@mail.example.org:2525?from=notices@example.org"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("ALONGSIDE_SMTP_URL", raising=False)
    return Home(tmp_path / "home").make()


def given(home: Home, url: str = URL, mode: int = 0o600) -> None:
    mail.file_of(home).write_text(url + "\n")
    mail.file_of(home).chmod(mode)


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        (URL, "mail.example.org", 2525, "starttls"),
        ("smtp://mail.example.org?from=a@example.org", "mail.example.org", 587, "starttls"),
        ("smtps://mail.example.org?from=a@example.org", "mail.example.org", 465, "tls"),
        ("smtp://localhost?from=a@example.org", "localhost", 25, ""),
        ("smtp://127.0.0.1:2526?from=a@example.org", "127.0.0.1", 2526, ""),
    ],
)
def test_an_address_is_read_and_only_this_machine_goes_unencrypted(url: str, host: str, port: int, tls: str) -> None:
    found = mail.from_url(url)
    assert (found.host, found.port, found.tls) == (host, port, tls)
    assert found.sender.endswith("@example.org")
    if url == URL:
        assert (found.user, found.password) == ("user", "p@ss")


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org", "http://mail.example.org?from=a@example.org", "smtp://?from=a@example.org",
        "smtp://secret:hidden@mail.example.org", "smtp://secret:hidden@mail.example.org:port?from=a@example.org",
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_without_the_password(url: str) -> None:
    with pytest.raises(CannotContinue) as trouble:
        mail.from_url(url)
    assert "hidden" not in trouble.value.what + trouble.value.do
    assert mail.FORM in trouble.value.do


def test_the_environment_goes_before_the_file_and_the_file_must_be_closed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mail.smtp_url(home) == ""
    given(home)
    assert mail.smtp_url(home) == URL
    mail.file_of(home).chmod(0o640)
    with pytest.raises(CannotContinue, match="read by others"):
        mail.smtp_url(home)
    monkeypatch.setenv("ALONGSIDE_SMTP_URL", "smtp://localhost?from=a@example.org")
    assert mail.smtp_url(home) == "smtp://localhost?from=a@example.org"


def test_only_the_worker_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_SMTP_URL", URL)
    address = Address(host="/nowhere", port=5432, password="x")
    for process in ("web", "worker", "command", "loader"):
        environment = child_environment(home, process, address=address)
        assert ("ALONGSIDE_SMTP_URL" in environment) == (process == "worker"), process
        assert ("p%40ss" in json.dumps(environment)) == (process == "worker"), process


def test_the_doctor_says_whether_letters_go(home: Home) -> None:
    assert _letters(home).state == WARNING
    given(home)
    told = _letters(home)
    assert (told.state, told.found) == (OK, "sent by mail.example.org, port 2525")
    given(home, mode=0o644)
    assert _letters(home).state == FAILED
    given(home, "nonsense")
    assert _letters(home).state == FAILED
