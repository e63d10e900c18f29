"""Where the database is and who signs in to it: the only things that processes tell each other about it.

A process gets the roles it needs and no others: the web server never holds the key of the loader.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from alongside.project import agency_doors
from alongside.project.home import CannotContinue, Home, secrets
from alongside.project.mail import smtp_url
from alongside.project.way_out import messages_key, messages_url

DATABASE = "alongside"
ADMINISTRATOR = "postgres"
MAIN_PORT = 5432  # only the name of a socket file; no network port is opened

# Which aliases of the settings each kind of process may use.
ALIASES = {
    "web": ("default", "gate"),
    "worker": ("default",),
    "command": ("default", "gate", "owner", "loader"),
    "loader": ("default", "owner", "loader"),  # setting up and filling: here `default` is the loader itself
    "test": ("default", "gate", "owner", "loader"),
}


@dataclass(frozen=True)
class Address:
    """One server and its administrator. `host` is a folder with a socket, or the name of a machine."""

    host: str
    port: int
    password: str
    user: str = ADMINISTRATOR
    database: str = DATABASE
    options: tuple[tuple[str, str], ...] = ()  # such as sslmode, from the URL

    def dsn(self, database: str = "postgres", *, user: str | None = None, password: str | None = None) -> str:
        """The connection string of one database, as the administrator unless another role is named."""
        from psycopg.conninfo import make_conninfo

        return make_conninfo(
            host=self.host,
            port=self.port,
            dbname=database,
            user=user or self.user,
            password=self.password if password is None else password,
            **dict(self.options),
        )


def external_url() -> str:
    """The URL of the server to use in place of the one that comes along, or an empty string."""
    return os.environ.get("ALONGSIDE_DATABASE_URL", "").strip()


def from_url(url: str) -> Address:
    """Read ALONGSIDE_DATABASE_URL. Raises CannotContinue, without repeating the password, when it is not usable."""
    form = "postgresql://administrator:password@server:5432/alongside"
    try:
        parts = urlsplit(url)
        port = parts.port or MAIN_PORT
        options = dict(parse_qsl(parts.query))
    except ValueError as problem:
        raise CannotContinue("ALONGSIDE_DATABASE_URL cannot be read.", f"Its form is {form}") from problem
    host = unquote(parts.hostname or "") or options.pop("host", "")
    if parts.scheme not in ("postgres", "postgresql") or not host or not parts.username:
        raise CannotContinue("ALONGSIDE_DATABASE_URL cannot be used.", f"Its form is {form}")
    return Address(
        host=host,
        port=port,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        database=unquote(parts.path.lstrip("/")) or DATABASE,
        options=tuple(sorted(options.items())),
    )


def embedded(home: Home) -> Address:
    """Where the server that comes along listens (whether or not it runs now)."""
    return Address(host=str(home.sockets), port=MAIN_PORT, password=secrets(home)["passwords"][ADMINISTRATOR])


def server(home: Home) -> Address:
    """The server of this home: the one named by ALONGSIDE_DATABASE_URL, else the one that comes along."""
    url = external_url()
    return from_url(url) if url else embedded(home)


def databases(home: Home, process: str, address: Address | None = None) -> dict[str, dict]:
    """{alias: {host, port, name, user, password, options}} with only what this kind of process may use."""
    from alongside.project.roles import ALIAS_ROLES

    address = address or server(home)
    passwords = secrets(home)["passwords"]
    place = {"host": address.host, "port": address.port, "name": address.database, "options": dict(address.options)}
    found = {}
    for alias in ALIASES[process]:
        if alias == "owner":
            found[alias] = place | {"user": address.user, "password": address.password}
            continue
        role = ALIAS_ROLES[process if process in ("worker", "loader") and alias == "default" else alias]
        found[alias] = place | {"user": role, "password": passwords[role]}
    return found


def child_environment(
    home: Home, process: str, *, mode: str = "", address: Address | None = None, public_address: str = ""
) -> dict[str, str]:
    """The whole environment of a process of this kind: web, worker, command, loader or test.

    The administrator's URL is taken out of those that serve: only commands may be administrators.
    """
    environment = dict(os.environ)
    if process in ("web", "worker"):
        environment.pop("ALONGSIDE_DATABASE_URL", None)
    for name in ("ALONGSIDE_SMTP_URL", "ALONGSIDE_AGENCY_DOORS", "ALONGSIDE_MESSAGES", "ALONGSIDE_MESSAGES_KEY"):
        environment.pop(name, None)
    if process == "web" and (doors := agency_doors.of(home)):
        environment["ALONGSIDE_AGENCY_DOORS"] = agency_doors.for_web(doors)
    if process == "web" and (key := messages_key(home)):
        environment["ALONGSIDE_MESSAGES_KEY"] = key
    if process == "worker" and (letters := smtp_url(home)):
        environment["ALONGSIDE_SMTP_URL"] = letters
    if process == "worker" and (out := messages_url(home, mode)):
        environment["ALONGSIDE_MESSAGES"] = out
    environment |= {
        "ALONGSIDE_HOME": str(home.path),
        "ALONGSIDE_PROCESS": process,
        "ALONGSIDE_DATABASES": json.dumps(databases(home, process, address)),
        "ALONGSIDE_SECRET_KEY": secrets(home)["secret_key"],
        "ALONGSIDE_STATIC": str(home.static),
        "DJANGO_SETTINGS_MODULE": "alongside.project.settings",
        "PYTHONUNBUFFERED": "1",
    }
    if mode:
        environment["ALONGSIDE_MODE"] = mode
    if public_address:
        environment["ALONGSIDE_HOSTS"] = urlsplit(public_address).hostname or ""
        environment["ALONGSIDE_LOOPBACK"] = "0"
    else:
        environment["ALONGSIDE_LOOPBACK"] = "1"
    return environment


def checkout() -> Path:
    """The folder that holds the `alongside` package."""
    return Path(__file__).resolve().parents[2]
