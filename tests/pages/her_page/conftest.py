"""A page that is set up."""

from __future__ import annotations

import pytest


@pytest.fixture
def called() -> str:
    """Her page is set up, with nothing beside her words yet; the name she chose."""
    from django.test import Client

    from tests.pages.her_page.steps import numbers, set_up

    name = f"blue door {next(numbers)}"
    assert set_up(Client(), name)["Location"] == "/account/my/keys/"
    return name
