"""D-I9, T-19: what two people write in supervision is read by the two, and reached from nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from alongside.project import roles
from tests.cast import CAST, ident, token_of
from tests.cast.people import OUTSIDE, STAFF
from tests.databases import Cluster

TABLES = ("supervision_supervision", "supervision_meeting", "supervision_reflection")
SUP, W1, W2 = (CAST[name] for name in ("SUP", "W1", "W2"))
PAIR, MEETING, MINE, BOTH = (ident(f"supervision {n}") for n in range(4))


@pytest.fixture
def asks(cluster: Cluster, database: str) -> Iterator[Any]:
    """Ask as somebody of the cast, of a database in which W1 and SUP meet; each question in a transaction of its own."""
    with cluster.admin(database) as admin:
        admin.execute(
            "insert into supervision_supervision (id, recorded_by, supervisor_id, colleague_id, kind, rhythm, during)"
            " values (%s, %s, %s, %s, 'reflective', 'weekly', daterange(current_date - 30, null))", [PAIR, W1, SUP, W1],
        )  # fmt: skip
        admin.execute(
            "insert into supervision_meeting (id, recorded_by, supervision_id, during, standing)"
            " values (%s, %s, %s, tstzrange(now() - interval '2 days', now() - interval '47 hours'), 'held')",
            [MEETING, W1, PAIR],
        )
        for id, whom in ((MINE, "mine"), (BOTH, "both")):
            admin.execute(
                "insert into supervision_reflection (id, recorded_by, supervision_id, \"on\", for_whom, themes, words)"
                " values (%s, %s, %s, current_date, %s, '{}', 'SECRET of two')", [id, W1, PAIR, whom],
            )  # fmt: skip

    def ask(who: str | None, query: str, *values: object, role: str = roles.APP) -> list[tuple]:
        with cluster.as_role(role, database) as page:
            if who:
                page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
            try:
                return page.execute(query, values).fetchall()
            finally:
                page.rollback()

    yield ask
    with cluster.admin(database) as admin:
        for table in reversed(TABLES):
            admin.execute(f"delete from {table}")


def test_only_the_two_see_it_and_not_even_a_count_is_anybody_elses(asks: Any) -> None:
    for table, expected in zip(TABLES, (1, 1, 2), strict=True):
        assert asks("W1", f"select count(*) from {table}") == [(expected,)], table
    assert asks("SUP", "select count(*) from supervision_meeting") == [(1,)]
    assert asks("SUP", "select id from supervision_reflection") == [(BOTH,)]  # what W1 wrote for herself is hers
    for who in (None, "ANA", "EVE", *OUTSIDE, *(each for each in STAFF if each not in ("W1", "SUP"))):
        for table in TABLES:
            assert asks(who, f"select count(*) from {table}") == [(0,)], (who, table)


@pytest.mark.parametrize("role", [roles.WORKER, roles.GATE, roles.SMALL, roles.REPORT])
def test_no_other_role_reads_it(asks: Any, cluster: Cluster, database: str, role: str) -> None:
    for table in TABLES:
        with cluster.admin(database) as admin:
            (may,) = admin.execute("select has_table_privilege(%s, %s, 'select')", [role, table]).fetchone()  # type: ignore[misc]
        if may:
            assert role == roles.WORKER
            assert asks(None, f"select count(*) from {table}", role=role) == [(0,)]


@pytest.mark.parametrize(
    ("who", "statement"),
    [
        # in somebody else's name; for two others; with somebody of another agency; into what is not hers
        ("W1", f"insert into supervision_supervision (id, recorded_by, supervisor_id, colleague_id, kind, rhythm, during)"
               f" values (gen_random_uuid(), '{W2}', '{W2}', '{W1}', 'peer', 'weekly', daterange(current_date, null))"),
        ("W2", f"insert into supervision_supervision (id, recorded_by, supervisor_id, colleague_id, kind, rhythm, during)"
               f" values (gen_random_uuid(), '{W2}', '{SUP}', '{W1}', 'peer', 'weekly', daterange(current_date, null))"),
        ("W1", f"insert into supervision_supervision (id, recorded_by, supervisor_id, colleague_id, kind, rhythm, during)"
               f" values (gen_random_uuid(), '{W1}', '{CAST['CW1']}', '{W1}', 'peer', 'weekly', daterange(current_date, null))"),
        ("W2", f"insert into supervision_meeting (id, recorded_by, supervision_id, during, standing)"
               f" values (gen_random_uuid(), '{W2}', '{PAIR}', tstzrange(now(), now() + interval '1 hour'), 'planned')"),
        ("W2", "insert into supervision_reflection (id, recorded_by, supervision_id, \"on\", for_whom, themes, words)"
               f" values (gen_random_uuid(), '{W2}', '{PAIR}', current_date, 'both', '{{}}', 'x')"),
        ("SUP", "insert into supervision_reflection (id, recorded_by, supervision_id, \"on\", for_whom, themes, words)"
                 f" values (gen_random_uuid(), '{W1}', '{PAIR}', current_date, 'both', '{{}}', 'x')"),
        ("W1", f"update supervision_reflection set words = 'x' where id = '{MINE}' returning id"),
        ("W1", f"delete from supervision_meeting where id = '{MEETING}' returning id"),
    ],
)  # fmt: skip
def test_nobody_writes_for_others_and_nothing_written_is_changed(asks: Any, who: str, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        asks(who, f"with done as ({statement}) select 1" if "returning" in statement else f"{statement} returning 1")


def test_nothing_that_knows_a_family_points_here_or_is_pointed_at(cluster: Cluster, database: str) -> None:
    """No family's search, export, copy or figure can follow a key to here, nor from here to a family."""
    with cluster.admin(database) as admin:
        keys = admin.execute(
            "select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f'"
        ).fetchall()
        named = admin.execute(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname = 'safekeeping' and p.prosrc like '%supervision_%'"
        ).fetchall()
        columns = admin.execute(
            "select column_name from information_schema.columns where table_name like 'supervision_%'"
        ).fetchall()
    here = {table for table, _to in keys if table.startswith("supervision_")}
    assert here == set(TABLES)
    assert {to for table, to in keys if table in here} <= {*TABLES, "accounts_colleague"}
    assert {table for table, to in keys if to.startswith("supervision_")} <= set(TABLES)
    assert named == []
    assert not {name for (name,) in columns} & {"family", "family_id", "subject", "person_id", "woman_id", "child_id"}
