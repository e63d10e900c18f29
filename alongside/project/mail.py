"""The mail server that carries letters to colleagues ("please sign in"), if there is one.

Its address comes from ALONGSIDE_SMTP_URL or, so that a password need not stand in the environment, from the file
``smtp.url`` (mode 0600) in the data folder. Only the worker is told it.

    smtp://user:password@mail.example.org:587?from=notices@example.org     STARTTLS, then everything is encrypted
    smtps://user:password@mail.example.org:465?from=notices@example.org    encrypted from the first byte
    smtp://localhost:25?from=notices@example.org                           this machine's own: not encrypted
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from alongside.project.home import CannotContinue, Home

FORM = "smtp://user:password@mail.example.org:587?from=notices@example.org"
OWN = ("localhost", "127.0.0.1", "::1")
PATIENCE = 20  # seconds


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over. ``tls``: "starttls", "tls" or "" (this machine's own server alone)."""

    host: str
    port: int
    user: str
    password: str
    tls: str
    sender: str


def smtp_url(home: Home) -> str:
    """The address as given, from the environment or the file; "" when there is none.

    Raises CannotContinue for a file that others may read.
    """
    given = os.environ.get("ALONGSIDE_SMTP_URL", "").strip()
    path = file_of(home)
    if given or not path.exists():
        return given
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise CannotContinue(f"{path} can be read by others, and a password may stand in it.", f"chmod 600 {path}")
    return path.read_text(encoding="utf-8").strip()


def file_of(home: Home) -> Path:
    """The file in the data folder that may name the mail server."""
    return home.path / "smtp.url"


def from_url(url: str) -> MailServer:
    """Read the address. Raises CannotContinue, without repeating the password, when it cannot be used."""
    wrong = CannotContinue("The address of the mail server cannot be used.", f"Its form is {FORM}")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise wrong from problem
    host = unquote(parts.hostname or "")
    sender = (parse_qs(parts.query).get("from") or [""])[0]
    if parts.scheme not in ("smtp", "smtps") or not host or "@" not in sender:
        raise wrong
    if parts.scheme == "smtps":
        tls, usual = "tls", 465
    else:
        tls, usual = ("", 25) if host in OWN else ("starttls", 587)
    return MailServer(host, port or usual, unquote(parts.username or ""), unquote(parts.password or ""), tls, sender)
