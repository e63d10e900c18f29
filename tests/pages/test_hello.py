"""The page for everybody: nothing but a way to answer is needed, nothing tells what it is for, and too much is too much."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from alongside.intake.models import Knock
from alongside.wording.rules import check, hard_sentences, read
from tests.cast import acting_as
from tests.pages.her_page.telling import TELLING, plain

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def send(**fields: Any) -> Any:
    return Client().post("/hello/?from=ward7", {"submission": str(uuid.uuid4()), "by": "text", **fields})


def left() -> list[Knock]:
    with acting_as("W1"):
        return list(Knock.objects.exclude(called="SECRET robin").order_by("came_at"))


def test_it_says_first_what_stays_private_and_what_happens_next_and_nothing_of_us() -> None:
    page = Client().get("/hello/")
    text = page.text
    assert page.status_code == 200 and page["Cache-Control"] == "no-store, max-age=0"
    form = text.index('name="by"')
    assert text.index("What stays private") < text.index("What happens next") < form
    title = re.search(r"<title>(.*?)</title>", text, re.S)
    assert title and title[1].strip() == "My notes" and "Alongside" not in text
    assert "data-leave" in text and "SECRET" not in text
    assert "You are expecting a child." in text and "If none fits, write to us all the same." in text


def test_the_way_back_from_what_stays_private_leads_here() -> None:
    assert 'href="/hello/"' in Client().get("/my/private/?at=/hello/").text


def test_a_word_is_kept_once_and_says_nothing_when_it_is() -> None:
    submission = str(uuid.uuid4())
    for _n in range(2):
        answer = send(
            submission=submission, value="416 555 0100", called="Wren", words="I am here.", good_times="mornings"
        )
        assert answer.status_code == 302 and answer["Location"] == "/hello/thanks/"
    [one] = left()
    assert (one.value, one.called, one.words, one.good_times, one.source, one.voicemail) == (
        "416 555 0100", "Wren", "I am here.", "mornings", "ward7", False,
    )  # fmt: skip
    thanks = Client().get("/hello/thanks/")
    assert (
        "Wren" not in thanks.text and "within 3 days" in thanks.text and thanks["Cache-Control"].startswith("no-store")
    )


def test_nothing_but_a_way_to_answer_is_needed_and_none_is_one() -> None:
    page = send(words="Kept words")
    assert page.status_code == 422 and "Kept words" in page.text and "choose that you come by yourself" in page.text
    assert send(by="i_come").status_code == 302
    assert send(by="pigeon", value="x").status_code == 422
    assert send(value="x" * 201).status_code == 422
    assert send(value="416", words="x" * 5_000).status_code == 422
    assert len(left()) == 1


def test_too_much_from_one_place_is_asked_to_wait_and_loses_nothing() -> None:
    for _n in range(6):
        assert send(by="i_come").status_code == 302
    page = send(by="i_come", words="Still here")
    assert page.status_code == 429 and "Still here" in page.text and "Please wait a little" in page.text
    assert len(left()) == 6


def test_it_needs_its_own_mark() -> None:
    assert Client(enforce_csrf_checks=True).post("/hello/", {"by": "i_come"}).status_code == 403
    assert left() == []


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_its_words_are_plain_and_tell_nobody_what_it_is(language: str, grade: Any) -> None:
    browser, texts = Client(), []
    browser.cookies["django_language"] = language
    for address in ("/hello/", "/hello/thanks/"):
        html = browser.get(address).text
        assert not TELLING.search(html), (address, TELLING.search(html))
        texts.append(plain(html))
    found = read("\n".join(texts), grade)
    assert found.easy, (found, hard_sentences("\n".join(texts), grade))
    assert [f for f in check("\n".join(texts), audience="woman") if f.level == "avoid"] == []
