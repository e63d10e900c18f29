"""A mother brings her child; a day is told; somebody not allowed is refused kindly, somebody allowed fetches; she reads it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.cast import CAST, ident, token_of
from tests.journeys.conftest import DESK, Site, look, opened
from tests.journeys.steps import fill_day, inside, press, send, tick

ALDER, BEE = CAST["ALDER"], CAST["BEE"]
FILE = f"/families/{ALDER}/children/{BEE}"
SAY = {
    "en": {
        "new": "Something new takes place", "service": "What is it?", "which": "Therapeutic child care", "begins": "Begins at",
        "next_door": "children are looked after next door", "carer": "Chris, child care · Child-care worker", "save": "Save",
        "here": "Who is here", "came": "Came in", "home": "Goes home", "else": "Somebody else", "name": "the name",
        "no": "Please do not let the child go yet", "tell": "Tell something of this day", "saw": "What you saw",
        "may": "may fetch today", "came_not": "Not here after all", "list": "Put somebody on the list",
        "whom": "Who may fetch your child?", "put": "Put on the list", "away": "Not any more",
    },
    "fr-ca": {
        "new": "Quelque chose de nouveau a lieu", "service": "Qu’est-ce que c’est ?", "which": "Garde thérapeutique",
        "begins": "Commence à", "next_door": "les enfants sont gardés à côté", "carer": "Chris, child care",
        "save": "Enregistrer", "here": "Qui est ici", "came": "Arrive", "home": "Rentre à la maison",
        "else": "Quelqu’un d’autre", "name": "le nom", "no": "Veuillez ne pas laisser partir l’enfant",
        "tell": "Raconter quelque chose de cette journée", "saw": "Ce que vous avez vu", "may": "peut venir chercher aujourd’hui",
        "came_not": "Pas là, finalement", "list": "Mettre quelqu’un sur la liste", "whom": "Qui peut venir chercher",
        "put": "Mettre sur la liste", "away": "Plus maintenant",

    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "scripts", "width", "begins"),
    [
        pytest.param("fr-ca", False, 390, "00:01", id="french without scripts on a phone"),
        pytest.param("en", True, DESK, "00:02", id="english at a desk"),
    ],
)
def test_a_day_of_child_care(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int, begins: str
) -> None:  # fmt: skip
    say, tag = SAY[language], f"childcare-{language}-{width}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page, today = inside(window, "Chris"), timezone.localdate()
    page.goto("/child-care/")
    press(page, say["new"])
    page.get_by_label(say["service"]).select_option(value="child_care")
    fill_day(page, "on", str(today.day), str(today.month), str(today.year))
    page.get_by_label(say["begins"]).fill(begins)
    page.locator("[name=minutes]").fill("700" if scripts else "600")
    tick(page, "next_door", f"{CAST['CHC']} child_care")
    page.locator("[name=minding]").select_option(value=str(ident("next door")))
    press(page, say["save"])
    session = page.url.rstrip("/").rsplit("/", 1)[1]

    page.goto(f"{FILE}/days/places/")
    tick(page, session)
    look(page, f"{tag}-1-places", eyes=eyes)
    press(page, say["save"])
    page.goto("/child-care/")
    look(page, f"{tag}-2-day", eyes=eyes)
    page.goto(f"/child-care/{session}/")
    expect(page.get_by_role("main")).to_contain_text("NEED no nuts for Bee")
    look(page, f"{tag}-3-room", eyes=eyes)

    press(page, say["came"])
    tick(page, str(CAST["ANA"]))
    look(page, f"{tag}-4-came", eyes=eyes)
    press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text("Ana Alder")
    look(page, f"{tag}-5-here", eyes=eyes)

    # It was another child: taken back at the door, and noted anew when she comes.
    press(page, say["came_not"])
    look(page, f"{tag}-5b-not-here", eyes=eyes)
    send(page)
    expect(page.get_by_role("main")).not_to_contain_text("Ana Alder")
    press(page, say["came"])
    tick(page, str(CAST["ANA"]))
    press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text("Ana Alder")

    page.goto(f"{FILE}/days/")
    press(page, say["tell"])
    tick(page, "lovely")
    page.get_by_label(say["saw"]).fill("A tower of nine, and a bow.")
    look(page, f"{tag}-6-tell", eyes=eyes)
    press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text("A tower of nine, and a bow.")
    look(page, f"{tag}-7-told", eyes=eyes)

    page.goto(f"/child-care/{session}/")
    press(page, say["home"])
    page.get_by_text(say["else"], exact=True).click()
    page.get_by_label(say["name"]).fill("Uncle Ed")
    press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text(say["no"])
    look(page, f"{tag}-8-not-yet", eyes=eyes)
    tick(page, str(CAST["DOT"]))
    page.get_by_label(say["name"]).fill("")
    press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text("Dot Alder")
    look(page, f"{tag}-9-gone", eyes=eyes)
    page.goto(f"{FILE}/fetching/")
    expect(page.locator("#today")).to_contain_text(say["may"], ignore_case=True)
    look(page, f"{tag}-10-fetching", eyes=eyes)
    page.goto("/child-care/carers/")
    look(page, f"{tag}-11-carers", eyes=eyes)

    hers = opened(chromium, site, width=width, language=language, javascript=scripts)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/days/")
    expect(mine.get_by_role("main")).to_contain_text("A tower of nine, and a bow.")
    look(mine, f"{tag}-12-hers", eyes=eyes)
    press(mine, say["list"])
    mine.get_by_label(say["whom"]).fill("Tante Jo")
    look(mine, f"{tag}-12b-her-list", eyes=eyes)
    press(mine, say["put"])
    hers_to_say = mine.get_by_role("listitem").filter(has_text="Tante Jo")
    expect(hers_to_say).to_contain_text("Tante Jo")
    look(mine, f"{tag}-12c-on-it", eyes=eyes)
    with mine.expect_navigation():
        hers_to_say.get_by_role("button", name=say["away"]).click()
    expect(mine.get_by_role("main")).not_to_contain_text("Tante Jo")
    mine.goto("/my/times/")
    expect(mine.get_by_role("main")).to_contain_text(say["which"])
    look(mine, f"{tag}-13-when-i-come", eyes=eyes)
    for each in (window, hers, eyes):
        if each:
            each.close()
