"""What stands out among who looked, and figures of sharing, in a real browser; also in French and without scripts."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import CAST
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in

WORDS = {
    "en": {
        "privacy": "Privacy", "out": "What stands out", "asked": "asked many times for something", "answer": "Write down what it was",
        "found": "It was her work", "save": "Save", "street": "Your own street", "live": "The street you live in",
        "work": "simply work: 100 in a hundred", "how many": "See how many", "all": "All together",
    },
    "fr-ca": {
        "privacy": "Vie privée", "out": "Ce qui ressort", "asked": "a demandé bien des fois", "answer": "Écrire ce que c’était",
        "found": "C’était son travail", "save": "Enregistrer", "street": "Votre propre rue",
        "live": "La rue où vous habitez", "work": "simplement du travail : 100 sur cent", "how many": "Voir combien",
        "all": "En tout",
    },
}  # fmt: skip


def inside(chromium: Browser, site: Site, who: str, **kind: object) -> tuple[BrowserContext, Page]:
    context = opened(chromium, site, **kind)  # type: ignore[arg-type]
    page = context.new_page()
    walk_in(page, who)
    return context, page


@pytest.mark.parametrize(
    ("who", "language", "width", "scripts"),
    [("Willa", "en", PHONE, True), ("Pilar", "en", DESK, True), ("Chris", "fr-ca", PHONE, False)],
)
def test_asked_about_and_written_down(
    chromium: Browser, site: Site, who: str, language: str, width: int, scripts: bool
) -> None:
    say, kind = WORDS[language], {"width": width, "language": language, "javascript": scripts}
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    tag = f"{language}-{width}"
    context, page = inside(chromium, site, who, **kind)
    for _ in range(20):
        assert context.request.get(f"{site.address}/families/{uuid.uuid4()}/").status == 404
    page.goto("/team/")
    page.get_by_role("link", name=say["street"]).click()
    page.get_by_label(say["live"]).fill("12 Elm Street")
    look(page, f"street-{tag}", eyes=eyes)
    page.get_by_role("button", name=say["save"]).click()
    page.wait_for_url("**/team/")
    context.close()

    context, page = inside(chromium, site, "Priya", **kind)
    page.goto("/privacy/")
    page.get_by_role("link", name=say["out"]).click()
    line = page.locator(".card", has_text=who).filter(has=page.get_by_role("link", name=say["answer"]))
    expect(line).to_contain_text(say["asked"])
    look(page, f"looks-{tag}", eyes=eyes)
    line.get_by_role("link", name=say["answer"]).click()
    look(page, f"look-answer-{tag}", eyes=eyes)
    page.locator("label", has_text=say["found"]).first.click()
    page.get_by_role("button", name=say["save"]).click()
    expect(page.get_by_text(say["work"])).to_be_visible()
    look(page, f"looks-answered-{tag}", eyes=eyes)
    assert str(CAST["ALDER"]) not in page.content()
    context.close()

    context, page = inside(chromium, site, "Eva", **kind)
    page.goto("/team/")
    page.get_by_role("link", name=say["how many"]).click()
    expect(page.get_by_text(say["all"])).to_be_visible()
    look(page, f"sharing-{tag}", eyes=eyes)
    context.close()
    if eyes:
        eyes.close()
