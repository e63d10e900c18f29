"""A colleague is added whole or not at all."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from psycopg import errors

from alongside.accounts.models import User
from alongside.project import roles
from tests.cast import token_of
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.accounts.keeping import NOOR


def left_over(cluster: Cluster, database: str) -> list[tuple]:
    """What there is of Noor anywhere, as an administrator of the server sees it."""
    with cluster.admin(database) as admin:
        return admin.execute(
            "select 'account' from accounts_user where email like 'noor%' union all"
            " select 'colleague' from accounts_colleague where name = 'Noor' union all"
            " select 'principal' from safekeeping_principal where name = 'Noor' order by 1"
        ).fetchall()


def test_a_colleague_is_added_with_her_account(own: str, cluster: Cluster) -> None:
    """The test below could pass with everything refused; this one could not. Nobody knows a password for her."""
    page = client_as("DIR").post(reverse("colleague_add"), NOOR)
    assert page.status_code == 200 and "Tell her this code in person" in page.text
    assert left_over(cluster, own) == [("account",), ("colleague",), ("principal",)]
    user = User.objects.using("gate").get(email="noor@example.org")
    assert user.must_have_second_factor and user.awaits_code and not user.has_usable_password()


@pytest.mark.parametrize("table", ["safekeeping_capacity", "accounts_role", "recordkeeping_trail"])
def test_nothing_is_left_when_a_later_write_fails(own: str, cluster: Cluster, table: str) -> None:
    """The database refuses a later row for real; no account stays behind that belongs to nobody."""
    with cluster.admin(own) as admin:
        admin.execute(f"alter table {table} add constraint refused_in_this_test check (false) not valid")
    browser = client_as("DIR")
    try:
        page = browser.post(reverse("colleague_add"), NOOR)
    except Exception as no:  # the trail's own failure is no answer that a page can give
        assert table == "recordkeeping_trail", no
    else:
        assert page.status_code == 200 and "Please check:" in page.text and "Noor@Example.org" in page.text
    assert left_over(cluster, own) == []


def test_nothing_is_left_when_the_whole_fails_at_its_very_end(own: str, cluster: Cluster) -> None:
    """Foreign keys are looked at when everything else is written: also then, account and colleague go together."""
    with cluster.admin(own) as admin:
        admin.execute(
            "create function fail_late() returns trigger language plpgsql as $$ begin"
            " raise exception 'too late' using errcode = '23514'; end $$"
        )
        admin.execute(
            "create constraint trigger late after insert on accounts_colleague deferrable initially deferred"
            " for each row execute function fail_late()"
        )
    with pytest.raises(Exception, match="too late"):
        client_as("DIR").post(reverse("colleague_add"), NOOR)
    assert left_over(cluster, own) == []


def test_an_address_that_is_taken_is_said_beside_its_question(own: str, cluster: Cluster) -> None:
    assert client_as("DIR").post(reverse("colleague_add"), NOOR).status_code == 200
    page = client_as("DIR").post(reverse("colleague_add"), {**NOOR, "name": "Another"})
    assert page.status_code == 200 and "this one is taken" in page.text and 'href="#id_email"' in page.text
    with cluster.admin(own) as admin:
        assert admin.execute("select count(*) from accounts_colleague where name = 'Another'").fetchone() == (0,)


@pytest.mark.parametrize("who", ["W1", "SUP", "PRIV", "CW1", "p_cal", None])
@pytest.mark.parametrize(
    "verb", ["open_account(%s, 'x@example.org', 'x')", "open_account_for_code(%s, 'x@example.org')"]
)
def test_nobody_else_opens_an_account(cluster: Cluster, database: str, who: str | None, verb: str) -> None:
    with cluster.as_role(roles.APP, database) as page:
        page.execute("select set_config('alongside.token', %s, true)", [token_of(who) if who else ""])
        with pytest.raises(errors.InsufficientPrivilege):
            page.execute(f"select safekeeping.{verb}", [uuid.uuid4()])
