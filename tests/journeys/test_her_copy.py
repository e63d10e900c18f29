"""The copy that a woman asked for, in a real browser: asked for, read, words taken out, given, and at the privacy desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import CAST
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in
from tests.journeys.steps import coming_in, tick

ALDER = CAST["ALDER"]
# One of those that have to be read, by itself.
ONE = "section:has(#look) a[href*='/her-copy/']:not([href$='together/']), #look a[href*='/her-copy/']:not([href$='together/'])"
WAYS = [("en", True, DESK), ("fr-ca", False, PHONE)]


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_asked_for_prepared_and_given(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:  # fmt: skip
    tag = f"copy-{language}-{width}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = window.new_page()
    walk_in(page, "Wanda")
    page.goto(f"/families/{ALDER}/letters/")
    page.locator(f"a[href='/families/{ALDER}/her-copy/']").click()
    look(page, f"{tag}-1-asked", eyes=eyes)
    page.locator("a[href$='/her-copy/ask/']").click()
    tick(page, "on_paper")
    look(page, f"{tag}-2-ask", eyes=eyes)
    page.locator("main form button").first.click()
    page.locator(f"main a[href^='/families/{ALDER}/her-copy/']:not([href*='given']):not([href$='ask/'])").first.click()
    expect(page.locator("#look")).to_be_visible()
    look(page, f"{tag}-3-prepare", eyes=eyes)
    page.goto(f"{page.url}together/")
    expect(page.locator("main form .card, main form article").first).to_be_visible()
    page.locator("main form button").first.click()  # for none of them: asked for kindly
    page.wait_for_load_state("load")
    look(page, f"{tag}-3b-together", eyes=eyes)
    page.goto(page.url.removesuffix("together/"))
    first = True
    while page.locator(ONE).count():
        page.locator(ONE).first.click()
        tick(page, "out")
        if first:
            page.locator("main form button").first.click()  # without a reason: asked for kindly
            look(page, f"{tag}-4-why", eyes=eyes)
            first = False
        page.locator("select[name=why]").select_option("third_party")
        page.locator("main form button").first.click()
        page.wait_for_load_state("load")
    page.locator("main a[href$='/give/']").click()
    tick(page, language)
    for name in ("read", "hands"):
        page.locator(f"label[for=id_{name}]").click()
    look(page, f"{tag}-5-give", eyes=eyes)
    page.locator("main form button").first.click()
    page.locator("main a[href*='/given/']").first.click()
    expect(page.get_by_text("SECRET visit")).to_be_visible()
    look(page, f"{tag}-6-paper", eyes=eyes)
    window.close()
    if eyes:
        eyes.close()
    window, page = coming_in(chromium, site, "Priya", width=width, language=language)
    page.goto("/copies/")
    look(page, f"{tag}-7-desk")
    expect(page.get_by_text("SECRET")).to_have_count(0)
    page.locator("main a[href^='/copies/']").first.click()
    page.locator("[name=answer]").select_option("given_in_part")
    page.locator("main form button").first.click()
    page.wait_for_load_state("load")
    expect(page.locator("main a[href^='/copies/']")).to_have_count(0)
    window.close()
