"""Notes that are being written: kept as they are typed, gone on with, thrown away; never anybody else's."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.reading import WRONG
from tests.pages.writing import ALDER, ANA, count, day, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
KEEP = url("begun_keep", ALDER)
ADD = url("contact_add", ALDER)
TYPED = {
    "about": f"woman:{ANA}",
    **day("on", "2026-02-20"),
    "note": "half a <note> &c é",
    "given": ["food", "fare"],
    "believed": "on",
}


def keep(browser: Client, form: uuid.UUID, version: str = "", **fields: Any) -> Any:
    return browser.post(KEEP, {"submission": str(form), "begun_version": version, **TYPED, **fields})


def mine(who: str = "W1") -> int:
    return count("care.BegunNote", who)


def test_kept_as_typed_found_again_word_for_word_and_gone_when_recorded() -> None:
    browser, form = client_as("W1"), uuid.uuid4()
    answer = keep(browser, form, mention_what_2="the hearing", on_day="31", on_month="13").json()
    assert answer == {"id": str(form), "version": 1}
    assert keep(browser, form, "1", her_words="“yes”").json()["version"] == 2
    before = mine()
    page = browser.get(ADD)
    assert "You were writing" in page.text and f"?begun={form}" in page.text
    page = browser.get(f"{ADD}?begun={form}")
    shown = page.context["form"]
    assert "half a &lt;note&gt; &amp;c é" in page.text and "“yes”" in page.text and not shown.errors
    assert shown["given"].value() == ["food", "fare"] and shown["believed"].value() is True
    assert 'name="begun_version" value="2"' in page.text and str(shown["submission"].value()) == str(form)
    answer = browser.post(ADD, {**TYPED, "mode": "phone", "reached": "met", "submission": str(form)})
    assert (
        answer.status_code == 302 and mine() == before - 1 and newest("care.Contact").note.startswith("half a <note>")
    )
    late = keep(browser, form, "2")  # what was on its way arrives after it was recorded
    assert late.status_code == 204 and mine() == before - 1


def test_each_page_has_a_mark_of_its_own_and_one_page_makes_one_draft() -> None:
    browser, form, before = client_as("W1"), uuid.uuid4(), mine()
    marks = [re.search(r'name="begun_mark" value="([0-9a-f-]{36})"', browser.get(ADD).text)[1] for _ in range(2)]
    for n, version in enumerate(("", "", "1")):  # the answers to the first two were lost on the way
        kept = keep(browser, form, version, begun_mark=marks[0], her_words=f"word {n}").json()
    assert kept == {"id": str(form), "version": 3} and mine() == before + 1
    assert "begun_mark" not in browser.get(f"{ADD}?begun={form}").context["form"].initial
    for odd in (marks[1], "nonsense", ""):
        assert keep(browser, form, "1", begun_mark=odd, her_words=f"{odd} words").json()["id"] != str(form)


def test_odd_answers_keep_it_until_it_is_recorded() -> None:
    browser, form = client_as("W1"), uuid.uuid4()
    keep(browser, form)
    page = browser.post(
        ADD, {**TYPED, "mode": "pigeon", "reached": "met", "submission": str(form), "begun_version": "1"}
    )
    assert page.status_code == 200 and 'name="begun_version" value="1"' in page.text
    assert keep(browser, form, "1").json() == {"id": str(form), "version": 2}


def test_without_a_script_a_button_keeps_it() -> None:
    before, contacts = mine(), count("care.Contact")
    page = send("W1", ADD, {**TYPED, "keep": "yes"}, follow=True)
    assert mine() == before + 1 and count("care.Contact") == contacts
    assert "Only you see it" in page.text
    assert "You were writing" in client_as("W1").get("/").text


def test_a_correction_that_was_begun_goes_on_where_it_was() -> None:
    browser, form = client_as("W1"), uuid.uuid4()
    address = url("contact_correct", ALDER, ident("contact 0"))
    page = browser.get(address)
    assert f'name="putting_right" value="{ident("contact 0")}"' in page.text
    keep(browser, form, putting_right=str(ident("contact 0")), note="better words")
    text = browser.get(ADD).text
    assert f"{address}?begun={form}" in text and "putting a note right" in text
    assert "better words" in browser.get(f"{address}?begun={form}").text
    fields = {**TYPED, "mode": "phone", "reached": "met", "note": "better words"}
    before = mine()
    assert browser.post(address, {**fields, "submission": str(form)}).status_code == 302
    assert mine() == before - 1


def test_thrown_away_it_is_gone() -> None:
    away = url("begun_away", ALDER, ident("begun 1"))
    assert "SECRET" not in client_as("W1").get(away).text and mine() == 1
    assert send("W1", away, {}).status_code == 302 and mine() == 0
    assert client_as("W1").get(away).status_code == 404


@pytest.mark.parametrize("who", [*WRONG, "SUP", "DIR", "PIT", "PEER", "CHC"])
def test_nobody_else_finds_it_by_its_number_in_a_list_or_by_searching(who: str) -> None:
    begun, browser = ident("begun 1"), client_as(who)
    assert browser.get(url("begun_away", ALDER, begun)).status_code == 404
    assert send(who, url("begun_away", ALDER, begun), {}).status_code == 404
    for address in (f"{ADD}?begun={begun}", ADD, "/", url("family", ALDER), url("contacts", ALDER)):
        assert "half a note" not in browser.get(address, follow=True).text
        assert "You were writing" not in browser.get(address, follow=True).text
    assert "SECRET" not in browser.post("/families/", {"words": "half a note"}, follow=True).text
    with acting_as("W1"):
        assert mine() == 1


@pytest.mark.parametrize("who", ["W2", "W3", "CW1", "EVAL", "p_cal", "p_foster"])
def test_nobody_keeps_anything_in_a_file_that_is_not_hers(who: str) -> None:
    hidden = keep(client_as(who), uuid.uuid4())
    nowhere = client_as(who).post(KEEP.replace(str(ALDER), str(uuid.uuid4())), TYPED)
    assert hidden.status_code == nowhere.status_code == 404 and len(hidden.content) == len(nowhere.content)


def test_signed_out_it_is_kept_nowhere_and_the_answer_leads_to_the_door() -> None:
    answer = keep(client_as(None), uuid.uuid4())
    assert answer.status_code == 302 and "/account/login/" in answer["Location"]


def test_a_device_that_changed_hands_keeps_nothing_in_the_new_name() -> None:
    before = mine("SUP")
    answer = keep(client_as("SUP"), uuid.uuid4(), opened_as=str(CAST["W1"]))
    assert answer.status_code == 409 and mine("SUP") == before


def test_too_long_to_keep_and_odd_numbers() -> None:
    browser = client_as("W1")
    assert keep(browser, uuid.uuid4(), note="x" * 1_000_001).status_code == 413
    for odd in ("x", "-1", "9" * 40):
        assert keep(browser, uuid.uuid4(), odd).status_code == 200
    assert keep(browser, uuid.uuid4(), putting_right="nonsense").status_code == 404
    assert keep(browser, uuid.uuid4(), putting_right=str(ident("contact 99"))).status_code == 404
    for odd in ("nonsense", str(uuid.uuid4()), str(ident("begun 1"))[:-1]):
        assert browser.get(f"{ADD}?begun={odd}").status_code == 200
    assert browser.get(KEEP).status_code == 405


def test_without_its_own_mark_nothing_is_kept() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client_as("W1").cookies
    assert keep(browser, uuid.uuid4()).status_code == 403 and mine() == 1


def test_each_pause_costs_few_statements_and_no_line_of_the_trail_but_who_was_there() -> None:
    browser, form = client_as("W1"), uuid.uuid4()
    keep(browser, form)
    with statements() as made:
        assert keep(browser, form, "1").status_code == 200
    assert len(made) <= 9
    assert not re.search(r"half a", "".join(line for line in made if "recordkeeping_trail" in line))
