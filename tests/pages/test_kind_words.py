"""What was sent by hand, and no page offered: each answer is refused in our words, in both languages."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from tests.cast import CAST
from tests.client import client_as
from tests.house.test_kind_words import ENGLISH, FRENCH, HOLE

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

F = CAST["ALDER"]
LONG = "a" * 400
DAY = {"on_day": "99", "on_month": "99", "on_year": "no"}
# (page, what is sent, whose part, what stands there in English)
TAMPERED = [
    ("person_change", [F, CAST["ANA"]], {"pronouns": LONG}, "W1", "at most 300 letters"),
    ("contact_add", [F], {"mode": "by rocket", "reached": "x", "for_whom": "x", "minutes": "many", "at_time": "99:99",
                          **DAY}, "W1", "Please choose one of the list."),
    ("relationship_add", [F, CAST["ANA"]], {"kind": "x", "safety": "x"}, "W1", "Please choose one of the list."),
    ("measures_offer", [F], {"about": "x", "measures": ["x"], "says": "x"}, "W1", "Please choose from the list."),
    ("colleague_add", [], {"name": LONG, "role": "x", "email": "no", "from_on_day": "0"}, "DIR",
     "Please look at the e-mail address again."),
    ("growth_add", [F, CAST["BEE"]], {"weight": LONG, "position": "x"}, "W1", "at most 12 letters"),
    ("safe_contact", [F, CAST["ANA"]], {"way-TOTAL_FORMS": "x"}, "W1", "Something got lost on the way."),
    ("trail", [], {}, "PRIV", "Please choose one of the list."),
]  # fmt: skip


def asked(page: str, args: list[object], sent: dict[str, object], who: str, language: str) -> str:
    browser = client_as(who)
    browser.cookies["django_language"] = language
    with translation.override(language):  # a page leaves its language behind
        if page == "trail":
            answer = browser.get(reverse(page), {"who": "x", "about": "x"})
        else:
            answer = browser.post(reverse(page, args=args), sent)
    assert answer.status_code == 200, answer.status_code
    return " ".join(unescape(answer.text).split())


@pytest.mark.parametrize(("page", "args", "sent", "who", "said"), TAMPERED, ids=[row[0] for row in TAMPERED])
def test_an_answer_that_no_page_offered_is_refused_kindly(
    page: str, args: list[object], sent: dict[str, object], who: str, said: str
) -> None:
    text = asked(page, args, sent, who, "en")
    assert said in text
    for sentence in ENGLISH:
        for part in filter(lambda part: len(part) > 20, HOLE.split(sentence)):
            assert part not in text, part


@pytest.mark.parametrize(("page", "args", "sent", "who", "said"), TAMPERED, ids=[row[0] for row in TAMPERED])
def test_it_is_refused_kindly_in_french(
    page: str, args: list[object], sent: dict[str, object], who: str, said: str
) -> None:
    text = asked(page, args, sent, who, "fr-ca")
    assert said not in text
    for sentence in ENGLISH | FRENCH:
        for part in filter(lambda part: len(part) > 20, HOLE.split(sentence)):
            assert part not in text, part
