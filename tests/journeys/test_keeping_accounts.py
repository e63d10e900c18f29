"""Keeping accounts in a real browser: somebody comes, a second person agrees to her wide part, somebody leaves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


def inside(chromium: Browser, site: Site, who: str, width: int) -> tuple[BrowserContext, Page]:
    context = opened(chromium, site, width=width)
    page = context.new_page()
    walk_in(page, who)
    return context, page


def link(page: Page, text: str, about: str) -> Locator:
    """A link that says about whom it is to those who do not see where it stands."""
    return page.get_by_role("link").filter(has_text=text).filter(has_text=about)


def test_two_people_give_a_wide_part_and_one_says_who_has_left(chromium: Browser, site: Site, width: int) -> None:
    name = f"Noor {width}"
    first, hers = inside(chromium, site, "Adam", width)
    second, dana = inside(chromium, site, "Dana", width)

    hers.goto("/team/")
    hers.get_by_role("link", name="Add a colleague").click()
    look(hers, f"colleague-add-{width}")
    hers.get_by_label("The name she goes by").fill(name)
    hers.get_by_label("Which part does she play?").select_option("supervisor")
    hers.get_by_label("E-mail address to sign in with").fill(f"noor{width}@example.org")
    hers.get_by_label("A first password").fill("short")
    hers.get_by_role("button", name="Save").click()
    expect(hers.get_by_role("alert")).to_be_focused()
    look(hers, f"colleague-add-check-{width}")
    hers.get_by_label("A first password").fill("seven calm horses by the lake")
    hers.get_by_role("button", name="Save").click()
    hers.wait_for_url("**/team/")
    expect(hers.get_by_text("please ask one")).to_be_visible()
    expect(hers.get_by_role("note").filter(has_text=name)).to_contain_text("Somebody else who keeps accounts decides")
    look(hers, f"team-waiting-{width}")

    dana.goto("/team/")
    link(dana, "Look at it", name).click()
    expect(dana.get_by_text(f"noor{width}@example.org")).to_be_visible()
    look(dana, f"part-agree-{width}")
    dana.get_by_role("button", name="I agree").click()
    dana.wait_for_url("**/team/")
    expect(dana.get_by_text("The part has begun")).to_be_visible()

    link(dana, "She has left", name).click()
    look(dana, f"colleague-left-{width}")
    dana.get_by_role("button", name="Yes, she has left").click()
    dana.wait_for_url("**/team/")
    expect(dana.get_by_text(f"{name} is signed out everywhere")).to_be_visible()
    expect(link(dana, "She has left", name)).to_have_count(0)
    look(dana, f"team-after-{width}")
    first.close()
    second.close()


def test_an_agency_and_an_agreement_can_be_read_by_everybody(chromium: Browser, site: Site, width: int) -> None:
    context, page = inside(chromium, site, "Dana", width)
    for what in ("agencies", "agreements"):
        page.goto(f"/team/{what}/add/")
        look(page, f"{what}-add-{width}")
    context.close()
