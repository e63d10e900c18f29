"""A database for a module of tests, commands run against it as at the machine, and questions as one of the cast."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest

from alongside.project import roles
from tests.cast import token_of
from tests.databases import ROOT, Cluster
from tests.databases import test_home as home_of_tests

NAME = f"alongside_test_import_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
Run = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., list[tuple]]


@pytest.fixture(scope="module")
def place(cluster: Cluster, template: str) -> Iterator[str]:
    """A database for this module, with the cast inside."""
    yield cluster.clone(template, NAME)
    cluster.drop(NAME)


@pytest.fixture(scope="module")
def run(cluster: Cluster, place: str) -> Run:
    """Run a command as a person at the machine would; ``alongside`` may be left out."""
    url = (
        f"postgresql://{quote(cluster.administrator)}:{quote(cluster.password)}@:{cluster.port}/{place}"
        f"?host={quote(cluster.host, safe='')}"
    )

    def running(command: str | list[str]) -> subprocess.CompletedProcess[str]:
        words = shlex.split(command) if isinstance(command, str) else command
        words = words[1:] if words[0] == "alongside" else words
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("ALONGSIDE_", "DJANGO_"))}
        environment |= {"ALONGSIDE_HOME": str(home_of_tests()), "ALONGSIDE_DATABASE_URL": url}
        return subprocess.run(
            [sys.executable, "-m", "alongside", *words],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    return running


@pytest.fixture(scope="module")
def ask(cluster: Cluster, place: str) -> Ask:
    """Ask the database as one of the cast, through the page's own role."""

    def asking(who: str, query: str, values: object = None) -> list[tuple]:
        with cluster.as_role(roles.APP, place) as connection:
            connection.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    return asking
