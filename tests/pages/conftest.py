"""Fixtures of the pages: tries that nobody made before, and a programme that is no practice one."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client


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


@pytest.fixture
def hers() -> Client:
    """A browser that Ana is in with, on her own page."""
    from django.conf import settings

    from alongside.accounts.actions import open_session
    from alongside.safekeeping.actions import hashed, new_token
    from tests.cast import CAST

    token, browser = new_token(), Client()
    open_session(token_hash=hashed(token), principal=CAST["ANA"], second_factor=True)
    browser.cookies[settings.TOKEN_COOKIE] = token
    return browser
