"""Fixtures of every test: a real PostgreSQL, the wall as in life, the cast."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.middleware import csrf
from django.utils import translation
from hypothesis import HealthCheck, settings

from alongside.project import roles
from alongside.project.address import from_url
from alongside.project.embedded import Embedded
from alongside.project.home import Home, secrets
from tests import databases as db

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
HOME = Home(db.test_home()).make()
URL = os.environ.get("ALONGSIDE_DATABASE_URL", "")
SERVER = None if URL else Embedded(HOME, name="test", durable=False)
WHERE = from_url(URL) if URL else SERVER.address()
CLUSTER = db.Cluster(
    WHERE.host, WHERE.port, WHERE.user, WHERE.password, {r: secrets(HOME)["passwords"][r] for r in roles.LOGIN_ROLES}
)
NAME = f"alongside_test_{WORKER}"

os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.project.settings"
os.environ["ALONGSIDE_PROCESS"] = "test"
os.environ["ALONGSIDE_LOOPBACK"] = "1"
HOME.static.mkdir(exist_ok=True)
os.environ["ALONGSIDE_STATIC"] = str(HOME.static)
os.environ["ALONGSIDE_SECRET_KEY"] = "only for tests"
os.environ["ALONGSIDE_DATABASES"] = json.dumps(CLUSTER.databases(NAME))
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# How long examples take to be thought of says something of the machine, and nothing of the programme.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
# Each form carries a token of random letters, and chance spells "Bee" in one of them: of these letters it makes no name
# that a test says is on no page.
csrf.CSRF_ALLOWED_CHARS = "jqxz"
# Words and passwords of the cast protect nobody: the same Argon2, with as little work as it takes.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A page that was asked for in French leaves its language in this thread: the next test begins in English again."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def cluster() -> Iterator[db.Cluster]:
    """The server of this run, started once; roles are made as in life."""
    with db.one_at_a_time(HOME.path):
        if SERVER:
            SERVER.start()
        with CLUSTER.admin() as admin:
            roles.prepare(admin, CLUSTER.passwords, "alongside_test_unused")
    yield CLUSTER


def _template(cluster: db.Cluster, name: str, *, migrated: str = "") -> str:
    """A database made once per state of the code: all migrations, or (on a copy of ``migrated``) the cast."""
    with db.one_at_a_time(HOME.path):
        with cluster.admin() as admin:
            ready = admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
            if ready:
                return name
            making = f"{name}_making"
            old = admin.execute(
                "select datname from pg_database where datname like %s", [name.rsplit("_", 1)[0] + "_%"]
            ).fetchall()
            for (stale,) in old:
                admin.execute(f'drop database if exists "{stale}" with (force)')
            if migrated:
                cluster.clone(migrated, making)
            else:
                roles.prepare(admin, cluster.passwords, making)
                with cluster.admin(making) as inside:
                    roles.furnish(inside, making)
            made = subprocess.run(
                [sys.executable, "-m", "tests.make_template", "cast" if migrated else "migrations"],
                env={**os.environ, "ALONGSIDE_DATABASES": json.dumps(cluster.databases(making))},
                cwd=db.ROOT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if made.returncode:
                raise RuntimeError(f"The template database could not be made:\n{made.stdout}\n{made.stderr}")
            admin.execute(f'alter database "{making}" rename to "{name}"')
            roles.allow_connecting(admin, name)
    return name


@pytest.fixture(scope="session")
def empty_template(cluster: db.Cluster) -> str:
    """Migrations alone."""
    return _template(cluster, f"alongside_template_empty_{db.fingerprint()}")


@pytest.fixture(scope="session")
def template(cluster: db.Cluster, empty_template: str) -> str:
    """Migrations and the cast."""
    return _template(cluster, f"alongside_template_cast_{db.fingerprint()}", migrated=empty_template)


@pytest.fixture(scope="session")
def django_db_setup(cluster: db.Cluster, template: str) -> Iterator[None]:
    """Instead of Django's own test database: this worker's clone of the template, with the real roles."""
    cluster.clone(template, NAME)
    yield
    from django.db import connections

    connections.close_all()
    cluster.drop(NAME)


@pytest.fixture
def database(cluster: db.Cluster, django_db_setup: None) -> str:
    """The name of this worker's clone, for raw connections."""
    return NAME


@pytest.fixture(scope="module")
def committing(cluster: db.Cluster, template: str, django_db_blocker: object) -> Iterator[str]:
    """A clone for one module whose tests commit: what the gate must see was written on another connection."""
    from django.db import connections

    name = f"{NAME}_committing"
    cluster.clone(template, name)
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield name
        connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = before[alias]
    cluster.drop(name)


@pytest.fixture
def own(cluster: db.Cluster, template: str, django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """A clone of its own in which everything is written for good: pages and gate see what the other one wrote."""
    from django.db import connections

    used = [connections[alias] for alias in ("default", "gate")]
    name, before = f"{used[0].settings_dict['NAME']}_own", [each.settings_dict["NAME"] for each in used]
    cluster.clone(template, name)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for each in used:
            each.close()
            each.settings_dict["NAME"] = name
        yield name
        for each, old in zip(used, before, strict=True):
            each.close()
            each.settings_dict["NAME"] = old
    cluster.drop(name)


@pytest.fixture
def page(cluster: db.Cluster, database: str) -> Iterator[psycopg.Connection]:
    """One transaction of the pages' own role; nothing of it stays."""
    with cluster.as_role(roles.APP, database) as connection:
        yield connection
        connection.rollback()


def pytest_configure() -> None:
    """Django is set up only now: the environment above says which database this run uses.

    A second process of one run inherits the first one's environment, and with it the settings: name its own database.
    """
    import django

    django.setup()
    from django.db import connections

    for alias in connections:
        connections[alias].settings_dict["NAME"] = NAME
