"""The single checks of `alongside doctor`. Each looks and says; none changes anything."""

from __future__ import annotations

import shutil
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from alongside.project import mail
from alongside.project.address import Address
from alongside.project.home import CannotContinue, Home

OK, WARNING, FAILED = "ok", "warning", "failed"

FULL_ENOUGH_TO_WARN = 0.80  # of the disk
TOO_FULL = 0.97
CLOCK_TOLERANCE = 120.0  # seconds between this machine and its database server


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `state` is ok, warning or failed; `do` says how to mend it."""

    what: str
    state: str
    found: str
    do: str = ""


def about_machine(home: Home) -> list[Finding]:
    """Python, disk, secrets, clock, browser: what can be seen without the database."""
    return [_python(), *_disk(home), *_secret_files(home), _clock(home), _browser(), _letters(home)]


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    state = OK if sys.version_info >= (3, 11) else FAILED
    return Finding("Python", state, found, "Alongside needs 3.11 or newer: apt-get install python3 python3-venv")


def _disk(home: Home) -> Iterator[Finding]:
    folder = next(place for place in (home.path, *home.path.parents) if place.exists())
    usage = shutil.disk_usage(folder)
    used = 1 - usage.free / usage.total
    state = FAILED if used >= TOO_FULL else WARNING if used >= FULL_ENOUGH_TO_WARN else OK
    free = usage.free / 1024**3
    yield Finding(
        "Disk",
        state,
        f"{used:.0%} used, {free:.1f} GB free where {folder} lies",
        "Free some space soon: when the disk is full, nothing more can be written down.",
    )


def _secret_files(home: Home) -> Iterator[Finding]:
    if not home.secrets.exists():
        yield Finding("Secrets", OK, "none yet")
        return
    mode = stat.S_IMODE(home.secrets.stat().st_mode)
    yield Finding(
        "Secrets",
        FAILED if mode & 0o077 else OK,
        f"{home.secrets} has mode {mode:04o}",
        f"Others can read it. Close it: chmod 600 {home.secrets}",
    )


def _clock(home: Home) -> Finding:
    behind = home.secrets.stat().st_mtime - time.time() if home.secrets.exists() else 0.0
    if behind > CLOCK_TOLERANCE:
        found = f"this machine's clock is {behind / 60:.0f} minutes behind its own files"
        return Finding("Clock", FAILED, found, "Set it: timedatectl set-ntp true. The trail and consents rely on it.")
    return Finding("Clock", OK, time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()))


def _browser() -> Finding:
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return Finding(
        "Browser for the tests",
        OK if found else WARNING,
        found or "chromium is not here (only `make test` needs it)",
        "apt-get install -y chromium-headless-shell fonts-dejavu-core",
    )


def _letters(home: Home) -> Finding:
    what = "Letters to colleagues who are needed"
    try:
        url = mail.smtp_url(home)
        if not url:
            return Finding(
                what,
                WARNING,
                "no mail server is named, so none are sent; who is needed sees it on the pages alone",
                f"Write its address into {mail.file_of(home)} (chmod 600) and start again: {mail.FORM}",
            )
        server = mail.from_url(url)
    except CannotContinue as trouble:
        return Finding(what, FAILED, trouble.what, trouble.do)
    return Finding(what, OK, f"sent by {server.host}, port {server.port}")


def about_database(home: Home, address: Address) -> list[Finding]:
    """Server, roles, tables, walls, migrations. Raises CannotContinue when the server cannot be reached."""
    import psycopg

    from alongside.project.commands import set_up_django

    try:
        with psycopg.connect(address.dsn(address.database), autocommit=True, connect_timeout=10) as admin:
            findings = [_server(admin), _server_clock(admin), *_settings(admin, address), *_roles(admin)]
    except psycopg.OperationalError as problem:
        raise CannotContinue(
            f"cannot be reached at {address.host}: {str(problem).strip().splitlines()[-1]}",
            "alongside up starts it and makes what is missing; the logs lie in " + str(home.path),
        ) from problem
    set_up_django(home, address)
    tables = _migrations()
    if tables.state != OK:
        return [*findings, tables]  # the walls are looked at when all tables are there
    return [*findings, tables, _walls(), _nothing_without_token(), _mode(), *_time_zone(), *_on_duty()]


def _server(admin: Any) -> Finding:
    version = admin.info.server_version
    state = OK if version >= 180000 else FAILED
    return Finding(
        "Database", state, f"PostgreSQL {version // 10000}.{version % 10000}", "Alongside needs PostgreSQL 18."
    )


def _server_clock(admin: Any) -> Finding:
    (there,) = admin.execute("select extract(epoch from clock_timestamp())::float8").fetchone()
    apart = abs(there - time.time())
    state = OK if apart < CLOCK_TOLERANCE else FAILED
    return Finding(
        "Clock of the database", state, f"{apart:.1f} s apart from ours", "Set both clocks from the network."
    )


def _settings(admin: Any, address: Address) -> Iterator[Finding]:
    wanted = {"fsync": "on", "full_page_writes": "on"}
    off = [name for name, value in wanted.items() if admin.execute(f"show {name}").fetchone()[0] != value]
    if admin.execute("show synchronous_commit").fetchone()[0] == "off":
        off.append("synchronous_commit")
    yield Finding(
        "What is confirmed is on the disk",
        FAILED if off else OK,
        f"switched off: {', '.join(off)}" if off else "yes",
        "Switch it on again (ALTER SYSTEM RESET …): a power cut would lose what people were told is saved.",
    )
    sums = admin.execute("show data_checksums").fetchone()[0]
    yield Finding(
        "Checksums against failing disks",
        OK if sums == "on" else WARNING,
        sums,
        "pg_checksums --enable, while the server is stopped.",
    )


def _roles(admin: Any) -> Iterator[Finding]:
    from alongside.project.roles import ALIAS_ROLES, LOGIN_ROLES, QUIET_ROLES

    rows = admin.execute("select rolname, rolsuper, rolbypassrls from pg_roles where rolname like 'alongside%'")
    have = {name: (superuser, bypass) for name, superuser, bypass in rows}
    again = "alongside up makes the roles as they should be."
    missing = sorted({*LOGIN_ROLES, *QUIET_ROLES} - set(have))
    yield Finding(
        "Roles", FAILED if missing else OK, f"missing: {', '.join(missing)}" if missing else "all here", again
    )
    serving = {ALIAS_ROLES[alias] for alias in ("default", "gate", "worker")}
    strong = sorted(name for name, (superuser, bypass) in have.items() if superuser or (bypass and name in serving))
    owners = admin.execute(
        "select distinct rolname from pg_class join pg_roles on pg_roles.oid = relowner where rolname = any(%s)",
        [sorted(serving)],
    ).fetchall()
    wrong = strong + [f"{name} (owns tables)" for (name,) in owners]
    yield Finding(
        "Pages and jobs cannot pass the walls",
        FAILED if wrong else OK,
        f"too strong: {', '.join(wrong)}"
        if wrong
        else "no superuser, none passes row-level security, none owns a table",
        again,
    )


def _migrations() -> Finding:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    found = f"{len(waiting)} steps wait" if waiting else "up to date"
    return Finding("Tables", FAILED if waiting else OK, found, "alongside migrate")


def _walls() -> Finding:
    from alongside.safekeeping.queries import unprotected_tables

    open_tables = sorted(str(table) for table in unprotected_tables())
    return Finding(
        "Row-level security on every table with people's data",
        FAILED if open_tables else OK,
        f"not in force: {', '.join(open_tables)}" if open_tables else "in force",
        "alongside migrate. If that does not mend it, keep the programme closed until it is mended.",
    )


def _nothing_without_token() -> Finding:
    """The wall itself, tried: the pages' role, with nobody signed in, counts rows of every protected table."""
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute(
            "select c.oid::regclass::text from pg_class c"
            " where c.relrowsecurity and c.relkind = 'r' and has_table_privilege(c.oid, 'select')"
            # What everybody may read on purpose (the programme's own name on the first page) says so: using (true).
            " and not exists (select 1 from pg_policy p where p.polrelid = c.oid"
            " and pg_get_expr(p.polqual, p.polrelid) = 'true') order by 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        leaking = []
        for name in tables:
            cursor.execute(f"select exists (select 1 from {name})")  # names come from the catalogue, quoted by regclass
            if cursor.fetchone()[0]:
                leaking.append(name)
    return Finding(
        "Nobody signed in sees nothing",
        FAILED if leaking else OK,
        f"rows are seen in: {', '.join(leaking)}" if leaking else f"tried on {len(tables)} tables",
        "Close the programme (Ctrl-C) and mend the policies of these tables first.",
    )


def _mode() -> Finding:
    from alongside.agencies.queries import mode

    words = {"demo": "the practice programme: nobody in it is real", "real": "a real programme"}
    return Finding("What it holds", OK, words.get(mode("loader") or "", "nothing yet"))


def _time_zone() -> Iterator[Finding]:
    """The days of agreements begin and end in the database; pages show days by the settings."""
    from django.conf import settings

    from alongside.agencies.queries import programme

    held = programme("loader")
    if held is not None:
        yield Finding(
            "Days begin and end in one time zone",
            OK if held.time_zone == settings.TIME_ZONE else FAILED,
            held.time_zone
            if held.time_zone == settings.TIME_ZONE
            else f"{held.time_zone}, pages: {settings.TIME_ZONE}",
            "Set ALONGSIDE_TIME_ZONE to the programme's time zone, or agreements end hours before or after their day.",
        )


def _on_duty() -> Iterator[Finding]:
    """Somebody is told when an answer needs a person now (docs/how-to/on-duty.md)."""
    from django.utils import timezone

    from alongside.agencies.queries import programme
    from alongside.assessment.queries import protocol_for, somebody_is_there

    held = programme("loader")
    if held is None:
        return
    duty, named = somebody_is_there(held.agency_id, timezone.now(), "loader")
    yield Finding(
        "Somebody is told when an answer needs a person",
        OK if named else WARNING,
        ("a list stands" if named else "nobody is on the list")
        + (", and somebody is on duty now" if duty else ", and nobody is on duty now"),
        "Whoever arranges teams signs in and opens “On duty”. Until then, everybody who arranges teams is told.",
    )
    if protocol_for(held.agency_id, "", "loader") is None:
        yield Finding(
            "What a woman reads before such a question",
            WARNING,
            "is not written yet",
            "Whoever keeps the questionnaires signs in, opens “On duty” and writes it.",
        )


def about_trail() -> list[Finding]:
    """Is every entry of the trail chained to the one before, and unchanged?"""
    from alongside.recordkeeping.queries import broken_links

    broken = list(broken_links())
    return [
        Finding(
            "Trail",
            FAILED if broken else OK,
            f"{len(broken)} links are broken, the first: {broken[0]}"
            if broken
            else "every entry stands as it was written",
            "Somebody changed the trail outside Alongside. Keep a copy as it is now, and tell the privacy officer.",
        )
    ]
