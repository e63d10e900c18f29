"""Every table that holds people's data stands behind the wall; a new one without a policy fails here."""

from __future__ import annotations

import psycopg
import pytest
from django.apps import apps
from django.db import connections

from alongside.project import roles
from alongside.safekeeping.queries import NOBODYS, unprotected_tables
from tests.databases import Cluster
from tests.house.test_floors import ROOMS

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader", "owner"])


def test_every_table_of_every_room_is_protected() -> None:
    assert unprotected_tables() == []


def test_what_is_left_out_holds_nobodys_data() -> None:
    ours = {m._meta.db_table for m in apps.get_models() if m._meta.app_label in ROOMS}
    assert not ours & NOBODYS
    assert not any(name.startswith("procrastinate_") for name in ours)


def test_a_table_without_a_policy_would_be_found() -> None:
    """Planted by the owner in this test's own transaction, which is rolled back."""
    with connections["owner"].cursor() as owner:
        owner.execute("create table families_planted (id uuid, name text)")
        owner.execute("create table families_halfway (id uuid)")
        owner.execute("alter table families_halfway enable row level security")
        owner.execute("create table families_silent (id uuid)")
        owner.execute("alter table families_silent enable row level security")
        owner.execute("alter table families_silent force row level security")
    assert unprotected_tables("owner") == ["families_halfway", "families_planted", "families_silent"]


def test_app_owns_nothing_and_holds_no_right_it_does_not_need(cluster: Cluster, database: str) -> None:
    with cluster.admin(database) as admin:
        owned = admin.execute(
            "select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = any(%s)",
            [[roles.APP, roles.GATE, roles.WORKER, roles.SMALL, roles.REPORT]],
        ).fetchone()
        truncates = admin.execute(
            "select table_name, grantee from information_schema.role_table_grants where table_schema = 'public'"
            " and privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES') and grantee = any(%s)",
            [[roles.APP, roles.GATE, roles.WORKER]],
        ).fetchall()
        deletes = admin.execute(
            "select table_name from information_schema.role_table_grants where table_schema = 'public'"
            " and privilege_type = 'DELETE' and grantee = %s and table_name not like 'procrastinate%%'",
            [roles.APP],
        ).fetchall()
    assert owned == (0,)
    assert truncates == []
    # Keys for finding a name are made anew with it; a line is taken out of a form that is not signed yet, no other; a note
    # that is being written is its writer's to throw away.
    assert {name for (name,) in deletes} <= {"families_namekey", "consent_consentline", "care_begunnote"}


def test_the_gate_sees_no_family(cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.GATE, database) as gate:
        for table in ("families_person", "care_contact", "enrolment_returntouse", "recordkeeping_trail"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                gate.execute(f"select count(*) from {table}")
            gate.rollback()


def test_the_worker_without_a_service_session_sees_nothing(cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.WORKER, database) as worker:
        for table in ("families_person", "care_contact", "enrolment_returntouse"):
            assert worker.execute(f"select count(*) from {table}").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification):
            worker.execute("select safekeeping.open_service_session('x', 'nobody')")
