"""A hard day: on her own page she asks for somebody, finds what helped, and reads that she is not in trouble."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from alongside.accounts import actions as accounts
from alongside.care.models import AskedToday
from alongside.safekeeping.actions import hashed, new_token
from alongside.wording.rules import check, hard_sentences, read
from tests.cast import acting_as
from tests.client import client_as, statements
from tests.pages.her_page.telling import TELLING, plain
from tests.pages.writing import ANA

pytestmark = pytest.mark.usefixtures("committing")
PAGE, ASK = "/my/hard-day/", "/my/hard-day/ask/"


@pytest.fixture
def hers() -> Client:
    """A browser that she is in with."""
    token, browser = new_token(), Client()
    accounts.open_session(token_hash=hashed(token), principal=ANA, second_factor=True)
    browser.cookies[settings.TOKEN_COOKIE] = token
    return browser


def test_she_is_not_in_trouble_asks_once_and_takes_it_back(hers: Client) -> None:
    page = hers.get(PAGE).text
    assert (
        "not in trouble" in page
        and "you hear it first" in page
        and "Wanda" in page
        and "Pilar" in page
        and "Chris" in page
    )
    above, _mark, _below = page.partition('id="used"')  # it supposes nothing, and tells nothing over her shoulder
    assert "<h1>When a day is hard</h1>" in above and "used" not in plain(f"{above}</main>").casefold()
    assert "SECRET helped" in page and "SECRET tell" not in page and "Who cared" not in page
    form = {"submission": str(uuid.uuid4()), "wants": "call", "her_words": "after <six>, on the step"}
    for _ in range(2):
        assert hers.post(ASK, form).status_code == 302
    page = hers.get(PAGE).text
    assert page.count("after &lt;six&gt;") == 1 and "Please call me" in page
    with acting_as("p_ana"):
        [row] = AskedToday.objects.filter(settled_at=None)
        assert row.recorded_by == ANA and row.wants == "call"
    back = f"/my/hard-day/{row.pk}/back/"
    for _ in range(2):
        assert hers.post(back, {}).status_code == 302
    assert "after &lt;six&gt;" not in hers.get(PAGE).text
    with acting_as("p_ana"):
        assert AskedToday.objects.get(pk=row.pk).settled_as == "taken_back"


def test_bad_input_loses_nothing_and_nobody_else_is_here(hers: Client) -> None:
    bad = hers.post(ASK, {"submission": str(uuid.uuid4()), "wants": "taxi", "her_words": "kept <b>"})
    assert bad.status_code == 422 and "kept &lt;b&gt;" in bad.text
    assert hers.get(ASK).status_code == 405 and hers.post(f"/my/hard-day/{uuid.uuid4()}/back/", {}).status_code == 404
    for who in ("W1", "p_cal", "CW1"):
        assert client_as(who).get(PAGE).status_code == 404 and client_as(who).post(ASK, {}).status_code == 404
    assert client_as(None).get(PAGE).status_code == 302


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_its_words_are_kind_and_easy_and_tell_nobody_anything(hers: Client, language: str, grade: Any) -> None:
    hers.cookies["django_language"] = language
    page = re.sub(
        r"(?s)<label.*?</label>|<textarea.*?</textarea>|<blockquote.*?</blockquote>|<bdi>.*?</bdi>",
        "",
        hers.get(PAGE).text,
    )
    assert TELLING.search(page) is None, TELLING.search(page)
    words = plain(page)
    found = read(words, grade)
    assert found.easy, (found, hard_sentences(words, grade))
    assert [f for f in check(words, audience="woman") if f.level == "avoid"] == []
    assert PAGE in hers.get("/my/").text


def test_a_fixed_number_of_statements(hers: Client) -> None:
    counted = []
    for _ in range(2):
        with statements() as made:
            hers.get(PAGE)
        counted.append(len(made))
        for words in ("a", "b", "c"):
            hers.post(ASK, {"submission": str(uuid.uuid4()), "wants": "meet", "her_words": words})
    assert counted[0] == counted[1]
