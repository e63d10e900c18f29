"""The rule that goes along is understood by whoever reads French, and the words that bind stay as the law has them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from alongside.agencies.models import Agency
from alongside.consent import actions, queries
from alongside.consent.actions import To
from alongside.consent.models import Disclosure, Letter
from alongside.consent.profiles import shipped
from alongside.consent.terms import ToldBefore
from alongside.safekeeping.queries import whoami
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as
from tests.client import client_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA = CAST["ALDER"], CAST["ANA"]
ONTARIO, AMERICAN = shipped()["ontario"], shipped()["united-states"]
LAW = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."  # 42 CFR 2.32(a)(2)


def stamp() -> dict[str, Any]:
    return {"by": CAST["W1"], "at": datetime.now(UTC)}


def letter(language: str) -> Letter:
    """One in this language, with words that she agreed to, read with her, not sent."""
    with acting_as("W1"):
        hospital = To(Agency.objects.get(id=CAST["HOSP"]))
        held = actions.begin_letter(
            family=ALDER, subject=ANA, to=hospital, kind="support", purpose="care", language=language, **stamp()
        )
        actions.write_part(letter=held, base_version=1, category=C.SERVICE_USE, strengths="Vient le mardi.", **stamp())
        told = {"title": held.title, "told_before": ToldBefore.WITH_HER, "present": True, "why_not": "", "comment": ""}
        made = actions.change_letter(letter=held, base_version=2, values=told, **stamp())
        assert isinstance(made, Letter)
        return made


def sent(held: Letter) -> Disclosure:
    with acting_as("W1"):
        me = whoami()
        assert me is not None
        [line] = actions.send_letter(letter=held, base_version=3, asker=queries.asker_of(me), **stamp())
        return queries.disclosed(ALDER, line.pk)


def see(who: str, name: str, *args: Any, language: str = "en") -> str:
    browser = client_as(who)
    browser.cookies["django_language"] = language
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.fixture
def american(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the law whose words are English: what a programme there would send."""
    monkeypatch.setitem(shipped(), "ontario", AMERICAN)


def test_the_words_of_a_law_stay_as_they_are_and_what_they_mean_is_marked() -> None:
    assert AMERICAN.notice == LAW == AMERICAN.notice_in("en")
    law, meaning = AMERICAN.notice_in("fr-ca").split("\n\n")
    assert law == LAW and meaning.startswith("Traduction non officielle, le texte anglais fait foi")
    assert "\n\n" not in ONTARIO.notice_in("fr-ca") and "LPRPS" in ONTARIO.notice_in("fr-ca")
    assert ONTARIO.notice_in("en") == ONTARIO.notice == ONTARIO.notice_in("uk")


@pytest.mark.parametrize("language", ["en", "fr-ca"])
def test_a_letter_carries_it_in_its_own_language_whatever_language_the_page_has(language: str) -> None:
    held, words = letter(language), ONTARIO.notice_in(language)
    other = ONTARIO.notice_in("fr-ca" if language == "en" else "en")
    for page in (see("W1", "leaving_letter", ALDER, held.pk), see("W1", "leaving_paper", ALDER, held.pk)):
        assert f'lang="{language[:2]}">{words}</p>' in page and other not in page
    line = sent(held)
    assert line.notice == words  # what went along, word for word
    assert f'lang="{language[:2]}">{words}</p>' in see("W1", "leaving_paper", ALDER, held.pk)
    assert f'lang="{language[:2]}">{words}</p>' in see("p_ana", "my_seen_one", line.pk)


def test_a_french_letter_under_an_english_law_carries_both(american: None) -> None:
    held = letter("fr-ca")
    paper = see("W1", "leaving_paper", ALDER, held.pk)
    found = re.findall(r'<p class="letter__notice" lang="(\w\w)">([^<]+)</p>', paper)
    assert [lang for lang, _words in found] == ["en", "fr"]
    assert found[0][1] == LAW and found[1][1].startswith("Traduction non officielle")
    assert sent(held).notice == AMERICAN.notice_in("fr-ca")


@pytest.mark.parametrize("language", ["en", "fr-ca"])
def test_a_page_outside_says_it_in_the_language_of_the_page(language: str) -> None:
    shown = see("CW1", "shared_person", ANA, language=language)
    words = ONTARIO.notice_in(language)
    assert f'lang="{language[:2]}">{words}</p>' in shown
    with acting_as("p_ana"):
        assert words in {line.notice for line in queries.ledger(ALDER, size=5)}


def test_nothing_is_said_where_nothing_was_agreed() -> None:
    assert queries.notice_of([], "fr-ca") == ""
