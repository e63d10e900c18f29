"""Agencies whose people sign in with their own agency's sign-in (OpenID Connect), if there are any.

Each is a table of the file ``agencies.toml`` (mode 0600) in the data folder; ALONGSIDE_AGENCY_SIGN_IN may name another
file. Only the web server is told what stands there, and nothing of it is ever in the database or a log.

    [[agency]]
    id = "society"                                      # a short word, for addresses
    agency = "0190d0b0-0000-7000-8000-0000000000a1"     # its number here: Our team → People at other agencies
    name = "Children's aid society"                     # shown on the button
    issuer = "https://login.society.example"
    client_id = "alongside"
    client_secret = "…"                                 # or client_secret_env = "NAME_OF_A_VARIABLE"
    second_factor = ["https://login.society.example/two-factors"]  # values of "acr" that mean two factors; optional
    address_is_checked = false                          # true: it sends no "email_verified" but checks addresses
"""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from alongside.project.home import CannotContinue, Home

OWN = ("localhost", "127.0.0.1", "::1")
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TEXTS = ("id", "agency", "name", "issuer", "client_id")


@dataclass(frozen=True)
class AgencyDoor:
    """One agency's own sign-in. ``second_factor``: values of ``acr`` that mean that two factors were given there."""

    id: str
    agency: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    second_factor: tuple[str, ...] = ()
    address_is_checked: bool = False

    def __repr__(self) -> str:  # never the secret, whatever is printed
        return f"AgencyDoor({self.id!r})"


def of(home: Home) -> list[AgencyDoor]:
    """The agencies named for this home. Raises CannotContinue, without repeating a secret, when that cannot be used."""
    path = file_of(home)
    if not path.exists():
        if os.environ.get("ALONGSIDE_AGENCY_SIGN_IN", "").strip():
            raise CannotContinue(f"There is no file {path}.", "ALONGSIDE_AGENCY_SIGN_IN names it.")
        return []
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise CannotContinue(f"{path} can be read by others, and secrets stand in it.", f"chmod 600 {path}")
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("agency", [])
    except (ValueError, OSError) as problem:
        raise _wrong(path, "it is no TOML") from problem
    return _checked(path, tables)


def file_of(home: Home) -> Path:
    """The file that names them."""
    given = os.environ.get("ALONGSIDE_AGENCY_SIGN_IN", "").strip()
    return Path(given) if given else home.path / "agencies.toml"


def for_web(doors: Iterable[AgencyDoor]) -> str:
    """As it is handed to the web server, and to nobody else."""
    return json.dumps([asdict(door) for door in doors])


def handed(text: str) -> dict[str, AgencyDoor]:
    """What the web server was handed, by the short word of each. Checked again: it may come from elsewhere."""
    return {door.id: door for door in _checked(Path("ALONGSIDE_AGENCY_DOORS"), json.loads(text or "[]"))}


def _checked(path: Path, tables: Any) -> list[AgencyDoor]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _wrong(path, "each agency is a table [[agency]]")
    doors = [_door(path, table) for table in tables]
    if len({door.id for door in doors}) < len(doors):
        raise _wrong(path, "two agencies have the same id")
    return doors


def _door(path: Path, table: Mapping[str, Any]) -> AgencyDoor:
    known = set(AgencyDoor.__dataclass_fields__) | {"client_secret_env"}
    if unknown := sorted(set(table) - known):
        raise _wrong(path, f"{unknown[0]!r} is not known")
    missing = [name for name in _TEXTS if not isinstance(table.get(name), str) or not table[name].strip()]
    if missing:
        raise _wrong(path, f"{missing[0]!r} is missing")
    if not _SLUG.fullmatch(table["id"]):
        raise _wrong(path, "'id' is a short word of small letters")
    try:
        uuid.UUID(table["agency"])
    except ValueError as problem:
        raise _wrong(path, "'agency' is the agency's number here") from problem
    issuer = urlsplit(table["issuer"])
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in OWN):
        raise _wrong(path, "'issuer' begins with https://")
    secret = table.get("client_secret") or os.environ.get(str(table.get("client_secret_env", "")), "")
    if not secret or not isinstance(secret, str):
        raise _wrong(path, f"the secret of {table['id']!r} is missing")
    factors = table.get("second_factor", ())
    if not isinstance(factors, list | tuple) or not all(isinstance(value, str) for value in factors):
        raise _wrong(path, "'second_factor' is a list of texts")
    if not isinstance(table.get("address_is_checked", False), bool):
        raise _wrong(path, "'address_is_checked' is true or false")
    given = {name: table[name].strip() for name in _TEXTS} | {"agency": str(uuid.UUID(table["agency"]))}
    return AgencyDoor(
        **given,
        client_secret=secret,
        second_factor=tuple(factors),
        address_is_checked=table.get("address_is_checked", False),
    )


def _wrong(path: Path, what: str) -> CannotContinue:
    return CannotContinue(
        f"What {path} says about agencies' own sign-in cannot be used: {what}.", "See docs/how-to/partners.md."
    )
