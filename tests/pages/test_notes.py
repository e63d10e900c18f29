"""Structured notes: what was for what, what was given, what helped, several things that will happen or were mentioned."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.care import actions as care
from alongside.families.models import Family
from tests.cast import CAST, T0, acting_as, ident
from tests.client import client_as, statements
from tests.pages.reading import WRONG
from tests.pages.writing import ALDER, ANA, THING, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
CONTACT = {"about": f"woman:{ANA}", **day("on", "2026-02-20"), "mode": "phone", "reached": "met"}
SECRET = "SECRET her sister&#x27;s wedding"


def contact(**fields: Any) -> Any:
    return send("W1", url("contact_add", ALDER), {**CONTACT, **fields})


def read(name: str = "family", who: str = "W1", query: str = "") -> str:
    return client_as(who).get(url(name, ALDER) + query).text


def test_a_note_with_several_of_everything() -> None:
    before = {model: count(f"care.{model}") for model in ("Promise", "Mentioned")}
    page = contact(
        purposes=["health", "everyday"], purpose="the dentist", given=["fare", "food"], items_given="two rides",
        helped="a window seat",
        promise_what="Call the dentist", **day("promise_on", "2027-01-05"),
        promise_what_2="Bring the form", **day("promise_on_2", "2027-01-07"),
        mention_what="the party", **day("mention_on", "2026-02-27"),
        mention_what_2="the hearing", **day("mention_on_2", "2027-03-01"),
        promise_what_3="", mention_what_3="",
    )  # fmt: skip
    assert page.status_code == 302
    kept = newest("care.Contact")
    assert (kept.purposes, kept.given, kept.helped) == (["health", "everyday"], ["fare", "food"], "a window seat")
    assert count("care.Promise") == before["Promise"] + 2 and count("care.Mentioned") == before["Mentioned"] + 2
    thing = newest("care.Mentioned", what="the party")
    assert (thing.contact_id, thing.subject, thing.category) == (kept.pk, ANA, kept.category)
    text = read("contacts")
    assert "Health, an appointment, food, fares" in text and "the dentist" in text
    assert "Given: a fare, food, two rides" in text and "What helped: a window seat" in text


def test_one_more_line_loses_nothing_saves_nothing_and_calls_nothing_wrong() -> None:
    before = count("care.Contact")
    sent = {
        "note": "half a",
        "on_day": "31",
        "on_month": "13",
        "given": ["food"],
        "believed": "on",
        "about": f"woman:{ANA}",
    }
    page = send("W1", url("contact_add", ALDER), {**sent, "more": "mention", "mention_what": "a party"})
    form = page.context["form"]
    assert page.status_code == 200 and count("care.Contact") == before and not form.errors
    assert "mention_what_2" in form.fields and "promise_what_2" not in form.fields
    text = page.text
    assert "half a" in text and 'value="13"' in text and 'value="a party"' in text
    assert form["given"].value() == ["food"] and form["believed"].value() is True
    many = {f"mention_what_{n}": "x" for n in range(2, 9)}
    page = send("W1", url("contact_add", ALDER), {**sent, **many, "more": "mention"})
    assert "mention_what_5" in page.context["form"].fields and "mention_what_6" not in page.context["form"].fields
    assert not any(value == "mention" for _name, value, _words in page.context["form"].further)


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        ({"mention_what": "a party"}, "mention_on"),
        (day("mention_on", "2026-02-27"), "mention_what"),
        ({"mention_what_2": "x" * 2001, **day("mention_on_2", "2026-02-27")}, "mention_what_2"),
        ({"given": ["cigarettes"]}, "given"),
        ({"purposes": ["checking up"]}, "purposes"),
    ],
)
def test_odd_answers_come_back(fields: dict[str, Any], question: str) -> None:
    page = contact(note="word for word", **fields)
    assert page.status_code == 200 and list(errors(page)) == [question] and "word for word" in page.text


def test_a_note_written_late_says_so_plainly() -> None:
    today = timezone.localdate()
    for days, said in ((7, False), (9, True)):
        contact(**day("on", (today - timedelta(days=days)).isoformat()), note=f"note of {days}")
        note = read("contacts").split(f"note of {days}")[1].split("</article>")[0]
        assert (f"{days} days after" in note) is said
    assert not any(word in read("contacts").casefold() for word in ("overdue", "late entry", "too late"))


def test_what_was_put_right_by_whom_and_what_stood_there_before() -> None:
    contact(note="on a Tuesday", given=["food"])
    first = newest("care.Contact")
    page = client_as("W1").get(url("contact_correct", ALDER, first.pk))
    assert "promise_what" not in page.text and page.context["form"]["given"].value() == ["food"]
    send("SUP", url("contact_correct", ALDER, first.pk), {**CONTACT, "note": "on a Wednesday", "given": ["food"]})
    text = client_as("W1").get(url("contact", ALDER, newest("care.Contact").pk)).text
    changed = re.search(r"What was changed</summary>(.*?)</details>", text, re.S)
    assert changed and "on a Tuesday</del>" in changed[1] and "on a Wednesday</ins>" in changed[1]
    assert changed[1].count("<del>") == 1  # nothing else was changed
    assert "put right by Suki, supervisor" in text and "written down by Wanda" in text


def test_what_she_mentioned_comes_back_on_home_and_on_the_familys_page() -> None:
    for text in (read(), client_as("W1").get("/").text):
        assert "Ask her how it went" in text and SECRET in text
    asked = url("mention_asked", ALDER, THING)
    send("W1", asked, {**day("on", "2026-03-02"), "her_words": "we <danced>"})
    for text in (read(), client_as("W1").get("/").text):
        assert SECRET not in text
    text = read("mentions")
    assert SECRET in text and "we &lt;danced&gt;" in text and "Asked, or let go" in text
    assert client_as("W1").get(asked).status_code == 404  # it waits no longer


def test_kept_for_later_needs_a_day_to_come() -> None:
    page = send("W1", url("mention_later", ALDER, THING), day("again_on", "2020-01-01"))
    assert list(errors(page)) == ["again_on"]
    assert send("W1", url("mention_later", ALDER, THING), day("again_on", "2099-01-01")).status_code == 302
    assert SECRET not in read() and SECRET in read("mentions")


def test_as_of_a_day_what_was_mentioned_and_asked_by_then() -> None:
    send("W1", url("mention_asked", ALDER, THING), day("on", "2026-03-02"))
    then = T0.date().isoformat()
    assert "To ask her about" in read("mentions", query=f"?on={then}") and SECRET in read(
        "mentions", query=f"?on={then}"
    )
    before = (T0.date() - timedelta(days=1)).isoformat()
    assert SECRET not in read("mentions", query=f"?on={before}")
    assert "Ask her how it went" not in read(query=f"?on={then}")


@pytest.mark.parametrize("who", WRONG)
def test_the_wrong_people_are_asked_nothing(who: str) -> None:
    assert client_as(who).get(url("mentions", ALDER)).status_code == 404
    assert "wedding" not in client_as(who).get("/", follow=True).text


def test_a_childrens_worker_is_asked_about_children_alone() -> None:
    assert "wedding" not in read(who="CHC") and "wedding" not in read("mentions", "CHC")


def test_pages_ask_as_many_statements_whatever_was_mentioned() -> None:
    counted = []
    for n in range(2):
        for name in ("mentions", "family", "contacts"):
            browser = client_as("W1")
            with statements() as made:
                assert browser.get(url(name, ALDER)).status_code == 200
            counted.append((name, n, len(made)))
        with acting_as("W1"):
            for k in range(8):
                care.mention(
                    family=Family(id=ALDER), subject=ANA, category=1, what=f"thing {k}",
                    on=date(2026, 2, 1), by=CAST["W1"], at=T0, id=ident(f"thing {k}"),
                )  # fmt: skip
    assert [c for _n, n, c in counted if n == 0] == [c for _n, n, c in counted if n == 1]
    assert {name: c for name, _n, c in counted}["family"] <= 12
