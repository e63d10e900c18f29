"""One door: met on the street under a name she made up, three talks in her order, and her own page; and the page for all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import token_of
from tests.journeys.conftest import DESK, PHONE, Site, look, opened
from tests.journeys.steps import inside

SAY = {
    "en": {
        "short": "The short one, for the street or the telephone", "street": "One of us, outside", "on_street": "On the street",
        "open": "Open her file", "know": "Getting to know each other", "save": "Save", "my_why": "What, or who, are you doing this for?",
        "talks": "We had 2 talks so far.", "three": "We had 3 talks so far.", "goal": "She would like it to be a goal",
        "welcome": "Welcome her", "welcomed": "Welcomed on", "never": "She asked not to be asked",
        "still": "Is it still so?", "send": "Send it", "thanks": "Thank you", "told": "What I told", "keep": "Keep it",
        "look": "Look at it", "go": "Go on", "back": "Take it back now", "more": "Tell more, or take it back · My why",
    },
    "fr-ca": {
        "short": "Le court, pour la rue ou le téléphone", "street": "Une de nous, dehors", "on_street": "Dans la rue",
        "open": "Ouvrir son dossier", "know": "Faire connaissance", "save": "Enregistrer", "my_why": "Pour quoi, ou pour qui, faites-vous cela ?",
        "talks": "Nous avons eu 2 conversations jusqu’ici.", "three": "Nous avons eu 3 conversations jusqu’ici.",
        "goal": "Elle aimerait que ce soit un objectif", "welcome": "L’accueillir", "welcomed": "Accueillie le",
        "never": "Elle a demandé qu’on ne le demande pas", "still": "Est-ce toujours ainsi ?", "send": "Envoyer",
        "thanks": "Merci", "told": "Ce que j’ai dit", "keep": "Garder", "look": "Regarder", "go": "Continuer",
        "back": "Le retirer maintenant", "more": "En dire plus, ou le retirer · Mon pourquoi",
    },
}  # fmt: skip
WAYS = [
    pytest.param(width, language, scripts, id=f"{width}-{language}-{'script' if scripts else 'plain'}")
    for width, language, scripts in ((PHONE, "fr-ca", False), (DESK, "en", True))
]


def send(page: Page) -> None:
    """The form's own button, whatever else stands on the page."""
    with page.expect_navigation():
        page.locator("main form[method=post] .actions button.button").last.click()


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f'main [name="{name}"][value="{value}"]').check(force=True)


def talk(page: Page, file: str, part: str, day: tuple[str, str, str], **answers: str) -> None:
    """One part on one day, as it is filled in on a phone."""
    page.goto(f"{file}getting-to-know/{part}/")
    for name, text in zip(("day", "month", "year"), day, strict=True):
        page.locator(f"[name=on_{name}]").fill(text)
    for name, text in answers.items():
        found = page.locator(f"main [name={name}]")
        if found.first.evaluate("e => e.tagName") == "SELECT":
            found.select_option(text)
        elif found.first.get_attribute("type") == "radio":
            choose(page, name, text)
        else:
            found.first.fill(text)
    send(page)


@pytest.mark.parametrize(("width", "language", "scripts"), WAYS)
def test_one_door(chromium: Browser, site: Site, width: int, language: str, scripts: bool) -> None:
    say, tag = SAY[language], f"intake-{width}-{language}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = inside(window)
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("link", name=say["short"]).click()
    look(page, f"{tag}-1-first", eyes=eyes)
    page.locator("[name=name]").fill(f"Robin {tag}")
    page.locator("main [name=is_alias]").check(force=True)
    page.locator("[name=told_by]").select_option("street")
    page.locator("[name=how]").select_option("street")
    for name, text in (("day", "2"), ("month", "1"), ("year", "2026")):
        page.locator(f"[name=on_{name}]").fill(text)
    send(page)
    if "/families/new/" in page.url:  # somebody is called alike: it is not one of them
        send(page)
    file = re.search(r"/families/[0-9a-f-]{36}/", page.url).group(0)  # type: ignore[union-attr]
    expect(page.get_by_role("main")).to_contain_text("Robin")

    # Three days, in her order: her why; she would not speak of using; then being a parent.
    page.goto(f"{file}getting-to-know/why/")
    look(page, f"{tag}-2-why", eyes=eyes)
    send(page)
    expect(page.locator(".errorsummary, [data-errorsummary]").first).to_be_attached()
    talk(page, file, "why", ("5", "1", "2026"), words_my_why="My boy. He is four.", how="street")
    talk(page, file, "using", ("9", "1", "2026"), whole="never", how="home")
    page.goto(f"{file}getting-to-know/")
    expect(page.get_by_role("main")).to_contain_text(say["talks"])
    expect(page.locator("#using")).to_contain_text(say["never"])
    talk(
        page,
        file,
        "parent",
        ("20", "1", "2026"),
        words_for_us="Sundays with him",
        how="home",
        left_being_parent="not_now",
    )
    look(page, f"{tag}-3-cards", eyes=eyes)
    expect(page.get_by_role("main")).to_contain_text(say["three"])
    with page.expect_navigation():
        page.locator("#parent").get_by_role("link", name=say["goal"]).click()
    look(page, f"{tag}-4-goal", eyes=eyes)
    send(page)
    expect(page.locator("blockquote").first).to_contain_text("Sundays with him")
    page.goto(f"{file}getting-to-know/")
    with page.expect_navigation():
        page.get_by_role("link", name=say["welcome"]).click()
    look(page, f"{tag}-5-welcome", eyes=eyes)
    send(page)
    expect(page.get_by_role("main")).to_contain_text(say["welcomed"])
    page.goto(f"{file}getting-to-know/why/?short=1")
    look(page, f"{tag}-6-short", eyes=eyes)
    page.goto("/waits/")
    look(page, f"{tag}-7-waits", eyes=eyes)
    _the_page_for_everybody(chromium, site, width, language, scripts, say, tag, eyes)
    _her_own_page(chromium, site, width, language, scripts, say, tag, eyes)
    window.close()
    if eyes:
        eyes.close()


def _the_page_for_everybody(
    chromium: Browser, site: Site, width: int, language: str, scripts: bool, say: dict[str, str], tag: str,
    eyes: BrowserContext | None,
) -> None:  # fmt: skip
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    page = window.new_page()
    page.goto("/hello/?from=card7")
    look(page, f"{tag}-8-hello", eyes=eyes)
    assert "Alongside" not in page.title()
    choose(page, "by", "i_come")
    page.locator("[name=called]").fill(f"Wren {tag}")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(say["thanks"])
    look(page, f"{tag}-9-thanks", eyes=eyes)
    window.close()


def _her_own_page(
    chromium: Browser, site: Site, width: int, language: str, scripts: bool, say: dict[str, str], tag: str,
    eyes: BrowserContext | None,
) -> None:  # fmt: skip
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    window.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    page = window.new_page()
    page.goto("/my/told/")
    expect(page.get_by_role("heading", level=1)).to_have_text(say["told"])
    look(page, f"{tag}-10-told", eyes=eyes)
    page.goto("/my/told/why/")
    page.locator("[name=words_my_why]").fill(f"For Bee, {tag}.")
    look(page, f"{tag}-11-part", eyes=eyes)
    send(page)
    expect(page.locator("#why")).to_contain_text(f"For Bee, {tag}.")
    window.close()
