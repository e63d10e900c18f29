"""What axe finds on a page, and which pages it need not look at a second time.

A look takes half a second or more, and the journeys look more than a thousand times, mostly at pages that differ from an
earlier one in their words alone: the same form in French, the same file with another name. ``structure.js`` writes down all
of a page that axe's answer depends on. What it found clean once it is not asked again by this process; a page with any
fault is never remembered. ``test_looks_again.py`` shows that a fault new to a known page is seen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
STRUCTURE = Path(__file__).with_name("structure.js").read_text()
ONLY_FAULTS = """options => axe.run(options).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(({html}) => [id, html.slice(0, 200)])))"""


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe finds against WCAG 2.2 AA and its best practices: the rule, and the element."""
    page.evaluate(AXE_SCRIPT)
    return [(rule, html) for rule, html in page.evaluate(ONLY_FAULTS, AXE)]


@dataclass
class Looks:
    """The structures that axe found clean in this process, and how often it was asked."""

    clean: set[bytes] = field(default_factory=set)
    steps: int = 0
    asked: int = 0

    def structure(self, page: Page, *, plain: bool = False) -> bytes | None:
        """A digest of what axe's answer depends on; None for a page that must be looked at each time.

        ``plain``: a page on which scripts did not run. axe then looks at it in a window in which they do.
        """
        written = page.evaluate(STRUCTURE, [code for code, _ in settings.LANGUAGES])
        return hashlib.blake2b(f"{plain}{written}".encode()).digest() if written else None

    def known(self, structure: bytes | None) -> bool:
        """Has axe found nothing on a page of this structure?"""
        return structure in self.clean

    def remember(self, *structures: bytes | None) -> None:
        """Pages of these structures have no fault."""
        self.clean.update(each for each in structures if each)

    def faults(self, page: Page) -> list[tuple[str, str]]:
        """What axe finds, counted."""
        self.asked += 1
        return faults(page)


LOOKS = Looks()
