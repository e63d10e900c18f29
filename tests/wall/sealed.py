"""What the tests of sealing do: speak as somebody, seal, and look through every column that holds a number."""

from __future__ import annotations

import uuid

import psycopg
from psycopg import errors, sql

from tests.cast import token_of
from tests.databases import Cluster

# Who is let into what, and who is named in her trail, is not what was written about somebody: numbers alone.
NUMBERS_ALONE = {"safekeeping_cell", "recordkeeping_trail", "consent_seal"}


def speaks(life: psycopg.Connection, who: str, shape: str = "") -> None:
    life.execute("reset role")
    life.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
    if shape:
        life.execute(sql.SQL("set local role {}").format(sql.Identifier(shape)))


def seal(life: psycopg.Connection, target: uuid.UUID, why: str = "court_order", who: str = "PRIV") -> uuid.UUID | None:
    speaks(life, who)
    id = uuid.uuid4()
    row = life.execute("select safekeeping.seal(%s, %s, %s, 'No. 7', %s)", [id, target, why, id]).fetchone()
    assert row
    return id if row[0] else None


def columns(cluster: Cluster, name: str) -> dict[str, list[tuple[str, bool]]]:
    """{table: [(column that holds numbers, whether many)]}."""
    found: dict[str, list[tuple[str, bool]]] = {}
    with cluster.admin(name) as admin:
        for table, column, kind in admin.execute(
            "select table_name, column_name, udt_name from information_schema.columns"
            " where table_schema = 'public' and udt_name in ('uuid', '_uuid')"
        ):
            found.setdefault(table, []).append((column, kind == "_uuid"))
    return found


def that_name(
    life: psycopg.Connection, cluster: Cluster, name: str, ids: list[uuid.UUID]
) -> dict[str, list[tuple[str, bool]]]:
    """The tables in which any row names one of these: as their owner reads them, and as those do who were there."""
    tables = columns(cluster, name)
    with cluster.admin(name) as admin:
        named = naming(admin, tables, ids)
    for who in ("W1", "SUP", "p_ana", "PRIV"):
        speaks(life, who)
        named |= naming(life, tables, ids)
    assert named
    return {table: tables[table] for table in named}


def naming(life: psycopg.Connection, tables: dict[str, list[tuple[str, bool]]], ids: list[uuid.UUID]) -> set[str]:
    """Tables in which the one who speaks sees a row that names one of these."""
    seen = set()
    for table, held in tables.items():
        if table in NUMBERS_ALONE:
            continue
        asked = " or ".join(f'"{c}" && %(ids)s' if many else f'"{c}" = any(%(ids)s)' for c, many in held)
        try:
            with life.transaction():
                row = life.execute(f"select exists (select from {table} where {asked})", {"ids": ids}).fetchone()
        except errors.InsufficientPrivilege:
            continue
        if row and row[0]:
            seen.add(table)
    return seen
