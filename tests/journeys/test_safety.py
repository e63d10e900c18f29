"""A safety plan: made with her, a card that says nothing, her own page, and numbers without a connection."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import CAST, token_of
from tests.journeys import steps
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in

ALDER = CAST["ALDER"]
SAY = {
    "en": {
        "plans": "Safety plans", "kind": "Make one: thoughts of suicide", "alone": "What helps me when I am alone", "save": "Save",
        "have": "How she has it", "page": "On her own page", "card": "A small plain card", "above": "What stands above it?",
        "print": "Print her card", "show": "Show the card", "lists": "My lists", "off": "Take it off now", "call": "Whom to call",
    },
    "fr-ca": {
        "plans": "Plans de sécurité", "kind": "En faire un : des pensées de suicide", "alone": "Ce qui m’aide quand je suis seule",
        "save": "Enregistrer", "have": "Comment elle l’a", "page": "Sur sa page à elle", "card": "Une petite carte toute simple",
        "above": "Qu’est-ce qui figure en haut ?", "print": "Imprimer sa carte", "show": "Montrer la carte", "lists": "Mes listes",
        "off": "Le retirer maintenant", "call": "Qui appeler",
    },
}  # fmt: skip
WAYS = [
    pytest.param("en", True, DESK, id="english at a desk"),
    pytest.param("fr-ca", False, PHONE, id="french without scripts on a phone"),
]

press = partial(steps.press, exact=True)


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_a_plan_is_made_printed_and_on_her_page_as_she_chooses(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"safety-{language}-{width}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = window.new_page()
    walk_in(page, "Wanda")
    page.goto(f"/families/{ALDER}/")
    press(page, say["plans"])
    look(page, f"{tag}-1-list", eyes=eyes)
    press(page, say["kind"])
    page.get_by_label(say["alone"]).fill("Walk to the river and count bridges.")
    look(page, f"{tag}-2-form", eyes=eyes)
    press(page, say["save"])
    expect(page.locator("blockquote").first).to_contain_text("count bridges")
    plan = page.url
    for how in ("card", "page"):
        press(page, say["have"])
        page.get_by_text(say[how], exact=True).click()
        page.get_by_label(say["above"]).fill("Bridges")
        press(page, say["save"])
        if how == "card":
            press(page, say["print"])
            press(page, say["show"])
            expect(page).to_have_title("Bridges")
            page.emulate_media(media="print")
            expect(page.locator("main")).to_contain_text("count bridges")
            page.emulate_media(media="screen")
            look(page, f"{tag}-3-card", eyes=eyes)
            page.goto(plan)
    look(page, f"{tag}-4-plan", eyes=eyes)

    hers = opened(chromium, site, width=width, language=language, javascript=scripts)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/")
    press(mine, say["lists"])
    look(mine, f"{tag}-5-lists", eyes=eyes)
    press(mine, "Bridges")
    mine.locator("details summary").filter(has_text=say["alone"]).click()
    expect(mine.get_by_role("main")).to_contain_text("count bridges")
    look(mine, f"{tag}-6-list", eyes=eyes)
    press(mine, say["off"])
    expect(mine.get_by_role("main")).not_to_contain_text("Bridges")

    page.goto("/cannot-wait/")
    look(page, f"{tag}-7-cannot-wait", eyes=eyes)
    if scripts:  # kept on the device; and nothing else is
        page.locator("[data-kept]").wait_for(state="visible")
        page.reload()
        window.set_offline(True)
        page.reload()
        expect(page.get_by_role("heading", name=say["call"])).to_be_visible()
        held = page.evaluate(
            "async () => { const found = []; for (const name of await caches.keys()) for (const each of await"
            " (await caches.open(name)).keys()) found.push(new URL(each.url).pathname); return found }"
        )
        assert sorted(path.split("/")[1] for path in held) == ["cannot-wait", "static"], held
        window.set_offline(False)
    for each in (window, hers, eyes):
        if each:
            each.close()


USED = {
    "en": {"begin": "She told us she used", "open": "Nobody is with her yet", "helped": "What helped", "write": "Write it down",
           "yes": "She says what helped", "words": "In words; hers where you have them", "save": "Save", "today": "She told us today",
           "ask": "Ask for somebody", "asks": "a call", "keep": "Keep it"},
    "fr-ca": {"begin": "Elle nous a dit qu’elle a consommé", "open": "Personne n’est encore avec elle", "helped": "Ce qui a aidé",
              "write": "Le noter", "yes": "Elle dit ce qui a aidé", "words": "En mots ; les siens, si vous les avez",
              "save": "Enregistrer", "today": "Elle nous l’a dit aujourd’hui",
              "ask": "Demander quelqu’un", "asks": "un appel", "keep": "Garder"},
}  # fmt: skip


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_when_she_has_used_she_is_met_and_asks_for_somebody_herself(
    chromium: Browser, site: Site, language: str, scripts: bool, width: int
) -> None:
    say, tag = USED[language], f"used-{language}-{width}-{'js' if scripts else 'plain'}"
    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = window.new_page()
    walk_in(page, "Wanda")
    page.goto(f"/families/{ALDER}/")
    press(page, say["begin"])
    page.get_by_text(say["open"], exact=True).click()
    look(page, f"{tag}-1-begin", eyes=eyes)
    press(page, say["save"])
    event = page.url
    page.locator('a[href$="/helped/"]').click()
    page.get_by_text(say["yes"], exact=True).click()
    page.get_by_label(say["words"]).fill("Soup, and my aunt.")
    look(page, f"{tag}-2-step", eyes=eyes)
    press(page, say["save"])
    expect(page.get_by_role("main")).to_contain_text("Soup, and my aunt.")
    look(page, f"{tag}-3-event", eyes=eyes)

    hers = opened(chromium, site, width=width, language=language, javascript=scripts)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    mine = hers.new_page()
    mine.goto("/my/")
    mine.locator('main a[href="/my/hard-day/"]').click()
    expect(mine.get_by_role("main")).to_contain_text("Soup, and my aunt.")
    mine.locator('label[for="id_wants_0"]').click()
    look(mine, f"{tag}-4-hers", eyes=eyes)
    press(mine, say["ask"])
    look(mine, f"{tag}-5-asked", eyes=eyes)

    # What she need not say twice: told on her own page, read by whoever works with her child, too.
    mine.goto("/my/people/new/")
    mine.locator('label[for="id_kind_2"]').click()
    mine.locator("#id_words").fill("Humming, on the left.")
    look(mine, f"{tag}-7-tell", eyes=eyes)
    press(mine, say["keep"])
    expect(mine.get_by_role("main")).to_contain_text("Humming, on the left.")
    look(mine, f"{tag}-8-people", eyes=eyes)
    page.goto(f"/families/{ALDER}/team/")
    expect(page.locator("#known")).to_contain_text("Humming, on the left.")
    look(page, f"{tag}-9-team", eyes=eyes)

    page.goto("/")
    for said in (say["today"], say["asks"]):
        expect(page.locator("#to-meet")).to_contain_text(said)
    look(page, f"{tag}-6-home", eyes=eyes)
    page.goto(event + "met/")
    page.locator('label[for="id_state_1"]').click()
    press(page, say["save"])
    page.goto("/")
    expect(page.get_by_role("main")).not_to_contain_text(say["today"])
    for each in (window, hers, eyes):
        if each:
            each.close()
