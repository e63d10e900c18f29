"""Our plan: written with her in two lanes, read and signed on her own page, "this is not right", and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import CAST, token_of
from tests.journeys.conftest import DESK, PHONE, Site, look, opened
from tests.journeys.steps import fill_day, inside, press, tick

ALDER = CAST["ALDER"]
SAY = {
    "en": {
        "plan": "Our plan", "words": "What she says about this, in her words",
        "what": "What is done (1)", "name": "Name, as she calls them (1)", "save": "Save",
        "sign": "Read it with her, and sign", "aloud": "She said it, and this colleague heard it", "signed": "She signed it on",
        "look": "Our plan", "mine": "Sign it", "name_it": "Your name, typed", "typed": "Sign with my typed name",
        "you_signed": "You signed it on", "your": "Your words", "keep": "Keep my words",
        "paper": "On paper", "witness": "Who was there and heard it",
    },
    "fr-ca": {
        "plan": "Notre plan", "words": "Ce qu’elle en dit, dans ses mots",
        "what": "Ce qui se fait (1)", "name": "Le nom, comme elle le dit (1)", "save": "Enregistrer",
        "sign": "Le lire avec elle, et signer",
        "aloud": "Elle l’a dit, et cette collègue l’a entendu", "signed": "Elle l’a signé le", "look": "Notre plan",
        "mine": "Le signer", "name_it": "Votre nom, tapé", "typed": "Signer avec mon nom tapé",
        "you_signed": "Vous l’avez signé le", "your": "Vos mots", "keep": "Garder mes mots",
        "paper": "Sur papier",
        "witness": "Qui était là et l’a entendu",
    },
}  # fmt: skip
WAYS = [
    pytest.param("en", True, DESK, id="english at a desk"),
    pytest.param("fr-ca", False, PHONE, id="french without scripts on a phone"),
]


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_a_plan_is_written_signed_and_put_right_in_her_words(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"plan-{language}-{width}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = inside(window)
    page.goto(f"/families/{ALDER}/")
    press(page, say["plan"])
    look(page, f"{tag}-1-plan", eyes=eyes)
    page.goto(f"/families/{ALDER}/plan/everyday/")
    page.get_by_label(say["words"]).fill("A bed for Bo, and a key of my own.")
    page.get_by_label(say["what"]).fill("Ask for a crib")
    page.locator("[name=who_0]").select_option("agency")
    page.get_by_label(say["name"]).fill("the shelter")
    fill_day(page, "when_0", "9", "3", "2027")
    tick(page, "both")
    look(page, f"{tag}-2-form", eyes=eyes)
    press(page, say["save"])
    lane = page.locator("section").filter(has_text="A bed for Bo")
    expect(lane).to_contain_text("the shelter")
    look(page, f"{tag}-3-lane", eyes=eyes)

    hers = opened(chromium, site, width=width, language=language, javascript=scripts)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/")
    press(mine, say["look"])
    expect(mine.get_by_role("main")).to_contain_text("A bed for Bo")
    look(mine, f"{tag}-4-hers", eyes=eyes)
    mine.locator("section.card").filter(has_text="A bed for Bo").get_by_role("link").last.click()
    mine.get_by_label(say["your"]).fill("I said a crib, not a bed.")
    look(mine, f"{tag}-5-not-right", eyes=eyes)
    press(mine, say["keep"])
    expect(mine.get_by_role("main")).to_contain_text("I said a crib, not a bed.")
    press(mine, say["mine"])
    mine.get_by_label(say["name_it"]).fill("Ana")
    look(mine, f"{tag}-6-sign", eyes=eyes)
    press(mine, say["typed"])
    expect(mine.get_by_role("main")).to_contain_text(say["you_signed"])

    page.reload()
    expect(lane).to_contain_text(say["signed"])
    expect(lane).to_contain_text("I said a crib, not a bed.")
    page.goto(f"/families/{ALDER}/plan/everyday/")
    page.get_by_label(say["words"]).fill("A crib for Bo, and a key of my own.")
    press(page, say["save"])
    now = page.locator("section").filter(has_text="A crib for Bo")
    press(page, say["sign"])
    look(page, f"{tag}-7-with-her", eyes=eyes)
    page.get_by_label(say["witness"]).select_option(label="Pilar, parent-infant therapist")
    press(page, say["aloud"])
    expect(now).to_contain_text("Pilar, parent-infant therapist")
    now.locator("details summary").click()
    expect(now).to_contain_text("A bed for Bo")
    look(page, f"{tag}-8-signed", eyes=eyes)
    press(page, say["paper"])
    page.emulate_media(media="print")
    expect(page.locator("main")).to_contain_text("A crib for Bo")
    page.emulate_media(media="screen")
    look(page, f"{tag}-9-paper", eyes=eyes)
    for each in (window, hers, eyes):
        if each:
            each.close()
