"""One door: what she told may be a goal, her own page, who waits; and the page for all. (The whole way: test_the_long_way.)"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.cast import token_of
from tests.journeys.conftest import DESK, PHONE, Site, look, opened
from tests.journeys.steps import choose, inside, met_on_the_street, send, talk

SAY = {
    "en": {
        "short": "The short one, for the street or the telephone", "goal": "She would like it to be a goal", "thanks": "Thank you", "told": "What I told",
    },
    "fr-ca": {
        "short": "Le court, pour la rue ou le téléphone",
        "goal": "Elle aimerait que ce soit un objectif",
        "thanks": "Merci", "told": "Ce que j’ai dit",
    },
}  # fmt: skip
WAYS = [
    pytest.param(width, language, scripts, id=f"{width}-{language}-{'script' if scripts else 'plain'}")
    for width, language, scripts in ((PHONE, "fr-ca", False), (DESK, "en", True))
]


@pytest.mark.parametrize(("width", "language", "scripts"), WAYS)
def test_one_door(chromium: Browser, site: Site, width: int, language: str, scripts: bool) -> None:
    say, tag = SAY[language], f"intake-{width}-{language}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = inside(window)
    file = met_on_the_street(page, say["short"], f"Robin {tag}", ("2", "1", "2026"))
    expect(page.get_by_role("main")).to_contain_text("Robin")

    # Nothing said is nothing to keep; something said may become a goal of hers.
    page.goto(f"{file}getting-to-know/why/")
    look(page, f"{tag}-2-why", eyes=eyes)
    send(page)
    expect(page.locator(".errorsummary, [data-errorsummary]").first).to_be_attached()
    her = {"words_for_us": "Sundays with him", "how": "home", "left_being_parent": "not_now"}
    talk(page, file, "parent", ("20", "1", "2026"), **her)
    with page.expect_navigation():
        page.locator("#parent").get_by_role("link", name=say["goal"]).click()
    look(page, f"{tag}-4-goal", eyes=eyes)
    send(page)
    expect(page.locator("blockquote").first).to_contain_text("Sundays with him")
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
