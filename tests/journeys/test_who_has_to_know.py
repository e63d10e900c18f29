"""A society signs for a child; somebody asked and was given nothing; a community says yes; what homes then say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests.cast import CAST
from tests.databases import Cluster
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, walk_in
from tests.journeys.steps import fill_day, tick

ALDER, BO, CAS, SHEL = (CAST[name] for name in ("ALDER", "BO", "CAS", "SHEL"))
WAYS = [("en", PHONE, True), ("fr-ca", DESK, False)]


@pytest.fixture(scope="module", autouse=True)
def society(site: Site, cluster: Cluster) -> None:
    """The society holds the right over Bo."""
    with cluster.admin(site.database) as admin:
        admin.execute(
            "insert into families_decisionright (id, recorded_by, family_id, child_id, topic, holder_agency_id, during, basis,"
            " note, source) values (gen_random_uuid(), %s, %s, %s, 'release', %s, daterange(current_date - 30, null), '', '',"
            " 'staff')",
            [CAST["W1"], ALDER, BO, CAS],
        )


def day(page: Page, name: str, ahead: int) -> None:
    on = timezone.localdate() + timedelta(ahead)
    fill_day(page, name, str(on.day), str(on.month), str(on.year))


def send(page: Page) -> None:
    """The first button of the form."""
    with page.expect_navigation():
        page.locator("main form button").first.click()


@pytest.mark.parametrize(("language", "width", "scripts"), WAYS)
def test_what_each_sees(chromium: Browser, site: Site, language: str, width: int, scripts: bool) -> None:
    window: Any = opened(chromium, site, width=width, language=language, javascript=scripts)
    eyes = None if scripts else opened(chromium, site, width=width, language=language)

    def seen(page: Page, name: str) -> None:
        look(page, f"know-{name}-{language}-{width}", eyes=eyes)

    page = window.new_page()
    walk_in(page, "Wanda")
    # Gap by gap: first the society's form.
    page.goto(reverse("agreement_whom", args=[ALDER, "sharing"]))
    seen(page, "whom")
    tick(page, f"agency:{CAS}:{BO}", f"agency:{SHEL}")
    send(page)
    tick(page, "care_coordination")
    send(page)
    form = page.url.rstrip("/").split("/")[-2]
    page.goto(reverse("agreement_kinds", args=[ALDER, form, BO]))
    tick(page, "7")
    send(page)
    page.goto(reverse("agreement_until", args=[ALDER, form]))
    tick(page, "own")
    day(page, "own", 60)
    send(page)
    seen(page, "look")
    page.goto(reverse("agreement_sign", args=[ALDER, form]))
    seen(page, "sign")
    page.locator("[name=signer_name]").fill("Cora Lane")
    page.locator("[name=signer_role]").fill("Child-welfare worker")
    tick(page, "talked")
    page.locator("[name=witness]").select_option(str(CAST["W1"]))
    page.locator("[name=paper]").fill("2 March, blue folder")
    with page.expect_navigation():
        page.locator("button[value=paper]").click()
    page.goto(reverse("agreement", args=[ALDER, form]))
    assert "Cora Lane" in page.content()
    seen(page, "signed")
    # Somebody asked and was given nothing.
    page.goto(reverse("asked_add", args=[ALDER]))
    seen(page, "asked-add")
    tick(page, str(BO))
    page.locator("[name=asked_by]").select_option("lawyer")
    page.locator("[name=how]").select_option("phone")
    page.locator("[name=said]").fill(
        "Wanted to know where they are. I said I cannot tell whether we know anybody of that name."
    )
    send(page)
    seen(page, "asked")
    page.goto("/")
    seen(page, "home")
    page.close()
    window.clear_cookies()
    window.add_cookies([{"name": "django_language", "value": language, "url": site.address}])
    page = window.new_page()
    walk_in(page, "Priya")
    page.goto("/")
    seen(page, "officer")
    page.goto("/privacy/")
    seen(page, "desk")
    page.goto("/privacy/communities/new/")
    seen(page, "community-add")
    page.locator("[name=about]").fill(str(BO))
    page.locator("[name=given_by]").fill("The council, by its speaker")
    page.locator("[name=agency]").select_option(str(CAS))
    day(page, "last_day", 30)
    send(page)
    seen(page, "communities")
    with page.expect_navigation():
        page.locator("a[href$='/end/']").first.click()
    seen(page, "community-end")
    window.close()
    if eyes:
        eyes.close()
