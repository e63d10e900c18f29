"""A peer match and contacts in four domains: she asks, chooses and allows; the peer says yes; what they did; a goodbye."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import CAST, token_of
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in
from tests.journeys.steps import press, tick

ALDER = CAST["ALDER"]
SAY = {
    "en": {
        "card": "Somebody beside me", "look": "Look for somebody", "who": "Who would be good for you?", "yes": "Yes",
        "soon": "She answers soon", "keep": "Keep it", "chosen": "Somebody chose you", "contact": "Write down a contact",
        "save": "Save", "reads": "What I come to here", "stop": "Stop here",
        "ends": "It ends here", "goodbye": "We said goodbye", "told": "with a goodbye",
        "done": "Engaging · Supporting · Coaching · Sharing lived experience", "rest": "I need a pause",
    },
    "fr-ca": {
        "card": "Quelqu’un à mes côtés", "look": "Chercher quelqu’un", "who": "Qui serait bien pour vous ?", "yes": "Oui",
        "soon": "Elle répond bientôt", "keep": "Garder", "chosen": "Quelqu’un vous a choisie", "contact": "Noter un contact",
        "save": "Enregistrer", "reads": "Ce à quoi je viens ici",
        "stop": "Arrêter ici", "ends": "Cela finit ici", "goodbye": "Nous nous sommes dit au revoir",
        "told": "avec un au revoir", "done": "Créer le lien · Soutenir · Guider · Partager son vécu",
        "rest": "J’ai besoin d’une pause",
    },
}  # fmt: skip
WAYS = [
    pytest.param("en", True, DESK, id="english at a desk"),
    pytest.param("fr-ca", False, PHONE, id="french without scripts on a phone"),
]


def goodbye(mine: Page, say: dict[str, str]) -> None:
    """At her word; with the words that it was one."""
    mine.goto("/my/beside/")
    if mine.get_by_text(say["stop"], exact=True).count():
        mine.get_by_text(say["stop"], exact=True).click()
        mine.get_by_text(say["goodbye"], exact=True).click()
        press(mine, say["ends"])


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_she_chooses_somebody_and_they_walk_together(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"peers-{language}-{width}-{'js' if scripts else 'plain'}"
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    kind = {"width": width, "language": language, "javascript": scripts}
    hers = opened(chromium, site, **kind)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    goodbye(mine, say)  # as if it began today
    mine.goto("/my/")
    press(mine, say["card"])
    look(mine, f"{tag}-1-nobody", eyes=eyes)
    mine.get_by_label(say["who"]).fill("Somebody calm.")
    press(mine, say["look"])
    expect(mine.get_by_role("main")).to_contain_text("I like walks.")
    look(mine, f"{tag}-2-choosing", eyes=eyes)
    press(mine, say["yes"])
    expect(mine.get_by_role("main")).to_contain_text(say["soon"])

    # The peer is told a name, and says yes herself.
    window = opened(chromium, site, **kind)
    page = window.new_page()
    walk_in(page, "Gia")
    page.goto("/peers/")
    expect(page.get_by_role("main")).to_contain_text(say["chosen"])
    look(page, f"{tag}-3-chosen", eyes=eyes)
    press(page, say["yes"])
    look(page, f"{tag}-4-yes", eyes=eyes)
    press(page, say["yes"])
    expect(page.get_by_role("link", name=say["contact"])).to_have_count(1)

    # What the two did: the four domains, under a minute.
    press(page, say["contact"])
    look(page, f"{tag}-5-contact", eyes=eyes)
    tick(page, "engaging", "supporting", "coaching", "sharing", "emotional")
    press(page, say["save"])
    look(page, f"{tag}-6-hers", eyes=eyes)
    page.goto(f"/families/{ALDER}/peers/")
    expect(page.get_by_role("main")).to_contain_text(say["done"])

    # What she allows opens at once, and her own team sees what stands.
    mine.goto("/my/beside/")
    mine.get_by_text(say["reads"], exact=True).click()
    press(mine, say["keep"])
    look(mine, f"{tag}-7-allows", eyes=eyes)
    page.goto(f"/families/{ALDER}/peers/")
    look(page, f"{tag}-8-family", eyes=eyes)

    # A goodbye, at her word.
    goodbye(mine, say)
    page.goto("/peers/")
    expect(page.get_by_role("link", name=say["contact"])).to_have_count(0)
    press(page, say["rest"])
    look(page, f"{tag}-9-rest", eyes=eyes)
    team = opened(chromium, site, **kind)
    wanda = team.new_page()
    walk_in(wanda, "Suki")
    wanda.goto(f"/families/{ALDER}/peers/")
    expect(wanda.get_by_role("main")).to_contain_text(say["told"])
    look(wanda, f"{tag}-10-team", eyes=eyes)
    wanda.goto("/peers/places/")
    look(wanda, f"{tag}-11-places", eyes=eyes)
    for each in (window, hers, team, eyes):
        if each:
            each.close()
