"""Culture on the pages of her team: offered, never assumed; what she says is obeyed."""

from __future__ import annotations

import pytest

from alongside.culture import queries
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.writing import ALDER, day, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
PAGE = f"/families/{ALDER}/culture/"


def text(address: str, who: str = "W1") -> str:
    answer = client_as(who).get(address)
    assert answer.status_code == 200, (address, who)
    return answer.text


def test_what_she_says_is_obeyed_by_the_next_one_who_opens_the_form() -> None:
    with statements() as few:
        assert "SECRET the old words" in text(PAGE)
    offer = url("culture_offer", ALDER)
    said = {"how": "offered", "what": "circle", "answer": "never", **day("on", "2026-02-20")}
    assert send("W1", offer, said)["Location"] == PAGE
    with statements() as many:
        page = text(PAGE, "PIT")
    assert "Please do not offer this again" in page and len(many) == len(few) <= 13
    assert "She asked that nobody offers this again. Please do not." in text(offer, "PIT")
    again = send("PIT", offer, {**said, "answer": "yes", "her_words": "She might."})
    assert again.status_code == 200 and "nobody offers this again" in again.text and "She might." in again.text
    assert send("PIT", offer, {**said, "how": "asked", "answer": "yes"}).status_code == 302
    waits = {**said, "how": "asked", "answer": "not_now"}
    assert send("PIT", offer, waits).status_code == 302
    assert send("PIT", offer, {**said, "what": ""}).status_code == 302  # "not again" is about all of it
    assert "She asked · not now" in text(PAGE)  # what she asked for stays hers, whatever she says to it
    assert send("PIT", offer, {**said, "how": "asked"}).status_code == 302  # her no is never taken for a yes
    told = newest("culture.CulturalOffer", "PIT")
    assert (told.how, told.answer) == ("asked", "never") and "She asked · please do not ask again" in text(PAGE)
    assert "nobody offers this again" in send("PIT", offer, waits).text  # nor is "not now" an answer to a new offer
    nothing = send("PIT", offer, {**said, "how": "asked", "what": "", "answer": "yes"})
    assert nothing.status_code == 200 and "say what it is about" in nothing.text


def test_an_elder_at_her_yes_from_the_choice_to_a_note_and_the_end() -> None:
    for who in ("ELDER", "W2", "PEER", "CHC", "PRIV", "p_cal", "ADM"):
        assert client_as(who).get(PAGE).status_code == 404, who
    for who in ("W1", "PEER", "SUP"):
        assert client_as(who).get("/culture/").status_code == 404, who
    assert "Nobody just now" in text("/culture/", "ELDER")
    begin = url("culture_begin", ALDER)
    page = text(begin, "SUP")
    assert "Esther, Elder" in page and "Gia, peer" not in page
    assert send("SUP", begin, {"colleague": str(CAST["ELDER"]), **day("on", "2026-02-20")})["Location"] == PAGE
    assert "Ana Alder" in text("/culture/", "ELDER")
    page = text(PAGE, "ELDER")
    assert "Write a note" in page and "Bee" not in page
    with acting_as("ELDER"):
        [row] = queries.mine(CAST["ELDER"])
    note = {"words": "We sang by the water.", "mode": "in_person", **day("on", "2026-02-21")}
    assert send("W1", url("culture_note", ALDER, row.pk), note).status_code == 404
    assert send("ELDER", url("culture_note", ALDER, row.pk), note)["Location"] == PAGE
    assert "We sang by the water." in text(f"/families/{ALDER}/contacts/")
    for page in ("goals", "safety_plans", "family_peers", "family_afterwards"):
        answer = client_as("ELDER").get(url(page, ALDER))
        assert answer.status_code == 404 or "SECRET" not in answer.text, page
    assert send("ELDER", url("culture_end", ALDER, row.pk), {})["Location"] == "/culture/"
    assert client_as("ELDER").get(PAGE).status_code == 404
