"""What commands share: a database that runs and is ready, and Django set up for it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from alongside.project.address import Address, child_environment, external_url, from_url
from alongside.project.embedded import Embedded
from alongside.project.home import CannotContinue, Home, secrets
from alongside.project.telling import console, step

__all__ = [
    "Server",
    "close_connections",
    "console",
    "load_new_forms",
    "load_new_instruments",
    "make_ready",
    "migrate_all",
    "programme",
    "set_up_django",
    "step",
]

NEWEST_SERVER_NEEDED = 180000  # PostgreSQL 18: uuidv7(), and the settings of row-level security that we rely on
LOCK_FOR_ROLES = 7_266_001  # any number of our own; two starts must not make the roles at once


class Server:
    """The database server of a home: the one that comes along, or the one of ALONGSIDE_DATABASE_URL."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.embedded = None if external_url() else Embedded(home)
        self.started = False

    def start(self) -> Address:
        """Make it run (or check that it can be reached) and return where. Raises CannotContinue."""
        if self.embedded is None:
            return from_url(external_url())
        self.started = not self.embedded.running()
        return self.embedded.start()

    def running(self) -> bool:
        """Does it run? A server of somebody else's is theirs to watch."""
        return self.embedded is None or self.embedded.running()

    def stop(self) -> None:
        """Stop it, if it is ours."""
        if self.embedded is not None:
            self.embedded.stop()


def make_ready(home: Home, address: Address) -> None:
    """Roles, database and extensions; safe at every start. Raises CannotContinue when the server refuses."""
    import psycopg

    from alongside.project import roles

    passwords = secrets(home)["passwords"]
    try:
        with psycopg.connect(address.dsn("postgres"), autocommit=True, connect_timeout=10) as admin:
            if admin.info.server_version < NEWEST_SERVER_NEEDED:
                found = admin.info.server_version // 10000
                raise CannotContinue(
                    f"Alongside needs PostgreSQL 18; the server is version {found}.", "Use a newer server."
                )
            admin.execute("select pg_advisory_lock(%s)", [LOCK_FOR_ROLES])
            roles.prepare(admin, passwords, address.database)
            with psycopg.connect(address.dsn(address.database), autocommit=True, connect_timeout=10) as inside:
                roles.furnish(inside, address.database)
    except psycopg.OperationalError as problem:
        raise CannotContinue(
            f"The database server at {address.host} cannot be used: {_first_line(problem)}",
            "Is it running, and are name and password in ALONGSIDE_DATABASE_URL right?"
            if external_url()
            else "`alongside doctor` looks closer.",
        ) from problem
    except psycopg.errors.InsufficientPrivilege as problem:
        raise CannotContinue(
            f"The user {address.user} may not prepare the database: {_first_line(problem)}",
            "ALONGSIDE_DATABASE_URL needs an administrator who may create roles (also with BYPASSRLS) and databases.",
        ) from problem


def _first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or ["no reason given"])[0]


def set_up_django(home: Home, address: Address, process: str = "command") -> None:
    """Hand this process its database roles and set up Django."""
    os.environ.update(child_environment(home, process, address=address))
    import django

    django.setup()


def close_connections() -> None:
    """Let go of every database connection of this process, if it has any."""
    from django.apps import apps

    if apps.ready:
        from django.db import connections

        connections.close_all()


def migrate_all() -> None:
    """Bring the database up to this version, as its owner. Raises CannotContinue for data that do not lead here."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.exceptions import InconsistentMigrationHistory

    from alongside.project.job_rights import grant_job_rights
    from alongside.project.migrating import new_models_alone

    try:
        with new_models_alone():
            call_command("migrate", database="owner", interactive=False, verbosity=0)
    except InconsistentMigrationHistory as problem:
        raise CannotContinue(
            "This data was made by a version of Alongside that does not lead to this one. Nothing was changed.",
            "Use the version that made it, or a new folder: ALONGSIDE_HOME=/path/to/folder make run",
        ) from problem
    with connections["owner"].cursor() as cursor:
        grant_job_rights(cursor)


def load_new_instruments() -> None:
    """Instruments that came with this version, into a programme that is there; in a process set up for "loader".

    A file that differs from what was published is told of and not loaded: answers keep the version they were given to.
    """
    import uuid

    from django.utils import timezone

    from alongside.instruments.actions import load_catalogue
    from alongside.recordkeeping.rules import Refused

    try:
        loaded = load_catalogue(by=uuid.UUID(int=0), at=timezone.now())
    except Refused as no:
        console().print("No new instruments were loaded: files of published versions were changed.")
        for name in no.detail.get("files", ()):  # type: ignore[attr-defined]
            console().print(f"  alongside/instruments/catalogue/{name}")
        console().print("  A change needs a new version name. What is published here stays as it was and works.")
        return
    if loaded.new:
        console().print(f"[green]✓[/green] {loaded.new} new instruments")


def load_new_forms() -> None:
    """Forms to be signed that came with this version, into a programme that is there; in a process set up for "loader".

    A text that differs from the one that may have been signed is told of and not loaded.
    """
    import uuid

    from django.utils import timezone

    from alongside.consent.actions import load_forms
    from alongside.recordkeeping.rules import Refused

    try:
        new = load_forms(by=uuid.UUID(int=0), at=timezone.now())
    except Refused as no:
        console().print("No new forms were loaded: the text of a version that may have been signed was changed.")
        for name in no.detail.get("forms", ()):  # type: ignore[attr-defined]
            console().print(f"  {name}")
        console().print("  New words need a new version. What was signed stays as it was signed.")
        return
    if new:
        console().print(f"[green]✓[/green] {new} new forms")


def count_scores_anew() -> None:
    """What reports are counted from, where it is not what the scores come to; in a process set up for "loader".

    So it is after an update of a programme whose scores are older than the counting.
    """
    from alongside.evaluation.actions import derive_tallies
    from alongside.evaluation.queries import tallies_astray

    if tallies_astray():
        count = derive_tallies(using="loader")
        console().print(f"[green]✓[/green] scores counted for reports ({count} tallies)")


@contextlib.contextmanager
def programme(*, process: str = "command", migrate: bool = True) -> Iterator[Home]:
    """For a command that works on the programme's data: the server runs, the database is ready, Django is set up.

    `process` "command" has the roles of pages and sign-in beside those of owner and loader; with "loader", for setting
    up and filling a database, also `default` signs in as the loader.
    A server that was not running is stopped afterwards, unless the programme was started meanwhile.
    """
    from alongside.project.running import is_up

    home = Home.find().make()
    server = Server(home)
    try:
        address = server.start()
        make_ready(home, address)
        set_up_django(home, address, process)
        if migrate:
            migrate_all()
        try:
            yield home
        finally:
            close_connections()
    finally:
        if server.started and not is_up(home):
            server.stop()
