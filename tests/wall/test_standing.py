"""The web server does not start behind a wall that is down."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from alongside.project import roles
from tests.databases import ROOT, Cluster


def started(cluster: Cluster, name: str, *, role: str = roles.APP) -> subprocess.CompletedProcess[str]:
    databases = cluster.databases(name, ("default", "gate"))
    databases["default"]["user"] = role
    databases["default"]["password"] = cluster.password if role == cluster.administrator else cluster.passwords[role]
    return subprocess.run(
        [sys.executable, "-c", "import alongside.project.wsgi"],
        env={**os.environ, "ALONGSIDE_PROCESS": "web", "ALONGSIDE_DATABASES": json.dumps(databases)},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_starts_behind_a_wall_that_stands(cluster: Cluster, template: str) -> None:
    name = cluster.clone(template, "alongside_test_standing")
    try:
        found = started(cluster, name)
        assert found.returncode == 0, found.stderr
    finally:
        cluster.drop(name)


def test_it_refuses_a_superuser_and_a_role_that_bypasses_the_wall(cluster: Cluster, template: str) -> None:
    name = cluster.clone(template, "alongside_test_super")
    try:
        for role in (cluster.administrator, roles.LOADER):
            found = started(cluster, name, role=role)
            assert found.returncode != 0 and "not bound by row-level security" in found.stderr
    finally:
        cluster.drop(name)


def test_it_refuses_a_table_without_a_policy_and_an_open_one(cluster: Cluster, template: str) -> None:
    name = cluster.clone(template, "alongside_test_down")
    try:
        with cluster.admin(name) as admin:
            admin.execute("create table families_planted (id uuid)")
        found = started(cluster, name)
        assert found.returncode != 0 and "families_planted" in found.stderr
        with cluster.admin(name) as admin:
            admin.execute("drop table families_planted")
            admin.execute("create policy oops on families_person for select to alongside_app using (true)")
        found = started(cluster, name)
        assert found.returncode != 0 and "without a session" in found.stderr
    finally:
        cluster.drop(name)
