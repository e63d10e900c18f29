"""The access cases that list the layer "db", each tried as somebody who holds the page's own database role.

``tests/data/access_cases.json`` (its source: tests/data/SOURCES.md). The same cases are decided by the rules in
``alongside/consent/tests``; the other layers are tried where they are built.
"""

from __future__ import annotations

import json

import pytest

from tests.databases import ROOT
from tests.wall.cases import agreements, children, duties, staff
from tests.wall.cases.life import STORIES, Life

TOLD_IN = (agreements, children, duties, staff)  # reading them is what keeps their stories
EVERY = json.loads((ROOT / "tests" / "data" / "access_cases.json").read_text())["cases"]
CASES = [case["id"] for case in EVERY if "db" in case["layers"]]


@pytest.mark.parametrize("name", CASES)
def test_case(life: Life, name: str) -> None:
    STORIES[name](life)
