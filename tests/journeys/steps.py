"""What people do in every journey: press, tick, fill in a day, come in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.journeys.conftest import Site, opened, walk_in


def press(page: Page, words: str, *, exact: bool = False) -> None:
    """Something that leads to another page: a button or a link, once it is there and its page has loaded.

    ``exact``: called just so, where something else is called more than that.
    """
    found = (
        page.get_by_role("button", name=words, exact=exact).or_(page.get_by_role("link", name=words, exact=exact)).first
    )
    found.wait_for()
    page.wait_for_load_state("load")
    with page.expect_navigation():
        found.click()


def tick(page: Page, *values: str) -> None:
    """Whole rows are pressed: the label lies over its box."""
    for value in values:
        box = page.locator(f"input[value='{value}']").first.get_attribute("id")
        page.locator(f"label[for='{box}']").click()


def fill_day(page: Page, name: str, day: str, month: str, year: str) -> None:
    """A day is three boxes."""
    for part, text in (("day", day), ("month", month), ("year", year)):
        page.locator(f"[name={name}_{part}]").fill(text)


def send(page: Page) -> None:
    """The form's own button, whatever else stands on the page."""
    with page.expect_navigation():
        page.locator("main form[method=post] .actions button.button").last.click()


def choose(page: Page, name: str, value: str) -> None:
    """A box or a circle by its value, wherever its label lies."""
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


def note_of(page: Page, file: str, about: str, on: tuple[str, str, str], mode: str, **texts: str) -> None:
    """A note about a day as far as its words: what follows is the journey's own, and so is keeping it."""
    page.goto(f"{file}contacts/add/")
    tick(page, about)
    fill_day(page, "on", *on)
    page.locator("[name=mode]").select_option(mode)
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


def met_on_the_street(page: Page, short: str, name: str, on: tuple[str, str, str], **more: str) -> str:
    """A first contact under a name she made up, on the short form of Home; answers the address of her file."""
    page.goto("/")
    press(page, short)
    page.locator("[name=name]").fill(name)
    page.locator("main [name=is_alias]").check(force=True)
    for field, value in ({"told_by": "street", "how": "street"} | more).items():
        found = page.locator(f"[name={field}]")
        found.select_option(value) if found.evaluate("e => e.tagName") == "SELECT" else found.fill(value)
    fill_day(page, "on", *on)
    send(page)
    if "/families/new/" in page.url:  # somebody is called alike: it is not one of them
        send(page)
    return re.search(r"/families/[0-9a-f-]{36}/", page.url).group(0)  # type: ignore[union-attr]


def inside(window: BrowserContext, who: str = "Wanda") -> Page:
    """Somebody of the cast on a page of this window; what the browser complains of fails the journey."""
    page = window.new_page()
    page.on("console", lambda message: pytest.fail(message.text) if message.type == "error" else None)
    walk_in(page, who)
    return page


def coming_in(chromium: Browser, site: Site, who: str, **kind: object) -> tuple[BrowserContext, Page]:
    """Somebody of the cast in a window of her own."""
    context = opened(chromium, site, **kind)  # type: ignore[arg-type]
    page = context.new_page()
    walk_in(page, who)
    return context, page


def with_authenticator(context: BrowserContext, page: Page) -> CDPSession:
    """A device that keeps passkeys and asks for a fingerprint, as Chromium plays it."""
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})["authenticatorId"]  # type: ignore[attr-defined]
    return devices
