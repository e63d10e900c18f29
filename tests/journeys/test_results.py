"""Reading results: three times of PHQ-9, seen by a worker and with her, on a phone and on a desk."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import CAST
from tests.databases import ROOT, Cluster
from tests.journeys.conftest import PHONE, Site, look, opened
from tests.journeys.steps import inside

ALDER = CAST["ALDER"]


@pytest.fixture(scope="module", autouse=True)
def her_answers(site: Site, cluster: Cluster) -> None:
    """What Ana answered over a year, written in a process of its own: this one belongs to another database."""
    subprocess.run(
        [sys.executable, "-m", "tests.make_results"],
        env={**os.environ, "ALONGSIDE_DATABASES": json.dumps(cluster.databases(site.database))}, cwd=ROOT, check=True,
    )  # fmt: skip


def name_of(page: Page, what: str) -> str:
    return f"results-{what}-{page.viewport_size['width']}"


def test_a_worker_reads_three_times_of_phq_9(window: BrowserContext) -> None:
    page = inside(window, "Wanda")
    page.goto(f"/families/{ALDER}/results/")
    expect(page.get_by_role("heading", name="Feeling low: lower is better")).to_be_visible()
    expect(page.get_by_text("Screening is not diagnosis")).to_be_visible()
    better = page.locator(
        "p", has_text="20 (10 January 2025) to 8 (10 January 2026), 12 lower; a reliable change for the better"
    )
    expect(better).to_be_visible()
    look(page, name_of(page, "team"))
    for each in page.get_by_text("The measure, its cut-offs and figures").all():
        each.click()
    expect(page.get_by_text("r = 0.84, test-retest 48h (Kroenke 2001); SD = 6.1; from MDD")).to_be_visible()
    for each in page.get_by_text("As a table: Feeling low").all():
        each.click()
    look(page, name_of(page, "team-open"))


def test_she_reads_it_with_her_in_plain_words(window: BrowserContext) -> None:
    page = inside(window, "Wanda")
    page.goto(f"/families/{ALDER}/results/")
    page.get_by_role("link", name="Look at it with her").click()
    expect(page.get_by_text("Less than in July 2025.")).to_be_visible()
    page.wait_for_load_state("load")
    text = page.locator("main").inner_text()
    for never in ("cut-off", "reliable", "better", "caseness", "severe", "moderate", "depression", "screening"):
        assert never not in text.casefold(), never
    look(page, name_of(page, "with-her"))


def test_in_french_and_on_the_narrowest_screen(chromium: Browser, site: Site) -> None:
    for width, language in ((320, "en"), (PHONE, "fr-ca")):
        context = opened(chromium, site, width=width, language=language)
        page = inside(context, "Wanda")
        for what, where in (("team", ""), ("with-her", "with-her/")):
            page.goto(f"/families/{ALDER}/results/{where}")
            look(page, name_of(page, f"{what}-{language}"))
        context.close()
