"""Named questions of the wall."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, connections

from alongside.safekeeping.terms import Ability, Category

# Tables that hold nobody's data: configuration of the framework, the queue's own bookkeeping.
NOBODYS = {"django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}
QUEUE = "procrastinate_"  # job names and ids only; a job's arguments are ids (docs/decisions/0005)


@dataclass(frozen=True)
class Me:
    """Who is signed in, as the database sees it in this statement."""

    principal: uuid.UUID
    account: uuid.UUID | None
    agency: uuid.UUID | None
    person: uuid.UUID | None
    kind: str
    name: str
    abilities: int
    categories: int
    writes: int
    second_factor: bool
    purpose: str
    until: datetime
    proved_at: datetime | None = None  # when she last showed a second factor in this session

    def can(self, ability: Ability) -> bool:
        """She has this ability today."""
        return bool(self.abilities >> ability & 1)

    def reads(self, category: Category | int) -> bool:
        """Her present part lets her read this category (in files she is let into)."""
        return bool(self.categories >> int(category) & 1)

    def may_write(self, category: Category | int) -> bool:
        """Her present part lets her write this category (in files she is let into)."""
        return bool(self.writes >> int(category) & 1)


def whoami() -> Me | None:
    """Who holds the token of this transaction; ``None`` without a live session."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.whoami()")
        row = cursor.fetchone()
    return Me(*row) if row else None


def loading() -> bool:
    """This connection is the loader's: a command that sets up or fills a database, never a page."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.loading()")
        return bool(cursor.fetchone()[0])


def unprotected_tables(using: str = "default") -> list[str]:
    """Tables that hold people's data without forced row-level security or without a policy. Must be empty."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'public' and c.relkind in ('r', 'p')
               and not (c.relrowsecurity and c.relforcerowsecurity
                        and exists (select from pg_policy p where p.polrelid = c.oid))
             order by 1
            """
        )
        found = [name for (name,) in cursor.fetchall()]
    return [name for name in found if name not in NOBODYS and not name.startswith(QUEUE)]


def my_families() -> list[uuid.UUID]:
    """Families into which the session is let at all: for lists that start from them. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.my_families()")
        return list(cursor.fetchone()[0])
