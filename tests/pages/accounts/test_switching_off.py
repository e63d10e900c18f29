"""An account that is switched off, and on again."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from psycopg import errors

from alongside.accounts.models import User
from alongside.project import roles
from tests.cast import CAST, ident, token_of
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.signing_in import PASSWORD, SECRET, account_of, code, signed_in


def switch_off(cluster: Cluster, database: str, who: str) -> None:
    """As somebody with the server's own tools would, in the middle of everything."""
    with cluster.admin(database) as admin:
        admin.execute("update accounts_user set is_active = false where id = %s", [ident(f"user {who}")])


def test_an_account_that_is_switched_off_is_out_everywhere_at_once(own: str, cluster: Cluster) -> None:
    """The session behind the wall, the one of the sign-in pages, the second step, and every further try."""
    user = account_of("PIT")
    halfway, inside = Client(), Client()
    give = {"login": "pit@example.org", "password": PASSWORD}
    inside.post("/account/login/", give)
    assert inside.get("/account/2fa/").status_code == 200
    TOTP.activate(user, SECRET)
    assert halfway.post("/account/login/", give)["Location"] == "/account/2fa/authenticate/"
    assert client_as("PIT").get("/").status_code == 200

    switch_off(cluster, own, "PIT")

    assert client_as("PIT").get("/").status_code == 302 and not signed_in(token_of("PIT"))
    for page in (inside.get("/account/2fa/"), inside.get("/account/enter/")):
        assert page.status_code == 302 and page["Location"].startswith("/account/login/")
    halfway.post("/account/2fa/authenticate/", {"code": code(SECRET)}, follow=True)
    assert settings.TOKEN_COOKIE not in halfway.cookies
    assert halfway.get("/account/enter/")["Location"].startswith("/account/login/")
    again = Client()
    page = again.post("/account/login/", give, follow=True)
    assert settings.TOKEN_COOKIE not in again.cookies
    assert "This sign-in is closed" in page.text
    assert client_as("W1").get("/").status_code == 200


def test_the_gate_opens_no_session_for_an_account_that_is_switched_off(own: str, cluster: Cluster) -> None:
    account_of("PIT")
    open_it = "select safekeeping.open_session('x', %s, interval '1 hour', interval '1 hour', true)"
    with cluster.as_role(roles.GATE, own) as gate:
        gate.execute(open_it, [CAST["PIT"]])
        gate.rollback()
    switch_off(cluster, own, "PIT")
    with cluster.as_role(roles.GATE, own) as gate, pytest.raises(errors.InvalidAuthorizationSpecification):
        gate.execute(open_it, [CAST["PIT"]])


def test_switching_on_again_brings_no_old_session_back(own: str, cluster: Cluster) -> None:
    account_of("PIT")
    switch_off(cluster, own, "PIT")
    with cluster.admin(own) as admin:
        admin.execute("update accounts_user set is_active = true")
    assert not signed_in(token_of("PIT"))
    assert User.objects.using("gate").get(id=ident("user PIT")).is_active
