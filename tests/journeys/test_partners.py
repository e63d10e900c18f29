"""People outside in a real browser: what is shared with them, sending back, a carer's page; their agency's sign-in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import agency_provider
from tests.agency_provider import Provider
from tests.cast import CAST, ident
from tests.databases import Cluster
from tests.journeys.conftest import DESK, PHONE, Site, free_port, look, opened, running, walk_in

CORA = "cora@society.example.org"


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


def inside(chromium: Browser, site: Site, who: str, **kind: object) -> tuple[BrowserContext, Page]:
    context = opened(chromium, site, **kind)  # type: ignore[arg-type]
    page = context.new_page()
    walk_in(page, who)
    return context, page


def test_a_worker_elsewhere_reads_says_so_and_sends_something_back(
    chromium: Browser, site: Site, width: int, tmp_path: Path
) -> None:
    context, page = inside(chromium, site, "Cora", width=width)
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
    ours, wanda = inside(chromium, site, "Wanda", width=width)
    wanda.goto(f"/families/{CAST['ALDER']}/sent/")
    expect(wanda.get_by_role("link", name=f"plan {width}.txt")).to_be_visible()
    look(wanda, f"partner-read-by-team-{width}")
    page.reload()
    expect(page.get_by_text("Her team has read it").first).to_be_visible()
    ours.close()
    context.close()


def test_in_french_and_without_scripts(chromium: Browser, site: Site) -> None:
    eyes = opened(chromium, site, width=PHONE, language="fr-ca")
    context, page = inside(chromium, site, "Cora", width=PHONE, language="fr-ca", javascript=False)
    expect(page.get_by_role("heading", name="Partagé avec vous")).to_be_visible()
    page.get_by_role("link", name="Bee A.").click()
    look(page, "partner-person-fr", eyes=eyes)
    page.get_by_role("link", name="Écrire ou envoyer").click()
    page.get_by_label("De quoi s’agit-il").select_option("7")
    page.get_by_label("Vos mots").fill("Bee a dormi toute la nuit.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Bee a dormi toute la nuit.")).to_be_visible()
    context.close()
    eyes.close()


def test_taken_back_while_the_page_is_open(chromium: Browser, cluster: Cluster, site: Site) -> None:
    context, page = inside(chromium, site, "Nuri")
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


def test_a_foster_carer_sees_what_the_child_needs(chromium: Browser, site: Site, width: int) -> None:
    context, page = inside(chromium, site, "Flo", width=width)
    page.wait_for_url("**/caring/")
    look(page, f"carer-list-{width}")
    page.get_by_role("link", name="Bo Alder").click()
    expect(page.get_by_text("NEED no nuts for Bo")).to_be_visible()
    expect(page.get_by_text("Ana")).to_have_count(0)
    look(page, f"carer-child-{width}")
    context.close()


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
