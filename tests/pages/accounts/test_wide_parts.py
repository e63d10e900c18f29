"""Wide parts need two people."""

from __future__ import annotations

import uuid

import psycopg
import pytest
from django.db import transaction
from django.urls import reverse
from psycopg import errors

from alongside.accounts.actions import agree_role, give_role
from alongside.accounts.models import Colleague, ProposedRole, Role
from alongside.accounts.terms import PARTS, RoleName
from alongside.project import roles
from alongside.safekeeping.terms import Ability
from tests.cast import CAST, T0, TODAY, acting_as, ident
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.accounts.keeping import FROM, NOOR, YES, propose, say

here = pytest.mark.django_db(databases=["default", "gate", "loader"])
WIDE = [RoleName.SUPERVISOR, RoleName.MANAGER, RoleName.COMPARISON, RoleName.PRIVACY, RoleName.ADMINISTRATOR]


def test_which_parts_are_wide() -> None:
    """Whoever changes a part's abilities sees here whether two people decide about it from now on."""
    assert [role for role in RoleName if PARTS[role].wide] == WIDE


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
