"""We missed each other: a kind suggestion on home and on the family's page, as she wants it; and words that could be kinder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alongside.care import actions as care
from alongside.families.models import Family, Relationship, SafeContact, SafeWay
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, NOBODY, count, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
FAMILY = url("family", ALDER)
WISH = url("reach_wish", ALDER, ANA)
NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)  # noon of a Wednesday in Toronto
BY = {"by": CAST["W1"], "at": NOON}


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hours of safe contact depend on the clock."""
    from alongside.pages.worker import family, home

    for module in (family, home):
        monkeypatch.setattr(module.timezone, "now", lambda: NOON)


def we_missed(days: int = 2) -> None:
    with acting_as("W1"):
        care.record_contact(
            family=Family(id=ALDER), subject=ANA, for_whom="woman", category=1, on=NOON.date() - timedelta(days=days),
            mode="home", reached="did_not_meet_unknown", **BY,
        )  # fmt: skip


def plan(*channels: str, shares: str = "", **way: Any) -> None:
    with acting_as("W1"):
        made = SafeContact.objects.create(
            family_id=ALDER, woman_id=ANA, version=5, checked_on=NOON.date(), who_shares_the_phone=shares,
            recorded_by=CAST["W1"], recorded_at=NOON,
        )  # fmt: skip
        for channel in channels:
            SafeWay.objects.create(plan=made, family_id=ALDER, woman_id=ANA, channel=channel, value="416", **way)


def says(who: str = "W1", address: str = FAMILY) -> str:
    text = client_as(who).get(address).text
    return text.split("We missed each other")[1].split("</div>")[0] if "We missed each other" in text else ""


def wants(wish: str, **more: Any) -> None:
    with acting_as("W1"):
        care.wish_reached(family=ALDER, woman=ANA, wants=wish, **more, **BY)


def test_it_is_said_kindly_with_what_is_safe_now_and_never_against_her() -> None:
    plan("text", "call", voicemail=False)
    wants("look", where="the <library>", her_words="I like it when you do")
    assert says() == ""
    we_missed()
    told = says()
    assert "nobody’s fault" in told and "come looking for me too" in told and "the &lt;library&gt;" in told
    assert "I like it when you do" in client_as("W1").get(FAMILY).text
    assert "Text message" in told and "no voice message" in told and "reaching=out" in told
    assert not any(word in told.casefold() for word in ("no-show", "missed visit", "failed", "overdue", "times"))
    assert "We missed each other" in client_as("W1").get("/").text


def test_leave_it_to_me_is_heeded_on_every_page() -> None:
    plan("text")
    we_missed()
    wants("leave")
    assert says() == says(address="/") == ""
    wants("please")
    assert says() and says(address="/")


def test_only_ways_that_she_chose_and_that_are_open() -> None:
    plan("text", "call", "visit")
    we_missed()
    wants("please", ways=["visit"])
    assert "At the door" in says() and "Text message" not in says()


def test_outside_her_hours_no_way_is_offered() -> None:
    from datetime import time

    plan("text", from_hour=time(18), to_hour=time(20))
    we_missed()
    wants("please")
    told = says()
    assert "Text message" not in told and "None of her ways is safe at this moment" in told


def test_a_phone_that_somebody_unsafe_shares_is_not_offered() -> None:
    plan("text", shares="Cal")
    we_missed()
    wants("please")
    with acting_as("W1"):
        assert Relationship.objects.filter(person_id=ANA, safety="unsafe", superseded_at=None).exists()
    assert "Text message" not in says()


def test_whoever_does_not_read_who_is_unsafe_is_offered_no_phone_that_somebody_shares() -> None:
    plan("text", "visit", shares="her aunt")
    we_missed()
    wants("please")
    for who, offered in (("W1", True), ("DIR", False)):
        told = says(who)
        if told:
            assert ("Text message" in told) is offered and "At the door" in told, who


def test_what_is_written_then_is_filled_in_and_it_rests_for_a_while() -> None:
    plan("text")
    we_missed()
    wants("please")
    page = client_as("W1").get(url("contact_add", ALDER) + f"?about={ANA}&reaching=out")
    form = page.context["form"]
    assert (form["reached"].value(), form["purposes"].value(), form["about"].value()) == (
        "tried", ["reaching_out"], f"woman:{ANA}",
    )  # fmt: skip
    with acting_as("W1"):
        care.record_contact(
            family=Family(id=ALDER), subject=ANA, for_whom="woman", category=1, on=NOON.date(), mode="text",
            reached="tried", **BY,
        )  # fmt: skip
    assert says() == ""


@pytest.mark.parametrize("who", [*NOBODY, "CHC"])
def test_the_wrong_people_are_told_nothing(who: str) -> None:
    plan("text")
    we_missed()
    for address in (FAMILY, "/"):
        assert "We missed each other" not in client_as(who).get(address, follow=True).text
    assert client_as(who).get(WISH).status_code == 404


def test_a_worker_writes_down_what_she_wants_and_it_is_shown_again() -> None:
    page = client_as("W1").get(WISH)
    assert page.context["form"]["wants"].value() == "look" and "SECRET bench" in page.text  # of the cast
    assert send("W1", WISH, {"wants": "leave", "her_words": "please"}).status_code == 302
    assert newest("care.ReachWish").wants == "leave" and count("care.ReachWish") == 2
    assert list(errors(send("W1", WISH, {"wants": "x", "where": "y" * 2001}))) == ["wants", "where"]


def test_she_says_it_herself_on_her_own_page() -> None:
    browser = client_as("p_ana")
    page = browser.get("/my/reaching/")
    assert page.status_code == 200 and "When we miss each other" in page.text and "SECRET bench" in page.text
    form = {"wants": "leave", "submission": "0190d0b0-0000-7000-8000-0000000000aa"}
    for _ in range(2):
        assert browser.post("/my/reaching/", form).status_code == 302
    assert count("care.ReachWish", wants="leave") == 1
    assert newest("care.ReachWish", wants="leave").recorded_by == ANA
    assert browser.post("/my/reaching/", {"wants": "x"}).status_code == 422
    assert client_as("W1").get("/my/reaching/").status_code == 404


def test_the_familys_page_needs_no_statement_more() -> None:
    plan("text")
    counted = []
    for _ in range(2):
        browser = client_as("W1")
        with statements() as made:
            browser.get(FAMILY)
        counted.append(len(made))
        we_missed()
    assert counted[0] == counted[1] <= 12


# --- words that could be said another way, while somebody types

LOOK = url("wording_look")


def look(text: str, who: str = "W1", **more: str) -> list[dict[str, Any]]:
    return client_as(who).post(LOOK, {"text": text, **more}).json()["found"]


def test_words_are_found_where_they_stand_and_nothing_is_kept() -> None:
    text = "🌻🌻 She is an addict."
    [found] = look(text)
    units = text.encode("utf-16-le")
    assert units[found["start"] * 2 : found["end"] * 2].decode("utf-16-le") == found["text"]
    assert found["say"] and found["why"]
    before = count("recordkeeping.Trail", "PRIV")
    with statements() as made:
        look("She is an addict, SECRETTEXT.")
    assert count("recordkeeping.Trail", "PRIV") == before
    assert not any("SECRETTEXT" in line for line in made)


@pytest.mark.parametrize(
    "text", ["", "   ", "A good afternoon.", "She said: “I was an addict for a long time.”", "> I am an addict now"]
)
def test_what_is_kind_and_what_she_said_is_left_alone(text: str) -> None:
    """T-18: her own words are never touched."""
    assert look(text) == []


def test_what_is_written_to_her_is_read_for_its_tone_too() -> None:
    assert len(look("You must be on time. You failed.", to="woman")) >= len(look("You must be on time. You failed."))


def test_her_own_words_have_no_such_help() -> None:
    page = client_as("W1").get(url("contact_add", ALDER))
    form = page.context["form"]
    assert {name for name, field in form.fields.items() if "data-wording" in field.widget.attrs} == {
        "note",
        "helped",
        "between_you",
    }


def test_very_long_texts_and_the_wrong_people() -> None:
    assert len(look("She is an addict. " * 9000)) <= 8
    assert client_as(None).post(LOOK, {"text": "x"}).status_code == 302
    assert client_as("p_cal").post(LOOK, {"text": "x"}).status_code == 404
    assert client_as("W1").get(LOOK).status_code == 405
