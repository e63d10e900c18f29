"""Who looked at her file, for her own page (D-92)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True)
class Looked:
    """Somebody looked at somebody on one day: her name, her parts and her agency, and at what (codes of the trail)."""

    day: date
    who: uuid.UUID
    name: str
    parts: tuple[str, ...]
    agency: str
    subject: uuid.UUID
    verbs: tuple[str, ...]


def who_looked(since: date, until: date) -> list[Looked]:
    """Who looked at the woman who asks, and at children for whom she decides, from ``since`` until before ``until``.

    The newest day first; one statement. Nothing for anybody who is not signed in as herself.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.who_looked(%s::date, %s::date)", [since, until])
        return [
            Looked(day, who, name or "", tuple(parts), agency or "", subject, tuple(verbs))
            for day, who, name, parts, agency, subject, verbs in cursor.fetchall()
        ]


def names_in_my_file(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """By which names she knows these colleagues: those who have to do with her own file. One statement."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, name from safekeeping.names_in_my_file(%s::uuid[])", [list(ids)])
        return dict(cursor.fetchall())
