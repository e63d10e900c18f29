"""Sessions: opened by the gate, ended when an account changes."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import connections


def open_session(*, token_hash: bytes, principal: uuid.UUID, second_factor: bool) -> datetime:
    """The gate opens a session (called from sign-in pages only). Returns the instant at which it ends at the latest."""
    with connections["gate"].cursor() as cursor:
        cursor.execute(
            "select safekeeping.open_session(%s, %s::uuid, make_interval(secs => %s), make_interval(secs => %s), %s)",
            [
                token_hash,
                principal,
                settings.SESSION_LASTS.total_seconds(),
                settings.SESSION_IDLE.total_seconds(),
                second_factor,
            ],
        )
        return cursor.fetchone()[0]


def prove(*, token_hash: bytes) -> datetime | None:
    """The gate says that a second factor was just shown again in this session; ``None`` where there is none."""
    with connections["gate"].cursor() as cursor:
        cursor.execute("select safekeeping.prove(%s)", [token_hash])
        return cursor.fetchone()[0]


def end_sessions(*, account: uuid.UUID) -> None:
    """Everybody who is in with this account is out at the next statement (called by the gate: her password changed)."""
    with connections["gate"].cursor() as cursor:
        cursor.execute("select safekeeping.end_sessions_of(%s::uuid)", [account])


def walk_in(*, token_hash: bytes, principal: uuid.UUID) -> datetime:
    """Practice programme only (the database checks): walk in as one of the cast without a password."""
    with connections["gate"].cursor() as cursor:
        cursor.execute("select safekeeping.walk_in(%s, %s::uuid)", [token_hash, principal])
        return cursor.fetchone()[0]
