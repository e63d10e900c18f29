"""A letter with questions: only where post is safe, and it tells strangers nothing."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.utils import timezone

from alongside.assessment import rules
from alongside.families.actions import save_safe_contact
from alongside.families.models import Woman
from tests.cast import CAST, acting_as
from tests.client import client_as
from tests.pages.questions.sittings import ANA, F, offered
from tests.pages.writing import errors, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_a_letter_is_made_only_where_post_is_safe_and_tells_strangers_nothing() -> None:
    found = offered("GAD-7")
    fields = {"occasions": found, "minutes": "15"}
    assert "has not said that post is safe" in str(errors(send("W1", url("letter_make", F), fields)))
    with acting_as("W1"):
        post = {"channel": "post", "value": "General delivery"}
        woman = Woman.objects.get(pk=ANA)
        save_safe_contact(woman=woman, base_version=1, plan={}, ways=[post], by=CAST["W1"], at=timezone.now())
    page = send("W1", url("letter_make", F), fields)
    assert page.status_code == 302
    for language in ("en", "fr-ca"):
        browser = client_as("W1")
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        letter = browser.get(page["Location"])
        printed = re.sub(r'<p class="letter__screen">.*?</p>', "", letter.text, flags=re.S)
        words = re.sub(r"<[^>]+>", " ", printed)
        assert rules.telling(words) == []
        assert re.search(r"<title>\s*Notes\s*</title>", letter.text)
        assert letter["Content-Disposition"] == 'inline; filename="notes.html"'
        for told in ("Ana", "Alder", "Wanda", "GAD-7 questionnaire", "Lead programme"):
            assert told not in words
        assert re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", words)
    code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", words)
    assert code
    back = send("W1", url("letter_back", F), {"code": code[0].lower()})
    assert "/asking/" in back["Location"]
    assert "No letter has this code" in str(errors(send("W2", url("letter_back", CAST["BIRCH"]), {"code": code[0]})))
