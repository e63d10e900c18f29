"""Every reason that a rule or a verb can give has a sentence, and rooms mean the same by the same code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import reasons
from alongside.recordkeeping.rules import Refused

PACKAGE = Path(reasons.__file__).resolve().parents[3]
ROOMS = ["families", "enrolment", "care", "assessment", "instruments", "peers", "afterwards", "culture"]
REFUSING = {"Refused": 0, "refuse": 0, "Decision": 1}


def modules() -> Iterator[Path]:
    for room in ROOMS:
        for part in ("rules", "actions"):
            folder = PACKAGE / room / part
            yield from sorted(folder.glob("*.py")) if folder.is_dir() else [PACKAGE / room / f"{part}.py"]


def codes(source: str) -> set[str]:
    """Codes given to ``Refused``, ``refuse`` or ``Decision(False, ...)``, as plain text or as ``Because.NAME``."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in REFUSING:
            continue
        place = REFUSING[node.func.id]
        if len(node.args) > place:
            said = node.args[place]
            if isinstance(said, ast.Constant) and isinstance(said.value, str) and said.value:
                found.add(said.value)
            if isinstance(said, ast.Attribute) and said.attr.isupper():
                found.add(said.attr.lower())
    return found


def test_codes_are_found_in_all_their_forms() -> None:
    assert codes('raise Refused("a")\nrefuse(Because.B, "x")\nDecision(False, "c")\nDecision(True)') == {"a", "b", "c"}


@pytest.mark.parametrize("path", list(modules()), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_code_has_a_sentence(path: Path) -> None:
    assert {code for code in codes(path.read_text()) if code not in reasons.known()} == set()


def test_there_are_codes_to_look_at() -> None:
    assert len(set().union(*(codes(path.read_text()) for path in modules()))) > 30


def test_rooms_that_share_a_code_say_the_same_or_a_common_sentence_is_written() -> None:
    said: dict[str, set[str]] = {}
    for room in reasons.ROOMS:
        for member in room:
            said.setdefault(member.value, set()).add(str(member.label))
    assert {code for code, labels in said.items() if len(labels) > 1 and code not in reasons.MORE} == set()


def test_a_reason_stands_beside_its_question_or_on_top() -> None:
    from alongside.pages.worker.writing.promises import ChangeForm

    form: CalmForm = ChangeForm({})
    form.is_valid()
    reasons.put(form, Refused("in_future", field="on"))
    reasons.put(form, Refused("overlaps", field="no such question"))
    reasons.put(form, Refused("a code nobody wrote down"))
    assert "This day has not come yet. Please check the date." in form.errors["on"]
    assert str(reasons.SOMETHING_ELSE) in form.errors["__all__"] and len(form.errors["__all__"]) == 2
