"""Somebody more than the cast: with one part, signed in."""

from __future__ import annotations

import hashlib
import uuid

import psycopg

from alongside.accounts.terms import PARTS, RoleName
from tests.cast import CAST, token_of


def let_in(admin: psycopg.Connection, key: str, agency: str, role: RoleName, kind: str = "staff") -> uuid.UUID:
    """A colleague of an agency of the cast, whose session ``token_of(key)`` opens; answers her id."""
    id, part = uuid.uuid5(CAST["EVAL"], key), PARTS[role]
    admin.execute(
        "insert into safekeeping_principal (id, kind, name, active, agency) values (%s, %s, %s, true, %s)",
        [id, kind, key, CAST[agency]],
    )
    admin.execute(
        "insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid)"
        " values (%s, %s, %s, %s, %s, tstzrange(null, null))",
        [id, id, part.abilities, part.reads, part.writes],
    )
    admin.execute(
        "insert into safekeeping_session (token_hash, principal, idle_limit, expires_at, second_factor, purpose)"
        " values (%s, %s, interval '1 hour', clock_timestamp() + interval '1 hour', true, '')",
        [hashlib.sha256(token_of(key).encode()).digest(), id],
    )
    return id
