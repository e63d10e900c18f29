"""Two records of one woman, on the pages: found, said, agreed to by a second person, taken apart by two."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from alongside.pages.worker import same
from tests.cast import CAST
from tests.client import client_as, statements
from tests.pages.test_leaving import begun, on, see
from tests.pages.writing import ALDER, ANA, count, newest, send

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
CEDAR, GIA, MIRA = CAST["CEDAR"], CAST["GIA"], CAST["MIRA"]
LIST, ALDERS = reverse("same"), reverse("same_find", args=[ALDER])
SHE = {"person": str(ANA), "name": "Gia Alder"}


def said(who: str = "SUP", **more: Any) -> uuid.UUID:
    given = {**SHE, "other": str(GIA), "why": "THE card has the same number", **more}
    answer = send(who, reverse("same_say", args=[ALDER]), given)
    assert answer.status_code == 302 and answer["Location"] == LIST, unescape(answer.content.decode())
    return newest("consent.SamePerson", who).id


def at(name: str, same: uuid.UUID) -> str:
    return reverse(f"same_{name}", args=[same])


def test_found_said_agreed_and_taken_apart_again() -> None:
    found = unescape(send("SUP", ALDERS, SHE).content.decode())
    assert "Gia Alder" in found and str(GIA) in found
    id = said()
    mine, hers = see("SUP", LIST), see("DIR", LIST)
    for page in (mine, hers):
        assert "Ana Alder" in page and "Gia Alder" in page and "THE card has the same number" in page
        assert reverse("family", args=[ALDER]) in page and reverse("family", args=[CEDAR]) in page
    assert at("agree", id) in hers and at("agree", id) not in mine and at("drop", id) in mine
    see("SUP", at("agree", id), 404)
    on("DIR", at("agree", id))
    assert "Two people agreed that they are one." in see("SUP", LIST)
    assert "Gia Alder" in see("DIR", ALDERS) and "Ana Alder" in see("DIR", reverse("same_find", args=[CEDAR]))
    see("SUP", at("drop", id), 404)
    assert on("SUP", at("apart", id), why="TWO cards after all") == LIST
    see("SUP", at("agree_apart", id), 404)
    assert "TWO cards after all" in see("DIR", at("agree_apart", id))
    on("DIR", at("agree_apart", id))
    assert "Gia Alder" not in see("SUP", LIST)
    assert count("consent.SamePerson", "SUP", ended_at=None) == 0


def test_the_first_page_asks_only_whether_one_waits_for_her_and_reads_none() -> None:
    def waits(who: str) -> bool:
        with statements() as asked:
            page = see(who, "/")
        [one] = [each for each in asked if 'FROM "consent_sameperson"' in each]
        assert "LIMIT 1" in one and '"why"' not in one and "families_person" not in one, one
        return "Recorded in two files" in page

    assert not waits("SUP") and not waits("DIR")
    id = said()
    assert waits("DIR") and not waits("SUP")
    on("DIR", at("agree", id))
    assert not waits("DIR") and not waits("SUP")
    on("DIR", at("apart", id), why="TWO cards after all")
    assert waits("SUP") and not waits("DIR")
    on("SUP", at("agree_apart", id))
    assert not waits("DIR") and not waits("SUP")


def test_why_is_asked_for_and_what_was_typed_stays() -> None:
    answer = send("SUP", reverse("same_say", args=[ALDER]), {**SHE, "other": str(GIA), "why": " "})
    assert answer.status_code == 200 and "why" in answer.context["form"].errors
    assert count("consent.SamePerson", "SUP") == 0


def test_sent_twice_it_is_said_once_and_said_again_it_is_refused() -> None:
    given = {**SHE, "other": str(GIA), "why": "x", "submission": str(uuid.uuid4())}
    browser, address = client_as("SUP"), reverse("same_say", args=[ALDER])
    assert [browser.post(address, given).status_code for _ in range(2)] == [302, 302]
    assert browser.post(address, {**given, "submission": str(uuid.uuid4())}).status_code == 404
    assert count("consent.SamePerson", "SUP") == 1


@pytest.mark.parametrize("who", ["W1", "W2", "W3", "PEER", "CHC", "PRIV", "ADM", "EVAL", "CW1", "p_cal", "p_ana", None])
def test_whoever_does_not_know_both_finds_nothing(who: str | None) -> None:
    id, browser = said(), client_as(who)
    for name in ("agree", "drop", "apart", "agree_apart", "stay"):
        for answer in (browser.get(at(name, id)), send(browser, at(name, id), {"why": "x"})):
            assert answer.status_code == (302 if who is None else 404)
            assert "Gia Alder" not in answer.content.decode()
    assert count("consent.SamePerson", "SUP", agreed_at=None, ended_at=None) == 1


def test_whoever_sees_one_file_alone_does_not_learn_that_there_is_another() -> None:
    """The same pages, word for word, before and after; and a guessed number is like one that is not there."""

    def looked() -> list[str]:
        pages = [send("W1", ALDERS, SHE).content.decode(), see("W1", LIST), see("W1", ALDERS)]
        pages.append(see("W1", reverse("family", args=[ALDER])))
        # But for the numbers that each form has anew.
        return [re.sub(r'value="[^"]{30,}"', "", page.split("<main")[1].split("</main")[0]) for page in pages]

    before = looked()
    assert "Nobody is known to be recorded twice" in before[1] and "Nobody found" in before[0]
    id = said()
    assert looked() == before
    for there in (id, uuid.uuid4()):
        assert client_as("W1").get(at("agree", there)).status_code == 404
    assert send("W1", reverse("same_say", args=[ALDER]), {**SHE, "other": str(GIA), "why": "x"}).status_code == 200
    assert count("consent.SamePerson", "SUP") == 1


def test_a_child_is_never_offered_for_a_woman_nor_somebody_of_the_same_file() -> None:
    page = unescape(send("SUP", ALDERS, {"person": str(ANA), "name": "Alder"}).content.decode())
    assert str(GIA) in page and str(CAST["BEE"]) not in page and 'value="' + str(CAST["DOT"]) not in page


def test_the_second_person_is_told_that_something_waits() -> None:
    said()
    assert LIST in see("DIR", reverse("home")) and LIST not in see("SUP", reverse("home"))
    assert LIST not in see("W1", reverse("home"))


def test_what_waits_stands_before_what_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    on("DIR", at("agree", said()))
    later = said(name="Ève Birch", other=str(CAST["EVE"]))
    monkeypatch.setattr(same, "MOST", 1)
    assert at("agree", later) in see("DIR", LIST) and "Two people agreed" not in see("DIR", LIST)


def test_a_letter_stops_where_the_other_record_does_not_let_it() -> None:
    """W1 sees Ana's file alone; the rules ask about both, and say no more than that it is not covered."""
    letter = reverse("leaving_letter", args=[ALDER, begun()])
    browser = client_as("W1")
    before = {kind.category for kind in browser.get(letter).context["may"]}
    said()
    page = browser.get(letter)
    assert before and not page.context["may"]
    assert before <= {kind.category for kind in page.context["may_not"]}
    assert "Gia Alder" not in page.content.decode()


def test_the_family_page_asks_no_more_than_before() -> None:
    with statements() as before:
        see("SUP", reverse("family", args=[ALDER]))
    said()
    with statements() as after:
        see("SUP", reverse("family", args=[ALDER]))
    assert len(after) == len(before) <= 12
