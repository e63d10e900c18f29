"""The nightly service: what it notes, what it leaves alone, and how little it sees."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest
from psycopg import errors

from alongside.project import roles
from tests.cast import CAST, token_of
from tests.databases import Cluster

NAME_OF_CLONE = "alongside_test_quiet"
TOKEN = "token of the night"
LAST_MET = date(2026, 2, 7)  # of the Alder family in the cast
TABLES = ("families_person", "families_family", "care_contact", "enrolment_statechange", "enrolment_enrolment",
          "enrolment_returntouse", "care_promise", "accounts_colleague", "recordkeeping_trail")  # fmt: skip


@pytest.fixture
def night(cluster: Cluster, database: str) -> Iterator[psycopg.Connection]:
    """The worker's connection with a service session, rolled back afterwards."""
    with cluster.as_role(roles.WORKER, database) as connection:
        connection.execute(
            "select safekeeping.open_service_session(%s, 'quiet-notice')", [hashlib.sha256(TOKEN.encode()).digest()]
        )
        connection.execute("select set_config('alongside.token', %s, true)", [TOKEN])
        yield connection
        connection.rollback()


def note(connection: psycopg.Connection, on: date) -> int:
    row = connection.execute("select safekeeping.note_quiet(%s)", [on]).fetchone()
    assert row
    return row[0]


def states(cluster: Cluster, connection: psycopg.Connection) -> dict:
    """What Ana's supervisor sees inside the same transaction."""
    connection.execute("select set_config('alongside.token', %s, true)", [token_of("SUP")])
    rows = connection.execute(
        "select person_id, state, because, from_on from enrolment_statechange order by from_on, recorded_at"
    ).fetchall()
    connection.execute("select set_config('alongside.token', %s, true)", [TOKEN])
    return {person: (state, because, from_on) for person, state, because, from_on in rows}


def test_quiet_opens_on_the_day_after_so_many_days_and_not_before(night: psycopg.Connection, cluster: Cluster) -> None:
    others = note(night, LAST_MET + timedelta(days=59))
    assert states(cluster, night)[CAST["ANA"]][0] == "active"
    assert others >= 1  # families we met longer ago
    assert note(night, LAST_MET + timedelta(days=60)) == 1
    assert states(cluster, night)[CAST["ANA"]] == ("quiet", "no_contact", LAST_MET + timedelta(days=60))


def test_a_job_that_missed_some_nights_notes_the_true_day_once(night: psycopg.Connection, cluster: Cluster) -> None:
    note(night, date(2026, 12, 1))
    assert states(cluster, night)[CAST["ANA"]][2] == LAST_MET + timedelta(days=60)
    assert note(night, date(2026, 12, 1)) == note(night, date(2026, 12, 2)) == 0


def test_quiet_closes_nothing(night: psycopg.Connection, cluster: Cluster) -> None:
    def counts() -> list:
        night.execute("select set_config('alongside.token', %s, true)", [token_of("SUP")])
        found = [
            night.execute(query).fetchone()
            for query in (
                "select count(*) from enrolment_teammember where upper(during) is null",
                "select count(*) from enrolment_keyworker where upper(during) is null",
                "select count(*) from care_promise where state = 'open'",
                "select count(*) from families_dyad",
                "select count(*) from families_livingarrangement where superseded_at is null",
                "select count(*) from safekeeping_cell where valid @> statement_timestamp()",
            )
        ]
        night.execute("select set_config('alongside.token', %s, true)", [TOKEN])
        return found

    before = counts()
    assert note(night, date(2027, 1, 1)) > 0
    assert counts() == before


def test_trying_to_reach_her_is_not_meeting_and_a_corrected_meeting_did_not_happen(
    cluster: Cluster, database: str, night: psycopg.Connection
) -> None:
    night.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
    add = (
        'insert into care_contact (id, recorded_by, family_id, subject, for_whom, category, "on", mode, reached,'
        " worker, present, also_present, purpose, note, her_words, between_you, believed, items_given, superseded_at)"
        " values (uuidv7(), safekeeping.me(), %s, %s, 'woman', 1, %s, 'text', %s, safekeeping.me(), '{}',"
        " '', '', '', '', '', false, '', %s)"
    )
    night.execute(add, [CAST["ALDER"], CAST["ANA"], date(2026, 3, 30), "tried", None])
    night.execute(add, [CAST["ALDER"], CAST["ANA"], date(2026, 3, 30), "met", "2026-04-01"])
    night.execute("select set_config('alongside.token', %s, true)", [TOKEN])
    note(night, LAST_MET + timedelta(days=60))
    assert states(cluster, night)[CAST["ANA"]][0] == "quiet"


def test_the_service_sees_no_row_of_anybody(night: psycopg.Connection) -> None:
    for table in TABLES:
        if table == "recordkeeping_trail":
            continue
        row = night.execute(f"select count(*) from {table}").fetchone()
        assert row == (0,), table


def test_the_function_is_closed_to_everybody_else(cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.WORKER, database) as connection, pytest.raises(errors.InsufficientPrivilege):
        note(connection, date(2027, 1, 1))  # the worker without a session
    with cluster.as_role(roles.WORKER, database) as connection:
        connection.execute("select set_config('alongside.token', %s, true)", [token_of("SUP")])
        with pytest.raises(errors.InsufficientPrivilege):
            note(connection, date(2027, 1, 1))  # the worker with a person's session
    with cluster.as_role(roles.APP, database) as connection:
        connection.execute("select set_config('alongside.token', %s, true)", [token_of("SUP")])
        with pytest.raises(errors.InsufficientPrivilege):
            note(connection, date(2027, 1, 1))
    with cluster.as_role(roles.APP, database) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("select safekeeping.open_service_session('x', 'quiet-notice')")


def test_the_keeper_may_write_no_other_state_and_read_no_word(cluster: Cluster, database: str) -> None:
    with cluster.admin(database) as admin:
        granted = admin.execute(
            "select column_name from information_schema.column_privileges"
            " where grantee = 'alongside_keeper' and table_name = 'care_contact'"
        ).fetchall()
        check = admin.execute("select with_check from pg_policies where policyname = 'quiet_notice_add'").fetchone()
        sealing = admin.execute(
            "select qual from pg_policies where policyname = 'sealing' and tablename = 'care_contact'"
        ).fetchone()
    # About whom and of which kind: so that a copy for her says which kinds are not in it (0006_her_copy of stewardship).
    of_whom = {"subject", "category"}
    # Words, and what belongs together: while whoever keeps privacy closes something (0006_sealing).
    to_close = {"about", "corrects_id", "note", "her_words"}
    # Whether it was the key worker, for how long, and known since when: in figures that name nobody (0004_cover_wall of
    # continuity; 0005_own_wall and 0008_reports of evaluation).
    counted = {"worker", "minutes", "recorded_at"}
    assert {name for (name,) in granted} == {
        "id",
        "family_id",
        "on",
        "reached",
        "superseded_at",
    } | of_whom | to_close | counted
    assert sealing and "safekeeping.can(" in sealing[0]
    assert check and "quiet" in check[0] and "no_contact" in check[0]


def test_the_job_runs_in_a_worker_process_of_its_own(cluster: Cluster, template: str) -> None:
    """As in life: another process, the worker's role, no other database alias, an argument that is a number."""
    name = f"{NAME_OF_CLONE}_{os.getpid()}"
    cluster.clone(template, name)
    try:
        worker = cluster.databases(name, ("worker",))["worker"]
        script = (
            "import django; django.setup()\n"
            "from alongside.care.jobs import notice_quiet\n"
            "print(notice_quiet.func(1), notice_quiet.func(2))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=False,
            env={**os.environ, "ALONGSIDE_PROCESS": "worker", "ALONGSIDE_DATABASES": json.dumps({"default": worker})},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        first, again = done.stdout.split()
        assert int(first) > 0 and int(again) == 0
        with cluster.admin(name) as admin:
            lines = admin.execute("select verb, detail from recordkeeping_trail where verb = 'quiet noted'").fetchall()
        assert len(lines) == 1
        assert lines[0][1]["count"] == int(first)
    finally:
        cluster.drop(name)
