"""She reads what went outside and who looked, says what she thinks of a note, and asks for a copy."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import CAST, ident, token_of
from tests.databases import Cluster
from tests.journeys.conftest import DESK, Site, look, opened, walk_in
from tests.journeys.steps import press

ALDER, ANA, NOTE = CAST["ALDER"], CAST["ANA"], ident("contact 0")
SAY = {
    "en": {
        "share": "Share it with her", "yes": "Yes, she may read it there", "save": "Save", "seen": "Who saw it",
        "looked": "Who looked here", "opened": "opened your file", "file": "My file", "say": "Say something to this",
        "words": "Your words", "right": "I want it put right", "keep": "Keep my words", "copy": "Ask for a copy",
        "together": "Read it together with somebody", "asked": "Somebody is working on it", "wants": "She wants it put right.",
        "law": "The law says that we must tell.", "answer": "Answer", "given": "given, without what is about other people",
    },
    "fr-ca": {
        "share": "La partager avec elle", "yes": "Oui, elle peut l’y lire", "save": "Enregistrer", "seen": "Qui l’a vu",
        "looked": "Qui a regardé ici", "opened": "a ouvert votre dossier", "file": "Mon dossier",
        "say": "En dire quelque chose", "words": "Vos mots", "right": "Je veux que ce soit corrigé",
        "keep": "Garder mes mots", "copy": "Demander une copie", "together": "La lire avec quelqu’un",
        "asked": "Quelqu’un y travaille", "wants": "Elle veut que ce soit corrigé.",
        "law": "La loi nous oblige à le dire.", "answer": "Répondre",
        "given": "remise, sans ce qui touche d’autres personnes",
    },
}  # fmt: skip
WAYS = [
    pytest.param("fr-ca", False, 320, id="french without scripts on a small phone"),
    pytest.param("en", True, DESK, id="english at a desk"),
]


@pytest.fixture
def something_left(cluster: Cluster, site: Site) -> None:
    """A report that the law asked for, of which she was not told before."""
    id = uuid.uuid4()
    with cluster.admin(site.database) as admin:
        admin.execute(
            "insert into consent_disclosure (id, family_id, subject, agency_id, recipient, kind, purpose, basis, title, notice,"
            " sha256, told_before, present, why_not, hidden_why, recorded_by, recorded_at) values (%s, %s, %s, %s,"
            " 'Children’s aid society', 'report', 'report', 'duty_to_report', 'A report by phone', 'Do not pass this on.', '',"
            " 'not_yet', false, 'not_reached', '', %s, %s)",
            [id, ALDER, ANA, CAST["CAS"], CAST["W1"], datetime.now(UTC)],
        )
        admin.execute(
            "insert into consent_disclosedpart (id, family_id, subject, category, disclosure_id, snapshot, sha256, recorded_by,"
            " recorded_at) values (%s, %s, %s, 1, %s, 'She told us on Monday that Bee fell from the stairs.\n\nWe saw a bruise.',"
            " 'x', %s, now())",
            [uuid.uuid4(), ALDER, ANA, id, CAST["W1"]],
        )


@pytest.mark.parametrize(("language", "scripts", "width"), WAYS)
def test_she_reads_her_file(
    chromium: Browser, site: Site, something_left: None, language: str, scripts: bool, width: int
) -> None:
    say, tag = SAY[language], f"hers-{language}-{width}-{'js' if scripts else 'plain'}"
    office = opened(chromium, site, language=language)
    desk = office.new_page()
    walk_in(desk, "Wanda")
    desk.goto(f"/families/{ALDER}/contacts/{NOTE}/share/")
    look(desk, f"{tag}-worker-share")
    desk.get_by_text(say["yes"]).click()
    press(desk, say["save"])
    desk.wait_for_url(f"**/contacts/{NOTE}/")

    window = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    page = window.new_page()
    window.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    page.goto("/my/")
    look(page, f"{tag}-1-first", eyes=eyes)
    press(page, say["seen"])
    expect(page.get_by_role("main")).to_contain_text(say["law"])
    look(page, f"{tag}-2-went-outside", eyes=eyes)
    page.get_by_role("link", name="Children’s aid society").first.click()
    expect(page.get_by_role("main")).to_contain_text("We saw a bruise.")
    look(page, f"{tag}-3-every-word", eyes=eyes)
    page.get_by_label(say["words"]).fill("She fell at her father’s. I told you so.")
    press(page, say["keep"])
    expect(page.get_by_role("main")).to_contain_text("I told you so")
    look(page, f"{tag}-4-her-words", eyes=eyes)
    press(page, say["seen"])
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Children’s aid society")
    press(page, say["looked"])
    expect(page.get_by_role("main")).to_contain_text(say["opened"])
    expect(page.get_by_role("main")).to_contain_text("Wanda, counsellor")
    look(page, f"{tag}-5-who-looked", eyes=eyes)
    press(page, say["file"])
    expect(page.get_by_role("main")).to_contain_text("SECRET visit")
    look(page, f"{tag}-6-file", eyes=eyes)
    press(page, say["say"])
    page.get_by_label(say["words"]).fill("I came at ten.")
    page.get_by_text(say["right"], exact=True).click()  # the label lies over its box
    press(page, say["keep"])
    expect(page.locator("article")).to_contain_text("I came at ten.")
    look(page, f"{tag}-7-note", eyes=eyes)
    press(page, say["file"])
    expect(page.get_by_role("heading", level=1)).to_have_text(say["file"])
    with page.expect_navigation():  # what is counted next is counted on that page, when all of it is there
        page.locator("#copy a").click()
    if page.get_by_text(say["asked"]).count() == 0:
        look(page, f"{tag}-8-copy", eyes=eyes)
        page.get_by_text(say["together"], exact=True).click()
        press(page, say["copy"])
    expect(page.get_by_role("main")).to_contain_text(say["asked"])
    look(page, f"{tag}-9-asked", eyes=eyes)

    # Her words are beside the note in the office too.
    desk.goto(f"/families/{ALDER}/contacts/{NOTE}/")
    expect(desk.get_by_role("main")).to_contain_text("I came at ten.")
    expect(desk.get_by_role("main")).to_contain_text(say["wants"])
    look(desk, f"{tag}-worker-note")
    office.close()

    keeps = opened(chromium, site, language=language)
    privacy = keeps.new_page()
    walk_in(privacy, "Priya")
    look(privacy, f"{tag}-privacy-home")
    privacy.goto("/copies/")
    look(privacy, f"{tag}-privacy-copies")
    press(privacy, say["answer"])
    privacy.get_by_label("What came of it" if language == "en" else "Ce qui en est sorti").select_option(
        "given_in_part"
    )
    look(privacy, f"{tag}-privacy-answer")
    press(privacy, say["save"])
    privacy.wait_for_url("**/copies/")
    keeps.close()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text(say["given"])
    for each in (window, eyes):
        if each:
            each.close()
