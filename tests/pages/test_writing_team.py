"""Her team: joining, leaving, keeping out; and that no title names anybody."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from tests.cast import CAST
from tests.client import client_as
from tests.pages.writing import ALDER, ANA, BO, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_a_colleague_joins_sees_leaves_and_sees_no_more() -> None:
    family = url("family", ALDER)
    assert client_as("INT").get(family).status_code == 404
    today = timezone.localdate().isoformat()
    joined = {"colleague": str(CAST["INT"]), "role": "intake", "works_with": "family", **day("from_on", "2026-01-01")}
    assert send("W1", url("team_join", ALDER), joined).status_code == 302
    assert client_as("INT").get(family).status_code == 200
    member = newest("enrolment.TeamMember", colleague_id=CAST["INT"], family_id=ALDER)
    assert send("W1", url("team_leave", ALDER, member.id), day("on", today)).status_code == 302
    assert client_as("INT").get(family).status_code == 404


def test_somebody_for_the_children_is_not_let_into_the_whole_family() -> None:
    sent = {"colleague": str(CAST["INT"]), "role": "child_care", "works_with": "family", **day("from_on", "2026-01-01")}
    page = send("W1", url("team_join", ALDER), sent)
    assert page.status_code == 200 and list(errors(page)) == ["works_with"]


def test_a_colleague_who_is_already_there_is_named_kindly() -> None:
    sent = {"colleague": str(CAST["PIT"]), "role": "therapist", "works_with": "family", **day("from_on", "2026-01-01")}
    page = send("W1", url("team_join", ALDER), sent)
    assert page.status_code == 200 and "already on the team" in str(errors(page))


@pytest.mark.parametrize("who", ["CHC", "PEER"])
def test_a_team_is_not_everybodys_to_arrange(who: str) -> None:
    assert client_as(who).get(url("team_join", ALDER)).status_code == 404


def test_kept_out_sees_nothing_at_once_and_can_be_let_back() -> None:
    family = url("family", ALDER)
    assert client_as("PIT").get(family).status_code == 200
    assert send("SUP", url("keep_out", ALDER), {"colleague": str(CAST["PIT"]), "why": "her wish"}).status_code == 302
    assert client_as("PIT").get(family).status_code == 404
    row = newest("enrolment.KeptOut", "SUP", colleague_id=CAST["PIT"])
    assert send("W1", url("let_back", ALDER, row.id), {}).status_code == 404
    assert "her wish" in client_as("SUP").get(url("keep_out", ALDER)).text
    assert send("SUP", url("let_back", ALDER, row.id), {}).status_code == 302
    assert client_as("PIT").get(family).status_code == 200


@pytest.mark.parametrize("who", ["DIR", "PRIV"])
def test_the_wall_is_kept_by_those_who_read_nothing_of_safety(who: str) -> None:
    """The manager reads no safety matters and the privacy officer no name; both can keep somebody out and let back."""
    page = client_as(who).get(url("keep_out", ALDER))
    assert page.status_code == 200
    assert send(who, url("keep_out", ALDER), {"colleague": str(CAST["PIT"]), "why": "her wish"}).status_code == 302
    assert client_as("PIT").get(url("family", ALDER)).status_code == 404
    row = newest("enrolment.KeptOut", who, colleague_id=CAST["PIT"])
    assert send(who, url("let_back", ALDER, row.id), {}).status_code == 302
    assert client_as("PIT").get(url("family", ALDER)).status_code == 200
    assert client_as(who).get(url("keep_out", uuid.UUID(int=7))).status_code == 404


def test_the_privacy_officer_finds_the_wall_of_a_file_without_a_name() -> None:
    send("W1", url("keep_out", ALDER), {})  # a line about the file
    client_as("W1").get(url("family", ALDER))
    lines = client_as("PRIV").get(url("trail")).text
    assert f"?about={ALDER}" in lines
    assert url("keep_out", ALDER) not in lines
    page = client_as("PRIV").get(url("trail") + f"?about={ALDER}")
    assert url("keep_out", ALDER) in page.text
    wall = client_as("PRIV").get(url("keep_out", ALDER)).text
    assert not any(name in wall for name in ("Ana", "Bee", "Alder"))
    assert url("family", ALDER) + '"' not in wall
    assert url("keep_out", ANA) not in client_as("PRIV").get(url("trail") + f"?about={ANA}").text


def test_keeping_out_is_for_those_who_keep_the_wall() -> None:
    for who in ("W1", "PIT", "INT", "CHC", "EVAL"):
        assert client_as(who).get(url("keep_out", ALDER)).status_code == 404


def test_the_title_of_no_page_names_anybody() -> None:
    for name, args in (
        ("person_change", (ALDER, ANA)),
        ("contact_add", (ALDER,)),
        ("safe_contact", (ALDER, ANA)),
        ("track_add", (ALDER, BO, "living")),
    ):
        page = client_as("W1").get(url(name, *args)).text
        title = page[page.index("<title>") : page.index("</title>")]
        assert not any(name in title for name in ("Ana", "Alder", "Bo", "Bee"))
