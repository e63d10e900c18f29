"""Two towns alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from tests.databases import Cluster


@pytest.fixture
def two(cluster: Cluster, template: str, own: str, django_db_blocker: Any) -> Iterator[Any]:
    """Two towns alike; ``two(n)`` lets the pages look at one of them."""
    other = cluster.clone(template, f"{own}_other")
    used = [connections[alias] for alias in ("default", "gate")]

    def go(to: str) -> None:
        for each in used:
            each.close()
            each.settings_dict["NAME"] = to

    go.names = (own, other)  # type: ignore[attr-defined]
    yield go
    go(own)
    cluster.drop(other)
