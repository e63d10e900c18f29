"""Keeping accounts in a real browser: somebody comes, a second person agrees to her wide part, somebody leaves."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Site, look, opened
from tests.journeys.steps import coming_in


def link(page: Page, text: str, about: str) -> Locator:
    """A link that says about whom it is to those who do not see where it stands."""
    return page.get_by_role("link").filter(has_text=text).filter(has_text=about)


def sets_up(chromium: Browser, site: Site, width: int, code: str, address: str) -> None:
    """A new colleague in her own browser: the code she was told, a password of her own, and she is in."""
    context = opened(chromium, site, width=width)
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_role("link", name="Set up your sign-in").click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("The code you were told").fill("AAAA AAAA AAAA")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("do not fit together")).to_be_visible()
    look(page, f"set-up-{width}")
    page.get_by_label("The code you were told").fill(code.lower())
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("A new password").fill("seven calm horses by the lake")
    page.get_by_label("The same once more").fill("seven calm horses by the lake")
    look(page, f"set-up-password-{width}")
    page.get_by_role("button", name="Go on").click()
    # (The practice programme asks nobody for a second factor; tests/pages/setting_up/ goes the whole way.)
    expect(page.get_by_role("heading", name="Nothing is waiting for you yet")).to_be_visible()  # nobody agreed yet
    context.close()


def comes_back(dana: Page, name: str, width: int) -> None:
    """Whoever worked here before is brought back, also when somebody tries to add her anew."""
    dana.goto("/team/colleagues/add/")
    dana.get_by_label("The name she goes by").fill(name)
    dana.get_by_label("Which part does she play?").select_option("counsellor")
    dana.get_by_label("E-mail address to sign in with").fill(f"noor{width}@example.org")
    dana.get_by_role("button", name="Save").click()
    look(dana, f"colleague-known-{width}")
    dana.get_by_role("link", name=f"Bring back {name}").click()
    dana.get_by_label("Which part does she play?").select_option("peer")
    look(dana, f"colleague-back-{width}")
    dana.get_by_role("button", name="Yes, she is back").click()
    expect(dana.get_by_role("heading", name="Tell her this code in person")).to_be_visible()
    dana.goto("/team/")
    link(dana, "She cannot sign in", name).click()
    look(dana, f"code-again-{width}")
    dana.get_by_role("button", name="Make a code").click()
    expect(dana.locator(".key code")).to_have_text(re.compile(r"[A-Z2-9]{6}-[A-Z2-9]{6}"))
    dana.goto("/team/")
    look(dana, f"team-code-{width}")
    link(dana, "It is not to be used", name).click()
    dana.get_by_role("button", name="It is not to be used").click()
    dana.wait_for_url("**/team/")


def test_two_people_give_a_wide_part_and_one_says_who_has_left(chromium: Browser, site: Site, width: int) -> None:
    name = f"Noor {width}"
    first, hers = coming_in(chromium, site, "Adam", width=width)
    second, dana = coming_in(chromium, site, "Dana", width=width)

    hers.goto("/team/")
    hers.get_by_role("link", name="Add a colleague").click()
    look(hers, f"colleague-add-{width}")
    hers.get_by_label("The name she goes by").fill(name)
    hers.get_by_label("Which part does she play?").select_option("supervisor")
    hers.get_by_label("E-mail address to sign in with").fill("noor at example")
    hers.get_by_role("button", name="Save").click()
    expect(hers.get_by_role("alert")).to_be_focused()
    look(hers, f"colleague-add-check-{width}")
    hers.get_by_label("E-mail address to sign in with").fill(f"noor{width}@example.org")
    hers.get_by_role("button", name="Save").click()
    expect(hers.get_by_role("heading", name="Tell her this code in person")).to_be_visible()
    expect(hers.get_by_text("please ask one")).to_be_visible()
    code = hers.locator(".key code").inner_text()
    look(hers, f"code-{width}")
    hers.get_by_role("link", name="Our team").last.click()
    hers.wait_for_url("**/team/")
    waits = hers.get_by_role("note").filter(has_text="Waiting for a second person").filter(has_text=name)
    expect(waits).to_contain_text("Somebody else who keeps accounts decides")
    look(hers, f"team-waiting-{width}")

    sets_up(chromium, site, width, code, f"noor{width}@example.org")

    dana.goto("/")
    expect(dana.get_by_text("Waiting for your yes")).to_be_visible()
    look(dana, f"home-waiting-{width}")
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

    comes_back(dana, name, width)
    first.close()
    second.close()


def test_an_agency_and_an_agreement_can_be_read_by_everybody(chromium: Browser, site: Site, width: int) -> None:
    context, page = coming_in(chromium, site, "Dana", width=width)
    for what in ("agencies", "agreements"):
        page.goto(f"/team/{what}/add/")
        look(page, f"{what}-add-{width}")
    context.close()
