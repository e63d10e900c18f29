"""Verbs of the wall: carrying a token into a transaction, letting in, letting go, keeping out."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from alongside.safekeeping.terms import EVERYTHING, Reach


def new_token() -> str:
    """An opaque token: 256 bits from the system. It is shown to the browser once and never stored here."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def carry(token: str) -> None:
    """Give this transaction its token. Outside a transaction it would be forgotten at once, so that is an error."""
    if not connection.in_atomic_block:
        raise RuntimeError("a token is carried inside one transaction")
    with connection.cursor() as cursor:
        cursor.execute("select set_config('alongside.token', %s, true)", [token])


@contextmanager
def acting(token: str) -> Iterator[None]:
    """One transaction as whoever holds ``token`` (commands with ``--as``, jobs, tests)."""
    with transaction.atomic():
        carry(token)
        try:
            yield
        finally:
            if not connection.needs_rollback:
                carry("")


def touch() -> None:
    """She clicked: the idle clock starts anew (written at most once a minute)."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.touch()")


def end_session() -> None:
    """This token means nothing from now on."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.end_session()")


def open_service_session(service: str) -> str:
    """The worker's way in for one named service; returns the token. Raises for an unknown service."""
    token = new_token()
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.open_service_session(%s, %s)", [hashed(token), service])
    return token


def open_file(*, family: uuid.UUID, basis: uuid.UUID, agency: uuid.UUID | None = None) -> None:
    """A new file: whoever opens it is let in. Raises ProgrammingError (42501) for whoever may not.

    ``agency`` counts only for the loader, who has no session and is not let in.
    """
    _call("open_file(%s::uuid, %s::uuid, %s::uuid)", family, basis, agency)


def let_in(
    *,
    principal: uuid.UUID,
    family: uuid.UUID,
    subject: uuid.UUID,
    reach: Reach,
    categories: int,
    writes: int,
    valid: str,
    basis: uuid.UUID,
) -> None:
    """Let a colleague into a family as far as ``reach``; ``valid`` is a tstzrange literal, ``basis`` the fact's id."""
    _call(
        "let_in(%s::uuid, %s::uuid, %s::uuid, %s, %s::int, %s::int, %s::tstzrange, %s::uuid)",
        principal, family, subject, str(reach), categories, writes, valid, basis,
    )  # fmt: skip


def let_go(*, family: uuid.UUID, basis: uuid.UUID, at: datetime) -> None:
    """Every cell that rests on ``basis`` ends at ``at``."""
    _call("let_go(%s::uuid, %s::uuid, %s::timestamptz)", family, basis, at)


def admit(*, family: uuid.UUID, subject: uuid.UUID, categories: int = EVERYTHING) -> None:
    """A child (or a dyad with a child) joins the file: those who work with its children see this one too.

    ``categories`` narrows what they see of it: of the two together, only what belongs to both.
    """
    _call("admit(%s::uuid, %s::uuid, %s::int)", family, subject, categories)


def keep_out(*, id: uuid.UUID, principal: uuid.UUID, family: uuid.UUID) -> None:
    """Keep somebody out of a file, whatever else is said, from the next statement on."""
    _call("keep_out(%s::uuid, %s::uuid, %s::uuid)", id, principal, family)


def lift(*, id: uuid.UUID) -> None:
    """Let somebody back who was kept out (never oneself)."""
    _call("lift(%s::uuid)", id)


def _call(call: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{call}", values)
