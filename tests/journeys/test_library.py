"""A counsellor looks for a programme for two, reads what is known of it, and what was not found; titles are given."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in


def inside(chromium: Browser, site: Site, who: str, width: int, language: str = "en", javascript: bool = True) -> Page:
    page = opened(chromium, site, width=width, language=language, javascript=javascript).new_page()
    walk_in(page, who)
    return page


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
def test_looking_for_a_programme_and_what_is_known_of_it(chromium: Browser, site: Site, width: int) -> None:
    page = inside(chromium, site, "Wanda", width)
    page.goto("/library/")
    page.get_by_label("Who would take part?").select_option(label="The two together")
    page.get_by_label("The child is").select_option(label="In the first year")
    page.get_by_role("button", name="Show these programmes").click()
    expect(page.get_by_role("link", name="Mothering from the Inside Out")).to_have_count(0)
    look(page, f"library-{width}")
    page.get_by_role("link", name="Parents under Pressure").click()
    expect(page.get_by_role("heading", name="10 visits in 3 months")).to_be_visible()
    expect(page.get_by_role("heading", name="Weekly visits for 20 weeks")).to_be_visible()
    look(page, f"library-programme-{width}")
    page.goto("/library/fff/")
    expect(page.get_by_text("Clearinghouses do not agree")).to_be_visible()
    look(page, f"library-ratings-{width}")
    page.goto("/library/evidence/")
    page.get_by_role("link", name="Only what made no difference").click()
    expect(page.get_by_role("heading", name="MIO or parent education")).to_have_count(0)
    expect(page.get_by_role("heading", name="Seeking Safety or women’s health education")).to_be_visible()
    look(page, f"library-nulls-{width}")
    page.goto("/library/")
    page.get_by_role("link", name="Looking at our own place together").click()
    look(page, f"library-ourselves-{width}")
    page.get_by_role("link", name="Five things that a place can do for parents").click()
    look(page, f"library-five-{width}")
    page.goto("/library/ourselves/stock/")
    look(page, f"library-stock-{width}")
    page.context.close()
    french = inside(chromium, site, "Wanda", width, "fr-ca")
    french.goto("/library/pup/")
    expect(french.get_by_role("heading", name="10 visites en 3 mois")).to_be_visible()
    look(french, f"library-programme-fr-{width}")
    french.context.close()


def test_topics_are_given_without_javascript(chromium: Browser, site: Site) -> None:
    page, eyes = inside(chromium, site, "Suki", PHONE, javascript=False), opened(chromium, site, width=PHONE)
    page.goto("/library/seeking-safety/")
    page.get_by_role("link", name="Give the sessions titles or topics").first.click()
    look(page, "library-titles-390", eyes=eyes)
    page.locator("input[name=session_2]").fill("A topic of ours")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A topic of ours")).to_be_visible()
    page.context.close()
    eyes.close()
