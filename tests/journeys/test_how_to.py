"""The pages of docs/how-to/roles, walked as they are written: each link they name leads somewhere, each word stands there.

They are scripts for this journey. *Words* stand on the page; **words** are a link that is pressed; a picture is what is to
be seen at that moment. ``ALONGSIDE_PICTURES=1 pytest tests/journeys/test_how_to.py`` takes the pictures anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from alongside.stewardship.demonstration import people
from alongside.stewardship.tests.test_loading import run
from tests.databases import ROOT, Cluster
from tests.journeys.conftest import PHONE, Site, opened, running, sideways, walk_in

ROLES = ROOT / "docs" / "how-to" / "roles"
RENEW = bool(os.environ.get("ALONGSIDE_PICTURES"))
FAMILIES = 12
LOAD = f"""
import django
django.setup()
from alongside.stewardship.actions import load_demonstration
load_demonstration(families={FAMILIES})
"""
SIZES = {PHONE: 800, 760: 640}  # width: height; small enough for a page of text
ON_A_PHONE = {"outreach-worker", "woman"}
MOST = 80_000  # bytes of a picture
MARK = re.compile(r"!\[[^\]]*\]\((?P<picture>[^)]+)\)|\*\*(?P<press>[^*]+)\*\*|\*(?P<there>[^*]+)\*")
WALKS_IN = "Walk in as *"


@pytest.fixture(scope="module")
def practice(cluster: Cluster, empty_template: str) -> Iterator[Site]:
    """The practice programme as ``make run`` fills it, with a web server."""
    name = cluster.clone(empty_template, f"alongside_how_to_{os.getpid()}")
    done = run(cluster, name, LOAD)
    assert done.returncode == 0, done.stderr
    with running(cluster, name) as site:
        yield site


def words(text: str) -> str:
    """As one line."""
    return re.sub(r"\s+", " ", text)


def follow(page: Page, link: str) -> None:
    """A link of this name: of the page itself rather than of the bar above it, called just so rather than more."""
    main = page.get_by_role("main").get_by_role("link", name=link, exact=True)
    found = main if main.count() else page.get_by_role("link", name=link, exact=True)
    if not found.count():
        found = page.get_by_role("link", name=link)
    assert found.count(), f"{page.url} has no link “{link}”"
    with page.expect_navigation():
        found.first.click()
    page.wait_for_load_state("load")


def take(page: Page, picture: Path) -> None:
    """The picture as it stands, or anew: what is said on the page, without the bars above it."""
    if RENEW:
        box = page.get_by_role("main").bounding_box()
        size = page.viewport_size
        assert box and size
        clip = {"x": 0, "y": box["y"], "width": size["width"], "height": min(box["height"], size["height"])}
        page.screenshot(path=picture, full_page=True, clip=clip)
    assert picture.stat().st_size <= MOST, picture


@pytest.mark.parametrize("role", sorted(path.stem for path in ROLES.glob("*.md")))
def test_a_day_goes_as_it_is_written(chromium: Browser, practice: Site, role: str) -> None:
    written = (ROLES / f"{role}.md").read_text()
    width = PHONE if role in ON_A_PHONE else max(SIZES)
    window = opened(chromium, practice, width=width)
    page = window.new_page()
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    who, walk = written.split(WALKS_IN, 1)[1].split("*", 1)
    walk_in(page, who)
    for mark in MARK.finditer(words(walk)):
        if mark["press"]:
            follow(page, mark["press"])
            assert not sideways(page), f"{role}: {page.url}"
        elif mark["there"]:
            for each in mark["there"].split(" → "):
                expect(page.locator("body")).to_contain_text(each)
        else:
            page.evaluate("scrollTo(0, 0)")
            take(page, (ROLES / mark["picture"]).resolve())
    window.close()


def test_every_part_of_the_door_has_its_page() -> None:
    """One page for each kind of person, and for each picture a page that shows it."""
    told = "".join(path.read_text() for path in ROLES.glob("*.md"))
    parts = {member.part: member.name for member in people.CAST if member.name in told}
    assert set(parts) >= {
        "counsellor", "therapist", "child_care", "outreach", "peer", "supervisor", "child_welfare", "evaluator",
        "administrator", "mother", "intake", "elder", "manager", "privacy",
    }  # fmt: skip
    shown = {Path(path).name for path in re.findall(r"\]\(([^)]+\.png)\)", told)}
    assert shown == {path.name for path in (ROOT / "docs" / "pictures").glob("role-*.png")} and len(shown) <= 18
