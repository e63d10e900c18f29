"""What fits now: a group ended, its measures stand in the list at once, and one of them is let go with a reason."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import CAST
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in

FILE = f"/families/{CAST['ALDER']}"
WHY = "She is moving house this month."


def inside(chromium: Browser, site: Site, who: str, width: int, language: str = "en") -> Page:
    page = opened(chromium, site, width=width, language=language).new_page()
    walk_in(page, who)
    return page


def add_a_point(chromium: Browser, site: Site) -> None:
    """The supervisor says what is offered when a group has ended."""
    page = inside(chromium, site, "Suki", DESK)
    page.goto("/cycle/add/")
    page.get_by_label("What do you call it?").fill("after the group")
    page.locator("label", has_text="Since a group or programme ended").click()
    for label in (
        "Patient Health Questionnaire-9 (the woman)",
        "Generalized Anxiety Disorder 7-item scale (the woman)",
    ):
        page.locator("label", has_text=label).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("after the group").first).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
def test_what_fits_stands_there_at_once_and_one_is_let_go(chromium: Browser, site: Site, width: int) -> None:
    page = inside(chromium, site, "Wanda", width)
    page.goto(f"{FILE}/questions/")
    if page.get_by_text("after the group").count() == 0:
        add_a_point(chromium, site)
        page.goto(f"{FILE}/programme-days/")
        page.get_by_label("What happened?").select_option(label="since a group or programme ended")
        page.get_by_role("button", name="Save").click()
        page.goto(f"{FILE}/questions/")
        expect(page.get_by_text("after the group")).to_have_count(2)
        look(page, f"due-fits-{width}")
        page.get_by_role("link", name=re.compile("Let it go this time.*Generalized Anxiety")).click()
        look(page, f"due-let-go-{width}")
        page.get_by_label("Why not this time?").fill(WHY)
        page.get_by_role("button", name="Let it go").click()
    expect(page.get_by_text(WHY)).to_be_visible()
    look(page, f"due-hers-{width}")
    page.goto("/due/")
    expect(page.get_by_text(WHY)).to_be_visible()
    look(page, f"due-list-{width}")
    page.context.close()
    french = inside(chromium, site, "Wanda", width, "fr-ca")
    french.goto("/due/")
    expect(french.get_by_text("Laissée de côté")).to_be_visible()
    look(french, f"due-list-fr-{width}")
    french.context.close()
