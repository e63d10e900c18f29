"""The published schemas, the templates and the page say what the import does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alongside.accounts.terms import PARTS, RoleName
from alongside.care.rules import FITTING
from alongside.care.terms import ForWhom, Mode, Reached
from alongside.enrolment.terms import Because, State, WorksWith
from alongside.families.terms import DyadBegan, InvolvementKind, LegalKind, LivingKind, PersonKind
from alongside.recordkeeping.terms import Source
from alongside.stewardship.rules.caseload import Caseload
from alongside.stewardship.rules.checking import USUAL, check_family
from alongside.stewardship.rules.people import Known
from alongside.stewardship.rules.reference import import_page, write_templates
from alongside.stewardship.rules.schema import TABLES, published, table, tables
from tests.databases import ROOT

KINDS = {*LivingKind.values, *LegalKind.values, *InvolvementKind.values}
CHOICES = {
    "people.kind": PersonKind.values, "dyads.began": DyadBegan.values, "enrolment.state": State.values,
    "enrolment.because": Because.values, "tracks.kind": KINDS, "tracks.source": Source.values,
    "tracks.track": ["living", "legal", "involvement"], "contacts.for_whom": ForWhom.values,
    "contacts.mode": Mode.values,
    "contacts.reached": Reached.values, "contacts.about": [c.name.lower() for c in FITTING],
    "team.works_with": WorksWith.values,
    "team.role": [r for r in RoleName.values if PARTS[r].kind == "staff" and r not in ("child", "expected_child")],
}  # fmt: skip


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "reference" / "import.md").read_text("utf-8") == import_page(), "run: alongside docs"


def test_every_choice_of_the_schemas_is_one_of_the_rooms() -> None:
    found = {f"{t.name}.{c.name}": set(c.choices) for t in tables() for c in t.columns if c.choices}
    assert found == {name: set(values) for name, values in CHOICES.items()}
    assert set(USUAL) == set(State.values) and set(USUAL.values()) <= set(Because.values)


@pytest.mark.parametrize("name", TABLES)
def test_the_schemas_are_table_schemas(name: str) -> None:
    raw = published(name)
    names = [f["name"] for f in raw["fields"]]
    assert len(set(names)) == len(names)
    assert {f["type"] for f in raw["fields"]} <= {"string", "date", "time", "integer", "boolean"}
    assert all(f["description"] for f in raw["fields"])
    for key in raw.get("foreignKeys", []):
        there = key["reference"]
        assert key["fields"] in names
        assert there["fields"] in [c.name for c in table(there["resource"]).columns]


def test_templates_are_written_and_never_over_somebodys_work(tmp_path: Path) -> None:
    first = write_templates(tmp_path)
    assert len(first) == 3 * len(TABLES)
    filled = tmp_path / "families.csv"
    filled.write_text(filled.read_text("utf-8") + "F-1,,2024-01-01\n", "utf-8")
    assert write_templates(tmp_path) == []
    assert "F-1" in filled.read_text("utf-8")


def test_the_examples_can_be_brought_over(tmp_path: Path) -> None:
    write_templates(tmp_path)
    with Caseload([tmp_path / "examples"]) as files:
        list(files.index())
        assert [*files.problems, *files.astray] == []
        checked = [check_family(bundle, Known(today=date(2026, 3, 2))) for bundle in files.families()]
    assert [(draft is not None, problems) for draft, problems, _ in checked] == [(True, []), (True, [])]
