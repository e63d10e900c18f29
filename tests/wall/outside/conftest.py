"""A town in which things are written for good."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.databases import Cluster


@pytest.fixture
def town(cluster: Cluster, template: str) -> Iterator[str]:
    """A clone in which things are written for good."""
    name = cluster.clone(template, f"alongside_outside_{uuid.uuid4().hex[:8]}")
    yield name
    cluster.drop(name)
