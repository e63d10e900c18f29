"""What people do in every journey: press, tick, fill in a day, come in."""

from __future__ import annotations

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
