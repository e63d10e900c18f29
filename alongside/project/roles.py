"""The database roles behind the wall, and how a database is made ready for them.

Who is who (docs/architecture.md draws it):

=================  ======  ==========================================================================================
role               login   may
=================  ======  ==========================================================================================
alongside_owner    no      owns every table; FORCE row-level security means that it reads no person's row
alongside_keeper   no      owns the definer functions; sees sessions, cells, exclusions, the trail and name keys
alongside_loader   yes     BYPASSRLS: data migrations, the practice programme, restore; never the web or the worker
alongside_gate     yes     sign-in only: users, second factors; the only one that may open a session for somebody
alongside_app      yes     pages: what the person behind the token may see, nothing without a token
alongside_small    no      the same meaning in a policy shape that suits people with few families (portals)
alongside_report   no      the same meaning in a policy shape that suits reading everything (reports)
alongside_worker   yes     background jobs: each opens a named, limited service session
alongside_backup   yes     BYPASSRLS, read only
=================  ======  ==========================================================================================
"""

from __future__ import annotations

import psycopg
from psycopg import sql

OWNER = "alongside_owner"
KEEPER = "alongside_keeper"
LOADER = "alongside_loader"
GATE = "alongside_gate"
APP = "alongside_app"
SMALL = "alongside_small"
REPORT = "alongside_report"
WORKER = "alongside_worker"
BACKUP = "alongside_backup"

LOGIN_ROLES = {LOADER: "BYPASSRLS", GATE: "NOBYPASSRLS", APP: "NOBYPASSRLS", WORKER: "NOBYPASSRLS", BACKUP: "BYPASSRLS"}
QUIET_ROLES = (OWNER, KEEPER, SMALL, REPORT)

# Which role each Django database alias signs in as ("owner" signs in as the administrator and takes the owner's part).
ALIAS_ROLES = {"default": APP, "gate": GATE, "loader": LOADER, "worker": WORKER, "backup": BACKUP}

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


def prepare(admin: psycopg.Connection, passwords: dict[str, str], database: str = "alongside") -> None:
    """Make roles, database and extensions; safe to call at every start.

    ``admin`` is an autocommit connection to the ``postgres`` database of somebody who may create roles and databases;
    ``passwords`` maps each login role to its password. Raises psycopg errors when the server refuses.
    """
    have = {name for (name,) in admin.execute("select rolname from pg_roles where rolname like 'alongside%'")}
    for role in QUIET_ROLES:
        if role not in have:
            admin.execute(sql.SQL("create role {} nologin nosuperuser nobypassrls").format(sql.Identifier(role)))
    for role, bypass in LOGIN_ROLES.items():
        verb = "alter" if role in have else "create"
        admin.execute(
            sql.SQL(f"{verb} role {{}} login nosuperuser nocreatedb nocreaterole {bypass} password {{}}").format(
                sql.Identifier(role), sql.Literal(passwords[role])
            )
        )
    admin.execute(sql.SQL("grant {} to {} with inherit false, set true").format(_i(KEEPER), _i(OWNER)))
    for role in (SMALL, REPORT):
        admin.execute(sql.SQL("grant {} to {} with inherit false, set true").format(_i(role), _i(APP)))
    admin.execute(sql.SQL("grant {} to current_user with inherit false, set true").format(_i(OWNER)))
    admin.execute(sql.SQL("alter role {} set default_transaction_read_only = on").format(_i(BACKUP)))
    for role in (APP, GATE, WORKER):
        # A page that runs this long is broken; a broken page must not hold the record of a family.
        admin.execute(sql.SQL("alter role {} set statement_timeout = '60s'").format(_i(role)))
        admin.execute(sql.SQL("alter role {} set idle_in_transaction_session_timeout = '60s'").format(_i(role)))
    known = admin.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
    if not known:
        admin.execute(
            sql.SQL("create database {} owner {} template template0 encoding 'UTF8'").format(_i(database), _i(OWNER))
        )


def furnish(admin: psycopg.Connection, database: str) -> None:
    """Inside one database (``admin`` is connected to it): who may connect, schemas, extensions. Safe to repeat."""
    allow_connecting(admin, database)
    admin.execute("revoke create on schema public from public")
    admin.execute(sql.SQL("alter schema public owner to {}").format(_i(OWNER)))
    admin.execute(sql.SQL("create schema if not exists safekeeping authorization {}").format(_i(OWNER)))
    everyone = sql.SQL(", ").join(_i(r) for r in (*LOGIN_ROLES, SMALL, REPORT, KEEPER))
    admin.execute(sql.SQL("grant usage on schema public, safekeeping to {}").format(everyone))
    admin.execute(sql.SQL("grant create on schema safekeeping to {}").format(_i(KEEPER)))
    for extension in EXTENSIONS:
        admin.execute(sql.SQL("create extension if not exists {} schema public").format(_i(extension)))
    # What the owner makes later: the loader may fill it, the backup may copy it; nobody else without being named.
    for role, rights in ((LOADER, "select, insert, update, delete"), (BACKUP, "select")):
        admin.execute(
            sql.SQL(
                "alter default privileges for role {} in schema public grant " + rights + " on tables to {}"
            ).format(_i(OWNER), _i(role))
        )
        admin.execute(
            sql.SQL(
                "alter default privileges for role {} in schema public grant usage, select on sequences to {}"
            ).format(_i(OWNER), _i(role))
        )
    # Functions are callable by nobody unless a migration names who.
    for role in (OWNER, KEEPER):
        admin.execute(
            sql.SQL("alter default privileges for role {} revoke execute on functions from public").format(_i(role))
        )


def allow_connecting(admin: psycopg.Connection, database: str) -> None:
    """Only our own login roles may connect to ``database``."""
    admin.execute(sql.SQL("revoke all on database {} from public").format(_i(database)))
    for role in LOGIN_ROLES:
        admin.execute(sql.SQL("grant connect on database {} to {}").format(_i(database), _i(role)))


def _i(name: str) -> sql.Identifier:
    return sql.Identifier(name)
