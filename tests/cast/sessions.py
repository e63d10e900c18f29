"""The sessions of the cast: a token for each of them, and acting as one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cast.people import CAST, OUTSIDE, STAFF


def token_of(key: str) -> str:
    """The token of a session that ``make_cast`` opened for this person."""
    return f"token of {key}"


@contextmanager
def acting_as(key: str | None) -> Iterator[None]:
    """A transaction on ``default`` as this person of the cast; ``None`` is somebody without a session."""
    from alongside.safekeeping.actions import acting

    with acting(token_of(key) if key else ""):
        yield


@contextmanager
def serving(service: str) -> Iterator[None]:
    """A transaction on ``default`` as a service of the worker, which alone opens such sessions in life."""
    from alongside.safekeeping.actions import acting

    with acting(token_of(f"service {service}")):
        yield


def open_sessions() -> None:
    """A session for everybody of the cast and the service "planning" that lasts as long as the template (made by the
    loader)."""
    from django.db import connection

    with connection.cursor() as cursor:
        for key in [*STAFF, *OUTSIDE, "p_ana", "p_fin"]:
            who = CAST["ANA"] if key == "p_ana" else CAST["FIN"] if key == "p_fin" else CAST[key]
            cursor.execute(
                "insert into safekeeping_session (token_hash, principal, idle_limit, expires_at, second_factor, purpose)"
                " values (%s, %s, interval '10 years', clock_timestamp() + interval '10 years', true, '')",
                [hashlib.sha256(token_of(key).encode()).digest(), who],
            )
        cursor.execute(
            "insert into safekeeping_session (token_hash, principal, idle_limit, expires_at, second_factor, purpose)"
            " select %s, p.id, interval '10 years', clock_timestamp() + interval '10 years', false, p.name"
            " from safekeeping_principal p where p.kind = 'service' and p.name = 'planning'",
            [hashlib.sha256(token_of("service planning").encode()).digest()],
        )
