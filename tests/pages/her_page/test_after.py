"""When she goes, and after, on her own page: her own view, a goodbye, staying in touch, giving something back."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from alongside.accounts import actions as accounts
from alongside.afterwards import queries
from alongside.afterwards.models import ClosingView, Goodbye
from alongside.safekeeping.actions import hashed, new_token
from alongside.wording.rules import hard_sentences, read
from tests.cast import CAST, acting_as, ident
from tests.client import statements
from tests.pages.her_page.telling import TELLING, plain
from tests.pages.writing import ANA

pytestmark = pytest.mark.usefixtures("committing")
VIEW = f"/my/after/{ident('ending')}/"


@pytest.fixture
def hers() -> Client:
    """A browser that she is in with."""
    token, browser = new_token(), Client()
    accounts.open_session(token_hash=hashed(token), principal=ANA, second_factor=True)
    browser.cookies[settings.TOKEN_COOKIE] = token
    return browser


def sent(prefix: str, **fields: Any) -> dict[str, Any]:
    return {f"{prefix}-submission": str(uuid.uuid4()), **{f"{prefix}-{name}": value for name, value in fields.items()}}


def test_all_of_it_in_the_order_of_life(hers: Client) -> None:
    """One test: what is written here is written for good."""
    with statements() as asked:
        page = hers.get("/my/after/").text
    assert "SECRET until later" in page and "Your team" in page and "SECRET we laughed" in page and len(asked) <= 16
    assert "SECRET one day" not in page and len(page.encode()) < 60_000
    form = hers.get(VIEW).text
    assert "How is it with using, all in all?" in form and "Bee Alder" in form
    said = {"submission": str(uuid.uuid4()), "version": str(ident("closing 4")), "using": "up_and_down",
            "using_words": "Good days and others.", "wanted": "some", "wanted_words": "SECRET view"}  # fmt: skip
    assert hers.post(VIEW, said).status_code == 302
    late = hers.post(VIEW, {**said, "submission": str(uuid.uuid4()), "wanted": "most"})
    assert late.status_code == 422 and "Good days and others." in late.text  # said since: nothing typed is lost
    with acting_as("W1"):
        [row] = ClosingView.objects.filter(whose="hers", matter="substance_use", recorded_by=ANA)
        assert row.level == "up_and_down"
    assert hers.get(f"/my/after/{ident('nobody')}/").status_code == 404

    goodbye = sent("goodbye", takes_along="The song.", leaves="Bring a sweater.", offered="on")
    assert hers.post("/my/after/goodbye/", goodbye).status_code == 302
    assert hers.post("/my/after/goodbye/", goodbye).status_code == 302  # twice is once
    with acting_as("W1"):
        assert Goodbye.objects.filter(takes_along="The song.").count() == 1
        assert queries.left_for_others() == ["Bring a sweater."]
    assert hers.post("/my/after/goodbye/", sent("goodbye")).status_code == 302
    with acting_as("W1"):
        assert queries.left_for_others() == []

    wrong = hers.post("/my/after/touch/", sent("touch", wanted="yes", how_often="year", her_words="By text?"))
    assert wrong.status_code == 422 and "By text?" in wrong.text
    assert hers.post("/my/after/touch/", sent("touch", wanted="no", how_often="year")).status_code == 302
    with acting_as("W1"):
        assert queries.in_touch() == []
    assert hers.post("/my/after/giving/", sent("giving", stage="begun")).status_code == 422
    assert hers.post("/my/after/giving/", sent("giving", stage="rests")).status_code == 302
    with acting_as("SUP"):
        newest = queries.giving_back_of(ANA)[0]
        assert newest.stage == "rests" and newest.keep_out == [CAST["W2"]]  # whom she named stays named


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_it_is_neutral_and_easy_to_read(hers: Client, language: str, grade: Any) -> None:
    hers.cookies["django_language"] = language
    texts = []
    for address in ("/my/after/", VIEW):
        page = hers.get(address)
        assert page.status_code == 200 and page["Cache-Control"] == "no-store, max-age=0"
        html = re.sub(r"(?s)<article.*?</article>|<textarea.*?</textarea>", "", page.text)
        assert not TELLING.search(html), TELLING.search(html)
        texts.append(plain(html))
    found = read("\n".join(texts), grade)
    assert found.easy, (found, hard_sentences("\n".join(texts), grade))
