"""The published Table Schemas (Frictionless Data Package 2.0), as the import reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

# In the order in which people fill them in. The first two are needed; the others may be left out.
TABLES = ("families", "people", "dyads", "enrolment", "tracks", "contacts", "team")
NEEDED = ("families", "people")


@dataclass(frozen=True)
class Column:
    """One column: ``type`` is string, date, time, integer or boolean; ``choices`` is empty where anything may stand."""

    name: str
    type: str
    description: str
    example: str
    required: bool
    choices: tuple[str, ...]
    longest: int
    least: int | None
    most: int | None


@dataclass(frozen=True)
class Table:
    """One file of a caseload."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]

    @property
    def needed(self) -> bool:
        """A caseload cannot do without this file."""
        return self.name in NEEDED

    def column(self, name: str) -> Column:
        """The column of this name. Raises KeyError."""
        return {c.name: c for c in self.columns}[name]


def published(name: str) -> dict[str, Any]:
    """The Table Schema of one table, as published."""
    found: dict[str, Any] = json.loads(schema_text(name))
    return found


def schema_text(name: str) -> str:
    """The schema's own file, word for word."""
    return (resources.files(__package__) / "schemas" / f"{name}.json").read_text(encoding="utf-8")


@cache
def table(name: str) -> Table:
    """One table. Raises FileNotFoundError for a name that is not in ``TABLES``."""
    raw = published(name)
    return Table(name, raw["title"], raw["description"], tuple(_column(field) for field in raw["fields"]))


def tables() -> tuple[Table, ...]:
    """All tables, in order."""
    return tuple(table(name) for name in TABLES)


def _column(field: dict[str, Any]) -> Column:
    limits = field.get("constraints", {})
    return Column(
        field["name"], field["type"], field["description"], str(field.get("example", "")),
        limits.get("required", False),
        tuple(limits.get("enum", ())), limits.get("maxLength", 2000), limits.get("minimum"), limits.get("maximum"),
    )  # fmt: skip
