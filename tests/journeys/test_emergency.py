"""An emergency in a real browser, and its review: a clinician opens a little, whoever keeps privacy looks at it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in

WHY = "She was brought in unconscious and cannot tell us what she takes."


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


def inside(chromium: Browser, site: Site, who: str, **kind: object) -> tuple[BrowserContext, Page]:
    context = opened(chromium, site, **kind)  # type: ignore[arg-type]
    page = context.new_page()
    walk_in(page, who)
    return context, page


def test_it_is_opened_read_closed_and_looked_at(chromium: Browser, site: Site, width: int) -> None:
    context, page = inside(chromium, site, "Willa", width=width)
    page.goto("/families/")
    page.get_by_role("link", name="In an emergency").click()
    look(page, f"emergency-find-{width}")
    page.get_by_label("The whole name").fill("Ana Alder")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Nobody was found")).to_be_visible()
    look(page, f"emergency-nobody-{width}")
    for part, value in (("day", "4"), ("month", "5"), ("year", "1995")):
        page.locator(f"[name=born_on_{part}]").fill(value)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("radio", name="Ana Alder, born on 4 May 1995")).to_be_checked()
    look(page, f"emergency-open-{width}")
    page.get_by_label("Why it cannot wait").fill("urgent")
    page.locator("label", has_text="Using substances").click()
    page.get_by_role("button", name="Open for an hour").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, f"emergency-check-{width}")
    page.get_by_label("Why it cannot wait").fill(WHY)
    page.get_by_role("button", name="Open for an hour").click()
    expect(page.get_by_text("SECRET use")).to_be_visible()
    expect(page.get_by_text("It closes by itself in 60 minutes.")).to_be_visible()
    look(page, f"emergency-one-{width}")
    page.goto("/team/")
    expect(page.get_by_text("You opened something in an emergency.")).to_be_visible()
    page.get_by_role("link", name="You opened something in an emergency.").click()
    page.get_by_role("link", name="Using substances").click()
    page.get_by_role("link", name="Close it now").click()
    look(page, f"emergency-close-{width}")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("It is closed.")).to_be_visible()
    expect(page.get_by_text("You opened something")).to_have_count(0)
    context.close()
