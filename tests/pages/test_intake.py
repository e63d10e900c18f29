"""The one door on the pages: a short first contact, talks over days, what is known, who waits, a word at the door."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.families import queries as families
from alongside.families.models import Woman
from alongside.intake import actions
from alongside.intake.actions import Said
from alongside.intake.catalogue import shipped
from alongside.intake.models import FirstContact, Told
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
CARDS = url("getting_to_know", ALDER)


def today(days: int = 0) -> str:
    return (timezone.localdate() - timedelta(days)).isoformat()


def text(address: str, who: str = "W1") -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200, (address, page.status_code)
    return " ".join(page.text.split())


def part(code: str, **fields: Any) -> dict[str, Any]:
    return {"how": "home", **day("on", today()), **fields}


def test_a_first_contact_on_the_street_needs_a_day_and_nothing_else_and_goes_on_as_the_same_file() -> None:
    short = url("open_family") + "?short=1"
    page = text(short)
    assert "her_why" not in page and "born_on" not in page and "Read with her what stays private" in page
    assert "Usually we are for: women who expect a child" in page and "Nobody is turned away" in page
    answer = send("W1", short, {"told_by": "street", "how": "street", "place": "by the bridge", **day("on", today())})
    assert answer.status_code == 302, errors(answer)
    first = newest("intake.FirstContact")
    family = first.family_id
    assert (first.told_by, first.how, first.place) == ("street", "street", "by the bridge")
    with acting_as("W1"):
        woman = families.women_of(family).get()
        assert woman.person.name == "" and families.safe_contact_of(woman) is None
    answer = send("W1", url("getting_to_know_talk", family, "why"), part("why", words_my_why="My girl."))
    assert answer.status_code == 302, errors(answer)
    send("W1", url("welcome_add", family, woman.pk), {"colleague": str(CAST["W1"]), **day("on", today())})
    page = text(url("getting_to_know", family))
    assert "My girl." in page and "We had 1 talk so far." in page and "Welcomed after 0 days." in page
    assert count("enrolment.Enrolment", family_id=family) == 1


def test_the_longer_form_keeps_who_told_us_and_in_whose_words() -> None:
    answer = send(
        "INT", url("open_family"),
        {"name": "Wren", "is_alias": "on", "told_by": "ward", "how": "call", "teller": "Nurse Kim", "words": "She is alone.",
         "knows": "no", "source": "card7", **day("on", today())},
    )  # fmt: skip
    assert answer.status_code == 302, errors(answer)
    first = newest("intake.FirstContact", "INT")
    assert (first.told_by, first.teller, first.words, first.knows, first.source) == (
        "ward",
        "Nurse Kim",
        "She is alone.",
        "no",
        "card7",
    )


def test_cards_say_talks_and_never_per_cent_and_each_part_says_first_who_reads_it() -> None:
    page = text(CARDS)
    for each in shipped()[1]:
        assert each.name.en.replace("’", "’") in page, each.code
        assert f"SECRET told: {each.code}" in page
    assert (
        "We had 1 talk so far." in page and "in 1 talk" in page and "%" not in re.sub(r"<[^>]+>|%7[Ff]|%2F", "", page)
    )
    talk = text(url("getting_to_know_talk", ALDER, "using"))
    first = talk.index("Say this first")
    assert first < talk.index("How is it with using now?") and "Nothing here depends on your answer" in talk
    readers = talk[talk.index("It is read by:") : talk.index("words_using_now")]
    assert "Addiction counsellor" in readers and "Child-care worker" not in readers and "Peer supporter" not in readers
    assert "It never stands on her own page." in text(url("getting_to_know_talk", ALDER, "safe"))


def test_what_is_known_is_shown_and_not_asked_again_and_the_second_form_is_shorter() -> None:
    talk = text(url("getting_to_know_talk", ALDER, "parent"))
    assert "Known already, and not asked again" in talk and "Bee Alder" in talk
    assert 'name="words_children"' not in talk and 'name="left_children"' in talk and "It is still right" in talk
    assert 'name="words_parent_help"' in talk
    short = text(url("getting_to_know_talk", ALDER, "parent") + "?short=1")
    assert 'name="words_being_parent"' in short and 'name="words_parent_help"' not in short
    send("W1", url("getting_to_know_talk", ALDER, "parent"), part("parent", left_children="still_right"))
    row = newest("intake.Told")
    assert (row.question, row.standing, row.words) == ("children", "still_right", "")
    # How to reach her is not spelled out on a screen that stands between two.
    assert "+14165550123" not in text(url("getting_to_know_talk", ALDER, "safe"))


def test_everything_can_be_left_out_and_nothing_typed_is_lost() -> None:
    to = url("getting_to_know_talk", ALDER, "why")
    found = errors(send("W1", to, part("why")))
    assert list(found) == ["__all__"] and "nothing to keep yet" in found["__all__"][0]
    page = send("W1", to, {**part("why", words_my_why="Kept words"), **day("on", "2099-01-01")})
    assert "Kept words" in page.text and "on" in errors(page)
    send("W1", to, part("why", whole="not_now"))
    assert newest("intake.Told").question == ""
    send("W1", to, part("why", left_my_why="never", left_proud="not_now"))
    with acting_as("W1"):
        rows = Told.objects.filter(woman_id=ANA, part="why").order_by("-recorded_at")[:2]
        assert {(row.question, row.standing) for row in rows} == {("my_why", "never"), ("proud", "not_now")}
    # Words and a wish in one form are both kept, and the wish counts; also when she speaks again and it stands there still.
    for words in ("Only this", "And this"):
        send("W1", to, part("why", words_my_why=words, left_my_why="never"))
        assert words in text(CARDS) and 'value="never" selected' in text(to)
        with acting_as("W1"):
            rows = Told.objects.filter(woman_id=ANA, part="why", question="my_why").order_by("-recorded_at")[:2]
            assert {(row.standing, row.words) for row in rows} == {("said", words), ("never", "")}
    send("W1", to, part("why", words_proud="My bread", whole="never"))
    assert "She asked not to be asked" in text(CARDS)
    ticks = part("in_the_way", pick_barriers=["transport", "hours"])
    send("W1", url("getting_to_know_talk", ALDER, "in_the_way"), ticks)
    assert "Getting here" in text(CARDS) and "The hours" in text(CARDS)
    wrong = errors(send("W1", url("getting_to_know_talk", ALDER, "in_the_way"), part("x", pick_barriers=["weather"])))
    assert list(wrong) == ["pick_barriers"]


def test_each_page_is_a_fixed_number_of_statements_and_goes_back_to_a_day() -> None:
    def asked(address: str) -> int:
        browser = client_as("W1")
        browser.get(address)
        with statements() as found:
            assert browser.get(address).status_code == 200
        return len(found)

    talk, waits = url("getting_to_know_talk", ALDER, "why"), url("waits")
    before = [asked(each) for each in (CARDS, talk, waits)]
    with acting_as("W1"):
        woman = Woman(person_id=ANA, family_id=ALDER)
        for n in range(8):
            at = {"by": CAST["W1"], "at": timezone.now()}
            actions.talk(
                woman=woman, part="why", said=[Said("my_why", words=f"NEW {n}")], on=timezone.localdate(), **at
            )
            actions.hear_of(woman=woman, on=timezone.localdate(), heard=actions.Heard(), **at)
            actions.leave_word(id=uuid.uuid4(), by="i_come", called=f"Robin {n}")
    assert [asked(each) for each in (CARDS, talk, waits)] == before
    assert "NEW 7" in text(CARDS) and "NEW 7" not in text(CARDS + "?on=2026-01-10")
    then = text(CARDS + "?on=2025-11-01")
    assert "SECRET told" not in then and "Talk about it" not in then


def test_who_waits_is_told_in_the_order_of_the_first_contact_and_what_was_offered() -> None:
    short = url("open_family") + "?short=1"
    for name, days in (("Late", 2), ("Early", 9)):
        send("W1", short, {"name": name, "told_by": "herself", "how": "call", **day("on", today(days))})
    with acting_as("W1"):
        early = FirstContact.objects.get(on=timezone.localdate() - timedelta(9))
    send(
        "W1",
        url("offer_add", early.family_id, early.woman_id),
        {"what": "food", "wanted": "yes", **day("on", today(3))},
    )
    page = text(url("waits"))
    assert page.index("Early") < page.index("Late") and "Not met yet: 9 days so far." in page
    assert "Offered meanwhile: food" in page and "Ana Alder" not in page
    assert "Early" not in text(url("waits"), "W2") and client_as("EVAL").get(url("waits")).status_code == 404


def test_a_word_at_the_door_is_taken_once_and_opens_a_file() -> None:
    at = url("knock", ident("knock"))
    assert "SECRET knock" in text(url("waits")) and "SECRET robin" in text(at, "INT")
    for who in ("CHC", "PEER", "EVAL", "p_ana", "CW1"):
        assert client_as(who).get(at).status_code == 404, who
    answer = send("INT", at, {"what": "file"})
    assert answer.status_code == 302 and "/families/" in answer["Location"]
    assert client_as("W1").get(at).status_code == 404 and "SECRET knock" not in text(url("waits"))
    assert "SECRET robin" in text(answer["Location"], "INT")
    with acting_as("W1"):
        actions.leave_word(id=(id := uuid.uuid4()), by="i_come", words="a trial")
    assert send("W1", url("knock", id), {"what": "aside"})["Location"] == url("waits")


def test_the_door_is_kept_by_those_who_arrange_teams_and_asks_nobody_anything() -> None:
    assert client_as("W1").get(url("door")).status_code == 404
    given = {
        "who_for": ["apart"],
        "child_under": "8",
        "answer_days": "2",
        "words": "Come as you are.",
        "words_fr": "Venez.",
    }
    assert errors(send("SUP", url("door"), {**given, "child_under": "99"})).keys() == {"child_under"}
    assert send("SUP", url("door"), given).status_code == 302
    assert "mothers who live apart from their children" in text(url("open_family"))


def test_take_back_and_tell_on_are_at_her_word() -> None:
    told = ident("told parent")
    page = text(url("told_as_goal", ALDER, told))
    assert "SECRET told: parent" in page
    send("W1", url("told_as_goal", ALDER, told), {"her_words": "More songs", "lane": "close"})
    assert "It became a goal." in text(CARDS)
    assert client_as("W1").get(url("told_as_goal", ALDER, ident("told using_"))).status_code == 404
    assert send("W1", url("told_take_back", ALDER, "parent"), {}).status_code == 302
    assert "SECRET told: parent" not in text(CARDS) and "It became a goal." not in text(CARDS)


def test_the_children_s_workers_find_no_talk_of_hers() -> None:
    for who in ("CHC", "NUR"):
        assert client_as(who).get(CARDS).status_code == 404
        assert client_as(who).get(url("getting_to_know_talk", ALDER, "why")).status_code == 404
    peer = client_as("PEER").get(CARDS)
    assert peer.status_code == 404 or "SECRET told: using" not in peer.text
