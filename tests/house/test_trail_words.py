"""Every code that anything writes into the trail has a plain sentence, in English and in French."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

from alongside.pages.worker.presented.looks import SAID

PACKAGE = Path(__file__).resolve().parents[2] / "alongside"


def named(node: ast.expr) -> str:
    """The last name of what is called or read: ``entry`` of ``recordkeeping.entry``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def calls(inside: ast.AST, known: dict[str, int]) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Each call of a known writer with the argument that is its code."""
    for call in ast.walk(inside):
        if isinstance(call, ast.Call) and len(call.args) > known.get(named(call.func), len(call.args)):
            yield call, call.args[known[named(call.func)]]


def writers(functions: list[ast.FunctionDef]) -> dict[str, int]:
    """{function: which of its arguments is the code}: ``entry``, and whatever hands one of its own arguments on to it."""
    known, before = {"entry": 0}, 0
    while len(known) > before:
        before = len(known)
        for function in functions:
            own = [argument.arg for argument in function.args.args]
            for _call, code in calls(function, known):
                if named(code) in own:
                    known[function.name] = own.index(named(code))
    return known


def said(code: ast.expr, inside: ast.FunctionDef | None) -> Iterator[str]:
    """The texts that ``code`` can be; "?" for one that is not written out where it is given or named."""
    if isinstance(code, ast.IfExp):
        yield from said(code.body, inside)
        yield from said(code.orelse, inside)
    elif isinstance(code, ast.Name) and inside is not None:
        given = [n.value for n in ast.walk(inside) if isinstance(n, ast.Assign) and named(n.targets[0]) == code.id]
        for value in given:
            yield from said(value, None)
        if not given and code.id not in {argument.arg for argument in inside.args.args}:
            yield "?"
    else:
        yield code.value if isinstance(code, ast.Constant) and isinstance(code.value, str) else "?"


# A line that a verb of the wall writes itself, in SQL.
IN_SQL = re.compile(r"'verb',\s*'([^']+)'")


def codes(source: str) -> Iterator[str]:
    """Every code that this module gives to ``entry``, or to a function of its own that hands it on to ``entry``; and
    what its SQL writes."""
    yield from IN_SQL.findall(source)
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    known = writers(functions)
    around = {id(node): function for function in functions for node in ast.walk(function)}
    for call, code in calls(tree, known):
        yield from said(code, around.get(id(call)))


@cache  # the whole programme is read once
def written() -> dict[str, str]:
    """{code: where it is written}."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" not in path.parts:
            where = str(path.relative_to(PACKAGE))
            found |= {code if code != "?" else f"? in {where}": where for code in codes(path.read_text())}
    return found


def test_codes_are_found_in_all_their_forms() -> None:
    source = 'entry("a", x=1)\nkeep.entry(\n  "b"\n)\nentry(code)\nother("c")\nrow = [entry("d")]\nf"{entry()}"'
    assert sorted(codes(source)) == ["?", "a", "b", "d"]
    handed = 'def line(row, verb):\n  return entry(verb, row=row)\nline(1, "e" if yes else "f")\nline(1, verb_of(2))\n'
    assert sorted(codes(handed)) == ["?", "e", "f"]
    further = (
        handed
        + 'def more(code):\n  line(1, code)\nmore("g")\ndef by_name():\n  verb = "h" if a else "i"\n  line(1, verb)'
    )
    assert sorted(codes(further)) == ["?", "e", "f", "g", "h", "i"]


def test_codes_that_the_database_writes_itself_are_found() -> None:
    assert list(codes("X = \"\"\"jsonb_build_object('verb', 'a b', 'family', f.id)\"\"\"")) == ["a b"]
    assert "late answer kept" in written()


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
