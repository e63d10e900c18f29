"""Keeping accounts: what is sent to add somebody, to propose a wide part, and to ask the database as somebody."""

from __future__ import annotations

import psycopg
from django.urls import reverse

from alongside.accounts.models import ProposedRole
from tests.cast import CAST, acting_as, token_of
from tests.client import client_as

FROM = {"from_on_day": "1", "from_on_month": "3", "from_on_year": "2026"}
NOOR = {"name": "Noor", "role": "counsellor", "email": "Noor@Example.org", **FROM}
YES = {"submission": ""}  # what a form with a single button sends


def propose(who: str, whom: str, role: str) -> ProposedRole:
    page = client_as(who).post(reverse("role_give", args=[CAST[whom]]), {"role": role, **FROM}, follow=True)
    assert "when a second person who keeps accounts agrees" in page.text
    with acting_as(who):
        return ProposedRole.objects.get(colleague_id=CAST[whom], name=role, settled_at=None)


def say(page: psycopg.Connection, who: str, query: str, values: object = None) -> None:
    page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
    page.execute(query, values)  # type: ignore[arg-type]
