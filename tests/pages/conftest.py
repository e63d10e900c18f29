"""Fixtures of the pages: tries that nobody made before, and a programme that is no practice one."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture
def no_tries_before() -> None:
    """Nobody has waited, and no code was used, in the test before."""
    cache.clear()


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch, no_tries_before: None) -> None:
    """Pages behave as in a real programme; the one of this template is a practice one."""
    from alongside.pages.public import set_up, views

    for module in (views, set_up):
        monkeypatch.setattr(module, "mode", lambda using="default": "real")
