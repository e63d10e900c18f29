"""A token and its session: what ends them acts at the next statement (reference: consent §2.2)."""

from __future__ import annotations

from alongside.project import roles
from tests.cast import CAST, token_of
from tests.databases import Cluster


def test_an_open_transaction_loses_sight_at_the_next_statement(cluster: Cluster, database: str) -> None:
    """Trap 1 and D07: revocation acts inside an open READ COMMITTED transaction."""
    name = f"{database}_revoke"
    cluster.clone(database_template(cluster), name)
    try:
        with cluster.as_role(roles.APP, name) as page, cluster.admin(name) as admin:
            page.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
            before = page.execute("select count(*) from care_contact").fetchone()
            admin.execute("update safekeeping_cell set valid = tstzrange(lower(valid), statement_timestamp())"
                          " where principal = %s", [CAST["W1"]])  # fmt: skip
            after = page.execute("select count(*) from care_contact").fetchone()
        assert before == (7,)
        assert after == (0,)
    finally:
        cluster.drop(name)


def database_template(cluster: Cluster) -> str:
    with cluster.admin() as admin:
        row = admin.execute("select datname from pg_database where datname like 'alongside_template_cast_%%'"
                            " and datname not like '%%making'").fetchone()  # fmt: skip
    assert row
    return row[0]


def test_sessions_end_inside_the_database(cluster: Cluster, database: str) -> None:
    """Traps 1 and 2: expiry, idleness, sign-out, deactivation and the end of a role act at the next statement."""
    name = f"{database}_sessions"
    ways = [
        "update safekeeping_session set expires_at = clock_timestamp() - interval '1 second'",
        "update safekeeping_session set last_seen_at = clock_timestamp() - interval '11 years'",
        "update safekeeping_session set ended_at = clock_timestamp()",
        "update safekeeping_principal set active = false",
        "update safekeeping_capacity set valid = tstzrange(lower(valid), clock_timestamp())",
    ]
    cluster.clone(database_template(cluster), name)
    try:
        with cluster.as_role(roles.APP, name) as page, cluster.admin(name) as admin:
            admin.autocommit = False
            for way in ways:
                page.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
                assert page.execute("select count(*) from care_contact").fetchone() == (7,)
                admin.execute(way)
                admin.commit()
                assert page.execute("select count(*) from care_contact").fetchone() == (0,), way
                page.rollback()
                undo = {
                    ways[0]: "update safekeeping_session set expires_at = clock_timestamp() + interval '1 year'",
                    ways[1]: "update safekeeping_session set last_seen_at = clock_timestamp()",
                    ways[2]: "update safekeeping_session set ended_at = null",
                    ways[3]: "update safekeeping_principal set active = true",
                    ways[4]: "update safekeeping_capacity set valid = tstzrange(lower(valid), null)",
                }[way]
                admin.execute(undo)
                admin.commit()
    finally:
        cluster.drop(name)


def test_the_token_is_gone_after_its_transaction(cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.APP, database) as page:
        page.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
        assert page.execute("select count(*) > 0 from care_contact").fetchone() == (True,)
        page.commit()
        assert page.execute("select count(*) from care_contact").fetchone() == (0,)


def test_another_requests_words_are_not_visible_in_the_list_of_running_queries(cluster: Cluster, database: str) -> None:
    """Trap 5: values travel apart from the statement."""
    from django.conf import settings

    assert settings.DATABASES["default"]["OPTIONS"]["server_side_binding"] is True
    with cluster.as_role(roles.APP, database) as one, cluster.as_role(roles.APP, database) as two:
        one.execute("select %s::text", ["SECRET-TEXT-43"])
        seen = two.execute(
            "select count(*) from pg_stat_activity where query like '%%SECRET-TEXT%%' and pid <> pg_backend_pid()"
        )
        assert seen.fetchone() == (0,)
