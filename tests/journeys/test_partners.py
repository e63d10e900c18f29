"""People outside in a real browser: what is shared with them, sending back, a carer's page; their agency's sign-in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import agency_provider
from tests.agency_provider import Provider
from tests.cast import CAST, ident, token_of
from tests.databases import Cluster
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, running
from tests.journeys.steps import coming_in
from tests.ports import free_port

CORA = "cora@society.example.org"


def test_a_worker_elsewhere_reads_says_so_and_sends_something_back(
    chromium: Browser, site: Site, width: int, tmp_path: Path
) -> None:
    context, page = coming_in(chromium, site, "Cora", width=width)
    page.wait_for_url("**/shared/")
    look(page, f"partner-list-{width}")
    page.get_by_role("link", name="Ana A.").click()
    expect(page.get_by_text("Ontario law (PHIPA) lets you use it")).to_be_visible()
    expect(page.get_by_text("SECRET visit")).to_be_visible()
    look(page, f"partner-person-{width}")
    have_it = page.get_by_role("button", name="I have this")
    if have_it.count():  # said already, at the other width
        have_it.click()
    expect(page.get_by_text("You said that you have this.")).to_be_visible()
    page.get_by_role("link", name="Write or send").click()
    look(page, f"partner-send-{width}")
    page.get_by_text("A document", exact=True).click()  # the label lies over its box: whole rows are pressed
    page.get_by_label("What is it about?").select_option("1")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, f"partner-send-check-{width}")
    paper = tmp_path / f"plan {width}.txt"
    paper.write_text("Court was moved to Friday.")
    page.get_by_label("A document, if there is one").set_input_files(paper)
    page.get_by_label("Your words").fill("Here is what we agreed.")
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url(f"**/shared/{CAST['ANA']}/")
    expect(page.get_by_role("link", name=f"plan {width}.txt")).to_be_visible()
    look(page, f"partner-sent-{width}")
    # Her team reads it; whoever sent it sees that they did.
    ours, wanda = coming_in(chromium, site, "Wanda", width=width)
    wanda.goto(f"/families/{CAST['ALDER']}/sent/")
    expect(wanda.get_by_role("link", name=f"plan {width}.txt")).to_be_visible()
    look(wanda, f"partner-read-by-team-{width}")
    page.reload()
    expect(page.get_by_text("Her team has read it").first).to_be_visible()
    ours.close()
    context.close()


@pytest.mark.parametrize(
    ("language", "scripts"), [("en", True), ("fr-ca", False)], ids=["english", "french without scripts"]
)
def test_she_reads_what_was_sent(chromium: Browser, site: Site, tmp_path: Path, language: str, scripts: bool) -> None:
    say = WORDS[language]
    kind = {"width": PHONE if language == "fr-ca" else DESK, "language": language, "javascript": scripts}
    eyes = None if scripts else opened(chromium, site, width=PHONE, language=language)
    context, page = coming_in(chromium, site, "Cora", **kind)
    page.get_by_role("link", name="Ana A.").click()
    look(page, f"partner-sends-{language}", eyes=eyes)
    page.get_by_role("link", name=say["write"]).click()
    page.get_by_label(say["about"]).select_option("1")
    paper = tmp_path / f"court {language}.txt"
    paper.write_text(say["paper"])
    page.get_by_label(say["document"]).set_input_files(paper)
    page.get_by_label(say["words"]).fill(say["agreed"])
    page.get_by_role("button", name=say["send"]).click()
    page.wait_for_url(f"**/shared/{CAST['ANA']}/")
    there = page.locator("article.shared", has_text=say["agreed"])
    expect(there).to_contain_text(say["nobody"])

    # On her own page she reads all of it, and can keep the paper that came along.
    hers = opened(chromium, site, **kind)
    hers.add_cookies([{"name": "token", "value": token_of("p_ana"), "url": site.address}])
    ana = hers.new_page()
    ana.goto("/my/sent/")
    here = ana.locator("article", has_text=say["agreed"])
    expect(here).to_contain_text("Cora")
    expect(here).to_contain_text(say["not yet"])
    look(ana, f"partner-read-by-her-{language}", eyes=eyes)
    with ana.expect_download() as down:
        here.get_by_role("link", name=paper.name).click()
    assert Path(down.value.path()).read_text() == say["paper"]

    # Whoever sent it sees that she knows, so that nobody tells her again as if it were news.
    page.reload()
    expect(there).to_contain_text(say["read"])
    for window in filter(None, (hers, context, eyes)):
        window.close()


WORDS = {
    "en": {
        "write": "Write or send", "about": "What is it about?", "document": "A document, if there is one",
        "words": "Your words", "agreed": "What we agreed about Friday.", "paper": "Court was moved to Friday.",
        "send": "Send it", "nobody": "nobody has read it yet", "not yet": "Your team has not read it yet",
        "read": "She has read it",
    },
    "fr-ca": {
        "write": "Écrire ou envoyer", "about": "De quoi s’agit-il", "document": "Un document, s’il y en a un",
        "words": "Vos mots", "agreed": "Ce qu’on a convenu pour vendredi.", "paper": "L’audience est remise à vendredi.",
        "send": "Envoyer", "nobody": "personne ne l’a encore lu", "not yet": "Votre équipe ne l’a pas encore lu",
        "read": "Elle l’a lu",
    },
}  # fmt: skip


def test_taken_back_while_the_page_is_open(chromium: Browser, cluster: Cluster, site: Site) -> None:
    context, page = coming_in(chromium, site, "Nuri")
    page.get_by_role("link", name="Bee Alder").click()
    expect(page.get_by_text("SECRET child note")).to_be_visible()
    with cluster.admin(site.database) as admin:
        admin.execute("update consent_consent set withdrawn_at = now() where id = %s", [ident("C5")])
    page.reload()
    expect(page.get_by_role("heading", name="There is nothing here to see")).to_be_visible()
    look(page, "partner-taken-back")
    page.goto("/shared/")
    expect(page.get_by_text("There is nothing here to see")).to_be_visible()
    look(page, "partner-empty")
    context.close()


@pytest.mark.parametrize(
    ("language", "scripts", "width"), [("en", True, DESK), ("fr-ca", False, PHONE)], ids=["english", "french"]
)
def test_a_foster_carer_sees_what_the_child_needs(
    chromium: Browser, site: Site, width: int, language: str, scripts: bool
) -> None:
    tag = f"{language}-{width}"
    eyes = None if scripts else opened(chromium, site, width=width, language=language)
    context, page = coming_in(chromium, site, "Flo", width=width, language=language, javascript=scripts)
    page.wait_for_url("**/caring/")
    look(page, f"carer-list-{tag}", eyes=eyes)
    page.get_by_role("link", name="Bo Alder").click()
    expect(page.get_by_text("NEED no nuts for Bo")).to_be_visible()
    look(page, f"carer-child-{tag}", eyes=eyes)
    # Nothing of his mother, nothing of his sister: not here, and not by their address.
    nothing_of_others(page)
    elsewhere = [f"/caring/{CAST[who]}/" for who in ("BEE", "ANA")]
    for path in (*elsewhere, f"/shared/{CAST['BO']}/", f"/families/{CAST['ALDER']}/", f"/my/{CAST['ALDER']}/"):
        page.goto(path)
        nothing_of_others(page)
        expect(page.get_by_text("NEED")).to_have_count(0)
        look(page, f"carer-elsewhere-{tag}", eyes=eyes)
    for window in filter(None, (context, eyes)):
        window.close()


def nothing_of_others(page: Page) -> None:
    for words in ("Ana", "Bee", "SECRET"):
        expect(page.get_by_role("main")).not_to_contain_text(words)


@pytest.fixture(scope="module")
def with_door(cluster: Cluster, template: str) -> Iterator[tuple[Site, Provider]]:
    """A programme that is no practice one, and an agency with a sign-in of its own."""
    name = cluster.clone(template, f"alongside_journey_{os.getpid()}_door")
    with cluster.admin(name) as admin:
        admin.execute("set session_replication_role = replica")
        admin.execute("update agencies_programme set mode = 'real'")
        admin.execute("set session_replication_role = origin")
        admin.execute(
            "insert into accounts_user (id, email, password, is_active, must_have_second_factor)"
            " values (%s, %s, '!', true, true)", [ident("user CW1"), CORA],
        )  # fmt: skip
    port = free_port()
    with agency_provider.running(f"http://localhost:{port}/account/agency/society/back/") as provider:
        provider.person("cora", email=CORA, email_verified=True, amr=["mfa"])
        provider.person("stranger", email="stranger@society.example.org", email_verified=True, amr=["mfa"])
        door = {
            "id": "society", "agency": str(CAST["CAS"]), "name": "The society", "issuer": provider.issuer,
            "client_id": "alongside", "client_secret": "a secret of two",
        }  # fmt: skip
        os.environ["ALONGSIDE_AGENCY_DOORS"] = json.dumps([door])
        try:
            with running(cluster, name, mode="real", port=port) as site:
                yield replace(site, address=site.address.replace("127.0.0.1", "localhost")), provider
        finally:
            del os.environ["ALONGSIDE_AGENCY_DOORS"]


def test_signing_in_at_ones_own_agency(chromium: Browser, with_door: tuple[Site, Provider], width: int) -> None:
    site, _provider = with_door
    context = opened(chromium, site, width=width)
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_role("link", name="Do you work at another agency?").click()
    look(page, f"agency-doors-{width}")
    page.get_by_role("button", name="The society").click()
    page.get_by_role("button", name="stranger").click()
    expect(page.get_by_role("heading", name="opened nothing here")).to_be_visible()
    look(page, f"agency-refused-{width}")
    page.get_by_role("link", name="Try again").click()
    page.get_by_role("button", name="The society").click()
    page.get_by_role("button", name="cora").click()
    page.wait_for_url("**/shared/")
    expect(page.get_by_text("Signed in as")).to_contain_text("Cora")
    context.close()
