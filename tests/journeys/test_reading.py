"""Every page that is only read, at a phone's and a desk's width, in both languages: no fault, no sideways scrolling."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from alongside.project import roles
from tests.cast import CAST, dyad, token_of
from tests.databases import Cluster
from tests.journeys.conftest import DESK, PHONE, Site, look, opened
from tests.pages.lives import a_full_life

ALDER = f"/families/{CAST['ALDER']}"
BOTH = dyad("ANA", "BEE")
SEEN = [
    ("W1", "home", "/"),
    ("W1", "families", "/families/"),
    ("W1", "family", f"{ALDER}/"),
    ("W1", "family-then", f"{ALDER}/?on=2025-01-15"),
    ("W1", "timeline", f"{ALDER}/timeline/"),
    ("W1", "notes", f"{ALDER}/contacts/"),
    ("W1", "her", f"{ALDER}/her/"),
    ("SUP", "her-team", f"{ALDER}/team/"),
    ("W1", "child", f"{ALDER}/children/{CAST['BO']}/"),
    ("W1", "together", f"{ALDER}/together/{BOTH}/"),
    ("CHC", "family-child-care", f"{ALDER}/"),
    ("INT", "home-new", "/"),
    ("DIR", "team", "/team/"),
    ("EVAL", "continuity", "/team/continuity/"),
    ("PRIV", "home-privacy", "/"),
    ("PRIV", "trail", "/trail/"),
    ("p_cal", "nothing-yet", "/"),
    ("W2", "nothing-here", f"{ALDER}/"),
]


@pytest.fixture(scope="module")
def lived(site: Site, cluster: Cluster) -> Site:
    """The journeys' clone with two years of Ana's life in it."""
    with cluster.as_role(roles.LOADER, site.database) as connection:
        a_full_life(connection, datetime.now(UTC).date())
        connection.commit()
    return site


@pytest.mark.parametrize(("language", "width"), [("en", DESK), ("fr-ca", PHONE)])
def test_pages_that_are_read(lived: Site, chromium: Browser, width: int, language: str) -> None:
    context = opened(chromium, lived, width=width, language=language)
    for who, name, address in SEEN:
        context.add_cookies([{"name": "token", "value": token_of(who), "url": lived.address}])
        page = context.new_page()
        page.goto(address)
        assert page.url == lived.address.rstrip("/") + address, "shown to the door instead"
        look(page, f"{name}-{width}-{language}")
        for text in ("Ana", "Bee", "Alder"):
            assert text not in page.title()
        page.close()
    context.close()
