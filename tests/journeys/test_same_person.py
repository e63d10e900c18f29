"""Two records of one woman: noticed by one, agreed to by another, and taken apart again by two."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import CAST
from tests.journeys.conftest import DESK, Site, look, opened, walk_in

WAYS = [
    pytest.param("en", True, DESK, ("are one", "are two"), id="english at a desk"),
    pytest.param("fr-ca", False, 320, ("une seule personne", "deux"), id="french without scripts on a small phone"),
]


def go(page: Page, address: str) -> None:
    """A link by where it leads."""
    with page.expect_navigation():
        page.locator(f'main a[href$="{address}"]').first.click()


def press(page: Page) -> None:
    """The button of the form that is open."""
    with page.expect_navigation():
        page.locator("main form button").first.click()


@pytest.mark.parametrize(("language", "scripts", "width", "say"), WAYS)
def test_one_and_two_again(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int, say: tuple[str, str]
) -> None:
    tag = f"same-{language}-{width}"
    eyes = opened(chromium, site, width=width, language=language)
    first, second = (
        opened(chromium, site, width=width, language=language, javascript=scripts).new_page() for _ in range(2)
    )
    walk_in(first, "Suki")
    walk_in(second, "Dana")
    first.goto(f"/families/{CAST['ALDER']}/")
    first.locator("main summary").evaluate_all("all => all.forEach(each => each.parentElement.open = true)")
    go(first, "/same/")
    look(first, f"{tag}-1-find", eyes=eyes)
    first.locator("[name=name]").fill("gia")
    press(first)
    first.locator(f'label[for="{first.locator("[name=other]").first.get_attribute("id")}"]').first.click()
    first.locator("[name=why]").fill("She told me so herself.")
    look(first, f"{tag}-2-say", eyes=eyes)
    press(first)
    expect(first.get_by_role("main")).to_contain_text("Gia Alder")
    second.goto("/")
    look(second, f"{tag}-3-home", eyes=eyes)
    go(second, "/same/")
    look(second, f"{tag}-4-list", eyes=eyes)
    go(second, "/agree/")
    look(second, f"{tag}-5-agree", eyes=eyes)
    press(second)
    expect(second.get_by_role("main")).to_contain_text(say[0])
    first.goto("/same/")
    go(first, "/apart/")
    first.locator("[name=why]").fill("Two cards after all.")
    look(first, f"{tag}-6-apart", eyes=eyes)
    press(first)
    second.goto("/same/")
    look(second, f"{tag}-7-asked-apart", eyes=eyes)
    go(second, "/apart/agree/")
    expect(second.get_by_role("main")).to_contain_text(say[1])
    press(second)
    expect(second.get_by_role("main")).not_to_contain_text("Gia Alder")
    for window in (first.context, second.context, eyes):
        window.close()
