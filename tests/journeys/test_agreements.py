"""She makes an agreement on a phone, looks at what they would see, signs, takes a line back; alone, or beside a worker."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import CAST, token_of
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in
from tests.journeys.steps import press, tick

WORDS = {
    "en": {
        "shared": "What is shared", "share": "Share something", "on": "Go on", "next": "Next", "choose": "Choose",
        "keep": "Keep this", "sign": "Go on to sign", "typed": "Sign with my typed name",
        "drawn": "Sign with this drawing", "signed": "It is signed", "done": "Done", "try": "Try it",
        "limits": "If a judge orders it", "box": "Draw your name", "line": "Take this line back",
        "now": "Take it back now", "gone": "From now on they see nothing of it", "aloud": "It was read to her",
        "drawing": "There is a drawing in the box.", "none": "No copy: it is not safe, or not wanted",
    },
    "fr-ca": {
        "shared": "Ce qui est partagé", "share": "Partager quelque chose", "on": "Continuer", "next": "La suite",
        "choose": "Choisir", "keep": "Garder ceci", "sign": "Passer à la signature", "typed": "Signer avec mon nom tapé",
        "drawn": "Signer avec ce dessin", "signed": "C’est signé", "done": "C’est fait", "try": "Essayer",
        "limits": "Si un juge l’ordonne", "box": "Dessinez votre nom", "line": "Reprendre cette ligne",
        "now": "Le reprendre maintenant", "gone": "on n’en voit plus rien", "aloud": "On le lui a lu",
        "drawing": "Il y a un dessin dans le cadre.", "none": "Pas de copie\u00a0: ce n’est pas sûr, ou pas voulu",
    },
}  # fmt: skip
WAYS = [
    pytest.param("hers", "en", PHONE, True, id="alone, on her phone"),
    pytest.param("hers", "fr-ca", PHONE, False, id="alone, in French, without scripts"),
    pytest.param("beside", "en", DESK, True, id="with her worker"),
]


def draws(page: Page) -> None:
    """Three strokes with the mouse."""
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    assert box
    for start, end in (((20, 20), (80, 90)), ((90, 90), (120, 20)), ((130, 40), (200, 60))):
        page.mouse.move(box["x"] + start[0], box["y"] + start[1])
        page.mouse.down()
        page.mouse.move(box["x"] + end[0], box["y"] + end[1], steps=8)
        page.mouse.up()


@pytest.mark.parametrize(("door", "language", "width", "scripts"), WAYS)
def test_she_makes_an_agreement_tries_it_signs_and_takes_a_line_back(
    chromium: Browser, site: Site, door: str, language: str, width: int, scripts: bool
) -> None:
    say, tag = WORDS[language], f"agreements-{door}-{language}-{width}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = window.new_page()
    if door == "hers":
        window.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
        page.goto("/my/agreements/")
    else:
        walk_in(page, "Wanda")
        page.goto(f"/families/{CAST['ALDER']}/")
        press(page, say["shared"])
    look(page, f"{tag}-1-list", eyes=eyes)

    press(page, say["share"])
    expect(page.locator("main")).to_contain_text(say["limits"])
    assert page.locator("main input").count() == 0
    look(page, f"{tag}-2-read-first", eyes=eyes)
    press(page, say["on"])
    look(page, f"{tag}-3-whom", eyes=eyes)
    tick(page, f"agency:{CAST['PHU']}")
    press(page, say["next"])
    look(page, f"{tag}-4-what-for", eyes=eyes)
    tick(page, "care")
    press(page, say["next"])
    look(page, f"{tag}-5-about-whom", eyes=eyes)
    page.locator("main").get_by_role("link", name=say["choose"]).first.click()
    look(page, f"{tag}-6-kinds", eyes=eyes)
    assert page.locator("main input:checked").count() == 0
    page.locator("label[for=kind_1]").click()
    page.locator("label[for=kind_2]").click()
    press(page, say["keep"])
    press(page, say["next"])
    look(page, f"{tag}-7-until", eyes=eyes)
    page.locator("main .choice label").first.click()
    press(page, say["next"])
    look(page, f"{tag}-8-read-over", eyes=eyes)

    page.locator("main").get_by_role("link", name=say["try"], exact=True).click()
    look(page, f"{tag}-9-try", eyes=eyes)
    expect(page.locator("main")).to_contain_text("SECRET visit")
    expect(page.locator("main")).to_contain_text("SECRET use")
    expect(page.locator("main")).not_to_contain_text("SECRET safety")
    page.go_back() if scripts and door == "beside" else page.locator(".back a").click()

    press(page, say["sign"])
    look(page, f"{tag}-10-sign", eyes=eyes)
    if door == "beside":
        page.locator("label", has_text=say["aloud"]).click()
    if scripts:
        draws(page)
        expect(page.locator("[data-pad-says]")).to_have_text(say["drawing"])
        press(page, say["drawn"])
    else:
        expect(page.get_by_text(say["box"])).to_be_hidden()
        page.locator("input[name=typed]").fill("Ana")
        press(page, say["typed"])
    expect(page.locator("h1")).to_have_text(say["signed"])
    look(page, f"{tag}-11-signed", eyes=eyes)
    page.locator("label", has_text=say["none"]).click()
    press(page, say["done"])
    look(page, f"{tag}-12-as-signed", eyes=eyes)
    if scripts:
        expect(page.locator("svg.strokes").first).to_be_visible()

    page.get_by_role("link", name=say["line"]).first.click()
    look(page, f"{tag}-13-take-back", eyes=eyes)
    press(page, say["now"])
    expect(page.locator("#messages")).to_contain_text(say["gone"])
    look(page, f"{tag}-14-taken-back", eyes=eyes)


def test_a_drawing_is_kept_when_something_else_is_missing(chromium: Browser, site: Site) -> None:
    """Nothing she did is lost: the form comes back with her drawing in the box."""
    window = opened(chromium, site, width=PHONE)
    page = window.new_page()
    walk_in(page, "Wanda")
    base = f"/families/{CAST['ALDER']}/agreements/"
    page.goto(f"{base}new/messages/whom/")
    press(page, "Next")
    page.locator("main").get_by_role("link", name="Choose").first.click()
    page.locator("label[for=kind_0]").click()
    press(page, "Keep this")
    press(page, "Next")
    page.locator("main .choice label").first.click()
    press(page, "Next")
    press(page, "Go on to sign")
    draws(page)
    press(page, "Sign with this drawing")  # how it was read is missing
    expect(page.locator("[data-errorsummary]")).to_contain_text("Please say how it was read or explained.")
    expect(page.locator("[data-pad-says]")).to_have_text("There is a drawing in the box.")
    look(page, "agreements-something-to-check")
    page.locator("label", has_text="It was read to her").click()
    press(page, "Sign with this drawing")
    expect(page.locator("h1")).to_have_text("It is signed")


def test_signed_by_keyboard_alone(chromium: Browser, site: Site) -> None:
    """Typing counts the same: the box to draw in is never in the way of the keyboard."""
    window = opened(chromium, site, width=DESK)
    page = window.new_page()
    walk_in(page, "Wanda")
    base = f"/families/{CAST['ALDER']}/agreements/"
    page.goto(f"{base}{CAST['C4']}/lift/")
    page.locator("input[name=keep]").first.focus()
    page.keyboard.press("Space")
    page.locator("input[name=explained]").first.focus()
    page.keyboard.press("Space")
    page.locator("input[name=typed]").focus()
    page.keyboard.type("Ana Alder")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What is shared")
