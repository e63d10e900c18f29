"""Mistakes made on purpose are made in everything that decides about consent, and each test that could notice is asked."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path

from benchmarks.consent_mutations import FIRST, LAST, MODULES, OWN, TESTS
from benchmarks.mistakes import RULES

# Nothing is decided in these: what the room shows to others, and the words for what was decided.
DECIDE_NOTHING = {"__init__", "words"}
ASKED = [*FIRST, *LAST, *chain(*OWN.values())]


def test_each_module_that_decides_is_changed_once() -> None:
    there = {path.stem for path in RULES.glob("*.py")}
    assert Counter(MODULES) == Counter(there - DECIDE_NOTHING)
    assert there >= DECIDE_NOTHING


def test_each_test_that_could_notice_is_asked_once() -> None:
    """Those that ask the rules and need no database for it; one with a database is asked by the wall's own ways."""
    asks = {str(path.relative_to(TESTS).with_suffix("")) for path in TESTS.rglob("test_*.py") if _asks_rules(path)}
    assert [name for name in sorted(asks) if name not in ASKED] == []
    assert [name for name, times in Counter(ASKED).items() if times > 1 or not (TESTS / f"{name}.py").exists()] == []
    assert OWN.keys() <= set(MODULES)


def _asks_rules(path: Path) -> bool:
    text = path.read_text()
    asks = any(f"from alongside.consent.{place}" in text for place in ("rules", "tests.fixture_world", "tests.flips"))
    return asks and "django_db" not in text
