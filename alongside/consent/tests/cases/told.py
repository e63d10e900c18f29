"""Which cases the rules decide, told as stories in the fixture world; and which are about something else, and what."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from alongside.consent.profiles import shipped
from alongside.consent.rules.reading import Worlds, read
from alongside.consent.rules.standing import standing
from alongside.consent.rules.vocabulary import CATEGORIES
from alongside.consent.tests.fixture_world import asks
from tests.databases import ROOT

CASES = {case["id"]: case for case in json.loads((ROOT / "tests" / "data" / "access_cases.json").read_text())["cases"]}
DECIDED: dict[str, Callable[[], None]] = {}
TOMORROW = "2026-03-03T10:00:00Z"

# Cases about something else than a decision: how it is stored, sent, shown, counted or looked for.
ELSEWHERE = {
    "C02": "enrolling an account", "C04": "words of a message", "C05": "hours of a message",
    "C06": "which number a list shows", "C09": "what a file carries", "C12": "her page's own switch",
    "D12": "a report over the trail", "D13": "whose hands a device is in", "E07": "the ledger's completeness",
    "F01": "counts", "F02": "small cells", "F03": "search", "F05": "fields of a form", "F10": "logs",
    "F11": "unique keys", "F15": "names in a group", "H01": "who wrote it and when", "H06": "the text as signed",
}  # fmt: skip


def case(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    def keep(story: Callable[[], None]) -> Callable[[], None]:
        DECIDED[name] = story
        return story

    return keep


def reads(actor: str, world: dict[str, Any], subject: str, **more: Any) -> set[str]:
    """Every category this actor may have about this subject."""
    asked = read({**asks(actor, subject, "contact", **more), "world": world}, Worlds(shipped()))
    mask = standing(asked.world, asked.request, subject)
    return {name for name, bit in CATEGORIES.items() if mask >> bit & 1}
