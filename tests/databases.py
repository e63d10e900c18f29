"""Databases of the tests: a real PostgreSQL, one template with the cast inside, one clone for each worker or journey.

The web's role never owns anything and the trail cannot be emptied, so nothing is truncated between tests: a test either
rolls its transaction back, or works in a clone of its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets as random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from alongside.project import roles

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Cluster:
    """The server of this test run and the passwords of its roles."""

    host: str
    port: int
    administrator: str
    password: str
    passwords: dict[str, str]

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        """A connection of the administrator."""
        return psycopg.connect(
            host=self.host,
            port=self.port,
            user=self.administrator,
            password=self.password,
            dbname=database,
            autocommit=True,
        )

    def databases(
        self, name: str, aliases: tuple[str, ...] = ("default", "gate", "owner", "loader")
    ) -> dict[str, dict]:
        """What ``ALONGSIDE_DATABASES`` holds for a process that works in database ``name``."""
        found = {}
        for alias in aliases:
            role = roles.ALIAS_ROLES.get(alias)
            user, password = (role, self.passwords[role]) if role else (self.administrator, self.password)
            found[alias] = {"host": self.host, "port": self.port, "name": name, "user": user, "password": password}
        return found

    def as_role(self, role: str, database: str) -> psycopg.Connection:
        """A raw connection of one role, as an attacker who holds the page's key would have."""
        return psycopg.connect(
            host=self.host, port=self.port, user=role, password=self.passwords[role], dbname=database, autocommit=False
        )

    def clone(self, template: str, name: str) -> str:
        """A copy of ``template`` called ``name`` (an older one of that name is dropped)."""
        with self.admin() as admin:
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            admin.execute(
                sql.SQL("create database {} template {} owner {} strategy wal_log").format(
                    sql.Identifier(name), sql.Identifier(template), sql.Identifier(roles.OWNER)
                )
            )
            roles.allow_connecting(admin, name)
        return name

    def drop(self, name: str) -> None:
        """Remove a clone."""
        with self.admin() as admin:
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Workers of one test run share a folder; what must be done once is done under this lock."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def fingerprint() -> str:
    """Changes whenever a migration, the cast or what it is made with changes: the template is made anew then."""
    digest = hashlib.sha256()
    made_of = [*ROOT.glob("alongside/**/*.py"), *ROOT.glob("alongside/instruments/catalogue/*/*.json")]
    written_in = [path for path in made_of if not {"pages", "tests"} & set(path.relative_to(ROOT).parts)]
    for path in sorted([*written_in, *ROOT.glob("tests/cast/*.py"), Path(__file__)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def test_home() -> Path:
    """Where the cluster of the tests lives: kept between runs so that repeating is quick."""
    given = os.environ.get("ALONGSIDE_TEST_HOME")
    return Path(given) if given else Path(tempfile.gettempdir()) / f"alongside-tests-{os.getuid()}"


def passwords() -> dict[str, str]:
    """Fresh passwords for the login roles of a server given by URL."""
    return {role: random.token_urlsafe(24) for role in roles.LOGIN_ROLES}
