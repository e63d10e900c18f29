"""Every code that anything writes into the trail has a plain sentence, in English and in French."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from alongside.pages.worker.presented.looks import SAID

PACKAGE = Path(__file__).resolve().parents[2] / "alongside"


def named(node: ast.expr) -> str:
    """The last name of what is called or read: ``entry`` of ``recordkeeping.entry``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def codes(source: str) -> Iterator[str]:
    """The first argument of each ``entry(...)``; "?" for a code that is not written out where it is given."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or named(node.func) != "entry" or not node.args:
            continue
        code = node.args[0]
        yield code.value if isinstance(code, ast.Constant) and isinstance(code.value, str) else "?"


def written() -> dict[str, str]:
    """{code: where it is written}."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" not in path.parts:
            found |= dict.fromkeys(codes(path.read_text()), str(path.relative_to(PACKAGE)))
    return found


def test_codes_are_found_in_all_their_forms() -> None:
    source = 'entry("a", x=1)\nkeep.entry(\n  "b"\n)\nentry(code)\nother("c")\nrow = [entry("d")]\nf"{entry()}"'
    assert sorted(codes(source)) == ["?", "a", "b", "d"]


def test_every_code_is_said_in_words() -> None:
    found = written()
    assert len(found) > 60
    assert {code: where for code, where in found.items() if code not in SAID} == {}


def test_no_words_are_kept_for_a_code_that_nothing_writes() -> None:
    assert set(SAID) - set(written()) == set()


@pytest.mark.parametrize("code", SAID)
def test_in_both_languages_and_not_as_the_code_of_a_machine(code: str) -> None:
    english = str(SAID[code])
    with translation.override("fr-ca"):
        french = str(SAID[code])
    assert english and french and english != french
    assert "_" not in english and english == english.strip()
