"""Culture on her own page: she asks, ends it, and says not to be asked again; nothing there tells who she is."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from alongside.accounts import actions as accounts
from alongside.accounts.models import Colleague
from alongside.culture import actions
from alongside.culture.models import CulturalOffer, ElderBeside
from alongside.families.models import Family
from alongside.safekeeping.actions import hashed, new_token
from alongside.wording.rules import hard_sentences, read
from tests.cast import CAST, acting_as
from tests.pages.her_page.telling import TELLING, plain
from tests.pages.writing import ALDER, ANA

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def hers() -> Client:
    """A browser that she is in with."""
    token, browser = new_token(), Client()
    accounts.open_session(token_hash=hashed(token), principal=ANA, second_factor=True)
    browser.cookies[settings.TOKEN_COOKIE] = token
    return browser


def mine(prefix: str, **fields: Any) -> dict[str, Any]:
    return {f"{prefix}-submission": str(uuid.uuid4()), **{f"{prefix}-{name}": value for name, value in fields.items()}}


def test_she_asks_ends_it_and_says_not_again(hers: Client) -> None:
    with acting_as("SUP"):
        actions.begin_beside(
            family=Family(id=ALDER), woman=ANA, colleague=Colleague(id=CAST["ELDER"]),
            on=CulturalOffer.objects.get().on, by=CAST["SUP"], at=CulturalOffer.objects.get().recorded_at,
        )  # fmt: skip
        row = ElderBeside.objects.get()
    texts = {"en": [], "fr": []}
    for language in ("en", "fr-ca"):
        hers.cookies["django_language"] = language
        page = hers.get("/my/culture/").text
        html = re.sub(r"(?s)<article.*?</article>|<textarea.*?</textarea>", "", page)
        assert not TELLING.search(html), TELLING.search(html)
        texts[language[:2]].append(plain(html))
    for grade, told in texts.items():
        found = read("\n".join(told), grade)  # type: ignore[arg-type]
        assert found.easy, (found, hard_sentences("\n".join(told), grade))  # type: ignore[arg-type]
    hers.cookies["django_language"] = "en"
    assert "Esther, Elder" in hers.get("/my/culture/").text
    assert hers.post(f"/my/culture/{row.pk}/end/").status_code == 302
    assert "Esther, Elder" not in hers.get("/my/culture/").text
    ask = mine("ask", what="land", her_words="By the river.")
    assert hers.post("/my/culture/ask/", ask).status_code == 302 == hers.post("/my/culture/ask/", ask).status_code
    page = hers.get("/my/culture/").text
    assert page.count("By the river.") == 1 and "Please do not ask me again" in page
    wrong = hers.post("/my/culture/ask/", mine("ask", what="x", her_words="Kept."))
    assert wrong.status_code == 422 and "Kept." in wrong.text
    assert hers.post("/my/culture/not-again/").status_code == 302 == hers.post("/my/culture/not-again/").status_code
    assert "We keep to it" in hers.get("/my/culture/").text
    with acting_as("W1"):
        assert [row.how for row in CulturalOffer.objects.filter(answer="never")] == ["asked"]  # nobody had offered it
        soon = {"what": "circle", "answer": "yes", "on": timezone.localdate(), "by": CAST["W1"], "at": timezone.now()}
        actions.offer(family=ALDER, woman=ANA, how="asked", **soon)
        actions.offer(family=ALDER, woman=ANA, how="asked", **{**soon, "answer": "not_now", "at": timezone.now()})
    page = hers.get("/my/culture/").text
    assert "a circle · not now, you said" in page and "We keep to it" not in page
    assert hers.get("/my/culture/ask/").status_code == 405
