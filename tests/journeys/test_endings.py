"""An ending with the door open: hers beside ours, a goodbye, staying in touch, and from woman to peer supporter."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import CAST, token_of
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in
from tests.journeys.steps import press, tick

ALDER = CAST["ALDER"]
SAY = {
    "en": {
        "mine": "When I go, and after", "view": "Say how it was for you", "using": "How is it with using, all in all?",
        "level": "It goes up and down", "keep": "Keep it", "takes": "What do you take along?", "yes": "Yes",
        "team": "Goodbye, and after", "ours": "How it was: what we say", "goals": "What she wanted from us",
        "some": "Some of what she wanted", "save": "Save", "giving": "What she says about giving back", "said": "She said yes",
        "begin": "Keep her file apart, and begin", "who": "Gia, peer supporter", "told": "I read to her what is kept apart",
        "agree": "Agree with her on what she does", "list": "Staying in touch", "culture": "Culture", "ask": "Ask for it",
        "what": "A circle", "not_again": "Please do not ask me again", "kept": "We keep to it",
        "no_offer": "Please do not offer this again",
    },
    "fr-ca": {
        "mine": "Quand je pars, et après", "view": "Dire comment c’était pour vous", "using": "Et consommer, dans l’ensemble ?",
        "level": "Il y a des hauts et des bas", "keep": "Garder", "takes": "Qu’emportez-vous ?", "yes": "Oui",
        "team": "L’au revoir, et après", "ours": "Comment c’était : ce que nous disons", "goals": "Ce qu’elle voulait de nous",
        "some": "Une partie de ce qu’elle voulait", "save": "Enregistrer", "giving": "Ce qu’elle dit de donner à son tour",
        "said": "Elle a dit oui", "begin": "Mettre son dossier à part, et commencer", "who": "Gia, peer supporter",
        "told": "Je lui ai lu ce qui reste à part", "agree": "Convenir avec elle de ce qu’elle fait",
        "list": "Garder le lien", "culture": "Culture", "ask": "Le demander", "what": "Un cercle",
        "not_again": "Ne me le demandez plus", "kept": "Nous nous y tenons", "no_offer": "Ne l’offrez plus",
    },
}  # fmt: skip
WAYS = [
    pytest.param("en", True, DESK, id="english at a desk"),
    pytest.param("fr-ca", False, PHONE, id="french without scripts on a phone"),
]


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_an_ending_with_the_door_open(chromium: Browser, site: Site, language: str, scripts: bool, width: int) -> None:
    say, tag = SAY[language], f"endings-{language}-{width}-{'js' if scripts else 'plain'}"
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    kind = {"width": width, "language": language, "javascript": scripts}
    hers = opened(chromium, site, **kind)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/")
    press(mine, say["mine"])
    look(mine, f"{tag}-1-hers", eyes=eyes)
    press(mine, say["view"])
    look(mine, f"{tag}-2-view", eyes=eyes)
    mine.get_by_label(say["using"]).select_option(label=say["level"])
    press(mine, say["keep"])
    expect(mine.get_by_role("main")).to_contain_text(say["level"])
    mine.get_by_label(say["takes"]).fill(f"The song, {tag}.")
    mine.locator("form", has=mine.get_by_label(say["takes"])).get_by_role("button").click()
    expect(mine.get_by_role("main")).to_contain_text(f"The song, {tag}.")

    # Her team reads it beside what they say.
    window = opened(chromium, site, **kind)
    page = window.new_page()
    walk_in(page, "Suki")
    page.goto(f"/families/{ALDER}/")
    press(page, say["team"])
    expect(page.get_by_role("main")).to_contain_text(f"The song, {tag}.")
    look(page, f"{tag}-3-team", eyes=eyes)
    press(page, say["ours"])
    look(page, f"{tag}-4-ours", eyes=eyes)
    page.get_by_label(say["goals"]).select_option(label=say["some"])
    press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text(say["some"])

    # From woman to peer supporter: her yes, then her file apart.
    press(page, say["giving"])
    look(page, f"{tag}-5-giving", eyes=eyes)
    tick(page, "yes")
    press(page, say["save"])
    press(page, say["begin"])
    look(page, f"{tag}-6-begin", eyes=eyes)
    page.get_by_text(say["who"], exact=True).click()
    page.get_by_text(say["told"]).click()
    press(page, say["begin"])
    expect(page.get_by_role("main")).to_contain_text(say["agree"])
    look(page, f"{tag}-7-begun", eyes=eyes)
    page.goto("/in-touch/")
    expect(page.get_by_role("heading", level=1)).to_have_text(say["list"])
    look(page, f"{tag}-8-in-touch", eyes=eyes)

    # Culture: she asks, and says not to be asked again; her team is told.
    mine.goto("/my/")
    press(mine, say["culture"])
    look(mine, f"{tag}-9-culture", eyes=eyes)
    tick(mine, "circle")
    press(mine, say["ask"])
    press(mine, say["not_again"])
    expect(mine.get_by_role("main")).to_contain_text(say["kept"])
    page.goto(f"/families/{ALDER}/culture/")
    expect(page.get_by_role("main")).to_contain_text(say["no_offer"])
    look(page, f"{tag}-10-not-again", eyes=eyes)
