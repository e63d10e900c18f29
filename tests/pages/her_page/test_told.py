"""What she told, on her own page: she reads what nobody should mind over her shoulder, goes on with it, takes it back."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alongside.families.models import Woman
from alongside.intake import actions
from alongside.intake.models import Told
from alongside.wording.rules import check, hard_sentences, read
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.her_page.telling import TELLING, plain
from tests.pages.writing import ALDER, ANA

pytestmark = pytest.mark.usefixtures("committing")


def sent(**fields: Any) -> dict[str, Any]:
    return {"submission": str(uuid.uuid4()), **fields}


def test_she_reads_what_she_told_but_nothing_that_is_hard_over_her_shoulder(hers: Client) -> None:
    page = hers.get("/my/told/").text
    for code in ("why", "parent", "using", "everyday"):
        assert f"SECRET told: {code}" in page, code
    for code in ("safe", "how_you_are", "pregnancy"):
        assert f"SECRET told: {code}" not in page and f'id="{code}"' not in page, code
        assert hers.get(f"/my/told/{code}/").status_code == 404
        assert hers.post(f"/my/told/{code}/back/", sent()).status_code == 404
    assert "SECRET ward" not in page and "You were welcomed on" in page and "We had 1 talk so far." in page
    assert hers.get("/my/told/weather/").status_code == 404
    assert 'href="/my/told/"' in hers.get("/my/").text


def test_she_goes_on_with_a_part_and_sent_twice_it_is_once(hers: Client) -> None:
    one = sent(words_my_why="For Bee.", words_proud="")
    for _n in range(2):
        assert hers.post("/my/told/why/", one).status_code == 302
    with acting_as("W1"):
        [row] = Told.objects.filter(woman_id=ANA, part="why", words="For Bee.")
        assert row.conversation_id is None and row.recorded_by == ANA
    assert "For Bee." in hers.get("/my/told/").text
    assert hers.post("/my/told/in_the_way/", sent(pick_barriers=["hours"])).status_code == 302
    assert "The hours" in hers.get("/my/told/").text
    assert hers.post("/my/told/why/", sent()).status_code == 302, "nothing said is fine"
    long = hers.post("/my/told/why/", sent(words_my_why="x" * 20_001))
    assert long.status_code == 422 and "x" * 50 in long.text
    assert hers.post("/my/told/in_the_way/", sent(pick_barriers=["weather"])).status_code == 422


def test_what_she_takes_back_is_gone_from_her_page_and_from_her_team(hers: Client) -> None:
    assert hers.get("/my/told/using/back/").status_code == 405
    assert hers.post("/my/told/using/back/", sent()).status_code == 302
    assert "SECRET told: using" not in hers.get("/my/told/").text
    assert "SECRET told: using" not in client_as("W1").get(f"/families/{ALDER}/getting-to-know/").text
    assert "SECRET told: parent" in hers.get("/my/told/").text


@pytest.mark.parametrize("who", ["W1", "W2", "SUP", "PRIV", "p_cal", "p_foster", "CW1", "p_fin", None])
def test_nobody_else_reads_hers(hers: Client, who: str | None) -> None:
    for address in ("/my/told/", "/my/told/why/"):
        page = client_as(who).get(address)
        assert page.status_code in (302, 404) or "SECRET" not in page.text, (who, address)
        assert "SECRET told" not in page.text


def test_as_many_statements_whatever_she_told(hers: Client) -> None:
    def asked() -> int:
        hers.get("/my/told/")
        with statements() as found:
            assert hers.get("/my/told/").status_code == 200
        return len(found)

    before = asked()
    with acting_as("W1"):
        for n in range(6):
            actions.talk(
                woman=Woman(person_id=ANA, family_id=ALDER), part="why", said=[actions.Said("my_why", words=f"{n}")],
                on=timezone.localdate(), by=CAST["W1"], at=timezone.now(),
            )  # fmt: skip
    assert asked() == before


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_her_pages_are_neutral_and_easy_to_read(hers: Client, language: str, grade: Any) -> None:
    hers.cookies["django_language"] = language
    texts = []
    for address in ("/my/told/", "/my/told/why/", "/my/told/parent/", "/my/told/in_the_way/", "/my/told/everyday/"):
        page = hers.get(address)
        assert page.status_code == 200 and page["Cache-Control"] == "no-store, max-age=0"
        html = re.sub(r"(?s)<blockquote.*?</blockquote>|<time.*?</time>|<textarea.*?</textarea>", "", page.text)
        assert not TELLING.search(html), (address, TELLING.search(html))
        texts.append(plain(html))
    found = read("\n".join(texts), grade)
    assert found.easy, (found, hard_sentences("\n".join(texts), grade))
    assert [f for f in check("\n".join(texts), audience="woman") if f.level == "avoid"] == []
