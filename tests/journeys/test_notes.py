"""A note: kept as it is typed, also when the connection breaks; kinder words; things she mentioned; reaching out as she wants."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import CAST, token_of
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in
from tests.journeys.steps import fill_day, press, tick

ALDER, ANA = CAST["ALDER"], CAST["ANA"]
ADD = f"/families/{ALDER}/contacts/add/"
SAY = {
    "en": {
        "more": "One more thing she mentioned", "keep": "Keep it, not finished", "on": "Go on", "writing": "You were writing",
        "save": "Save", "change": "Change the note", "right": "Put something right", "asked": "We asked her", "things": "Things she mentioned",
        "missed": "We missed each other", "keep_this": "Keep this", "changed": "What was changed", "out": "Write down that we reached out",
        "as_is": "Keep it as it is",
    },
    "fr-ca": {
        "more": "Encore une chose dont elle a parlé", "keep": "Garder, pas terminé", "on": "Continuer",
        "writing": "Vous étiez en train d’écrire", "save": "Enregistrer", "asked": "Nous le lui avons demandé",
        "things": "Ce dont elle a parlé", "missed": "On s’est manqué", "keep_this": "Garder ceci",
        "changed": "Ce qui a été changé", "out": "Noter que nous lui avons fait signe", "as_is": "La garder ainsi",
    },
}  # fmt: skip
WAYS = [
    pytest.param("en", True, DESK, id="english at a desk"),
    pytest.param("fr-ca", False, PHONE, id="french without scripts on a phone"),
]


def begun(page: Page) -> None:
    page.goto(ADD)
    tick(page, f"woman:{ANA}")
    fill_day(page, "on", "20", "3", "2026")
    page.locator("[name=mode]").select_option("home")


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_a_note_begun_gone_on_with_and_what_she_mentioned(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"notes-{language}-{width}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = window.new_page()
    walk_in(page, "Wanda")
    begun(page)
    look(page, f"{tag}-1-form", eyes=eyes)
    page.locator("[name=note]").fill("We walked along the river.")
    tick(page, "food", "health")
    # One more line: nothing typed is lost, nothing is saved.
    page.locator("[name=mention_what]").fill(f"the concert {tag}")
    fill_day(page, "mention_on", "1", "2", "2026")
    press(page, say["more"])
    expect(page.locator("[name=note]")).to_have_value("We walked along the river.")
    page.locator("[name=mention_what_2]").fill("the dentist")
    fill_day(page, "mention_on_2", "1", "2", "2031")
    # Left in the middle: without a script by a button, with one by itself.
    if scripts:
        expect(page.locator("[data-keeping]")).to_contain_text("Kept as you type")
        page.goto("/")
    else:
        press(page, say["keep"])
        page.goto("/")
    expect(page.get_by_role("main")).to_contain_text(say["writing"])
    look(page, f"{tag}-2-home", eyes=eyes)
    page.goto(ADD)
    look(page, f"{tag}-3-were-writing", eyes=eyes)
    press(page, say["on"])
    expect(page.locator("[name=note]")).to_have_value("We walked along the river.")
    expect(page.locator("[name=mention_what_2]")).to_have_value("the dentist")
    page.locator("[name=helped]").fill("Walking")
    look(page, f"{tag}-4-going-on", eyes=eyes)
    press(page, say["save"])
    page.goto(f"/families/{ALDER}/contacts/")
    expect(page.get_by_role("main")).to_contain_text("We walked along the river.")
    expect(page.get_by_role("main")).to_contain_text("Walking")
    look(page, f"{tag}-5-notes", eyes=eyes)
    page.goto(ADD)
    expect(page.get_by_role("link", name=say["on"])).to_have_count(1)  # another one of hers, from before
    # What she mentioned comes back, and somebody asks.
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text(f"the concert {tag}")
    look(page, f"{tag}-6-to-ask", eyes=eyes)
    page.goto(f"/families/{ALDER}/mentioned/")
    look(page, f"{tag}-7-mentioned", eyes=eyes)
    page.locator("article", has_text=f"the concert {tag}").get_by_role("link", name=say["asked"]).click()
    page.locator("[name=her_words]").fill("Loud. I loved it.")
    look(page, f"{tag}-8-asked", eyes=eyes)
    press(page, say["save"])
    page.goto(f"/families/{ALDER}/mentioned/")
    expect(page.get_by_role("main")).to_contain_text("Loud. I loved it.")
    for each in (window, eyes):
        if each:
            each.close()


def test_a_note_whose_connection_breaks_while_typing_is_not_lost(chromium: Browser, site: Site) -> None:
    window = opened(chromium, site, width=PHONE)
    page = window.new_page()
    walk_in(page, "Wanda")
    begun(page)
    says, box = page.locator("[data-keeping]"), page.locator("[name=note]")
    box.fill("First half.")
    expect(says).to_contain_text("Kept as you type")
    window.set_offline(True)
    box.fill("First half. Second half, in the hallway.")
    expect(says).to_contain_text("Not saved, still here")
    look(page, "notes-offline")
    # Pressing Save loses nothing either: the words stay, and no page of the browser's own comes in their place.
    page.get_by_role("button", name="Save", exact=True).click()
    expect(says).to_contain_text("Not saved, still here")
    expect(box).to_have_value("First half. Second half, in the hallway.")
    assert page.url.endswith("/contacts/add/")
    window.set_offline(False)
    expect(says).to_contain_text("Kept as you type")
    other = window.new_page()
    other.goto(ADD)
    press(other, "Go on")
    expect(other.locator("[name=note]")).to_have_value("First half. Second half, in the hallway.")
    press(page, "Save")
    page.goto(f"/families/{ALDER}/contacts/")
    expect(page.get_by_role("main")).to_contain_text("Second half, in the hallway.")
    window.close()


def test_a_note_whose_session_ends_while_typing_is_not_lost(chromium: Browser, site: Site) -> None:
    window = opened(chromium, site, width=DESK)
    page = window.new_page()
    walk_in(page, "Wanda")
    begun(page)
    says, box = page.locator("[data-keeping]"), page.locator("[name=note]")
    box.fill("Said in the car.")
    expect(says).to_contain_text("Kept as you type")
    token = next(each for each in window.cookies() if each["name"] == "token")
    window.clear_cookies(name="token")
    box.fill("Said in the car. And on the stairs.")
    expect(says).to_contain_text("You were signed out")
    expect(says.get_by_role("link")).to_have_attribute("target", "_blank")
    look(page, "notes-signed-out")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(box).to_have_value("Said in the car. And on the stairs.")
    window.add_cookies([{"name": "token", "value": token["value"], "url": site.address}])  # signed in again elsewhere
    expect(says).to_contain_text("Kept as you type", timeout=20_000)
    press(page, "Save")
    page.goto(f"/families/{ALDER}/contacts/")
    expect(page.get_by_role("main")).to_contain_text("And on the stairs.")
    window.close()


def test_words_that_could_be_said_another_way(chromium: Browser, site: Site) -> None:
    window = opened(chromium, site, width=PHONE)
    page = window.new_page()
    walk_in(page, "Wanda")
    begun(page)
    page.locator("[name=her_words]").fill("I am an addict.")
    page.locator("[name=note]").press_sequentially("She is an addict and “I was an addict for a long time”.")
    marks = page.locator(".worded__mark")
    expect(marks).to_have_count(1)
    expect(marks).to_have_text(re.compile("addict"))
    look(page, "notes-wording")
    use = page.locator(".worded__use").first
    words = use.inner_text()
    use.click()
    expect(page.locator("[name=note]")).to_have_value(re.compile(re.escape(words)))
    expect(page.locator("[name=note]")).to_be_focused()
    expect(page.locator(".worded__mark")).to_have_count(0)
    window.close()


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS[1:])
def test_we_missed_each_other_and_she_says_what_she_wants(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"missed-{language}-{width}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    hers = opened(chromium, site, width=width, language=language, javascript=scripts)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine, page = hers.new_page(), window.new_page()
    mine.goto("/my/reaching/")
    look(mine, f"{tag}-1-hers", eyes=eyes)
    tick(mine, "please", "text")
    mine.locator("[name=every_days]").select_option("1")
    press(mine, say["keep_this"])
    walk_in(page, "Wanda")
    begun(page)
    tick(page, "did_not_meet_unknown")
    fill_day(page, "on", "1", "4", "2026")
    press(page, say["save"])
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text(say["missed"])
    look(page, f"{tag}-2-home", eyes=eyes)
    page.goto(f"/families/{ALDER}/")
    expect(page.get_by_role("main")).to_contain_text(say["missed"])
    look(page, f"{tag}-3-family", eyes=eyes)
    # She leaves it to herself: from this moment nobody is reminded.
    tick(mine, "leave")
    press(mine, say["keep_this"])
    look(mine, f"{tag}-4-left", eyes=eyes)
    page.reload()
    expect(page.get_by_role("main")).not_to_contain_text(say["missed"])
    for each in (window, hers, eyes):
        if each:
            each.close()
