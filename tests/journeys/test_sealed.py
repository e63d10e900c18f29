"""Whoever keeps privacy closes a child's file and asks to open it; to her team it is as if it were not there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import CAST
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in

ALDER = CAST["ALDER"]
SAY = {
    "en": ("Closed to everybody", "A child was adopted", "It is closed.", "Waits for a second person"),
    "fr-ca": ("Fermé à tout le monde", "Un enfant a été adopté", "C’est fermé.", "Attend une deuxième personne"),
}


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button").first.click()


@pytest.mark.parametrize(
    ("child", "language", "scripts", "width"),
    [
        pytest.param("BEE", "en", True, DESK, id="english at a desk"),
        pytest.param("BO", "fr-ca", False, PHONE, id="french without scripts on a phone"),
    ],
)
def test_a_childs_file_is_closed(
    chromium: Browser, site: Site, child: str, language: str, scripts: bool, width: int
) -> None:
    heading, adopted, closed, waits = SAY[language]
    tag = f"sealed-{language}-{width}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    team = opened(chromium, site, width=width)
    hers = team.new_page()
    walk_in(hers, "Wanda")
    hers.goto(f"/families/{ALDER}/")
    name = "Bee" if child == "BEE" else "Bo"
    expect(hers.locator("main")).to_contain_text(name)

    page = window.new_page()
    walk_in(page, "Priya")
    page.goto("/privacy/")
    with page.expect_navigation():
        page.locator('main a[href$="/privacy/closed/"]').first.click()
    expect(page.locator("h1")).to_have_text(heading)
    look(page, f"{tag}-list-first", eyes=eyes)
    with page.expect_navigation():
        page.locator('main a[href$="/privacy/closed/new/"]').first.click()
    look(page, f"{tag}-form", eyes=eyes)
    page.locator('[name="target"]').fill(str(CAST[child]))
    page.locator(f'label[for="{page.locator("input[name=why][value=adoption]").get_attribute("id")}"]').click()
    page.locator('[name="words"]').fill("Superior Court, order 7 of 2026")
    save(page)
    expect(page.locator("body")).to_contain_text(closed)
    expect(page.locator("main")).to_contain_text(adopted)
    expect(page.locator("main")).not_to_contain_text(name)
    look(page, f"{tag}-list", eyes=eyes)

    hers.reload()
    expect(hers.locator("main")).not_to_contain_text(name)
    look(hers, f"{tag}-team")

    with page.expect_navigation():
        page.locator('main a[href$="/ask/"]').first.click()
    page.locator('[name="why"]').fill("The order was made for somebody else.")
    look(page, f"{tag}-ask", eyes=eyes)
    save(page)
    expect(page.locator("main")).to_contain_text(waits)
    expect(page.locator('main a[href$="/open/"]')).to_have_count(0)  # the second is somebody else
    look(page, f"{tag}-waits", eyes=eyes)
