"""Somebody beside her, on her own page: she asks, chooses, says what may be read, and ends it."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from alongside.peers import queries
from alongside.peers.models import PeerAllowance, PeerMatch
from alongside.wording.rules import hard_sentences, read
from tests.cast import CAST, acting_as, ident
from tests.client import statements
from tests.pages.her_page.telling import TELLING, plain
from tests.pages.writing import ALDER

pytestmark = pytest.mark.usefixtures("committing")
MATCH, PEER = ident("peer match"), CAST["PEER"]


def sent(prefix: str, **fields: Any) -> dict[str, Any]:
    return {f"{prefix}-submission": str(uuid.uuid4()), **{f"{prefix}-{name}": value for name, value in fields.items()}}


def test_from_what_she_allows_to_another_one(hers: Client) -> None:
    """One test, in the order of life: what is written here is written for good."""
    with statements() as asked:
        page = hers.get("/my/beside/").text
    assert "Gia, peer supporter" in page and "What I come to here" in page and len(asked) <= 16
    assert "SECRET" not in page and len(page.encode()) < 60_000
    with acting_as("PEER"):
        version = str(queries.newest_allowance(MATCH).pk)  # type: ignore[union-attr]
    reads = f"/my/beside/{MATCH}/reads/"
    form = sent(f"reads-{MATCH}", version=version, kinds=["1"])
    assert hers.post(reads, form).status_code == 302 and hers.post(reads, form).status_code == 302
    with acting_as("PEER"):
        assert queries.newest_allowance(MATCH).kinds == [1]  # type: ignore[union-attr]
        assert PeerAllowance.objects.count() == 2
    late = hers.post(reads, sent(f"reads-{MATCH}", version=version, kinds=["1", "10"]))
    assert late.status_code == 422 and "changed a moment ago" in late.text
    wrong = hers.post(reads, sent(f"reads-{MATCH}", version=version, kinds=["5"]))
    assert wrong.status_code == 422
    assert hers.post(f"/my/beside/{MATCH}/pause/", {"as": "pause"}).status_code == 302
    assert "It goes on" in hers.get("/my/beside/").text
    assert hers.post(f"/my/beside/{MATCH}/end/", sent(f"end-{MATCH}", goodbye="on")).status_code == 302
    assert hers.post(f"/my/beside/{MATCH}/end/", sent(f"end-{MATCH}")).status_code == 422  # it has ended already
    assert "Look for somebody" in hers.get("/my/beside/").text
    wish = sent("wish", her_words="somebody calm")
    assert hers.post("/my/beside/wish/", wish).status_code == 302
    page = hers.get("/my/beside/").text
    assert "I like walks." in page and "SECRET own story" in page  # she is choosing, and the peer said so
    assert hers.post(f"/my/beside/{PEER}/say/", {"as": "maybe"}).status_code == 404
    assert hers.post(f"/my/beside/{CAST['W1']}/say/", {"as": "yes"}).status_code == 422  # nobody who is there
    assert hers.post(f"/my/beside/{PEER}/say/", {"as": "later"}).status_code == 302
    assert hers.post(f"/my/beside/{PEER}/say/", {"as": "yes"}).status_code == 302
    page = hers.get("/my/beside/").text
    assert "She answers soon" in page and "SECRET own story" not in page
    with acting_as("PEER"):
        [match] = queries.mine(PEER)
        assert match.goes_by == "Ana Alder" and match.begun_on is None
    assert hers.post("/my/beside/stop/").status_code == 302
    with acting_as("PEER"):
        assert queries.mine(PEER) == []
    assert hers.get(f"/my/beside/{MATCH}/end/").status_code == 405
    assert hers.post(f"/my/beside/{uuid.uuid4()}/end/").status_code == 404


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_her_page_is_neutral_and_easy_to_read(hers: Client, language: str, grade: Any) -> None:
    hers.cookies["django_language"] = language
    texts = []
    for _step in ("nobody", "looking"):
        page = hers.get("/my/beside/")
        assert page.status_code == 200 and page["Cache-Control"] == "no-store, max-age=0"
        html = re.sub(r"(?s)<article.*?</article>|<textarea.*?</textarea>", "", page.text)
        assert not TELLING.search(html), TELLING.search(html)
        texts.append(plain(html))
        hers.post("/my/beside/wish/", sent("wish"))
    hers.post("/my/beside/stop/")
    found = read("\n".join(texts), grade)
    assert found.easy, (found, hard_sentences("\n".join(texts), grade))


def test_nobody_else_opens_it() -> None:
    for who in ("W1", "PEER", "p_cal"):
        browser = Client()
        browser.cookies[settings.TOKEN_COOKIE] = f"token of {who}"
        assert browser.get("/my/beside/").status_code == 404
    with acting_as("W1"):
        assert PeerMatch.objects.filter(family_id=ALDER).exists()
