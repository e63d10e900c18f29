"""Her own page, from the code in her worker's office to leaving it; in both languages, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import CAST
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in
from tests.journeys.steps import with_authenticator

ALDER, ANA = CAST["ALDER"], CAST["ANA"]
WORDS = "blue kettle on the hill"
SAY = {
    "en": {
        "title": "My notes", "begin": "I have a code to begin with", "code": "The code from your worker", "on": "Go on",
        "name": "A name for signing in", "words": "Words or figures that only you know", "again": "The same words once more",
        "go": "Go to my page", "hello": "Hello", "safe": "Safe here", "out": "Sign out", "in": "Sign in",
        "called": "Your name for signing in", "hers": "Your words", "own": "Your code", "leave": "Leave this page",
        "private": "What stays private", "not_safe": "My device may not be safe", "make": "Make a code to begin with",
        "once": "Make a code for signing in", "wrong": "do not fit together",
    },
    "fr-ca": {
        "title": "Mes notes", "begin": "J’ai un code pour commencer", "code": "Le code de votre intervenante",
        "on": "Continuer", "name": "Un nom pour entrer", "words": "Des mots ou des chiffres que vous seule connaissez",
        "again": "Les mêmes mots encore une fois", "go": "Aller à ma page", "hello": "Bonjour", "safe": "En sécurité ici",
        "out": "Se déconnecter", "in": "Se connecter", "called": "Votre nom pour entrer", "hers": "Vos mots",
        "own": "Votre code", "leave": "Quitter cette page", "private": "Ce qui reste privé",
        "not_safe": "Mon appareil n’est peut-être pas sûr", "make": "Faire un code pour commencer",
        "once": "Faire un code pour entrer", "wrong": "ne vont pas ensemble",
    },
}  # fmt: skip
WAYS = [
    pytest.param("en", True, PHONE, id="english on a phone"),
    pytest.param("fr-ca", False, 320, id="french without scripts on a small phone"),
    pytest.param("fr-ca", True, DESK, id="french at a desk"),
]
failed: list[str] = []


@pytest.fixture(autouse=True)
def nothing_fails() -> Iterator[None]:
    failed.clear()
    yield
    assert failed == []


def watched(page: Page) -> Page:
    """Server errors and refusals of the browser's own rules fail the journey."""
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 500 else None)
    page.on("console", lambda said: failed.append(said.text) if "Content Security" in said.text else None)
    return page


def code(chromium: Browser, site: Site, button: str, language: str = "en", shot: str = "") -> str:
    """Her worker makes a code in the office and reads it from the screen."""
    office = opened(chromium, site, language=language)
    page = watched(office.new_page())
    walk_in(page, "Wanda")
    page.goto(f"/families/{ALDER}/people/{ANA}/own-page/")
    if shot:
        look(page, f"{shot}-worker")
    page.get_by_role("button", name=button, exact=True).click()
    found = page.locator(".codes code").inner_text()
    if shot:
        look(page, f"{shot}-worker-code")
    office.close()
    return found


def press(page: Page, words: str) -> None:
    found = (
        page.get_by_role("button", name=words, exact=True).or_(page.get_by_role("link", name=words, exact=True)).first
    )
    found.wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.readyState == 'complete'")  # its scripts ran: only then is a visit one entry
    found.click()


def set_up(page: Page, code: str, say: dict[str, str], name: str) -> None:
    page.goto("/account/my/start/")
    page.get_by_label(say["code"]).fill(code)
    press(page, say["on"])
    page.get_by_label(say["name"]).fill(name)
    page.get_by_label(say["words"]).fill(WORDS)
    page.get_by_label(say["again"]).fill(WORDS)
    press(page, say["on"])


def sign_in(page: Page, say: dict[str, str], name: str, code: str) -> None:
    page.get_by_label(say["called"]).fill(name)
    page.get_by_label(say["hers"]).fill(WORDS)
    page.get_by_label(say["own"]).fill(code)
    press(page, say["in"])


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_from_the_code_to_leaving(chromium: Browser, site: Site, language: str, scripts: bool, width: int) -> None:
    say, tag = SAY[language], f"mine-{language}-{width}-{'js' if scripts else 'plain'}"
    made = code(chromium, site, say["make"], language, shot=tag)
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = watched(window.new_page())
    page.goto("/my/")
    expect(page).to_have_url(re.compile("/my/in/$"))
    expect(page).to_have_title(say["title"])
    look(page, f"{tag}-1-sign-in", eyes=eyes)
    # What stays private is there before anything is asked.
    press(page, say["private"])
    expect(page.get_by_role("heading", level=1)).to_have_text(say["private"])
    look(page, f"{tag}-2-private", eyes=eyes)
    page.get_by_role("main").get_by_role("link").first.click()
    press(page, say["begin"])
    expect(page.get_by_label(say["code"])).to_be_visible()
    look(page, f"{tag}-3-begin", eyes=eyes)
    page.get_by_label(say["code"]).fill("AAAA-BBBB-CCCC")
    press(page, say["on"])
    expect(page.locator("[data-errorsummary]")).to_be_visible()
    look(page, f"{tag}-4-no-such-code", eyes=eyes)
    expect(page.get_by_label(say["code"])).to_have_value("")
    page.get_by_label(say["code"]).fill(made.lower())
    press(page, say["on"])
    page.get_by_label(say["name"]).fill(f"Lake {tag}")
    page.get_by_label(say["words"]).fill("04051995")
    page.get_by_label(say["again"]).fill("04051995")
    press(page, say["on"])
    expect(page.locator("[data-errorsummary]")).to_be_visible()
    look(page, f"{tag}-5-not-a-birthday", eyes=eyes)
    page.get_by_label(say["words"]).fill(WORDS)
    page.get_by_label(say["again"]).fill(WORDS)
    press(page, say["on"])
    expect(page.get_by_role("button", name=say["go"])).to_be_visible()
    look(page, f"{tag}-6-beside-her-words", eyes=eyes)
    press(page, say["go"])
    expect(page.get_by_role("heading", level=1)).to_have_text(say["hello"])
    look(page, f"{tag}-7-hello", eyes=eyes)
    press(page, say["safe"])
    expect(page.get_by_role("heading", level=1)).to_have_text(say["safe"])
    look(page, f"{tag}-8-safe", eyes=eyes)
    expect(page).to_have_title(say["title"])
    press(page, say["out"])
    expect(page).to_have_url(re.compile("/my/in/$"))
    # In again, with a code from her worker; wrong words are told apart from nothing.
    again = code(chromium, site, say["once"], language)
    page.get_by_label(say["called"]).fill(f"lake {tag}")
    page.get_by_label(say["hers"]).fill("not these words")
    page.get_by_label(say["own"]).fill(again)
    press(page, say["in"])
    expect(page.locator("[data-errorsummary]")).to_contain_text(say["wrong"])
    look(page, f"{tag}-9-does-not-fit", eyes=eyes)
    sign_in(page, say, f"lake {tag}", again)
    expect(page.get_by_role("heading", level=1)).to_have_text(say["hello"])
    kept = window.cookies()
    assert all(cookie["expires"] == -1 for cookie in kept if cookie["name"] != "django_language"), kept
    # Leaving: another site, and the session is over behind the wall, whoever holds the cookie.
    press(page, say["leave"])
    page.wait_for_url("https://weather.example/")
    thief = opened(chromium, site, language=language)
    thief.add_cookies([cookie for cookie in kept if cookie["name"] == "token"])
    stolen = thief.new_page()
    stolen.goto("/my/")
    expect(stolen).to_have_url(re.compile("/my/in/$"))
    for each in (window, thief, eyes):
        if each:
            each.close()


@pytest.fixture
def inside(chromium: Browser, site: Site) -> Iterator[tuple[BrowserContext, Page]]:
    """She is in, on a phone, and came from a page of somebody else's."""
    made = code(chromium, site, SAY["en"]["make"])
    window = opened(chromium, site, width=PHONE)
    window.route(
        "https://news.example/**", lambda r: r.fulfill(body="<title>News</title>News", content_type="text/html")
    )
    page = watched(window.new_page())
    page.goto("https://news.example/")
    set_up(page, made, SAY["en"], "a lake of hers")
    press(page, "Go to my page")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello")
    yield window, page
    window.close()


def test_a_visit_is_one_entry_of_the_history(inside: tuple[BrowserContext, Page]) -> None:
    _window, page = inside
    before = page.evaluate("history.length")
    for words, heading in (
        ("Safe here", "Safe here"),
        ("What stays private", "What stays private"),
        ("Back", "Safe here"),
        ("First page", "Hello"),
    ):
        press(page, words)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert page.evaluate("history.length") == before
    page.go_back()
    expect(page).to_have_title("News")  # one entry of hers, and before it the news


def test_with_few_traces_turned_off_the_back_button_goes_back(inside: tuple[BrowserContext, Page]) -> None:
    _window, page = inside
    press(page, "Safe here")
    expect(page.get_by_role("heading", level=1)).to_have_text("Safe here")
    press(page, "Turn it off")
    expect(page.get_by_text("This is off.")).to_be_visible()
    before = page.evaluate("history.length")
    press(page, "First page")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello")
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Safe here")
    press(page, "Turn it on")  # it is kept with her page: whoever comes after finds it as it was
    expect(page.get_by_role("button", name="Turn it off")).to_be_visible()


def test_three_presses_of_shift_leave_and_back_shows_nothing(inside: tuple[BrowserContext, Page]) -> None:
    window, page = inside
    kept = [cookie for cookie in window.cookies() if cookie["name"] == "token"]
    page.wait_for_function("document.readyState == 'complete'")  # its scripts listen
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://weather.example/")
    page.go_back()
    expect(page).to_have_title("News")
    window.add_cookies(kept)
    page.goto("/my/")
    expect(page).to_have_url(re.compile("/my/in/$"))


def test_my_device_may_not_be_safe(chromium: Browser, site: Site, inside: tuple[BrowserContext, Page]) -> None:
    _window, page = inside
    press(page, "Safe here")
    expect(page.get_by_role("heading", level=1)).to_have_text("Safe here")
    press(page, "My device may not be safe")
    page.wait_for_url("https://weather.example/")
    page.go_back()
    expect(page).to_have_title("News")
    page.goto("/my/")
    expect(page).to_have_url(re.compile("/my/in/$"))
    expect(page.get_by_role("main")).not_to_contain_text("safe")
    # Her key worker finds it among what is coming up, and how to reach her says so.
    office = opened(chromium, site)
    desk = watched(office.new_page())
    walk_in(desk, "Wanda")
    expect(desk.get_by_role("main")).to_contain_text("she says that a device may not be safe")
    look(desk, "mine-not-safe-worker-home")
    desk.goto(f"/families/{ALDER}/")
    expect(desk.locator("#reach")).to_contain_text("Nothing is written to it")
    look(desk, "mine-not-safe-worker-family")
    desk.goto(f"/families/{ALDER}/people/{ANA}/own-page/")
    look(desk, "mine-not-safe-worker-page")
    office.close()


def test_a_quiet_screen_is_asked_about_and_then_shows_nothing(inside: tuple[BrowserContext, Page]) -> None:
    _window, page = inside
    page.clock.install()
    page.goto("/my/safe/")
    page.clock.fast_forward("09:06")
    expect(page.get_by_role("alert")).to_contain_text("Are you still there?")
    look(page, "mine-still-there")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.clock.fast_forward("09:06")
    expect(page.get_by_role("alert")).to_be_visible()
    page.clock.fast_forward("01:00")
    expect(page).to_have_url(re.compile("/my/in/$"))


def test_it_reads_to_her_only_with_a_voice_of_this_device(chromium: Browser, site: Site) -> None:
    voices = {
        "none": [],
        "far": [{"lang": "en-CA", "localService": False}],
        "here": [{"lang": "en-CA", "localService": True}],
    }
    for name, found in voices.items():
        window = opened(chromium, site, width=PHONE)
        window.add_init_script(
            f"window.said = []; const voices = {str(found).replace('True', 'true').replace('False', 'false')};"
            "Object.defineProperty(window, 'speechSynthesis', {value: {getVoices: () => voices, cancel() {},"
            " addEventListener() {}, speak(u) { said.push(u.text); }}});"
            "window.SpeechSynthesisUtterance = class { constructor(t) { this.text = t; } addEventListener() {} };"
        )
        page = watched(window.new_page())
        page.goto("/my/private/")
        button = page.get_by_role("button", name="Read it to me")
        if name != "here":
            expect(button).to_have_count(0)
        else:
            look(page, "mine-read-aloud")
            button.click()
            said = page.evaluate("said")
            assert said[0] == "What stays private" and "A judge orders it." in " ".join(said)
            assert len(said) == len(set(said))
            expect(page.get_by_role("button", name="Stop reading")).to_be_focused()
        window.close()


def test_a_key_on_her_device(chromium: Browser, site: Site) -> None:
    """Browsers know keys only for an address with a name."""
    there = replace(site, address=site.address.replace("127.0.0.1", "localhost"))
    window = opened(chromium, there, width=PHONE)
    page = watched(window.new_page())
    with_authenticator(window, page)
    set_up(page, code(chromium, site, SAY["en"]["make"]), SAY["en"], "a key of hers")
    page.get_by_role("button", name="Make a key").click()
    expect(page.get_by_text("You have this.")).to_be_visible()
    look(page, "mine-key-made")
    press(page, "Go to my page")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello")
    press(page, "Sign out")
    page.get_by_role("button", name="Use the key on this device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello")
    # The key is hers: a colleague's passkey does not come in by this door, and hers leads to her page alone.
    page.goto("/families/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here to see")
    look(page, "mine-nothing-here")
    window.close()


def test_her_pages_are_light(inside: tuple[BrowserContext, Page], chromium: Browser, site: Site) -> None:
    """60 kB over the wire at the first visit, with an empty cache."""
    for address in ("/my/in/", "/my/private/"):
        window = opened(chromium, site, width=PHONE)
        page = window.new_page()
        wire = window.new_cdp_session(page)
        wire.send("Network.enable")
        bytes_: list[float] = []
        wire.on("Network.loadingFinished", lambda event, seen=bytes_: seen.append(event["encodedDataLength"]))
        page.goto(address, wait_until="networkidle")
        assert len(bytes_) >= 4 and sum(bytes_) < 60_000, (address, bytes_)
        window.close()
    window, page = inside
    wire = window.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    for address in ("/my/", "/my/safe/"):
        bytes_ = []
        wire.on("Network.loadingFinished", lambda event, seen=bytes_: seen.append(event["encodedDataLength"]))
        page.goto(address, wait_until="networkidle")
        assert len(bytes_) >= 4 and sum(bytes_) < 60_000, (address, bytes_)
