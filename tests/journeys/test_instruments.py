"""Keeping instruments, in a real browser: what may be shown, words with permission, own norms, a draft that is published."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from alongside.instruments.actions.loading import shipped_id
from alongside.instruments.catalogue import shipped
from tests.journeys.conftest import PHONE, Site, look, opened
from tests.journeys.steps import inside

RAAS = shipped_id("RAAS-close", "1996-close", "en")
EPDS = shipped_id("EPDS", "1987", "en")
PHQ = shipped_id("PHQ-9", "standard-2w", "en")
BAM = shipped_id("BAM", "categorical-30-day", "en")
BAYLEY = shipped_id("BAYLEY-4", "4th-edition", "en")


def name_of(page: Page, what: str) -> str:
    return f"instruments-{what}-{page.viewport_size['width']}"


def test_a_worker_reads_what_can_be_asked_and_how_it_is_scored(window: BrowserContext) -> None:
    page = inside(window, "Wanda")
    page.get_by_role("link", name="Instruments").click()
    expect(page.get_by_role("heading", name="Questionnaires and other measures")).to_be_visible()
    look(page, name_of(page, "list"))
    expect(page.get_by_role("link", name="Add a definition of our own")).to_have_count(0)
    page.get_by_role("link", name="Patient Health Questionnaire-9").click()
    page.get_by_text("Show its 10 questions").click()
    page.get_by_text("Several days").first.click()
    expect(page.get_by_text("The answers to questions 1–9 are added up.")).to_be_visible()
    look(page, name_of(page, "phq"))
    for what, id in (("bam", BAM), ("bayley", BAYLEY)):
        page.goto(f"/instruments/{id}/")
        look(page, name_of(page, what))


def test_in_french_too(chromium: Browser, site: Site) -> None:
    context = opened(chromium, site, width=PHONE, language="fr-ca")
    page = inside(context, "Dana")
    for what, where in (
        ("list-fr", "/instruments/"), ("phq-fr", f"/instruments/{PHQ}/"), ("use-fr", "/instruments/use/"),
        ("words-fr", f"/instruments/{EPDS}/words/"), ("norms-fr", f"/instruments/{PHQ}/norms/add/"),
        ("draft-fr", "/instruments/drafts/new/"),
    ):  # fmt: skip
        page.goto(where)
        look(page, name_of(page, what))
    context.close()


def test_what_the_site_says_it_does_decides_what_is_shown(window: BrowserContext) -> None:
    page = inside(window, "Dana")
    page.goto("/instruments/use/")
    look(page, name_of(page, "use"))
    for label in ("Care:", "Research and", "Commercial:"):
        page.locator("label", has_text=label).click()
    page.get_by_role("button", name="Save").click()
    page.goto(f"/instruments/{RAAS}/")
    expect(page.get_by_text("does not allow commercial use")).to_be_visible()
    expect(page.get_by_text("I find it relatively easy")).to_have_count(0)
    look(page, name_of(page, "refused"))
    page.goto("/instruments/use/")
    for label in ("Care:", "Commercial:"):
        page.locator("label", has_text=label).click()
    page.get_by_role("button", name="Save").click()
    page.goto(f"/instruments/{RAAS}/")
    expect(page.get_by_text("does not allow commercial use")).to_have_count(0)
    page.get_by_text("Show its 18 questions").click()
    expect(page.get_by_text("I find it relatively easy").first).to_be_visible()
    look(page, name_of(page, "allowed"))


def test_words_with_permission_are_put_in_and_taken_out(window: BrowserContext) -> None:
    page = inside(window, "Dana")
    page.goto(f"/instruments/{EPDS}/")
    look(page, name_of(page, "without-words"))
    page.get_by_role("link", name="Add words we have permission for").click()
    page.get_by_label("Where is the permission kept?").fill("Letter of 3 May 2026")
    page.get_by_label("The answers to choose from, one on each line").fill("never\nsometimes\noften")
    page.get_by_label("The questions, one on each line").fill(
        "\n".join(f"{n}. Made-up question {n}" for n in range(1, 10))
    )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There are 9 lines, and the instrument has 10 questions.").first).to_be_visible()
    look(page, name_of(page, "words-check"))
    box = page.get_by_label("The questions, one on each line")
    expect(box).to_have_value("\n".join(f"{n}. Made-up question {n}" for n in range(1, 10)))
    box.fill("\n".join(f"{n}. Made-up question {n}" for n in range(1, 11)))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("more or fewer answers").first).to_be_visible()
    look(page, name_of(page, "words-misfit"))
    page.get_by_label("The answers to choose from, one on each line").fill("never\nseldom\nsometimes\noften")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Show its 10 questions").click()
    expect(page.get_by_text("Made-up question 7")).to_be_visible()
    look(page, name_of(page, "with-words"))
    page.get_by_role("link", name="Take them out").click()
    page.get_by_role("button", name="Take them out").click()
    expect(page.get_by_text("Made-up question 7")).to_have_count(0)


def test_own_norms_and_the_switch(window: BrowserContext) -> None:
    page = inside(window, "Eva")
    page.goto(f"/instruments/{PHQ}/norms/add/")
    page.get_by_label("For which scale?").select_option(index=1)
    page.get_by_label("Standard deviation", exact=True).fill("5.2")
    page.get_by_label("Reliability (r)").fill("1.2")
    page.get_by_label("What kind of reliability?").fill("test-retest, 2 weeks")
    page.get_by_label("Where do these numbers come from?").fill("Our own study, 2025")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A reliability lies between 0 and 1").first).to_be_visible()
    look(page, name_of(page, "norms-check"))
    page.get_by_label("Reliability (r)").fill("0.8")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Our own study, 2025").first).to_be_visible()
    page.get_by_role("link", name="Ask it no longer").click()
    look(page, name_of(page, "switch"))
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_text("not asked here")).to_be_visible()
    page.get_by_role("link", name="Ask it here").click()
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_text("not asked here")).to_have_count(0)


def test_a_draft_is_mended_looked_at_published_and_retired(window: BrowserContext, tmp_path: Path) -> None:
    page = inside(window, "Suki")
    version = f"site-{page.viewport_size['width']}"
    file = next(json.loads(each.text()) for each in shipped() if each.path.name.startswith("dast-10."))
    file["scoring"]["version"] = file["questionnaire"]["version"] = version
    examples, file["scoring"]["examples"] = file["scoring"]["examples"], []
    edge, file["scoring"]["edge_examples"] = file["scoring"].get("edge_examples", []), []
    chosen = tmp_path / "mine.json"
    chosen.write_text(json.dumps(file))

    page.goto("/instruments/")
    page.get_by_role("link", name="Add a definition of our own").click()
    look(page, name_of(page, "draft-new"))
    page.get_by_label("The definition").fill('{"format": "alongside-instrument/1",\n "scoring": {"code": }}')
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("This cannot be read as a definition").first).to_be_visible()
    expect(page.get_by_label("The definition")).to_have_value(
        '{"format": "alongside-instrument/1",\n "scoring": {"code": }}'
    )
    look(page, name_of(page, "draft-unreadable"))

    big = tmp_path / "big.json"
    big.write_bytes(b" " * 10_000_000)
    page.get_by_label("Or choose a file").set_input_files(big)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("larger than one questionnaire can be").first).to_be_visible()
    look(page, name_of(page, "draft-big"))

    page.get_by_label("Or choose a file").set_input_files(chosen)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Still to do before it can be published")).to_be_visible()
    expect(page.get_by_role("link", name="Publish it")).to_have_count(0)
    look(page, name_of(page, "draft-problems"))

    file["scoring"]["examples"], file["scoring"]["edge_examples"] = examples, edge
    page.get_by_role("link", name="Go on with this draft").click()
    page.get_by_label("The definition").fill(json.dumps(file, indent=2))
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("It can be published")).to_be_visible()
    look(page, name_of(page, "draft-ready"))
    page.get_by_role("link", name="Publish it").click()
    look(page, name_of(page, "publish"))
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("It is published.")).to_be_visible()
    page.get_by_role("link", name="Retire this version").click()
    page.get_by_role("button", name="Retire it").click()
    expect(page.get_by_text("retired: no longer asked").first).to_be_visible()
    look(page, name_of(page, "retired"))
