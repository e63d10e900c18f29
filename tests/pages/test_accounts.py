"""Keeping accounts: adding somebody whole or not at all, two people for wide parts, leaving, switching off."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from psycopg import errors

from alongside.accounts.actions import agree_role, give_role
from alongside.accounts.models import Colleague, ProposedRole, Role, User
from alongside.accounts.terms import PARTS, RoleName
from alongside.project import roles
from alongside.safekeeping.terms import Ability
from tests.cast import CAST, T0, TODAY, acting_as, ident, token_of
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.signing_in import PASSWORD, SECRET, account_of, code, signed_in

FROM = {"from_on_day": "1", "from_on_month": "3", "from_on_year": "2026"}
NOOR = {"name": "Noor", "role": "counsellor", "email": "Noor@Example.org", **FROM}
YES = {"submission": ""}  # what a form with a single button sends
WIDE = [RoleName.SUPERVISOR, RoleName.MANAGER, RoleName.COMPARISON, RoleName.PRIVACY, RoleName.ADMINISTRATOR]


def left_over(cluster: Cluster, database: str) -> list[tuple]:
    """What there is of Noor anywhere, as an administrator of the server sees it."""
    with cluster.admin(database) as admin:
        return admin.execute(
            "select 'account' from accounts_user where email like 'noor%' union all"
            " select 'colleague' from accounts_colleague where name = 'Noor' union all"
            " select 'principal' from safekeeping_principal where name = 'Noor' order by 1"
        ).fetchall()


# --- whole or not at all ----------------------------------------------------------------------------------------------


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


# --- wide parts need two people ---------------------------------------------------------------------------------------

here = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_which_parts_are_wide() -> None:
    """Whoever changes a part's abilities sees here whether two people decide about it from now on."""
    assert [role for role in RoleName if PARTS[role].wide] == WIDE


def propose(who: str, whom: str, role: str) -> ProposedRole:
    page = client_as(who).post(reverse("role_give", args=[CAST[whom]]), {"role": role, **FROM}, follow=True)
    assert "when a second person who keeps accounts agrees" in page.text
    with acting_as(who):
        return ProposedRole.objects.get(colleague_id=CAST[whom], name=role, settled_at=None)


@here
@pytest.mark.parametrize("role", WIDE)
def test_a_wide_part_begins_when_a_second_person_agrees(role: str) -> None:
    waits = propose("ADM", "W2", role)
    with acting_as("W2"):
        assert not Role.objects.filter(colleague_id=CAST["W2"], name=role).exists()
    asked = reverse("role_agree", args=[waits.id])
    page = client_as("DIR").get(asked)
    assert page.status_code == 200 and "Willa, counsellor" in page.text and "Adam, administrator" in page.text
    assert client_as("DIR").post(asked, YES).status_code == 302
    with acting_as("ADM"):
        assert Role.objects.filter(id=waits.id, colleague_id=CAST["W2"], name=role).count() == 1
        assert ProposedRole.objects.get(id=waits.id).agreed is True
    assert client_as("DIR").post(asked, YES).status_code == 404  # once


@here
def test_before_and_after_the_second_yes() -> None:
    def reads_the_trail() -> int:
        return client_as("W2").get("/trail/").status_code

    waits = propose("ADM", "W2", "privacy")
    assert reads_the_trail() == 404
    client_as("DIR").post(reverse("role_agree", args=[waits.id]), YES)
    assert reads_the_trail() == 200
    end = {"on_day": "2", "on_month": "3", "on_year": "2026"}
    with acting_as("ADM"):
        held = Role.objects.get(id=waits.id)
    assert client_as("ADM").post(reverse("role_end", args=[CAST["W2"], held.id]), end).status_code == 302
    assert reads_the_trail() == 404  # ending needs one person alone


@here
@pytest.mark.parametrize("who", ["ADM", "W2", "W1", "SUP", "PRIV", "SITE2", "CW1", "p_cal", None])
def test_who_cannot_be_the_second_person(who: str | None) -> None:
    """Not whoever proposed it, not whoever gets it, not somebody without accounts to keep, not another agency."""
    waits = propose("ADM", "W2", "manager")
    for method in ("get", "post"):
        page = getattr(client_as(who), method)(reverse("role_agree", args=[waits.id]), YES)
        assert page.status_code == (404 if who else 302)
    with acting_as("DIR"):
        assert ProposedRole.objects.get(id=waits.id).settled_at is None
    assert client_as("W2").get("/families/new/").status_code == 200
    assert client_as("W2").get(reverse("colleague_add")).status_code == 404


@here
def test_whoever_would_get_it_does_not_agree_even_when_she_keeps_accounts() -> None:
    waits = propose("ADM", "DIR", "privacy")
    assert client_as("DIR").post(reverse("role_agree", args=[waits.id]), YES).status_code == 404
    assert client_as("DIR").get("/trail/").status_code == 404


@here
def test_it_can_be_left_and_taken_back() -> None:
    for who in ("DIR", "ADM"):  # the second person says no; whoever proposed it takes it back
        waits = propose("ADM", "W2", "manager")
        assert "Willa" in client_as(who).get("/team/").text
        assert client_as("SUP").post(reverse("role_decline", args=[waits.id]), YES).status_code == 404
        assert client_as(who).post(reverse("role_decline", args=[waits.id]), YES).status_code == 302
        assert client_as("DIR").post(reverse("role_agree", args=[waits.id]), YES).status_code == 404
    assert client_as("W2").get(reverse("colleague_add")).status_code == 404


@here
def test_the_same_part_waits_once() -> None:
    propose("ADM", "W2", "manager")
    page = client_as("DIR").post(reverse("role_give", args=[CAST["W2"]]), {"role": "manager", **FROM})
    assert page.status_code == 200 and "waits already" in page.text


@here
def test_a_colleague_added_with_a_wide_part_waits_for_it_and_the_second_person_sees_her_address() -> None:
    page = client_as("ADM").post(reverse("colleague_add"), {**NOOR, "role": "manager"})
    assert "Tell her this code in person" in page.text and "begins when a second person" in page.text
    with acting_as("DIR"):
        waits = ProposedRole.objects.get(colleague__name="Noor")
        assert not Role.objects.filter(colleague__name="Noor").exists()
    assert "noor@example.org" in client_as("DIR").get(reverse("role_agree", args=[waits.id])).text
    assert client_as("SUP").get(reverse("role_agree", args=[waits.id])).status_code == 404


@here
def test_who_sees_what_waits() -> None:
    waits = propose("ADM", "W2", "manager")
    for who, sees in (("ADM", True), ("DIR", True), ("SUP", False), ("W2", False), ("SITE2", False), ("CW1", False)):
        with acting_as(who):
            assert ProposedRole.objects.filter(id=waits.id).exists() is sees


EVERY = "16383, 16383, tstzrange(null, null)"
PROPOSE = (
    "insert into accounts_proposedrole (id, recorded_by, colleague_id, name, during, abilities, reads, writes{more})"
    " values (%(id)s, %(by)s, %(whom)s, 'manager', '[2026-01-01,)', %(can)s, 16383, 16383{values})"
)


@pytest.fixture
def page(cluster: Cluster, database: str) -> Iterator[psycopg.Connection]:
    """A transaction of the pages' own role; nothing of it stays."""
    with cluster.as_role(roles.APP, database) as connection:
        yield connection
        connection.rollback()


def say(page: psycopg.Connection, who: str, query: str, values: object = None) -> None:
    page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
    page.execute(query, values)  # type: ignore[arg-type]


def refused(page: psycopg.Connection, who: str, query: str, values: object = None) -> None:
    with pytest.raises((errors.InsufficientPrivilege, errors.CheckViolation)):
        say(page, who, query, values)
    page.rollback()


def proposing(by: str, whom: str, more: str = "", values: str = "") -> tuple[str, dict]:
    manager = PARTS[RoleName.MANAGER].abilities
    given = {"id": uuid.uuid4(), "by": CAST[by], "whom": CAST[whom], "can": manager}
    return PROPOSE.format(more=more, values=values), given


@pytest.mark.parametrize("ability", [Ability.ALL_FILES, Ability.KEEP_WALL, Ability.KEEP_ACCOUNTS, Ability.READ_TRAIL])
def test_one_person_gives_no_wide_ability_in_any_words(page: psycopg.Connection, ability: Ability) -> None:
    give = f"select safekeeping.keep_capacity(%s, %s, {1 << ability}, {EVERY})"
    refused(page, "DIR", give, [uuid.uuid4(), CAST["W2"]])


@pytest.mark.parametrize(
    ("by", "whom", "more", "values"),
    [
        ("DIR", "W2", "", ""),  # in somebody else's name
        ("ADM", "ADM", "", ""),  # for herself
        ("ADM", "W2", ", agreed, settled_at, settled_by", f", true, now(), '{CAST['DIR']}'"),
        ("ADM", "CW1", "", ""),  # for somebody of another agency
    ],
)
def test_nobody_proposes_in_another_name_or_settled(
    page: psycopg.Connection, by: str, whom: str, more: str, values: str
) -> None:
    refused(page, "ADM", *proposing(by, whom, more, values))


def test_the_second_person_agrees_to_what_was_proposed_and_no_more(page: psycopg.Connection) -> None:
    agree, (query, given) = f"select safekeeping.agree_role(%s, %s, {EVERY})", proposing("ADM", "W2")
    say(page, "ADM", query, given)
    refused(page, "DIR", agree, [given["id"], 4095])
    say(page, "ADM", query, given)
    say(page, "DIR", agree, [given["id"], given["can"]])


def test_one_account_is_not_two_people(own: str, cluster: Cluster) -> None:
    """Somebody who keeps accounts twice, by two parts of one account, is one person."""
    with cluster.admin(own) as admin:
        admin.execute("update safekeeping_principal set account = %s where id = %s", [ident("user ADM"), CAST["DIR"]])
    query, given = proposing("ADM", "W2")
    with cluster.as_role(roles.APP, own) as page:
        say(page, "ADM", query, given)
        refused(page, "DIR", f"select safekeeping.agree_role(%s, %s, {EVERY})", [given["id"], given["can"]])


def test_pages_settle_nothing_by_themselves(page: psycopg.Connection) -> None:
    say(page, "ADM", *proposing("ADM", "W2"))
    refused(page, "DIR", "update accounts_proposedrole set agreed = true, settled_by = %s", [CAST["DIR"]])


@here
def test_the_actions_refuse_too() -> None:
    with acting_as("DIR"), pytest.raises(Exception, match="not allowed"), transaction.atomic():
        give_role(colleague=Colleague.objects.get(id=CAST["W2"]), role="manager", from_on=TODAY, by=CAST["DIR"], at=T0)
    waits = propose("ADM", "W2", "manager")
    with acting_as("ADM"), pytest.raises(Exception, match="not allowed"), transaction.atomic():
        agree_role(proposed=waits, by=CAST["ADM"], at=T0)


# --- she has left -----------------------------------------------------------------------------------------------------

DAY = {"on_day": "2", "on_month": "3", "on_year": "2026"}


def has_left(who: str, whom: str) -> int:
    return client_as(who).post(reverse("colleague_left", args=[CAST[whom]]), DAY).status_code


@here
def test_whoever_has_left_is_out_at_once_and_nothing_is_left_open() -> None:
    assert client_as("W1").get(reverse("family", args=[CAST["ALDER"]])).status_code == 200
    page = client_as("ADM").get(reverse("colleague_left", args=[CAST["W1"]]))
    assert page.status_code == 200 and "Wanda, counsellor" in page.text and "signed out on every device" in page.text
    assert has_left("ADM", "W1") == 302
    assert client_as("W1").get("/").status_code == 302  # to the sign-in page
    assert not signed_in(token_of("W1"))
    assert "Wanda, counsellor" not in client_as("W2").get("/team/").text
    with acting_as("ADM"):
        gone = Colleague.objects.get(id=CAST["W1"])
        assert str(gone.left_on) == "2026-03-02"
        assert all(held.during.upper is not None for held in gone.roles.all())
    assert has_left("ADM", "W1") == 404  # once


def test_her_cells_and_her_part_end_in_the_database_too(own: str, cluster: Cluster) -> None:
    """Also for whoever has every file, and also what she was let into by a team."""
    live = (
        "select (select count(*) from safekeeping_cell where principal = %(who)s and valid @> clock_timestamp()),"
        " (select count(*) from safekeeping_capacity where principal = %(who)s and valid @> clock_timestamp()),"
        " (select count(*) from safekeeping_session where principal = %(who)s and ended_at is null)"
    )
    for whom in ("W1", "SUP"):
        with cluster.admin(own) as admin:
            assert all(count > 0 for count in admin.execute(live, {"who": CAST[whom]}).fetchone())
        assert has_left("DIR", whom) == 302
        with cluster.admin(own) as admin:
            assert admin.execute(live, {"who": CAST[whom]}).fetchone() == (0, 0, 0)
            others = admin.execute(live, {"who": CAST["PIT"]}).fetchone()
        assert all(count > 0 for count in others)


@here
def test_her_teams_see_that_she_has_left() -> None:
    has_left("ADM", "W1")
    for where in (reverse("her_team", args=[CAST["ALDER"]]), reverse("family", args=[CAST["ALDER"]])):
        assert "works here no longer" in client_as("PIT").get(where).text


@here
def test_what_waited_for_her_waits_no_longer() -> None:
    waits = propose("ADM", "W1", "manager")
    has_left("DIR", "W1")
    with acting_as("ADM"):
        assert ProposedRole.objects.get(id=waits.id).agreed is False


@here
@pytest.mark.parametrize("who", ["W1", "SUP", "PRIV", "PEER", "SITE2", "CW1", "p_cal", "p_ana", None])
def test_nobody_else_says_that_a_colleague_has_left(who: str | None) -> None:
    for method in ("get", "post"):
        page = getattr(client_as(who), method)(reverse("colleague_left", args=[CAST["W2"]]), DAY)
        assert page.status_code == (404 if who else 302)
    assert signed_in(token_of("W2"))


@here
@pytest.mark.parametrize(
    ("who", "whom"), [("ADM", "ADM"), ("DIR", "DIR"), ("ADM", "CW1"), ("DIR", "SITE2"), ("ADM", "ANA")]
)
def test_nobody_sends_herself_or_somebody_of_another_agency_away(who: str, whom: str) -> None:
    assert client_as(who).get(reverse("colleague_left", args=[CAST[whom]])).status_code == 404
    assert has_left(who, whom) == 404


@here
def test_a_day_that_has_not_come_is_asked_again() -> None:
    page = client_as("ADM").post(reverse("colleague_left", args=[CAST["W2"]]), {**DAY, "on_year": "2199"})
    assert page.status_code == 200 and "Please check:" in page.text
    assert signed_in(token_of("W2"))


# --- an account that is switched off ----------------------------------------------------------------------------------


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
