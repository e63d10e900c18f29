"""Asking the database as somebody, in one transaction."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from psycopg import sql

from alongside.project import roles
from tests.cast import token_of
from tests.databases import Cluster

Ask = Callable[..., list[tuple]]


@pytest.fixture
def ask(cluster: Cluster, database: str) -> Ask:
    """Ask the database something in one transaction as role ``role`` with the token of ``who``."""

    def asking(
        who: str | None, query: str, values: object = None, *, role: str = roles.APP, take: str = ""
    ) -> list[tuple]:
        with cluster.as_role(role, database) as connection:
            if who is not None:
                connection.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
            if take:
                connection.execute(sql.SQL("set local role {}").format(sql.Identifier(take)))
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    return asking
