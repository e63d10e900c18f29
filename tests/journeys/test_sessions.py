"""A group is planned with both who lead it, a mother and her child mean to come, and how it was is said on a phone."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.cast import CAST, token_of
from tests.journeys.conftest import DESK, Site, look, opened, walk_in
from tests.journeys.steps import press

ALDER = CAST["ALDER"]
SAY = {
    "en": {
        "new": "Something new takes place", "service": "What is it?", "which": "Mothers’ group", "begins": "Begins at",
        "room": "Room", "counsellor": "Wanda, counsellor · Addiction counsellor",
        "therapist": "Pilar, parent-infant therapist · Parent-infant therapist", "save": "Save",
        "missing": "Somebody is missing whom this needs", "comes": "Somebody means to come", "to": "To what?", "was": "How it was",
        "came": "Came", "not": "We did not meet", "given": "Something given?", "food": "Food",
    },
    "fr-ca": {
        "new": "Quelque chose de nouveau a lieu", "service": "Qu’est-ce que c’est ?", "which": "Groupe de mères",
        "begins": "Commence à", "room": "Pièce", "counsellor": "Wanda, counsellor · Intervenante en dépendance",
        "therapist": "Pilar, parent-infant therapist · Thérapeute parent-nourrisson", "save": "Enregistrer",
        "missing": "Il manque une personne", "comes": "Quelqu’un pense venir", "to": "À quoi ?",
        "was": "Comment c’était", "came": "Est venue", "not": "On ne s’est pas vues", "given": "Quelque chose de donné ?",
        "food": "De la nourriture",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "scripts", "width", "begins"),
    [
        pytest.param("fr-ca", False, 320, "00:05", id="french without scripts on a small phone"),
        pytest.param("en", True, DESK, "02:05", id="english at a desk"),
    ],
)
def test_a_group_takes_place(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int, begins: str
) -> None:  # fmt: skip
    say, tag = SAY[language], f"sessions-{language}-{width}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page, today = window.new_page(), timezone.localdate()
    walk_in(page, "Wanda")
    page.goto("/sessions/")
    look(page, f"{tag}-1-list", eyes=eyes)
    press(page, say["new"])
    page.get_by_label(say["service"]).select_option(label=say["which"])
    for part, value in (("day", today.day), ("month", today.month), ("year", today.year)):
        page.locator(f"[name=on_{part}]").fill(str(value))
    page.get_by_label(say["begins"]).fill(begins)
    page.get_by_label(say["room"], exact=False).first.select_option(label="Blue room")
    page.get_by_text(say["counsellor"], exact=True).click()
    press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text(say["missing"])  # T-15
    look(page, f"{tag}-2-form", eyes=eyes)
    page.get_by_text(say["therapist"], exact=True).click()
    press(page, say["save"])
    expect(page.get_by_role("heading", level=1)).to_have_text(say["which"])
    session = page.url
    look(page, f"{tag}-3-session", eyes=eyes)

    page.goto(f"/families/{ALDER}/sessions/")
    press(page, say["comes"])
    page.get_by_label(say["to"]).select_option(value=session.rstrip("/").rsplit("/", 1)[1])
    page.get_by_text("Ana Alder", exact=True).click()
    page.get_by_text("Bee Alder", exact=True).click()
    look(page, f"{tag}-4-booking", eyes=eyes)
    press(page, say["save"])
    look(page, f"{tag}-5-family", eyes=eyes)

    page.goto(session)
    press(page, say["was"])
    ana, bee = (page.locator("fieldset.came", has_text=name) for name in ("Ana Alder", "Bee Alder"))
    ana.get_by_text(say["came"], exact=True).click()
    bee.get_by_text(say["not"], exact=True).click()
    ana.get_by_text(say["given"]).click()
    ana.get_by_text(say["food"], exact=True).click()
    look(page, f"{tag}-6-came", eyes=eyes)
    press(page, say["save"])
    expect(page.locator("#coming")).to_contain_text("Ana Alder")
    look(page, f"{tag}-7-after", eyes=eyes)
    page.goto("/services/")
    look(page, f"{tag}-8-offers", eyes=eyes)

    hers = opened(chromium, site, width=width, language=language, javascript=scripts)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/times/")
    expect(mine.get_by_role("main")).to_contain_text(say["which"])
    look(mine, f"{tag}-9-hers", eyes=eyes)
    for each in (window, hers, eyes):
        if each:
            each.close()
