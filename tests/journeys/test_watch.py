"""An answer that needs a person, on an incomplete form on a device in her hands; and what the one on duty does."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.cast import CAST
from tests.journeys.conftest import DESK, PHONE, Site, look, opened
from tests.journeys.steps import inside

FILE = f"/families/{CAST['ALDER']}/questions/"
QUESTION = "Thoughts that you would be better off dead"
ANSWER = {PHONE: "Several days", DESK: "More than half the days"}


def name_of(page: Page, what: str) -> str:
    return f"watch-{what}-{page.viewport_size['width']}"


def test_from_her_answer_to_the_end_of_it(chromium: Browser, site: Site, width: int) -> None:
    somebody_is_on_duty(chromium, site, width)
    she_answers(chromium, site, width)
    whoever_is_on_duty_takes_it(chromium, site, width)


def somebody_is_on_duty(chromium: Browser, site: Site, width: int) -> None:
    """The supervisor says who is there; at first nobody is."""
    context = opened(chromium, site, width=width)
    page = inside(context, "Suki")
    if page.get_by_text("Nobody is on duty yet").count():
        look(page, name_of(page, "nobody-yet"))
        page.goto("/watch/duty/add/")
        look(page, name_of(page, "duty"))
        page.get_by_label("Who").select_option(label="Willa, counsellor")
        page.get_by_label("From what time").fill("00:00")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Willa, counsellor", exact=True)).to_be_visible()
        page.get_by_role("link", name="Say who is told then").click()
        page.get_by_label("First").select_option(label="Pilar, parent-infant therapist")
        look(page, name_of(page, "list"))
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Write what is done for one measure, or for all").click()
        page.get_by_label("What she reads before such a question").fill(
            "One person of our team sees this answer at once and comes to you. Nobody outside is told."
        )
        page.get_by_label("What whoever is on duty does").fill("Go to her.\nStay as long as she likes.")
        look(page, name_of(page, "protocol"))
        page.get_by_role("button", name="Save").click()
    page.goto("/watch/")
    look(page, name_of(page, "before"))
    context.close()


def she_answers(chromium: Browser, site: Site, width: int) -> None:
    """Her counsellor hands her the device; she answers one question, the ninth one, and nothing else."""
    context = opened(chromium, site, width=width)
    page = inside(context, "Wanda")
    if width == PHONE:  # the second time she goes on with what lies open
        page.goto(f"{FILE}offer/")
        page.locator("label", has_text="Patient Health Questionnaire-9").first.click()
        page.get_by_role("button", name="Save").click()
    page.goto(f"{FILE}begin/")
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_url(f"{site.address}/notes/")
    for _page in range(2 if width == PHONE else 1):  # past the words before the first question
        with page.expect_navigation():
            page.locator("main a.button").first.click()
    while not page.get_by_role("heading", name=QUESTION).count():
        with page.expect_navigation():
            page.get_by_role("link", name="Skip for now").click()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    expect(page.get_by_text("One person of our team sees this answer at once")).to_be_visible()
    look(page, name_of(page, "told-before"))
    page.get_by_text(ANSWER[width]).click()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Is this what you meant?")).to_be_visible()
    look(page, name_of(page, "sure"))  # she does not confirm it, and goes
    context.close()


def whoever_is_on_duty_takes_it(chromium: Browser, site: Site, width: int) -> None:
    context = opened(chromium, site, width=width)
    page = inside(context, "Willa")
    expect(page.get_by_role("link", name="Somebody is needed. Please look now.")).to_be_visible()
    look(page, name_of(page, "needed"))
    page.get_by_role("link", name="Somebody is needed. Please look now.").click()
    expect(page).to_have_title("On duty · Alongside")
    look(page, name_of(page, "open"))
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("Ana Alder ?, you were told")).click()
    assert "Ana" not in page.title()
    for words in (QUESTION, ANSWER[width], "She has not confirmed it yet", "Go to her."):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("+14165550123")).to_be_visible()
    look(page, name_of(page, "one"))
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_text("It is with you now. Nobody else is told.")).to_be_visible()
    page.get_by_role("link", name="Write what was done").click()
    look(page, name_of(page, "follow-up"))
    page.get_by_label("What was done").fill("We sat together for an hour.")
    page.get_by_role("button", name="Save, and leave it open").click()
    expect(page.get_by_text("We sat together for an hour.")).to_be_visible()
    look(page, name_of(page, "followed-up"))
    page.get_by_role("link", name="Close it").click()
    page.get_by_role("button", name="Save and close").click()
    expect(page.get_by_text("Please fill this in.").first).to_be_visible()  # never without words
    page.get_by_label("What was done").fill("Her sister stays tonight; we see her doctor on Friday.")
    page.get_by_role("button", name="Save and close").click()
    expect(page.get_by_text("Her sister stays tonight")).to_be_visible()
    expect(page.get_by_text("Ana Alder")).to_have_count(0)
    look(page, name_of(page, "closed"))
    page.goto("/")
    expect(page.get_by_text("Somebody is needed")).to_have_count(0)
    context.close()


def test_in_french_too_and_without_scripts(chromium: Browser, site: Site) -> None:
    context = opened(chromium, site, width=PHONE, language="fr-ca", javascript=False)
    eyes = opened(chromium, site, width=PHONE, language="fr-ca")
    page = inside(context, "Suki")
    for what, where in (
        ("list-fr", "/watch/"), ("duty-fr", "/watch/duty/add/"), ("order-fr", "/watch/list/"),
        ("protocol-fr", "/watch/what-is-done/"),
    ):  # fmt: skip
        page.goto(where)
        look(page, name_of(page, what), eyes=eyes)
    page.goto("/watch/")
    if page.locator("#closed a").count():
        page.locator("#closed a").first.click()
        look(page, name_of(page, "one-fr"), eyes=eyes)
    context.close()
    eyes.close()
