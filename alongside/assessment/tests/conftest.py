"""Fixtures of the room: Ana's counsellor acts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture
def w1() -> Iterator[None]:
    """The whole test is a transaction of Ana's counsellor."""
    from tests.cast import acting_as

    with acting_as("W1"):
        yield
