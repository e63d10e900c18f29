"""The worker's own role on ``default`` (whoever acts is let through by the token), and Ana, who wants to be reminded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from alongside.project import roles
from tests.cast import acting_as
from tests.databases import Cluster


@pytest.fixture(scope="module")
def as_worker(cluster: Cluster, django_db_setup: None) -> Iterator[None]:
    """``default`` signs in as the worker does."""
    default = connections["default"]
    before = {key: default.settings_dict[key] for key in ("USER", "PASSWORD")}
    default.close()
    default.settings_dict |= {"USER": roles.WORKER, "PASSWORD": cluster.passwords[roles.WORKER]}
    yield
    default.close()
    default.settings_dict |= before


@pytest.fixture
def ana(as_worker: None, db: None) -> Any:
    """Ana agreed, has a plan, wants texts, and is to be reminded of a meeting on Wednesday at two: the promise."""
    from alongside.reminders.tests import ana

    with acting_as("W1"):
        ana.consent()
        ana.plan()
        ana.wish()
        return ana.meeting()
