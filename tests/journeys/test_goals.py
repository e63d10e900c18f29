"""What she wants: told with her worker, rated by herself on her own page, put away and taken up again at her word."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import CAST, ident, token_of
from tests.journeys import steps
from tests.journeys.conftest import DESK, Site, look, opened, walk_in

ALDER, GOAL = CAST["ALDER"], ident("goal 0")
SAY = {
    "en": {
        "goals": "Goals", "wants": "She wants something", "words": "What she wants, in her words",
        "two": "Ana Alder and Bee Alder together", "close": "Being a parent, being close", "closer": "Being closer to each other",
        "ten": "10 out of 10 would be …", "save": "Save", "check": "What she wants, in her words", "step": "A small step",
        "about": "About when", "today": "Where is she with this today?", "number": "Where is she with this today, from 0 to 10?",
        "hers": "What I want", "value": "Where are you with this today?", "keep": "Keep it", "stands": "Good enough for now",
        "again": "I go on with it", "table": "The same as a table", "differently": "Say it differently",
        "new": "Something I want", "want": "What do you want?", "keep_words": "Keep my words",
    },
    "fr-ca": {
        "goals": "Objectifs", "wants": "Elle veut quelque chose", "words": "Ce qu’elle veut, dans ses mots",
        "two": "Ana Alder et Bee Alder, les deux ensemble", "close": "Être parent, être proche",
        "closer": "Être plus proches l’un de l’autre", "ten": "10 sur 10, ce serait…", "save": "Enregistrer",
        "check": "Ce qu’elle veut, dans ses mots", "step": "Un petit pas", "about": "Vers quand",
        "today": "Où en est-elle aujourd’hui ?", "number": "Où en est-elle aujourd’hui, de 0 à 10 ?",
        "hers": "Ce que je veux", "value": "Où en êtes-vous aujourd’hui ?", "keep": "Garder",
        "stands": "Assez bien pour le moment", "again": "Je continue", "table": "La même chose en tableau",
        "differently": "Le dire autrement", "new": "Quelque chose que je veux", "want": "Que voulez-vous ?",
        "keep_words": "Garder mes mots",
    },
}  # fmt: skip
WAYS = [
    pytest.param("fr-ca", False, 320, id="french without scripts on a small phone"),
    pytest.param("en", True, DESK, id="english at a desk"),
]

press = partial(steps.press, exact=True)


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_a_goal_is_told_rated_and_rests_at_her_word(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"goals-{language}-{width}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = window.new_page()
    walk_in(page, "Wanda")
    page.goto(f"/families/{ALDER}/")
    press(page, say["goals"])
    look(page, f"{tag}-1-list", eyes=eyes)
    press(page, say["wants"])
    # Nothing but her words is needed; without them everything typed comes back.
    page.get_by_text(say["two"], exact=True).click()
    page.get_by_label(say["ten"]).fill("she falls asleep in my arm")
    press(page, say["save"])
    expect(page.get_by_label(say["ten"])).to_have_value("she falls asleep in my arm")
    look(page, f"{tag}-2-form", eyes=eyes)
    page.get_by_label(say["words"]).first.fill("A song every night, also when it was a bad day.")
    page.get_by_text(say["close"], exact=True).click()
    page.get_by_text(say["closer"], exact=True).click()
    press(page, say["save"])
    expect(page.locator("blockquote").first).to_contain_text("A song every night")
    goal = page.url
    for value in ("2", "5"):
        press(page, say["today"])
        page.get_by_label(say["number"]).fill(value)
        press(page, say["save"])
    press(page, say["step"])
    page.get_by_label(say["step"], exact=True).first.fill("Write down the words of the song")
    look(page, f"{tag}-3-step", eyes=eyes)
    press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text("Write down the words of the song")
    expect(page.locator("svg.viz").first).to_be_attached()
    expect(page.get_by_text(say["table"])).to_be_visible()
    look(page, f"{tag}-4-goal", eyes=eyes)

    # The same goal on her own page, at once.
    hers = opened(chromium, site, width=width, language=language, javascript=scripts)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/")
    press(mine, say["hers"])
    look(mine, f"{tag}-5-hers", eyes=eyes)
    mine.get_by_role("link", name="A song every night").first.click()
    expect(mine.locator("blockquote").first).to_contain_text("A song every night")
    look(mine, f"{tag}-6-hers-one", eyes=eyes)
    mine.get_by_label(say["value"]).select_option("8")
    with mine.expect_navigation():
        mine.locator("#today button").click()
    mine.get_by_text(say["stands"], exact=True).click()
    with mine.expect_navigation():
        mine.locator("#stands button").click()
    expect(mine.get_by_role("main")).to_contain_text(say["stands"])
    press(mine, say["differently"])
    mine.get_by_label(say["want"]).fill("A song every night. Any song.")
    look(mine, f"{tag}-7-differently", eyes=eyes)
    press(mine, say["keep_words"])
    expect(mine.locator("blockquote").first).to_contain_text("Any song.")
    mine.goto("/my/goals/")
    press(mine, say["new"])
    look(mine, f"{tag}-8-new", eyes=eyes)
    mine.get_by_label(say["want"]).fill("My teeth done.")
    press(mine, say["keep"])
    expect(mine.locator("blockquote").first).to_contain_text("My teeth done.")

    # Her team reads it, and nothing of it is a failure.
    page.goto(goal)
    expect(page.get_by_role("main")).to_contain_text("Any song.")
    expect(page.get_by_role("main")).to_contain_text(say["stands"])
    look(page, f"{tag}-9-after", eyes=eyes)
    page.goto(f"/families/{ALDER}/goals/{GOAL}/?on=2026-01-10")
    look(page, f"{tag}-10-as-of", eyes=eyes)
    for each in (window, hers, eyes):
        if each:
            each.close()
