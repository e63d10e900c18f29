"""A browser of one of the cast, and a count of what a page asked the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import token_of

# What every page does whoever opens it: transaction control, the token, who is it, the idle clock, the trail.
_AROUND = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT", "ROLLBACK")
_OURS = ("set_config(", "safekeeping.whoami()", "safekeeping.touch()", "safekeeping.write_trail(")


def client_as(who: str | None) -> Client:
    """A browser that holds the token of ``who`` of the cast; ``None``: nobody signed in."""
    browser = Client()
    if who is not None:
        browser.cookies[settings.TOKEN_COOKIE] = token_of(who)
    return browser


@contextmanager
def statements(alias: str = "default") -> Iterator[list[str]]:
    """The statements of a block, but for those that every page makes (transaction control, token, trail)."""
    found: list[str] = []
    with CaptureQueriesContext(connections[alias]) as captured:
        yield found
    for query in captured.captured_queries:
        text = query["sql"]
        if not text.startswith(_AROUND) and not any(ours in text for ours in _OURS):
            found.append(text)
