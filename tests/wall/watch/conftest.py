"""A clone in which somebody has an address, and the service that watches in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from alongside.project import roles
from tests.cast import ident
from tests.databases import Cluster

if TYPE_CHECKING:
    from tests.wall.watch.watching import Watch


@pytest.fixture(scope="module")
def place(cluster: Cluster, template: str) -> Iterator[str]:
    """A clone in which Pilar has an address."""
    name = cluster.clone(template, f"alongside_test_watch_{os.getpid()}")
    with cluster.admin(name) as admin:
        admin.execute(
            "insert into accounts_user (id, email, password, is_active, must_have_second_factor)"
            " values (%s, 'pit@example.org', '!', true, false)",
            [ident("user PIT")],
        )
    yield name
    cluster.drop(name)


@pytest.fixture
def watch(cluster: Cluster, place: str) -> Iterator[Watch]:
    from tests.wall.watch.watching import Watch

    with cluster.as_role(roles.WORKER, place) as connection:
        yield Watch(connection)
        connection.rollback()


@pytest.fixture
def above(cluster: Cluster, place: str) -> Iterator[Watch]:
    """As ``watch``, on a connection that can also do what no page does; all of it is taken back."""
    from tests.wall.watch.watching import Watch

    with cluster.admin(place) as connection:
        connection.autocommit = False
        connection.execute("set local session authorization alongside_worker")
        yield Watch(connection)
        connection.rollback()
