"""Pages move the days from which measures are counted with the verbs that lay out what fits then, and with no others."""

from __future__ import annotations

import ast
from pathlib import Path

from alongside.assessment.actions import moving

ROOT = Path(__file__).resolve().parent.parent.parent
LOWER = {"alongside.enrolment.actions", "alongside.families.actions", "alongside.enrolment", "alongside.families"}


def went_past(source: str) -> list[str]:
    """Verbs of the lower rooms that a page uses although there is one that lays out."""
    tree = ast.parse(source)
    rooms, found = set(), []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in LOWER:
            for name in node.names:
                if name.name == "actions":
                    rooms.add(name.asname or name.name)
                elif name.name in moving.VERBS:
                    found.append(name.name)
    for node in ast.walk(tree):
        of_a_room = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in rooms
        if of_a_room and node.attr in moving.VERBS:
            found.append(node.attr)
    return found


def test_no_page_goes_past_them() -> None:
    pages = sorted((ROOT / "alongside" / "pages").rglob("*.py"))
    assert len(pages) > 50
    past = {str(path.relative_to(ROOT)): went_past(path.read_text()) for path in pages}
    assert {path: verbs for path, verbs in past.items() if verbs} == {}


def test_it_would_be_seen() -> None:
    one = "from alongside.enrolment import actions as enrolment\nenrolment.change_state()"
    other = "from alongside.families.actions import record_birth\nrecord_birth()"
    fine = "from alongside.families import actions as families\nfamilies.add_person()\nmoving.enrol()"
    assert (went_past(one), went_past(other), went_past(fine)) == (["change_state"], ["record_birth"], [])


def test_each_of_them_is_there_and_keeps_its_words() -> None:
    assert all(getattr(moving, name).__name__ == name and getattr(moving, name).__doc__ for name in moving.VERBS)
