"""Twins, each with a picture of its own: her answers, a clinician's view and observed play, side by side (T-17)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import CAST, dyad
from tests.databases import Cluster
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in

F = CAST["ALDER"]
TWINS = "update families_person set born_on = '2024-02-10' where id = any(%s)"
# Whatever other journeys on the same site measured goes, with what hangs on it.
MEASURED = (
    "truncate assessment_clinicianrating, assessment_observation, assessment_reflection, assessment_occasion cascade"
)


@pytest.fixture(params=[(PHONE, True), (DESK, True), (320, False)], ids=["phone", "desk", "small-without-scripts"])
def window(request: pytest.FixtureRequest, chromium: Browser, site: Site, cluster: Cluster) -> Iterator[BrowserContext]:
    with cluster.admin(site.database) as admin:
        admin.execute(TWINS, [[CAST["BEE"], CAST["BO"]]])
        admin.execute(MEASURED)
        admin.execute("delete from assessment_ratinganchor")
    width, scripts = request.param
    context = opened(chromium, site, width=width, javascript=scripts)
    eyes = opened(chromium, site, width=width)
    context.look = lambda page, name: look(  # type: ignore[attr-defined]
        page, f"three-{name}-{width}", eyes=None if scripts else eyes
    )
    yield context
    context.close()
    eyes.close()


def views(child: str) -> str:
    return f"/families/{F}/together/{dyad('ANA', child)}/views/"


def tick(page: Page, label: str) -> None:
    page.get_by_label(label, exact=True).locator("..").click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def rate(page: Page, child: str, level: str, seen: str) -> None:
    page.goto(views(child))
    page.get_by_role("link", name="How you see the two").click()
    page.get_by_label(level).locator("..").click()
    tick(page, "Sessions with them")
    page.get_by_label("What was seen, in plain words").fill(seen)


def code(page: Page, *values: str) -> None:
    boxes = ["sensitive", "controlling", "unresponsive", "cooperative", "difficult", "compulsive", "passive"]
    for name, value in zip(boxes, values, strict=True):
        page.locator(f"[name=item_{name}]").fill(value)


def test_the_picture_of_twins_from_three_sides(window: BrowserContext, cluster: Cluster, site: Site) -> None:
    page = window.new_page()
    # The site says what the levels mean before anybody rates.
    walk_in(page, "Suki")
    page.goto(views("BEE"))
    expect(page.get_by_text("The five levels have no words yet")).to_be_visible()
    page.get_by_role("link", name="Write them").click()
    for n, words in enumerate(
        ["Rarely meet each other", "Look for each other", "Meet now and then", "Often at ease", "At ease together"], 1
    ):
        page.locator(f"[name=level_{n}]").fill(words)
    window.look(page, "levels")
    save(page)
    # A clinician's view of each twin: one alone is said to be one.
    walk_in(page, "Wanda")
    page.goto(f"/families/{F}/together/{dyad('ANA', 'BEE')}/")
    page.get_by_role("link", name="Seen from three sides").click()
    window.look(page, "empty")
    rate(page, "BEE", "Level 2: Look for each other", "Bee turns away; Ana waits and hums.")
    window.look(page, "rating")
    save(page)
    expect(page.get_by_text("This is one view alone")).to_be_visible()
    window.look(page, "alone")
    rate(page, "BO", "Level 5: At ease together", "Bo brings his book and leans on her.")
    save(page)
    # Observed play of one twin; a sum that cannot be is asked about.
    page.goto(views("BEE"))
    page.get_by_role("link", name="Observed play").click()
    page.get_by_label("CARE-Index").locator("..").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("How many minutes").fill("5")
    page.get_by_label("Who watched and coded it").select_option(label="Pilar, parent-infant therapist")
    page.get_by_label("Certified for this measure by").fill("Family Relations Institute")
    tick(page, "No, did not know")
    code(page, "11", "2", "2", "10", "1", "1", "2")
    window.look(page, "play")
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("[name=item_unresponsive]").fill("1")
    page.evaluate("scrollTo(0, 0)")  # nothing half under the header
    window.look(page, "play-check")
    save(page)
    expect(page.get_by_text("This is one view alone")).to_have_count(0)
    expect(page.get_by_text("Observed play: in the half of the measure")).to_be_visible()
    # Somebody else looks at the same play.
    page.get_by_role("link", name="Ask somebody to code it a second time").click()
    page.get_by_label("Who codes it a second time").select_option(label="Suki, supervisor")
    window.look(page, "ask")
    save(page)
    expect(page.get_by_text("without seeing this: Suki, supervisor")).to_be_visible()
    window.look(page, "asked")
    walk_in(page, "Suki")
    page.goto(views("BEE"))
    expect(page.get_by_text("You are asked to code a play a second time")).to_be_visible()
    expect(page.get_by_text("Adult: sensitive")).to_have_count(0)
    window.look(page, "to-code")
    walk_in(page, "Wanda")
    page.goto(views("BEE"))
    page.get_by_role("link", name="Type in what a second coder found").click()
    page.get_by_label("Or somebody from elsewhere").fill("Kim, university")
    code(page, "10", "3", "1", "10", "1", "1", "2")
    save(page)
    expect(page.get_by_text("Of 7 values 5 are the same")).to_be_visible()
    # Her own answers, read off a form she filled in.
    page.goto(f"/families/{F}/questions/")
    page.get_by_role("link", name="Enter a result from a form").first.click()
    page.get_by_label("Parenting Stress Index").locator("..").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Ana Alder and Bee Alder").locator("..").click()
    for name, value in (("pd", "20"), ("pcdi", "18"), ("dc", "22"), ("total", "60")):
        page.locator(f"[name=item_{name}]").fill(value)
    save(page)
    page.goto(views("BEE"))
    expect(page.get_by_text("Her own answers: in the half of the measure")).to_be_visible()
    page.get_by_role("link", name="What we make of it").click()
    page.get_by_label("What we make of it").fill("The room was new to Bee on the day of the rating.")
    page.get_by_label("What she makes of it, in her words").fill("At home she never turns away.")
    window.look(page, "reflection")
    save(page)
    expect(page.get_by_text("At home she never turns away.")).to_be_visible()
    window.look(page, "all")
    # The other twin has a picture of his own, with one view.
    page.get_by_role("link", name="Ana Alder and Bo Alder").click()
    expect(page.get_by_text("Bo brings his book and leans on her.")).to_be_visible()
    expect(page.get_by_text("This is one view alone")).to_be_visible()
    expect(page.get_by_text("At home she never turns away.")).to_have_count(0)
    window.look(page, "other-twin")
    # Child care sees what is between the two, and nothing that the mother said about herself.
    walk_in(page, "Chris")
    page.goto(views("BEE"))
    expect(page.get_by_text("Parenting Stress Index")).to_have_count(0)
    walk_in(page, "Willa")
    page.goto(views("BEE"))
    expect(page.get_by_text("Bee")).to_have_count(0)


def test_in_french(chromium: Browser, site: Site) -> None:
    context = opened(chromium, site, width=PHONE, language="fr-ca")
    page = context.new_page()
    walk_in(page, "Wanda")
    for name, where in (
        ("views", views("BEE")),
        ("reflection", f"/families/{F}/together/{dyad('ANA', 'BEE')}/reflection/add/"),
    ):
        page.goto(where)
        look(page, f"three-fr-{name}-{PHONE}")
    context.close()
