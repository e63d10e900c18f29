"""Taken back while the page is open: as if it had never been shared."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from tests.cast import ident
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.partner.shared import bare, one
from tests.signed import change_signed

SEEN = [
    "/shared/",
    one("ANA"),
    one("BEE"),
    f"{one('ANA')}send/",
    f"{one('BEE')}send/",
    f"{one('ANA')}sent/{ident('sent ANA')}/",
]


def seen(browser: Client) -> list[tuple[int, bytes]]:
    pages = [browser.get(path) for path in SEEN]
    return [(page.status_code, bare(page)) for page in pages]


@pytest.mark.parametrize(
    "category", [None, 1, 7, 8], ids=["everything", "being here", "how the child grows", "the two together"]
)
def test_what_is_taken_back_looks_as_if_it_had_never_been_shared(
    two: Any, cluster: Cluster, category: int | None
) -> None:
    """In one town she shared it, he read it, and she took it back; in the other she never shared it. The same bytes."""
    once, never = two.names
    rule = "(%(c)s::int is null or category = %(c)s) and consent_id = any (%(ids)s)"
    values = {"c": category, "ids": [ident("C1"), ident("C2")]}
    two(once)
    browser = client_as("CW1")
    shared_before = seen(browser)
    with cluster.admin(once) as admin:
        admin.execute(f"update consent_consentline set withdrawn_at = now() where {rule}", values)
    after = seen(browser)
    assert after != shared_before
    two(never)
    change_signed(cluster, never, f"delete from consent_consentline where {rule}", values)
    assert seen(client_as("CW1")) == after
    if category is None:
        assert [status for status, _page in after] == [200, 404, 404, 404, 404, 404]
        assert b"There is nothing here to see" in after[0][1]


def test_a_form_that_was_open_when_it_was_taken_back_sends_nothing(own: str, cluster: Cluster) -> None:
    browser = client_as("CW1")
    form = {"kind": "hand_off", "about": "1", "words": "she is well", "submission": str(uuid.uuid4())}
    assert browser.get(f"{one('ANA')}send/").status_code == 200
    with cluster.admin(own) as admin:
        admin.execute("update consent_consent set withdrawn_at = now() where id = %s", [ident("C1")])
        before = admin.execute("select count(*) from consent_sentback").fetchone()
    for path, data in ((f"{one('ANA')}send/", form), (f"{one('ANA')}have-it/", {})):
        page = browser.post(path, data)
        assert page.status_code == 404 and "Ana A." not in page.text
    with cluster.admin(own) as admin:
        assert admin.execute("select count(*) from consent_sentback").fetchone() == before
