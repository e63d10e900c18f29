"""A file opened by intake, with a woman whom nobody else knows; everything is undone after each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from alongside.families.rules import NewPerson
from tests.cast import CAST, acting_as

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
BY = CAST["INT"]


@pytest.fixture
def intake(db_here: None) -> Iterator[None]:
    """The whole test happens as the intake worker of the cast."""
    with acting_as("INT"):
        yield


@pytest.fixture
def db_here(request: pytest.FixtureRequest, django_db_setup: None) -> Any:
    """The database fixture, before anybody signs in."""
    return request.getfixturevalue("db")


@pytest.fixture
def family(intake: None) -> Any:
    """A file of one woman, opened today by intake."""
    from alongside.agencies.models import Agency
    from alongside.families.actions import open_family

    return open_family(
        agency=Agency.objects.get(id=CAST["LEAD"]), woman=NewPerson(name="Nora Fern"), opened_on=TODAY, by=BY, at=AT
    )


@pytest.fixture
def woman(family: Any) -> Any:
    """The woman of that file."""
    from alongside.families.models import Woman

    return Woman.objects.get(family=family)
