"""Who may ask for a code, and what the database refuses."""

from __future__ import annotations

import psycopg
import pytest
from django.urls import reverse
from psycopg import errors

from tests.cast import CAST, ident, token_of
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.accounts.keeping import YES, say
from tests.pages.setting_up.codes import FACTOR, ask, has_sign_in, waiting_code
from tests.pages.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("real")


@pytest.mark.parametrize("who", ["W1", "SUP", "PRIV", "PEER", "SITE2", "CW1", "p_cal", "p_ana", None])
def test_nobody_else_asks_for_a_code(own: str, who: str | None) -> None:
    has_sign_in("W2")
    for method in ("get", "post"):
        page = getattr(client_as(who), method)(reverse("code_new", args=[CAST["W2"]]), FACTOR)
        assert page.status_code == (404 if who else 302)
    assert signed_in(token_of("W2"))


@pytest.mark.parametrize(
    ("who", "whom"), [("ADM", "ADM"), ("DIR", "DIR"), ("ADM", "CW1"), ("DIR", "SITE2"), ("ADM", "ANA")]
)
def test_nobody_helps_herself_or_another_agency(own: str, who: str, whom: str) -> None:
    assert ask(who, whom, FACTOR).status_code == 404


NEW_CODE = "select safekeeping.new_code(gen_random_uuid(), %s, {new}, 'a', 'b')"


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("ADM", "ADM"),
        ("ADM", "SITE2"),
        ("ADM", "ANA"),
        ("W1", "W2"),
        ("SUP", "W2"),
        ("CW1", "W2"),
        ("W1", "CW1"),
        ("CW1", "CW2"),
        ("SITE2", "CW1"),
    ],
)  # fmt: skip
def test_the_database_refuses_too(page: psycopg.Connection, who: str, whom: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        say(page, who, NEW_CODE.format(new="true"), [CAST[whom]])


def test_pages_read_no_hash_and_settle_nothing_by_themselves(page: psycopg.Connection) -> None:
    say(page, "ADM", NEW_CODE.format(new="false"), [CAST["W2"]])
    [(count,)] = page.execute("select count(*) from (select id, by_two from accounts_colleaguecode) s").fetchall()
    assert count == 1
    for query in (
        "select first from accounts_colleaguecode",
        "update accounts_colleaguecode set opens_until = now() + interval '1 year'",
        "insert into accounts_colleaguecode (id) values (gen_random_uuid())",
        "delete from mfa_authenticator",
        "update accounts_user set awaits_code = false",
        "select safekeeping.act_on_code(gen_random_uuid())",
    ):
        with pytest.raises(errors.InsufficientPrivilege), page.transaction():
            page.execute(query)


def test_others_see_no_code_at_all(page: psycopg.Connection) -> None:
    say(page, "ADM", NEW_CODE.format(new="false"), [CAST["W2"]])
    for who, count in (("DIR", 1), ("W2", 0), ("SUP", 0), ("PRIV", 0), ("SITE2", 0), ("CW1", 0), ("p_ana", 0)):
        page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
        assert page.execute("select count(id) from accounts_colleaguecode").fetchone() == (count,), who


def test_one_account_is_not_two_people(own: str, cluster: Cluster) -> None:
    """Somebody who keeps accounts twice, by two parts of one account, is one person."""
    has_sign_in("SUP")
    ask("ADM", "SUP", FACTOR)
    held = waiting_code("SUP")
    with cluster.admin(own) as admin:
        admin.execute("update safekeeping_principal set account = %s where id = %s", [ident("user ADM"), CAST["DIR"]])
    assert client_as("DIR").post(reverse("code_agree", args=[held.id]), YES).status_code == 404
