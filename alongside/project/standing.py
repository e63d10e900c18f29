"""The web server and the worker do not start behind a wall that is down."""

from __future__ import annotations

from django.db import connection

from alongside.safekeeping.queries import unprotected_tables


class WallIsDown(RuntimeError):
    """Starting now would show people's records to whoever asks."""


def insist_that_the_wall_stands() -> None:
    """Refuse (``WallIsDown``) as a superuser, with a role that bypasses row-level security, or with a bare table.

    Asked once at the start of a process, with its own database role: no token, so no family may be seen either.
    """
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        if cursor.fetchone()[0]:
            raise WallIsDown("this database role is not bound by row-level security; start with `alongside up`")
        bare = unprotected_tables()
        if bare:
            raise WallIsDown(f"tables without a policy: {', '.join(bare)}; run `alongside doctor`")
        cursor.execute(
            "select (select count(*) from families_family) + (select count(*) from families_person)"
            " + (select count(*) from care_contact)"
        )
        if cursor.fetchone()[0]:
            raise WallIsDown("families are seen without a session; run `alongside doctor`")
    connection.close()
