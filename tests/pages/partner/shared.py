"""What is shared, as whoever it is shared with sees it, and what the ledger keeps of that."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from tests.cast import CAST, dyad
from tests.databases import Cluster

here = pytest.mark.django_db(databases=["default", "gate", "loader"])

PAIR = dyad("ANA", "BEE")


def main(page: Any) -> str:
    """The main part of a page, as somebody reads it: tags out, spaces one."""
    inner = re.search(r"<main.*?</main>", page.text, re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", inner[0]))).strip() if inner else ""


def bare(page: Any) -> bytes:
    """The bytes of a page without what is different each time: the marks of forms."""
    return re.sub(rb'(name="(?:csrfmiddlewaretoken|submission)" value=")[^"]*', rb"\1", page.content)


def ledger(cluster: Cluster, database: str, who: str = "CW1") -> list[tuple]:
    with cluster.admin(database) as admin:
        return admin.execute(
            "select d.subject, p.category, p.snapshot, d.notice, d.basis from consent_disclosure d"
            " join consent_disclosedpart p on p.disclosure_id = d.id where d.recorded_by = %s and d.kind = 'view'"
            " order by d.recorded_at, p.category", [CAST[who]],
        ).fetchall()  # fmt: skip


def one(person: str) -> str:
    return f"/shared/{CAST[person]}/"
