"""Where the database is: one that comes along, or one on a server; and who may know which key."""

from __future__ import annotations

import json

import psycopg
import pytest

from alongside.project.address import child_environment, databases, from_url
from alongside.project.commands import make_ready
from alongside.project.embedded import Embedded
from alongside.project.home import CannotContinue, Home


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "database"),
    [
        ("postgresql://ada:w%40rd@db.example.org/first", "db.example.org", 5432, "ada", "w@rd", "first"),
        ("postgres://ada:word@db.example.org:6432", "db.example.org", 6432, "ada", "word", "alongside"),
        ("postgresql://ada:word@/first?host=/run/postgresql", "/run/postgresql", 5432, "ada", "word", "first"),
        ("postgresql://ada@[::1]:5433/first", "::1", 5433, "ada", "", "first"),
    ],
)
def test_reading_the_url_of_a_server(url: str, host: str, port: int, user: str, password: str, database: str) -> None:
    found = from_url(url)
    assert (found.host, found.port, found.user, found.password, found.database) == (
        host,
        port,
        user,
        password,
        database,
    )


def test_other_parts_of_the_url_reach_the_driver() -> None:
    address = from_url("postgresql://ada:word@db.example.org/first?sslmode=verify-full")
    assert "sslmode=verify-full" in address.dsn("first")


@pytest.mark.parametrize("url", ["mysql://ada:secret-word@db/first", "secret-word", "postgresql://db:secret-word/x"])
def test_an_unusable_url_is_explained_without_its_password(url: str) -> None:
    with pytest.raises(CannotContinue) as trouble:
        from_url(url)
    assert "secret-word" not in trouble.value.what + trouble.value.do
    assert "postgresql://" in trouble.value.do


def test_each_kind_of_process_gets_only_its_own_keys(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALONGSIDE_DATABASE_URL", raising=False)
    roles = {
        process: {alias: found["user"] for alias, found in databases(home, process).items()}
        for process in ("web", "worker", "command")
    }
    assert roles == {
        "web": {"default": "alongside_app", "gate": "alongside_gate"},
        "worker": {"default": "alongside_worker"},
        "command": {
            "default": "alongside_app",
            "gate": "alongside_gate",
            "owner": "postgres",
            "loader": "alongside_loader",
        },
    }


def test_the_web_server_never_holds_a_stronger_key(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = databases(home, "command")
    monkeypatch.setenv("ALONGSIDE_DATABASE_URL", "postgresql://ada:administrator-word@db.example.org/first")
    for process in ("web", "worker"):
        everything = json.dumps(child_environment(home, process))
        assert "administrator-word" not in everything
        assert passwords["loader"]["password"] not in everything
        assert passwords["owner"]["password"] not in everything


def test_a_server_by_url_is_made_ready_twice_the_same(server: Embedded, home: Home) -> None:
    at = server.start()
    url = f"postgresql://{at.user}:{at.password}@/elsewhere?host={at.host}"
    for _ in range(2):
        make_ready(home, from_url(url))
    with psycopg.connect(at.dsn("elsewhere"), autocommit=True) as admin:
        assert admin.execute("select count(*) from pg_extension where extname = 'pg_trgm'").fetchone() == (1,)
        strong = admin.execute("select rolname from pg_roles where rolsuper and rolname like 'alongside%'").fetchall()
    assert strong == []


def test_a_server_that_refuses_is_explained_without_the_password(server: Embedded, home: Home) -> None:
    at = server.start()
    with pytest.raises(CannotContinue) as trouble:
        make_ready(home, from_url(f"postgresql://{at.user}:not-the-word@/elsewhere?host={at.host}"))
    assert "authentication failed" in trouble.value.what
    assert "not-the-word" not in trouble.value.what + trouble.value.do
