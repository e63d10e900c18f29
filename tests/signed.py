"""Changing what was signed, as only an administrator of the server can: tests of what follows from a change need it."""

from __future__ import annotations

from typing import Any

from tests.databases import Cluster

GUARDS = (
    ("consent_consent", "signed_stays"),
    ("consent_consentline", "signed_stays"),
    ("consent_consentline", "line_stays"),
)


def change_signed(cluster: Cluster, database: str, query: str, values: Any = None) -> None:
    """Past the rule that signed is signed, but not past what compiles it: what follows from the change follows."""
    with cluster.admin(database) as admin, admin.transaction():
        for table, guard in GUARDS:
            admin.execute(f"alter table {table} disable trigger {guard}")
        admin.execute(query, values)
        admin.execute("set constraints all immediate")
        for table, guard in GUARDS:
            admin.execute(f"alter table {table} enable trigger {guard}")
