"""A yearly look at how a child is growing and learning: born early, counted from the due date, told to her first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import CAST
from tests.databases import Cluster
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in
from tests.journeys.steps import fill_day

F, BEE = CAST["ALDER"], CAST["BEE"]
CHILD = f"/families/{F}/children/{BEE}/"
BORN_EARLY = "update families_child set gestation_days = 217, sex = 'girl', birth_weight_g = 1650 where person_id = %s"


@pytest.fixture(params=[(PHONE, True), (DESK, True), (320, False)], ids=["phone", "desk", "small-without-scripts"])
def window(request: pytest.FixtureRequest, chromium: Browser, site: Site, cluster: Cluster) -> Iterator[BrowserContext]:
    with cluster.admin(site.database) as admin:
        admin.execute(BORN_EARLY, [BEE])
        for table in ("developmentrelease", "withouther", "developmentdomain", "developmentalassessment", "growth"):
            admin.execute(f"delete from assessment_{table}")
    width, scripts = request.param
    context = opened(chromium, site, width=width, javascript=scripts)
    context.look = lambda page, name: look(  # type: ignore[attr-defined]
        page, f"development-{name}-{width}", eyes=None if scripts else eyes
    )
    eyes = opened(chromium, site, width=width)
    yield context
    context.close()
    eyes.close()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def choose(page: Page, whom: str) -> None:
    page.wait_for_load_state("load")  # all that can be chosen is there
    page.get_by_label("To whom?").select_option(label=next(
        text for text in page.get_by_label("To whom?").locator("option").all_inner_texts() if text.startswith(whom)
    ))  # fmt: skip
    page.get_by_label("What is it for?").select_option("care_coordination")
    page.get_by_label("It was done with her").locator("..").click()


def send(page: Page) -> None:
    page.get_by_role("button", name="The copy goes").click()


def test_a_yearly_assessment_with_corrected_age_goes_to_the_mother_first(window: BrowserContext) -> None:
    page = window.new_page()
    walk_in(page, "Wanda")
    page.goto(CHILD)
    page.get_by_role("link", name="Growing and learning", exact=True).click()
    window.look(page, "none-yet")
    page.get_by_role("link", name="Write down an assessment").click()
    fill_day(page, "on", "12", "8", "2025")
    page.get_by_label("Who examined the child").fill("Dr. Rivers")
    page.get_by_label("Profession").fill("psychologist")
    window.look(page, "form")
    save(page)
    # Nothing without a strength; everything typed is still there.
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Who examined the child")).to_have_value("Dr. Rivers")
    page.get_by_label("What the child can do and enjoys").fill("Bee looks for faces and laughs with them.")
    page.get_by_label("What is still hard, or needs support").fill("Few words so far.")
    page.get_by_label("What would help").fill("Singing together every day. A hearing test.")
    save(page)
    # Born nine weeks early: 18 months by the calendar, 15 counted from the due date.
    expect(page.get_by_text("18 months old; 15 months, counted from the due date")).to_be_visible()
    expect(page.get_by_text("Until then no copy goes to anybody.")).to_be_visible()
    expect(page.get_by_role("link", name="A copy goes to somebody else")).to_have_count(0)
    report = page.url
    window.look(page, "not-told")
    page.get_by_role("link", name="Write about it Language and communication").click()
    page.get_by_label("What the child can do").fill("Points at birds and looks back at you.")
    page.get_by_label("How it was seen").fill("Bayley-4")
    window.look(page, "side")
    save(page)
    # Even by its address, nothing goes before she heard it.
    page.goto(f"{report}copies/add/")
    choose(page, "Child-welfare society")
    send(page)
    expect(page.get_by_text("The mother hears it first.").first).to_be_visible()
    window.look(page, "refused")
    page.goto(f"{report}print/")
    expect(page).to_have_title("Notes · Alongside")
    window.look(page, "print")
    page.goto(report)
    page.get_by_role("link", name="She has heard it").click()
    page.get_by_label("How she sees it, in her words").fill("She talks to the cat all day.")
    window.look(page, "tell")
    save(page)
    expect(page.get_by_text("The mother has heard it")).to_be_visible()
    page.get_by_role("link", name="A copy goes to somebody else").click()
    expect(page.get_by_role("list", name="To whom it may go today, and what for")).to_contain_text(
        "Child-welfare society"
    )
    # Nobody agreed to a copy for the shelter: it says what can be done, and what was typed is still there.
    choose(page, "Women's shelter")
    page.get_by_label("What makes it unsafe to show it now").fill("Typed with care.")
    send(page)
    expect(page.get_by_text("This is not covered by what she agreed to").first).to_be_visible()
    expect(
        page.get_by_role("link", name="Make an agreement about it, with whoever decides for the child")
    ).to_be_visible()
    expect(page.get_by_label("What makes it unsafe to show it now")).to_have_value("Typed with care.")
    window.look(page, "not-agreed")
    page.get_by_label("What makes it unsafe to show it now").fill("")
    choose(page, "Child-welfare society")
    window.look(page, "copy")
    send(page)
    expect(page.get_by_role("list", name="Who got a copy")).to_contain_text("Child-welfare society")
    window.look(page, "told")
    page.get_by_role("link", name="This copy, to print").click()
    expect(page.get_by_text("Copy for Child-welfare society")).to_be_visible()
    expect(page.get_by_text("This was shared for one purpose.")).to_be_visible()
    window.look(page, "copy-print")
    expect(page.get_by_text("She talks to the cat all day.")).to_have_count(0)
    page.goto(f"/families/{F}/timeline/")
    expect(page.get_by_role("link", name="Growing and learning: assessment by Dr. Rivers")).to_have_count(1)
    # Somebody who must find nothing finds nothing.
    stranger = window.new_page()
    walk_in(stranger, "Willa")
    stranger.goto(report)
    expect(stranger.get_by_text("Bee")).to_have_count(0)


def test_growth_beside_the_usual_range(window: BrowserContext) -> None:
    page = window.new_page()
    walk_in(page, "Chris")
    page.goto(f"{CHILD}growth/")
    # Her weight at birth is known, and lies before the due date: in the list, not on the picture.
    expect(page.get_by_text("1.65 kg (before the due date)")).to_be_visible()
    days = [("15", "4", "2024", "3.1", "49", "34.2"), ("12", "8", "2024", "6.0", "61.5", "40"),
            ("10", "2", "2025", "8.1", "70.8", "43.4"), ("12", "8", "2025", "9.7", "77", "45.2"),
            ("20", "2", "2026", "11.2", "84.1", "46.6")]  # fmt: skip
    for day, month, year, weight, length, head in days:
        page.get_by_role("link", name="Write down a measurement").click()
        fill_day(page, "on", day, month, year)
        page.get_by_label("Weight in kilograms").fill(weight)
        page.get_by_label("Length or height in centimetres").fill(length)
        page.get_by_label("lying").locator("..").click()
        page.get_by_label("Head circumference in centimetres").fill(head)
        if year == "2026":
            window.look(page, "growth-form")
        save(page)
    expect(page.locator(".figure__says").first).to_contain_text("inside the usual range")
    window.look(page, "growth")
    page.get_by_text("The same as a table").first.click()
    expect(page.get_by_role("columnheader", name="z (WHO), for staff").first).to_be_visible()
    page.get_by_text("Put a number right").first.click()
    page.get_by_role("link", name="20 February 2026: 11.2 kg").click()
    page.get_by_label("The right number").fill("")
    window.look(page, "growth-correct")
    save(page)
    expect(page.get_by_role("heading", name="How the child grows")).to_be_visible()


def test_in_french(chromium: Browser, site: Site) -> None:
    context = opened(chromium, site, width=PHONE, language="fr-ca")
    page = context.new_page()
    walk_in(page, "Wanda")
    for where in (f"{CHILD}development/", f"{CHILD}development/add/", f"{CHILD}growth/", f"{CHILD}growth/add/"):
        page.goto(where)
        expect(page.locator("html")).to_have_attribute("lang", "fr-ca")
        look(page, f"development-fr-{where.split('/')[-2]}-{PHONE}")
    context.close()
