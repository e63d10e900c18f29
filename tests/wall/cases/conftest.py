"""A life for one test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Cluster

if TYPE_CHECKING:
    from tests.wall.cases.life import Life


@pytest.fixture
def life(cluster: Cluster, database: str) -> Iterator[Life]:
    from tests.wall.cases.life import Life

    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        yield Life(admin)
