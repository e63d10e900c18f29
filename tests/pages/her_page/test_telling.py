"""What her pages say, how easily it is read, what stays behind in a browser, and who finds nothing."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from alongside.accounts.terms import CodePurpose
from alongside.wording.rules import check, hard_sentences, read
from tests.client import client_as
from tests.pages.her_page.steps import ALDER, PAGES, WORDS, inside, make, own_page, sign_in
from tests.pages.her_page.telling import TELLING, plain

pytestmark = pytest.mark.usefixtures("committing", "no_tries_before")
OPEN = ["/my/in/", "/my/private/", "/account/my/start/", "/my/no-such-page/", "/account/my/no-such-page/"]


@pytest.mark.parametrize("language", ["en", "fr-ca"])
def test_title_address_cookies_and_words_tell_nobody_what_this_is(called: str, language: str) -> None:
    browser = inside(called)
    browser.cookies["django_language"] = language
    seen = [(a, browser.get(a)) for a in PAGES] + [
        (a, Client(headers={"accept-language": language}).get(a)) for a in OPEN
    ]
    titles = set()
    for address, page in seen:
        titles.add(re.findall(r"<title>(.*?)</title>", page.text, re.S)[0])
        assert page["Cache-Control"] == "no-store, max-age=0", address
        text = page.text
        if address == "/my/private/":  # says what the law asks, in words that are not about her
            text = re.sub(r"(?s)<div data-read>.*</div>", "", text)
        assert not TELLING.search(text), (address, TELLING.search(text))
        assert not TELLING.search(address)
        assert '<link rel="icon" href="data:,">' in page.text, address
        for cookie in [*page.cookies.values(), *browser.cookies.values()]:
            assert not TELLING.search(cookie.key + cookie.value) and not TELLING.search(str(cookie.get("path")))
    assert titles == ({"My notes"} if language == "en" else {"Mes notes"})


def test_her_name_is_on_no_page(called: str) -> None:
    browser = inside(called)
    for address in PAGES:
        text = browser.get(address).text
        assert "Ana" not in text and "Alder" not in text and called not in text, address


def test_no_cookie_outlives_the_browser(called: str) -> None:
    browser = Client()
    set: list[Any] = []
    for page in (
        browser.get("/my/in/"),
        browser.get("/my/private/"),
        browser.post("/language/", {"language": "fr-ca", "next": "/my/in/"}),
        browser.get("/account/my/key/"),
        sign_in(browser, called, code=make(CodePurpose.SIGN_IN)),
        browser.get("/my/"),
        browser.get("/my/safe/"),
        browser.post("/my/safe/traces/", {"few": "no"}),
    ):
        set += list(page.cookies.values())
    names = {cookie.key for cookie in set}
    assert {settings.TOKEN_COOKIE, "csrftoken", "django_language", "sessionid"} <= names
    kept = [c.key for c in set if (c["max-age"] or c["expires"]) and c.value]
    assert kept == []
    assert (
        Client().post("/language/", {"language": "fr-ca", "next": "/"}).cookies["django_language"]["max-age"]
    )  # staff


def test_a_name_of_the_programmes_own_choice(called: str) -> None:
    with override_settings(HER_NAME="Library list"):
        assert "<title>Library list</title>" in Client().get("/my/in/").text
        assert "“Library list”" in client_as("W1").get(own_page()).text


def test_a_host_name_for_her_pages_alone(called: str) -> None:
    with override_settings(HER_HOST="notes.example.org", ALLOWED_HOSTS=["notes.example.org", "testserver"]):
        there = {"headers": {"host": "notes.example.org"}}
        assert Client().get("/", **there)["Location"] == "/my/"
        assert Client().get("/my/in/", **there).status_code == 200
        for address in (
            "/account/login/",
            "/walk-in/",
            "/families/",
            "/design/",
            "/account/2fa/",
            "/notes/",
            "/notes/of-nobody.ics",
        ):
            page = Client().get(address, **there)
            assert page.status_code == 404 and not TELLING.search(page.text), address
        asked = {"says": "time", "submission": str(uuid.uuid4())}
        answer = inside(called).post("/my/times/calendar/", asked, **there)
        found = re.search(r"http://notes\.example\.org(/notes/[^<\s]+\.ics)", answer.text)
        assert found is not None
        feed = Client().get(found[1], **there)  # her calendar comes back to the address that she was given
        assert (feed.status_code, feed.content[:15]) == (200, b"BEGIN:VCALENDAR")
        assert Client().get("/account/login/").status_code == 200


def test_only_what_is_read_on_screen_is_hidden_by_its_look(called: str) -> None:
    """A password box would make the browser ask whether to keep her words."""
    for page in (Client().get("/my/in/"), inside(called).get("/my/safe/signing-in/")):
        assert 'type="password"' not in page.text and 'class="hushed' in page.text
        for box in re.findall(r"<input[^>]*>", page.text):
            assert 'type="hidden"' in box or 'autocomplete="off"' in box, box


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_a_girl_of_twelve_can_read_every_page(called: str, language: str, grade: Any) -> None:
    browser = inside(called)
    browser.cookies["django_language"] = language
    browser.post("/my/safe/signing-in/", {"words": WORDS})
    changing = ["/account/my/keys/", "/account/my/keys/app/", "/account/my/keys/paper/", "/account/my/keys/words/"]
    texts = {}
    for address in [*PAGES, *changing, "/my/in/", "/my/private/", "/account/my/start/"]:
        text = re.sub(r"\b[A-Z2-7]{4}( [A-Z2-7]{4})+|\d{4} \d{4}", "", plain(browser.get(address).text))
        assert read(text, grade).words > 5, address
        texts[address] = text
    short = [address for address, text in texts.items() if read(text, grade).words < 60]
    texts["all the short ones"] = "\n".join(texts.pop(address) for address in short)  # a grade needs some words
    for address, text in texts.items():
        found = read(text, grade)
        assert found.easy, (address, found, hard_sentences(text, grade))
        assert [f for f in check(text, audience="woman") if f.level == "avoid"] == [], address


def test_what_stays_private_is_read_before_any_question_and_before_signing_in() -> None:
    page = Client().get("/my/private/")
    assert page.status_code == 200
    for words in (
        "A child is being hurt, or may be.",
        "A judge orders it.",
        "Nobody outside sees it unless you say yes.",
    ):
        assert words in page.text
    assert '/my/private/?at=/my/in/"' in Client().get("/my/in/").text
    assert 'href="/my/in/"' in page.text
    back = Client().get("/my/private/?at=https://elsewhere.example/")
    assert "elsewhere" not in re.findall(r"(?s)<main.*</main>", back.text)[0]


@pytest.mark.parametrize("who", ["W1", "W2", "SUP", "PRIV", "ADM", "p_cal", "p_foster", "CW1", "EVAL", None])
def test_nobody_else_sees_a_page_of_hers(who: str | None) -> None:
    for address in PAGES:
        page = client_as(who).get(address)
        assert (page.status_code, page.get("Location")) in ((404, None), (302, "/my/in/")), address


def test_her_session_opens_nothing_of_the_staffs(called: str) -> None:
    browser = inside(called)
    assert browser.get("/")["Location"] == "/my/"
    for address in (f"/families/{ALDER}/", "/families/", "/team/", "/trail/", own_page(), "/instruments/", "/watch/"):
        page = browser.get(address)
        assert page.status_code == 404 and not TELLING.search(page.text), address
