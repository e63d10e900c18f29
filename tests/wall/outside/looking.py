"""What somebody outside asks of the database, with the key of the pages in hand."""

from __future__ import annotations

import json
import uuid

import psycopg

from alongside.project import roles
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, dyad, ident, token_of
from tests.databases import Cluster
from tests.signed import change_signed

PAIR = dyad("ANA", "BEE")
SHARED = "select person, known_as from safekeeping.shared_with_me(null, null, null, 100)"
LOOK = "select disclosure, basis, acknowledged from safekeeping.record_view(%s, %s, %s, %s)"
EVERYBODY_ELSE = ["CW2", "DRX", "PO", "W1", "W2", "SUP", "PRIV", "p_cal", "p_dot", "p_foster", "p_ana", "EVAL", None]
# What a query of `happens` may name.
VALUES = {
    "c": [ident("C1"), ident("C2")], "me": CAST["CW1"], "cas": CAST["CAS"], "shel": CAST["SHEL"], "f": CAST["ALDER"],
}  # fmt: skip


def words(*categories: C, text: str = "what was shown") -> str:
    return json.dumps(
        [
            {"category": int(category), "snapshot": f"{text} {int(category)}", "marked": True, "about": []}
            for category in categories
        ]
    )


def as_app(cluster: Cluster, town: str, who: str | None) -> psycopg.Connection:
    connection = cluster.as_role(roles.APP, town)
    connection.execute("select set_config('alongside.token', %s, true)", [token_of(who) if who else ""])
    return connection


def shared(cluster: Cluster, town: str, who: str) -> set[str]:
    with as_app(cluster, town, who) as page:
        return {name for _person, name in page.execute(SHARED).fetchall()}


def look(cluster: Cluster, town: str, who: str, subject: uuid.UUID, parts: str, family: str = "ALDER") -> list[tuple]:
    with as_app(cluster, town, who) as page:
        return page.execute(LOOK, [CAST[family], subject, parts, "the notice"]).fetchall()


def lines(cluster: Cluster, town: str, who: str = "CW1") -> int:
    with cluster.admin(town) as admin:
        return admin.execute("select count(*) from consent_disclosure where recorded_by = %s", [CAST[who]]).fetchone()[
            0
        ]


def happens(cluster: Cluster, town: str, query: str) -> None:
    """Something happens to what was agreed, or to who somebody is."""
    change_signed(cluster, town, query, VALUES)
