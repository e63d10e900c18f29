"""Her team on her own page: she reads what they know, says it herself, limits it, and puts it away."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from alongside.accounts import actions as accounts
from alongside.accounts.models import Colleague
from alongside.care import actions as care
from alongside.care.models import Known, KnownVersion
from alongside.continuity.actions import go_away
from alongside.enrolment.actions import keep_out
from alongside.families.models import Family
from alongside.pages.design.days import date_format
from alongside.safekeeping.actions import hashed, new_token
from alongside.wording.rules import check, hard_sentences, read
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.her_page.telling import TELLING, plain
from tests.pages.writing import ALDER, ANA

pytestmark = pytest.mark.usefixtures("committing")
PAGE, NEW = "/my/people/", "/my/people/new/"


@pytest.fixture
def hers() -> Client:
    """A browser that she is in with."""
    token, browser = new_token(), Client()
    accounts.open_session(token_hash=hashed(token), principal=ANA, second_factor=True)
    browser.cookies[settings.TOKEN_COOKIE] = token
    return browser


def test_she_tells_it_once_limits_it_at_once_and_puts_it_away(hers: Client) -> None:
    page = hers.get(PAGE).text
    assert (
        "SECRET helps" in page
        and "SECRET never" in page
        and "All of your team know it." in page
        and "Wanda" in page
        and "Pilar" in page
        and "Chris" in page
    )
    form = {"submission": str(uuid.uuid4()), "kind": "child", "words": "Humming, on the <left>."}
    for _ in range(2):
        assert hers.post(NEW, form).status_code == 302
    with acting_as("p_ana"):
        [version] = KnownVersion.objects.filter(words__startswith="Humming")
    assert version.recorded_by == ANA and version.agreed_at is not None and version.colleague_id is None
    with acting_as("CHC"):
        assert Known.objects.filter(pk=version.known_id).exists()
    one = f"/my/people/{version.known_id}/"
    said = {"submission": str(uuid.uuid4()), "words": "Humming.", "only": [str(CAST["W1"])], "version": "1"}
    assert hers.post(one, said).status_code == 302 and "Only they know it:" in hers.get(PAGE).text
    with acting_as("CHC"):
        assert not Known.objects.filter(pk=version.known_id).exists()
    late = hers.post(one, {**said, "submission": str(uuid.uuid4()), "words": "kept <b>"})
    assert late.status_code == 422 and "kept &lt;b&gt;" in late.text and "This is what stands now" in late.text
    # "This is right" is said of words that she has seen: others are shown first, and it is asked anew.
    with acting_as("W1"):
        told = {
            "words": "Humming, or <i>rain</i>.",
            "only": [CAST["W1"]],
            "agreed": False,
            "with_colleague": CAST["W1"],
        }
        known = Known.objects.get(pk=version.known_id)
        care.say_known_anew(known=known, base_version=2, **told, by=CAST["W1"], at=timezone.now())
    for shown in ("2", "", "x"):
        asked = hers.post(f"{one}right/", {"version": shown})
        assert asked.status_code == 409 and "&lt;i&gt;rain" in asked.text and 'name="version" value="3"' in asked.text
    with acting_as("p_ana"):
        assert KnownVersion.objects.get(known=known, number=3).agreed_at is None
    assert 'name="version" value="3"' in hers.get(PAGE).text
    assert hers.post(f"{one}right/", {"version": "3"}).status_code == 302
    with acting_as("p_ana"):
        assert KnownVersion.objects.get(known=known, number=3).agreed_at is not None
    assert hers.post(f"{one}away/", {}).status_code == 302 and "Humming" not in hers.get(PAGE).text
    assert hers.get(one).status_code == 404 and hers.post(f"{one}right/", {}).status_code == 404


def test_bad_input_loses_nothing_and_nobody_else_is_here(hers: Client) -> None:
    bad = hers.post(NEW, {"submission": str(uuid.uuid4()), "words": "kept <b>", "only": ["x"]})
    assert bad.status_code == 422 and "kept &lt;b&gt;" in bad.text
    one = f"/my/people/{ident('known all')}/"
    for who in ("W1", "p_cal", "CW1"):
        for address in (PAGE, NEW, one):
            assert client_as(who).get(address).status_code == 404
        for address in (f"{one}right/", f"{one}away/"):
            assert client_as(who).post(address, {}).status_code == 404


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_its_words_are_kind_and_easy_and_tell_nobody_anything(hers: Client, language: str, grade: Any) -> None:
    hers.cookies["django_language"] = language
    texts = []
    for address in (PAGE, NEW, f"{PAGE}{ident('known all')}/"):
        gone = r"(?s)<label.*?</label>|<textarea.*?</textarea>|<blockquote.*?</blockquote>|<bdi>.*?</bdi>|<p class=\"hint\">.*?</p>"
        page = re.sub(gone, "", hers.get(address).text)
        assert TELLING.search(page) is None, TELLING.search(page)
        texts.append(plain(page))
    found = read("\n".join(texts), grade)
    assert found.easy, (found, hard_sentences("\n".join(texts), grade))
    assert [f for f in check("\n".join(texts), audience="woman") if f.level == "avoid"] == []
    assert PAGE in hers.get("/my/").text


def test_she_reads_who_is_away_until_when_and_is_offered_nobody_whom_she_keeps_out(hers: Client) -> None:
    """Pilar is away today and from tomorrow on again; Chris from next week; Wanda is kept out."""
    today = timezone.localdate()

    def seen() -> str:
        return " ".join(hers.get(PAGE).text.split())

    assert "away" not in seen().split('id="who"')[1].split("</section>")[0] and "Wanda" in hers.get(NEW).text
    colleagues = {who: Colleague(id=CAST[who]) for who in ("W1", "PIT", "CHC")}
    for who, first, last in (("PIT", 0, 0), ("PIT", 1, 4), ("CHC", 7, 9)):
        with acting_as("SUP"):
            on, until = (today + timedelta(days=n) for n in (first, last))
            go_away(colleague=colleagues[who], first=on, last=until, by=CAST["SUP"], at=timezone.now())
    page = seen()
    pilar = page.split("Pilar")[1]
    assert pilar.split("</li>")[0].endswith(f"away up to and with {date_format(today + timedelta(days=4))}")
    assert page.count("away up to") == 1 and 'href="/my/meanwhile/"' in page and "Chris" in page
    assert "Nobody of your team knows it now." not in page
    said = {"submission": str(uuid.uuid4()), "kind": "talk", "words": "Slowly.", "only": [str(CAST["W1"])]}
    assert hers.post(NEW, said).status_code == 302 and "Only they know it:" in seen()
    with statements() as before:
        seen()
    with acting_as("SUP"):
        family = Family.objects.get(pk=ALDER)
        keep_out(family=family, colleague=colleagues["W1"], why="x", by=CAST["SUP"], at=timezone.now())
    with statements() as after:
        page = seen()
    assert len(before) == len(after) and "Wanda" not in page.split('id="who"')[1].split("</ul>")[0]
    assert "Nobody of your team knows it now." in page
    form = hers.get(NEW).text
    assert "Wanda" not in form and "Pilar" in form
    # Whom she named stays in sight there: taken off unseen, all of her team would know it.
    with acting_as("p_ana"):
        known = KnownVersion.objects.get(words="Slowly.").known_id
    assert "Wanda" in hers.get(f"/my/people/{known}/").text


def test_a_fixed_number_of_statements(hers: Client) -> None:
    counted = []
    for _ in range(2):
        with statements() as made:
            hers.get(PAGE)
        counted.append(len(made))
        for words in ("a", "b", "c"):
            hers.post(NEW, {"submission": str(uuid.uuid4()), "kind": "other", "words": words})
    assert counted[0] == counted[1]
