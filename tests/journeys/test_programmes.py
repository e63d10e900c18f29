"""Parents under Pressure, delivered with dose and fidelity: begun with her, written down on a phone, adapted, read by her."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import CAST, dyad, token_of
from tests.journeys.conftest import DESK, PHONE, Site, look, opened
from tests.journeys.steps import fill_day, inside, press, tick

ALDER = CAST["ALDER"]
SAY = {
    "en": {
        "programmes": "Programmes", "begin": "Begin a programme", "plan": "Which plan?",
        "words": "Why she wants it, in her words", "who": "Who gives it?", "save": "Save", "early": "why now?",
        "hold": "Write down a session", "minutes": "How many minutes?", "after": "What she said afterwards, in her words",
        "done": "done", "adapt": "Adapt the plan",
        "why": "Why? For one that is added", "out": "left out", "stand": "Rest, go on, or end",
        "mine": "What we are doing together", "how": "How was it for you?", "keep": "Keep it",
        "nothing": "One person’s change says nothing of whether the programme works.",
    },
    "fr-ca": {
        "programmes": "Programmes", "begin": "Commencer un programme", "plan": "Quel plan ?",
        "words": "Pourquoi elle le veut, dans ses mots", "who": "Qui le donne ?", "save": "Enregistrer",
        "early": "pourquoi maintenant", "hold": "Noter une séance", "minutes": "Combien de minutes ?",
        "after": "Ce qu’elle a dit après, dans ses mots", "done": "fait",
        "adapt": "Adapter le plan", "why": "Pourquoi ? Pour une séance ajoutée",
        "out": "laiss", "stand": "Pause, suite ou fin", "mine": "Ce que nous faisons ensemble",
        "how": "Comment était-ce pour vous ?", "keep": "Garder",
        "nothing": "Le changement d’une seule personne ne dit rien de l’effet du programme.",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "scripts", "width"),
    [
        pytest.param("en", True, DESK, id="english at a desk"),
        pytest.param("fr-ca", False, PHONE, id="french without scripts on a phone"),
    ],
)
def test_parents_under_pressure_is_delivered(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:  # fmt: skip
    say, tag = SAY[language], f"programmes-{language}-{width}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = inside(window)
    page.goto(f"/families/{ALDER}/")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=say["programmes"], exact=True).click()
    look(page, f"{tag}-1-list", eyes=eyes)
    press(page, say["begin"])
    page.get_by_label(say["plan"]).select_option(value="pup/10-visits")
    tick(page, f"dyad:{dyad('ANA', 'BEE')}")
    page.get_by_label(say["words"]).fill("Mornings without shouting / des matins sans cris")
    fill_day(page, "begins_on", "1", "2", "2026")
    press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text(say["early"])  # asked once, and nothing typed is lost
    expect(page.get_by_label(say["words"])).to_have_value("Mornings without shouting / des matins sans cris")
    look(page, f"{tag}-2-begin", eyes=eyes)
    press(page, say["save"])
    one = page.url
    expect(page.locator(".marks li")).to_have_count(10)
    look(page, f"{tag}-3-begun", eyes=eyes)

    press(page, say["hold"])
    fill_day(page, "on", "10", "2", "2026")
    page.get_by_label(say["minutes"]).fill("80")
    page.get_by_label(say["after"]).fill("She laughed / elle a ri")
    tick(page, "partly")
    look(page, f"{tag}-4-session", eyes=eyes)
    press(page, say["save"])
    expect(page).to_have_url(one)
    expect(page.locator(".marks li").first).to_contain_text(say["done"])
    expect(page.locator("#steps")).to_contain_text(re.compile(r"1\s*h 20\s*min"))
    expect(page.locator("#held")).to_contain_text("She laughed / elle a ri")
    expect(page.locator("#outcomes")).to_contain_text(say["nothing"])
    look(page, f"{tag}-5-one", eyes=eyes)

    press(page, say["adapt"])
    tick(page, "left_out", "9")
    page.get_by_label(say["why"]).fill("-")
    press(page, say["save"])
    expect(page.locator(".marks li").nth(8)).to_contain_text(say["out"])
    press(page, say["stand"])
    tick(page, "paused")
    look(page, f"{tag}-6-rest", eyes=eyes)
    press(page, say["save"])
    look(page, f"{tag}-7-resting", eyes=eyes)

    hers = opened(chromium, site, width=width, language=language, javascript=scripts)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/")
    mine.goto("/my/together/")
    expect(mine.get_by_role("heading", level=1)).to_have_text(say["mine"])
    card = mine.locator("article.card", has_text="She laughed / elle a ri").first
    card.get_by_label(say["how"]).fill("I was proud / j’étais fière")
    look(mine, f"{tag}-8-hers", eyes=eyes)
    with mine.expect_navigation():
        card.get_by_role("button", name=say["keep"]).click()
    expect(mine.get_by_role("main")).to_contain_text("I was proud / j’étais fière")

    supervisor = opened(chromium, site, width=width, language=language, javascript=scripts)
    figures = inside(supervisor, "Suki")
    figures.goto("/programmes/here/")
    look(figures, f"{tag}-9-figures", eyes=eyes)
    for each in (window, hers, supervisor, eyes):
        if each:
            each.close()
