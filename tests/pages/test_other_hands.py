"""Access case D13: a device changes hands. Whoever saves is told in whose name, and nothing is kept in another's."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from alongside.project import roles
from tests.cast import CAST, token_of
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.writing import ALDER, BEE, count, day, newest, url

here = pytest.mark.django_db(databases=["default", "gate", "loader"])
WORDS = "Bee slept on her arm."


def hidden_of(page: str) -> dict[str, str]:
    """The hidden fields of a page, as they stand on the screen."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def opened(browser: Client) -> dict[str, str]:
    """Those of the page on which a contact is written."""
    return hidden_of(browser.get(url("contact_add", ALDER)).text)


def filled(hidden: dict[str, str]) -> dict[str, Any]:
    fields = {"about": f"child:{BEE}", **day("on", "2026-02-20"), "mode": "phone", "reached": "met", "note": WORDS}
    return {"submission": str(uuid.uuid4()), **hidden, **fields}


def hand_over(browser: Client, to: str) -> None:
    """Somebody else signs in with the same browser."""
    browser.cookies[settings.TOKEN_COOKIE] = token_of(to)


@here
def test_each_form_says_in_whose_name_it_is_kept() -> None:
    assert "In the name of Chris, child care" in client_as("CHC").get(url("contact_add", ALDER)).text
    assert "In the name of Wanda" in client_as("W1").get(url("contact_add", ALDER)).text


@here
def test_a_page_opened_by_another_is_saved_only_when_she_says_so_and_in_her_own_name() -> None:
    device = client_as("CHC")
    left_open = opened(device)
    assert left_open["opened_as"] == str(CAST["CHC"])
    hand_over(device, "W1")
    before = count("care.Contact")
    asked = device.post(url("contact_add", ALDER), filled(left_open))
    assert asked.status_code == 200 and count("care.Contact") == before
    assert "This page was opened by somebody else. You are signed in as Wanda" in asked.text
    assert WORDS in asked.text, "what she wrote is still there"
    again = hidden_of(asked.text)
    assert again["opened_as"] == str(CAST["W1"])
    assert device.post(url("contact_add", ALDER), filled(again)).status_code == 302
    kept = newest("care.Contact")
    assert (count("care.Contact"), kept.note) == (before + 1, WORDS)
    assert kept.recorded_by == kept.worker == CAST["W1"]


@here
def test_whoever_opened_it_herself_is_not_asked() -> None:
    device = client_as("CHC")
    assert device.post(url("contact_add", ALDER), filled(opened(device))).status_code == 302
    assert newest("care.Contact", "CHC").recorded_by == CAST["CHC"]


@here
def test_a_field_that_somebody_fills_in_by_hand_writes_in_nobody_elses_name() -> None:
    """It only asks; whose name is kept says the token alone."""
    device = client_as("W1")
    page = device.post(url("contact_add", ALDER), filled({"opened_as": str(CAST["CHC"])}))
    assert page.status_code == 200 and count("care.Contact", note=WORDS) == 0
    assert device.post(url("contact_add", ALDER), filled({})).status_code == 302
    assert newest("care.Contact").recorded_by == CAST["W1"]


@here
def test_an_agreement_that_another_left_open_is_asked_about_too() -> None:
    device = client_as("SUP")
    begin = url("agreement_whom", ALDER, "sharing")
    chosen = {"recipient": f"agency:{CAST['SHEL']}"}
    left_open = hidden_of(device.get(begin).text)
    assert left_open["opened_as"] == str(CAST["SUP"])
    hand_over(device, "W1")
    before = count("consent.Consent")
    asked = device.post(begin, {**left_open, **chosen})
    assert asked.status_code == 422 and count("consent.Consent") == before
    assert "This page was opened by somebody else. You are signed in as Wanda" in asked.text
    done = device.post(begin, {**hidden_of(asked.text), **chosen})
    assert done.status_code == 302 and newest("consent.Consent").recorded_by == CAST["W1"]
    sign = url("agreement_sign", ALDER, newest("consent.Consent").pk)
    assert hidden_of(device.get(sign).text)["opened_as"] == str(CAST["W1"])
    assert "opened_as" not in client_as("p_ana").get(url("my_agreement_whom", "sharing")).text


@here
def test_whoever_may_not_write_there_finds_nothing() -> None:
    device = client_as("CHC")
    left_open = opened(device)
    hand_over(device, "W2")
    assert device.post(url("contact_add", ALDER), filled(left_open)).status_code == 404
    assert count("care.Contact", note=WORDS) == 0


def test_left_alone_for_long_nothing_is_saved_before_somebody_signs_in(own: str, cluster: Cluster) -> None:
    device = client_as("CHC")
    left_open = opened(device)
    with cluster.admin(own) as admin:
        admin.execute(
            "update safekeeping_session set last_seen_at = clock_timestamp() - idle_limit where principal = %s",
            [CAST["CHC"]],
        )
    answer = device.post(url("contact_add", ALDER), filled(left_open))
    assert (answer.status_code, answer["Location"]) == (302, settings.LOGIN_URL)
    with cluster.as_role(roles.BACKUP, own) as all_rows:
        assert all_rows.execute("select count(*) from care_contact where note = %s", [WORDS]).fetchone() == (0,)
