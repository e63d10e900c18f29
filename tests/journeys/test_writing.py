"""The writing pages in a real browser: readable by everybody, nothing lost, both versions kept."""

from __future__ import annotations

import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Browser, BrowserContext, expect

from tests.cast import CAST, ident
from tests.databases import Cluster
from tests.journeys.conftest import PHONE, Site, look, opened
from tests.journeys.steps import fill_day, inside

F, ANA, BO = CAST["ALDER"], CAST["ANA"], CAST["BO"]
PLACES = {
    "open": "/families/new/",
    "person": f"/families/{F}/people/{ANA}/change/",
    "died": f"/families/{F}/people/{BO}/died/",
    "care-before-birth": f"/families/{F}/pregnancies/{ident('pregnancy ANA')}/care/",
    "earlier": f"/families/{F}/women/{ANA}/earlier-children/add/",
    "safe-contact": f"/families/{F}/women/{ANA}/safe-contact/",
    "pregnancy": f"/families/{F}/women/{ANA}/pregnancies/add/",
    "loss": f"/families/{F}/pregnancies/{ident('pregnancy ANA')}/goes-not-on/",
    "due-date": f"/families/{F}/pregnancies/{ident('pregnancy ANA')}/due-date/",
    "met": f"/families/{F}/pregnancies/{ident('pregnancy ANA')}/met/add/",
    "living": f"/families/{F}/children/{BO}/living/add/",
    "right": f"/families/{F}/children/{BO}/right/add/",
    "relationship": f"/families/{F}/people/{ANA}/relationships/add/",
    "home": f"/families/{F}/people/{ANA}/home/add/",
    "home-right": f"/families/{F}/stays/{ident('stay ANA')}/correct/",
    "family-name": f"/families/{F}/name/",
    "why": f"/families/{F}/women/{ANA}/why/",
    "with-us": f"/families/{F}/women/{ANA}/with-us/",
    "state": f"/families/{F}/people/{ANA}/state/",
    "welcome": f"/families/{F}/people/{ANA}/welcome-back/",
    "what-happened": f"/families/{F}/women/{ANA}/what-happened/add/",
    "ending": f"/families/{F}/people/{ANA}/ending/",
    "join": f"/families/{F}/team/join/",
    "contact": f"/families/{F}/contacts/add/",
    "promise": f"/families/{F}/promises/add/",
    "measure": f"/families/{F}/measures/add/",
}


def name_of(window: BrowserContext, what: str) -> str:
    return f"{what}-{window.pages[0].viewport_size['width']}"


def test_every_form_can_be_read_by_everybody(window: BrowserContext) -> None:
    page = inside(window)
    for what, where in PLACES.items():
        page.goto(where)
        look(page, name_of(window, what))


def test_what_needs_another_look_gets_the_focus_and_nothing_is_lost(window: BrowserContext) -> None:
    page = inside(window)
    page.goto(PLACES["living"])
    page.locator("[name=kind]").select_option("kin")
    page.locator("[name=note]").fill("kept as typed")
    page.locator("label[for=id_ends_previous]").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title("Please check: Where the child lives · Alongside")
    expect(page.locator("[name=note]")).to_have_value("kept as typed")
    look(page, name_of(window, "living-check"))
    page.goto(PLACES["safe-contact"])
    page.locator("[name=way-1-channel]").select_option("call")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, name_of(window, "safe-contact-check"))


def test_two_plans_at_once_are_put_side_by_side(window: BrowserContext, chromium: Browser, site: Site) -> None:
    page = inside(window)
    page.goto(PLACES["safe-contact"])
    other = opened(chromium, site)
    hers = inside(other, "Pilar")
    hers.goto(PLACES["safe-contact"])
    hers.get_by_label("Who do we say we are?").fill("Pia from the garden")
    hers.get_by_role("button", name="Save").click()
    hers.wait_for_url("**/families/*/")
    other.close()
    page.get_by_label("Who do we say we are?").fill("Sam from the library")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Pia from the garden")).to_be_visible()
    expect(page.get_by_text("Sam from the library")).to_be_visible()
    look(page, name_of(window, "two-versions"))
    page.get_by_role("button", name="Use what was written").click()
    page.wait_for_url("**/families/*/")


def test_a_passed_due_date_is_asked_about_once_with_or_without_scripts(chromium: Browser, site: Site) -> None:
    for script in (True, False):
        context = opened(chromium, site, width=PHONE, javascript=script)
        page = inside(context)
        page.goto(PLACES["pregnancy"])
        page.get_by_label("How many children?").fill("2")
        fill_day(page, "due_on", "1", "12", "2025")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("One more look, please")).to_be_visible()
        if script:
            look(page, "one-more-look")
        page.get_by_role("button", name="Save").click()
        page.wait_for_url("**/families/*/")
        context.close()


def test_somebody_known_is_noticed_while_entering(window: BrowserContext) -> None:
    page = inside(window)
    page.goto(PLACES["open"])
    page.get_by_label("What would she like to be called?").fill("Anna Alder")
    page.get_by_role("button", name="Look whether we know her").click()
    expect(page.get_by_text("Is it one of these?")).to_be_visible()
    look(page, name_of(window, "known"))
    page.get_by_role("button", name="Open her file").click()
    page.wait_for_url("**/families/*/")
    assert "/new/" not in page.url


def test_words_could_be_said_another_way(window: BrowserContext) -> None:
    page = inside(window)
    page.goto(PLACES["contact"])
    page.locator("label[for=id_about_0]").click()
    page.locator("[name=note]").fill("She is an addict and was non-compliant with the plan.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="It could also be said like this")).to_be_visible()
    look(page, name_of(window, "words"))


def test_a_form_sent_twice_at_the_same_instant_is_one_row(chromium: Browser, site: Site, cluster: Cluster) -> None:
    context = opened(chromium, site)
    page = inside(context)
    page.goto(PLACES["contact"])
    cookies = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
    sent = {
        "csrfmiddlewaretoken": page.locator("form.form [name=csrfmiddlewaretoken]").get_attribute("value"),
        "submission": page.locator("[name=submission]").get_attribute("value"),
        "about": f"woman:{ANA}",
        "on": "2026-02-03",
        "mode": "phone",
        "reached": "met",
        "note": "pressed twice",
    }
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "Referer": site.address}

    def press(_n: int) -> int:
        body = urllib.parse.urlencode(sent).encode()
        asked = urllib.request.Request(site.address + PLACES["contact"], data=body, headers=headers)
        return urllib.request.urlopen(asked, timeout=60).status

    with ThreadPoolExecutor(4) as presses:
        assert list(presses.map(press, range(4))) == [200] * 4
    with cluster.admin(site.database) as admin:
        found = admin.execute("select count(*) from care_contact where note = 'pressed twice'").fetchone()
    assert found == (1,)
    context.close()


def test_what_stood_before_is_read_where_it_stands(window: BrowserContext) -> None:
    page = inside(window)
    hers = f"I want my girl home {name_of(window, 'at')}"
    for words in (hers, "I want both my girls home"):
        page.goto(PLACES["why"])
        page.get_by_label("What brings her, in her words").fill(words)
        page.get_by_role("button", name="Save").click()
        page.wait_for_url("**/families/*/")
    page.goto(f"/families/{F}/her/")
    earlier = page.locator("details", has_text="Earlier versions").first
    earlier.locator("summary").press("Enter")  # by keyboard
    expect(earlier.get_by_text(hers)).to_be_visible()
    look(page, name_of(window, "earlier-versions"))
